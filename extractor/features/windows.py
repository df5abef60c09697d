"""The arithmetic of windows and neighbours: of a column over the blocks of a page, or of several at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Bools, Floats, Ints
from extractor.sums import sums_before


def window_mean(columns: NDArray[Any], radius: int) -> Floats:
    """Return the mean over the blocks within ``radius``; beyond the page's ends stand zeros."""
    sums, rank = sums_before(columns), np.arange(columns.shape[-1])
    high, low = (sums.take(rank + step, axis=-1, mode="clip") for step in (radius + 1, -radius))
    mean: Floats = (high - low) / (2 * radius + 1)
    return mean


def shift(column: Floats, step: int) -> Floats:
    """Return the column of the blocks ``step`` places later (NaN beyond the page's ends)."""
    shifted = np.full(len(column), np.nan)
    if abs(step) < len(column):
        shifted[max(0, -step) : len(column) - max(0, step)] = column[max(0, step) : len(column) + min(0, step)]
    return shifted


def last_before(masks: Bools) -> Ints:
    """Return the index of the last block before each one where the mask holds (-1: none)."""
    last = np.full(masks.shape, -1)
    held = np.where(masks[..., :-1], np.arange(masks.shape[-1])[:-1], -1)
    np.maximum.accumulate(held, axis=-1, out=last[..., 1:])
    return last


def next_after(mask: Bools) -> Ints:
    """Return the index of the first block after each one where the mask holds (the page's length: none)."""
    mirrored = last_before(mask[::-1])[::-1]
    return np.asarray(len(mask) - 1 - mirrored, np.int64)
