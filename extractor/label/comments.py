"""Rules for what readers say below a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools
from extractor.document import Mark
from extractor.label.page import MAX_FURNITURE, MIN_ARTICLE, MIN_LINK, MIN_PROSE, Page

_MAX_POST: Final = 300  # words of the first post of a forum; more are a story, above what its readers say
_MAX_COMMENT_CUES: Final = 3  # blocks with cues of comments above the thread: more are a forum
_THREAD: Final = 30  # blocks below a heading of comments in which posts show themselves
_SURE: Final = 0.85  # probability of a line that hardly leaves a doubt
_CERTAIN: Final = 0.9  # and of a paragraph that is of the text
_ALIKE: Final = 0.7  # probability of posts as a share of that of the first one; of comments on a story it is less
_MIN_POSTS: Final = 4  # dates and "reply" lines among them


def long_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading of comments with several stamped posts below it, however long."""
    facts, cued = page.evidence, page.evidence.cues["comment"]
    if not cued.any():
        return
    is_stamp = _are_stamps(page)
    heads = (page.evidence.is_headed("comment") | _counts_comments(page)) & (page.selection.probability < _SURE)
    for index in np.flatnonzero(heads & (page.kept_above >= max(MIN_ARTICLE, _first_post(page))))[:1].tolist():
        is_heading = facts.copies[index] == 1  # "Reply" stands below every post
        is_first = not (cued[page.selection.first : index] > 0).any()
        if (
            is_heading
            and is_first
            and not _are_posts(page, index)
            and is_stamp[index + 1 : index + 1 + _THREAD].sum() >= _MIN_POSTS
        ):
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments and posts with their dates")


def comment_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "12 comments" that stands below most of the text.

    Where no posts follow, a link without a number leads to comments elsewhere, and a heading that sure paragraphs stand
    below heads a part of the text. The markup of a forum tells its posts apart.
    """
    heads = page.below_most("comment")
    if not heads or (page.document.markup and page.page_type == "forum"):
        return
    cued, is_stamp = page.evidence.cues["comment"] > 0, _are_stamps(page)
    is_link = (page.linked >= MIN_LINK) & (page.evidence.counts["digits"] == 0)
    is_sure = page.kept & (page.selection.probability >= _CERTAIN) & (page.size >= MIN_PROSE)
    for index in (head for head in heads if page.selection.probability[head] < _SURE and not _are_posts(page, head)):
        has_posts = is_stamp[index + 1 : index + 1 + _THREAD].any()
        if not has_posts and (is_link[index] or is_sure[index:].any()):
            continue
        if page.kept_above[index] >= _first_post(page) and cued[:index].sum() <= _MAX_COMMENT_CUES:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments")
        return


def _are_stamps(page: Page) -> Bools:
    """Whether each block is the date of a post or a line like "Reply"."""
    cued = page.evidence.cues["comment"]
    return np.asarray(page.evidence.is_date | ((cued * 2 >= page.size) & (cued > 0)), np.bool_)


def _are_posts(page: Page, index: int) -> bool:
    """Whether a page looks like a forum and what is kept below a line is as likely as what is kept above it."""
    size = page.kept_size
    above, below = size[:index].sum(), size[index:].sum()
    if page.page_type != "forum" or not above or not below:
        return False
    likely = page.selection.probability * size
    return bool(likely[index:].sum() / below >= _ALIKE * likely[:index].sum() / above)


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
