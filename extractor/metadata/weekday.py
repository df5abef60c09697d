"""The day of the week that stands before or behind a date, and is no part of the name beside it."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Final

from extractor.clean import NO_SPACES
from extractor.data import load
from extractor.lexicon import phrase_end
from extractor.metadata.person import is_full

_BETWEEN: Final = " \t\n\xa0,.،、(（[|–-"  # signs between a day of the week and what is beside it
_WITHIN: Final = ("'", "’", "-")  # signs in words
_BEHIND: Final = " \t\n\xa0,.،、)）]"


def without_weekday_behind(text: str, days: tuple[datetime.date, ...]) -> str:
    """Cut the day of the week that ends what stands before a date ("By Jane Marlow Friday 12 January 2024").

    ``days``: what the date means; only its day of the week is looked for. Of a date without a year and of a time there
    are none: then the long names of all days are.
    """
    rest = text.rstrip(_BETWEEN)
    last = rest[-_longest() :].lower()
    for name in _named(_weekdays(days)):
        if last.endswith(name) and _is_apart(rest, len(rest) - len(name)):
            before = rest[: len(rest) - len(name)]
            return before if _is_likely(name, before) else text
    return text


def without_weekday_before(text: str, days: tuple[datetime.date, ...]) -> str:
    """Cut the day of the week that begins what stands behind a date ("12 Ocak 2024 Cuma Ayşe Demir")."""
    rest = text.lstrip(_BEHIND)
    first = rest[: _longest()].lower()
    for name in _named(_weekdays(days)):
        end = len(name)
        if first.startswith(name) and not _goes_on(rest, end):
            return rest[end:] if _is_likely(name, rest[end:]) else text
    return text


def _is_apart(text: str, start: int) -> bool:
    """Whether a word begins here: behind what is no letter, or with a capital behind a small one ("MarlowFriday")."""
    before = text[start - 1 : start]
    return not before.isalnum() or (before.islower() and text[start].isupper()) or not text[start].isalnum()


def _goes_on(text: str, end: int) -> bool:
    """Whether a word does not end here."""
    behind = text[end : end + 1]
    return text[end - 1].isalnum() and (behind.isalnum() or behind in _WITHIN)


def _is_likely(name: str, beside: str) -> bool:
    """Whether a name can be a day of the week: beside several words ("Jane Friday" is a name) or nothing.

    A short one ("Sun") only beside a name of several words with capitals, or of a script without.
    """
    left = beside[phrase_end(beside, "byline") :].split()
    if len(left) == 1 and not NO_SPACES.search(left[0]):
        return False
    return name not in _short() or not beside.strip() or is_full(beside) or not beside.isascii()


def _weekdays(days: tuple[datetime.date, ...]) -> tuple[int, ...]:
    return tuple(day.weekday() for day in days)


@cache
def _named(weekdays: tuple[int, ...]) -> tuple[str, ...]:
    """Return the names of these days of the week, the long ones of all if there are none, the longest first."""
    wide, short = load("names")["weekday"], load("names")["weekday_short"]
    listed = [names for day in weekdays for names in (wide[day], short[day])] or wide
    return tuple(sorted({name for names in listed for name in names.split("|")}, key=len, reverse=True))


@cache
def _short() -> frozenset[str]:
    """Return the short names of days."""
    return frozenset(name for key in load("names")["weekday_short"] for name in key.split("|"))


@cache
def _longest() -> int:
    """Return how long the longest name of a day is."""
    return len(_named(())[0])
