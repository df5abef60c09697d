"""Feature table -> scores, by boosted trees whose every step is credited to the feature that took it.

``bias + contributions == total`` by construction (see ``model.Trees``). The weights are made by ``scripts/train.py``.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats
from extractor.document import FeatureTable, Scores
from extractor.model import Trees, Types

_LEAST_WORDS: Final = 1e-9  # of a body: a page without words has none
_ROWS: Final = 4096  # blocks explained together: bounds the memory of a page of a million lines
_AVERAGED: Final = 512  # blocks averaged together: each takes three times its row meanwhile


def score(table: FeatureTable, trees: Trees) -> Scores:
    """Score every block of a page.

    Raises ``ValueError`` if the trees were fitted for other features than the table has.
    """
    _check(table, trees)
    return Scores(trees.bias, trees.total(table.values), partial(_contributions, table, trees))


def classify(table: FeatureTable, scores: Scores, size: Floats, types: Types) -> dict[str, float]:
    """Return how likely each type of page is, the most likely first, adding up to 1; nothing for a page without blocks.

    ``size``: words of each block. Raises ``ValueError`` as ``score`` does.
    """
    _check(table, types.trees)
    if not len(table.values):
        return {}
    total = types.odds(of_page(table, scores, size))
    odds = {name: 1 / (1 + math.exp(-total[name])) for name in sorted(total, key=lambda name: -total[name])}
    return {name: value / sum(odds.values()) for name, value in odds.items()}


def of_page(table: FeatureTable, scores: Scores, size: Floats) -> NDArray[np.float32]:
    """Return the features of the body of a page: their means, weighed by the article's words expected in each block.

    A missing value counts as 0. What is the same for all blocks, the features of the whole page, stays as it is. See
    docs/adr/0021.
    """
    expected = size / (1 + np.exp(-scores.total))
    weight = expected / max(float(expected.sum()), _LEAST_WORDS)
    means = np.zeros(len(table.names))
    for row in range(0, len(weight), _AVERAGED):
        rows = table.values[row : row + _AVERAGED]
        known = np.where(np.isnan(rows), np.float32(0.0), rows)
        means += (known * weight[row : row + _AVERAGED, None]).sum(axis=0)
    return means.astype(np.float32)


def with_feature(table: FeatureTable, scores: Scores, name: str, added: Floats) -> tuple[FeatureTable, Scores]:
    """Return both with one more feature beside those of the trees; ``added``: its contribution, and value, by block."""
    column = added.astype(np.float32)[:, None]
    wider = FeatureTable((*table.names, name), np.hstack((table.values, column)))
    return wider, Scores(scores.bias, scores.total + added, partial(_beside, scores, column))


def _check(table: FeatureTable, trees: Trees) -> None:
    if trees.names != table.names:
        raise ValueError("the weights belong to other features: run scripts/train.py")


def _beside(scores: Scores, column: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hstack((scores.contributions, column))


def _contributions(table: FeatureTable, trees: Trees) -> NDArray[np.float32]:
    batches = (table.values[row : row + _ROWS] for row in range(0, len(table.values), _ROWS))
    parts = [trees.contributions(rows) for rows in batches]
    return np.concatenate(parts) if parts else np.zeros((0, len(trees.names)), np.float32)
