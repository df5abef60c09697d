"""Boosted oblivious trees: fitted by CatBoost, kept in the form that ``extractor.score`` evaluates."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from extractor.model import Trees

SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """How many trees, how deep, and how much of a step each takes."""

    trees: int
    depth: int
    rate: float


def fit(
    values: NDArray[np.float32],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    *,
    names: tuple[str, ...],
    shape: Shape,
) -> Trees:
    """Fit trees to tell the labelled rows apart."""
    model = CatBoostClassifier(
        iterations=shape.trees,
        depth=shape.depth,
        learning_rate=shape.rate,
        l2_leaf_reg=3,
        random_seed=SEED,
        border_count=128,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        rsm=0.5,
        boosting_type="Plain",
        score_function="L2",
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(Pool(values, label=labels.astype(int), weight=weights))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return from_catboost(json.loads(path.read_text()), names, shape.depth)


def from_catboost(data: dict[str, Any], names: tuple[str, ...], depth: int) -> Trees:
    """Read CatBoost's trees; the value of a node is the mean of the leaves below, weighted by their rows."""
    scale, (bias,) = data["scale_and_bias"]
    feature, threshold, nodes = [], [], []
    for tree in data["oblivious_trees"]:
        splits = list(reversed(tree["splits"]))  # CatBoost's first split is the lowest bit of the leaf number
        missing = depth - len(splits)  # levels that ask nothing: the answer is always no, the value stays
        feature.append([split["float_feature_index"] for split in splits] + [0] * missing)
        threshold.append([split["border"] for split in splits] + [np.inf] * missing)
        levels = _levels(np.array(tree["leaf_values"]) * scale, np.array(tree["leaf_weights"], float))
        nodes.append(np.concatenate([*levels, *(np.repeat(levels[-1], 1 << step) for step in range(1, missing + 1))]))
    table = np.round(np.array(nodes), 4)
    return Trees(
        names,
        float(bias + table[:, 0].sum()),
        np.array(feature, np.int64),
        np.array(threshold, np.float32),
        table.astype(np.float32),
    )


def _levels(values: NDArray[Any], weights: NDArray[Any]) -> list[NDArray[Any]]:
    """Return the node values of each level, from the root down."""
    levels, mass = [values], weights + 1e-9
    while len(levels[0]) > 1:
        total = mass[::2] + mass[1::2]
        levels.insert(0, (levels[0][::2] * mass[::2] + levels[0][1::2] * mass[1::2]) / total)
        mass = total
    return levels


def trees_to_json(trees: Trees) -> dict[str, Any]:
    """Return trees as plain data, rounded to what can matter."""
    return {
        "bias": round(trees.bias, 4),
        "features": list(trees.names),
        "trees": {
            "feature": trees.feature.tolist(),
            "threshold": [[min(float(f"{t:.6g}"), 1e30) for t in row] for row in trees.threshold.tolist()],
            "nodes": [[round(value, 3) for value in row] for row in trees.nodes.tolist()],
        },
    }
