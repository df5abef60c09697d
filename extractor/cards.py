"""Runs of cards: the title-date-title-teaser lists that sites append to a story, found by their shape alone.

A *strong* card repeats its title around (or before) a date. A *weak* card is a title and a date, or a title and a cut
teaser, and counts only in a run of its kind. No words are looked at except those of a sidebar heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Bools, Floats, Hashes, Ints

NONE: Final = 0
SIDEBAR_HEADING: Final = 1
CARD_TITLE: Final = 2
CARD_DATE: Final = 3
CARD_TEASER: Final = 4

_MAX_HEADING_WORDS: Final = 6
_MAX_TITLE_WORDS: Final = 30
_MAX_TEASER_WORDS: Final = 90
_MAX_UNCUT_TEASER_WORDS: Final = 40
_MIN_STRONG: Final = 2
_MIN_WEAK: Final = 3
_MIN_LIST: Final = 6  # dated titles with teasers: fewer could be the stations of a story
_LONG_CHAIN: Final = 50  # cards of a chain that is no run, beyond which its later parts are not tried: keeps it linear
_MAX_HEADINGS: Final = 3
_MIN_PROSE_WORDS: Final = 15
_LOOK_BACK: Final = 50  # blocks above a run in which the story may have begun
_WINDOW: Final = 6  # blocks that are looked at to read a card

_ALONE: Final = (CARD_TITLE,)
_DATED: Final = (CARD_TITLE, CARD_DATE)
_STRONG: Final = (
    (CARD_TITLE, CARD_DATE, CARD_DATE, CARD_TITLE),  # a line (a byline) stands beside the date
    (CARD_TITLE, CARD_DATE, CARD_TITLE),
    (CARD_TITLE, CARD_TITLE, CARD_DATE),
)
_HEADS: Final = ((), _ALONE, _DATED, (CARD_DATE, CARD_TITLE), *_STRONG)
"""How a card can begin; of the forms that fit, the last one counts."""

_LENGTH: Final = np.array([len(form) for form in _HEADS])
_FIRST_STRONG: Final = len(_HEADS) - len(_STRONG)


@dataclass(frozen=True)
class Shapes:
    """What the card finder sees of blocks, column by column.

    ``key``: equal for equal texts. ``is_date``: the block is a date stamp. ``is_title``: short and no sentence.
    ``is_cut``: ends in an ellipsis. ``is_related``: reads as the heading of a list of other stories. ``is_byline``:
    names an author.
    """

    key: Hashes
    words: Floats
    is_date: Bools
    is_title: Bools
    is_cut: Bools
    is_related: Bools
    is_byline: Bools

    @cached_property
    def is_prose(self) -> Bools:
        """Whether each block is running text."""
        return np.asarray((self.words >= _MIN_PROSE_WORDS) & ~(self.is_title | self.is_date | self.is_cut), np.bool_)

    @cached_property
    def is_heading(self) -> Bools:
        """Whether each block is a very short title."""
        is_short = (self.words > 0) & (self.words <= _MAX_HEADING_WORDS)
        return np.asarray(is_short & self.is_title & ~self.is_date, np.bool_)


class _Card(NamedTuple):
    parts: tuple[int, ...]  # what each block from ``start`` on is
    start: int
    is_strong: bool

    @property
    def end(self) -> int:
        return self.start + len(self.parts)


class _Cards(NamedTuple):
    """The cards that can be read, by the block on which each begins.

    ``head``: how it begins, as in ``_HEADS``. ``has_teaser``: whether a teaser follows. ``has_date``: and then a date.
    ``form``: equal for cards that both are strong or not, and have a date or not, in the same place; 0 for no card.
    ``end``: the block behind it.
    """

    head: Ints
    has_teaser: Bools
    has_date: Bools
    form: Ints
    end: Ints

    def at(self, start: int) -> _Card:
        """Return the card that begins on a block."""
        behind = (CARD_TEASER,) * int(self.has_teaser[start]) + (CARD_DATE,) * int(self.has_date[start])
        return _Card((*_HEADS[self.head[start]], *behind), start, bool(self.form[start] == _FIRST_STRONG))


def find_cards(shapes: Shapes) -> Ints:
    """Return for each block which part of a card run it is (``NONE``, ``CARD_TITLE``, ...)."""
    parts, cards = np.full(len(shapes.key), NONE), _cards(shapes)
    index = 0
    for start in np.flatnonzero(_can_begin(cards)).tolist():
        if start < index:
            continue
        chain = _chain(cards, start)
        run = _run(shapes, chain)
        if not run:
            index = chain[-1].start if len(chain) > _LONG_CHAIN else index
            continue
        for card in run:
            parts[card.start : card.end] = card.parts
        _mark_headings(shapes, parts, run[0].start)
        index = run[-1].end
    return parts


def _cards(shapes: Shapes) -> _Cards:
    """Read the card that begins on each block."""
    strong, head = _heads(shapes)
    head = np.where((shapes.words > 0) & (shapes.words <= _MAX_TITLE_WORDS), head, 0)
    end = np.arange(len(head)) + _LENGTH[head]
    has_teaser = _are_teasers(shapes, strong, end, _LENGTH[head])
    is_alone = head == _HEADS.index(_ALONE)
    head[is_alone & ~has_teaser] = 0
    has_date = is_alone & has_teaser & _later(shapes.is_date, len(_ALONE) + 1)
    form = np.where(has_date, _HEADS.index(_DATED), np.minimum(head, _FIRST_STRONG))
    return _Cards(head, has_teaser, has_date, form, end + has_teaser + has_date)


def _heads(shapes: Shapes) -> tuple[Ints, Ints]:
    """Return the form in which a strong card begins on each block, and the same for any card (see ``_HEADS``)."""
    key, is_date, is_title = shapes.key, shapes.is_date, shapes.is_title & ~shapes.is_date
    date_next, date_then = _later(is_date, 1), _later(is_date, 2)
    again = [~is_date & (key != 0) & (_later(key, steps) == key) for steps in (3, 2, 1)]
    dated = (date_next | date_then, date_next, date_then)
    strong, head = np.zeros((2, len(key)), np.int64)
    for number, fits in enumerate(map(np.logical_and, again, dated), _FIRST_STRONG):
        strong[fits] = number
    for number, fits in enumerate((is_title, is_title & date_next, is_date & _later(shapes.is_title, 1)), 1):
        head[fits] = number
    return strong, np.where(strong > 0, strong, head)


def _later(column: NDArray[Any], steps: int) -> NDArray[Any]:
    """Return the column of the blocks so many places later; zeros behind the last one."""
    later = np.zeros_like(column)
    later[: max(len(column) - steps, 0)] = column[steps:]
    return later


def _are_teasers(shapes: Shapes, strong: Ints, place: Ints, before: Ints) -> Bools:
    """Whether the blocks in these places are teasers of cards of which so many blocks stand before them.

    ``strong``: see ``_heads``.
    """
    is_short = shapes.words <= _MAX_UNCUT_TEASER_WORDS
    is_open = ~shapes.is_title & ~shapes.is_related & is_short
    can_be = ~shapes.is_date & np.where(shapes.is_cut, shapes.words <= _MAX_TEASER_WORDS, is_open)
    is_between = (strong > 0) & (strong.take(place + 1, mode="clip") > 0)  # what two strong cards have between them
    is_between &= (is_short & ~shapes.is_date).take(place, mode="clip")
    length = np.where(shapes.is_cut, 0, _LENGTH[strong]).take(place, mode="clip")  # of a card that begins there instead
    is_card = (length > 0) & (before + length <= _WINDOW)
    return (place < len(can_be)) & (can_be.take(place, mode="clip") | is_between) & ~is_card


def _can_begin(cards: _Cards) -> Bools:
    """Whether a run can begin with the card on each block: it is strong, or two more of its form follow."""
    form, end = cards.form, cards.end
    follows = (end < len(form)) & (form > 0) & (form.take(end, mode="clip") == form)
    return np.asarray((form == _FIRST_STRONG) | (follows & follows.take(end, mode="clip")), np.bool_)


def _chain(cards: _Cards, first: int) -> list[_Card]:
    """Return the cards of one form that follow each other, from the first one on."""
    chain = [cards.at(first)]
    while chain[-1].end < len(cards.form) and cards.form[chain[-1].end] == cards.form[first]:
        chain.append(cards.at(chain[-1].end))
    return chain


def _run(shapes: Shapes, run: list[_Card]) -> list[_Card]:
    """Return the cards of a chain, or nothing if they are too few or too vague to be a run."""
    if _is_story_head(shapes, run):
        run = run[:-1]
    if not run:
        return []
    headed = _is_headed(shapes, run[0].start)
    strong = sum(card.is_strong for card in run)
    is_run = strong >= _MIN_STRONG or (strong and headed) or _is_weak_run(shapes, run, headed=headed)
    return _trim(shapes, run) if is_run else []


def _is_weak_run(shapes: Shapes, run: list[_Card], *, headed: bool) -> bool:
    if len(run) < _MIN_WEAK:
        return False
    dated = sum(CARD_DATE in card.parts for card in run)
    cut = sum(bool(shapes.is_cut[card.start : card.end].any()) for card in run)
    if dated == len(run):
        teasers = sum(CARD_TEASER in card.parts for card in run)
        return headed or cut * 2 >= len(run) or (teasers == len(run) >= _MIN_LIST)
    return headed or cut == len(run)


def _is_story_head(shapes: Shapes, run: list[_Card]) -> bool:
    """Whether the last card is title and date of the story itself: a byline follows, or its text begins."""
    last = run[-1]
    if last.is_strong or last.parts[: len(_DATED)] != _DATED:
        return False
    behind = slice(last.start + 2, last.start + 4)
    if shapes.is_byline[behind][:1].any():
        return not any(shapes.is_byline[card.start + 2 : card.start + 3].any() for card in run[:-1])
    is_prose = shapes.is_prose
    begins = len(is_prose[behind]) == 2 and is_prose[behind].all()  # noqa: PLR2004
    return bool(begins and not is_prose[max(0, run[0].start - _LOOK_BACK) : run[0].start].any())


def _trim(shapes: Shapes, run: list[_Card]) -> list[_Card]:
    """Make the last card like the others: a teaser that no other one has is the story going on.

    Where all others have one, a line that ends in no sign behind the last one is its teaser.
    """
    last = run[-1]
    others = [CARD_TEASER in card.parts for card in run[:-1]]
    if others and not any(others) and CARD_TEASER in last.parts:
        return [*run[:-1], last._replace(parts=tuple(part for part in last.parts if part != CARD_TEASER))]
    is_open = last.is_strong and sum(others) == len(others) >= _MIN_STRONG and CARD_TEASER not in last.parts
    if is_open and _is_open_teaser(shapes, last.end):
        return [*run[:-1], last._replace(parts=(*last.parts, CARD_TEASER))]
    return run


def _is_open_teaser(shapes: Shapes, index: int) -> bool:
    """Whether a block can be a teaser that ends in no sign."""
    is_line = index < len(shapes.key) and bool(shapes.is_title[index] and not shapes.is_date[index])
    return is_line and not shapes.is_related[index] and bool(shapes.words[index] > _MAX_HEADING_WORDS)


def _is_headed(shapes: Shapes, start: int) -> bool:
    return start > 0 and bool(shapes.is_heading[start - 1] and shapes.is_related[start - 1])


def _mark_headings(shapes: Shapes, parts: Ints, start: int) -> None:
    """Mark the short lines directly above a run, up to the outermost that reads as a heading of other stories."""
    above, is_heading = start, shapes.is_heading
    while above > 0 and start - above < _MAX_HEADINGS and parts[above - 1] == NONE and is_heading[above - 1]:
        above -= 1
    related = above + np.flatnonzero(shapes.is_related[above:start])
    first = int(related[0]) if len(related) else start - 1 if above < start else start
    parts[first:start] = SIDEBAR_HEADING
