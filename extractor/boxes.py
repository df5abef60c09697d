"""Boxes of a page of markup: the elements that a line opens, the one around a form, and what links cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Bools, Floats
from extractor.document import Document
from extractor.markup import INLINES, Elements
from extractor.sums import sums_before


def opened_by(document: Document, block: int) -> list[range]:
    """Return the blocks of the elements that begin with a block and hold more, the smallest first."""
    if document.markup is None:
        return []
    elements, element, found = document.markup.elements, int(document.markup.element[block]), [block + 1]
    while element and elements.first[element] == block:
        found.append(int(elements.last[element]))
        element = int(elements.parent[element])
    return [range(block, last) for last in sorted(set(found)) if last > block + 1]


def form_boxes(document: Document) -> Iterator[range]:
    """Yield the blocks of the element around each form."""
    if document.markup is None:
        return
    elements = document.markup.elements
    for element in (place for place, tag in enumerate(elements.tag) if tag == "form"):
        box = int(elements.parent[element]) or element
        yield range(int(elements.first[box]), int(elements.last[box]))


def totals(elements: Elements, column: NDArray[Any]) -> Floats:
    """Return for each element the sum of a column over its blocks."""
    prefix = sums_before(column)
    return np.asarray(prefix[elements.last] - prefix[elements.first], np.float64)


def covered(elements: Elements, rows: Sequence[int], size: int) -> Bools:
    """Return the blocks of so many that stand in some elements."""
    edges = np.zeros(size + 1, np.int64)
    np.add.at(edges, elements.first[rows], 1)
    np.add.at(edges, elements.last[rows], -1)
    return np.asarray(np.cumsum(edges)[:-1] > 0, np.bool_)


def apart_from(elements: Elements, block: int) -> Bools:
    """Whether a block stands in none of what each element holds."""
    return (block < elements.first) | (elements.last <= block)


def inline_share(document: Document, kind: str) -> Floats:
    """Return the share of the characters of each block that a kind of inline markup covers; flat text has none."""
    return np.asarray(inline_shares(document)[INLINES.index(kind)], np.float64)


def inline_shares(document: Document) -> Floats:
    """Return the same for all kinds (down, as in ``INLINES``), a column a block."""
    size, markup = len(document), document.markup
    if markup is None or not size:
        return np.zeros((len(INLINES), size))
    inlines = markup.inlines
    covers = inlines.end > inlines.start
    block = document.blocks_at(inlines.start[covers])
    place, length = inlines.kind[covers] * size + block, (inlines.end - inlines.start)[covers]
    covered = np.bincount(place, length, len(INLINES) * size).reshape(-1, size)
    share: Floats = np.minimum(covered / np.maximum(document.end - document.start, 1), 1.0)
    return share
