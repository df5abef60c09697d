"""Lines of flat text that go on with the line above: broken by a converter at an inline tag, or by a hard wrap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import or_
from typing import Final

from extractor.expression import QUOTES, expression
from extractor.language import function_words
from extractor.lexicon import may_begin, pattern, phrases
from extractor.twice import said_twice

BULLET: Final = expression(r"(?:[•·*‣▪◦●○–—-]|\d{1,2}[.)])\s")
_ENDS_SENTENCE: Final = expression(rf"[.!?…。！？।؟۔:][{QUOTES})\]]*$")
_CONTINUES: Final = expression(r"[,.;:!?)\]’”»、。，]")
_UNSPACED: Final = expression(r"[\u3040-\u30ff\u3400-\u9fff]")
_BROKEN_OFF: Final = expression(r"[,.;]")  # a sign alone has nothing else to stand behind
_OPENS: Final = expression(r"[(\[“‘«,/&–—-]$")
_LAST_WORD: Final = expression(r"(\w+)$")
VERSE_WIDTH: Final = 60  # characters: shorter lines may be verse, a list or table cells, not pieces of a paragraph
_MIN_WRAP, _MAX_WRAP = 40, 120  # widths at which mail and terminals wrap
_WRAPPED: Final = 0.95  # share of the lines that are no longer than the width: running heads are, a little
_BEYOND: Final = 1.25  # times the width
_MIN_WRAPPED_LINES: Final = 6
_WRAPPED_SHARE: Final = 0.7
_LINK_WORDS: Final = 8  # an inline link that broke a line is a name or a short phrase
_MIN_FRAGMENTS: Final = 2
_UNEVEN: Final = 3  # times that a line is longer than the link beside it
_RESUMED_SHARE: Final = 0.3  # of the lower-case lines that clearly go on with the line above, so that most will
_UPPER_SHARE: Final = 0.7  # of the lines that open upper-case where a lower-case one tells of a broken line


def continued(strings: Sequence[str], gaps: Sequence[int]) -> list[bool]:
    """Return whether each line belongs to the line above; ``gaps``: blank lines before each."""
    if len(strings) < 2:  # noqa: PLR2004
        return [False] * len(strings)
    joins, wraps = _fragments(strings, gaps), _wraps(strings, gaps)
    return joins if wraps is None else _both(joins, wraps)


def _both(joins: Sequence[bool], wraps: Sequence[bool]) -> list[bool]:
    """Return the joins of a page that is wrapped: also what a link broke, but within paragraphs that are wrapped.

    What is not wrapped there are lists of files, fields and verse.
    """
    both = [*map(or_, joins, wraps)]
    starts = [index for index, is_joined in enumerate(both) if not is_joined]
    for start, end in pairwise([*starts, len(both)]):
        if not any(wraps[start:end]):
            both[start:end] = [False] * (end - start)
    return both


def _wraps(strings: Sequence[str], gaps: Sequence[int]) -> list[bool] | None:
    """Return which lines continue the one before if the page is hard-wrapped, else None.

    A wrap is recognised by its cause: the first word of the next line would not have fitted.
    """
    lengths = sorted(map(len, strings))
    width, longest = lengths[int(_WRAPPED * (len(lengths) - 1))], lengths[-1]
    width = width if longest <= _BEYOND * width else longest
    if not _MIN_WRAP <= width <= _MAX_WRAP:
        return None
    forced = [False] + [
        gap == 0 and len(above) + 1 + _first_word(below) > width and not _opens_anew(below)
        for (above, below), gap in zip(pairwise(strings), gaps[1:], strict=True)
    ]
    full = [
        join
        for above, below, gap, join in zip(strings, strings[1:], gaps[1:], forced[1:], strict=False)
        if gap == 0 and len(above) > width / 2 and not BULLET.match(below)
    ]
    if len(full) < _MIN_WRAPPED_LINES or sum(full) < _WRAPPED_SHARE * len(full):
        return None
    return forced


def _first_word(line: str) -> int:
    """Return how many characters stand together at the start of a line: Chinese and Japanese a sign and a mark."""
    return 2 if _UNSPACED.match(line) else len(line.split(None, 1)[0])


def _opens_anew(line: str) -> bool:
    """Whether a line is a list item, a byline, or opens with a stamp word ("Published"): no part of a title above."""
    return _is_item(line) or (line[0].isupper() and bool(_stamp_start().match(line)))


def _is_item(line: str) -> bool:
    """Whether a line is a list item or a byline: a word like "by" and a name, up to the end or to a separator."""
    if not may_begin(line, "byline"):
        return bool(BULLET.match(line))
    return bool(_byline_line().match(line)) and not _ENDS_SENTENCE.search(line)


@cache
def _byline_line() -> re.Pattern[str]:
    name = r"(?:\s+(?:[^\W\d_]{1,3}\s+){0,2}[^\W\d_a-z][^\s,|·•●]*){1,5}"
    behind = r"(?:$|,?\s+[|·•●–—-]|,\s+[^\W\d_a-z]|\s+\d)"
    return expression(rf"(?i:{pattern('byline')})[:：]?{name}{behind}")


@cache
def _stamp_start() -> re.Pattern[str]:
    return expression(rf"(?:{pattern('published')}|{pattern('updated')})(?!\w)", re.IGNORECASE)


def _fragments(strings: Sequence[str], gaps: Sequence[int]) -> list[bool]:
    """Return which lines are the continuation of the one before, broken off by an inline tag.

    A line that says its text twice is none: a picture's description and its caption.
    """
    alone = [bool(said_twice(string)) for string in strings]
    apart = [False, *map(or_, alone, alone[1:])]
    adjacent = [gap == 0 and not is_apart for gap, is_apart in zip(gaps, apart, strict=True)]
    evidence = sum(
        bool(_CONTINUES.match(string)) + bool(_BROKEN_OFF.fullmatch(string))
        for near, string in zip(adjacent, strings, strict=True)
        if near
    )
    resumed = sum(
        near and _resumes(*three)
        for near, three in zip(adjacent[1:], zip(strings, strings[1:], [*strings[2:], ""], strict=False), strict=True)
    )
    upper, low = (sum(map(case, (string[0] for string in strings))) for case in (str.isupper, str.islower))
    if upper >= _UPPER_SHARE * (upper + low - resumed) and resumed >= _RESUMED_SHARE * low:
        evidence += resumed
    broken = evidence >= _MIN_FRAGMENTS
    is_cased = upper * 2 >= low  # else a lower-case letter says nothing: all lines of the page begin so
    joins = [False] * len(strings)
    for index in range(1, len(strings)):
        if adjacent[index]:
            joins[index] = _continues(strings[index - 1], strings[index], broken=broken, is_cased=is_cased)
    if broken:
        for index in range(1, len(strings) - 1):
            joins[index] |= (
                adjacent[index] and joins[index + 1] and _is_link_between(strings[index - 1], strings[index])
            )
    return joins


def _resumes(above: str, below: str, after: str) -> bool:
    """Whether a line that opens with a lower-case function word goes on with a sentence that opened upper-case.

    One line of the sentence is far longer than a link: verse, lists and bylines go on so, too.
    """
    first = below.split(None, 1)[0]
    short, long = sorted((len(above), len(after if first == below else below)))
    return (
        above[0].isupper()
        and first in function_words()
        and first not in phrases("byline")
        and long > max(_UNEVEN * short, VERSE_WIDTH / 2)
        and not _ENDS_SENTENCE.search(above)
    )


def _continues(above: str, below: str, *, broken: bool, is_cased: bool) -> bool:
    if not broken and max(len(above), len(below)) <= VERSE_WIDTH:
        return False
    if _CONTINUES.match(below):
        return True
    if _ENDS_SENTENCE.search(above) or _is_item(below) or not phrases("byline").isdisjoint((above, below)):
        return False  # a line that is only "by" stands between a title and a name
    if _OPENS.search(above) and " " in above:
        return True
    if is_cased and below[0].islower():
        return len(above) > 1
    return _ends_open(above, below, broken=broken)


def _ends_open(above: str, below: str, *, broken: bool) -> bool:
    """Whether a line ends in a function word that the line below can complete."""
    last = _LAST_WORD.search(above)
    if not last or last[1] not in function_words():
        return False
    if last[1] == above:  # between two links
        return broken
    return " " in above and (not below[0].isupper() or (broken and _is_link(below)))


def _is_link_between(above: str, link: str) -> bool:
    """Whether a capitalised line may be link text in a running sentence (the line after it continues it)."""
    return (
        _is_link(link)
        and not _ENDS_SENTENCE.search(above)
        and len(above.split()) > 2  # noqa: PLR2004
        and above[-1].islower()
    )


def _is_link(line: str) -> bool:
    """Whether a line can be the text of a link: a name or a short phrase, no sentence."""
    return len(line.split()) <= _LINK_WORDS and not _ENDS_SENTENCE.search(line)
