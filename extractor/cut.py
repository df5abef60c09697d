"""Scores -> Selection: the set of blocks that is expected to be nearest to the article."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import Scores, Selection
from extractor.spans import dense_span

_FLOOR: Final = 0.05
_LEAST: Final = 0.2
"""Least probability of a block that is kept, and of the most probable one on a page of which anything is."""

_RECALL: Final = {"article": 0.6, "product": 0.6, "service": 1.0, "documentation": 1.5}
_RECALL_ELSEWHERE: Final = 0.8
"""What recall weighs against precision in the choice of the cut (the square of the beta of F-beta), by the likeliest
type of the page, and for other types: around an article or a product stands what never is part of it."""

_SHIFTS: Final = np.exp([[-3.5], [0.0], [3.5]])
_LIKELY: Final = np.array([1 / 6, 2 / 3, 1 / 6])
"""What the odds of all blocks are multiplied by where a page as a whole is less or more of an article than it looks,
and how likely each case is: the three points by which Gauss and Hermite integrate over a normal distribution, here of
log-odds with a standard deviation of 2. With the weights of recall above, page F1 is .002 (HTML) to .006 (flat text)
higher than by the own probabilities of the blocks alone; see docs/adr/0020."""

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
    kept, expected_f1 = best_cut(probability, size, _RECALL.get(page_type or "article", _RECALL_ELSEWHERE))
    first, last = dense_span(np.where(kept, size, 0.0), _SPAN_COST * (1 - probability))
    return Selection(probability, kept, expected_f1, first, last)


def best_cut(probability: Floats, size: Floats, recall_weight: float = _RECALL["article"]) -> tuple[Bools, float]:
    """Return the most probable blocks up to the number that maximises the expected F-beta, and their expected F1.

    With S words kept, ``E`` the expected article words among them and ``G`` those of the page, F1 is about
    ``2 E / (S + G)`` (Ye et al. 2012, "Optimizing F-measure"); a fixed threshold measured .4 to 1 point lower. Blocks
    of a page are wrong together, so F-beta is averaged over what the whole page could be (see ``_SHIFTS``).
    """
    kept = np.zeros(len(size), np.bool_)
    if not size.any() or probability[size > 0].max() < _LEAST:
        return kept, 0.0
    order = np.argsort(-probability, kind="stable")
    likely, words = probability[order], np.cumsum(size[order])
    shifted = likely * _SHIFTS / (likely * _SHIFTS + 1 - likely)
    expected = np.cumsum(shifted * size[order], axis=1)
    best = int(np.argmax(_LIKELY @ (expected / (words + recall_weight * expected[:, -1:]))))
    kept[order[: best + 1]] = True
    found, whole = expected[1, [best, -1]]  # where the page is what it looks like
    return kept & (probability >= _FLOOR) & (size > 0), float(2 * found / (words[best] + whole))
