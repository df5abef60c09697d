"""What all metadata fields look at: the page, where its body stands, and the words of the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools, Ints
from extractor.data import load
from extractor.document import Document, Evidence, Selection
from extractor.lexicon import roles
from extractor.metadata.stated import Stated, stated_by

_PROSE_WORDS = 12
_STEM = 5  # letters
_BULLET = re.compile(r"^[*•·▪►■●]\s+")


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
    def is_prose(self) -> list[bool]:
        """Whether each block is running text that the scores keep."""
        facts = self.evidence
        prose = self.selection.kept & (facts.size >= _PROSE_WORDS) & facts.ends_sentence
        return list(prose.tolist())

    @cached_property
    def last_prose(self) -> int:
        """Index of the last paragraph of the body (-1 without one)."""
        return max((index for index in range(self.first, self.last) if self.is_prose[index]), default=-1)

    @cached_property
    def is_card(self) -> list[bool]:
        """Whether each block is part of a card run."""
        return list((self.evidence.card != NONE).tolist())

    @cached_property
    def body_text(self) -> str:
        """The page from the first block of the body to the last."""
        if self.first >= self.last:
            return ""
        return self.document.text[self.document.start[self.first] : self.document.end[self.last - 1]]

    @cached_property
    def body_words(self) -> frozenset[int]:
        """Hashes of the content words of the body's prose."""
        return frozenset(self.evidence.words.hash[self._body_mask].tolist())

    @cached_property
    def _body_mask(self) -> Bools:
        """Whether each word of the page is a content word of the body's prose."""
        inside = np.array(self.is_prose, np.bool_)
        inside[: self.first] = inside[self.last :] = False
        return np.asarray(inside[self.evidence.words.block] & ~self.evidence.is_stop, np.bool_)

    def called(self, names: str, longest: int, *, but: str | None = None) -> Ints:
        """Return the elements of at most so many blocks that call themselves one of the names listed so.

        ``but``: names that others are listed by, which they must not have.
        """
        if self.document.markup is None:
            return np.zeros(0, np.int64)
        elements = self.document.markup.elements
        small = np.flatnonzero((elements.last > elements.first) & (elements.last - elements.first <= longest)).tolist()
        distinct = {elements.names[row] for row in small}
        telling = {called for called in distinct if says_one_of(called, names)}
        if but:
            telling = {called for called in telling if not says_one_of(called, but)}
        return np.array([row for row in small if elements.names[row] in telling], np.int64)

    @cached_property
    def aside(self) -> list[float]:
        """How many elements around each block, but not around the body, call themselves comments or the like."""
        return self._around(self.called("aside_names", len(self.size)))

    @cached_property
    def is_other(self) -> list[bool]:
        """Whether each block is part of a card, or below the body in an element that calls itself another story's."""
        named = self._around(self.called("other_names", len(self.size), but="author_names"))
        return [card or (index >= self.last and named[index] > 0) for index, card in enumerate(self.is_card)]

    def _around(self, rows: Ints) -> list[float]:
        """Return how many of these elements are around each block, apart from those around the body."""
        steps = np.zeros(len(self.size) + 1)
        if self.document.markup is not None:
            first, last = self.document.markup.elements.first[rows], self.document.markup.elements.last[rows]
            apart = (self.first < first) | (last <= self.first)
            np.add.at(steps, first[apart], 1)
            np.add.at(steps, last[apart], -1)
        return list(np.cumsum(steps)[:-1].tolist())

    def content_words(self, start: int, end: int) -> frozenset[int]:
        """Return the hashes of the content words of a span of the page (all words if it has no others)."""
        words = self.evidence.words
        low, high = np.searchsorted(words.start, [start, end])
        stop = self.evidence.is_stop[low:high]
        return frozenset(words.hash[low:high][~stop if not stop.all() else stop].tolist())

    def cue(self, index: int, *roles: str) -> float:
        """Return the share of a block's words that are cues of these roles."""
        cued = sum(float(self.evidence.cues[role][index]) for role in roles)
        return cued / max(self.size[index], 1.0)

    @cached_property
    def body_stems(self) -> frozenset[str]:
        """First letters of the body's content words: languages inflect, headlines do so differently."""
        return self._stems(self._body_mask)

    def stems(self, start: int, end: int) -> frozenset[str]:
        """Return the first letters of the content words of a span of the page."""
        words = self.evidence.words
        low, high = np.searchsorted(words.start, [start, end])
        inside = np.zeros(len(words), np.bool_)
        inside[low:high] = ~self.evidence.is_stop[low:high]
        return self._stems(inside)

    def _stems(self, mask: Bools) -> frozenset[str]:
        words, text = self.evidence.words, self.document.text
        starts = words.start[mask]
        ends = np.minimum(words.end[mask], starts + _STEM)
        return frozenset(text[start:end].lower() for start, end in zip(starts.tolist(), ends.tolist(), strict=True))

    def starts_with(self, index: int, role: str) -> bool:
        """Whether a block's first word is a cue of a role."""
        first = int(np.searchsorted(self.evidence.words.block, index))
        return first < len(self.evidence.words) and int(self.evidence.role[first]) == roles().index(role)

    def source(self, index: int) -> str:
        """Return where a block stands, for people."""
        return f"text line {int(self.document.line[index]) + 1}"


def says_one_of(called: str, names: str) -> bool:
    """Whether an element's names hold one of those that are listed so, whatever their case."""
    low = called.lower()
    return any(name in low for name in load("stated")[names])


def without_bullet(text: str) -> str:
    """Return a line without the mark that makes it an item of a list."""
    return _BULLET.sub("", text)
