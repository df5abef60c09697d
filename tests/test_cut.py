"""The cut keeps the set of blocks with the best expected F-beta."""

from __future__ import annotations

from itertools import product

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


@given(blocks, st.floats(0.5, 2))
def test_no_other_set_is_better(rows, weight):
    probability, size = (np.array(column, float) for column in zip(*rows, strict=True))
    kept, f1 = best_cut(probability, size, weight)
    every = (np.array(choice) for choice in product([False, True], repeat=len(size)) if any(choice))
    best = max(expected_f(probability, size, choice, weight) for choice in every)
    assert expected_f(probability, size, kept, weight) == pytest.approx(best)
    assert f1 == pytest.approx(expected_f(probability, size, kept))


def test_unlikely_and_wordless_blocks_are_never_kept():
    kept, _ = best_cut(np.array([0.19, 0.1, 0.9]), np.array([10.0, 10.0, 0.0]))
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
