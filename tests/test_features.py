"""Columns that are computed for all blocks at once are what a loop over blocks would find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.attributes import name_words
from extractor.characters import hash_words
from extractor.evidence import observe
from extractor.features import FAMILIES, FEATURES, MEANINGS, tabulate
from extractor.features.names import name_tokens
from extractor.features.page import Page
from extractor.features.vocabulary import KINDS, SUMS
from extractor.features.windows import last_before, next_after, window_mean
from extractor.model import Weights
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

markup = st.recursive(
    st.sampled_from(["<p>One two three.</p>", "words ", "<h2 class='head main'>Title</h2>"]),
    lambda inner: st.tuples(st.sampled_from(["div", "ul", "article"]), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} class=box>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=20,
)


def page_of(html: str) -> Page:
    document = segment_html(f"<title>Title</title>{html}<p>End.</p>")
    return Page(document, observe(document), {})


def path(tree, element: int) -> list[int]:
    """Return an element and those around it, the root last."""
    found = [element]
    while found[-1]:
        found.append(int(tree.parent[found[-1]]))
    return found


@given(st.lists(st.text("abzAZ@[`{ -_0é\n.ſ\u212a"), max_size=5))
def test_names_are_read_together_as_one_by_one(names):
    line, hashes = name_tokens(names)
    words = [sorted(hash_words(name_words(name)).tolist()) for name in names]
    assert list(zip(line.tolist(), hashes.tolist(), strict=True)) == [
        (index, code) for index, codes in enumerate(words) for code in codes
    ]


@given(arrays(np.bool_, st.tuples(st.integers(1, 3), st.integers(0, 8))))
def test_last_and_next(masks):
    for row, mask in zip(last_before(masks), masks, strict=True):
        held = np.flatnonzero(mask).tolist()
        assert row.tolist() == [
            max((place for place in held if place < index), default=-1) for index in range(len(mask))
        ]
        following = [min((place for place in held if place > index), default=len(mask)) for index in range(len(mask))]
        assert next_after(mask).tolist() == following


@given(arrays(np.int64, st.tuples(st.integers(1, 3), st.integers(1, 8)), elements=st.integers(0, 9)), st.integers(0, 9))
def test_window_mean(columns, radius):
    for row, column in zip(window_mean(columns, radius), columns, strict=True):
        sums = [column[max(0, index - radius) : index + radius + 1].sum() for index in range(len(column))]
        assert row * (2 * radius + 1) == pytest.approx(sums)


@given(markup)
def test_what_elements_share(html):
    page = page_of(html)  # a tree does not outlive its page
    tree = page.tree
    paths = [path(tree, element) for element in range(len(tree.parent))]
    assert tree.depth.tolist() == [len(found) - 1 for found in paths]
    for element, own in enumerate(paths):
        shared = [len(set(own) & set(other)) - 1 for other in paths]
        assert tree.meeting(element).tolist() == shared


@given(markup)
def test_the_innermost_element_of_a_size(html):
    page, sizes = page_of(html), (2, 3, 5)
    tree = page.tree
    for size, around in zip(sizes, tree.around(*sizes), strict=True):
        for own, found in zip(tree.own.tolist(), around.tolist(), strict=True):
            large = (element for element in path(tree, own) if tree.blocks[element] >= size or not element)
            assert found == next(large)


def test_every_feature_has_its_row():
    names = [name for family in FAMILIES for name in family.names]
    assert names == list(FEATURES)


def test_every_feature_says_what_it_is():
    assert list(MEANINGS) == list(FEATURES)
    assert all(MEANINGS.values())
    assert max(len(name) + len(said) for name, said in MEANINGS.items()) < 120  # a line of the picture of importance
    assert MEANINGS["log_words"] == "log(1 + words)"
    assert MEANINGS["prose_within_4"] == "log(1 + mean words of prose) of the blocks within 4"
    assert MEANINGS["above_2_links_share"] == "element 2 steps up: share of its words that are links"


def test_features_come_in_the_order_asked_for():
    document = segment_html("<title>A fair</title><h1>A fair</h1><p>Ten animals, all of them cows, were shown.</p>")
    evidence = observe(document)
    names = ("tag_h1", "log_words", "page_blocks", "repeat_count")
    values = tabulate(document, evidence, names, {}).values
    assert values[:, 0].tolist() == [0, 1, 0]
    assert values[:, 1] == pytest.approx(np.log1p(evidence.size))
    assert values[:, 2] == pytest.approx(np.log1p([3, 3, 3]))
    assert np.isnan(values[:, 3]).all()


def test_flat_text_has_no_features_of_markup():
    document = segment_text("A fair\n\nTen animals were shown.")
    values = tabulate(document, observe(document), ("tag_h1", "page_p", "log_words"), {}).values
    assert np.isnan(values).tolist() == [[True, True, False]] * 2


def test_a_page_without_blocks_has_no_rows():
    document = segment_html("")
    assert tabulate(document, observe(document), ("log_words", "tag_h1"), {}).values.shape == (0, 2)


LINES = ("Old crane", "The old crane fell into the harbour last night, and nobody was hurt there.", "Old crane again")


@pytest.mark.parametrize(
    ("kind", "word", "found"),
    [
        ("word", "old", [1, 0, 1]),
        ("word", "old crane", [0, 0, 0]),
        ("pair", "old crane", [1, 0, 1]),
        ("pair", "crane the", [0, 0, 0]),
        ("prose", "old", [0, 1, 0]),
        ("prose", "the", [0, np.log2(3), 0]),
        ("phrase", "old crane", [0, 1, 0]),
        ("opening", "crane", [0, 1, 0]),
        ("opening", "fell", [0, 0, 0]),
        ("ending", "crane", [1, 0, 0]),
        ("ending", "there", [0, 1, 0]),
        ("heading", "crane", [0, 1, 1]),
    ],
)
def test_words_weigh_where_they_stand(kind, word, found):
    document = segment_text("\n\n".join(LINES))
    weights = {other: Weights({}) for other in KINDS} | {kind: Weights({word: 1.0})}
    values = tabulate(document, observe(document), (f"weight_{kind}", "weight_text"), weights).values
    assert pytest.approx(np.array([found, found])) == values.T


def test_words_that_differ_in_a_letter_are_counted_apart():
    document = segment_text("2 comments\n\n1 comments\n\n0 comments")
    weights = {"pair": Weights({"2 comments": 1.0, "1 comments": 2.0})}
    assert tabulate(document, observe(document), ("weight_pair",), weights).values.T.tolist() == [[1, 2, 0]]


def test_the_weights_of_words_are_seen_around_the_block():
    document = segment_text("\n\n".join(LINES))
    weights = {other: Weights({}) for other in KINDS} | {"pair": Weights({"old crane": 3.0})}
    around = [f"weight_{name}" for name in SUMS if name not in KINDS]
    values = dict(zip(around, tabulate(document, observe(document), around, weights).values.T.tolist(), strict=True))
    assert values["weight_within_1"] == [1, 2, 1]
    assert values["weight_within_3"] == pytest.approx([6 / 7] * 3)
    assert values["weight_within_8"] == pytest.approx([6 / 17] * 3)
    assert values["weight_before"][1:] == values["weight_after"][:2][::-1] == [3, 0]
    assert values["weight_after_2"][0] == values["weight_before_2"][2] == 3
    assert np.isnan([values["weight_before"][0], values["weight_after"][2]]).all()
