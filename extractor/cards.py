"""Runs of cards: the title-date-title-teaser lists that sites append to a story, found by their shape alone.

A *strong* card repeats its title around (or before) a date. A *weak* card is a title and a date, or a title and a cut
teaser, and counts only in a run of its kind. No words are looked at except those of a sidebar heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

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


class Shape(NamedTuple):
    """What the card finder sees of a block.

    ``key``: equal for equal texts. ``is_date``: the block is a date stamp. ``is_title``: short and no sentence.
    ``is_cut``: ends in an ellipsis. ``is_related``: reads as the heading of a list of other stories. ``is_byline``:
    names an author.
    """

    key: int
    words: float
    is_date: bool
    is_title: bool
    is_cut: bool
    is_related: bool
    is_byline: bool = False


class _Card(NamedTuple):
    parts: tuple[int, ...]  # what each block from ``start`` on is
    start: int
    is_strong: bool

    @property
    def end(self) -> int:
        return self.start + len(self.parts)


def find_cards(shapes: Sequence[Shape]) -> list[int]:
    """Return for each block which part of a card run it is (``NONE``, ``CARD_TITLE``, ...)."""
    parts, can_begin = [NONE] * len(shapes), _can_begin(shapes)
    index = 0
    while index < len(shapes):
        card = _card(shapes, index) if can_begin[index] else None
        if not card:
            index += 1
            continue
        chain = _chain(shapes, card)
        run = _run(shapes, chain)
        if not run:
            index = chain[-1].start if len(chain) > _LONG_CHAIN else index + 1
            continue
        for card in run:
            parts[card.start : card.end] = card.parts
        _mark_headings(shapes, parts, run[0].start)
        index = run[-1].end
    return parts


def _can_begin(shapes: Sequence[Shape]) -> list[bool]:
    """Whether a card can begin at each block: a date is near, or a title stands above what could be a teaser."""
    dates = [*(shape.is_date for shape in shapes), False, False]
    titles = [*(shape.is_title and not shape.is_cut for shape in shapes), True]
    return [
        dates[index] or dates[index + 1] or dates[index + 2] or (shape.is_title and not titles[index + 1])
        for index, shape in enumerate(shapes)
    ]


def _chain(shapes: Sequence[Shape], first: _Card) -> list[_Card]:
    """Return the cards of one form that follow each other, from the first one on."""
    chain = [first]
    card = _card(shapes, first.end)
    while card and _same_form(first, card):
        chain.append(card)
        card = _card(shapes, card.end)
    return chain


def _run(shapes: Sequence[Shape], run: list[_Card]) -> list[_Card]:
    """Return the cards of a chain, or nothing if they are too few or too vague to be a run."""
    if _is_story_head(shapes, run):
        run = run[:-1]
    if not run:
        return []
    headed = _heading_above(shapes, run[0].start)
    strong = sum(card.is_strong for card in run)
    is_run = strong >= _MIN_STRONG or (strong and headed) or _is_weak_run(shapes, run, headed=headed)
    return _trim(run) if is_run else []


def _is_weak_run(shapes: Sequence[Shape], run: list[_Card], *, headed: bool) -> bool:
    if len(run) < _MIN_WEAK:
        return False
    dated = sum(CARD_DATE in card.parts for card in run)
    cut = sum(any(shapes[index].is_cut for index in range(card.start, card.end)) for card in run)
    if dated == len(run):
        teasers = sum(CARD_TEASER in card.parts for card in run)
        return headed or cut * 2 >= len(run) or (teasers == len(run) >= _MIN_LIST)
    return headed or cut == len(run)


def _is_story_head(shapes: Sequence[Shape], run: list[_Card]) -> bool:
    """Whether the last card is title and date of the story itself: a byline follows, or its text begins."""
    last = run[-1]
    if last.is_strong or last.parts[:2] != (CARD_TITLE, CARD_DATE):
        return False
    behind = shapes[last.start + 2 : last.start + 4]
    if behind and behind[0].is_byline:
        return not any(shapes[card.start + 2].is_byline for card in run[:-1] if card.start + 2 < len(shapes))
    begins = len(behind) == 2 and all(map(_is_prose, behind))  # noqa: PLR2004
    return begins and not any(map(_is_prose, shapes[max(0, run[0].start - _LOOK_BACK) : run[0].start]))


def _is_prose(shape: Shape) -> bool:
    return shape.words >= _MIN_PROSE_WORDS and not (shape.is_title or shape.is_date or shape.is_cut)


def _same_form(first: _Card, card: _Card) -> bool:
    """Whether two cards have a date or not, and in the same place: before the title or after it."""
    return (
        first.is_strong == card.is_strong
        and (CARD_DATE in first.parts) == (CARD_DATE in card.parts)
        and (first.parts[0] == CARD_DATE) == (card.parts[0] == CARD_DATE)
    )


def _card(shapes: Sequence[Shape], start: int) -> _Card | None:
    """Read one card at ``start``: the strong forms first."""
    if start >= len(shapes) or not 0 < shapes[start].words <= _MAX_TITLE_WORDS:
        return None
    window = shapes[start : start + 6]
    head = _strong_head(window) or _weak_head(window)
    if not head:
        return None
    is_strong = head.count(CARD_TITLE) > 1
    teaser = (CARD_TEASER,) if _is_teaser(window, len(head)) else ()
    if CARD_DATE not in head and not teaser:
        return None
    trailing: tuple[int, ...] = ()
    after = len(head) + len(teaser)
    if CARD_DATE not in head and after < len(window) and window[after].is_date:
        trailing = (CARD_DATE,)
    return _Card((*head, *teaser, *trailing), start, is_strong)


def _strong_head(window: Sequence[Shape]) -> tuple[int, ...]:
    """Title, date, title again; or title twice, then the date; one more line (a byline) may stand beside the date."""
    title = window[0]
    if title.is_date or not title.key:
        return ()
    if len(window) > 2 and window[1].key == title.key and window[2].is_date:  # noqa: PLR2004
        return (CARD_TITLE, CARD_TITLE, CARD_DATE)
    for again in (2, 3):
        if len(window) > again and window[again].key == title.key:
            between = window[1:again]
            if any(shape.is_date for shape in between):
                return (CARD_TITLE, *(CARD_DATE for _ in between), CARD_TITLE)
    return ()


def _weak_head(window: Sequence[Shape]) -> tuple[int, ...]:
    if window[0].is_date:
        return (CARD_DATE, CARD_TITLE) if len(window) > 1 and window[1].is_title else ()
    if not window[0].is_title:
        return ()
    if len(window) > 1 and window[1].is_date:
        return (CARD_TITLE, CARD_DATE)
    return (CARD_TITLE,)


def _is_teaser(window: Sequence[Shape], index: int) -> bool:
    if index >= len(window) or window[index].is_date:
        return False
    shape = window[index]
    if shape.is_cut:
        return shape.words <= _MAX_TEASER_WORDS
    if shape.is_title or shape.is_related or shape.words > _MAX_UNCUT_TEASER_WORDS:
        return False
    return not _strong_head(window[index:])


def _trim(run: list[_Card]) -> list[_Card]:
    """Take the teaser off the last card if no other card has one: it is the story going on."""
    last = run[-1]
    others = [CARD_TEASER in card.parts for card in run[:-1]]
    if others and not any(others) and CARD_TEASER in last.parts:
        return [*run[:-1], _Card(tuple(part for part in last.parts if part != CARD_TEASER), last.start, last.is_strong)]
    return run


def _is_heading(shape: Shape) -> bool:
    return 0 < shape.words <= _MAX_HEADING_WORDS and shape.is_title and not shape.is_date


def _heading_above(shapes: Sequence[Shape], start: int) -> bool:
    return start > 0 and _is_heading(shapes[start - 1]) and shapes[start - 1].is_related


def _mark_headings(shapes: Sequence[Shape], parts: list[int], start: int) -> None:
    """Mark the short lines directly above a run, up to the outermost that reads as a heading of other stories."""
    above = start
    while above > 0 and start - above < _MAX_HEADINGS and parts[above - 1] == NONE and _is_heading(shapes[above - 1]):
        above -= 1
    related = [index for index in range(above, start) if shapes[index].is_related]
    first = related[0] if related else start - 1 if above < start else start
    for index in range(first, start):
        parts[index] = SIDEBAR_HEADING
