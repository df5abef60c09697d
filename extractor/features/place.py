"""Features of the block's place: in the page, among its neighbours, since the last cue, in the densest span."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.features.block import stop_share
from extractor.features.page import Page, last_before, next_after, shift, window_mean
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
    return np.asarray(gap - gap.mean() if len(gap) else gap, np.float64)


def group_blocks(page: Page) -> Floats:
    """Return log(1 + blocks) of the group of lines without blank lines between that the block stands in."""
    return np.log1p(np.bincount(page.group)[page.group].astype(np.float64)) if len(page.group) else page.size


def group_prose(page: Page) -> Floats:
    """Return the share of the group's words that is running text."""
    words, prose = (np.bincount(page.group, weights=column) for column in (page.size, page.prose))
    return (prose / np.maximum(words, 1))[page.group] if len(page.group) else page.size


def gap_after(page: Page) -> Floats:
    """Return the blank lines after the block, relative to the page's mean."""
    return shift(gap_before(page), 1)


def prose_within(page: Page, radius: int) -> Floats:
    """Return log(1 + mean words of prose) of the blocks within ``radius``."""
    return np.log1p(window_mean(page.prose, radius))


def words_within(page: Page, radius: int) -> Floats:
    """Return log(1 + mean words) of the blocks within ``radius``."""
    return np.log1p(window_mean(np.minimum(page.size, 200), radius))


def headings_within(page: Page, radius: int) -> Floats:
    """Return the share of short lines without a full stop among the blocks within ``radius``."""
    return window_mean(page.is_heading.astype(np.float64), radius)


def dates_within(page: Page, radius: int) -> Floats:
    """Return the share of date stamps among the blocks within ``radius``."""
    return window_mean(page.evidence.is_date.astype(np.float64), radius)


def cues_within(page: Page, role: str) -> Floats:
    """Return the share of blocks within 8 that have a cue of a role."""
    return window_mean((page.evidence.cues[role] > 0).astype(np.float64), 8)


def distance_back(page: Page) -> Floats:
    """Return blocks since the last prose block."""
    last = last_before(page.is_prose)
    return np.log1p(np.where(last >= 0, page.rank - last, _FAR))


def distance_ahead(page: Page) -> Floats:
    """Return blocks to the next prose block."""
    following = next_after(page.is_prose)
    return np.log1p(np.where(following < len(page.rank), following - page.rank, _FAR))


def neighbour_words(page: Page, step: int) -> Floats:
    """Return log(1 + words) of the block ``step`` places on; missing beyond the page."""
    return shift(np.log1p(page.size), step)


def neighbour_ends(page: Page, step: int) -> Floats:
    """Whether the block ``step`` places on ends a sentence; missing beyond the page."""
    return shift(page.evidence.ends_sentence.astype(np.float64), step)


def neighbour_stops(page: Page, step: int) -> Floats:
    """Return the share of function words of the block ``step`` places on."""
    return shift(stop_share(page), step)


def since_heading(page: Page) -> Floats:
    """Return log(1 + words of prose) since the last heading-like line."""
    return _prose_since(page, page.is_heading)


def prose_since(page: Page, role: str) -> Floats:
    """Return log(1 + words of prose) since the last short line that is mostly a cue of a role; missing before one."""
    cued = page.evidence.cues[role]
    return _prose_since(page, (cued > 0) & (cued * 2 >= page.size))


def blocks_since(page: Page, role: str) -> Floats:
    """Return log(1 + blocks) since the last short line that is mostly a cue of a role; missing before one."""
    cued = page.evidence.cues[role]
    last = last_before((cued > 0) & (cued * 2 >= page.size))
    return np.where(last >= 0, np.log1p(page.rank - last), np.nan)


def cued_before(page: Page, role: str) -> Floats:
    """Return log(1 + blocks before that have a cue of a role)."""
    cued = page.evidence.cues[role] > 0
    return np.asarray(np.log1p(np.cumsum(cued) - cued), np.float64)


def prose_since_stamp(page: Page) -> Floats:
    """Return log(1 + words of prose) since the last date stamp or byline; missing before one."""
    return _prose_since(page, _is_stamp(page))


def prose_above_stamp(page: Page) -> Floats:
    """Return log(1 + words of prose) above the last date stamp or byline: many above a second article or a comment."""
    total = np.concatenate(([0.0], np.cumsum(page.prose)))
    last = last_before(_is_stamp(page))
    return np.where(last >= 0, np.log1p(total[np.maximum(last, 0)]), np.nan)


def _is_stamp(page: Page) -> Bools:
    facts = page.evidence
    return facts.is_date | ((page.size <= _STAMP_WORDS) & (facts.cues["byline"] > 0))


def _prose_since(page: Page, mask: Bools) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(page.prose)))
    last = last_before(mask)
    return np.where(last >= 0, np.log1p(np.maximum(total[page.rank] - total[np.maximum(last, 0)], 0)), np.nan)


def in_span(page: Page, cost: float) -> Floats:
    """Whether the block is in the page's densest span of words."""
    first, last = dense_span(page.size, cost)
    return ((page.rank >= first) & (page.rank < last)).astype(np.float64)


def from_span_start(page: Page) -> Floats:
    """Return blocks from the start of the dense span, signed and on a log scale."""
    distance = page.rank - page.span[0]
    return np.sign(distance) * np.log1p(np.abs(distance))


def to_span_end(page: Page) -> Floats:
    """Return blocks to the end of the dense span, signed and on a log scale."""
    distance = page.span[1] - page.rank
    return np.sign(distance) * np.log1p(np.abs(distance))


def in_prose_span(page: Page) -> Floats:
    """Whether the block is in the densest span of prose."""
    first, last = dense_span(page.prose, cost=8)
    return ((page.rank >= first) & (page.rank < last)).astype(np.float64)
