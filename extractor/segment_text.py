"""Flat text -> Document: lines, rejoined where a converter or a wrap broke them, split where everything is one line.

``Document.text`` is the input itself, so a block is a provable span of what the user gave; every character that is
not white space is in exactly one block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

import numpy as np

from extractor.clean import clean
from extractor.dates import DateSpan, full_dates
from extractor.document import KINDS, MAX_BLOCKS, Document
from extractor.expression import QUOTES, expression
from extractor.lexicon import find_phrase, pattern, phrases
from extractor.record import record_header
from extractor.reflow import BULLET, VERSE_WIDTH, continued

_NO_WORD: Final = expression(r"\W{1,3}$")
_GIANT_LINE: Final = 1200  # characters of a line that holds most of its page
_GIANT_SHARE: Final = 0.7
_ALWAYS_GIANT: Final = 6000  # no paragraph is that long
# Where no space is needed between sentences, a sign that can also open a quotation opens the next one's.
_SENTENCE_END: Final = expression(rf"[.!?…][{QUOTES})\]]*\s+|[。！？।؟۔]['\"’”»」』)\]]*\s*")
_ABBREVIATION: Final = expression(
    r"(?:^|[\s(])(?:[^\W\d_]\.)*(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|Sr|Jr|vs|No|Prof|Gen|Sen|Rep|Gov)\.$"
)
_DASH_CREDIT: Final = expression(r"[—–-]{1,2}\s*[^\s.,—–-]+\s+")
_MAX_TITLE: Final = 160  # characters
_MAX_BYLINE: Final = 60
_MAX_STAMP: Final = 30


class _Line(NamedTuple):
    """A line without its outer white space: ``text[start:end]``; ``gap``: blank lines before it."""

    start: int
    end: int
    gap: int
    number: int


def segment_text(text: str) -> Document:
    """Split flat text into blocks. Linear in its length; never fails.

    At most ``MAX_BLOCKS`` are made: ``Document.text`` then ends where reading did.
    """
    whole = list(islice(_lines(text), MAX_BLOCKS + 1))
    rejoined = _join_header(text, _reflow(text, whole[:MAX_BLOCKS]))
    pieces = (piece for line in rejoined for piece in _split_giant(text, line))
    lines = list(islice(pieces, MAX_BLOCKS + 1)) or _unseen(text)
    kinds = _kinds(text, lines[:MAX_BLOCKS])
    if len(whole) > MAX_BLOCKS or len(lines) > MAX_BLOCKS:
        lines = lines[:MAX_BLOCKS]
        text = text[: lines[-1].end]
    lines = _cover(text, lines)
    return Document(
        text=text,
        source="text",
        start=np.array([line.start for line in lines], np.int64),
        end=np.array([line.end for line in lines], np.int64),
        kind=np.array(kinds, np.int64),
        gap=np.array([line.gap for line in lines], np.int64),
        line=np.array([line.number for line in lines], np.int64),
    )


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that show anything, without what does not show at their ends (see ``_cover``)."""
    position = gap = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        start, end = 0, len(line)
        while start < end and not _is_seen(line[start]):
            start += 1
        while start < end and not _is_seen(line[end - 1]):
            end -= 1
        if start < end:
            yield _Line(position + start, position + end, gap, number)
            gap = 0
        else:
            gap += 1
        position += len(line)


@cache
def _is_seen(character: str) -> bool:
    """Whether a character shows: no white space, control, direction mark or half of a surrogate pair."""
    return bool(clean(character)) and not "\ud800" <= character <= "\udfff"


def _unseen(text: str) -> list[_Line]:
    """Return all of a text that shows nothing as one line, none if it is white space."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [_Line(start, end, 0, 0)] if start < end else []


def _cover(text: str, lines: list[_Line]) -> list[_Line]:
    """Add the invisible characters between blocks to the block above, so that no character is lost."""
    if not lines:
        return []
    above = text[: lines[0].start]
    starts = [len(above) - len(above.lstrip()), *(line.start for line in lines[1:]), len(text)]
    return [
        line._replace(start=start, end=line.end + len(text[line.end : following].rstrip()))
        for line, (start, following) in zip(lines, pairwise(starts), strict=True)
    ]


def _join_header(text: str, lines: list[_Line]) -> list[_Line]:
    """Make the header of an archived record one block: none of its lines says anything of the page."""
    end = record_header(text)
    inside = sum(line.start < end for line in islice(lines, end))
    return [lines[0]._replace(end=lines[inside - 1].end), *lines[inside:]] if inside else lines


def _reflow(text: str, lines: list[_Line]) -> list[_Line]:
    """Join the lines of a paragraph that inline markup or a hard wrap broke."""
    strings = [text[line.start : line.end] for line in lines]
    joined: list[_Line] = []
    for line, goes_on in zip(lines, continued(strings, [line.gap for line in lines]), strict=True):
        if goes_on:
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
    return joined


# --- splitting what runs together


def _split_giant(text: str, line: _Line) -> Iterator[_Line]:
    length = line.end - line.start
    if length < _GIANT_LINE or (length < _ALWAYS_GIANT and length < _GIANT_SHARE * len(text)):
        yield line
        return
    cuts = _giant_cuts(text[line.start : line.end])
    for index, (start, end) in enumerate(pairwise(cuts)):
        piece = text[line.start + start : line.start + end]
        stripped = piece.strip()
        if stripped:
            begin = line.start + start + len(piece) - len(piece.lstrip())
            yield _Line(begin, begin + len(stripped), line.gap if index == 0 else 0, line.number)


def _giant_cuts(line: str) -> list[int]:
    """Return the offsets at which a line that holds a whole page is cut: sentences, dates, repeated titles."""
    cuts = {0, len(line)}
    last = len(line)  # cuts beyond it are not needed
    for match in _SENTENCE_END.finditer(line):
        end = match.end()
        if len(cuts) > MAX_BLOCKS + 1:
            last = end
            break
        credit = _DASH_CREDIT.match(line, end)
        if credit:
            cuts.add(credit.end())
        elif (
            end < len(line)
            and not line[end].islower()
            and not _ABBREVIATION.search(line[max(0, end - 12) : end].rstrip())
        ):
            cuts.add(end)
    found = len(cuts)
    for date in full_dates(line):
        if date.start > last or len(cuts) > found + 2 * MAX_BLOCKS:
            break  # at least every other piece is no white space
        cuts.update(_date_cuts(line, date))
    return sorted(cuts)


def _date_cuts(line: str, date: DateSpan) -> Iterator[int]:
    """Cut around a date that is not inside a sentence: after a stamp word, or between two copies of a title."""
    start = _stamp_before(line, date.start)
    byline = _byline_before(line, start)
    if byline < start:
        yield from (byline, start, date.end)
        return
    title = _repeated_title(
        line[max(0, start - _MAX_TITLE) : start].strip(), line[date.end : date.end + _MAX_TITLE + 1].strip()
    )
    if not title and start == date.start:
        return
    yield from (start, date.end)
    if title:
        yield line.rindex(title, 0, start)
        yield line.index(title, date.end) + len(title)


def _stamp_before(line: str, end: int) -> int:
    """Return where the stamp word directly before a place begins (the place itself without one)."""
    low = max(0, end - _MAX_STAMP)
    if not _NO_WORD.sub("", line[low:end]).lower().endswith(_stamp_words()):
        return end  # most dates: the pattern has hundreds of phrases to try
    found = _stamp_end().search(line, low, end)
    return found.start() if found else end


@cache
def _stamp_words() -> tuple[str, ...]:
    """Return the last word of each stamp phrase."""
    listed = phrases("published") | phrases("updated")
    return tuple({_NO_WORD.sub("", phrase).split()[-1] for phrase in listed})


@cache
def _stamp_end() -> re.Pattern[str]:
    return expression(rf"(?:{pattern('published')}|{pattern('updated')})\W{{0,3}}$", re.IGNORECASE)


def _byline_before(line: str, end: int) -> int:
    """Return where the byline directly before a place begins (the place itself without one)."""
    low = max(0, end - _MAX_BYLINE)
    if find_phrase(line[low:end], "byline") < 0:
        return end
    found = _byline_end().search(line, low, end)
    return found.start() if found else end


@cache
def _byline_end() -> re.Pattern[str]:
    """Match a byline at the end of a text: a word like "by" and up to five words without a full stop."""
    return expression(rf"(?<!\w)(?:{pattern('byline')})[:：]?(?:\s+[^\s.!?]{{2,}}){{1,5}}\W*$", re.IGNORECASE)


def _repeated_title(before: str, after: str) -> str:
    """Return the longest text that ends ``before`` and begins ``after`` ("" if there is none)."""
    cut = before.find(after[:1]) if after else -1
    while cut >= 0:
        if (not cut or before[cut - 1].isspace()) and after.startswith(before[cut:]):
            return before[cut:]
        cut = before.find(after[0], cut + 1)
    return ""


# --- kinds


def _kinds(text: str, lines: list[_Line]) -> list[int]:
    """Name the kind of each block; where blank lines separate paragraphs, lines without one are lines of a group."""
    paragraph, item, verse = (KINDS.index(kind) for kind in ("paragraph", "list_item", "line"))
    long = [line for line in lines if line.end - line.start > VERSE_WIDTH]
    spaced = sum(line.gap > 0 for line in long) * 2 > len(long)
    kinds = []
    for above, line in zip([None, *lines], lines, strict=False):
        if BULLET.match(text, line.start, line.end):
            kinds.append(item)
        else:
            grouped = spaced and line.gap == 0 and above is not None and above.number != line.number
            kinds.append(verse if grouped else paragraph)
    return kinds
