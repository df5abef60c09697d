"""Features of the whole page: the same for all of its blocks."""

from __future__ import annotations

import numpy as np

from extractor.cards import NONE
from extractor.document import KINDS
from extractor.features.page import Page


def page_blocks(page: Page) -> float:
    """Return log(1 + blocks of the page)."""
    return float(np.log1p(len(page.rank)))


def page_words(page: Page) -> float:
    """Return log(1 + words of the page)."""
    return float(np.log1p(page.size.sum()))


def page_prose(page: Page) -> float:
    """Return the share of the page's words that is running text."""
    return float(page.prose.sum() / max(page.size.sum(), 1))


def page_prose_blocks(page: Page) -> float:
    """Return log(1 + blocks of running text of the page)."""
    return float(np.log1p(page.is_prose.sum()))


def page_prose_spread(page: Page) -> float:
    """Return the share of the page's blocks that its prose is spread over."""
    where = np.flatnonzero(page.is_prose)
    return float(where[-1] - where[0] + 1) / len(page.rank) if len(where) else 0.0


def page_headings(page: Page) -> float:
    """Return the share of the page's blocks that are short lines and no sentence."""
    return float(page.is_heading.mean())


def page_dates(page: Page) -> float:
    """Return log(1 + date stamps of the page)."""
    return float(np.log1p(page.evidence.is_date.sum()))


def page_cards(page: Page) -> float:
    """Return the share of the page's blocks that are parts of cards."""
    return float((page.evidence.card != NONE).mean())


def page_cut(page: Page) -> float:
    """Return the share of the page's blocks that end in an ellipsis."""
    return float(page.evidence.is_cut.mean())


def page_repeats(page: Page) -> float:
    """Return the share of the page's blocks whose words stand in another block too."""
    return float((page.evidence.copies > 1).mean())


def page_comments(page: Page) -> float:
    """Return log(1 + blocks of the page that have a cue of comments)."""
    return float(np.log1p((page.evidence.cues["comment"] > 0).sum()))


def page_gaps(page: Page) -> float:
    """Return the share of the page's blocks that stand after a blank line."""
    return float((page.document.gap > 0).mean())


def page_bullets(page: Page) -> float:
    """Return the share of the page's blocks that are items of lists."""
    return float((page.document.kind == KINDS.index("list_item")).mean())


def page_symbols(page: Page) -> float:
    """Return bars, bullets, arrows and other symbols a word of the page."""
    return float(page.evidence.counts["symbols"].sum() / max(page.size.sum(), 1))


def page_digits(page: Page) -> float:
    """Return digits a word of the page."""
    return float(page.evidence.counts["digits"].sum() / max(page.size.sum(), 1))


def page_prices(page: Page) -> float:
    """Return the mean of log(1 + sums of money) of the page's blocks."""
    return float(page.prices.mean())


def page_span(page: Page) -> float:
    """Return the share of the page's words in its densest span."""
    return float(page.size[slice(*page.span)].sum() / max(page.size.sum(), 1))
