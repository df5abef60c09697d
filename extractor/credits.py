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
from extractor.expression import expression
from extractor.lexicon import phrase_end, roles

_AGENCY: Final = "\U0010f000"
_CUE: Final = "\U0010f001"
_TAIL: Final = 90  # characters at the end of a text where a credit can stand
_MAX_NAMES: Final = 4  # words of a name before a slash and an agency
_OF: Final = "\U0010f002"  # of a phrase like "courtesy of"
_EDGES: Final = " ,\t\n—–-|/()[]:：©（）［］【】＝=／｜"
_NAME: Final = (
    r"(?:[^—–|/()\[\].!?;。।]|(?<=\b\w)\.|\.(?=[a-z])){0,40}?"  # a full stop only after an initial, or in an address
)
_OWNER: Final = r"(?:[^\d—–|/()\[\].!?;©]|(?<=\b\w)\.){2,40}?"
_CUES: Final = rf"{_CUE}+(?:[\s'’-]{{1,2}}{_CUE}+){{0,3}}"
_BEFORE: Final = r"[\s(\[/|—–.!?”\"'。．！？।（［【｜／＝=]"  # what can stand before a credit
_ENDED: Final = r"[.!?”\"'。！？।]"
_END: Final = r"(?:\s\(\w{2,8}\))?[)\]）］】]?[.。]?$"
_MORE: Final = rf"(?:\s?[/|／]\s?{_NAME}){{0,3}}"
_LEAD: Final = rf"(?:\s[—–|/-]{{1,2}}\s?|(?<={_ENDED})\s?[—–/|-]{{1,2}}\s?|[(\[（［]\s?|[/＝=])"
_SENTENCE_END: Final = expression(r"\w{2}[.!?,;:”\"'。।]+\s?")
_ALONE: Final = expression(r"\w{2}[.!?”\"'。।]+\s?$")
_OWNED: Final = expression("©")
_ASIDE: Final = rf"[^()\[\]（）/©{_CUE}]"
_CITED: Final = expression(rf"[(\[（]{_ASIDE}{{0,60}}\b(?:19|20)\d\d\w?\b{_ASIDE}{{0,15}}[)\]）][.。]?\s*$")
_MIN_CITING: Final = 40  # words of a text that ends in a bracket with a year: a study, not a picture
_SLASHED: Final = expression(r"/[^()\[\]/\n]{2,40}\]")
_PAIR: Final = expression(r"\[([^()\[\]/]{3,40})/([^()\[\]/]{2,40})\]\.?$")
_JAPANESE_NAME: Final = r"[\u3005\u3041-\u309f\u30a0-\u30ff\u3400-\u9fff]{2,12}"
_HAN_NAME: Final = r"[\u3005\u30a0-\u30ff\u3400-\u9fff]{2,12}"


@cache
def _credit() -> re.Pattern[str]:
    """Match a credit: an agency after a dash, slash or bar or in brackets; who follows a word like "Photo", or ©."""
    introduced = rf"(?:^|(?<={_BEFORE})){_CUES}(?:(?:\s{_OF}+)?\s?[:：＝=]\s?|\s(?:(?i:{_by()})|{_OF}+)\s)"
    shortened = rf"(?:^|(?<=[.!?”\"'—–|])\s?|[(\[]){_CUE}+(?:\.\s|[/／])"
    return re.compile(
        rf"(?:(?:{_LEAD}(?:{_NAME}/){{0,2}}{_NAME}{_AGENCY}|{introduced}|{shortened}){_NAME}"
        rf"|(?:^|(?<=[\s(\[|.!?—–。]))(?:{_CUES}\s?[:：]?\s?)?©\s?(?![\da-z]){_OWNER}){_MORE}{_END}"
        rf"|(?:^|(?<={_ENDED})\s?){_AGENCY}+(?:\s{_AGENCY}+)*\s?/{_NAME}$"
    )


@cache
def _by() -> str:
    return "|".join(map(re.escape, load("names")["by"]))


@cache
def _credit_of_caption() -> re.Pattern[str]:
    """Match what is a credit only at the end of a caption: an agency alone, "Source: ...", "Photo" and a name."""
    words = "|".join(map(re.escape, load("pictures")["introduction"]))
    return re.compile(
        rf"(?:(?<={_ENDED})\s?|,\s){_AGENCY}+(?:\s{_AGENCY}+)*{_NAME}\.?$"
        rf"|(?:^|(?<={_BEFORE}))(?i:{words})\s?[:：]\s?{_NAME}{_MORE}{_END}"
        rf"|(?:^|(?<={_BEFORE}))(?:{_CUES}|(?i:{words}))(?:\s|\.{{3}})(?P<names>{_NAME}{_MORE}){_END}"
    )


def _taken(text: str, low: int = 0) -> re.Match[str] | None:
    """Find a name and "took the picture" behind it at the end of a text, as Chinese and Japanese have it."""
    return _taken_after_name().search(text, low) if any(word in text for word in load("names")["taken"]) else None


@cache
def _taken_after_name() -> re.Pattern[str]:
    name = rf"(?:^|(?<=[\s。．、，）)＝=／/（(])){_HAN_NAME}|(?<=[＝=／/（(]){_JAPANESE_NAME}"
    return re.compile(rf"({name})\s?(?:{_taking()})[)）]?。?$")


def _wholly_taken(text: str) -> re.Match[str] | None:
    """Match the same where it is known to be a credit."""
    is_taken = any(text.endswith(word) for word in load("names")["taken"])
    return re.fullmatch(rf"({_JAPANESE_NAME})\s?(?:{_taking()})", text) if is_taken else None


@cache
def _taking() -> str:
    return "|".join(map(re.escape, load("names")["taken"]))


@cache
def _introduction() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load("pictures")["introduction"]))
    cued = rf"{_CUES}(?:(?:\s{_OF}+)?\s*(?:[:：,＝=/／]|\.{{1,3}})\s*|\s+(?:(?i:{_by()})|{_OF}+)\s+|\s*(?=©))"
    return re.compile(rf"[\s—–|/()\[\]（）［］＝=©-]*(?:{cued}|(?i:{words})(?:\s*[:：,]|\.{{3}}|\s)\s*)?")


def may_credit(text: str) -> list[int]:
    """Return the offsets of what can be part of a credit without any word of the lexicon."""
    return [found.start() for sign in (_OWNED, _SLASHED) for found in sign.finditer(text)]


def mask(text: str, start: int, end: int, words: Words, role: Ints) -> str:
    """Return ``text[start:end]`` with a sign for each letter of an agency or of a word like "Photo"."""
    signs = {roles().index("agency"): _AGENCY, roles().index("credit"): _CUE}
    by, masked, position = load("names")["by"], [], start
    begin, behind = np.searchsorted(words.start, (start, end))
    for row in begin + np.flatnonzero(np.logical_or(*(role[begin:behind] == one for one in signs))):
        sign, first, last = signs[int(role[row])], int(words.start[row]), int(words.end[row])
        word = text[first:last].lower()
        if sign == _CUE and word == "of":
            sign = _OF
        if word not in by:
            masked += [text[position:first], sign * (last - first)]
            position = last
    return "".join([*masked, text[position:end]])


def find_credit(text: str, masked: str) -> int:
    """Return the offset at which the credit begins that ends a text (-1 without one)."""
    low = max(0, len(text) - _TAIL)
    found = _credit().search(masked, low)
    if found and _CITED.match(masked, found.start()) and _CUE not in masked[low:] and len(text.split()) >= _MIN_CITING:
        return -1
    if found:
        is_glued = found[0][0] == "/" and not text[found.start() + 1].isspace()
        return _photographer(text, found.start()) if is_glued else _named_before(text, found.start())
    taken = _taken(text, low)
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


def find_credit_of_caption(text: str, masked: str) -> int:
    """Return the offset at which the credit begins that ends a text known to be a caption (-1 without one)."""
    found = _credit_of_caption().search(masked, max(0, len(text) - _TAIL))
    if not found:
        return -1
    names = text[found.start("names") : found.end("names")].split() if found["names"] else []
    return found.start() if all(not word[0].islower() for word in names) else -1


def _named_before(text: str, start: int) -> int:
    """Return where the name begins that is all that stands between a sentence and a credit, else where that begins."""
    low = max((found.end() for found in _SENTENCE_END.finditer(text, max(0, start - _TAIL), start)), default=start)
    names = text[low:start].split()
    is_name = 1 < len(names) <= _MAX_NAMES and all(name[0].isupper() for name in names)
    return low if is_name and _ALONE.search(text, 0, low) else start


def is_introduced(masked: str) -> bool:
    """Whether a credit begins with a word like "Photo"."""
    return masked.lstrip(_EDGES).startswith(_CUE)


def owner(text: str, masked: str) -> str | None:
    """Return whose picture it is according to a credit."""
    introduced = _introduction().match(masked)
    name = _bare(clean(text[introduced.end() if introduced else 0 :]))
    cue = phrase_end(name, "credit")
    rest = name[cue:].lstrip()
    if cue and rest and (rest[0] in ":：©" or not rest[0].islower()) and rest[0] not in "/|,":
        name = _bare(rest)
    taken = _taken(name) or _wholly_taken(name)
    return (taken[1] if taken else _bare(name)) or None


def _bare(text: str) -> str:
    """Return a name without what stands around it; a bracket that it opens stays closed."""
    name = text.strip(_EDGES).rstrip(".").strip(_EDGES)
    return f"{name})" if "(" in name and f"{name})" in text else name
