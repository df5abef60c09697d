from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

IS_INLINE: Final[int]
IS_UNSEEN: Final[int]
IS_LOOSE: Final[int]
IS_VERBATIM: Final[int]
IS_IMAGE: Final[int]
IS_CELL: Final[int]
IS_ROW_GROUP: Final[int]
IS_HEADER: Final[int]

class Meaning(NamedTuple):
    flags: int
    kind: int
    mark: int
    within: int
    holds: int

class Columns(NamedTuple):
    text: str
    tags: tuple[str, ...]
    tally: dict[str, int]
    blocks: NDArray[np.int64]
    block_names: tuple[str, ...]
    elements: NDArray[np.int64]
    element_names: tuple[str, ...]
    runs: NDArray[np.int64]
    targets: tuple[str, ...]
    images: tuple[dict[str, str], ...]
    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    language: str
    stamps: tuple[tuple[int, str, str], ...]

class Vocabulary:
    tag_names: tuple[str, ...]
    attribute_names: tuple[str, ...]
    def __init__(
        self,
        meanings: Mapping[str, Meaning],
        attributes: Iterable[str],
        references: Mapping[str, str],
        *,
        kinds: Sequence[int],
        marks: Sequence[int],
        limits: Sequence[int],
        currencies: str,
    ) -> None: ...

def read(vocabulary: Vocabulary, source: bytes, max_blocks: int) -> Columns: ...
