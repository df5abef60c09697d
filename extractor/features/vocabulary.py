"""Words with a learned weight: of classes, of short lines, of headings. Which words a block is touched by, and how.

A site is where tokens stand (a block, or the names of elements); a block is touched by one or more sites. The feature
of a kind of token is the sum of the weights of all tokens of all sites that touch the block.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats, Hashes, Ints
from extractor.features.page import Page
from extractor.features.windows import last_before
from extractor.sums import runs

KINDS: Final = {
    "name": "words of the class and id of the block's own element and inline elements",
    "around": "words of the class and id of the elements around it",
    "word": "words of a short block",
    "opening": "the first words of a long block",
    "heading": "words of the last heading",
    "first": "words of the first short block of each element around",
}
"""Kinds of tokens."""

MARKUP_KINDS: Final = ("name", "around", "first")
_OPENING: Final = 3  # words

Indexes = NDArray[np.int32] | Ints
Pairs = tuple[Indexes, Indexes]


def tokens(page: Page, kind: str) -> tuple[Indexes, Hashes]:
    """Return the tokens of a kind: for each, its site (index of a block or number of a name) and its hash."""
    if page.tree is not None and kind in ("name", "around"):
        return page.tree.name_tokens
    words = page.evidence.words
    if kind == "opening":
        long = np.flatnonzero(page.is_long)
        first, end = np.searchsorted(words.block, (long, long + 1))
        chosen = runs(first, np.minimum(end - first, _OPENING))
    else:
        chosen = np.flatnonzero(~page.is_long[words.block])
    return words.block[chosen], words.hash[chosen]


def touches(page: Page, kind: str) -> Pairs:
    """Return which block is touched by which site, as two columns of indexes."""
    if kind in ("word", "opening"):
        return page.rank, page.rank
    if kind == "heading":
        last = last_before(page.is_heading)
        return page.rank[last >= 0], last[last >= 0]
    tree = page.tree
    if tree is None:
        return page.rank[:0], page.rank[:0]
    if kind == "name":
        names = (
            tree.name[tree.own],
            tree.name[len(tree.parent) :],
        )  # of the element and of what is inline in the block
        return np.concatenate((page.rank, page.rank)), np.concatenate(names)
    block, element = tree.outer
    if kind == "around":
        return block, tree.name[element]
    is_opener = (tree.first != tree.first[tree.parent]) & (tree.blocks > 1)
    chosen = is_opener[element] & (tree.first[element] < block)
    return block[chosen], tree.first[element[chosen]]


def weight_sums(page: Page) -> list[Floats]:
    """Return for each kind the sum of the learned weights of all its tokens that touch the block."""
    return [_weight_sum(page, kind) for kind in KINDS]


def _weight_sum(page: Page, kind: str) -> Floats:
    if page.tree is None and kind in MARKUP_KINDS:
        return np.zeros(len(page.document))
    site, hashes = tokens(page, kind)
    block, touching = touches(page, kind)
    size = max(int(site.max(initial=-1)), int(touching.max(initial=-1))) + 1
    sums = np.bincount(site, weights=page.weights[kind].of(hashes), minlength=size)
    return np.bincount(block, weights=sums[touching], minlength=len(page.document)).astype(np.float64)
