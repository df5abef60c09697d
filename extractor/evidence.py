"""Document -> Evidence: facts about each block that more than one later stage needs, each found once.

Evidence judges nothing. It counts characters and words, finds dates, cue phrases, repeated blocks, cards and
picture credits, and names the language.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.cards import Shapes, find_cards
from extractor.characters import Bools, Floats, Hashes, Ints, Words, count, firsts
from extractor.credits import find_credit, mask, may_credit
from extractor.dates import DateSpan, find_dates
from extractor.document import Document, Evidence
from extractor.expression import QUOTES, expression
from extractor.language import is_function_word, listed, vote
from extractor.lexicon import roles, word_roles
from extractor.record import record_header
from extractor.twice import are_said_twice

_ENDINGS: Final = expression(
    rf"(?P<cut>(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s{QUOTES})\]]*$)|(?P<end>[.!?。！？।؟۔｡][\s{QUOTES})\]」』]*$)"
)
_SIGN_OFF: Final = expression(rf"[.!?。！？।؟۔…][{QUOTES}]?\s{{0,2}}[(\[][^\W\d_][\w ./,&+-]{{0,30}}[)\]]$")
"""Whose text it was, in brackets behind the last sentence: (dpa/kah)."""

_TITLE_WORDS: Final = 30
_BYLINE_WORDS: Final = 12
_MAX_DATE_EXTRA: Final = 3  # words beside date, time and stamp word in a line that is still only a date (a weekday)
_WORD_STEP: Final = np.uint64(0xC2B2AE3D27D4EB4F)  # odd multiplier that chains the words of a block
_CREDIT_WORDS: Final = 80  # a longer block is no caption


def observe(document: Document) -> Evidence:
    """Collect the facts of a page. Linear in its characters."""
    counts = count(document.text, document.start, document.end)
    words, size, length = counts.words, len(document), counts.columns["words"]
    rows = listed(words)
    language = vote(rows)
    is_stop = is_function_word(rows, language)
    role = word_roles(words)
    cues = _cues(words, size, role)
    cut, ended = _endings(document)
    dates = _dates(document, counts.columns["digits"], language)
    is_date = _is_date(document, length, cues, words, dates)
    key = _keys(words, size)
    first, copies = _copies(key)
    is_title = (length > 0) & (length <= _TITLE_WORDS) & ~ended & ~is_date
    is_related = (cues["related_heading"] > 0) & (cues["related_heading"] * 2 >= length)
    is_byline = (cues["byline"] > 0) & (length <= _BYLINE_WORDS)
    shapes = Shapes(key, length, is_date, is_title, cut, is_related, is_byline)
    card = find_cards(shapes)
    return Evidence(
        counts=counts.columns,
        words=words,
        listed=rows,
        language=language,
        is_stop=is_stop,
        role=role,
        stops=_tally(words, size, is_stop),
        cues=cues,
        dates=dates,
        is_date=is_date,
        ends_sentence=ended,
        is_cut=cut,
        key=key,
        first=first,
        copies=copies,
        card=card,
        is_twice=are_said_twice(document, card),
        credit=_credits(document, words, role, (length > 0) & (length <= _CREDIT_WORDS)),
    )


def _tally(words: Words, size: int, mask: Bools) -> Floats:
    return np.bincount(words.block[mask], minlength=size).astype(np.float64)


def _cues(words: Words, size: int, role: Ints) -> dict[str, Floats]:
    """Count the words of each role in each block."""
    names, is_cue = roles(), role >= 0
    table = np.bincount(role[is_cue] * size + words.block[is_cue], minlength=len(names) * size)
    return dict(zip(names, table.reshape(len(names), size).astype(np.float64), strict=True))


def _endings(document: Document) -> tuple[Bools, Bools]:
    cut = np.zeros(len(document), np.bool_)
    ended = np.zeros(len(document), np.bool_)
    text = document.text
    starts, ends = document.start.tolist(), document.end.tolist()
    for index in [index for index, end in enumerate(ends) if not text[end - 1 : end].isalnum()]:
        start, end = starts[index], ends[index]
        while end > start and not text[end - 1].isprintable():
            end -= 1
        found = _ENDINGS.search(text, max(start, end - 8), end)
        if found:
            cut[index], ended[index] = found["cut"] is not None, True
        elif text[end - 1 : end] in (")", "]"):
            ended[index] = bool(_SIGN_OFF.search(text, max(start, end - 40), end))
    return cut, ended


def _dates(document: Document, digits: Floats, language: str | None) -> dict[int, tuple[DateSpan, ...]]:
    """Find the dates of the page, by block (blocks without a digit are not looked at)."""
    found: dict[int, tuple[DateSpan, ...]] = {}
    header = record_header(document.text)
    for index in np.flatnonzero(digits).tolist():
        start = int(document.start[index])
        if start < header:
            continue  # when the page was fetched
        spans = find_dates(document.block(index), language)
        if spans:
            found[index] = tuple(span.moved(start) for span in spans)
    return found


def _is_date(
    document: Document, size: Floats, cues: dict[str, Floats], words: Words, dates: dict[int, tuple[DateSpan, ...]]
) -> Bools:
    """Whether hardly a word of a block stands outside its dates, times and stamp words ("Updated", "ago")."""
    stamp = cues["ago"] + cues["published"] + cues["updated"]
    is_date = (cues["ago"] > 0) & (size - stamp <= _MAX_DATE_EXTRA)
    if not dates:
        return is_date
    start, end = np.array([(span.start, span.end) for spans in dates.values() for span in spans], np.int64).T
    block = np.repeat(list(dates), [len(spans) for spans in dates.values()])
    covered = np.bincount(block, end - start, len(document))
    place = np.minimum(np.searchsorted(end, words.end), len(end) - 1)
    is_inside = (words.start >= start[place]) & (words.end <= end[place])
    inside, outside = _tally(words, len(document), is_inside), _tally(words, len(document), ~is_inside)
    is_dated = (covered > 0) & (covered * 5 >= document.end - document.start)
    return np.where(is_dated, outside - stamp <= np.minimum(_MAX_DATE_EXTRA, inside), is_date)


def _keys(words: Words, size: int) -> Hashes:
    keys = np.zeros(size, np.uint64)
    if not len(words):
        return keys
    bounds = np.searchsorted(words.block, np.arange(size + 1))
    begin, end = bounds[:-1], bounds[1:]
    place = np.arange(len(words)) - begin[words.block]
    powers = np.full(int(place.max()) + 1, _WORD_STEP, np.uint64)
    powers[0] = 1
    np.cumprod(powers, out=powers)
    terms = words.hash << np.uint64(1) | np.uint64(1)  # odd, so that no word is lost, and no two words become one
    terms *= powers[place]
    prefix = np.zeros(len(words) + 1, np.uint64)
    np.cumsum(terms, out=prefix[1:])
    return np.asarray(prefix[end] - prefix[begin], np.uint64)


def _copies(key: Hashes) -> tuple[Ints, Ints]:
    """Return for each block the first block with the same words (itself if it has none) and how many there are."""
    first = np.where(key == 0, np.arange(len(key)), firsts(key))
    return first, np.bincount(first)[first]


def _credits(document: Document, words: Words, role: Ints, possible: Bools) -> Ints:
    """Return where the credit of each block begins; ``possible``: whether a block is short enough for a caption."""
    credit = np.full(len(document), -1)
    if not len(document):
        return credit
    cued = np.zeros(len(document), np.bool_)
    cued[words.block[(role == roles().index("agency")) | (role == roles().index("credit"))]] = True
    cued[document.blocks_at(may_credit(document.text))] = True
    for index in np.flatnonzero(possible & cued).tolist():
        start, end = int(document.start[index]), int(document.end[index])
        found = find_credit(document.text[start:end], mask(document.text, start, end, words, role))
        credit[index] = start + found if found >= 0 else -1
    return credit
