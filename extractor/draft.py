"""The block that is being read: its text with white space folded, and the inline markup in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from extractor import tags
from extractor.attributes import is_hidden, names_of, picture, picture_roles

_MAX_OPEN: Final = 32  # inline elements around a text whose markup is kept
_MAX_NAMED: Final = 3  # inline elements of a block whose class names are kept
_MAX_TARGET: Final = 10_000  # characters of an address: images can be inside theirs
_CURRENCIES: Final = "$€£¥₹"
_NEVER_HIDDEN: Final = frozenset(("img", "input"))

Mark = tuple[int, int, str, str, str, int]
"""A run of inline markup in a block: start, end, kind, target, label, element (see ``markup.Inlines``)."""


@dataclass(slots=True)
class Draft:
    """Takes the content of a block piece by piece. What ``space``, ``ended`` and ``loose`` say counts behind a word."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    waiting: list[Mark] = field(default_factory=list)  # images since the last text, which belong to the text that comes
    open: list[tuple[str, int, str]] = field(default_factory=list)  # kind, start, target of those that are being read
    names: list[str] = field(default_factory=list)
    space: bool = False  # white space that a next word needs before it
    ended: bool = False  # an inline element has just ended
    offered: str = ""  # addresses that a picture element gives for the image in it
    credit: tuple[int, int] | None = None  # start of a credit that is being read, inline elements open in it
    loose: bool = False  # an inline element that style sheets set apart has begun right after one ended

    def add(self, text: str) -> None:
        """Add text as it is."""
        self.texts.append(text)
        self.length += len(text)

    def add_words(self, text: str) -> None:
        """Add text that has words, with its white space folded."""
        folded = " ".join(text.split())
        if self.length and (self.space or text[0].isspace() or (self.loose and _is_word_joint(self.texts[-1], text))):
            folded = " " + folded
        self.texts.append(folded)
        self.length += len(folded)
        self.space, self.ended, self.loose = text[-1].isspace(), False, False

    def begin(self, tag: str, attributes: Mapping[str, str], element: int) -> bool:
        """Take the beginning of an inline element within a block-level one; return whether it is seen."""
        if is_hidden(attributes) and tag not in _NEVER_HIDDEN:
            return False
        if self.ended:
            self.ended, self.loose = False, self.loose or tag in tags.LOOSE
        kind = tags.MARKED.get(tag)
        if kind:
            if len(self.open) < _MAX_OPEN:
                self.open.append((kind, self.length, attributes.get("href", "")[:_MAX_TARGET] if tag == "a" else ""))
        elif tag == "img":
            self.add_image(attributes, element)
        is_kept = len(self.names) < _MAX_NAMED
        names = names_of(attributes) if is_kept else attributes.get("class", "")
        if names and is_kept:
            self.names.append(names)
        if tag not in _NEVER_HIDDEN:  # elements without an end
            if self.credit:
                self.credit = self.credit[0], self.credit[1] + 1
            elif names and "credit" in picture_roles(names):
                self.credit = self.length, 1
        return True

    def add_image(self, attributes: Mapping[str, str], element: int) -> None:
        """Add an image within a block-level element."""
        source, label = picture(attributes, self.offered)[:_MAX_TARGET], attributes.get("alt", "")
        self.marks.append((self.length, self.length, "image", source, label, element))

    def end(self, tag: str) -> None:
        """Take the end of an inline element."""
        kind = tags.MARKED.get(tag)
        if kind:
            self.unmark(kind)
        if self.credit and tag not in _NEVER_HIDDEN:
            self._end_credit(*self.credit)
        self.ended = True

    def _end_credit(self, start: int, depth: int) -> None:
        self.credit = (start, depth - 1) if depth > 1 else None
        if depth == 1:
            self.marks.append((start, self.length, "credit", "", "", 0))

    def unmark(self, kind: str) -> None:
        """End the innermost run of a kind, if there is one."""
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == kind:
                _, start, target = self.open.pop(index)
                self.marks.append((start, self.length, kind, target, "", 0))
                return

    def begin_cell(self, kind: str) -> None:
        """Take the beginning of a table cell."""
        self.space = True
        if len(self.open) < _MAX_OPEN:
            self.open.append(("cell", self.length, kind))

    def all_marks(self) -> list[Mark]:
        """Return the markup of the block; what is open ends with it."""
        marks = self.waiting + self.marks
        if not self.open:
            return marks
        return marks + [(start, self.length, kind, target, "", 0) for kind, start, target in self.open]

    def clear(self) -> None:
        """Begin the next block: what is open goes on in it."""
        self.texts, self.length, self.marks, self.waiting, self.names, self.credit = [], 0, [], [], [], None
        if self.open:
            self.open = [(kind, 0, target) for kind, _, target in self.open]

    def keep_images(self) -> None:
        """Begin anew because there was no text but white space."""
        waiting = self.waiting
        waiting += [(0, 0, *mark[2:]) for mark in self.marks if mark[2] == "image"]
        self.clear()
        self.waiting = waiting


def _is_word_joint(before: str, after: str) -> bool:
    """Whether two texts would run into one word without white space between them."""
    return before[-1:].isalnum() and (after[0].isalnum() or after[0] in _CURRENCIES)
