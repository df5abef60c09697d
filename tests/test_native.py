"""The compiled kernels equal their twins in numpy to the last bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import twins
from hypothesis import given
from hypothesis import strategies as st
from test_fixtures import PAGES

from extractor import analyse
from extractor.characters import count, firsts, hash_spans, lower, nearest
from extractor.model import Trees, shipped
from extractor.native import kernels
from extractor.score import of_page

GROWING = [character for character in map(chr, range(0x110000)) if len(character.lower()) > 1]
ODD = [
    "Σ",
    "ς",
    "ǅ",
    "_",
    "'",
    "٣",
    "日",
    "本",
    "ก",
    "\u0301",
    "\ud800",
    "\udfff",
    "\uffff",
    "😀",
    "𐐀",
    "𠀀",
    "\U0010ffff",
]
CHARACTERS = st.one_of(st.sampled_from("abcXYZ 09.,\n"), st.sampled_from([*GROWING, *ODD]), st.characters(codec=None))
TEXTS = st.one_of(st.text(st.characters(max_codepoint=max_point)) for max_point in (0xFF, 0xFFFF)) | st.text(CHARACTERS)


def assert_same_counts(text, start, end):
    start, end = np.asarray(start, np.int64), np.asarray(end, np.int64)
    counts, (columns, words) = count(text, start, end), twins.count(text, start, end)
    for name, column in columns.items():
        assert np.array_equal(counts.columns[name], column), name
        assert counts.columns[name].dtype == column.dtype
    assert len(counts.columns) == len(columns)
    for name in ("block", "start", "end", "hash"):
        assert np.array_equal(getattr(counts.words, name), getattr(words, name)), name
        assert getattr(counts.words, name).dtype == getattr(words, name).dtype


def assert_same_sums(trees, values):
    assert np.array_equal(trees.total(values), twins.total(trees, values))
    for row, reached in zip(values[:3], twins.reach(trees, values[:3]).T, strict=True):
        assert np.array_equal(trees.reach(row), reached)


def assert_same_places(known, hashes):
    known, hashes = np.array(sorted(known), np.uint64), np.array(hashes, np.uint64)
    for some in (hashes, hashes[:1], np.tile(hashes, 20)):
        places = nearest(known, some)
        assert np.array_equal(places, twins.nearest(known, some))
        assert places.dtype == np.int64


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_fixtures(path):
    analysis = analyse(path.read_bytes())
    document, values = analysis.document, analysis.features.values
    assert_same_counts(document.text, document.start, document.end)
    scorer, types, *_ = shipped(document.source)
    for weights in filter(lambda one: len(one.hashes), scorer.weights.values()):
        assert_same_places(weights.hashes, analysis.evidence.words.hash)
    assert_same_sums(scorer.trees, values)
    assert_same_sums(types.trees, of_page(analysis.features, analysis.scores, analysis.evidence.size)[None])


@given(TEXTS, st.data())
def test_any_text_and_any_blocks(text, data):
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12).map(sorted))
    assert_same_counts(text, cuts[0:-1:2], cuts[1::2])
    assert_same_counts(text, cuts[:-1], cuts[1:])


@pytest.mark.parametrize("letter", ["a", "Ж", "日", "𐐀"])
@pytest.mark.parametrize("length", [0, 1, 239, 240, 241, 480, 481, 1000])
def test_words_of_any_length(letter, length):
    text = letter * length + " " + letter
    assert_same_counts(text, [0], [len(text)])
    assert_same_counts(text, [0, length // 2, length], [length // 2, length, len(text)])


def test_only_sigma_depends_on_what_stands_around():
    for character in map(chr, range(0x110000)):
        assert character == "Σ" or f"a{character} ".lower() == f"a{character.lower()} "


def test_lower_case_stays():
    points = "".join(map(chr, range(0x110000)))
    assert lower(lower(points)) == lower(points)


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 4), (4, 4)])
def test_spans_outside_of_the_text(span):
    start, end = (np.array([place]) for place in span)
    with pytest.raises(ValueError, match="not in a text of 3"):
        count("abc", start, end)
    with pytest.raises(ValueError, match="not in a text of 3"):
        hash_spans(np.zeros(3, np.uint32), start, end)


def test_a_start_without_an_end():
    with pytest.raises(ValueError, match="has a start and an end"):
        count("abc", np.array([0, 1]), np.array([1]))


HASHES = st.integers(0, 2**64 - 1) | st.integers(0, 9) | st.integers(2**64 - 9, 2**64 - 1)


@given(st.lists(HASHES, min_size=1, max_size=200), st.lists(HASHES, max_size=40))
def test_places_of_any_hashes(known, hashes):
    assert_same_places(known, [*hashes, *known[:40]])


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 5_000])
def test_places_among_few_and_many(size):
    random = np.random.default_rng(size)
    known = random.integers(0, 2**64, size, np.uint64)
    assert_same_places(known, [*known.tolist(), *random.integers(0, 2**64, 999, np.uint64).tolist()])


def test_no_place_among_none():
    with pytest.raises(ValueError, match="among none"):
        nearest(np.zeros(0, np.uint64), np.zeros(1, np.uint64))


@given(st.lists(HASHES, max_size=200), st.integers(0, 5))
def test_first_of_any_hashes(hashes, again):
    hashes = np.array(hashes * again, np.uint64)
    assert np.array_equal(firsts(hashes), twins.firsts(hashes))
    assert np.array_equal(firsts(hashes.view(np.int64)[::2]), twins.firsts(hashes[::2]))


def test_first_of_many_numbers():
    numbers = np.random.default_rng(1).integers(-500, 500, 10_000)
    assert np.array_equal(firsts(numbers), twins.firsts(numbers))
    assert np.array_equal(firsts(np.arange(1 << 16)), np.arange(1 << 16))
    assert np.array_equal(firsts(np.arange(1 << 16) * 317_811), np.arange(1 << 16))  # of Fibonacci


def forest(seed, depth, count):
    """Return trees with thresholds that values often equal."""
    random = np.random.default_rng(seed)
    shape = (count, (1 << depth) - 1)
    threshold = random.integers(-2, 3, shape).astype(np.float32)
    threshold[random.random(shape) < 0.2] = np.inf
    nodes = random.normal(size=(count, (2 << depth) - 1)).astype(np.float32)
    return Trees.from_heaps(tuple("abcde"), random.integers(0, 5, shape), threshold, nodes)


@given(st.integers(0, 2**32), st.integers(0, 8), st.integers(0, 20), st.integers(0, 35))
def test_any_trees(seed, depth, trees, rows):
    random = np.random.default_rng(seed)
    values = random.choice([*range(-3, 4), np.nan, np.inf, -np.inf, 0.5], (rows, 5)).astype(np.float32)
    assert_same_sums(forest(seed, depth, trees), values)


def test_rows_of_any_layout():
    trees, values = forest(0, 3, 9), np.random.default_rng(1).normal(size=(20, 10)).astype(np.float32)
    assert np.array_equal(trees.total(values[:, ::2]), twins.total(trees, values[:, ::2]))
    assert np.array_equal(trees.total(values.T[:5].T), twins.total(trees, values[:, :5]))


def test_rows_without_the_features_that_are_asked():
    with pytest.raises(ValueError, match="rows of 4 values for trees of 5 features"):
        forest(0, 3, 9).total(np.zeros((2, 4), np.float32))


def test_trees_that_ask_for_more_than_there_is():
    with pytest.raises(ValueError, match="no name"):
        Trees.from_heaps(("a",), np.array([[1]]), np.zeros((1, 1), np.float32), np.zeros((1, 3), np.float32))


@pytest.mark.parametrize(
    ("questions", "nodes"), [((2, 3), (3, 7)), ((2, 3), (2, 6)), ((2, 2), (2, 7)), ((2, 3), (2, 0))]
)
def test_heaps_that_do_not_fit(questions, nodes):
    trees = Trees.from_heaps(("a",), np.zeros(questions, int), np.zeros(questions, np.float32), np.zeros((2, 7)))
    with pytest.raises(ValueError, match="a tree of depth n"):
        kernels.total(trees.questions, np.zeros(nodes, np.float32), np.zeros((1, 4), np.float32))


def test_threads_give_the_same():
    text = " ".join(f"Wort{number} and слово, 言葉" for number in range(5_000))
    trees, values = forest(0, 7, 100), np.random.default_rng(1).normal(size=(2_000, 5)).astype(np.float32)

    def work(_):
        counts = count(text, np.array([0]), np.array([len(text)]))
        return counts.words.hash.tobytes(), trees.total(values).tobytes()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(16)))) == 1


def test_rows_of_characters():
    assert kernels.rows("") == kernels.rows("aé") == (0,)
    assert kernels.rows("a日\ud800") == (0, ord("日") // 256, 0xD8)
    assert kernels.rows("\U0010ffff") == (0x10FF,)
