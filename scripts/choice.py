"""The loss of candidates of which a page has one right one or none."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LOWEST: Final = -600.0  # score below the best at which a candidate still counts, so that numbers stay above 0
_TINY: Final = 1e-300
_LEAST_CURVE: Final = 1e-3  # keeps steps bounded where a candidate is sure


class Choice:
    """The cross-entropy of which candidate of its page is right, or none of them (whose score is 0).

    It is the loss of a conditional logit (McFadden, 1974), in the form that LightGBM takes as an objective. Several
    right candidates share the page as they are likely.
    """

    def __init__(self, right: Floats, weight: Floats, page: NDArray[np.int64]) -> None:
        """Take how right each candidate is, what it weighs and the number of its page, those of a page together."""
        is_first = np.concatenate(([True], page[1:] != page[:-1]))
        self._first, self._page = np.flatnonzero(is_first), np.cumsum(is_first) - 1
        self._right, self._weight = right, weight

    def __call__(self, score: Floats, _: object = None) -> tuple[Floats, Floats]:
        """Return the first derivative of the loss by each candidate's score, and about the second."""
        top = np.maximum(np.maximum.reduceat(score, self._first), 0)
        likely = np.exp(np.maximum(score - top[self._page], _LOWEST))
        share = likely / (np.add.reduceat(likely, self._first) + np.exp(-top))[self._page]
        hits = share * self._right
        wanted = hits / np.maximum(np.add.reduceat(hits, self._first), _TINY)[self._page]
        return (share - wanted) * self._weight, np.maximum(share * (1 - share), _LEAST_CURVE) * self._weight
