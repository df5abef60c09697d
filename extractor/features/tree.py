"""The element tree as columns: facts of each element, computed once for all blocks below it.

The words of an element are a difference of prefix sums (its blocks are a range); what an element takes over from those
around it (flags, sums) is found by pointer doubling, a few passes over all elements whatever their depth.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from extractor.boxes import inline_shares, totals
from extractor.characters import Bools, Floats, Hashes, Ints, are_known, firsts
from extractor.features.names import name_tokens, numbered
from extractor.features.said import Said
from extractor.markup import INLINES, Markup

if TYPE_CHECKING:
    from extractor.features.page import Page

FLAGS: Final = {
    **{name: (name,) for name in ("article", "main", "nav", "header", "footer", "aside", "form", "table", "section")},
    **{name: (name,) for name in ("figure", "blockquote", "dialog", "button", "noscript", "details", "address", "pre")},
    "list": ("ul", "ol", "menu", "dl"),
}
"""Ancestors that say what a text is: name of the flag and the elements that set it."""

_BITS: Final = {tag: 1 << bit for bit, tags in enumerate(FLAGS.values()) for tag in tags}
HIDDEN: Final = 1 << len(FLAGS)

_MIN_REPEATS: Final = 3  # siblings with the same name and class that are a list
_MAX_POINTS: Final = 3.0  # points of a paragraph for its length (Readability, arc90 2009)
_POINT_WORDS: Final = 20  # words that give a point
_MIN_LINKED: Final = 0.9  # share of the characters of a block that is a link as a whole
_MIN_LINK_WORDS: Final = 3
_MAX_LINK_WORDS: Final = 30
_MAX_ABOVE: Final = 4  # steps
_MAX_OUTER: Final = 30  # elements around a block that are looked at


class Tree:
    """Columns of the elements of a page of markup."""

    def __init__(self, page: Page, markup: Markup) -> None:
        """Take the facts of a page, which keeps the tree: no tree outlives its page."""
        self.page: Page = weakref.proxy(page)
        self.markup = markup
        elements = markup.elements
        self.own, self.parent, self.first, self.last = markup.element, elements.parent, elements.first, elements.last
        self.blocks = self.last - self.first
        self.tag, self.tags = numbered(elements.tag)
        self.name, self.names = numbered([*elements.names, *markup.names])
        self._meeting: dict[int, Ints] = {}

    def is_tag(self, tags: Iterable[str]) -> Bools:
        """Whether each element has one of these names."""
        return np.array([tag in tags for tag in self.tags], np.bool_)[self.tag]

    @cached_property
    def said(self) -> Said:
        """What the head of the page says."""
        return Said(self.markup.head)

    def total(self, column: Floats) -> Floats:
        """Return for each element the sum of a column over its blocks."""
        return totals(self.markup.elements, column)

    @cached_property
    def leaps(self) -> list[Ints]:
        """For each element the one 1, 2, 4, 8, ... steps above it; behind the last element stands what is above all."""
        size = len(self.parent)
        above = np.append(self.parent, size)
        above[0] = size
        leaps = []
        while (above != size).any():
            leaps.append(above)
            above = above[above]
        return leaps

    def inherit(self, own: NDArray[Any], join: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]], empty: Any) -> Any:
        """Join the value of each element with those of all elements around it."""
        value = np.append(own, np.array(empty, own.dtype))
        for above in self.leaps:
            value = join(value, value[above])
        return value[:-1]

    @cached_property
    def words(self) -> Floats:
        """Words of each element."""
        return self.total(self.page.size)

    @cached_property
    def prose(self) -> Floats:
        """Words of running text of each element."""
        return self.total(self.page.prose)

    @cached_property
    def inline_block(self) -> Ints:
        """The block of each run of inline markup."""
        return self.page.document.blocks_at(self.markup.inlines.start)

    @cached_property
    def inline_shares(self) -> Floats:
        """Share of the characters of each block (across) that each kind of inline markup covers (down)."""
        return inline_shares(self.page.document)

    @property
    def link_share(self) -> Floats:
        """Share of the characters of each block that are links."""
        return np.asarray(self.inline_shares[INLINES.index("link")])

    @cached_property
    def link_words(self) -> Floats:
        """Words of links of each element."""
        return self.total(self.link_share * self.page.size)

    @cached_property
    def depth(self) -> Ints:
        """Elements around each element."""
        ones = np.ones(len(self.parent), np.int64)
        ones[0] = 0
        return np.asarray(self.inherit(ones, np.add, 0), np.int64)

    @cached_property
    def flags(self) -> Ints:
        """The flags of each element and those around it, bit by bit in the order of ``FLAGS``, then ``HIDDEN``."""
        own = np.array([_BITS.get(tag, 0) for tag in self.tags], np.int64)[self.tag]
        return np.asarray(self.inherit(own | (self.markup.elements.hidden * HIDDEN), np.bitwise_or, 0), np.int64)

    def around(self, *sizes: int) -> list[Ints]:
        """Return for each block the innermost element around it that has so many blocks; the root if none has."""
        itself, found = np.arange(len(self.parent)), []
        for size in sizes:
            up = np.where(self.blocks >= size, itself, self.parent)
            for _ in self.leaps:
                up = up[up]
            found.append(up[self.own])
        return found

    @cached_property
    def above(self) -> list[Ints]:
        """The own element of each block and the elements so many steps above it."""
        elements = [self.own]
        for _ in range(_MAX_ABOVE):
            elements.append(self.parent[elements[-1]])
        return elements

    @cached_property
    def outer(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Each block with each element around it but its own and the root, as two columns."""
        parent = self.parent.astype(np.int32)
        block, element = np.arange(len(self.own), dtype=np.int32), parent[self.own]
        blocks, elements = [block[:0]], [element[:0]]
        for _ in range(_MAX_OUTER):
            (inner,) = element.nonzero()
            if not len(inner):
                break
            if len(inner) < len(element):
                block, element = block[inner], element[inner]
            blocks.append(block)
            elements.append(element)
            element = parent[element]
        return np.concatenate(blocks), np.concatenate(elements)

    @cached_property
    def kind(self) -> Ints:
        """A number for each element that those of the same tag and class share."""
        first, listed = numbered([name.partition(" ")[0] for name in self.names])
        return firsts(self.tag * len(listed) + first[self.name[: len(self.tag)]])

    @cached_property
    def name_tokens(self) -> tuple[Ints, Hashes]:
        """Words of the distinct names of elements (see ``names``): the number of the name and the hash of the word."""
        return name_tokens(self.names)

    @cached_property
    def repeats(self) -> tuple[Ints, Ints]:
        """Return the group of each element (its siblings of the same tag and class) and the size of each group."""
        group = firsts(self.parent * len(self.parent) + self.kind)
        return group, np.bincount(group)

    @cached_property
    def repeated(self) -> Ints:
        """Return for each element the innermost one (or itself) that is one of a list of siblings; -1 without one."""
        group, count = self.repeats
        is_item = (count[group] >= _MIN_REPEATS) & (self.blocks > 0)
        is_item[0] = False
        own = np.where(is_item, np.arange(len(self.parent)), -1)
        return np.asarray(self.inherit(own, lambda near, far: np.where(near >= 0, near, far), -1), np.int64)

    @cached_property
    def path(self) -> Ints:
        """A number for each block that those share whose three innermost elements have the same tags and classes."""
        own, above, top = (self.kind[element] for element in self.above[:3])
        return firsts(firsts(own * len(self.kind) + above) * len(self.kind) + top)

    @cached_property
    def best(self) -> int:
        """The element that Readability's points favour: paragraphs give points to their parent and grandparent."""
        page = self.page
        commas = page.evidence.counts["commas"]
        points = np.where(page.is_prose, 1 + commas + np.minimum(page.size / _POINT_WORDS, _MAX_POINTS), 0.0)
        own = np.bincount(self.own, weights=points, minlength=len(self.parent))
        score = own.copy()
        np.add.at(score, self.parent[1:], own[1:])
        np.add.at(score, self.parent[self.parent[1:]], own[1:] / 2)
        return int(np.argmax(score * (1 - self.link_words / np.maximum(self.words, 1))))

    def cover(self, share: float) -> int:
        """Return the smallest element that holds this share of the page's prose."""
        enough = self.prose >= share * self.prose[0]
        return int(np.argmin(np.where(enough, self.blocks, np.inf)))

    @cached_property
    def headline(self) -> int:
        """The block that is nearest in words to the ``<title>``, which is the first block; 0 without one."""
        page = self.page
        closeness = self.title_overlap * np.minimum(page.size, page.size[0])
        closeness[0] = 0
        return int(np.argmax(closeness))

    @cached_property
    def title_overlap(self) -> Floats:
        """Share of the words of each block that also stand in the ``<title>``."""
        page, words = self.page, self.page.evidence.words
        in_title = are_known(words.hash, np.sort(words.hash[words.block == 0]))
        return np.bincount(words.block, weights=in_title, minlength=len(page.document)) / np.maximum(page.size, 1)

    def meeting(self, element: int) -> Ints:
        """Return the depth of the innermost element that each element shares with this one.

        Elements are in page order: what two share is around all between them, and one of these is directly in it.
        """
        if element not in self._meeting:
            depth = self.depth.copy()
            depth[element + 1 :] = np.minimum.accumulate(depth[element + 1 :]) - 1
            between = np.minimum.accumulate(self.depth[element:0:-1])[::-1] - 1
            depth[:element] = np.minimum(depth[:element], between)
            depth[element + 1 :] = np.minimum(depth[element + 1 :], depth[element])
            self._meeting[element] = depth
        return self._meeting[element]

    @cached_property
    def forms(self) -> Bools:
        """Whether each element is a form or has one in it."""
        found = np.zeros(len(self.parent), np.bool_)
        for form in np.flatnonzero(self.is_tag(("form",))).tolist():
            element = form
            while not found[element]:
                found[element] = True
                element = int(self.parent[element])
        return found

    @cached_property
    def linked(self) -> Bools:
        """Whether each element holds a short block that is a link as a whole, as cards do."""
        size = self.page.size
        is_linked = (self.link_share >= _MIN_LINKED) & (size >= _MIN_LINK_WORDS) & (size <= _MAX_LINK_WORDS)
        return np.asarray(self.total(is_linked.astype(np.float64)) > 0, np.bool_)

    @cached_property
    def article_ends(self) -> Ints:
        """For each outermost ``article`` element with running text the block after its last, ascending."""
        outermost = self.is_tag(("article",)) & ((self.flags[self.parent] & _BITS["article"]) == 0)
        return np.sort(self.last[outermost & (self.prose > 0)])
