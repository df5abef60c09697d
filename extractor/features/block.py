"""Features of the block itself: its words, its characters, how it ends, what it cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import KINDS
from extractor.features.page import Page, per_word
from extractor.features.windows import window_mean


def log_words(page: Page) -> Floats:
    """Return log(1 + words)."""
    return np.log1p(page.size)


def letters_per_word(page: Page) -> Floats:
    """Return the mean length of the words."""
    return per_word(page, page.evidence.counts["letters"])


def ends_sentence(page: Page) -> Floats:
    """Whether the block ends like a sentence."""
    return page.evidence.ends_sentence.astype(np.float64)


def is_cut(page: Page) -> Floats:
    """Whether the block ends in an ellipsis."""
    return page.evidence.is_cut.astype(np.float64)


def sentences(page: Page) -> Floats:
    """Return log(1 + sentence ends)."""
    return np.log1p(page.evidence.counts["sentence_ends"])


def commas(page: Page) -> Floats:
    """Return commas, colons and semicolons a word."""
    return per_word(page, page.evidence.counts["commas"])


def stop_share(page: Page) -> Floats:
    """Return the share of function words; missing when the language is unknown."""
    if page.evidence.language is None:
        return np.full(len(page.document), np.nan)
    return page.evidence.stops / np.maximum(page.size, 1)


def upper_share(page: Page) -> Floats:
    """Return capitals among cased letters; missing in scripts without case."""
    cased = page.evidence.counts["cased"]
    return np.where(cased > 0, page.evidence.counts["upper"] / np.maximum(cased, 1), np.nan)


def capitals(page: Page) -> Floats:
    """Return capitals a word: above one for words in capitals, near one for names and titles."""
    cased = page.evidence.counts["cased"]
    return np.where(cased > 0, per_word(page, page.evidence.counts["upper"]), np.nan)


def digits(page: Page) -> Floats:
    """Return digits a word."""
    return per_word(page, page.evidence.counts["digits"])


def symbols(page: Page) -> Floats:
    """Return bars, bullets, arrows and other symbols a word."""
    return per_word(page, page.evidence.counts["symbols"])


def starts_lower(page: Page) -> Floats:
    """Whether the block begins in lower case."""
    text = page.document.text
    return np.array([text[start].islower() for start in page.document.start.tolist()], np.float64)


def is_kind(page: Page, kinds: Sequence[str]) -> Bools:
    """Whether the block is each of these kinds."""
    return np.asarray(page.document.kind == [[KINDS.index(kind)] for kind in kinds], np.bool_)


def is_date(page: Page) -> Floats:
    """Whether the block is a date stamp."""
    return page.evidence.is_date.astype(np.float64)


def dates(page: Page) -> Floats:
    """Return how many dates and times stand in the block."""
    found = np.zeros(len(page.document))
    for index, spans in page.evidence.dates.items():
        found[index] = len(spans)
    return found


def has_credit(page: Page) -> Floats:
    """Whether the block ends in a picture credit."""
    return (page.evidence.credit >= 0).astype(np.float64)


def prices(page: Page) -> Floats:
    """Return log(1 + sums of money) in the block."""
    return page.prices


def prices_near(page: Page) -> Floats:
    """Return the mean of log(1 + sums of money) of the blocks within 8."""
    return window_mean(page.prices, 8)


def cue(page: Page, cued: Sequence[str]) -> Floats:
    """Return the share of the block's words that belong to cue phrases of each of these roles."""
    return np.array([page.evidence.cues[role] for role in cued]) / np.maximum(page.size, 1)
