"""Boxes whose names say that they are no text: what opens over a page, filters what it shows or signs a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from extractor.attributes import box_called, boxes_called
from extractor.boxes import apart_from, covered
from extractor.class_names import Names
from extractor.document import Mark
from extractor.label.page import Page


class _Kind(NamedTuple):
    """What a kind of box is marked as, the types of page that have it (none named: all), and its elements.

    Other elements are named after what they say: ``<h2 id="the-signature-dish">``.
    """

    mark: Mark
    types: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset(("div", "aside", "form", "span", "nav"))


_KINDS: Final = {
    "over": _Kind(Mark("boilerplate", "in a box that opens over the page")),
    "filters": _Kind(
        Mark("boilerplate", "in a box that filters what the page shows"), ("listing", "collection", "product")
    ),
    "signature": _Kind(Mark("boilerplate", "in a signature"), ("forum",), frozenset(("div", "aside", "blockquote"))),
}
_OF_TAG: Final = {"dialog": "over", "fieldset": "filters"}


def named_boxes(page: Page) -> Iterator[tuple[int, Mark]]:
    """Boxes of markup of these kinds, apart from the title."""
    markup = page.document.markup
    if markup is None:
        return
    elements, title, rows = markup.elements, page.metadata.title, defaultdict[str, list[int]](list)
    is_apart = apart_from(elements, title.block if title else -1)
    held = np.flatnonzero(Names(elements.names).hold(boxes_called())).tolist()
    kinds = ((row, box_called(elements.names[row])) for row in held)
    called = {row: kind for row, kind in kinds if kind and elements.tag[row] in _KINDS[kind].tags}
    called |= {row: _OF_TAG[tag] for row, tag in enumerate(elements.tag) if tag in _OF_TAG}
    for row, kind in called.items():
        if is_apart[row]:
            rows[kind].append(row)
    for kind, found in rows.items():
        mark, types, _ = _KINDS[kind]
        if not types or page.page_type in types:
            for index in np.flatnonzero(covered(elements, found, len(page.kept))).tolist():
                yield index, mark
