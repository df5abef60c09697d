"""The score of a block is the sum of named contributions, whatever the trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.document import FeatureTable, Scores
from extractor.evidence import observe
from extractor.features import FEATURES, tabulate
from extractor.model import COLUMNS, Trees, Types, pack_trees, shipped
from extractor.score import classify, of_page, score
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

FEATURES_OF_A_ROW, TREES, INNER, NODES = 4, 3, 3, 7
NO_TREES = {name: [] for name in COLUMNS}


def trees_of(feature, threshold, nodes) -> Trees:
    heaps = np.asarray(feature, np.intp), np.asarray(threshold, np.float32), np.asarray(nodes, np.float32)
    return Trees.from_heaps(tuple("abcd"), *heaps)


def walk(heaps, row) -> float:
    """Score one row the slow way."""
    total = 0.0
    for feature, threshold, nodes in zip(*heaps, strict=True):
        place = 0
        while place < len(feature):
            place = 2 * place + 1 + int(row[feature[place]] > threshold[place])
        total += float(nodes[place])
    return total


numbers = st.floats(-5, 5, width=32)


@given(
    arrays(np.int64, (TREES, INNER), elements=st.integers(0, FEATURES_OF_A_ROW - 1)),
    arrays(np.float32, (TREES, INNER), elements=numbers),
    arrays(np.float32, (TREES, NODES), elements=numbers),
    arrays(np.float32, (5, FEATURES_OF_A_ROW), elements=st.one_of(numbers, st.just(float("nan")))),
)
def test_contributions_add_up_to_the_leaves(feature, threshold, nodes, values):
    trees = trees_of(feature, threshold, nodes)
    scores = score(FeatureTable(tuple("abcd"), values), trees)
    assert scores.total == pytest.approx([walk((feature, threshold, nodes), row) for row in values], abs=1e-4)
    assert scores.bias + scores.contributions.sum(axis=1) == pytest.approx(scores.total, abs=1e-4)


def test_a_feature_that_no_tree_asks_contributes_nothing():
    trees = trees_of([[0, 1, 1]], [[0, 0, 0]], [[1, 0, 2, -1, 1, 2, 3]])
    scores = score(FeatureTable(tuple("abcd"), np.ones((2, 4), np.float32)), trees)
    assert not scores.contributions[:, 2:].any()
    assert scores.contributions[:, :2].any()


def test_a_missing_value_answers_no():
    trees = trees_of([[0, 0, 0]], [[0, 0, 0]], [[0, -1, 1, -2, 0, 0, 2]])
    scores = score(FeatureTable(tuple("abcd"), np.full((1, 4), np.nan, np.float32)), trees)
    assert scores.total[0] == -2


def test_trees_are_read_from_data():
    columns = {"node": [0, 2], "feature": [1, 0], "threshold": [0.5, 2.0], "value": [0.5, -1.0, 1.0, 0.25, 3.0]}
    trees = Trees.from_json({"depth": 3, "features": ["a", "b"], "trees": pack_trees({"asking": [2], **columns})})
    values = np.array([[0, 0], [0, 1], [3, 1], [np.nan, np.nan]], np.float32)
    assert trees.total(values).tolist() == [-1.0, 0.25, 3.0, -1.0]
    assert trees.contributions(values).tolist() == [[0, -1.5], [-0.75, 0.5], [2.0, 0.5], [0, -1.5]]
    assert trees.bias == 0.5


def test_the_trees_of_all_types_walk_together():
    values = [0.0, -1.0, 1.0, 0.0, -1.0, 2.0, 0.0, -1.0, 3.0]
    columns = {"asking": [1, 1, 1], "node": [0, 0, 0], "feature": [0, 0, 0], "threshold": [0.0] * 3, "value": values}
    data = {"depth": 1, "features": ["a"], "trees": pack_trees(columns), "of": {"x": 1, "y": 2}}
    assert Types.from_json(data).odds(np.ones(1, np.float32)) == {"x": 1, "y": 5}
    assert Types.from_json(data).odds(np.zeros(1, np.float32)) == {"x": -1, "y": -2}


def test_no_types():
    data = {"depth": 1, "features": [], "trees": pack_trees(NO_TREES), "of": {}}
    assert Types.from_json(data).odds(np.ones(1, np.float32)) == {}


def test_no_trees():
    trees = Trees.from_json({"depth": 2, "features": [], "trees": pack_trees(NO_TREES)})
    assert trees.total(np.zeros((2, 0), np.float32)).tolist() == [0, 0]


def table_of(document):
    scorer = shipped(document.source).scorer
    return tabulate(document, observe(document), scorer.trees.names, scorer.weights), scorer.trees


def test_other_features_than_the_weights_were_fitted_for():
    with pytest.raises(ValueError, match=r"run scripts/train\.py"):
        score(FeatureTable(("other",), np.zeros((1, 1), np.float32)), shipped("text").scorer.trees)


def test_types_ask_the_features_they_were_fitted_for(page_text):
    document = segment_text(page_text)
    table, trees = table_of(document)
    turned = FeatureTable(table.names[::-1], table.values[:, ::-1])
    with pytest.raises(ValueError, match=r"run scripts/train\.py"):
        classify(turned, score(table, trees), observe(document).size, shipped("text").types)


@pytest.mark.parametrize("rows", [0, 1, 10_000])
def test_features_of_a_body_are_means_by_expected_words(rows):
    values = np.where(np.arange(rows * 2).reshape(-1, 2) % 3, 1.5, np.nan).astype(np.float32)
    total, size = np.linspace(-3, 3, rows), np.arange(rows) % 50.0
    found = of_page(FeatureTable(("a", "b"), values), Scores(0.0, total, lambda: values), size)
    expected = size / (1 + np.exp(-total))
    assert found == pytest.approx(expected @ np.nan_to_num(values) / max(expected.sum(), 1))


@pytest.mark.parametrize("segment", [segment_text, segment_html])
def test_the_shipped_weights_add_up(page_text, segment):
    document = segment(page_text)
    table, trees = table_of(document)
    assert set(table.names) <= set(FEATURES)
    scores = score(table, trees)
    assert len(scores.total) == len(document)
    assert trees.bias + scores.contributions.sum(axis=1) == pytest.approx(scores.total, abs=1e-3)


@pytest.mark.parametrize("segment", [segment_text, segment_html])
def test_a_page_without_blocks(segment):
    table, trees = table_of(segment(""))
    scores = score(table, trees)
    assert scores.total.shape == (0,)
    assert scores.contributions.shape == (0, len(table.names))
