"""Items of one list, rows of one table, posts of one thread: what most of them are, all of them are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor import cards, tags
from extractor.boxes import totals
from extractor.characters import Bools
from extractor.document import Mark
from extractor.label.page import Page
from extractor.markup import Elements

_LEAST: Final = 3  # elements that make a kind
_MOST: Final = 0.66  # share of them that is kept
_HALF: Final = 0.5  # share of its words that are of an element that is
_LIKELY: Final = 0.1  # probability of a block that is kept with them
_DOUBTFUL: Final = 0.7  # probability below which a block is left out with them
_MAX_PART: Final = 60  # words of a part of a post
_PART: Final = Mark("boilerplate", "most of its kind on the page are none of the text")
_ITEMS: Final = tags.ITEMS | {"tr"}


def inner_siblings(page: Page, is_furniture: Bools) -> Bools:
    """Return the likely blocks of elements of one kind within another (same name, same classes) most of which are kept.

    On an article only items and rows are looked at, for what stands beside a story can look like a part of it; on a
    collection nothing is, for its goods all look alike (docs/adr/0026).
    """
    facts, markup = page.evidence, page.document.markup
    if markup is None or page.page_type == "collection":
        return np.zeros(len(page.kept), np.bool_)
    is_own = (facts.first == np.arange(len(page.kept))) & (facts.card == cards.NONE) & ~is_furniture
    likely = page.selection.probability >= _LIKELY
    return np.asarray(_among_kept(page, markup.elements) & is_own & likely, np.bool_)


def parts_of_posts(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful blocks of a thread in elements of a kind most of which are left out: user cards, signatures."""
    markup = page.document.markup
    if markup is None or page.page_type != "forum":
        return
    elements, doubtful = markup.elements, page.kept & (page.selection.probability < _DOUBTFUL)
    size, kept = totals(elements, page.size), totals(elements, page.kept_size)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero((size > 0) & (size <= _MAX_PART)).tolist():
        if elements.names[row]:
            alike[elements.tag[row], elements.names[row]].append(row)
    is_kept = kept >= _HALF * size
    for rows in alike.values():
        if len(rows) >= _LEAST and 0 < is_kept[rows].sum() <= (1 - _MOST) * len(rows):
            for row in rows:
                blocks = range(int(elements.first[row]), int(elements.last[row]))
                yield from ((block, _PART) for block in blocks if doubtful[block])


def _among_kept(page: Page, elements: Elements) -> Bools:
    """Return the blocks of the elements of each kind most of which are kept."""
    size, kept = totals(elements, page.size), totals(elements, page.kept_size)
    is_partly, is_kept = (kept > 0) & (kept < size), kept >= _HALF * size
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero((size > 0) & is_partly[elements.parent]).tolist():
        if page.page_type != "article" or elements.tag[row] in _ITEMS:
            alike[int(elements.parent[row]), elements.tag[row], elements.names[row]].append(row)
    rows = [
        row
        for kind in alike.values()
        if len(kind) >= _LEAST and is_kept[kind].sum() >= _MOST * len(kind)
        for row in kind
        if not is_kept[row]
    ]
    edges = np.zeros(len(page.kept) + 1, np.int64)
    np.add.at(edges, elements.first[rows], 1)
    np.add.at(edges, elements.last[rows], -1)
    return np.asarray(np.cumsum(edges)[:-1] > 0, np.bool_)
