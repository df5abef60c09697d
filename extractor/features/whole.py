"""Features of the whole page: the same for all of its blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Floats
from extractor.document import KINDS
from extractor.features.page import Page


def whole(page: Page, names: Sequence[str]) -> Floats:
    """Return a column of the same number for each of these features."""
    return np.array([[PAGE_FEATURES[name](page)] for name in names])


def _prose_spread(page: Page) -> float:
    """Share of the page's blocks that its prose is spread over."""
    where = np.flatnonzero(page.is_prose)
    return float(where[-1] - where[0] + 1) / len(page.rank) if len(where) else 0.0


PAGE_FEATURES: Final[dict[str, Callable[[Page], float]]] = {
    "page_blocks": lambda page: float(np.log1p(len(page.rank))),
    "page_words": lambda page: float(np.log1p(page.size.sum())),
    "page_prose": lambda page: float(page.prose.sum() / max(page.size.sum(), 1)),
    "page_prose_blocks": lambda page: float(np.log1p(page.is_prose.sum())),
    "page_prose_spread": _prose_spread,
    "page_headings": lambda page: float(page.is_heading.mean()),
    "page_dates": lambda page: float(np.log1p(page.evidence.is_date.sum())),
    "page_cards": lambda page: float((page.evidence.card != NONE).mean()),
    "page_cut": lambda page: float(page.evidence.is_cut.mean()),
    "page_repeats": lambda page: float((page.evidence.copies > 1).mean()),
    "page_comments": lambda page: float(np.log1p((page.evidence.cues["comment"] > 0).sum())),
    "page_gaps": lambda page: float((page.document.gap > 0).mean()),
    "page_bullets": lambda page: float((page.document.kind == KINDS.index("list_item")).mean()),
    "page_symbols": lambda page: float(page.evidence.counts["symbols"].sum() / max(page.size.sum(), 1)),
    "page_digits": lambda page: float(page.evidence.counts["digits"].sum() / max(page.size.sum(), 1)),
    "page_prices": lambda page: float(page.prices.mean()),
    "page_span": lambda page: float(page.size[slice(*page.span)].sum() / max(page.size.sum(), 1)),
}
