"""The day of publication and of the last change: what the page shows around its article and what it states."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, islice
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from extractor.data import load
from extractor.dates import DateSpan, is_day_first
from extractor.document import Candidate
from extractor.expression import expression
from extractor.lexicon import roles
from extractor.metadata.context import Context
from extractor.metadata.moment import Moment, moment
from extractor.metadata.stated import Statement, dates
from extractor.model import Ranker

_INTO_BODY: Final = 6  # blocks
_BELOW_TITLE: Final = 10
_AFTER_BODY: Final = 40
_MAX_DATES: Final = 200  # that are looked at
_STAMP_WINDOW: Final = 60  # characters before a date in which "Published" or "Updated" speaks of it
_STAMP_BEHIND: Final = 2  # characters behind it ("4 March 2018 updated")
_STAMPS: Final = {roles().index(name): name for name in ("published", "updated")}


class DateCandidate(NamedTuple):
    """A date that could be the page's day of publication; ``block``: where it stands (-1: only stated)."""

    block: int
    span: DateSpan
    source: str
    is_update: bool
    features: Mapping[str, float]


class _Said(NamedTuple):
    """A date that the page states out of sight."""

    statement: Statement
    moment: Moment

    @property
    def is_update(self) -> bool:
        """Whether it is the date of a change."""
        return self.statement.kind.removesuffix("_other") in load("stated")["modified"]


class _Known(NamedTuple):
    """What tells which day an ambiguous date means.

    ``stated``, ``shown``: the days that the page states, and those of its other dates (where none of them has numbers
    in an order that is known). ``day_first``: the order of numbers in them and in its language, None if nothing tells
    it.
    """

    stated: frozenset[datetime.date]
    shown: frozenset[datetime.date]
    day_first: bool | None


def find_dates_of(
    page: Context, title: int | None, rank: Ranker
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return the dates that the page could have, and those of its last change, the surest first.

    The date is the day of publication; of the last change where the page gives no other. Of what is not sure enough
    there is none but what the data of the article say. ``title``: index of the title's block.
    """
    said = _said(page)
    known = _known(page, said)
    candidates = _candidates_given(page, title, said)
    scored = list(zip(rank.confidences([one.features for one in candidates]), candidates, strict=True))
    scored.sort(key=itemgetter(0), reverse=True)
    published = _stamped_first([pair for pair in scored if not pair[1].is_update], title)
    of_article = [pair for pair in published if pair[1].features.get("said_ld_published", 0.0) > 0]
    if published and not _is_sure(published[0], scored[0], rank.threshold):
        published = []
    day = published[0][1].span.days if published else None
    changed = [pair for pair in scored if pair[1].is_update and pair[1].block >= 0 and pair[1].span.days != day]
    stated = dict.fromkeys(Candidate(one.moment.iso, one.statement.source, None, -1) for one in said if one.is_update)
    dated = published or [pair for pair in scored if pair[1].is_update and pair[0] >= rank.threshold] or of_article
    return _candidates(dated, said, known), (*stated, *_candidates(changed, said, known))


def _stamped_first(
    published: list[tuple[float, DateCandidate]], title: int | None
) -> list[tuple[float, DateCandidate]]:
    """Put a date below the title that a word like "Published" stands beside before a bare one above it.

    That is the day of the issue, or on which the page was read.
    """
    best = published[0] if published else None
    if title is None or best is None or not 0 <= best[1].block < title or best[1].features.get("is_published"):
        return published
    below = range(title, title + _BELOW_TITLE)
    stamped = (pair for pair in published if pair[1].features.get("is_published") and pair[1].block in below)
    first = next(stamped, best)
    return [first, *(pair for pair in published if pair is not first)]


def _candidates(
    scored: list[tuple[float, DateCandidate]], said: Sequence[_Said], known: _Known
) -> tuple[Candidate, ...]:
    """Return candidates for the result, each day once."""
    found: dict[tuple[datetime.date, ...], Candidate] = {}
    for confidence, one in scored:
        days = _readings(one.span, known)
        if days not in found:
            alternatives = tuple(day.isoformat() for day in days) if len(days) > 1 else ()
            value = None if alternatives else _precise(days[0], said)
            found[days] = Candidate(value, one.source, round(confidence, 3), one.block, alternatives)
    return tuple(found.values())


def _precise(day: datetime.date, said: Sequence[_Said]) -> str:
    """Return a day, with the time if the page states it."""
    return max((one.moment.iso for one in said if one.moment.day == day), key=len, default=day.isoformat())


def _said(page: Context) -> list[_Said]:
    """Return the dates that the page states, those of its ``time`` elements last.

    A point in time that is stated in UTC and in another time zone is of the day that it is there (in the zone that is
    stated first, if there are several).
    """
    markup = page.document.markup
    stamps = [Statement("stamp", one.value, "time") for one in markup.stamps[:_MAX_DATES]] if markup else []
    stated = (*islice(dates(page.stated), _MAX_DATES), *stamps)
    said = [_Said(one, when) for one in stated if (when := moment(one.value))]
    local = {one.moment.instant: one.moment for one in reversed(said) if one.moment.is_local}
    return [
        one if one.moment.is_local else one._replace(moment=local.get(one.moment.instant, one.moment)) for one in said
    ]


def _is_sure(published: tuple[float, DateCandidate], best: tuple[float, DateCandidate], threshold: float) -> bool:
    """Whether a date is sure by itself, or by its stamp word together with the date of a change beside it."""
    is_beside = abs(published[1].block - best[1].block) <= 1 and published[1].features.get("is_published", 0.0) > 0
    beside = best[0] if best[1].is_update and is_beside else 0.0
    return published[0] + beside >= threshold


def _known(page: Context, said: Sequence[_Said]) -> _Known:
    shown = [span for spans in page.evidence.dates.values() for span in spans]
    order = is_day_first(shown)
    plain = frozenset(span.days[0] for span in shown if len(span.days) == 1 and order is None)
    if order is None and page.evidence.language not in (None, "en"):
        order = True  # of the languages known here only English writes the month first
    return _Known(frozenset(one.moment.day for one in said), plain, order)


def _readings(span: DateSpan, known: _Known) -> tuple[datetime.date, ...]:
    """Return the days that a date can mean: one where what is known of the page decides it."""
    if not span.is_ambiguous:
        return span.days
    for days in (known.stated, known.shown):
        meant = tuple(day for day in span.days if day in days)
        if len(meant) == 1:
            return meant
    if known.day_first is None:
        return span.days
    return span.days[:1] if known.day_first else span.days[1:]


def date_candidates(page: Context, title: int | None) -> list[DateCandidate]:
    """Return the dates with a year above, at and below the body (cards left out) and those stated, with features."""
    return _candidates_given(page, title, _said(page))


def _candidates_given(page: Context, title: int | None, said: Sequence[_Said]) -> list[DateCandidate]:
    """Return the same for statements that have been read."""
    found: list[DateCandidate] = []
    same_day = Counter(span.days for spans in page.evidence.dates.values() for span in spans)
    for index, spans in _near(page, title, said):
        found.extend(_of_block(page, index, spans, title, len(found)))
    nearest = _nearest(page, found, title) if page.document.markup else None
    known = {day for one in found for day in one.span.days}
    found.extend(_only_stated(said, known))
    return [
        one._replace(
            features={
                **one.features,
                **_agreement(one.span.days, said),
                **({} if nearest is None else {"is_nearest": float(one.span.days == nearest)}),
                "repeats": math.log2(max(same_day[one.span.days], 1)),
            },
        )
        for one in found
    ]


def _nearest(page: Context, shown: Sequence[DateCandidate], title: int | None) -> tuple[datetime.date, ...]:
    """Return the days of the date that stands nearest to the title (to the body without one), those aside left out.

    Worth nothing in flat text, where titles are found less surely.
    """
    place = page.first if title is None else title
    near = (one for one in shown if not page.aside[one.block])
    return min(((abs(one.block - place), one.span.days) for one in near), key=itemgetter(0), default=(0, ()))[1]


def _only_stated(said: Sequence[_Said], known: set[datetime.date]) -> Iterator[DateCandidate]:
    """Yield the days that are stated but not shown; of a change if nothing else is stated of the day."""
    for day in dict.fromkeys(one.moment.day for one in said):
        same = [one for one in said if one.moment.day == day]
        if day not in known:
            is_update = all(one.is_update for one in same)
            yield DateCandidate(-1, DateSpan(0, 0, (day,)), same[0].statement.source, is_update, {"shown": 0.0})


def _agreement(days: tuple[datetime.date, ...], said: Sequence[_Said]) -> dict[str, float]:
    """Return which kinds of statements say one of these days (missing: there is none of that kind).

    ``said_first``: how many kinds say it first; a page says of itself what it says first, then of other stories.
    """
    features: dict[str, float] = {}
    first: dict[str, float] = {}
    for one in said:
        name, is_said = f"said_{one.statement.kind}", float(one.moment.day in days)
        features[name] = max(features.get(name, 0.0), is_said)
        first.setdefault(name, is_said)
    stated = sorted({one.moment.day for one in said if one.statement.kind != "stamp"})
    away = min((abs((day - stated[0]).days) for day in days), default=0) if stated else 0
    return features | {
        "said": sum(features.values()),
        "said_first": sum(first.values()),
        "from_first": math.log1p(away) if stated else -1.0,
        "before_first": float(bool(stated) and days[0] < stated[0]),
    }


def _near(page: Context, title: int | None, said: Sequence[_Said]) -> list[tuple[int, tuple[DateSpan, ...]]]:
    """Return the dates with a year around title and body, by block; of very many the nearest."""
    places = (page.first if title is None else title, page.first, page.last)
    top = max(page.first + _INTO_BODY, (title or 0) + _BELOW_TITLE)
    shown, bottom = _shown(page, said), _thread(page)
    dated = []
    for index, spans in shown.items():
        near = (index < top or page.last - 1 <= index < bottom) and not page.is_other[index]
        days = _of_page(page, index, spans)[:_MAX_DATES] if near and not page.is_reference[index] else ()
        if days:
            dated.append((index, days))
    dated.sort(key=lambda pair: min(abs(pair[0] - place) for place in places))
    counts = accumulate(len(days) for _, days in dated)
    return sorted(pair for pair, count in zip(dated, counts, strict=True) if count <= _MAX_DATES)


def _of_page(page: Context, index: int, spans: Iterable[DateSpan]) -> tuple[DateSpan, ...]:
    """Return the dates with a year of a block, without those on which somebody became a member ("Joined: ...")."""
    return tuple(span for span in spans if span.days and not _joined().search(_before(page, index, span)))


def _before(page: Context, index: int, span: DateSpan) -> str:
    """Return a few words before a date: of its block, of the one above where it begins with the date."""
    first = int(page.document.start[index])
    before = page.document.text[max(first, span.start - _STAMP_WINDOW) : span.start]
    if before.strip() or not index:
        return before
    above = int(page.document.start[index - 1]), int(page.document.end[index - 1])
    return page.document.text[above[0] : above[1]] if above[1] - above[0] <= _STAMP_WINDOW else ""


@cache
def _joined() -> re.Pattern[str]:
    """Match words at the end of a text behind which the date stands on which somebody became a member."""
    listed = "|".join(map(re.escape, load("dates")["joined"]))
    return expression(rf"(?<!\w)(?:{listed})[\s:：.]{{0,3}}$", re.IGNORECASE)


def _thread(page: Context) -> int:
    """Return the block below the body from which on dates are no more looked at: that heads comments, or far below."""
    bottom = min(page.last + _AFTER_BODY, len(page.size))
    heads = np.flatnonzero(page.evidence.is_headed("comment")[page.last : bottom])
    return page.last + int(heads[0]) if len(heads) else bottom


def _shown(page: Context, said: Sequence[_Said]) -> Mapping[int, tuple[DateSpan, ...]]:
    """Return the dates of each block: those in its text, and those that its ``time`` elements give for machines."""
    markup, shown = page.document.markup, dict(page.evidence.dates)
    read = {one.statement.value: one.moment for one in said if one.statement.kind == "stamp"}
    for stamp in markup.stamps if markup else ():
        when = read.get(stamp.value) or moment(stamp.value)
        spans = shown.get(stamp.block, ())
        is_room = stamp.block < len(page.size) and len(spans) < _MAX_DATES
        if when and is_room and not any(when.day in span.days for span in spans):
            start = int(page.document.start[stamp.block])
            shown[stamp.block] = (*spans, DateSpan(start, start, (when.day,)))
    return shown


def _of_block(
    page: Context, index: int, spans: tuple[DateSpan, ...], title: int | None, before: int
) -> list[DateCandidate]:
    found: list[DateCandidate] = []
    for span in spans:
        stamp = _stamp(page, index, span)
        features = _features(page, index, span, title, before + len(found))
        features |= {"is_published": float(stamp == "published"), "is_updated": float(stamp == "updated")}
        found.append(DateCandidate(index, span, page.source(index), stamp == "updated", features))
    return found


def _stamp(page: Context, index: int, span: DateSpan) -> str | None:
    """Return which stamp word stands nearest to a date: before it, behind it, or alone in the block above."""
    start, end = int(page.document.start[index]), int(page.document.end[index])
    before = _stamp_roles(page, max(start, span.start - _STAMP_WINDOW), span.start)
    if before:
        return before[-1]
    behind = _stamp_roles(page, span.end, min(end, span.end + _STAMP_BEHIND))
    if behind:
        return behind[0]
    if index and page.cue(index - 1, "published", "updated") >= 0.5:  # noqa: PLR2004
        above = _stamp_roles(page, int(page.document.start[index - 1]), int(page.document.end[index - 1]))
        return above[-1] if above else None
    return None


def _stamp_roles(page: Context, start: int, end: int) -> list[str]:
    """Return the roles of the stamp words that begin in a span of the page."""
    return [_STAMPS[role] for role in page.roles_in(start, end) if role in _STAMPS]


def _features(page: Context, index: int, span: DateSpan, title: int | None, before: int) -> dict[str, float]:
    facts = page.evidence
    from_title = index - title if title is not None else 0
    length = int(page.document.end[index] - page.document.start[index])
    return {
        "shown": 1.0,
        "has_title": float(title is not None),
        "before_title": math.log1p(max(-from_title, 0)),
        "after_title": math.log1p(max(from_title, 0)),
        "under_title": float(0 < from_title <= 3),  # noqa: PLR2004
        "before_body": math.log1p(max(page.first - index, 0)),
        "in_body": float(page.first <= index < page.last),
        "aside": page.aside[index],
        "after_body": float(index >= page.last),
        "behind_body": math.log1p(max(index - page.last, 0)),
        "is_date": float(facts.is_date[index]),
        "share": (span.end - span.start) / max(length, 1),
        "prose": float(page.is_prose[index]),
        "words": math.log1p(page.size[index]),
        "rank": math.log1p(before),
        "legal": float(page.cue(index, "legal") > 0),
        "comment": float(page.cue(index, "comment") > 0),
        "byline": float(page.cue(index, "byline") > 0),
        "near_byline": float(any(page.cue(near, "byline") > 0 for near in _beside(page, index))),
        "date_line_above": float(index > 0 and bool(facts.is_date[index - 1])),
        "is_ambiguous": float(span.is_ambiguous),
        "probability": float(page.selection.probability[index]),
        "starts_block": float(span.start - int(page.document.start[index]) < 25),  # noqa: PLR2004
    }


def _beside(page: Context, index: int) -> range:
    return range(max(0, index - 2), min(index + 3, len(page.size)))
