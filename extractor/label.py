"""Selection -> Labels: what each block is, by a short ordered table of rules that name or veto, each with a reason.

The scores decide what is kept. A rule can only take a block away, and says why; the rules of ``BOUNDED`` rest on
weaker evidence, so one that would take more than a third of the kept words only names what is dropped already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from extractor import cards
from extractor.characters import Bools
from extractor.document import KINDS, Document, Evidence, Label, Labels, Mark, Metadata, Selection
from extractor.lexicon import roles

_MAX_VETO: Final = 0.35
"""Share of the kept words that a bounded rule may take: card runs have precision .90 on articles, .38 on lists."""

_MAX_HEADING: Final = 8  # words
_MAX_TITLE: Final = 30
_MIN_PROSE: Final = 20
_MIN_ARTICLE: Final = 80  # words that stand above a second article
_MAX_ARTICLES: Final = 3  # more headlines with a byline are a list
_MIN_INNER: Final = 0.2  # probability of a heading between paragraphs of the body
_MIN_HEAD: Final = 0.5  # probability of a heading that is kept whatever it says
_MIN_FILLED: Final = 0.2  # mean probability of a group
_MIN_LAST: Final = 0.3  # probability of the paragraph below the body
_MIN_GROUP: Final = 2
_MAX_ODD: Final = 0.2  # share of furniture among the lines of a table: a column can be called "Share"
_MAX_COMMENT_CUES: Final = 3  # blocks with cues of comments above the thread: more are a forum
_THREAD: Final = 30  # blocks below a heading of comments in which posts show themselves
_MIN_POSTS: Final = 4  # dates and "reply" lines among them
_MAX_BIO: Final = 80
_BIO_OPENING: Final = 60  # characters in which a bio names its author
_MAX_FURNITURE: Final = 30
_MIN_COPY: Final = 8  # words: shorter repeats can be a refrain, a question or a table cell
_CARD_LABELS: Final[dict[int, Label]] = {
    cards.SIDEBAR_HEADING: "sidebar heading",
    cards.CARD_TITLE: "card title",
    cards.CARD_DATE: "card date",
    cards.CARD_TEASER: "card teaser",
}
_FURNITURE: Final[dict[str, Label]] = {
    "share": "share",
    "subscribe": "subscribe",
    "paywall": "subscribe",
    "legal": "legal",
    "consent": "legal",
    "comment": "comment",
    "advertisement": "advertisement",
    "read_more": "related",
    "related_heading": "related",
    "navigation": "navigation",
    "bio": "author bio",
}

_FURNITURE_SHARE: Final = dict.fromkeys(_FURNITURE, 0.5) | {
    "subscribe": 0.25,
    "consent": 0.25,
    "legal": 0.3,
    "advertisement": 0.15,
}

_LEADS: Final = {
    "navigation": Mark("navigation", "a list of tags"),
    "related_heading": Mark("related", "leads to another story"),
    "read_more": Mark("related", "leads to another story"),
}
_HEADING: Final = KINDS.index("heading")
_CODE: Final = KINDS.index("code")


@dataclass(frozen=True, slots=True)
class _Page:
    document: Document
    evidence: Evidence
    selection: Selection
    metadata: Metadata
    kept: Bools
    inner: Bools  # headings and groups of lines within the body


Rule = Callable[[_Page], Iterator[tuple[int, Mark]]]


def label(document: Document, evidence: Evidence, selection: Selection, metadata: Metadata) -> Labels:
    """Label every block and decide which are kept."""
    page = _Page(document, evidence, selection, metadata, selection.kept, np.zeros(len(document), np.bool_))
    if document.markup and document.markup.shown < len(document):
        return _told(page, document.markup.shown)
    inner = inner_headings(page) | inner_groups(page) | inner_code(page)
    page = replace(page, kept=page.kept | inner, inner=inner)
    marks: dict[int, Mark] = {}
    for rule in CERTAIN:
        page = _apply(page, dict(rule(page)), marks, bounded=False)
    for rule in BOUNDED:
        page = _apply(page, dict(rule(page)), marks, bounded=True)
    page = replace(page, kept=page.kept | last_paragraph(page, marks))
    names = [_name(page, marks, index) for index in range(len(document))]
    reasons = [marks[index].reason if index in marks else "" for index in range(len(document))]
    return Labels(page.kept, tuple(names), tuple(reasons))


def _told(page: _Page, shown: int) -> Labels:
    """Keep what only the JSON-LD of a page holds, and none of what the page shows in its place."""
    kept = np.arange(len(page.kept)) >= shown
    names = [_name(replace(page, kept=kept), dict(page.metadata.marks), index) for index in range(len(kept))]
    reasons = ["longer in the JSON-LD of the page than what it shows" if keeps else "" for keeps in kept.tolist()]
    return Labels(kept, tuple(names), tuple(reasons))


def inner_headings(page: _Page) -> Bools:
    """Return the short lines between a paragraph of the body and more of it that the cut alone would lose: headings."""
    facts, size = page.evidence, page.evidence.size
    kept = page.kept & (size >= _MIN_PROSE) & facts.ends_sentence
    between = np.zeros(len(size), np.bool_)
    between[1:-1] = kept[:-2] & page.kept[2:]
    likely = (page.selection.probability >= _MIN_INNER) & (facts.card == cards.NONE) & (size > 0)
    return np.asarray(between & likely & (size <= _MAX_HEADING) & ~facts.is_cut & ~_is_furniture(page), np.bool_)


def inner_groups(page: _Page) -> Bools:
    """Return the groups of lines (verse, list, table) in the body that are likely part of it, taken together."""
    if not len(page.kept):
        return page.kept
    odds = _is_furniture(page) | (page.evidence.card != cards.NONE)
    opens = (page.document.gap > 0) | (page.document.kind == 0)
    opens[0] = True
    start = np.flatnonzero(opens)
    end = np.append(start[1:], len(page.kept))
    length = end - start
    inside = (page.selection.first <= start) & (end <= page.selection.last) & (length >= _MIN_GROUP)
    is_odd = np.add.reduceat(odds.astype(np.float64), start) > _MAX_ODD * length
    likely = np.add.reduceat(page.selection.probability, start) >= _MIN_FILLED * length
    return np.repeat(inside & ~is_odd & likely, length) & (page.evidence.size > 0)


def inner_code(page: _Page) -> Bools:
    """Return the blocks of code between two blocks of the body: an explanation without its example is of no use."""
    found = np.zeros(len(page.kept), np.bool_)
    found[1:-1] = page.kept[:-2] & page.kept[2:] & (page.document.kind[1:-1] == _CODE)
    return found & (page.selection.probability >= _MIN_INNER)


def _apply(page: _Page, found: dict[int, Mark], marks: dict[int, Mark], *, bounded: bool) -> _Page:
    new = {index: mark for index, mark in found.items() if index not in marks}
    vetoed = np.zeros(len(page.kept), np.bool_)
    vetoed[list(new)] = True
    size = page.evidence.size
    if bounded and size[vetoed & page.kept].sum() > _MAX_VETO * size[page.kept].sum():
        new = {index: mark for index, mark in new.items() if not page.kept[index]}
        vetoed &= ~page.kept
    marks.update(new)
    return replace(page, kept=page.kept & ~vetoed)


def _name(page: _Page, marks: dict[int, Mark], index: int) -> Label:
    if index in marks:
        return marks[index].label
    if page.kept[index]:
        return "body"
    shares = {role: float(page.evidence.cues[role][index]) for role in _FURNITURE}
    role = max(shares, key=lambda name: shares[name])
    return _FURNITURE[role] if shares[role] > 0 else "boilerplate"


def last_paragraph(page: _Page, marks: dict[int, Mark]) -> Bools:
    """Return the paragraph right below the last kept one, if it was a close call: stories end in asides."""
    facts, found = page.evidence, np.zeros(len(page.kept), np.bool_)
    likely = (page.selection.probability >= _MIN_LAST) & (facts.size > 0) & ~facts.is_cut
    likely &= np.array([index not in marks for index in range(len(found))], np.bool_)
    for role in ("bio", "subscribe", "share"):
        likely &= facts.cues[role] == 0
    is_prose = likely & (facts.size >= _MIN_PROSE) & facts.ends_sentence
    below = int(np.flatnonzero(page.kept)[-1]) + 1 if page.kept.any() else len(found)
    for end in (below + 1, below + 2):  # the paragraph, or a heading or question and the paragraph
        if end <= len(found) and likely[below:end].all() and is_prose[end - 1]:
            found[below:end] = True
            break
    return found


# --- certain rules


def metadata_blocks(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Blocks that hold a title, date, byline or caption."""
    yield from page.metadata.marks.items()


def duplicates(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Later copies of a block: of the title or a caption in any case, of others if they are long."""
    first = page.evidence.first
    for index in np.flatnonzero(first < np.arange(len(first))).tolist():
        original = int(first[index])
        is_copy = original in page.metadata.marks or page.evidence.size[index] >= _MIN_COPY
        if is_copy and page.evidence.card[index] == cards.NONE:
            yield index, Mark("duplicate", f"same words as the block in line {int(page.document.line[original]) + 1}")


def long_thread(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading of comments with several stamped posts below it, however long, on no forum."""
    facts, size = page.evidence, page.evidence.size
    cued = facts.cues["comment"]
    is_stamp = facts.is_date | ((cued * 2 >= size) & (cued > 0))
    before = np.cumsum(np.where(page.kept, size, 0))
    below_text = (before >= _MIN_ARTICLE) & (size > 0) & (size <= _MAX_HEADING) & (cued * 2 >= size)
    for index in np.flatnonzero(below_text)[:1].tolist():
        is_heading = facts.copies[index] == 1  # "Reply" stands below every post
        is_first = not (cued[page.selection.first : index] > 0).any()
        if is_heading and is_first and is_stamp[index + 1 : index + 1 + _THREAD].sum() >= _MIN_POSTS:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments and posts with their dates")


# --- bounded rules


def card_runs(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Lists of cards."""
    for index in np.flatnonzero(page.evidence.card).tolist():
        yield index, Mark(_CARD_LABELS[int(page.evidence.card[index])], "run of cards: titles, dates, teasers")


def comment_thread(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "12 comments" that stands below most of the text, on a page that is no forum."""
    cued = page.evidence.cues["comment"] > 0
    for index in _below_most(page, "comment"):
        if cued[:index].sum() <= _MAX_COMMENT_CUES:
            for below in range(index, len(cued)):
                yield below, Mark("comment", "below a heading of comments")
        return


def related_tail(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "Related stories" below most of the text, if no paragraph follows."""
    facts = page.evidence
    for index in _below_most(page, "related_heading"):
        tail = slice(index, len(page.kept))
        if not (page.kept[tail] & (facts.size[tail] >= _MIN_PROSE) & ~facts.is_cut[tail]).any():
            for below in range(index, len(page.kept)):
                yield below, Mark("related", "below a heading of other stories")
            return


def furniture(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Short blocks that are mostly the words of a sign-up form, a share bar, a legal line or the like."""
    size = page.evidence.size
    spared = page.inner | _heads_text(page)
    for role, name in _FURNITURE.items():
        share = page.evidence.cues[role] / np.maximum(size, 1)
        found = (share >= _FURNITURE_SHARE[role]) & (size <= _MAX_FURNITURE) & ~spared
        for index in np.flatnonzero(found).tolist():
            yield index, Mark(name, f"{share[index]:.0%} of its words are cues of {role}")


def _heads_text(page: _Page) -> Bools:
    """Return the headings that markup calls so, that the scores keep and that a kept paragraph follows at once."""
    text = page.kept & (page.evidence.size >= _MIN_PROSE) & page.evidence.ends_sentence
    likely = page.kept & (page.document.kind == _HEADING) & (page.selection.probability >= _MIN_HEAD)
    return np.asarray(likely & np.append(text[1:], np.zeros(min(1, len(text)), np.bool_)), np.bool_)


def sign_up_box(page: _Page) -> Iterator[tuple[int, Mark]]:
    """The lines right above a sign-up form: what is offered, and the heading of the box."""
    facts, size = page.evidence, page.evidence.size
    offers = (facts.cues["subscribe"] > 0) & (size <= _MAX_FURNITURE)
    forms = offers & (facts.cues["subscribe"] >= _FURNITURE_SHARE["subscribe"] * size)
    for form in np.flatnonzero(forms[1:] & ~forms[:-1]).tolist():
        top = form  # the line above the form
        while top > 0 and offers[top]:
            top -= 1
        is_heading = 0 < size[top] <= _MAX_HEADING and not facts.ends_sentence[top]
        for index in range(top if is_heading else top + 1, form + 1):
            yield index, Mark("subscribe", "above a sign-up form")


def led_lines(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Short lines that a cue and a colon lead: "Tags: fair, animals", "Read also: Crane falls"."""
    facts, text = page.evidence, page.document.text
    first = np.searchsorted(facts.words.block, np.arange(len(page.kept)))
    for role, mark in _LEADS.items():
        number = roles().index(role)
        for index in np.flatnonzero((facts.cues[role] > 0) & (facts.size <= _MAX_FURNITURE)).tolist():
            word = int(first[index])
            while word + 1 < len(facts.role) and facts.role[word] == facts.role[word + 1] == number:
                word += 1
            after = text[facts.words.end[word] : facts.words.end[word] + 2].lstrip()
            if facts.role[word] == number and after[:1] in (":", "："):
                yield index, mark


def author_bio(page: _Page) -> Iterator[tuple[int, Mark]]:
    """A last paragraph that speaks of its author."""
    facts, last = page.evidence, page.selection.last
    names = [author.value.lower() for author in page.metadata.authors if author.value]
    for index in range(max(0, last - 2), min(last + 3, len(page.kept))):
        opening = page.document.block(index)[:_BIO_OPENING].lower()
        named = any(name in opening for name in names)
        if facts.cues["bio"][index] > 0 and facts.size[index] <= _MAX_BIO and (named or facts.cues["bio"][index] >= 4):  # noqa: PLR2004
            yield index, Mark("author bio", "speaks of the author below the text")


def second_article(page: _Page) -> Iterator[tuple[int, Mark]]:
    """Everything from the next headline with a byline or date of its own on, where the first has them too."""
    heads = _heads(page)
    title = page.metadata.title
    if not title or title.block not in heads or len(heads) > _MAX_ARTICLES:
        return
    size = np.where(page.kept, page.evidence.size, 0)
    for head in heads:
        before = size[title.block : head].sum()
        if head > title.block + 2 and before >= _MIN_ARTICLE and not page.kept[head - 1]:
            for index in range(head, len(size)):
                yield index, Mark("second article", f"below the next headline, line {page.document.line[head] + 1}")
            return


def _below_most(page: _Page, role: str) -> list[int]:
    """Return the headings of a role below which at most the bounded share of the kept words stands."""
    size, cued = page.evidence.size, page.evidence.cues[role]
    kept = np.cumsum(np.where(page.kept, size, 0))
    is_heading = (size > 0) & (size <= _MAX_HEADING) & (cued * 2 >= size)
    return np.flatnonzero(is_heading & (kept >= (1 - _MAX_VETO) * kept[-1])).tolist() if len(kept) and kept[-1] else []


def _is_furniture(page: _Page) -> Bools:
    """Return the blocks that are mostly cues, headings of other stories apart: a section can be called "Opinion"."""
    found = np.zeros(len(page.kept), np.bool_)
    for role in _FURNITURE:
        if role != "related_heading":
            found |= page.evidence.cues[role] > _FURNITURE_SHARE[role] * page.evidence.size
    return found


def _heads(page: _Page) -> list[int]:
    """Return the lines that are followed by a byline or a date and then by running text."""
    facts, size = page.evidence, page.evidence.size
    found = []
    for index in range(len(size)):
        is_line = 2 < size[index] <= _MAX_TITLE and not facts.is_date[index] and facts.card[index] == cards.NONE  # noqa: PLR2004
        below = range(index + 1, min(index + 4, len(size)))
        if is_line and not facts.ends_sentence[index] and not _is_stamp(page, index):
            stamps = [place for place in below if _is_stamp(page, place)]
            after = range(stamps[-1] + 1, min(stamps[-1] + 3, len(size))) if stamps else ()
            if any(size[place] >= _MIN_PROSE and facts.ends_sentence[place] for place in after):
                found.append(index)
    return found


def _is_stamp(page: _Page, index: int) -> bool:
    facts = page.evidence
    return bool(facts.is_date[index]) or (facts.size[index] <= _MAX_HEADING and facts.cues["byline"][index] > 0)


CERTAIN: Final[tuple[Rule, ...]] = (metadata_blocks, duplicates, second_article, long_thread)
BOUNDED: Final[tuple[Rule, ...]] = (
    card_runs,
    comment_thread,
    related_tail,
    furniture,
    led_lines,
    sign_up_box,
    author_bio,
)
