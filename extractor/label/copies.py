"""Blocks that say twice what they say, or hold the text of the page once more: for a script, a reader or a printer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import firsts, grams_within
from extractor.document import Mark
from extractor.label.page import Page

_LEAST: Final = 150  # words of such a block
_SAID: Final = 0.8  # share of its runs of words that stand in kept blocks above
_SOURCES: Final = 3  # blocks that they stand in: fewer are a quote, or two versions of a paragraph
_RUN: Final = 6  # words
_COPY: Final = Mark("duplicate", "says again what stands above")
_TWICE: Final = Mark("duplicate", "says its words twice")


def twice_in_one(page: Page) -> Iterator[tuple[int, Mark]]:
    """Lines that say their text twice."""
    for index in np.flatnonzero(page.evidence.is_twice).tolist():
        yield index, _TWICE


def text_again(page: Page) -> Iterator[tuple[int, Mark]]:
    """Large blocks most of which kept blocks above have said."""
    is_large = (page.size >= _LEAST) & ~page.is_code
    if not is_large[1:].any():
        return
    runs, block = grams_within(page.evidence.words, _RUN)
    is_told = page.kept[block]
    order = np.concatenate((np.flatnonzero(is_told), np.flatnonzero(~is_told)))  # copies are of what is kept
    block, first = block[order].astype(np.int64), firsts(runs[order])
    source = block[first]
    is_said = (first < is_told.sum()) & (source < block)
    said, count = (np.bincount(rows, None, len(page.size)) for rows in (block[is_said], block))
    pairs = block[is_said] * len(page.size) + source[is_said]
    each = pairs[firsts(pairs) == np.arange(len(pairs))] // len(page.size)
    is_copy = is_large & (said >= _SAID * np.maximum(count, 1)) & (np.bincount(each, None, len(page.size)) >= _SOURCES)
    for index in np.flatnonzero(is_copy).tolist():
        yield index, _COPY
