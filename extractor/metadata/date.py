"""The day of publication and of the last change, from the visible text: never the date of a card or a comment."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from extractor.dates import DateSpan, is_day_first
from extractor.document import Candidate
from extractor.lexicon import roles
from extractor.metadata.context import Context
from extractor.model import Ranker

_INTO_BODY: Final = 6  # blocks
_AFTER_BODY: Final = 10
_MAX_DATES: Final = 200  # that are looked at
_STAMP_WINDOW: Final = 40  # characters before a date in which "Published" or "Updated" speaks of it
_STAMP_BEHIND: Final = 2  # characters behind it ("4 March 2018 updated")
_STAMPS: Final = {roles().index(name): name for name in ("published", "updated")}


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date of the page that could be its day of publication."""

    block: int
    span: DateSpan
    is_update: bool
    features: Mapping[str, float]


def find_dates_of(page: Context, title: int | None, rank: Ranker) -> tuple[Candidate | None, Candidate | None]:
    """Return the day of publication and the day of the last change; ``title``: index of the title's block."""
    candidates = date_candidates(page, title)
    scored = list(zip(rank.confidences([one.features for one in candidates]), candidates, strict=True))
    published = max((pair for pair in scored if not pair[1].is_update), key=_confidence, default=None)
    best = max(scored, key=_confidence, default=None)
    if published and best and not _is_sure(published, best, rank.threshold):
        published = None
    known = published[1].span.days if published else None
    updates = (pair for pair in scored if pair[1].is_update and pair[1].span.days != known)
    updated = max(updates, key=_confidence, default=None)
    return (
        _candidate(page, *published) if published else None,
        _candidate(page, *updated) if updated else None,
    )


def _is_sure(published: tuple[float, DateCandidate], best: tuple[float, DateCandidate], threshold: float) -> bool:
    """Whether a date is sure by itself, or by its stamp word together with the date of a change beside it."""
    is_beside = abs(published[1].block - best[1].block) <= 1 and published[1].features["is_published"] > 0
    beside = best[0] if best[1].is_update and is_beside else 0.0
    return published[0] + beside >= threshold


def _confidence(pair: tuple[float, DateCandidate]) -> float:
    return pair[0]


def _candidate(page: Context, confidence: float, found: DateCandidate) -> Candidate:
    days = _readings(page, found.span)
    alternatives = tuple(day.isoformat() for day in days) if len(days) > 1 else ()
    value = None if alternatives else days[0].isoformat()
    return Candidate(value, page.source(found.block), round(confidence, 3), found.block, alternatives)


def _readings(page: Context, span: DateSpan) -> tuple[datetime.date, ...]:
    """Return the days that a date can mean: the page's other dates and its language decide an ambiguous one."""
    if not span.is_ambiguous:
        return span.days
    order = is_day_first([other for spans in page.evidence.dates.values() for other in spans])
    if order is None and page.evidence.language not in (None, "en"):
        order = True  # of the languages known here only English writes the month first
    return span.days if order is None else span.days[: 1 if order else 2][-1:]


def date_candidates(page: Context, title: int | None) -> list[DateCandidate]:
    """Return the dates with a year above, at and below the body (cards left out), with their features."""
    found: list[DateCandidate] = []
    same_day = Counter(span.days for spans in page.evidence.dates.values() for span in spans)
    for index, spans in _near(page, title):
        found.extend(_of_block(page, index, spans, title, len(found)))
    return [
        DateCandidate(
            one.block, one.span, one.is_update, {**one.features, "repeats": math.log2(same_day[one.span.days])}
        )
        for one in found
    ]


def _near(page: Context, title: int | None) -> list[tuple[int, tuple[DateSpan, ...]]]:
    """Return the dates with a year around title and body, by block; of very many the nearest."""
    places = (page.first if title is None else title, page.first, page.last)
    dated = []
    for index, spans in page.evidence.dates.items():
        near = index < page.first + _INTO_BODY or page.last - 1 <= index < page.last + _AFTER_BODY
        days = tuple(span for span in spans if span.days)[:_MAX_DATES] if near and not page.is_card[index] else ()
        if days:
            dated.append((index, days))
    dated.sort(key=lambda pair: min(abs(pair[0] - place) for place in places))
    counts = accumulate(len(days) for _, days in dated)
    return sorted(pair for pair, count in zip(dated, counts, strict=True) if count <= _MAX_DATES)


def _of_block(
    page: Context, index: int, spans: tuple[DateSpan, ...], title: int | None, before: int
) -> list[DateCandidate]:
    found: list[DateCandidate] = []
    for span in spans:
        stamp = _stamp(page, index, span)
        features = _features(page, index, span, title, before + len(found))
        features |= {"is_published": float(stamp == "published"), "is_updated": float(stamp == "updated")}
        found.append(DateCandidate(index, span, stamp == "updated", features))
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
    facts = page.evidence
    low, high = np.searchsorted(facts.words.start, [start, end])
    return [_STAMPS[role] for role in facts.role[low:high].tolist() if role in _STAMPS]


def _features(page: Context, index: int, span: DateSpan, title: int | None, before: int) -> dict[str, float]:
    facts = page.evidence
    from_title = index - title if title is not None else 0
    length = int(page.document.end[index] - page.document.start[index])
    return {
        "has_title": float(title is not None),
        "before_title": math.log1p(max(-from_title, 0)),
        "after_title": math.log1p(max(from_title, 0)),
        "under_title": float(0 < from_title <= 3),  # noqa: PLR2004
        "before_body": math.log1p(max(page.first - index, 0)),
        "in_body": float(page.first <= index < page.last),
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
