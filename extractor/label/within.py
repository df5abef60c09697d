"""What belongs to the body because of what is around it: headings, groups and runs of lines, code, a last paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from extractor import cards
from extractor.characters import Bools, Ints
from extractor.document import KINDS, MAX_HEADING, Mark
from extractor.label.page import FURNITURE, MAX_FURNITURE, MIN_PROSE, Page
from extractor.sums import sums_before

_MIN_INNER: Final = 0.2  # probability of a heading between paragraphs of the body, or above text of it
_MIN_LEADING: Final = 0.3  # of one above a paragraph of the body, below a list or code of it
_MIN_CODE: Final = 0.05  # probability of code in the body
_MAX_FILE_NAME: Final = 4  # words
_MAX_ASIDES_OF_CODE: Final = 10  # such lines: the name of its file, "Copy", "Bash", "PowerShell"
_WITH_CODE: Final = ("documentation", "forum")
_MIN_FILLED: Final = 0.2  # mean probability of a group
_MIN_LISTED: Final = 0.4  # of a list: lists of links stand in stories too
_MIN_OF_LINKS: Final = 0.6  # mean share of links in its lines
_MIN_LAST: Final = 0.3  # probability of the paragraph below the body
_MIN_FIRST: Final = 3  # sentences below the title: one or two can be what a page says of its text
_MAX_BETWEEN: Final = 6  # blocks between them and the body
_TOP: Final = frozenset(("title", "date", "byline"))
_MIN_ENDING: Final = 0.1  # of a short sentence there
_MIN_SENTENCE: Final = 3  # words
_MAX_LINKED: Final = 0.5  # share of links in it
_MIN_GROUP: Final = 2
_MIN_RUN: Final = 6  # lines in a row
_MIN_OF_RUN: Final = 0.27  # their mean probability
_MAX_CUED: Final = 0.2  # share of lines among them that have a cue of anything, and are left out
_MAX_HEADED: Final = 0.02  # share of lines of furniture on a page that is clean already
_MIN_LINE: Final = 0.03  # probability of a line of such a page
_MIN_CLEAN: Final = 0.4  # mean probability of its words
_MAX_ODD: Final = 0.2  # share of furniture among the lines of a table: a column can be called "Share"
_MAX_ASIDES: Final = 3  # lines between a heading and its text that are not kept
_MIN_HEADING: Final = 0.4  # probability of a heading above text of the body that has cues of other things
_HEADING: Final = KINDS.index("heading")
_LIST_ITEM: Final = KINDS.index("list_item")


def whole_page(page: Page) -> Bools:
    """Return all blocks of a page without furniture, cards and links that is likely text for the most part.

    Another tool has cleaned it: there hard choices measured worse than none, but for lines of furniture it left over.
    """
    words = float(page.size.sum())
    likely = float((page.selection.probability * page.size).sum())
    is_woven = bool(page.linked.any() or (page.evidence.card != cards.NONE).any())
    if is_woven or likely < _MIN_CLEAN * words:
        return np.zeros(len(page.kept), np.bool_)
    headed = np.any([page.evidence.is_headed(role) for role in FURNITURE], axis=0)
    is_clean = headed.sum() <= _MAX_HEADED * len(headed)
    is_line = (page.size > 0) & (page.selection.probability >= _MIN_LINE)
    return np.asarray(is_clean & is_line & ~page.is_furniture, np.bool_)


def inner_headings(page: Page) -> Bools:
    """Return the short lines between a paragraph of the body and more of it that the cut alone would lose: headings.

    The paragraph can stand below, too, where a list or code is above.
    """
    facts, size, probability = page.evidence, page.evidence.size, page.selection.probability
    prose, likely = page.kept & (size >= MIN_PROSE) & facts.ends_sentence, np.zeros(len(size), np.bool_)
    likely[1:-1] = prose[:-2] & page.kept[2:] & (probability[1:-1] >= _MIN_INNER)
    likely[1:-1] |= page.kept[:-2] & prose[2:] & (probability[1:-1] >= _MIN_LEADING)
    is_line = (facts.card == cards.NONE) & (size > 0) & (size <= MAX_HEADING) & ~facts.is_cut
    return np.asarray(likely & is_line & ~page.is_furniture, np.bool_)


def outer_headings(page: Page) -> Bools:
    """Return the headings that markup calls so and that kept text follows, whatever they say if likely.

    Between the two another such heading can stand, and a few short lines that are not kept: a caption, an offer.
    """
    is_heading, probability = page.document.kind == _HEADING, page.selection.probability
    leads = page.is_furniture | page.evidence.is_headed("related_heading")
    likely = (probability >= _MIN_HEADING) | ((probability >= _MIN_INNER) & ~leads)
    can_be_apart = ~leads | page.evidence.is_headed("navigation")  # "History" heads a section, "Follow us" does not
    is_text, found = page.kept & ~is_heading, np.zeros(len(page.kept), np.bool_)
    is_aside = ~is_text & ~is_heading & (page.size <= MAX_FURNITURE)
    for index in np.flatnonzero(is_heading & likely)[::-1].tolist():
        below = index + 1
        reach = index + _MAX_ASIDES * int(can_be_apart[index])
        while below <= reach and below < len(found) and is_aside[below]:
            below += 1
        found[index] = below < len(found) and (is_text[below] or found[below])
    return found


def inner_groups(page: Page) -> Bools:
    """Return the groups of lines (verse, list, table) in the body that are likely part of it, taken together.

    Of a list of links one line has to be kept already: those of other stories stand amid a story, too.
    """
    if not len(page.kept):
        return page.kept
    odds = page.is_furniture | (page.evidence.card != cards.NONE)
    opens = (page.document.gap > 0) | (page.document.kind == 0)
    opens[0] = True
    start = np.flatnonzero(opens)
    end = np.append(start[1:], len(page.kept))
    length = end - start
    inside = (page.selection.first <= start) & (end <= page.selection.last) & (length >= _MIN_GROUP)
    is_odd = np.add.reduceat(odds.astype(np.float64), start) > _MAX_ODD * length
    is_list = page.document.kind[start] == _LIST_ITEM
    likely = np.add.reduceat(page.selection.probability, start) >= np.where(is_list, _MIN_LISTED, _MIN_FILLED) * length
    is_linked = is_list & (np.add.reduceat(page.linked, start) >= _MIN_OF_LINKS * length)
    alone = is_linked & (np.add.reduceat(page.kept.astype(np.float64), start) == 0)
    return np.repeat(inside & ~is_odd & likely & ~alone, length) & (page.evidence.size > 0)


def inner_runs(page: Page) -> Bools:
    """Return the runs of lines in the body of a flat article that are doubtful, and have hardly a cue of anything.

    Such is a table of which a converter made a line of each cell, without blank lines around it.
    """
    found, kept = np.zeros(len(page.kept), np.bool_), np.flatnonzero(page.kept)
    body = kept[(kept >= page.selection.first) & (kept <= page.selection.last)]
    is_long = np.diff(body) > _MIN_RUN
    if page.document.markup or page.page_type != "article" or not is_long.any():
        return found
    is_cued = page.is_cued | (page.evidence.card != cards.NONE)
    is_byline = page.evidence.cues["byline"] > 0  # of another story
    for above, below in zip(body[:-1][is_long].tolist(), body[1:][is_long].tolist(), strict=True):
        run = slice(above + 1, below)
        is_likely = page.selection.probability[run].mean() >= _MIN_OF_RUN
        found[run] = is_likely and is_cued[run].mean() <= _MAX_CUED and not is_byline[run].any()
    return np.asarray(found & ~is_cued & (page.evidence.size > 0), np.bool_)


def inner_code(page: Page) -> Bools:
    """Return the blocks of code between two blocks of the body: an explanation without its examples is of no use.

    What stands between are a few short lines: the name of the file, buttons. In documentation and threads text on one
    side is enough, for sections and posts end with examples, too.
    """
    is_code = page.is_code
    lost = is_code & ~page.kept & (page.selection.probability >= _MIN_CODE)
    if not lost.any():
        return lost
    aside = np.where(page.size <= _MAX_FILE_NAME, 1, _MAX_ASIDES_OF_CODE + 1)
    between = np.where(page.kept | is_code, 0, aside)
    above, below = _near_text(page.kept, between), _near_text(page.kept[::-1], between[::-1])[::-1]
    return np.asarray(lost & (above | below if page.page_type in _WITH_CODE else above & below), np.bool_)


def _near_text(kept: Bools, between: Ints) -> Bools:
    """Whether at most so many asides stand between each block and the kept one before it."""
    last, asides = np.maximum.accumulate(np.where(kept, np.arange(len(kept)), -1)), sums_before(between)
    return np.asarray((last >= 0) & (asides[:-1] - asides[last] <= _MAX_ASIDES_OF_CODE), np.bool_)


def first_paragraphs(page: Page) -> Bools:
    """Return the sentences right below the title, the date or the authors: three and more if the body follows soon.

    Fewer if they are paragraphs and it follows at once.
    """
    facts, found = page.evidence, np.zeros(len(page.kept), np.bool_)
    first = int(np.flatnonzero(page.kept)[0]) if page.kept.any() else 0
    top = 1 + max(
        (index for index, mark in page.metadata.marks.items() if mark.label in _TOP and index < first), default=first
    )
    is_own = (facts.card == cards.NONE) & (facts.first == np.arange(len(found))) & (page.linked < _MAX_LINKED)
    is_line = facts.ends_sentence & ~facts.is_cut & ~page.is_cued
    is_text = is_own & is_line & (page.selection.probability >= _MIN_INNER)
    end = top
    while end < first and is_text[end]:
        end += 1
    is_next = end == first and end > top and bool((facts.size[top:end] >= MIN_PROSE).all())
    found[top:end] = is_next or (end - top >= _MIN_FIRST and first - end <= _MAX_BETWEEN)
    return found


def last_sentence(page: Page, marks: Mapping[int, Mark]) -> Bools:
    """Return the short sentence right below the last paragraph, unless it has cues of anything: stories end in them."""
    facts, found = page.evidence, np.zeros(len(page.kept), np.bool_)
    last = int(np.flatnonzero(page.kept)[-1]) if page.kept.any() else len(found)
    below = last + 1
    if below >= len(found) or below in marks or facts.size[last] < MIN_PROSE or not facts.ends_sentence[last]:
        return found
    is_line = _MIN_SENTENCE <= facts.size[below] < MIN_PROSE and facts.ends_sentence[below] and not facts.is_cut[below]
    is_own = facts.card[below] == cards.NONE and facts.first[below] == below and page.linked[below] < _MAX_LINKED
    is_cued = facts.is_date[below] or any(cues[below] for cues in facts.cues.values())
    found[below] = is_line and is_own and not is_cued and page.selection.probability[below] >= _MIN_ENDING
    return found


def last_paragraph(page: Page, marks: Mapping[int, Mark]) -> Bools:
    """Return the paragraph right below the last kept one, if it was a close call: stories end in asides."""
    facts, found = page.evidence, np.zeros(len(page.kept), np.bool_)
    below = int(np.flatnonzero(page.kept)[-1]) + 1 if page.kept.any() else len(found)
    for place in range(below, min(below + 2, len(found))):  # the paragraph, or a heading or question and the paragraph
        is_cued = any(facts.cues[role][place] for role in ("bio", "subscribe", "share"))
        is_text = facts.size[place] > 0 and not (facts.is_cut[place] or is_cued or place in marks)
        if not is_text or page.selection.probability[place] < _MIN_LAST:
            break
        if facts.size[place] >= MIN_PROSE and facts.ends_sentence[place]:
            found[below : place + 1] = True
            break
    return found
