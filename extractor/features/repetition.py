"""Features of repetition: copies, shingles seen before, words shared with the body, cards, periodic shapes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.cards import NONE
from extractor.characters import Floats
from extractor.features.page import Page
from extractor.features.windows import log_where, shift, window_mean


def copies(page: Page) -> Floats:
    """Return log2 of the number of blocks with the same words."""
    return np.log2(page.evidence.copies)


def is_repeat(page: Page) -> Floats:
    """Whether the same words stood in an earlier block."""
    return (page.evidence.first < page.rank).astype(np.float64)


def repeat_distance(page: Page) -> Floats:
    """Return log(1 + blocks) back to the first block with the same words; missing without one."""
    distance = page.rank - page.evidence.first
    return log_where(distance > 0, distance)


def seen_before(page: Page) -> Floats:
    """Return the share of a block's three-word shingles that stand earlier in the page, in another block."""
    block, _, first, _ = page.shingles
    return page.shingle_share(first < block)


def seen_elsewhere(page: Page) -> Floats:
    """Return the share of a block's three-word shingles that stand in another block, before or after."""
    block, _, first, last = page.shingles
    return page.shingle_share((first < block) | (last > block))


def topic_overlap(page: Page) -> Floats:
    """Return the share of content words that the densest prose also uses; missing without content words."""
    return page.topic


def topic_near(page: Page) -> Floats:
    """Return the mean topic overlap of the blocks within 4, weighted by words."""
    is_known = ~np.isnan(page.topic)
    weight = np.where(is_known, page.size, 0)
    near, around = window_mean(np.array((np.where(is_known, page.topic, 0) * weight, weight)), 4)
    return np.asarray(near / np.maximum(around, 1e-9), np.float64)


def is_card(page: Page) -> Floats:
    """Return the part of a card run that the block is; missing outside of runs."""
    return np.where(page.evidence.card == NONE, np.nan, page.evidence.card.astype(np.float64))


def cards_near(page: Page) -> Floats:
    """Return the share of blocks within 4 that are parts of cards."""
    return window_mean((page.evidence.card != NONE).astype(np.float64), 4)


def period(page: Page, lags: Sequence[int]) -> Floats:
    """Return how well the shapes of the blocks around repeat after each of these lags (varied shapes only)."""
    code, size = page.code, len(page.code)
    varied = code != shift(code.astype(np.float64), -1)
    same = np.zeros((len(lags), 2, size))  # whether a block has the shape of the one that is so much later, or earlier
    for row, lag in enumerate(lags):
        again = (code[lag:] == code[:-lag]) & varied[lag:]
        same[row, 0, : len(again)], same[row, 1, lag:] = again, again
    return np.asarray(window_mean(same, 6).max(axis=1), np.float64)
