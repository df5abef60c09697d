"""Rules for what readers say below a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools
from extractor.document import Mark
from extractor.label.page import MAX_FURNITURE, MIN_ARTICLE, MIN_LINK, Page

_MAX_POST: Final = 300  # words of the first post of a forum; more are a story, above what its readers say
_MAX_COMMENT_CUES: Final = 3  # blocks with cues of comments above the thread: more are a forum
_THREAD: Final = 30  # blocks below a heading of comments in which posts show themselves
_MIN_POSTS: Final = 4  # dates and "reply" lines among them


def long_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading of comments with several stamped posts below it, however long."""
    facts, cued = page.evidence, page.evidence.cues["comment"]
    if not cued.any():
        return
    is_stamp = _are_stamps(page)
    heads = page.evidence.is_headed("comment") | _counts_comments(page)
    for index in np.flatnonzero(heads & (page.kept_above >= max(MIN_ARTICLE, _first_post(page))))[:1].tolist():
        is_heading = facts.copies[index] == 1  # "Reply" stands below every post
        is_first = not (cued[page.selection.first : index] > 0).any()
        if is_heading and is_first and is_stamp[index + 1 : index + 1 + _THREAD].sum() >= _MIN_POSTS:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments and posts with their dates")


def comment_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "12 comments" that stands below most of the text.

    A link without a number that no posts follow leads to comments elsewhere: sites have one in the text, too.
    """
    heads = page.below_most("comment")
    if not heads:
        return
    cued, is_stamp = page.evidence.cues["comment"] > 0, _are_stamps(page)
    is_link = (page.linked >= MIN_LINK) & (page.evidence.counts["digits"] == 0)
    for index in heads:
        if is_link[index] and not is_stamp[index + 1 : index + 1 + _THREAD].any():
            continue
        if page.kept_above[index] >= _first_post(page) and cued[:index].sum() <= _MAX_COMMENT_CUES:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments")
        return


def _are_stamps(page: Page) -> Bools:
    """Whether each block is the date of a post or a line like "Reply"."""
    cued = page.evidence.cues["comment"]
    return np.asarray(page.evidence.is_date | ((cued * 2 >= page.size) & (cued > 0)), np.bool_)


def _first_post(page: Page) -> int:
    """Return how many words the first post of a page can have that looks like a forum, 0 of another page."""
    return _MAX_POST if page.page_type == "forum" else 0


def _counts_comments(page: Page) -> Bools:
    """Return the headings like '7 thoughts on "The old crane"': a number and a cue, and the title."""
    cued, text = page.evidence.cues["comment"] > 0, page.document.text
    found = cued & (page.size <= MAX_FURNITURE) & ~page.evidence.ends_sentence
    for index in np.flatnonzero(found).tolist():
        found[index] = text[page.document.start[index]].isdecimal()
    return found
