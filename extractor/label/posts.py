"""What a thread says its posts are: their text in JSON-LD (schema.org's ``DiscussionForumPosting`` and ``QAPage``)."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.characters import Bools, are_known, grams_within, runs_of
from extractor.label.page import Page
from extractor.linked_data import texts

_RUN: Final = 3  # words
_STATED: Final = 0.7  # share of a block's runs: the text of an answer can be cut short
_LEAST: Final = 4  # words of a block


def stated_posts(page: Page) -> Bools:
    """Return the blocks of a thread that the page states to be text of its posts, but not where one is quoted."""
    markup, nothing = page.document.markup, np.zeros(len(page.kept), np.bool_)
    if markup is None or page.page_type != "forum":
        return nothing
    stated = "\n".join(texts(markup.head.data, "articleBody", "text"))
    if not stated:
        return nothing
    runs, block = grams_within(page.evidence.words, _RUN)
    is_stated = are_known(runs, runs_of(stated, _RUN))
    found, count = (np.bincount(rows, None, len(page.kept)) for rows in (block[is_stated], block))
    is_own = page.evidence.first == np.arange(len(page.kept))
    return np.asarray((count > 0) & (found >= _STATED * count) & (page.size >= _LEAST) & is_own, np.bool_)
