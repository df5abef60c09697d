"""Document -> Evidence: facts about each block that more than one later stage needs, each found once.

Evidence judges nothing. It counts characters and words, finds dates, cue phrases, repeated blocks, cards and
picture credits, and names the language.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np

from extractor.cards import Shape, find_cards
from extractor.characters import Bools, Floats, Hashes, Ints, Words, count
from extractor.dates import DateSpan, find_dates
from extractor.document import Document, Evidence
from extractor.language import vote
from extractor.lexicon import pattern, roles, word_roles

_ENDINGS: Final = re.compile(
    r"(?P<cut>(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s\"'”’)\]]*$)|(?P<end>[.!?。！？।؟۔｡][\s\"'”’»)\]」』]*$)"
)
_TITLE_WORDS: Final = 30
_MAX_DATE_EXTRA: Final = 3  # words beside date, time and stamp word in a line that is still only a date (a weekday)
_WORD_STEP: Final = np.uint64(0xC2B2AE3D27D4EB4F)  # odd multiplier that chains the words of a block
_CREDIT_TAIL: Final = 70  # characters at the end of a block where a picture credit can stand
_CREDIT_WORDS: Final = 80  # a longer block is no caption


def observe(document: Document) -> Evidence:
    """Collect the facts of a page. Linear in its characters."""
    counts = count(document.text, document.start, document.end)
    words, size = counts.words, len(document)
    language, is_stop = vote(words)
    role = word_roles(words)
    cues = {name: _tally(words, size, role == index) for index, name in enumerate(roles())}
    cut, ended = _endings(document)
    dates = _dates(document, counts.columns["digits"])
    is_date = _is_date(document, counts.columns["words"], cues, words, dates)
    key = _keys(words, size)
    first, copies = _copies(key)
    is_title = (counts.columns["words"] > 0) & (counts.columns["words"] <= _TITLE_WORDS) & ~ended & ~is_date
    is_related = (cues["related_heading"] > 0) & (cues["related_heading"] * 2 >= counts.columns["words"])
    shapes = (key, counts.columns["words"], is_date, is_title, cut, is_related)
    return Evidence(
        counts=counts.columns,
        words=words,
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
        card=np.array(find_cards([Shape(*row) for row in zip(*map(np.ndarray.tolist, shapes), strict=True)]), np.int64),
        credit=_credits(document, counts.columns["words"], cues),
    )


def _tally(words: Words, size: int, mask: Bools) -> Floats:
    return np.bincount(words.block[mask], minlength=size).astype(np.float64)


def _endings(document: Document) -> tuple[Bools, Bools]:
    cut = np.zeros(len(document), np.bool_)
    ended = np.zeros(len(document), np.bool_)
    text = document.text
    for index, end in enumerate(document.end.tolist()):
        found = _ENDINGS.search(text, max(int(document.start[index]), end - 8), end)
        if found:
            cut[index], ended[index] = found["cut"] is not None, True
    return cut, ended


def _dates(document: Document, digits: Floats) -> dict[int, tuple[DateSpan, ...]]:
    """Find the dates of the page, by block (blocks without a digit are not looked at)."""
    found: dict[int, tuple[DateSpan, ...]] = {}
    for index in np.flatnonzero(digits).tolist():
        spans = find_dates(document.block(index))
        if spans:
            start = int(document.start[index])
            found[index] = tuple(span.moved(start) for span in spans)
    return found


def _is_date(
    document: Document, size: Floats, cues: dict[str, Floats], words: Words, dates: dict[int, tuple[DateSpan, ...]]
) -> Bools:
    """Whether hardly a word of a block stands outside its dates, times and stamp words ("Updated", "ago")."""
    is_date = (cues["ago"] > 0) & (size - cues["ago"] - cues["published"] - cues["updated"] <= _MAX_DATE_EXTRA)
    for index, spans in dates.items():
        covered = sum(span.end - span.start for span in spans)
        length = int(document.end[index] - document.start[index])
        if covered * 5 < length:
            continue
        first, last = np.searchsorted(words.block, [index, index + 1])
        inside = np.zeros(last - first, np.bool_)
        for span in spans:
            inside |= (words.start[first:last] >= span.start) & (words.end[first:last] <= span.end)
        stamp = cues["published"][index] + cues["updated"][index] + cues["ago"][index]
        is_date[index] = (~inside).sum() - stamp <= min(_MAX_DATE_EXTRA, inside.sum())
    return is_date


def _keys(words: Words, size: int) -> Hashes:
    keys = np.zeros(size, np.uint64)
    if not len(words):
        return keys
    begin = np.searchsorted(words.block, np.arange(size))
    place = np.arange(len(words)) - begin[words.block]
    powers = np.full(int(place.max()) + 1, _WORD_STEP, np.uint64)
    powers[0] = 1
    terms = (words.hash | np.uint64(1)) * np.cumprod(powers, dtype=np.uint64)[place]
    prefix = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    ends = np.searchsorted(words.block, np.arange(size), side="right")
    return np.asarray(prefix[ends] - prefix[begin], np.uint64)


def _copies(key: Hashes) -> tuple[Ints, Ints]:
    """Return for each block the first block with the same words (itself if it has none) and how many there are."""
    _, first, inverse, copies = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    same, count_same = first[inverse], copies[inverse]
    wordless = key == 0
    return np.where(wordless, np.arange(len(key)), same), np.where(wordless, 1, count_same)


@cache
def _credit_pattern() -> re.Pattern[str]:
    """A picture credit at the end of a block: after a dash, slash or bar, in brackets, or after a word like "Photo"."""
    agency, cue = pattern("agency"), pattern("credit")
    name = r"[^—–|/()\[\].!?;]{0,40}?"
    return re.compile(
        rf"(?P<lead>\s[—–|/-]{{1,2}}\s?|(?<=[.!?”\"'])\s?[—–/|-]{{1,2}}\s?|[(\[]\s?|/)"
        rf"(?:(?:{cue})\s?:?\s)?(?P<agency>{name}\b(?:{agency})\b{name})[)\]]?\.?$"
        rf"|(?:^|(?<=[.!?”\"'])\s?)(?P<wire>(?:{agency})\s?/\s?{name})$"
        rf"|(?:^|[\s(\[/|])(?:{cue})(?:\s?[:：]\s?|\s(?:by|von|de|par|di)\s)(?P<name>{name})[)\]]?\.?$",
        re.IGNORECASE,
    )


def _credits(document: Document, size: Floats, cues: dict[str, Floats]) -> Ints:
    credit = np.full(len(document), -1)
    find = _credit_pattern()
    possible = (size > 0) & (size <= _CREDIT_WORDS) & (cues["agency"] + cues["credit"] > 0)
    for index in np.flatnonzero(possible).tolist():
        start, end = int(document.start[index]), int(document.end[index])
        low = max(start, end - _CREDIT_TAIL)
        found = find.search(document.text[low:end])
        if found:
            credit[index] = low + found.start()
    return credit
