"""Feature table -> scores, by boosted oblivious trees whose every step is credited to the feature that took it.

``bias + contributions == total`` by construction (see ``model.Trees``). The weights are made by ``scripts/train.py``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.document import FeatureTable, Scores
from extractor.model import Trees

_ROWS: Final = 4096  # blocks scored together: bounds the memory of a page of a million lines


def score(table: FeatureTable, trees: Trees) -> Scores:
    """Score every block of a page.

    Raises ``ValueError`` if the weights were fitted for other features than the table has.
    """
    if trees.names != table.names:
        raise ValueError("the weights belong to other features: run scripts/train.py")
    parts = [trees.contributions(table.values[row : row + _ROWS]) for row in range(0, len(table.values), _ROWS)]
    contributions = np.concatenate(parts) if parts else np.zeros((0, len(trees.names)), np.float32)
    total = trees.bias + contributions.sum(axis=1, dtype=np.float64)
    return Scores(trees.bias, total, contributions)
