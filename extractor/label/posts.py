"""Posts of threads: what JSON-LD states of them, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools, are_known, grams_within, runs_of
from extractor.document import Mark
from extractor.expression import expression
from extractor.label.page import Page
from extractor.linked_data import is_of, texts, things

_RUN: Final = 3  # words
_STATED: Final = 0.7  # share of a block's runs: the text of an answer can be cut short
_LEAST: Final = 5  # words of a block
_MIN_POST: Final = 0.05  # probability of one
_NUMBER: Final = expression(r"(?:[*•·-]\s+)?#\s?\d{1,6}")
_NUMBERED: Final = Mark("boilerplate", "the number of a post")


def states_thread(page: Page) -> bool:
    """Whether a page states that it is a thread: what stands below its "Comments" are posts then."""
    markup = page.document.markup
    return markup is not None and any(is_of(thing, "thread_types") for thing in things(markup.head.data))


def stated_posts(page: Page) -> Bools:
    """Return the likely blocks of a thread that it states to be text of its posts; of equal ones only the first."""
    markup = page.document.markup
    if markup is None or page.page_type != "forum" or not states_thread(page):
        return np.zeros(len(page.kept), np.bool_)
    stated = runs_of(list(texts(markup.head.data, "articleBody", "text")), _RUN)
    runs, block = grams_within(page.evidence.words, _RUN)
    found, count = (np.bincount(rows, None, len(page.kept)) for rows in (block[are_known(runs, stated)], block))
    is_first = page.evidence.first == np.arange(len(page.kept))
    is_likely = (page.selection.probability >= _MIN_POST) & (page.size >= _LEAST) & ~page.is_furniture
    return np.asarray((count > 0) & (found >= _STATED * count) & is_likely & is_first, np.bool_)


def post_numbers(page: Page) -> Iterator[tuple[int, Mark]]:
    """Lines of a thread that are the number of a post ("#5"), which forum software writes beside each."""
    if page.page_type == "forum":
        for index in np.flatnonzero(page.size <= 1).tolist():
            if _NUMBER.fullmatch(page.document.block(index).strip()):
                yield index, _NUMBERED
