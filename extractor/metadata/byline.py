"""Names in a line: the pieces between separators and words like "by", and what of them can be a person's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from extractor.clean import clean
from extractor.data import load
from extractor.expression import expression
from extractor.lexicon import find_phrase, last_words, phrase_end, phrases

_MAX_NAME: Final = 5  # words
_MAX_PIECE: Final = 200  # characters of a part of a line that can hold names
_MIN_WORDS: Final = 2
_SEPARATOR: Final = expression(r"\s*(?:[|·•●/;\n\t—]|\s[–-]\s|\s{3}|(?<!\d),|，|、)\s*")
_DASHES: Final = ("-", "–", "—")
_COMMAS: Final = ("", ",", "，", "、")  # and no more than spaces
_GLUED: Final = expression(r"By(?=[A-Z])")
_SEAM: Final = expression(r"(?<!\w)\w|(?<=[a-z])(?=[A-Z])")  # where a word begins
_WORD: Final = expression(r"\S+")
_SHORT_NAME: Final = expression(r"[A-Z][a-z]")
_NUMBER: Final = expression(r"(?<!\w)\d")
_BEHIND_NAME: Final = expression(r"(?<=\w)\s+(?:\d|[(\[][^)\]]*[)\]]?$)")
_MIN_PERIOD: Final = 4  # characters of a name that is said several times ("lulu" is not "lu")
_CAPITAL: Final = expression(r"\s[A-Z]")
_SHORT_END: Final = expression(r"\s\w{1,3}$")
IN_NAMES: Final = ".'’-\u200c\u200d"
"""Signs in the words of a name."""
_MAX_STATED: Final = 60  # characters of a stated name
_ADDRESS: Final = expression(r"[@/:?=<>{}]|www\.|\.(?:com|org|net)\b", re.IGNORECASE)
_CONTACT: Final = expression(r"[<(\[]?(?:(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+|(?:https?://|www\.)[^\s>)\]]+)[>)\]]?")


def stated_names(value: str) -> Iterator[str]:
    """Yield the names of a statement: one, or several between separators."""
    is_first = True
    for part, _ in _parts(_without_contacts(value)):
        own, begin = _own(part)
        if own and (is_first or begin or not _is_position(own)):
            yield from any_names(own[begin:].strip(" ,:-–—|()[]"))
        is_first = False


def any_names(piece: str) -> Iterator[str]:
    """Yield names however they are spelled: people in forums call themselves what they like, but not a role."""
    for name in map(_once, map(_without_at, map(str.strip, _and().split(piece)))):
        is_short = 0 < len(name.split()) <= _MAX_NAME and len(name) <= _MAX_STATED
        is_short = is_short and (len(name) > 1 or not name.isascii())
        is_other = phrase_end(name, "role") == len(name) or _ADDRESS.search(name) or _is_no_name(name)
        if is_short and any(map(str.isalpha, name)) and not is_other:
            yield name


def _without_at(name: str) -> str:
    """Cut a word like "on" behind a name."""
    head, _, last = name.rpartition(" ")
    return head if head and last in _places() else name


def pieces_of(runs: Iterable[str], *, cued: bool, is_named: bool) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line between dates and separators, and whether a word like "by" introduces them.

    ``runs``: what stands between its dates. ``cued``: whether such a word stands above the line. ``is_named``: whether
    the line calls itself an author's. What cannot be a name is left empty. Behind a name with a date ("By Ann Lee | 4
    March 2018 | Naxos"), and behind those who did something else ("Reviewed by Max Roe, Naxos"), only what is
    introduced or joined by "and" counts.
    """
    is_over = is_others = False
    for run in runs:
        has_name, is_told = False, False
        for part, sign in _parts(_without_contacts(run)):
            if len(part) > _MAX_PIECE:
                yield "", cued
                continue
            own, introduced = _own(part)
            is_others = is_others and sign in _COMMAS
            is_bound = (is_over or is_others) and not _joins(part)
            is_others = is_others or len(own) < len(part)
            if not introduced and (is_bound or not own):
                continue
            is_apart = cued and sign in _DASHES
            if has_name and not introduced and (is_apart or _ends_in_role(own) or _is_position(own)):
                continue  # "By Ann Lee — Naxos", "By Ann Lee, Naxos Correspondent": where the author is, or for whom
            cued = cued or introduced > 0
            is_likely = cued or is_named or _may_name(own)
            piece = _unstamped(own[introduced:]).strip(" ,:-–—|()[]") if is_likely else ""
            has_name, is_told = (cued or is_named) and bool(piece), is_told or (cued and bool(piece))
            yield piece, cued
        is_over = is_over or is_told


def _own(part: str) -> tuple[str, int]:
    """Return a piece without those who did something else than write, and where the name begins that is introduced.

    "Written and edited by" introduces an author; what leads to others is no name ("This story was reviewed by").
    """
    others = _others_in(part)
    if others is None:
        return part, _introduced(part) or _pictured(part)
    own = part[: others.start()].rstrip(" .")
    introduced = _introduced(own) or _pictured(own)
    *before, last = own.split() or [""]
    joins = _joins(f"{last} ")
    rest = own.removesuffix(last) if joins else own
    has_own = (not joins or rest[introduced:].strip()) if introduced else (joins and _CAPITAL.search(rest))
    if has_own:  # "By Ann Lee and edited by Max Roe", "Ann Lee with photos by Max Roe"
        return rest, introduced
    if joins and before:  # "Story and photos by Max Roe"
        return part, len(part) - len(part[others.end() :].lstrip(" :"))
    if writes := _within().search(part, others.end()):  # "Edited by Max Roe and written by Jane Marlow"
        return part[writes.start() :], writes.end() - writes.start()
    leads = joins or (others[0][0].islower() and last[-1:].isalnum())
    return ("", 0) if leads else (own, 0)


def _others_in(part: str) -> re.Match[str] | None:
    """Return where a phrase like "Reviewed by" stands in a piece."""
    return None if _others_ends().isdisjoint(part.lower().split()) else _others().search(part)


def _joins(part: str) -> bool:
    """Whether a piece goes on with a word like "and"."""
    return bool(_and().match(part))


def leads_to_others(line: str) -> bool:
    """Whether a line says no more than that those who did something else stand below it."""
    return len(line) <= _MAX_PIECE and bool(_others().fullmatch(line.rstrip(" :")))


def _without_contacts(text: str) -> str:
    """Return a text without addresses of mail and the Web; what stands before and behind one are apart."""
    return _CONTACT.sub("\n", text).strip() if "@" in text or "://" in text or "www." in text else text


def _may_name(part: str) -> bool:
    """Whether a part that nothing introduces can have a name: in English letters a later word has a capital."""
    return not part.isascii() or bool(_CAPITAL.search(part))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a line between separators, each with the one before it ("" of the first)."""
    position, sign = 0, ""
    for separator in _SEPARATOR.finditer(text):
        yield clean(text[position : separator.start()]), sign
        position, sign = separator.end(), separator[0].strip()
    yield clean(text[position:]), sign


def _introduced(part: str) -> int:
    """Return where the name begins that a word like "by" introduces (0: none does).

    The word is glued to a name only where its case shows the seam. Behind other words only a phrase introduces one
    ("this post was written by").
    """
    dated = len(part) - len(part[phrase_end(part, "published") :].lstrip(" .,:-–"))
    for start in (dated, 0) if dated else (0,):
        end = start + phrase_end(part[start:], "byline")
        if end > start:
            return len(part) - len(part[end:].lstrip(" \t:："))
        opening = _GLUED.match(part, start) or _opening().match(part, start)
        if opening and part[opening.end() :][:1].isupper():
            return opening.end()
    within = None if _phrase_ends().isdisjoint(part.lower().split()) else _within().search(part)
    return within.end() if within else 0


@cache
def _opening() -> re.Pattern[str]:
    """Match a phrase that introduces a name at the beginning of a line alone."""
    listed = "|".join(map(re.escape, load("names")["opens_byline"]))
    return expression(rf"(?:{listed})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)


def _pictured(part: str) -> int:
    """Return where the name begins of whom a picture shows, in the words that stand in its place (0: none does)."""
    found = _picture().match(part)
    return found.end() if found else 0


@cache
def _picture() -> re.Pattern[str]:
    """Match a phrase like "picture of" before a name."""
    return expression(rf"(?i:{'|'.join(map(re.escape, load('names')['pictured']))}) (?=[^\W\d_a-z])")


@cache
def _long_phrases() -> tuple[str, ...]:
    """Return the phrases of several words that introduce a name ("written by"), longest first."""
    return tuple(sorted((phrase for phrase in phrases("byline") if " " in phrase), key=len, reverse=True))


@cache
def _within() -> re.Pattern[str]:
    """Match such a phrase before a name."""
    listed = "|".join(map(re.escape, _long_phrases()))
    return expression(rf"(?:\b|(?<=[a-z])(?=[A-Z]))(?i:{listed})\s+(?=[^\W\d_a-z])")


@cache
def _phrase_ends() -> frozenset[str]:
    """Return the last words of such phrases."""
    return last_words(_long_phrases())


def _ends_in_role(part: str) -> bool:
    """Whether a piece is a role, whatever it is for ("Naxos Correspondent")."""
    role = find_phrase(part, "role")
    return role >= 0 and role + phrase_end(part[role:], "role") == len(part)


def _unstamped(part: str) -> str:
    """Return a piece without a word like "Published" before or behind it ("Jane MarlowPublished on 2 hours ago")."""
    part = part[phrase_end(part, "updated", "published") :].lstrip(" :")
    part = part[: _ago(part)].rstrip(" :")
    stamps, found = phrases("updated", "published"), _SHORT_END.search(part)
    short = found.start() if found else 0
    for start in (seam.start() for seam in _SEAM.finditer(part)):
        if part[start:].lower() in stamps or (short and part[start:short].lower() in stamps):
            return part[:start]
    return part


def _ago(part: str) -> int:
    """Return where a piece begins to say how long ago something was ("2 hours ago", "yesterday"), or where it ends."""
    ago = find_phrase(part, "ago")
    if ago < 0:
        return len(part)
    if phrase_end(part, "ago") == len(part):
        return 0
    number = _NUMBER.search(part)
    return min(ago, number.start()) if number else len(part)


@cache
def _and() -> re.Pattern[str]:
    joined = "|".join(map(re.escape, load("names")["and"]))
    return expression(rf"^(?:{joined})\s+|\s+(?i:{joined})\s+|\s*&\s*")


def names_of(piece: str, *, cued: bool) -> Iterator[str]:
    """Yield the names of a piece that are spelled like those of people, without places and roles."""
    for part in _and().split(piece):
        name = _without_place(part)
        role = find_phrase(name, "role", "agency")
        if role > 0:
            name = name[:role]
        elif phrase_end(name, "role") or (not cued and _is_position(name)):
            continue
        name = _once(_without_tail(name).strip(" ,.:-–—|()[]"))
        if _is_name(name, cued=cued) and not _is_no_name(name):
            yield name


def _is_position(part: str) -> bool:
    """Whether a part says what somebody is ("Marketing Director", "Head of Sales")."""
    what, of, _ = part.lower().partition(" of ")
    last = what.rpartition(" ")[2]
    return last in load("names")["position"] or (bool(of) and last in load("names")["heads"])


def _is_no_name(text: str) -> bool:
    """Whether this is a degree ("M.D."; "Ma" is a name), or stands where there is none ("Unknown", "Senior Member")."""
    plain = text.replace(".", "")
    is_degree = plain.lower() in load("names")["degrees"] and not _SHORT_NAME.fullmatch(plain)
    return is_degree or text.lower() in load("names")["nobody"]


@cache
def _others() -> re.Pattern[str]:
    """Match a phrase behind which those stand who did not write the text."""
    listed = "|".join(map(re.escape, load("names")["by_others"]))
    return expression(rf"\b(?:(?:\w+ly|last|fact)\s+)?(?:{listed})\b", re.IGNORECASE)


@cache
def _others_ends() -> frozenset[str]:
    """Return the last words of such phrases, with and without a colon."""
    last = last_words(load("names")["by_others"])
    return frozenset(word + sign for word in last for sign in ("", ":"))


def _once(name: str) -> str:
    """Return a name that is said several times once ("Jane MarlowJane Marlow": of a picture, and of its owner)."""
    for text in (f"{name} ", name):
        period = (text + text).find(text, 1)
        if _MIN_PERIOD <= period < len(text):
            return text[:period].strip()
    return name


def _without_tail(name: str) -> str:
    """Cut what stands behind a name ("Jane Marlow on", before a date; "Jane Marlow 4 comments", "Jane Marlow (JM)").

    Names of several words end in a capital.
    """
    words = _BEHIND_NAME.split(name, 1)[0].split()
    while len(words) > 1 and words[-1].islower():
        del words[-1]
    return " ".join(words)


def _without_place(part: str) -> str:
    """Cut a name at a word like "in" or "for"; with a capital it can be a part of a short name ("Park In Bee")."""
    part = _glued_place().split(part, 1)[0]
    if _places().isdisjoint(part.lower().split()):
        return part
    for place, word in enumerate(_WORD.finditer(part)):
        if place and word[0].lower() in _places() and (word[0].islower() or place >= _MIN_WORDS):
            return part[: word.start()]
    return part


@cache
def _places() -> frozenset[str]:
    """Return the words behind which a place stands, or for whom someone writes."""
    return frozenset(load("names")["at"])


@cache
def _glued_place() -> re.Pattern[str]:
    """Match such a word with a capital that is glued to a name ("Jane MarlowIn Naxos")."""
    listed = "|".join(re.escape(word.capitalize()) for word in sorted(_places()))
    return expression(rf"(?<=[a-z])(?:{listed})\b")


def _is_name(text: str, *, cued: bool) -> bool:
    words = text.split()
    if not words or len(words) > _MAX_NAME or len(text) < 2 or "@" in text:  # noqa: PLR2004
        return False
    if not all(_is_name_word(word.strip("()")) for word in words):
        return False
    if len(words) < _MIN_WORDS and not cued and text.isascii():
        return False
    is_nick = cued and len(words) == 1
    return is_nick or all(not word[0].islower() or word.lower() in load("names")["particle"] for word in words)


def _is_name_word(word: str) -> bool:
    """Whether a word is of letters and the marks of their scripts."""
    return word.isalpha() or (
        word[:1].isalpha() and all(unicodedata.category(char)[0] in "LM" or char in IN_NAMES for char in word)
    )
