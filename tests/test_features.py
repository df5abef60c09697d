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
from extractor.features.windows import last_before, next_after, window_mean
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
