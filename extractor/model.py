"""The fitted numbers: trees that score blocks, that tell types of pages and that rank metadata candidates.

They are data (``data/html.json``, ``html_types.json``, ``html_rankers.json``, the same for ``text``), made by
``scripts/train.py`` from labelled pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats, Hashes, hash_phrases, nearest
from extractor.data import load, packed, unpacked
from extractor.document import Source
from extractor.native import kernels

QUESTION: Final = np.dtype([("threshold", np.float32), ("feature", np.int32)])
"""What an inner node asks: ``value > threshold``."""

COLUMNS: Final = {
    "asking": np.uint8,
    "node": np.uint8,
    "feature": np.uint16,
    "threshold": np.float32,
    "value": np.float32,
}
"""Trees as data, tree by tree: how many nodes ask; of each of these its place in the heap, its feature and threshold;
of each tree the value of the root and, node by node, of the two children."""


class Trees(NamedTuple):
    """Boosted trees as arrays, each a complete binary one, a row a tree.

    A row is a heap: the children of node n are 2n + 1 and 2n + 2. ``questions`` (of ``QUESTION``) has its inner nodes,
    ``nodes`` the value of each node: at the end that of a leaf, above it the mean of the leaves below. A missing value
    answers no. A branch that ends early asks what is always answered with no and keeps its value. ``bias``: the sum of
    the roots. A feature's contribution is the sum of the changes of value at its questions (Saabas, 2014, "Interpreting
    random forests").
    """

    names: tuple[str, ...]
    bias: float
    questions: NDArray[np.void]
    nodes: NDArray[np.float32]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Trees:
        """Read trees as ``scripts/train.py`` writes them, in columns (see ``COLUMNS``)."""
        size, column = 1 << int(data["depth"]), {name: unpacked(data["trees"][name], COLUMNS[name]) for name in COLUMNS}
        asking, node, value = column["asking"].astype(np.intp), column["node"].astype(np.intp), column["value"]
        tree, root = np.repeat(np.arange(len(asking)), asking), np.cumsum(1 + 2 * asking) - 2 * asking - 1
        feature = np.zeros((len(asking), size - 1), np.intp)
        threshold = np.full((len(asking), size - 1), np.inf, np.float32)
        nodes = np.zeros((len(asking), 2 * size - 1), np.float32)
        feature[tree, node], threshold[tree, node], nodes[:, 0] = column["feature"], column["threshold"], value[root]
        nodes[tree, 2 * node + 1], nodes[tree, 2 * node + 2] = np.delete(value, root).reshape(-1, 2).T
        for first in (2**depth - 1 for depth in range(int(data["depth"]))):  # a branch that has ended keeps its value
            level, left = slice(first, 2 * first + 1), slice(2 * first + 1, 4 * first + 3, 2)
            nodes[:, left] = np.where(np.isinf(threshold[:, level]), nodes[:, level], nodes[:, left])
        return cls.from_heaps(tuple(data["features"]), feature, threshold, nodes)

    @classmethod
    def from_heaps(
        cls,
        names: tuple[str, ...],
        feature: NDArray[np.intp],
        threshold: NDArray[np.float32],
        nodes: NDArray[np.float32],
    ) -> Trees:
        """Take the questions as two arrays; ``ValueError`` if one asks a feature that has no name."""
        if feature.size and not 0 <= feature.min() <= feature.max() < max(len(names), 1):
            raise ValueError("a tree asks a feature that has no name: run scripts/train.py")
        questions = np.empty(feature.shape, QUESTION)
        questions["feature"], questions["threshold"] = feature, threshold
        return cls(names, float(nodes[:, 0].sum(dtype=np.float64)), questions, nodes)

    def reach(self, row: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the value of the leaf that a row reaches in each tree; a row has a value a feature."""
        return kernels.reach(self.questions, self.nodes, np.ascontiguousarray(self._checked(row), np.float32))

    def total(self, values: NDArray[np.float32]) -> Floats:
        """Return the log-odds of each row."""
        columns = np.ascontiguousarray(self._checked(values).T, np.float32)
        return kernels.total(self.questions, self.nodes, columns)

    def contributions(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each feature adds to the log-odds of each row, all walking down all trees, a step a level."""
        sums, flat = np.zeros(values.size), values.T.ravel()
        row, tree = np.arange(len(values)), np.arange(len(self.nodes))[:, None]
        first, root = tree * self.questions.shape[1], tree * self.nodes.shape[1]
        feature, threshold = self.questions["feature"].astype(np.intp).ravel(), self.questions["threshold"].ravel()
        node, value = np.zeros((len(tree), len(row)), np.intp), self.nodes[:, :1]
        for _ in range(self.nodes.shape[1].bit_length() - 1):
            cell = feature.take(first + node) * len(row) + row
            node = 2 * node + 1 + (flat.take(cell) > threshold.take(first + node))
            below = self.nodes.take(root + node)
            sums += np.bincount(cell.ravel(), weights=(below - value).ravel(), minlength=values.size)
            value = below
        return sums.reshape(values.T.shape).T.astype(np.float32)

    def _checked(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        if values.shape[-1] < len(self.names):
            raise ValueError(f"rows of {values.shape[-1]} values for trees of {len(self.names)} features")
        return values


def pack_trees(columns: Mapping[str, Sequence[float]]) -> dict[str, str]:
    """Return the columns of trees as ``Trees.from_json`` reads them."""
    return {name: packed(columns[name], COLUMNS[name]) for name in COLUMNS}


class Weights:
    """Weights of tokens, looked up by hash; an unknown token weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Take the weight of each token."""
        hashes = hash_phrases(list(weights))
        order = np.argsort(hashes)
        self.hashes = hashes[order]
        self.values = np.array(list(weights.values()), np.float64)[order]

    def of(self, hashes: Hashes) -> Floats:
        """Return the weights of tokens."""
        if not len(self.hashes):
            return np.zeros(len(hashes))
        place = nearest(self.hashes, hashes)
        return np.where(self.hashes[place] == hashes, self.values[place], 0.0)


class Ranker(NamedTuple):
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
        names, rows = self.trees.names, len(candidates)
        cells = chain.from_iterable(map(one.get, names, repeat(np.nan)) for one in candidates)
        values = np.fromiter(cells, np.float32, rows * len(names)).reshape(rows, -1)
        confident: list[float] = (1 / (1 + np.exp(-self.trees.total(values)))).tolist()
        return confident


class Types(NamedTuple):
    """What tells the types of pages: trees for each, all in one, that ask what the scorer's features are of a body.

    ``type_of``: index of the type of each tree.
    """

    names: tuple[str, ...]
    type_of: NDArray[np.intp]
    trees: Trees

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Types:
        """Read the trees as ``scripts/train.py`` writes them, with the number of those of each type."""
        return cls(
            tuple(data["of"]), np.repeat(np.arange(len(data["of"])), list(data["of"].values())), Trees.from_json(data)
        )

    def odds(self, row: NDArray[np.float32]) -> dict[str, float]:
        """Return the log-odds of each type, from the features of a page (see ``score.of_page``)."""
        reached = self.trees.reach(row)
        return dict(zip(self.names, np.bincount(self.type_of, reached, len(self.names)).tolist(), strict=True))


class Scorer(NamedTuple):
    """What scores the blocks of a kind of source.

    ``weights``: of tokens, by kind (see ``features.vocabulary``). ``curve``: points between which a straight line leads
    from the F1 that the scores expect of a page to the mean F1 of such pages.
    """

    trees: Trees
    weights: Mapping[str, Weights]
    curve: tuple[Floats, Floats]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scorer:
        """Read a scorer as ``scripts/train.py`` writes it."""
        return cls(
            Trees.from_json(data),
            {kind: Weights(words) for kind, words in data["words"].items()},
            (np.array(data["curve"]["expected"]), np.array(data["curve"]["actual"])),
        )

    def confidence(self, expected_f1: float) -> float:
        """Return the mean F1 of pages of which the scores expect so much, as measured when the trees were fitted."""
        return float(np.interp(expected_f1, *self.curve))


class Model(NamedTuple):
    """Everything that was fitted for a kind of source.

    ``rankers``: by metadata field. ``site_memory``: what each unit that it says against a block takes from its score.
    """

    scorer: Scorer
    types: Types
    rankers: Mapping[str, Ranker]
    site_memory: float = 0.0

    @classmethod
    def from_json(cls, scorer: Mapping[str, Any], types: Mapping[str, Any], rankers: Mapping[str, Any]) -> Model:
        """Read a model as ``scripts/train.py`` writes its parts."""
        fields = {name: Ranker.from_json(data) for name, data in rankers["fields"].items()}
        return cls(Scorer.from_json(scorer), Types.from_json(types), fields)


@cache
def shipped(source: Source) -> Model:
    """Return the model of the package for a kind of source."""
    model = Model.from_json(load(source), load(f"{source}_types"), load(f"{source}_rankers"))
    return model._replace(site_memory=load("site_memory")[source])
