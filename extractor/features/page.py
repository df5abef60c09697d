"""What the features of a page share: columns computed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np

from extractor.characters import Blocks, Bools, Floats, Hashes, Ints, firsts, grams_within
from extractor.document import Document, Evidence
from extractor.expression import expression
from extractor.features.said import SHINGLE
from extractor.features.tree import Tree
from extractor.features.vocabulary import weight_sums
from extractor.model import Weights
from extractor.spans import dense_span
from extractor.sums import sums_before

_SHORT: Final = 12  # words
_PROSE_WORDS: Final = 12  # a block of running text has at least so many words and ends a sentence
_MAX_CODES: Final = 6
_PRICES: Final = (
    *((sign, expression(rf"{re.escape(sign)}\s?\d")) for sign in ("$", "€", "£", "¥", "₹", "₽", "USD", "EUR", "GBP")),
    *((sign, expression(rf"\d\s?{sign}")) for sign in ("€", "£", "₽")),
    ("Rs", expression(r"Rs\.?\s?\d")),
)
"""What stands in a sum of money, and how; one expression for all takes many times as long."""


class Page:
    """Columns that several features share, computed when first asked for."""

    def __init__(self, document: Document, evidence: Evidence, weights: Mapping[str, Weights]) -> None:
        """Take the facts of a page."""
        self.weights = weights
        self.document = document
        self.evidence = evidence
        self.rank = np.arange(len(document))

    @cached_property
    def tree(self) -> Tree | None:
        """The elements of a page of markup."""
        markup = self.document.markup
        return None if markup is None else Tree(self, markup)

    @cached_property
    def size(self) -> Floats:
        """Words of each block."""
        return self.evidence.size

    @cached_property
    def is_prose(self) -> Bools:
        """Whether a block is running text."""
        facts = self.evidence
        return (self.size >= _PROSE_WORDS) & facts.ends_sentence & ~facts.is_date

    @cached_property
    def prose(self) -> Floats:
        """Words of running text: all words of a prose block, none of another."""
        return np.where(self.is_prose, self.size, 0.0)

    @cached_property
    def is_heading(self) -> Bools:
        """Whether a block is a short line that is no sentence."""
        facts = self.evidence
        return (self.size > 0) & (self.size <= _PROSE_WORDS) & ~facts.ends_sentence & ~facts.is_date

    @cached_property
    def prices(self) -> Floats:
        """Log(1 + sums of money) of each block."""
        text = self.document.text
        found = [match.start() for sign, price in _PRICES if sign in text for match in price.finditer(text)]
        block = self.document.blocks_at(found)
        return np.log1p(np.bincount(block[block >= 0], minlength=len(self.document)))

    @cached_property
    def is_long(self) -> Bools:
        """Whether a block has more than a few words."""
        return np.asarray(self.size > _SHORT, np.bool_)

    @cached_property
    def prose_before(self) -> Floats:
        """Words of running text before each block, and behind the last one those of the page."""
        return sums_before(self.prose)

    @cached_property
    def code(self) -> Ints:
        """The shape of a block as a small number: date, heading, longer title, cut teaser, short or long prose."""
        facts = self.evidence
        shapes = (facts.is_date, facts.is_cut, self.is_heading, ~facts.ends_sentence, self.size < 40)  # noqa: PLR2004
        code = np.full(len(self.rank), _MAX_CODES)
        for number in range(len(shapes), 0, -1):  # the first that holds counts
            code[shapes[number - 1]] = number
        return code

    @cached_property
    def group(self) -> Ints:
        """Number of the group of lines without blank lines between that each block stands in."""
        return np.cumsum(self.document.gap > 0)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The densest run of blocks."""
        return dense_span(self.size, cost=8)

    @cached_property
    def pairs(self) -> tuple[Blocks, Hashes]:
        """Each two words in a row within a block: that block, and their hash."""
        hashes, block = grams_within(self.evidence.words, 2)
        return block, hashes

    @cached_property
    def weight_sums(self) -> list[Floats]:
        """Sums of the learned weights of tokens, by kind (see ``vocabulary``)."""
        return weight_sums(self)

    @cached_property
    def shingles(self) -> tuple[Blocks, Hashes, Blocks, Blocks]:
        """The three-word shingles within blocks: block, hash, and the first and last block that hold the same."""
        hashes, block = grams_within(self.evidence.words, SHINGLE)
        first, last = firsts(hashes), block.copy()
        last[first] = block  # blocks ascend, so the last one stays
        return block, hashes, block[first], last[first]

    @cached_property
    def shingle_count(self) -> Ints:
        """The shingles of each block; 1 where there is none."""
        return np.maximum(np.bincount(self.shingles[0], minlength=len(self.document)), 1)

    def shingle_share(self, hits: Bools) -> Floats:
        """Return the share of each block's shingles that are hits."""
        return np.bincount(self.shingles[0][hits], minlength=len(self.document)) / self.shingle_count

    @cached_property
    def topic(self) -> Floats:
        """Share of content words that the densest prose also uses."""
        return _topic(self)


def _topic(page: Page) -> Floats:
    """Return the share of a block's content words that also stand in prose blocks of the dense span (not itself)."""
    facts = page.evidence
    words = facts.words
    content = np.flatnonzero(~facts.is_stop & (facts.role < 0))
    first, last = page.span
    block, hashes = words.block[content], words.hash[content]
    if not len(block):
        return np.full(len(page.document), np.nan)
    word = firsts(hashes)
    inside = ((page.rank >= first) & (page.rank < last) & page.is_prose)[block]
    in_prose = word[inside]
    pairs = in_prose * len(page.document) + block[inside]
    prose_blocks = np.bincount(in_prose[firsts(pairs) == np.arange(len(pairs))], minlength=len(word))
    others = prose_blocks[word] - inside
    hits = np.bincount(block[others > 0], minlength=len(page.document))
    total = np.bincount(block, minlength=len(page.document))
    return np.where(total > 0, hits / np.maximum(total, 1), np.nan)


def per_word(page: Page, column: Floats) -> Floats:
    """Return a count for each word of the block."""
    return column / np.maximum(page.size, 1)
