"""Picture credits: where one begins that ends a text, and whose picture it says it is.

Agencies and words like "Photo" are known by their role in the lexicon. Their letters are replaced by a sign before the
text is searched, so that the patterns stay small whatever the number of phrases.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np

from extractor.characters import Ints, Words
from extractor.clean import clean
from extractor.data import load
from extractor.lexicon import roles

_AGENCY: Final = "\U0010f000"
_CUE: Final = "\U0010f001"
_TAIL: Final = 90  # characters at the end of a text where a credit can stand
_MAX_NAMES: Final = 4  # words of a name before a slash and an agency
_EDGES: Final = " \t\n—–-|/()[]:：©"
_NAME: Final = r"(?:[^—–|/()\[\].!?;]|(?<=\b\w)\.){0,40}?"  # a full stop only after an initial
_OWNER: Final = r"(?:[^\d—–|/()\[\].!?;©]|(?<=\b\w)\.){2,40}?"
_CUES: Final = rf"{_CUE}+(?:[\s'’-]{{1,2}}{_CUE}+){{0,3}}"
_END: Final = r"[)\]]?\.?$"
_LEAD: Final = r"(?:\s[—–|/-]{1,2}\s?|(?<=[.!?”\"'])\s?[—–/|-]{1,2}\s?|[(\[]\s?|/)"
_SENTENCE_END: Final = re.compile(r"\w{2}[.!?,;:”\"']+\s?")
_PAIR: Final = re.compile(r"\[([^()\[\]/]{3,40})/([^()\[\]/]{2,40})\]\.?$")
_HAN_NAME: Final = r"[\u3005\u30a0-\u30ff\u3400-\u9fff]{2,12}"


@cache
def _credit() -> re.Pattern[str]:
    """Match a credit: an agency after a dash, slash or bar or in brackets; who follows a word like "Photo", or ©."""
    by = "|".join(map(re.escape, load("names")["by"]))
    more = rf"(?:/{_NAME}){{0,2}}"
    introduced = rf"(?:^|(?<=[\s(\[/|—–.!?”\"'])){_CUES}(?:\s?[:：]\s?|\s(?i:{by})\s)"
    shortened = rf"(?:^|(?<=[.!?”\"'—–|])\s?|[(\[]){_CUE}+\.\s"
    return re.compile(
        rf"{_LEAD}(?:{_NAME}/){{0,2}}{_NAME}{_AGENCY}{_NAME}{more}{_END}"
        rf"|(?:^|(?<=[.!?”\"'])\s?){_AGENCY}+(?:\s{_AGENCY}+)*\s?/{_NAME}$"
        rf"|(?:{introduced}|{shortened}){_NAME}{more}{_END}"
        rf"|(?:^|(?<=[\s(\[|.!?—–]))(?:{_CUES}\s?[:：]?\s?)?©\s?(?![\da-z]){_OWNER}(?:/{_NAME})?{_END}"
    )


@cache
def _taken() -> re.Pattern[str]:
    """Match a name and "took the picture" behind it, as Chinese and Japanese have it."""
    words = "|".join(map(re.escape, load("names")["taken"]))
    return re.compile(rf"(?:^|(?<=[\s。．、，）)＝=（(]))({_HAN_NAME})\s?(?:{words})[)）]?。?$")


@cache
def _introduction() -> re.Pattern[str]:
    by = "|".join(map(re.escape, load("names")["by"]))
    return re.compile(rf"[\s—–|/()\[\]©-]*(?:{_CUES}(?:\s*[:：.]\s*|\s+(?i:{by})\s+|\s*(?=©)))?")


def may_credit(text: str) -> list[int]:
    """Return the offsets of what can be part of a credit without any word of the lexicon."""
    return [found.start() for found in re.finditer(r"©|/[^()\[\]/\n]{2,40}\]", text)]


def mask(text: str, start: int, end: int, words: Words, role: Ints) -> str:
    """Return ``text[start:end]`` with a sign for each letter of an agency or of a word like "Photo"."""
    signs = {roles().index("agency"): _AGENCY, roles().index("credit"): _CUE}
    by, masked, position = load("names")["by"], [], start
    for row in range(*np.searchsorted(words.start, [start, end]).tolist()):
        sign, first, last = signs.get(int(role[row])), int(words.start[row]), int(words.end[row])
        if sign and text[first:last].lower() not in by:
            masked += [text[position:first], sign * (last - first)]
            position = last
    return "".join([*masked, text[position:end]])


def find_credit(text: str, masked: str) -> int:
    """Return the offset at which the credit begins that ends a text (-1 without one)."""
    low = max(0, len(text) - _TAIL)
    found = _credit().search(masked, low)
    if found:
        is_glued = found[0][0] == "/" and not text[found.start() + 1].isspace()
        return _photographer(text, found.start()) if is_glued else found.start()
    taken = _taken().search(text, low)
    if taken:
        return taken.start()
    pair = _PAIR.search(text, low)
    is_named = pair and len(pair[1].split()) > 1 and all(word[0].isupper() for word in pair[1].split())
    return pair.start() if pair and is_named else -1


def _photographer(text: str, slash: int) -> int:
    """Return where the name begins that ends at a slash: capitalised words of one sentence; the slash without one."""
    low = max(0, slash - _TAIL)
    low = max((found.end() for found in _SENTENCE_END.finditer(text, low, slash)), default=low)
    start, count = slash, 0
    for word in reversed(list(re.finditer(r"\S+", text[low:slash]))[-_MAX_NAMES:]):
        if not word[0][0].isupper():
            break
        start, count = low + word.start(), count + 1
    return start if count > 1 and not text[slash - 1].isspace() else slash


def is_introduced(masked: str) -> bool:
    """Whether a credit begins with a word like "Photo"."""
    return masked.lstrip(_EDGES).startswith(_CUE)


def owner(text: str, masked: str) -> str | None:
    """Return whose picture it is according to a credit."""
    introduced = _introduction().match(masked)
    name = clean(text[introduced.end() if introduced else 0 :]).strip(_EDGES)
    taken = _taken().search(name)
    return (taken[1] if taken else name.rstrip(".").strip(_EDGES)) or None
