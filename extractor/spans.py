"""The densest run of blocks of a page: the simplest good guess of where the article stands."""

from __future__ import annotations

import numpy as np

from extractor.characters import Floats

_MAX_BLOCK: int = 200
"""Words that one block adds at most, so that a long legal notice does not outweigh a story."""


def dense_span(size: Floats, cost: float | Floats) -> tuple[int, int]:
    """Return the run of blocks ``[first, last)`` with the most words after the blocks' costs (in words) are paid.

    The span of Finn et al. (2001), "Fact or fiction: content classification for digital libraries", with blocks in the
    place of tags; costs of 6 to 10 measured best of all simple rules on flat text.
    """
    if not len(size):
        return 0, 0
    total = np.concatenate(([0.0], np.cumsum(np.minimum(size, _MAX_BLOCK) - cost)))
    lowest = np.minimum.accumulate(total)
    last = int(np.argmax(total - lowest))
    return int(np.argmin(total[: last + 1])), last
