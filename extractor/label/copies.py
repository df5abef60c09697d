"""Blocks that hold the text of the page once more, in one piece: for a script, a reader or a printer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Hashes
from extractor.document import Mark
from extractor.label.page import Page

_LEAST: Final = 150  # words of such a block
_SAID: Final = 0.8  # share of its runs of words that stand in kept blocks above
_SOURCES: Final = 3  # blocks that they stand in: fewer are a quote, or two versions of a paragraph
_RUN: Final = 6  # words
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: multiplying by it mixes bits (Knuth, vol. 3)
_COPY: Final = Mark("duplicate", "says again what stands above")


def text_again(page: Page) -> Iterator[tuple[int, Mark]]:
    """Large blocks most of which kept blocks above have said."""
    is_large = (page.size >= _LEAST) & ~page.is_code
    if not is_large[1:].any():
        return
    runs, block = _runs(page.evidence.words.hash), page.evidence.words.block
    begins, ends = block[: len(runs)], block[_RUN - 1 :]
    runs, begins = runs[begins == ends], begins[begins == ends]
    told = page.kept[begins]
    known, first = np.unique(runs[told], return_index=True)
    if not len(known):
        return
    place = np.minimum(np.searchsorted(known, runs), len(known) - 1)
    source = begins[told][first][place]
    is_said = (known[place] == runs) & (source < begins)
    said, count = (np.bincount(begins, rows, len(page.size)) for rows in (is_said, None))
    pairs = np.unique(np.stack((begins[is_said], source[is_said])), axis=1)
    sources = np.bincount(pairs[0], None, len(page.size))
    is_copy = is_large & (said >= _SAID * np.maximum(count, 1)) & (sources >= _SOURCES)
    for index in np.flatnonzero(is_copy).tolist():
        yield index, _COPY


def _runs(words: Hashes) -> Hashes:
    """Return a hash of the run of words that begins with each."""
    count = max(len(words) - _RUN + 1, 0)
    runs = np.zeros(count, np.uint64)
    for place in range(_RUN):
        runs = runs * _STEP + words[place : place + count]  # wraps around
    return runs
