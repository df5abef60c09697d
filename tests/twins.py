"""The compiled kernels once more, in numpy: what they compute, said as plainly as can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from extractor.characters import COUNTED, IDEOGRAPH, IDEOGRAPH_WORDS, WORD, Words, class_bits, lower
from extractor.model import Trees

BASE = 0x9E3779B97F4A7C15


def points_of(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def count(text: str, start: Any, end: Any) -> tuple[dict[str, np.ndarray], Words]:
    """``characters.count``."""
    points = points_of(text)
    rows, place = np.unique(points // 256, return_inverse=True)
    table = np.array([class_bits(row) for row in rows.tolist()], np.uint16).reshape(-1, 256)
    classes = table[place, points % 256]
    columns = {name: sum_spans((classes & bits) > 0, start, end) for name, bits in COUNTED.items()}
    word_start, word_end = word_spans(classes)
    block = np.searchsorted(start, word_start, side="right") - 1
    within = (block >= 0) & (word_start < end[np.maximum(block, 0)]) if len(start) else np.zeros(len(block), np.bool_)
    word_start, word_end, block = word_start[within], word_end[within], block[within]
    words = np.bincount(block, minlength=len(start)).astype(np.float64)
    columns["words"] = words - (1 - IDEOGRAPH_WORDS) * columns["ideographs"]
    hashes = hash_spans(points_of(lower(text)), word_start, word_end)
    return columns, Words(*(one.astype(np.int32) for one in (block, word_start, word_end)), hashes)


def sum_spans(mask: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    prefix = np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
    return (prefix[end] - prefix[start]).astype(np.float64)


def word_spans(classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    inside = np.concatenate(([False], (classes & WORD) > 0, [False]))
    alone = np.concatenate(([False], (classes & IDEOGRAPH) > 0, [False]))
    cut = alone[1:] | alone[:-1]
    starts = np.flatnonzero(inside[1:-1] & (~inside[:-2] | cut[:-1]))
    ends = np.flatnonzero(inside[1:-1] & (~inside[2:] | cut[1:])) + 1
    return starts, ends


def hash_spans(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """``characters.hash_spans``, by one prefix sum."""
    terms = points.astype(np.uint64) * powers(BASE, len(points))
    prefix = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    return (prefix[end] - prefix[start]) * powers(pow(BASE, -1, 1 << 64), len(points) + 1)[start]


def powers(base: int, count: int) -> np.ndarray:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def nearest(known: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """``characters.nearest``."""
    return np.minimum(np.searchsorted(known, hashes), len(known) - 1)


def firsts(hashes: np.ndarray) -> np.ndarray:
    """``characters.firsts``."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    return first[inverse]


def reach(trees: Trees, values: np.ndarray) -> np.ndarray:
    """``Trees.reach``, all rows walking down all trees, a step a level."""
    tree, row = np.arange(len(trees.nodes))[:, None], np.arange(len(values))
    node = np.zeros((len(tree), len(row)), np.intp)
    for _ in range(trees.nodes.shape[1].bit_length() - 1):
        asked = trees.questions[tree, node]
        node = 2 * node + 1 + (values[row, asked["feature"]] > asked["threshold"])
    return trees.nodes[tree, node]


def total(trees: Trees, values: np.ndarray) -> np.ndarray:
    """``Trees.total``, tree after tree."""
    sums = np.zeros(len(values))
    for reached in reach(trees, values):
        sums += reached
    return sums
