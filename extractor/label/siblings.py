"""Items of one list, rows of one table, posts of one thread: what most of them are, all of them are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor import cards, tags
from extractor.boxes import covered, totals
from extractor.characters import Bools
from extractor.document import Mark
from extractor.expression import expression
from extractor.label.page import Page

_LEAST: Final = 3  # elements that make a kind
_MOST: Final = 0.66  # share of them that is kept, or left out
_HALF: Final = 0.5  # share of its words that are of an element that is
_LIKELY: Final = 0.1  # probability of a block that is kept with them
_DOUBTFUL: Final = 0.7  # and of one below which it is left out with them
_MAX_PART: Final = 60  # words of a part of a post
_PART: Final = Mark("boilerplate", "most of its kind on the page are none of the text")
_ITEMS: Final = tags.ITEMS | {"tr"}
_NUMBER: Final = expression(r"\d+")  # "post p17" and "post p18" are of one kind


def inner_siblings(page: Page) -> Bools:
    """Return the likely blocks of elements of one kind within another, most of which are kept, that are not.

    A kind has one name and the same classes and id, if any. On an article only items and rows are looked at, for what
    stands beside a story can look like a part of it; on a collection nothing is, for its goods all look alike
    (docs/adr/0026).
    """
    facts, markup = page.evidence, page.document.markup
    if markup is None or page.page_type == "collection":
        return np.zeros(len(page.kept), np.bool_)
    elements = markup.elements
    size, kept = totals(elements, page.size), totals(elements, page.kept_size)
    is_partly, is_kept = (kept > 0) & (kept < size), kept >= _HALF * size
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero((size > 0) & is_partly[elements.parent]).tolist():
        tag, names = elements.tag[row], elements.names[row]
        if tag in _ITEMS or (names and page.page_type != "article"):
            alike[int(elements.parent[row]), tag, names].append(row)
    lost = [row for rows in alike.values() if _are_most(is_kept[rows]) for row in rows if not is_kept[row]]
    is_own = (facts.first == np.arange(len(page.kept))) & (facts.card == cards.NONE) & ~page.is_furniture
    likely = page.selection.probability >= _LIKELY
    return np.asarray(covered(elements, lost, len(page.kept)) & is_own & likely, np.bool_)


def parts_of_posts(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful blocks of a thread in small elements of a kind most of which are left out: user cards, signatures."""
    markup = page.document.markup
    if markup is None or page.page_type != "forum":
        return
    elements = markup.elements
    size, kept = totals(elements, page.size), totals(elements, page.kept_size)
    is_kept = kept >= _HALF * size
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero(size > 0).tolist():
        if elements.names[row]:
            alike[elements.tag[row], _NUMBER.sub("", elements.names[row])].append(row)
    odd = [row for rows in alike.values() if _are_most(~is_kept[rows]) for row in rows if size[row] <= _MAX_PART]
    doubtful = page.kept & (page.selection.probability < _DOUBTFUL)
    for index in np.flatnonzero(covered(elements, odd, len(page.kept)) & doubtful).tolist():
        yield index, _PART


def _are_most(of_kind: Bools) -> bool:
    return len(of_kind) >= _LEAST and bool(of_kind.sum() >= _MOST * len(of_kind))
