"""The score of a block is the sum of named contributions, whatever the trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.document import FeatureTable
from extractor.evidence import observe
from extractor.features import FEATURES, tabulate
from extractor.model import Trees, shipped
from extractor.score import score
from extractor.segment_text import segment_text

COLUMNS, TREES, DEPTH = 4, 3, 2
NODES = 1 + 2 + 4


def trees_of(feature, threshold, nodes) -> Trees:
    table = np.asarray(nodes, np.float32)
    return Trees(tuple("abcd"), float(table[:, 0].sum()), np.asarray(feature), np.asarray(threshold, np.float32), table)


def walk(trees: Trees, row) -> float:
    """Score one row the slow way."""
    total = 0.0
    for feature, threshold, nodes in zip(trees.feature, trees.threshold, trees.nodes, strict=True):
        place = 0
        for level in range(DEPTH):
            place = 2 * place + int(row[feature[level]] > threshold[level])
        total += float(nodes[2**DEPTH - 1 + place])
    return total


numbers = st.floats(-5, 5, width=32)


@given(
    arrays(np.int64, (TREES, DEPTH), elements=st.integers(0, COLUMNS - 1)),
    arrays(np.float32, (TREES, DEPTH), elements=numbers),
    arrays(np.float32, (TREES, NODES), elements=numbers),
    arrays(np.float32, (5, COLUMNS), elements=st.one_of(numbers, st.just(float("nan")))),
)
def test_contributions_add_up_to_the_leaves(feature, threshold, nodes, values):
    trees = trees_of(feature, threshold, nodes)
    scores = score(FeatureTable(tuple("abcd"), values), trees)
    assert scores.total == pytest.approx([walk(trees, row) for row in values], abs=1e-4)
    assert scores.bias + scores.contributions.sum(axis=1) == pytest.approx(scores.total, abs=1e-4)


def test_a_feature_that_no_tree_asks_contributes_nothing():
    trees = trees_of([[0, 1]], [[0, 0]], [[1, 0, 2, -1, 1, 2, 3]])
    scores = score(FeatureTable(tuple("abcd"), np.ones((2, 4), np.float32)), trees)
    assert not scores.contributions[:, 2:].any()
    assert scores.contributions[:, :2].any()


def test_a_missing_value_answers_no():
    trees = trees_of([[0, 0]], [[0, 0]], [[0, -1, 1, -2, 0, 0, 2]])
    scores = score(FeatureTable(tuple("abcd"), np.full((1, 4), np.nan, np.float32)), trees)
    assert scores.total[0] == -2


def test_other_features_than_the_weights_were_fitted_for():
    with pytest.raises(ValueError, match=r"run scripts/train\.py"):
        score(FeatureTable(("other",), np.zeros((1, 1), np.float32)), shipped().trees)


def test_the_shipped_weights_are_of_these_features_and_add_up(page_text):
    trees = shipped().trees
    assert trees.names == tuple(FEATURES)
    document = segment_text(page_text)
    scores = score(tabulate(document, observe(document)), trees)
    assert len(scores.total) == len(document)
    assert trees.bias + scores.contributions.sum(axis=1) == pytest.approx(scores.total, abs=1e-3)


def test_a_page_without_blocks():
    document = segment_text("")
    scores = score(tabulate(document, observe(document)), shipped().trees)
    assert scores.total.shape == (0,)
    assert scores.contributions.shape == (0, len(FEATURES))
