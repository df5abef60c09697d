"""What all metadata fields look at: the page, where its body stands, and the words of the body."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import NamedTuple

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools, Floats, Hashes, Ints, are_known, code_points, distinct, hash_spans, lower
from extractor.class_names import Names
from extractor.data import load
from extractor.document import KINDS, Document, Evidence, Selection
from extractor.expression import expression
from extractor.lexicon import roles
from extractor.metadata.stated import Stated, site_words, stated_by

_PROSE_WORDS = 12
_STEM = 5  # letters
_BULLET = expression(r"^[*•·▪►■●]\s+")


class Boxes(NamedTuple):
    """The elements of a page that have text: their rows, the blocks ``[first, last)`` of each, and its names."""

    rows: Ints
    first: Ints
    last: Ints
    names: Names


@dataclass(frozen=True)
class Context:
    """A page and what the scores say of it. ``types``: how likely each type of page is; ``url``: where it is from."""

    document: Document
    evidence: Evidence
    selection: Selection
    types: Mapping[str, float] = field(default_factory=dict)
    url: str | None = None

    @cached_property
    def stated(self) -> Stated:
        """What the page states out of sight; flat text states nothing."""
        markup = self.document.markup
        return stated_by(markup.head, self.url) if markup else Stated()

    @cached_property
    def site_words(self) -> frozenset[str]:
        """The words of the names of the site."""
        return site_words(self.stated)

    @cached_property
    def type_features(self) -> dict[str, float]:
        """How likely each type of page is, as features of a candidate."""
        return {f"type_{name}": share for name, share in self.types.items()}

    @property
    def first(self) -> int:
        """Index of the first block of the body (0 on a page without one)."""
        return self.selection.first

    @property
    def last(self) -> int:
        """Index after the last block of the body."""
        return self.selection.last

    @cached_property
    def size(self) -> list[float]:
        """Words of each block."""
        sizes: list[float] = self.evidence.size.tolist()
        return sizes

    @cached_property
    def prose(self) -> Bools:
        """Whether each block is running text that the scores keep."""
        facts = self.evidence
        return np.asarray(self.selection.kept & (facts.size >= _PROSE_WORDS) & facts.ends_sentence, np.bool_)

    @cached_property
    def is_prose(self) -> list[bool]:
        """The same as a list."""
        is_prose: list[bool] = self.prose.tolist()
        return is_prose

    @cached_property
    def last_prose(self) -> int:
        """Index of the last paragraph of the body (-1 without one)."""
        prose = np.flatnonzero(self.prose[self.first : self.last])
        return self.first + int(prose[-1]) if len(prose) else -1

    @cached_property
    def is_card(self) -> list[bool]:
        """Whether each block is part of a card run."""
        is_card: list[bool] = (self.evidence.card != NONE).tolist()
        return is_card

    @cached_property
    def body_text(self) -> str:
        """The page from the first block of the body to the last."""
        if self.first >= self.last:
            return ""
        return self.document.text[self.document.start[self.first] : self.document.end[self.last - 1]]

    @cached_property
    def tokens(self) -> frozenset[str]:
        """What stands between white space on the page: the words of a name are seldom among it in lower case."""
        return frozenset(self.document.text.split())

    @cached_property
    def body_words(self) -> frozenset[int]:
        """Hashes of the content words of the body's prose."""
        return frozenset(self.evidence.words.hash[self._body_mask].tolist())

    @cached_property
    def is_taken_up(self) -> Bools:
        """Whether each block has a content word of which the body's prose has the first letters."""
        words, stems = self.evidence.words, self._stems
        said = are_known(stems, distinct(stems[self._body_mask])) & ~self.evidence.is_stop
        return np.asarray(np.bincount(words.block[said], minlength=len(self.size)) > 0, np.bool_)

    @cached_property
    def _body_mask(self) -> Bools:
        """Whether each word of the page is a content word of the body's prose."""
        inside = self.prose.copy()
        inside[: self.first] = inside[self.last :] = False
        return np.asarray(inside[self.evidence.words.block] & ~self.evidence.is_stop, np.bool_)

    @cached_property
    def boxes(self) -> Boxes:
        """The elements that have text."""
        if self.document.markup is None:
            nothing = np.zeros(0, np.int64)
            return Boxes(nothing, nothing, nothing, Names(()))
        elements = self.document.markup.elements
        has_text = elements.first < elements.last
        names = Names(tuple(compress(elements.names, has_text.tolist())))
        return Boxes(np.flatnonzero(has_text), elements.first[has_text], elements.last[has_text], names)

    @cached_property
    def is_author(self) -> Bools:
        """Whether each box calls itself something like "author" or "byline"."""
        return self.boxes.names.hold(load("stated")["author_names"])

    @cached_property
    def aside(self) -> list[float]:
        """How many elements around each block, but not around the body, call themselves comments or the like."""
        counts: list[float] = self._around(self.boxes.names.hold(load("stated")["aside_names"])).tolist()
        return counts

    @cached_property
    def is_other(self) -> list[bool]:
        """Whether each block is part of a card, or below the body in an element that calls itself another story's."""
        is_other = self._around(self.boxes.names.hold(load("stated")["other_names"]) & ~self.is_author) > 0
        is_other[: self.last] = False
        others: list[bool] = (is_other | (self.evidence.card != NONE)).tolist()
        return others

    @cached_property
    def near_dates(self) -> frozenset[int]:
        """The blocks that have a date or stand next to one that has."""
        return frozenset(near for block in self.evidence.dates for near in (block - 1, block, block + 1))

    @cached_property
    def is_reference(self) -> list[bool]:
        """Whether each block is an item in what calls itself references (stamps of stories stand in such, too)."""
        is_inside = self._around(self.boxes.names.hold(load("dates")["reference_names"])) > 0
        found: list[bool] = (is_inside & (self.document.kind == KINDS.index("list_item"))).tolist()
        return found

    def _around(self, chosen: Bools) -> Floats:
        """Return how many of these boxes are around each block, apart from those around the body."""
        count, first, last = len(self.size), self.boxes.first[chosen], self.boxes.last[chosen]
        apart = (self.first < first) | (last <= self.first)
        opened, closed = (np.bincount(place[apart], minlength=count + 1)[:count] for place in (first, last))
        return np.cumsum(opened - closed, dtype=np.float64)

    @cached_property
    def _word_starts(self) -> list[int]:
        starts: list[int] = self.evidence.words.start.tolist()
        return starts

    def _inside(self, start: int, end: int) -> slice:
        """Return which words of the page begin in a span of it."""
        return slice(bisect_left(self._word_starts, start), bisect_left(self._word_starts, end))

    def content_words(self, start: int, end: int) -> frozenset[int]:
        """Return the hashes of the content words of a span of the page (all words if it has no others)."""
        inside = self._inside(start, end)
        hashes = self.evidence.words.hash[inside]
        content = hashes[~self.evidence.is_stop[inside]]
        return frozenset((content if len(content) else hashes).tolist())

    def roles_in(self, start: int, end: int) -> list[int]:
        """Return the cue roles of the words that begin in a span of the page."""
        found: list[int] = self.evidence.role[self._inside(start, end)].tolist()
        return found

    @cached_property
    def _shares(self) -> dict[tuple[str, ...], list[float]]:
        return {}

    @cached_property
    def _whole(self) -> Floats:
        return np.maximum(self.evidence.size, 1.0)

    def cue_shares(self, *roles: str) -> Floats:
        """Return the share of each block's words that are cues of these roles."""
        return np.asarray(sum(self.evidence.cues[role] for role in roles) / self._whole)

    def cues(self, *roles: str) -> list[float]:
        """Return the same as a list; each is made once."""
        if roles not in self._shares:
            self._shares[roles] = self.cue_shares(*roles).tolist()
        return self._shares[roles]

    def cue(self, index: int, *roles: str) -> float:
        """Return the share of a block's words that are cues of these roles."""
        return self.cues(*roles)[index]

    @cached_property
    def body_stems(self) -> frozenset[int]:
        """Hashes of the first letters of the body's content words: languages inflect, headlines do so differently."""
        return frozenset(self._stems[self._body_mask].tolist())

    def stems(self, start: int, end: int) -> frozenset[int]:
        """Return those of the content words of a span of the page."""
        inside = self._inside(start, end)
        return frozenset(self._stems[inside][~self.evidence.is_stop[inside]].tolist())

    @cached_property
    def _stems(self) -> Hashes:
        """Hashes of the first letters of all words."""
        words = self.evidence.words
        return hash_spans(
            code_points(lower(self.document.text)), words.start, np.minimum(words.end, words.start + _STEM)
        )

    @cached_property
    def is_bylined(self) -> Bools:
        """Whether each block's first word (the next word, of a block without any) is one like "by"."""
        first = np.searchsorted(self.evidence.words.block, np.arange(len(self.size)))
        return np.asarray(np.append(self.evidence.role, -1)[first] == roles().index("byline"), np.bool_)

    def source(self, index: int) -> str:
        """Return where a block stands, for people."""
        return f"text line {int(self.document.line[index]) + 1}"


def without_bullet(text: str) -> str:
    """Return a line without the mark that makes it an item of a list."""
    return _BULLET.sub("", text)
