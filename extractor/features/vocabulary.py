"""Words with a learned weight: of classes, lines, running text and headings. Which a block is touched by, and how.

A site is where tokens stand (a block, or the names of elements); a block is touched by one or more sites. The feature
of a kind of token is the sum of the weights of all tokens of all sites that touch the block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats, Hashes, Ints, firsts
from extractor.features.windows import last_before, shift, window_means
from extractor.sums import runs

if TYPE_CHECKING:
    from extractor.features.page import Page

KINDS: Final = {
    "name": "words of the class and id of the block's own element and inline elements",
    "around": "words of the class and id of the elements around it",
    "word": "words of a short block",
    "pair": "pairs of words of a short block",
    "prose": "words of a long block",
    "phrase": "pairs of words of a long block",
    "opening": "the first words of a long block",
    "ending": "the last word of a block",
    "heading": "words of the last heading",
    "first": "words of the first short block of each element around",
}
"""Kinds of tokens."""

NAME_KINDS: Final = ("name", "around")
MARKUP_KINDS: Final = (*NAME_KINDS, "first")
PAIRS: Final = ("pair", "phrase")
"""Kinds whose tokens are two words in a row."""

_OF_LONG: Final = ("prose", "phrase")
_OF_ITSELF: Final = ("word", "pair", "prose", "phrase", "opening", "ending")  # kinds that only touch their own block
_OPENING: Final = 3  # words

_WITHIN: Final = {
    f"within_{radius}": (radius, f"mean of all of text over {2 * radius + 1} blocks") for radius in (1, 3, 8)
}
_BESIDE: Final = {
    name: (step, f"all of text in the {place} block")
    for name, step, place in (
        ("before_2", -2, "second last"),
        ("before", -1, "last"),
        ("after", 1, "next"),
        ("after_2", 2, "second next"),
    )
}
CONTEXT: Final = {"text": "all of text"} | {name: said for name, (_, said) in (_WITHIN | _BESIDE).items()}
"""Sums of all kinds that flat text has, of the block and around it."""

SUMS: Final = KINDS | CONTEXT
"""What the features sum."""

Indexes = NDArray[np.int32] | Ints
Pairs = tuple[Indexes, Indexes]


class Tokens(NamedTuple):
    """The tokens of a kind on a page, each once a site.

    ``site``: index of a block or number of a name. ``amount``: 1 for one that stands there once, log2(1 + n) for one
    that stands there n times.
    """

    site: Indexes
    hash: Hashes
    amount: Floats


def tokens(page: Page, kind: str) -> Tokens:
    """Return the tokens of a kind."""
    if page.tree is not None and kind in NAME_KINDS:
        name, hashes = page.tree.name_tokens
        return Tokens(name, hashes, np.ones(len(name)))
    words = page.evidence.words
    block, hashes = page.pairs if kind in PAIRS else (words.block, words.hash)
    if kind == "opening":
        long = np.flatnonzero(page.is_long)
        first, end = np.searchsorted(block, (long, long + 1))
        chosen = runs(first, np.minimum(end - first, _OPENING))
    elif kind == "ending":
        chosen = np.flatnonzero(np.diff(block, append=len(page.rank)))
    else:
        chosen = np.flatnonzero(page.is_long[block] == (kind in _OF_LONG))
    return _counted(page, block[chosen], hashes[chosen])


def _counted(page: Page, block: Indexes, hashes: Hashes) -> Tokens:
    first = firsts(firsts(hashes) * len(page.rank) + block)
    times = np.bincount(first, minlength=len(first))
    chosen = np.flatnonzero(times)
    return Tokens(block[chosen], hashes[chosen], np.log2(1 + times[chosen]))


def touches(page: Page, kind: str) -> Pairs:
    """Return which block is touched by which site, as two columns of indexes."""
    if kind in _OF_ITSELF:
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
    """Return by kind the sum of the learned weights of all tokens that touch the block."""
    return [_weight_sum(page, kind) for kind in KINDS]


def context(sums: list[Floats]) -> list[Floats]:
    """Return what ``CONTEXT`` names of the sums of the kinds."""
    total = np.stack([one for kind, one in zip(KINDS, sums, strict=True) if kind not in MARKUP_KINDS]).sum(axis=0)
    means = window_means(total, [radius for radius, _ in _WITHIN.values()])
    return [total, *means, *(shift(total, step) for step, _ in _BESIDE.values())]


def _weight_sum(page: Page, kind: str) -> Floats:
    if kind not in page.weights or (page.tree is None and kind in MARKUP_KINDS):
        return np.zeros(len(page.document))
    site, hashes, amount = tokens(page, kind)
    block, touching = touches(page, kind)
    size = max(int(site.max(initial=-1)), int(touching.max(initial=-1))) + 1
    sums = np.bincount(site, weights=page.weights[kind].of(hashes) * amount, minlength=size)
    return np.bincount(block, weights=sums[touching], minlength=len(page.document)).astype(np.float64)
