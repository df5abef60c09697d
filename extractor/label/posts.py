"""What the JSON-LD of a thread states: that it is one, and the text of its posts."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Bools, are_known, grams_within, runs_of
from extractor.label.page import Page
from extractor.linked_data import is_of, texts, things

_RUN: Final = 3  # words
_STATED: Final = 0.7  # share of a block's runs: the text of an answer can be cut short
_LEAST: Final = 5  # words of a block
_MIN_POST: Final = 0.05  # probability of one


def states_thread(page: Page) -> bool:
    """Whether a page states that it is a thread: what stands below its "Comments" are posts then."""
    markup = page.document.markup
    return markup is not None and any(is_of(thing, "thread_types") for thing in things(markup.head.data))


def stated_posts(page: Page, is_furniture: Bools) -> Bools:
    """Return the likely blocks of a thread that it states to be text of its posts; of equal ones only the first."""
    markup = page.document.markup
    if markup is None or page.page_type != "forum" or not states_thread(page):
        return np.zeros(len(page.kept), np.bool_)
    stated = runs_of(list(texts(markup.head.data, "articleBody", "text")), _RUN)
    runs, block = grams_within(page.evidence.words, _RUN)
    found, count = (np.bincount(rows, None, len(page.kept)) for rows in (block[are_known(runs, stated)], block))
    is_first = page.evidence.first == np.arange(len(page.kept))
    is_likely = (page.selection.probability >= _MIN_POST) & (page.size >= _LEAST) & ~is_furniture
    return np.asarray((count > 0) & (found >= _STATED * count) & is_likely & is_first, np.bool_)
