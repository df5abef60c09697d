"""Date expressions in text: where they stand and which day they mean.

Everything is looked for at the numbers, so the cost is linear in the numbers of the page. Month names come from
``data/months.json`` (Unicode CLDR); numbers may be written in the digits of any script.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from extractor.data import load
from extractor.expression import expression
from extractor.lexicon import last_words, phrases

_NUMBER: Final = expression(r"\d+")
_YEAR_DIGITS: Final = 4
_SHORT_DIGITS: Final = 2  # of days and hours, at most

# These are tried where a number begins and look back from there.
_YEAR: Final = expression(r"\d\d{3}(?!\d)(?:(?!:)(?<![\d.,:/-]\d{4})|(?!:)(?<=[\w\s]-\d{4})|(?<=[\w\s][./]\d{4}))")
_SHORT_YEAR: Final = expression(r"\d\d(?<=\d[./]\d\d)(?![\w:%/-]|[.,]\d)")
_SHORT_NUMBER: Final = expression(  # next to a word that could be a month
    r"\d(?<![\d.,:/-]\d)"
    r"(?:(?<=[^\W\d_]\s\d)|(?<=[^\W\d_][.]\s\d)|(?=\d?(?:[^\W\d_.º]{0,2}|[.º])[\s\xa0-]{1,2}[^\W\d_]))\d?(?![\d:%])"
)
_TIME: Final = expression(
    r"\d(?<![\d:.,]\d)(?:(?<=[01])\d|(?<=2)[0-4]|)"
    r"(?:[:٫][0-5]\d(?:[:.][0-5]\d)?|(?:[.h][0-5]\d)?(?=\s?(?:[ap]\.?m\b|GMT|UTC|Uhr|hrs)))"
    r"(?!\d)(?:\s?(?:[ap]\.?m\.?(?!\w)|Uhr\b|hrs\b))?(?:\s?\(?(?:GMT|UTC|[A-Z]{2,4}T)\b\)?)?",
    re.IGNORECASE,
)

_YEAR_FIRST: Final = expression(r"\s?([-/.年년])\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)(?:\s?[日일]|T[\d:.+Z-]+)?")
_NUMBERS_BEFORE: Final = expression(r"(?<![\w/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?$")
_DAY_MONTH: Final = expression(
    r"(?<![\d:.,/-])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?:[\s,،]*|-)(?:(?:de|of|den|del)\s+)?([^\W\d_][^\d,;:|()\n]{0,20}?)"
    r"(?:[.,،]?\s*(?:(?:de|del|of|عام|سنة)\s+)?|-)$",
    re.IGNORECASE,
)
_MONTH_DAY: Final = expression(
    r"(?<![^\W\d_])([^\W\d_][^\W\d_]{1,30})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*[,،]?\s*$", re.IGNORECASE
)
_GLUED: Final = expression(r"[^\W\d_A-Z](?=[A-Z][^\W\d_A-Z]+$)")  # the end of the word before ("UpdatedJanuary 25")
_YEAR_MONTH_DAY: Final = expression(r"[.,\s]{1,3}([^\W\d_]{2,15})\.?\s+(\d{1,2})(?!\d)\.?")
_MONTH_AFTER: Final = expression(r"(?:st|nd|rd|th|er|º|\.)?[\s\xa0-]{1,2}(?:(?:de|of)\s+)?([^\W\d_]{2,15})")
_MONTH_BEFORE: Final = expression(r"([^\W\d_]{2,15})\.?\s$")

_ERA_MONTH: Final = expression(r"(\d{1,2})\s?月\s?(\d{1,2})(?!\d)(?:\s?日)?")

_WINDOW: Final = 40
_MONTH_WINDOW: Final = 18  # characters, as many as ``_MONTH_BEFORE`` can match
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_LABELS: Final = ".§€$£#№"  # signs that end what stands before a number that is no date
_FIRST_SHORT_YEAR: Final = 90  # 1990: older pages there are none
_LAST_SHORT_YEAR: Final = 49
_MIN_LETTERS: Final = 3
_SHORT_NAME: Final = 4  # letters: months so short are common words of other languages ("4 out of 5", "8 Mars")


class DateSpan(NamedTuple):
    """A date or a time in the text at ``start:end``.

    ``days``: the readings; one for a plain date, two for an ambiguous one (day first, month first), none for a time
    of day or a date without a year. ``day_first``: the order of the numbers where only one can be meant.
    """

    start: int
    end: int
    days: tuple[datetime.date, ...] = ()
    time: str | None = None
    day_first: bool | None = None

    def moved(self, offset: int) -> DateSpan:
        """Return the same date at a place ``offset`` characters later."""
        return DateSpan(self.start + offset, self.end + offset, self.days, self.time, self.day_first)

    @property
    def is_ambiguous(self) -> bool:
        """Whether day and month could be swapped."""
        return len(self.days) > 1


@cache
def _months() -> dict[str, int]:
    """Return month names of all languages; a name with two meanings keeps the more common one."""
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for language in load("months"):
        for name, number in _months_of(language).items():
            votes[name][number] += 1
    return {name: max(numbers, key=lambda number: numbers[number]) for name, numbers in votes.items()}


@cache
def _months_of(language: str | None) -> dict[str, int]:
    """Return the month names of a language, none if it is not known."""
    names = enumerate(load("months").get(language, ()), 1)
    return {form: number for number, forms in names for form in forms.split("|")}


def _month(name: str, language: str | None) -> int | None:
    """Return the month of a name, or of two that mean the same: in the language of the page, else in any."""
    names = (" ".join(one.lower().split()).rstrip(".") for one in name.split("/"))
    numbers = {_months_of(language).get(one) or _months().get(one) for one in names}
    return numbers.pop() if len(numbers) == 1 else None


def _is_month(name: str, language: str | None) -> bool:
    """Whether a word beside a number names a month, a short one in the language of the page or in English."""
    name = name.lower()
    if len(name) > _SHORT_NAME:
        return name in _months()
    return len(name) >= _MIN_LETTERS and (name in _months_of(language) or name in _months_of("en"))


def _days(year: int, month: int | None, day: int) -> tuple[datetime.date, ...]:
    try:
        return (datetime.date(year, month or 0, day),)
    except ValueError:
        return ()


def find_dates(text: str, language: str | None = None) -> list[DateSpan]:
    """Return the dates and times of a text in order, without overlaps; ``language``: of the page, if known.

    Numeric dates with dots are day first (no country writes month.day.year); with slashes or hyphens both readings
    are given where both are possible.
    """
    numbers = [found.span() for found in _NUMBER.finditer(text)]
    short = [start for start, end in numbers if end - start <= _SHORT_DIGITS]
    spans = [*_full_dates(text, language, numbers), *_yearless_dates(text, language, short), *_times(text, short)]
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[DateSpan] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.days and not kept[-1].days:
            kept[-1] = span
    return kept


def full_dates(text: str, language: str | None = None) -> Iterator[DateSpan]:
    """Yield the dates with a year, in the order of their years."""
    yield from _full_dates(text, language, (found.span() for found in _NUMBER.finditer(text)))


def _full_dates(text: str, language: str | None, numbers: Iterable[tuple[int, int]]) -> Iterator[DateSpan]:
    for start, end in numbers:
        span = None
        if end - start == _YEAR_DIGITS and _YEAR.match(text, start):
            year = _year(text, start, end, language)
            span = _with_year(text, year, start, end, language) if _FIRST_YEAR <= year <= _LAST_YEAR else None
        elif end - start == _SHORT_DIGITS and _SHORT_YEAR.match(text, start):
            span = _with_short_year(text, start, end)
        elif text[end : end + 2].lstrip()[:1] == "月":
            span = _of_era(text, start)
        if span:
            yield span


def _before(pattern: re.Pattern[str], text: str, start: int, window: int = _WINDOW) -> re.Match[str] | None:
    """Return what a pattern that ends in "$" finds directly before a number."""
    return pattern.search(text, max(0, start - window), start)


def _year(text: str, start: int, end: int, language: str | None) -> int:
    """Return the year of a number; where Thai is written, of one of the Buddhist era."""
    year, thai = int(text[start:end]), load("dates")["buddhist"]
    if not thai["first"] <= year <= thai["last"]:
        return year
    is_thai = language == thai["language"] or _thai().search(text, max(0, start - _WINDOW), start)
    return year - int(thai["ahead"]) if is_thai else year


@cache
def _thai() -> re.Pattern[str]:
    """Match a letter of Thai."""
    return expression(f"[{load('dates')['buddhist']['letters']}]")


def _of_era(text: str, start: int) -> DateSpan | None:
    """Read a date like 令和7年6月11日 at its month: the year is counted from the accession of a Japanese emperor."""
    era, rest = _before(_era(), text, start), _ERA_MONTH.match(text, start)
    if not era or not rest:
        return None
    count = 1 if era[2] == load("dates")["first_year"] else int(era[2])
    days = _days(load("dates")["eras"][era[1]] + count - 1, int(rest[1]), int(rest[2]))
    return DateSpan(era.start(), rest.end(), days) if days else None


@cache
def _era() -> re.Pattern[str]:
    """Match the year of an era before a month, with that of our count before it in "2025年（令和7年）"."""
    dates = load("dates")
    return expression(
        rf"(?:\d{{4}}年[（(])?({'|'.join(dates['eras'])})\s?(\d{{1,2}}|{dates['first_year']})\s?年[）)]?\s?$"
    )


@cache
def _day_numbered_month() -> re.Pattern[str]:
    """Match a day and a month that has a number and no name, before a year ("22 tháng 4, 2025")."""
    month, year = ("|".join(load("dates")[name]) for name in ("month", "year"))
    return expression(rf"(?<!\d)(\d{{1,2}})\s(?:{month})\s(\d{{1,2}})\s?,?\s?(?:(?:{year})\s)?$", re.IGNORECASE)


def _with_year(text: str, year: int, start: int, end: int, language: str | None) -> DateSpan | None:
    """Read the date that a year belongs to: year first, numbers, a month with its name, in this order."""
    found = _YEAR_FIRST.match(text, end)
    if found:
        days = _days(year, int(found[2]), int(found[3]))
        return DateSpan(start, found.end(), days) if days else None
    found = _before(_NUMBERS_BEFORE, text, start)
    if found:
        return _numeric(year, found, end)
    found = _before(_day_numbered_month(), text, start)
    if found and (days := _days(year, int(found[2]), int(found[1]))):
        return DateSpan(found.start(), end, days)
    return _with_named_month(text, year, start, end, language)


def _with_named_month(text: str, year: int, start: int, end: int, language: str | None) -> DateSpan | None:
    """Read the date of a year beside which a month stands with its name, and a day."""
    found = _before(_DAY_MONTH, text, start)
    if found and (days := _days(year, _month(found[2], language), int(found[1]))):
        return DateSpan(found.start(), end, days)
    found = _before(_MONTH_DAY, text, start)
    if found:
        glued = _GLUED.search(found[1])
        for place in (0, glued.end()) if glued else (0,):
            if days := _days(year, _month(found[1][place:], language), int(found[2])):
                return DateSpan(found.start() + place, end, days)
    found = _YEAR_MONTH_DAY.match(text, end)
    if found and (days := _days(year, _month(found[1], language), int(found[2]))):
        return DateSpan(start, found.end(), days)
    return None


def _with_short_year(text: str, start: int, end: int) -> DateSpan | None:
    """Read a date like 31.10.23 or 2/21/24, whose year is one of this century (1990 to 1999 from 90 on)."""
    year = int(text[start:end])
    found = _before(_NUMBERS_BEFORE, text, start)
    if not found or _LAST_SHORT_YEAR < year < _FIRST_SHORT_YEAR:
        return None
    label = text[max(0, start - _WINDOW) : found.start()]
    if found[2] == "." and (not len(found[1]) == len(found[3]) == _SHORT_DIGITS or _is_labelled(label)):
        return None
    return _numeric(year + (1900 if year >= _FIRST_SHORT_YEAR else 2000), found, end)


def _is_labelled(before: str) -> bool:
    """Whether what stands before numbers says what they are ("Ubuntu 12.04.22", "Tel. 04.05.06", "§ 10.11.12").

    A day of the week, a word like "on" and one like "published" say that they are a date.
    """
    word = " ".join(before.rpartition("\n")[2].split()[-1:])
    if word.rstrip(".,").lower() in _before_dates():
        return False
    return word[-1:] in _LABELS if word and not word[-1].isalpha() else word[:1].isupper()


@cache
def _before_dates() -> frozenset[str]:
    return last_words(phrases("published", "updated")).union(load("dates")["before"])


def _numeric(year: int, found: re.Match[str], end: int) -> DateSpan | None:
    start, first, second = found.start(), int(found[1]), int(found[3])
    day_first, month_first = _days(year, second, first), _days(year, first, second)
    if found[2] == "." or first == second:
        return DateSpan(start, end, day_first) if day_first else None
    if day_first and month_first:
        return DateSpan(start, end, day_first + month_first)
    days = day_first or month_first
    return DateSpan(start, end, days, day_first=bool(day_first)) if days else None


def _yearless_dates(text: str, language: str | None, numbers: Iterable[int]) -> Iterator[DateSpan]:
    for match in filter(None, (_SHORT_NUMBER.match(text, start) for start in numbers)):
        after = _MONTH_AFTER.match(text, match.end())
        if after and _is_month(after[1], language):
            yield DateSpan(match.start(), after.end())
            continue
        before = _before(_MONTH_BEFORE, text, match.start(), _MONTH_WINDOW)
        if before and _is_month(before[1], language):
            yield DateSpan(before.start(), match.end())


def _times(text: str, numbers: Iterable[int]) -> Iterator[DateSpan]:
    end = 0
    for start in numbers:
        match = _TIME.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield DateSpan(start, end, time=match.group())


def is_day_first(spans: list[DateSpan]) -> bool | None:
    """Return the order of numeric dates that the page's unambiguous ones show, None if they show none or both."""
    orders = {span.day_first for span in spans} - {None}
    return orders.pop() if len(orders) == 1 else None
