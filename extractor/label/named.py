"""Boxes whose names say that they are no text: what opens over a page, filters what it shows or signs a post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor import tags
from extractor.attributes import called
from extractor.boxes import apart_from, covered
from extractor.document import Mark
from extractor.label.page import Page

_KINDS: Final[dict[str, tuple[Mark, tuple[str, ...]]]] = {
    "over": (Mark("boilerplate", "in a box that opens over the page"), ()),
    "filters": (
        Mark("boilerplate", "in a box that filters what the page shows"),
        ("listing", "collection", "product"),
    ),
    "signature": (Mark("boilerplate", "in a signature"), ("forum",)),
}
"""What each kind of box is marked as, and the types of page that have it (none named: all)."""

_WRITTEN: Final = tags.LINES | {"section", "article", "main", "body"}
"""Elements that can have such a name from what they say: "the-signature-dish"."""


def named_boxes(page: Page) -> Iterator[tuple[int, Mark]]:
    """Boxes of markup of these kinds, apart from the title."""
    markup = page.document.markup
    if markup is None:
        return
    elements, title = markup.elements, page.metadata.title
    is_apart = apart_from(elements, title.block if title else -1)
    for kind, (mark, types) in _KINDS.items():
        if types and page.page_type not in types:
            continue
        names = called(kind, (*elements.tag, *elements.names))
        pairs = enumerate(zip(elements.tag, elements.names, strict=True)) if names else ()
        rows = [row for row, pair in pairs if not names.isdisjoint(pair) and pair[0] not in _WRITTEN and is_apart[row]]
        for index in np.flatnonzero(covered(elements, rows, len(page.kept))).tolist():
            yield index, mark
