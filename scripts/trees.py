"""Boosted trees: fitted by LightGBM, kept in the form that ``extractor.model`` evaluates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import lightgbm
import numpy as np
from choice import Choice
from numpy.typing import NDArray

from extractor.model import COLUMNS, pack_trees

SEED: Final = 1
MISSING: Final = np.float32(-1e30)
"""What a missing value counts as when trees are fitted: it answers every question with no, as in ``model.Trees``."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many trees, how deep, with how many leaves at most, and how much of a step each takes.

    ``rows``: least rows of a leaf. ``features``: share of the features that a tree may ask.
    """

    trees: int
    depth: int
    leaves: int
    rate: float
    rows: int
    features: float


Tree = dict[str, list[Any]]
"""A tree as columns, see ``model.COLUMNS``."""


def pack(names: Sequence[str], shape: Shape, trees: Sequence[Tree]) -> dict[str, Any]:
    """Return trees as data for ``model.Trees.from_json``."""
    columns = {name: list(chain.from_iterable(tree[name] for tree in trees)) for name in COLUMNS}
    return {"depth": shape.depth, "features": list(names), "trees": pack_trees(columns)}


def fit(
    values: NDArray[np.float32],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    shape: Shape,
    objective: str | Choice = "binary",
) -> list[Tree]:
    """Fit trees to tell the labelled rows apart, one by one or as a choice (which knows its labels and weights)."""
    settings = {
        "objective": objective,
        "num_leaves": shape.leaves,
        "max_depth": shape.depth,
        "learning_rate": shape.rate,
        "min_data_in_leaf": shape.rows,
        "feature_fraction": shape.features,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5,
        "max_bin": 127,
        "seed": SEED,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    rows = lightgbm.Dataset(
        np.where(np.isnan(values), MISSING, values), labels.astype(int), weight=weights / weights.mean()
    )
    fitted = lightgbm.train(settings, rows, shape.trees).dump_model()
    return [_tree(tree["tree_structure"]) for tree in fitted["tree_info"]]


def _tree(root: dict[str, Any]) -> Tree:
    rows = list(_nodes(root, 0))
    values = [_value(root)[0]]
    for _, node in rows:
        values += [_value(node["left_child"])[0], _value(node["right_child"])[0]]
    return {
        "asking": [len(rows)],
        "node": [place for place, _ in rows],
        "feature": [node["split_feature"] for _, node in rows],
        "threshold": [float(f"{node['threshold']:.6g}") for _, node in rows],
        "value": [round(value, 4) for value in values],
    }


def _nodes(node: dict[str, Any], place: int) -> Iterator[tuple[int, dict[str, Any]]]:
    if "split_feature" in node:
        yield place, node
        yield from _nodes(node["left_child"], 2 * place + 1)
        yield from _nodes(node["right_child"], 2 * place + 2)


def _value(node: dict[str, Any]) -> tuple[float, float]:
    """Return the mean value of the leaves below a node, and how many rows they have."""
    if "leaf_value" in node:
        return float(node["leaf_value"]), float(node.get("leaf_count", 0))
    (left, rows), (right, others) = _value(node["left_child"]), _value(node["right_child"])
    return (left * rows + right * others) / max(rows + others, 1.0), rows + others
