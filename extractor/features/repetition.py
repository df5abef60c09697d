"""Features of repetition: copies, shingles seen before, words shared with the body, cards, periodic shapes."""

from __future__ import annotations

import numpy as np

from extractor.cards import NONE
from extractor.characters import Floats
from extractor.features.page import Page, shift, window_mean


def copies(page: Page) -> Floats:
    """Return log2 of the number of blocks with the same words."""
    return np.log2(page.evidence.copies)


def is_repeat(page: Page) -> Floats:
    """Whether the same words stood in an earlier block."""
    return (page.evidence.first < page.rank).astype(np.float64)


def repeat_distance(page: Page) -> Floats:
    """Return log(1 + blocks) back to the first block with the same words; missing without one."""
    distance = page.rank - page.evidence.first
    return np.where(distance > 0, np.log1p(distance), np.nan)


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
    weight = np.where(np.isnan(page.topic), 0, page.size)
    near = window_mean(np.nan_to_num(page.topic) * weight, 4)
    return near / np.maximum(window_mean(weight, 4), 1e-9)


def is_card(page: Page) -> Floats:
    """Return the part of a card run that the block is; missing outside of runs."""
    return np.where(page.evidence.card == NONE, np.nan, page.evidence.card.astype(np.float64))


def cards_near(page: Page) -> Floats:
    """Return the share of blocks within 4 that are parts of cards."""
    return window_mean((page.evidence.card != NONE).astype(np.float64), 4)


def period(page: Page, lag: int) -> Floats:
    """Return how well the shapes of the blocks around repeat after ``lag`` blocks (varied shapes only)."""
    code = page.code
    if len(code) <= lag:
        return np.zeros(len(code))
    same = (code[lag:] == code[:-lag]) & (code[lag:] != shift(code.astype(np.float64), -1)[lag:])
    padded = np.concatenate((same.astype(np.float64), np.zeros(lag)))
    return np.maximum(window_mean(padded, 6), window_mean(np.roll(padded, lag), 6))
