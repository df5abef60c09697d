"""The fitted numbers: trees that score blocks and rankers that score metadata candidates.

They are data (``data/weights.json``, ``data/rankers.json``), made by ``scripts/train.py`` from labelled pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.data import load


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted oblivious trees as arrays: all nodes of a level ask the same question.

    A tree of depth d is d comparisons and a table of 2**d leaves, so many rows cost a few numpy calls. A node's value
    is the mean of the leaves below it; a feature's contribution is the sum of the changes of value at its questions
    (Saabas, 2014, "Interpreting random forests").

    ``feature``, ``threshold``: a row a tree, a column a level; the question is ``value > threshold``, which a missing
    value answers with no. ``nodes``: a row a tree; values of all nodes, level by level from the root (1 + 2 + 4 + ...).
    ``bias``: the sum of the roots and the starting value.
    """

    names: tuple[str, ...]
    bias: float
    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    nodes: NDArray[np.float32]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Trees:
        """Read trees as ``scripts/train.py`` writes them."""
        return cls(
            names=tuple(data["features"]),
            bias=float(data["bias"]),
            feature=np.array(data["trees"]["feature"], np.int64),
            threshold=np.array(data["trees"]["threshold"], np.float32),
            nodes=np.array(data["trees"]["nodes"], np.float32),
        )

    def contributions(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each feature adds to the log-odds of each row; a row of ``values`` has a value a feature."""
        count, depth = self.feature.shape
        answers = values[:, self.feature.ravel()] > self.threshold.ravel()
        answers = answers.reshape(len(values), count, depth)
        tree = np.arange(count)
        place = np.zeros((len(values), count), np.int64)
        before = np.broadcast_to(self.nodes[:, 0], place.shape)
        steps = np.empty((len(values), count, depth), np.float32)
        for level in range(depth):
            place = 2 * place + answers[:, :, level]
            after = self.nodes[tree, (1 << (level + 1)) - 1 + place]
            steps[:, :, level] = after - before
            before = after
        order = np.argsort(self.feature.ravel(), kind="stable")
        asked, first = np.unique(self.feature.ravel()[order], return_index=True)
        sums = np.zeros(values.shape, np.float32)
        sums[:, asked] = np.add.reduceat(steps.reshape(len(values), -1)[:, order], first, axis=1)
        return sums


@dataclass(frozen=True, slots=True)
class Ranker:
    """Says how sure each candidate of a metadata field is.

    ``threshold``: least confidence at which a value is stated.
    """

    trees: Trees
    threshold: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ranker:
        """Read a ranker as ``scripts/train.py`` writes it."""
        return cls(Trees.from_json(data), float(data["threshold"]))

    def confidences(self, candidates: Sequence[Mapping[str, float]]) -> list[float]:
        """Return how sure it is that a candidate with these features is right, 0 to 1, for each."""
        if not candidates:
            return []
        values = np.array([[one[name] for name in self.trees.names] for one in candidates], np.float32)
        total = self.trees.bias + self.trees.contributions(values).sum(axis=1, dtype=np.float64)
        confident: list[float] = (1 / (1 + np.exp(-total))).tolist()
        return confident


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that was fitted. ``rankers``: by metadata field."""

    trees: Trees
    rankers: Mapping[str, Ranker]


@cache
def shipped() -> Model:
    """Return the model of the package."""
    return Model(
        Trees.from_json(load("weights")),
        {field: Ranker.from_json(data) for field, data in load("rankers")["fields"].items()},
    )
