"""The fitted numbers: trees that score blocks and rankers that score metadata candidates.

They are data (``data/weights.json``, ``data/rankers.json``), made by ``scripts/train.py`` from labelled pages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.data import load


@dataclass(frozen=True, slots=True)
class Trees:
    """Oblivious trees as arrays: all nodes of a level ask the same question.

    ``feature``, ``threshold``: a row a tree, a column a level; the question is ``value > threshold``, which a missing
    value answers with no. ``nodes``: a row a tree; values of all nodes, level by level from the root (1 + 2 + 4 + ...).
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


@dataclass(frozen=True, slots=True)
class Ranker:
    """How sure a metadata candidate is: ``1 / (1 + exp(-(bias + sum of weight * feature)))``.

    ``threshold``: least confidence at which a value is stated.
    """

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def confidence(self, features: Mapping[str, float]) -> float:
        """Return how sure it is that a candidate with these features is right, 0 to 1."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that was fitted. ``rankers``: by metadata field."""

    trees: Trees
    rankers: Mapping[str, Ranker]


@cache
def shipped() -> Model:
    """Return the model of the package."""
    return Model(
        Trees.from_json(load("weights")), {field: Ranker(**data) for field, data in load("rankers")["fields"].items()}
    )
