"""Feature table -> scores, by boosted oblivious trees whose every step is credited to the feature that took it.

An oblivious tree asks the same question of all nodes of a level, so a tree of depth d is d comparisons and a table
of 2**d values, and a whole page is a few numpy calls. A node's value is the mean of the leaves below it; a feature's
contribution is the sum of the changes of value at its questions (Saabas, 2014, "Interpreting random forests"), so
``bias + contributions == total`` by construction. The weights are made by ``scripts/train.py``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractor.document import FeatureTable, Scores
from extractor.model import Trees

_ROWS: Final = 4096  # blocks scored together: bounds the memory of a page of a million lines


def score(table: FeatureTable, trees: Trees) -> Scores:
    """Score every block of a page.

    Raises ``ValueError`` if the weights were fitted for other features than the table has.
    """
    if trees.names != table.names:
        raise ValueError("the weights belong to other features: run scripts/train.py")
    parts = [_contributions(table.values[row : row + _ROWS], trees) for row in range(0, len(table.values), _ROWS)]
    contributions = np.concatenate(parts) if parts else np.zeros((0, len(trees.names)), np.float32)
    total = trees.bias + contributions.sum(axis=1, dtype=np.float64)
    return Scores(trees.bias, total, contributions)


def _contributions(values: NDArray[np.float32], trees: Trees) -> NDArray[np.float32]:
    count, depth = trees.feature.shape
    answers = values[:, trees.feature.ravel()] > trees.threshold.ravel()
    answers = answers.reshape(len(values), count, depth)
    tree = np.arange(count)
    place = np.zeros((len(values), count), np.int64)
    before = np.broadcast_to(trees.nodes[:, 0], place.shape)
    steps = np.empty((len(values), count, depth), np.float32)
    for level in range(depth):
        place = 2 * place + answers[:, :, level]
        after = trees.nodes[tree, (1 << (level + 1)) - 1 + place]
        steps[:, :, level] = after - before
        before = after
    order = np.argsort(trees.feature.ravel(), kind="stable")
    asked, first = np.unique(trees.feature.ravel()[order], return_index=True)
    contributions = np.zeros(values.shape, np.float32)
    contributions[:, asked] = np.add.reduceat(steps.reshape(len(values), -1)[:, order], first, axis=1)
    return contributions
