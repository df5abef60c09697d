"""Dates and times as they are written for machines -> ISO 8601."""

from __future__ import annotations

import datetime
import re
from typing import Final, NamedTuple

from extractor.dates import find_dates
from extractor.expression import expression

_DAY: Final = expression(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_FIRST_YEAR: Final = 1990  # of the Web
_LAST_YEAR: Final = 2100
_MAX_LENGTH: Final = 60  # characters; what is longer is prose


class Moment(NamedTuple):
    """A day, and the time on it if one was stated."""

    day: datetime.date
    time: datetime.datetime | None

    @property
    def iso(self) -> str:
        """The day or the time in ISO 8601, as precise as it was stated."""
        return (self.time or self.day).isoformat()

    @property
    def instant(self) -> datetime.datetime | None:
        """The point in time, to the second; None if no time of a known time zone is stated."""
        if self.time is None or self.time.tzinfo is None:
            return None
        return self.time.astimezone(datetime.UTC).replace(microsecond=0)

    @property
    def is_local(self) -> bool:
        """Whether the time is one of a time zone other than UTC."""
        return bool(self.time and self.time.utcoffset())


def moment(text: str) -> Moment | None:
    """Read a date or a time; None of what is none or cannot be the date of a web page."""
    text = text.strip()
    if len(text) > _MAX_LENGTH:
        return None
    found = _DAY.match(text)
    day = _day(found) if found else _day_in_words(text)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    return Moment(day, _time(text, day))


def _day(found: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _day_in_words(text: str) -> datetime.date | None:
    """Return the day of a date like "Thu, 31 May 2018"; None where it can be read in two ways."""
    days = next((span.days for span in find_dates(text) if span.days), ())
    return days[0] if len(days) == 1 else None


def _time(text: str, day: datetime.date) -> datetime.datetime | None:
    """Return the time on a day, None where none can be read."""
    if len(text) <= len("2018-05-31"):
        return None
    try:
        time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return time if time.date() == day else None
