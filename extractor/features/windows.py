"""The arithmetic of windows and neighbours: of a column over the blocks of a page, or of several at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Bools, Floats, Ints


def window_mean(columns: NDArray[Any], radius: int) -> Floats:
    """Return the mean over the blocks within ``radius``; beyond the page's ends stand zeros."""
    (mean,) = window_means(columns, (radius,))
    return mean


def window_means(columns: NDArray[Any], radii: Sequence[int]) -> list[Floats]:
    """Return the same for each of these radii."""
    size, reach = columns.shape[-1], max(radii)
    sums = np.zeros((*columns.shape[:-1], size + 2 * reach + 1))
    columns.cumsum(axis=-1, out=sums[..., reach + 1 : reach + 1 + size])
    sums[..., reach + 1 + size :] = sums[..., reach + size, None]
    means = []
    for radius in radii:
        high, low = (sums[..., reach + step : reach + step + size] for step in (radius + 1, -radius))
        means.append((high - low) / (2 * radius + 1))
    return means


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


def log_where(mask: Bools, column: NDArray[Any]) -> Floats:
    """Return log(1 + value) where a mask holds; elsewhere it is missing."""
    return np.asarray(np.log1p(column, out=np.full(mask.shape, np.nan), where=mask), np.float64)
