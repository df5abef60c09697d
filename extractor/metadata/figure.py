"""What markup says of pictures: which short blocks are captions or credits, why, and which image they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from extractor.attributes import BESIDE, captions_called, picture_roles
from extractor.boxes import inline_share
from extractor.cards import NONE
from extractor.document import KINDS
from extractor.markup import INLINES, Markup
from extractor.metadata.context import Context

_MAX_WORDS: Final = 120  # of a caption that its element calls so
_MAX_UNNAMED: Final = 40  # of a caption that only its place shows
_MAX_CREDIT: Final = 15
_MAX_CUE: Final = 3  # words that introduce a credit
_MAX_BOX: Final = 8  # blocks of what is around a picture and its caption
_MAX_STEPS: Final = 6  # elements around a block that are looked at
_MIN_ALT: Final = 3  # words of an alt text that a caption repeats
_MAX_LINKED: Final = 0.8  # share of links: more are the title of another story
_MIN_GALLERY: Final = 2
_MAX_COPIES: Final = 2  # of a caption; what stands more often is a button
_MAX_BYLINE: Final = 12  # words
BEFORE_BODY: Final = 12
"""Blocks before the body in which a lead picture can stand."""

AFTER_BODY: Final = 2
"""Blocks after the body in which its last picture can stand."""

_IMAGE, _CREDIT = INLINES.index("image"), INLINES.index("credit")
VERBATIM: Final = frozenset((KINDS.index("code"), KINDS.index("table_row")))
"""Kinds of blocks that are part of a text even in a figure."""

_QUOTES: Final = '"“„«'
_FIGURES: Final = frozenset(("figure", "figcaption"))
_OF_TEXT: Final = frozenset(("blockquote", "pre", "table", "code"))  # what figures hold that are part of a text


class Finding(NamedTuple):
    """A block that says something of a picture.

    ``box``: the element that is called a caption (-1: none). ``figure``: the element around a picture and
    its caption (-1: none).
    """

    block: int
    reason: str
    is_credit: bool = False
    box: int = -1
    figure: int = -1


class Figures:
    """The pictures of a page of markup and what stands beside them."""

    def __init__(self, page: Context, markup: Markup) -> None:
        """Take a page and its markup."""
        elements = markup.elements
        self.page, self.markup = page, markup
        self.tag = elements.tag
        columns = (elements.parent, elements.first, elements.last, markup.element)
        self.parent, self.first, self.last, self.element = (list[int](column.tolist()) for column in columns)
        self.names: dict[str, frozenset[str]] = {}
        self.prose = [0, *accumulate(map(int, page.is_prose))]

    def findings(self) -> Iterator[Finding]:
        """Yield the captions and credits of the article's pictures in page order."""
        for index in self.candidates():
            chain = self.chain(index)
            found = self.finding(index, chain) if chain else None
            if found and not self.is_apart(index, chain, found):
                yield found

    def candidates(self) -> list[int]:
        """Return the blocks beside a picture, or in what is called a figure or a caption, where the article stands."""
        spans = [(self.first[box], self.last[box]) for box in (*self.figures, *self.pictures, *self.called)]
        beside = {block for first, last in spans if last - first <= _MAX_BOX for block in range(first, last)}
        beside |= set(np.searchsorted(self.page.document.start, self.image_starts).tolist())
        body = self.container()
        low = min(self.page.first - BEFORE_BODY, self.first[body])
        high = min(max(self.page.last + AFTER_BODY, self.last[body]), len(self.page.size))
        facts = self.page.evidence
        possible = (facts.size > 0) & (facts.size <= _MAX_WORDS) & (facts.card == NONE)
        return sorted(block for block in beside if low <= block < high and possible[block])

    # --- what a block is

    def finding(self, index: int, chain: list[int]) -> Finding | None:
        """Return what a block says of a picture according to the elements around it, innermost first."""
        figure = next((place for place in chain if self.tag[place] == "figure"), -1)
        figure = figure if figure >= 0 else next((place for place in chain if place in self.pictures), -1)
        box = next((place for place in chain if place in self.captions), -1)
        if box >= 0 and figure < 0 and not any("picture" in self.roles_of(place) for place in chain):
            return None  # of a table or a listing
        if any(self.is_text(place) for place in chain if self.tag[place] == "figure"):
            return None
        if (figure >= 0 or box >= 0) and self.is_credit(index, chain, spare=0 if box >= 0 else _MAX_CUE):
            return Finding(index, "credit beside a picture", is_credit=True, box=box, figure=figure)
        if box >= 0:
            reason = "caption of a figure" if self.tag[box] == "figcaption" else "called a caption by its class"
            return Finding(index, reason, box=box, figure=figure)
        reason = self.unnamed(index, chain, figure)
        return Finding(index, reason, figure=figure) if reason else None

    def unnamed(self, index: int, chain: list[int], figure: int) -> str:
        """Return why a block is a caption that no element is called so, "" if it is none."""
        facts = self.page.evidence
        is_line = _MIN_ALT <= self.page.size[index] <= _MAX_UNNAMED and facts.copies[index] <= _MAX_COPIES
        if not is_line or self.tag[chain[0]] in _OF_TEXT or self.is_heading(index) or index > self.page.last_prose + 1:
            return ""
        if figure >= 0 and "caption" in self.roles(self.markup.names[index]):
            return "called a caption by its class"
        if self.is_alone(chain):
            return "in the figure of a picture"
        if self.repeats_alt(index, figure):
            return "repeats the words that stand for its picture"
        is_quoted = self.page.document.block(index).lstrip()[:1] in _QUOTES
        return "below a picture of a gallery" if self.is_in_gallery(figure) and not is_quoted else ""

    def is_alone(self, chain: list[int]) -> bool:
        """Whether a block stands in the figure of a picture that has no other caption."""
        figure = next((place for place in chain if self.tag[place] == "figure" and place in self.pictures), -1)
        others = range(self.first[figure], self.last[figure]) if figure >= 0 else ()
        named = (place for block in others for place in self.within(self.element[block], figure))
        return figure >= 0 and self.captions.isdisjoint(named)

    def is_credit(self, index: int, chain: list[int], spare: int) -> bool:
        """Whether a whole block is called a credit, but for a few words before it (``spare``)."""
        if self.page.size[index] > _MAX_CREDIT:
            return False
        if any("credit" in self.roles_of(place) for place in chain[:2] if self.tag[place] != "figure"):
            return True
        start, end = int(self.page.document.start[index]), int(self.page.document.end[index])
        rest = self.page.document.text
        return any(stop == end and len(rest[start:begin].split()) <= spare for begin, stop in self.credits(index))

    def credits(self, index: int) -> list[tuple[int, int]]:
        """Return the spans of a block that are called credits."""
        inlines = self.markup.inlines
        rows = range(
            bisect_left(self.credit_starts, self.page.document.start[index]),
            bisect_right(self.credit_starts, self.page.document.end[index]),
        )
        found = [self.credit_rows[row] for row in rows]
        return [(int(inlines.start[row]), int(inlines.end[row])) for row in found]

    def repeats_alt(self, index: int, figure: int) -> bool:
        """Whether a block says what stands for the picture beside it."""
        if self.page.size[index] < _MIN_ALT:
            return False
        rows = {*self.pictures.get(figure, ()), *self.directly_before(index)}
        if not rows:
            return False
        said = _folded(self.page.document.block(index))
        return any(said == _folded(self.markup.inlines.label[row]) for row in rows)

    def is_in_gallery(self, figure: int) -> bool:
        """Whether a block stands with a picture in a row of such."""
        around = self.parent[figure] if figure > 0 else 0
        for _ in range(2):
            if around and "gallery" in self.roles_of(around):
                return len(self.pictures.get(around, ())) >= _MIN_GALLERY and not self.has_prose(around)
            around = self.parent[around]
        return False

    # --- what a block is not

    def is_text(self, figure: int) -> bool:
        """Whether a figure holds code, a table or a quotation: its words are part of the text."""
        inside = range(self.first[figure], self.last[figure])
        if any(int(self.page.document.kind[block]) in VERBATIM for block in inside):
            return True
        return any(
            self.tag[place] in _OF_TEXT for block in inside for place in self.within(self.element[block], figure)
        )

    def within(self, element: int, around: int) -> Iterator[int]:
        """Yield an element and those around it, up to one of these."""
        while element > around:
            yield element
            element = self.parent[element]

    def is_apart(self, index: int, chain: list[int], found: Finding) -> bool:
        """Whether a block is part of something beside the article: a card, a portrait, an advertisement."""
        if self.is_byline(index) or self.page.evidence.is_date[index]:
            return True
        is_link = self.linked[index] > _MAX_LINKED and self.page.evidence.credit[index] < 0
        if is_link and not found.is_credit and self.page.size[index] >= _MIN_ALT:
            return True
        element = chain[0]
        while element and not self.has_body(element):
            if self.tag[element] in ("nav", "footer") or BESIDE & self.roles_of(element):
                return True
            element = self.parent[element]
        return False

    # --- pictures

    def picture(self, found: Finding) -> int:
        """Return which image a caption belongs to: its row among the inlines (-1: none that is known)."""
        start = int(self.page.document.start[found.block])
        rows = self.pictures.get(found.figure) or self.directly_before(found.block)
        before = [row for row in rows if self.markup.inlines.start[row] <= start]
        return before[-1] if before else next(iter(rows), -1)

    def directly_before(self, index: int) -> list[int]:
        """Return the images between a block and the one before it."""
        start = int(self.page.document.start[index])
        low, high = (bisect(self.image_starts, start) for bisect in (bisect_left, bisect_right))
        return [row for row in self.image_rows[low:high] if self.markup.inlines.target[row]]

    @cached_property
    def image_rows(self) -> list[int]:
        """Rows of the images among the inlines."""
        return list(np.flatnonzero(self.markup.inlines.kind == _IMAGE).tolist())

    @cached_property
    def image_starts(self) -> list[int]:
        """Where they stand."""
        return list(self.markup.inlines.start[self.image_rows].tolist())

    @cached_property
    def credit_rows(self) -> list[int]:
        """Rows of the credits among the inlines."""
        return list(np.flatnonzero(self.markup.inlines.kind == _CREDIT).tolist())

    @cached_property
    def credit_starts(self) -> list[int]:
        """Where they begin."""
        return list(self.markup.inlines.start[self.credit_rows].tolist())

    @cached_property
    def pictures(self) -> dict[int, list[int]]:
        """The images in each small element that holds some (their rows)."""
        found: dict[int, list[int]] = {}
        inlines = self.markup.inlines
        for row in self.image_rows:
            element = int(inlines.element[row]) if inlines.target[row] else 0
            for _ in range(_MAX_STEPS):
                if not element or self.last[element] - self.first[element] > _MAX_BOX or self.has_prose(element):
                    break
                found.setdefault(element, []).append(row)
                element = self.parent[element]
        return found

    # --- elements

    def chain(self, index: int) -> list[int]:
        """Return the small elements around a block, innermost first."""
        element, found = self.element[index], list[int]()
        while element and len(found) < _MAX_STEPS and self.last[element] - self.first[element] <= _MAX_BOX:
            found.append(element)
            element = self.parent[element]
        return found

    @cached_property
    def figures(self) -> list[int]:
        """The elements that HTML has for figures and their captions."""
        return [place for place, tag in enumerate(self.tag) if tag in _FIGURES]

    @cached_property
    def called(self) -> list[int]:
        """The elements whose class names have the letters of a word for captions."""
        boxes = self.page.boxes
        return list(boxes.rows[boxes.names.hold(captions_called())].tolist())

    @cached_property
    def captions(self) -> frozenset[int]:
        """The elements that are called captions."""
        named = [place for place in self.called if "caption" in self.roles_of(place)]
        return frozenset((*named, *(place for place in self.figures if self.tag[place] == "figcaption")))

    def roles_of(self, element: int) -> frozenset[str]:
        """Return what the class names of an element say."""
        return self.roles(self.markup.elements.names[element])

    def roles(self, names: str) -> frozenset[str]:
        """Return what class names say; each is looked at once."""
        if names not in self.names:
            self.names[names] = picture_roles(names)
        return self.names[names]

    def is_heading(self, index: int) -> bool:
        """Whether markup calls a block a heading."""
        return bool(self.page.document.kind[index] == KINDS.index("heading"))

    def is_byline(self, index: int) -> bool:
        """Whether a block names an author: not one that has a colon ("From left: ...") or is a sentence."""
        is_short = self.page.size[index] <= _MAX_BYLINE and not self.page.evidence.ends_sentence[index]
        return bool(is_short and self.page.is_bylined[index] and ":" not in self.page.document.block(index))

    def container(self) -> int:
        """Return the smallest element that holds the body."""
        element = self.element[self.page.first] if self.page.first < self.page.last else 0
        while element and self.last[element] < self.page.last:
            element = self.parent[element]
        return element

    def has_prose(self, element: int) -> bool:
        """Whether an element holds several paragraphs of the body."""
        return self.prose[self.last[element]] - self.prose[self.first[element]] > _MIN_GALLERY

    def has_body(self, element: int) -> bool:
        """Whether an element holds most paragraphs of the body."""
        held = self.prose[self.last[element]] - self.prose[self.first[element]]
        return held * 2 > self.prose[-1]

    @cached_property
    def linked(self) -> list[float]:
        """Share of links in each block."""
        return list(inline_share(self.page.document, "link").tolist())


def _folded(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()
