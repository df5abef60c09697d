"""Rules for what readers say below a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools
from extractor.document import Mark
from extractor.expression import expression
from extractor.label.page import MAX_FURNITURE, MIN_ARTICLE, MIN_LINK, MIN_PROSE, SURE, Page
from extractor.label.posts import states_thread

_MAX_POST: Final = 300  # words of the first post of a forum; more are a story, above what its readers say
_MAX_COMMENT_CUES: Final = 3  # blocks with cues of comments above the thread: more are a forum
_THREAD: Final = 30  # blocks below a heading of comments in which posts show themselves
_MIN_POSTS: Final = 4  # dates and "reply" lines among them
_CERTAIN: Final = 0.9  # probability of a paragraph that is of the text
_FIELD: Final = expression(r"[^:\n]{2,30}:\s?\S")  # two in a row are a card: "Posts: 12", "Joined: May 2019"


def long_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading of comments with several stamped posts below it, however long; none of a thread."""
    facts, cued = page.evidence, page.evidence.cues["comment"]
    if not cued.any():
        return
    is_stamp = _are_stamps(page)
    is_line = (cued > 0) & (page.size <= MAX_FURNITURE)
    is_line[list(page.metadata.marks)] = False  # a date line can say "12 comments", too
    heads = page.evidence.is_headed("comment") | _counts_comments(page)
    least = np.where(_names_title(page, heads), MIN_ARTICLE, max(MIN_ARTICLE, _first_post(page)))
    for index in np.flatnonzero(heads & (page.kept_above >= least))[:1].tolist():
        is_heading = facts.copies[index] == 1  # "Reply" stands below every post
        is_first = not is_line[page.selection.first : index].any()
        has_posts = is_stamp[index + 1 : index + 1 + _THREAD].sum() >= _MIN_POSTS
        if is_heading and is_first and has_posts and _can_head(page, index) and not states_thread(page):
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments and posts with their dates")


def comment_thread(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "12 comments" that stands below most of the text.

    Where no posts follow, a link without a number leads to comments elsewhere, and a heading that sure paragraphs stand
    below heads a part of the text.
    """
    heads = page.below_most("comment")
    if not heads or states_thread(page):
        return
    cued, is_stamp = page.evidence.cues["comment"] > 0, _are_stamps(page)
    is_link = (page.linked >= MIN_LINK) & (page.evidence.counts["digits"] == 0)
    is_certain = page.kept & (page.selection.probability >= _CERTAIN) & (page.size >= MIN_PROSE)
    last_certain = np.flatnonzero(is_certain).max(initial=-1)
    for index in (head for head in heads if _can_head(page, head)):
        has_posts = is_stamp[index + 1 : index + 1 + _THREAD].any()
        if not has_posts and (is_link[index] or index < last_certain):
            continue
        if page.kept_above[index] >= _first_post(page) and cued[:index].sum() <= _MAX_COMMENT_CUES:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments")
        return


def _are_stamps(page: Page) -> Bools:
    """Whether each block is the date of a post or a line like "Reply"."""
    cued = page.evidence.cues["comment"]
    return np.asarray(page.evidence.is_date | ((cued * 2 >= page.size) & (cued > 0)), np.bool_)


def _can_head(page: Page, index: int) -> bool:
    """Whether a line can stand above comments: one of the text cannot, nor a field of a user's card in a forum."""
    lines = range(index, min(index + 2, len(page.kept)))
    is_field = page.page_type == "forum" and all(_FIELD.match(page.document.block(line)) for line in lines)
    return bool(page.selection.probability[index] < SURE) and not is_field


def _first_post(page: Page) -> int:
    """Return how many words the first post of a page can have that looks like a forum, 0 of another page."""
    return _MAX_POST if page.page_type == "forum" else 0


def _names_title(page: Page, heads: Bools) -> Bools:
    """Whether each of the headings says the title of the page, too: as blogs do, and no forum."""
    title, found = page.metadata.title, np.zeros(len(heads), np.bool_)
    said = (title.value or "").lower() if title else ""
    for index in np.flatnonzero(heads).tolist() if said else ():
        found[index] = said in page.document.block(index).lower()
    return found


def _counts_comments(page: Page) -> Bools:
    """Return the headings like '7 thoughts on "The old crane"': a number and a cue, and the title."""
    cued, text = page.evidence.cues["comment"] > 0, page.document.text
    found = cued & (page.size <= MAX_FURNITURE) & ~page.evidence.ends_sentence
    for index in np.flatnonzero(found).tolist():
        found[index] = text[page.document.start[index]].isdecimal()
    return found
