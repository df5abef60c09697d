"""What the reader of HTML is told and what it returns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Meaning(NamedTuple):
    """What an element means for the text of a page (see reader.h); what is not known begins a block."""

    flags: int = 0
    kind: int = 0
    mark: int = -1
    within: int = 0
    holds: int = 0


class Columns(NamedTuple):
    """What was read: text, names of elements by number and how many there are of each, columns and what goes with them.

    ``blocks``: start, end, kind, gap, element. ``elements``: parent, tag, first, last, hidden, number (-1: none).
    ``runs``: start, end, kind, element, image (-1: none; of a cell what it spans, see reader.h). ``images``: attributes
    of each; "" is what a picture element offers. ``stamps``: block, value, names.
    """

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
    base: str
    stamps: tuple[tuple[int, str, str], ...]
