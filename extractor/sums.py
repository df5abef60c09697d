"""Running sums of columns: the sum of any range of blocks is the difference of two; and runs of places."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats, Ints


def sums_before(columns: NDArray[Any]) -> Floats:
    """Return the sum of what stands before each block, and behind the last one the sum of all."""
    sums = np.zeros((*columns.shape[:-1], columns.shape[-1] + 1))
    np.cumsum(columns, axis=-1, out=sums[..., 1:])
    return sums


def runs(start: Ints, size: Ints) -> Ints:
    """Return the places of runs, given where each begins and how long it is, one run after the other."""
    end = np.cumsum(size)
    return np.asarray(np.repeat(start - (end - size), size) + np.arange(size.sum()), np.int64)
