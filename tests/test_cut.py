"""The cut keeps as many of the most probable blocks as have the best expected F-beta."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cut import best_cut, cut
from extractor.document import Scores

blocks = st.lists(st.tuples(st.floats(0.21, 0.99), st.integers(1, 50)), min_size=1, max_size=7)


def expected_f(probability, size, chosen, recall_weight=1.0) -> float:
    gold = (probability * size).sum()
    return (1 + recall_weight) * (probability * size)[chosen].sum() / (size[chosen].sum() + recall_weight * gold)


def average_f(probability, size, chosen, recall_weight) -> float:
    """The same of a page that as a whole can be worse or better than it looks, by 3.5 of log-odds."""
    log_odds = np.log(probability / (1 - probability))
    return sum(
        weight * expected_f(1 / (1 + np.exp(-log_odds - shift)), size, chosen, recall_weight)
        for shift, weight in ((-3.5, 1 / 6), (0, 2 / 3), (3.5, 1 / 6))
    )


@given(blocks, st.floats(0.5, 2))
def test_no_other_number_of_blocks_is_better(rows, weight):
    probability, size = (np.array(column, float) for column in zip(*rows, strict=True))
    kept, f1 = best_cut(probability, size, weight)
    order = np.argsort(-probability, kind="stable")
    prefixes = (np.isin(np.arange(len(size)), order[:count]) for count in range(1, len(size) + 1))
    best = max(average_f(probability, size, prefix, weight) for prefix in prefixes)
    assert average_f(probability, size, kept, weight) == pytest.approx(best)
    assert f1 == pytest.approx(expected_f(probability, size, kept))


def test_a_doubtful_page_is_kept_rather_whole():
    kept, _ = best_cut(np.array([0.45, 0.2, 0.2, 0.2]), np.full(4, 20.0))
    assert kept.all()


@pytest.mark.parametrize("unlikely", [[0.19, 0.1], [0.04, 0.03]])
def test_unlikely_and_wordless_blocks_are_never_kept(unlikely):
    kept, _ = best_cut(np.array([*unlikely, 0.9]), np.array([10.0, 10.0, 0.0]))
    assert not kept.any()


@pytest.mark.parametrize("size", [[], [0.0, 0.0]])
def test_no_words(size):
    kept, f1 = best_cut(np.full(len(size), 0.5), np.array(size))
    assert not kept.any()
    assert f1 == 0


def test_focus_moves_the_cut():
    scores = Scores(0.0, np.array([2.0, 0.3, -0.4, -2.0]), lambda: np.zeros((4, 0), np.float32))
    size = np.full(4, 10.0)
    kept = [cut(scores, size, None, focus).kept.sum() for focus in (-1.0, 0.0, 1.0)]
    assert kept == sorted(kept)
    assert kept[0] < kept[2]


def test_documentation_is_kept_rather_whole_than_an_article():
    scores = Scores(0.0, np.array([3.0, 3.0, 0.2]), lambda: np.zeros((3, 0), np.float32))
    size = np.array([50.0, 50.0, 5.0])
    kept = [cut(scores, size, page_type).kept.tolist() for page_type in ("article", "documentation")]
    assert kept == [[True, True, False], [True, True, True]]
