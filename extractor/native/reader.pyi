from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from extractor.native.columns import Columns as Columns
from extractor.native.columns import Meaning as Meaning

IS_INLINE: Final[int]
IS_UNSEEN: Final[int]
IS_LOOSE: Final[int]
IS_VERBATIM: Final[int]
IS_IMAGE: Final[int]
IS_CELL: Final[int]
IS_ROW_GROUP: Final[int]
IS_HEADER: Final[int]
IS_APART: Final[int]
IS_SIGNED: Final[int]
IS_CODE_LINE: Final[int]
IS_LINE: Final[int]
IS_PHRASE: Final[int]
ROWS: Final[int]

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
