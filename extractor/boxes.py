"""Boxes of a page of markup: the elements that a line opens, and the one around a form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from extractor.characters import Bools
from extractor.document import Document
from extractor.markup import INLINES


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


def has_link(document: Document) -> Bools:
    """Whether each block has a link in it."""
    found = np.zeros(len(document), np.bool_)
    if document.markup is not None:
        inlines = document.markup.inlines
        starts = inlines.start[inlines.kind == INLINES.index("link")]
        found[np.searchsorted(document.start, starts, side="right") - 1] = True
    return found
