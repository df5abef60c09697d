"""Words with a learned weight: of classes, of short lines, of headings. Which words a block is touched by, and how.

A site is where tokens stand (a block or an element); a block is touched by one or more sites. The feature of a kind of
token is the sum of the weights of all tokens of all sites that touch the block.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Floats, Hashes, Ints
from extractor.features.page import Page, last_before

KINDS: Final = ("name", "around", "word", "opening", "heading", "first")
"""Kinds of tokens: words of the class and id of the block's own element and inline elements; of the elements around
it; words of a short block; the first words of a long one; words of the last heading; of the first short block of each
element around."""

MARKUP_KINDS: Final = ("name", "around", "first")
_SHORT: Final = 12  # words
_OPENING: Final = 3  # words
_MAX_AROUND: Final = 30  # elements around a block that are looked at

Pairs = tuple[Ints, Ints]


def tokens(page: Page, kind: str) -> tuple[Ints, Hashes]:
    """Return the tokens of a kind: for each, its site (index of a block or an element) and its hash."""
    if page.tree is not None and kind in ("name", "around"):
        return page.tree.name_tokens
    words = page.evidence.words
    if kind == "opening":
        first = np.searchsorted(words.block, np.arange(len(page.document)))
        chosen = (page.size[words.block] > _SHORT) & (np.arange(len(words)) - first[words.block] < _OPENING)
    else:
        chosen = page.size[words.block] <= _SHORT
    return words.block[chosen].astype(np.int64), words.hash[chosen]


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
    if kind == "name":  # the sites are all elements and then all blocks
        sites = (tree.markup.element, len(tree.parent) + page.rank)
        return np.concatenate((page.rank, page.rank)), np.concatenate(sites)
    block, element = _around(page)
    if kind == "around":
        return block, element
    is_opener = (tree.first != tree.first[tree.parent]) & (tree.blocks > 1)
    chosen = is_opener[element] & (tree.first[element] < block)
    return block[chosen], tree.first[element[chosen]]


def _around(page: Page) -> Pairs:
    """Return each block with each element around it but its own and the root."""
    assert page.tree is not None
    parent = page.tree.parent
    block, element = page.rank, parent[page.tree.markup.element]
    blocks, elements = [block[:0]], [element[:0]]
    for _ in range(_MAX_AROUND):
        inner = element > 0
        if not inner.any():
            break
        block, element = block[inner], element[inner]
        blocks.append(block)
        elements.append(element)
        element = parent[element]
    return np.concatenate(blocks), np.concatenate(elements)


def weight_sum(page: Page, kind: str) -> Floats:
    """Return the sum of the learned weights of all tokens of a kind that touch the block."""
    if page.tree is None and kind in MARKUP_KINDS:
        return np.zeros(len(page.document))
    site, hashes = tokens(page, kind)
    block, touching = touches(page, kind)
    size = max(int(site.max(initial=-1)), int(touching.max(initial=-1))) + 1
    sums = np.bincount(site, weights=page.weights[kind].of(hashes), minlength=size)
    return np.bincount(block, weights=sums[touching], minlength=len(page.document)).astype(np.float64)
