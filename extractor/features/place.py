"""Features of the block's place: in the page, among its neighbours, since the last cue, in the densest span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.features.block import stop_share
from extractor.features.page import Page
from extractor.features.windows import last_before, log_where, next_after, shift, window_mean, window_means
from extractor.spans import dense_span

_STAMP_WORDS: Final = 8  # a longer line with a word like "by" is no byline
_FAR: Final = 1000.0  # distance to something that the page does not have


def position(page: Page) -> Floats:
    """Return the place of the block among the page's blocks, 0 to 1."""
    return page.rank / max(len(page.rank) - 1, 1)


def words_before(page: Page) -> Floats:
    """Return the share of the page's words before the block."""
    return (np.cumsum(page.size) - page.size) / max(float(page.size.sum()), 1)


def prose_before(page: Page) -> Floats:
    """Return log(1 + words of prose before the block)."""
    return np.log1p(np.cumsum(page.prose) - page.prose)


def prose_after(page: Page) -> Floats:
    """Return log(1 + words of prose after the block)."""
    return np.asarray(np.log1p(page.prose.sum() - np.cumsum(page.prose)), np.float64)


def blocks_before(page: Page) -> Floats:
    """Return log(1 + blocks before)."""
    return np.log1p(page.rank)


def blocks_after(page: Page) -> Floats:
    """Return log(1 + blocks after)."""
    return np.log1p(page.rank[::-1])


def gap_before(page: Page) -> Floats:
    """Return the blank lines before the block, relative to the page's mean."""
    gap = np.minimum(page.document.gap, 5)
    return np.asarray(gap - gap.mean(), np.float64)


def group_blocks(page: Page) -> Floats:
    """Return log(1 + blocks) of the group of lines without blank lines between that the block stands in."""
    return np.log1p(np.bincount(page.group)[page.group].astype(np.float64))


def group_prose(page: Page) -> Floats:
    """Return the share of the group's words that is running text."""
    words, prose = (np.bincount(page.group, weights=column) for column in (page.size, page.prose))
    return (prose / np.maximum(words, 1))[page.group]


def gap_after(page: Page) -> Floats:
    """Return the blank lines after the block, relative to the page's mean."""
    return shift(gap_before(page), 1)


def prose_within(page: Page, radii: Sequence[int]) -> Floats:
    """Return log(1 + mean words of prose) of the blocks within each of these radii."""
    return np.log1p(window_means(page.prose, radii))


def words_within(page: Page, radii: Sequence[int]) -> Floats:
    """Return log(1 + mean words) of the blocks within each of these radii."""
    return np.log1p(window_means(np.minimum(page.size, 200), radii))


def headings_within(page: Page, radii: Sequence[int]) -> list[Floats]:
    """Return the share of short lines without a full stop among the blocks within each of these radii."""
    return window_means(page.is_heading, radii)


def dates_within(page: Page, radii: Sequence[int]) -> list[Floats]:
    """Return the share of date stamps among the blocks within each of these radii."""
    return window_means(page.evidence.is_date, radii)


def cues_within(page: Page, cued: Sequence[str]) -> Floats:
    """Return the share of blocks within 8 that have a cue of each of these roles."""
    return window_mean(np.array([page.evidence.cues[role] for role in cued]) > 0, 8)


def distance_back(page: Page) -> Floats:
    """Return blocks since the last prose block."""
    last = last_before(page.is_prose)
    return np.log1p(np.where(last >= 0, page.rank - last, _FAR))


def distance_ahead(page: Page) -> Floats:
    """Return blocks to the next prose block."""
    following = next_after(page.is_prose)
    return np.log1p(np.where(following < len(page.rank), following - page.rank, _FAR))


def neighbour_words(page: Page, steps: Sequence[int]) -> list[Floats]:
    """Return log(1 + words) of the block so many places on (each of these steps); missing beyond the page."""
    words = np.log1p(page.size)
    return [shift(words, step) for step in steps]


def neighbour_ends(page: Page, steps: Sequence[int]) -> list[Floats]:
    """Whether the block so many places on (each of these steps) ends a sentence; missing beyond the page."""
    ends = page.evidence.ends_sentence.astype(np.float64)
    return [shift(ends, step) for step in steps]


def neighbour_stops(page: Page, steps: Sequence[int]) -> list[Floats]:
    """Return the share of function words of the block so many places on (each of these steps)."""
    share = stop_share(page)
    return [shift(share, step) for step in steps]


def since_heading(page: Page) -> Floats:
    """Return log(1 + words of prose) since the last heading-like line."""
    return _prose_since(page, page.is_heading)


def prose_since(page: Page, cued: Sequence[str]) -> Floats:
    """Return log(1 + words of prose) since the last short line that is mostly a cue of each of these roles.

    Missing before the first one.
    """
    return _prose_since(page, _is_cue(page, cued))


def blocks_since(page: Page, cued: Sequence[str]) -> Floats:
    """Return log(1 + blocks) since the last short line that is mostly a cue of each of these roles."""
    last = last_before(_is_cue(page, cued))
    return log_where(last >= 0, page.rank - last)


def _is_cue(page: Page, cued: Sequence[str]) -> Bools:
    words = np.array([page.evidence.cues[role] for role in cued])
    return np.asarray((words > 0) & (words * 2 >= page.size), np.bool_)


def cued_before(page: Page, cued: Sequence[str]) -> Floats:
    """Return log(1 + blocks before that have a cue of each of these roles)."""
    found = np.array([page.evidence.cues[role] for role in cued]) > 0
    return np.asarray(np.log1p(np.cumsum(found, axis=-1) - found), np.float64)


def prose_since_stamp(page: Page) -> Floats:
    """Return log(1 + words of prose) since the last date stamp or byline; missing before one."""
    return _prose_since(page, _is_stamp(page))


def prose_above_stamp(page: Page) -> Floats:
    """Return log(1 + words of prose) above the last date stamp or byline; missing before one.

    There are many above a second article or a comment.
    """
    last = last_before(_is_stamp(page))
    return log_where(last >= 0, page.prose_before[np.maximum(last, 0)])


def _is_stamp(page: Page) -> Bools:
    facts = page.evidence
    return facts.is_date | ((page.size <= _STAMP_WORDS) & (facts.cues["byline"] > 0))


def _prose_since(page: Page, masks: Bools) -> Floats:
    last, before = last_before(masks), page.prose_before
    since = np.maximum(before[:-1] - before.take(np.maximum(last, 0)), 0)
    return log_where(last >= 0, since)


def in_span(page: Page, costs: Sequence[float]) -> list[Bools]:
    """Whether the block is in the page's densest span of words, a block costing each of these."""
    return [_is_within(page, dense_span(page.size, cost)) for cost in costs]


def from_span_start(page: Page) -> Floats:
    """Return blocks from the start of the dense span, signed and on a log scale."""
    distance = page.rank - page.span[0]
    return np.sign(distance) * np.log1p(np.abs(distance))


def to_span_end(page: Page) -> Floats:
    """Return blocks to the end of the dense span, signed and on a log scale."""
    distance = page.span[1] - page.rank
    return np.sign(distance) * np.log1p(np.abs(distance))


def in_prose_span(page: Page) -> Bools:
    """Whether the block is in the densest span of prose."""
    return _is_within(page, dense_span(page.prose, cost=8))


def _is_within(page: Page, span: tuple[int, int]) -> Bools:
    return np.asarray((page.rank >= span[0]) & (page.rank < span[1]), np.bool_)
