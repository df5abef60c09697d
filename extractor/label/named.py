"""Boxes whose names say that they are no text: what opens over a page, filters what it shows or signs a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor import tags
from extractor.attributes import boxes_called
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
    kinds = boxes_called((*markup.elements.tag, *markup.elements.names)) if markup else {}
    if markup is None or not kinds:
        return
    elements, title, rows = markup.elements, page.metadata.title, defaultdict[str, list[int]](list)
    is_apart = apart_from(elements, title.block if title else -1)
    for row, (tag, names) in enumerate(zip(elements.tag, elements.names, strict=True)):
        kind = kinds.get(names) or kinds.get(tag)
        if kind and tag not in _WRITTEN and is_apart[row]:
            rows[kind].append(row)
    for kind, (mark, types) in _KINDS.items():
        if not types or page.page_type in types:
            for index in np.flatnonzero(covered(elements, rows[kind], len(page.kept))).tolist():
                yield index, mark
