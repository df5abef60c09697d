"""Scores -> Selection: the set of blocks that is expected to be nearest to the article."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import Scores, Selection
from extractor.spans import dense_span

_FLOOR: Final = 0.2
"""Least probability of a block that is kept; measured, .2 points of page F1 over no floor."""

_PRECISE: Final = 0.8
_EVEN: Final = 1.0
"""What recall weighs against precision in the choice of the cut (the square of the beta of F-beta): for articles, and
for other types of pages. Measured on HTML against 1: precision on articles and on newspapers +.003; see docs/adr."""

_FOCUS_STEP: Final = 2.0
"""Log-odds that full precision or full recall takes from or adds to every block."""

_SPAN_COST: Final = 4.0
"""Words that a block costs the body if it is surely not part of it (see ``spans.dense_span``): a table or a list whose
cells are doubtful does not end the body."""


def cut(scores: Scores, size: Floats, page_type: str | None = None, focus: float = 0.0) -> Selection:
    """Choose the blocks of the article: those that maximise the expected word F-beta of the page.

    ``page_type``: the likeliest, None if unknown. ``focus``: see ``Options``.
    """
    probability = 1 / (1 + np.exp(-(scores.total + _FOCUS_STEP * focus)))
    kept, expected_f1 = best_cut(probability, size, _PRECISE if page_type in (None, "article") else _EVEN)
    first, last = dense_span(np.where(kept, size, 0.0), _SPAN_COST * (1 - probability))
    return Selection(probability, kept, expected_f1, first, last)


def best_cut(probability: Floats, size: Floats, recall_weight: float = _PRECISE) -> tuple[Bools, float]:
    """Return the most probable blocks up to the number that maximises the expected F-beta, and their expected F1.

    With S words kept, ``E`` the expected article words among them and ``G`` those of the page, F1 is about
    ``2 E / (S + G)`` (Ye et al. 2012, "Optimizing F-measure"); a fixed threshold measured .4 to 1 point lower.
    """
    kept = np.zeros(len(size), np.bool_)
    if not size.any():
        return kept, 0.0
    order = np.argsort(-probability, kind="stable")
    expected, words = np.cumsum((probability * size)[order]), np.cumsum(size[order])
    best = int(np.argmax(expected / (words + recall_weight * expected[-1])))
    kept[order[: best + 1]] = True
    expected_f1 = 2 * expected[best] / (words[best] + expected[-1])
    return kept & (probability >= _FLOOR) & (size > 0), float(expected_f1)
