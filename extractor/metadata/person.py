"""Which parts of a piece are names of people, and what stands behind or instead of one: roles, places, agencies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from extractor.data import load
from extractor.expression import expression
from extractor.lexicon import find_phrase, phrase_end

_MAX_NAME: Final = 5  # words
_MIN_WORDS: Final = 2
_MAX_STATED: Final = 60  # characters of a stated name
_MIN_PERIOD: Final = 4  # characters of a name that is said several times ("lulu" is not "lu")
_MIN_ROLE: Final = 8  # letters of a role that ends a longer word ("Politikredakteur")
IN_NAMES: Final = ".'’-\u200c\u200d"
"""Signs in the words of a name."""
_WORD: Final = expression(r"\S+")
_SHORT_NAME: Final = expression(r"[A-Z][a-z]")
_BEHIND_NAME: Final = expression(r"(?<=\w)\s+(?:\d|[(\[][^)\]]*[)\]]?$)")
_ADDRESS: Final = expression(r"[@/:?=<>{}]|www\.|\.(?:com|org|net)\b", re.IGNORECASE)
_BRACKETS: Final = ("(", "[", "（")
_MARKS: Final = expression(r"(?:(?<=[^\W\d_])[\d*†‡][\d*†‡,]*|\s\d{1,3})$")  # of footnotes and counts, behind a name


def any_names(piece: str, *, is_whole: bool = False) -> Iterator[str]:
    """Yield names however they are spelled: people in forums call themselves what they like, but not a role.

    ``is_whole``: whether the piece is one name, whatever its words.
    """
    person = False
    for part in [piece.strip()] if is_whole else _people(piece):
        whole = _without_marks(_bare(part))
        is_short = 0 < len(whole.split()) <= _MAX_NAME and len(whole) <= _MAX_STATED
        name = "" if not is_short or _is_role(whole) else _once(_without_words(_without_role(whole)))
        is_other = _ADDRESS.search(name) or _is_no_name(name) or _is_place(name) or (person and is_agency(name))
        is_long = len(name) > 1 or not name.isascii()
        if is_long and any(map(str.isalpha, name)) and not is_other:
            person = person or is_full(name)
            yield name


def names_of(piece: str, *, cued: bool) -> Iterator[str]:
    """Yield the names of a piece that are spelled like those of people, without places and roles."""
    person = False
    for part in _people(piece):
        name = _without_place(part)
        role = find_phrase(name, "role", "agency")
        if role > 0:
            name = _without_beats(name[:role])
        elif phrase_end(name, "role") or _is_role(name) or (not cued and is_position(name)):
            continue
        name = _once(_without_tail(name).strip(" ,.:-–—|()[]"))
        if _is_name(name, cued=cued) and not _is_no_name(name) and not (person and is_agency(name)):
            person = person or is_full(name)
            yield name


def _people(piece: str) -> Iterator[str]:
    """Yield the parts of a piece between words like "and", without one that begins a role ("Home and Crime Expert")."""
    parts = [part.strip() for joint in joined().split(piece) for part in _full_ones(joint)]
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if is_full(part) or " " not in after or not (_is_role(after) or is_position(after)):
            yield part


def _full_ones(piece: str) -> list[str]:
    """Return the names between words that are an "and" in few languages ("a"), if each of them is a full one."""
    parts = _between_full().split(piece)
    return parts if all(map(is_full, parts)) else [piece]


@cache
def _between_full() -> re.Pattern[str]:
    """Match such words."""
    return expression(rf"\s+(?:{'|'.join(map(re.escape, load('names')['and_full']))})\s+")


@cache
def joined() -> re.Pattern[str]:
    """Match words like "and" at the beginning of a piece and within."""
    listed = "|".join(map(re.escape, load("names")["and"]))
    return expression(rf"^(?:{listed})\s+|\s+(?i:{listed})\s+|\s*&\s*")


def is_full(text: str) -> bool:
    """Whether a text has several words with capitals, as the names of people have."""
    return sum(word[0].isupper() for word in text.split()) >= _MIN_WORDS


def may_follow(piece: str) -> bool:
    """Whether a piece behind a name can be another one ("By Ann Lee, Naxos" has none); scripts without capitals can."""
    is_cased = any(char.isupper() or char.islower() for char in piece)
    return not is_cased or (any(map(is_full, joined().split(piece))) and not is_agency(piece))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return phrase_end(name, "agency") == len(name)


def signed(piece: str) -> str | None:
    """Return the name of a reporter whose role stands beside it, as Korean, Chinese and Japanese have it.

    None: no such role stands there. "": a role without a name ("본지 기자", "our reporter").
    """
    found = None if piece.isascii() else _signed().search(piece)
    if not found:
        return None
    name = found[found.lastindex or 0]
    return "" if is_agency(name) or _is_role(name) or _is_no_name(name) else name


@cache
def _signed() -> re.Pattern[str]:
    """Match a name of two to four signs at the end of a piece with the role behind it, or directly before it."""
    listed = "|".join(sorted(load("names")["behind_cjk"], key=len, reverse=True))
    han, kana = "\u3005\u3400-\u9fff", "\u3041-\u30ff"
    sign = rf"[{han}{kana}\uac00-\ud7a3]"
    ahead = "|".join(load("names")["ahead_cjk"])
    return expression(
        rf"(?:^|[\s)\]）】])(?:({sign}{{2,4}}?)\s?(?:{listed})[\s=\])）】]{{0,3}}|(?:{ahead})({sign}{{2,4}}))$"
    )


def _bare(name: str) -> str:
    """Return a name without what stands in brackets behind it ("Jane Marlow (JM" too, whose bracket stays open)."""
    opening = max(map(name.rfind, _BRACKETS))
    tail = name[opening:].rstrip(")]）. ") if opening > 0 else ")"
    return name if any(sign in tail for sign in ")]）") else name[:opening].rstrip()


def _without_marks(name: str) -> str:
    """Cut a number of comments or minutes, and the marks of footnotes behind a name of several words."""
    found = _counted().search(name)
    name = name[: found.start()].rstrip() if found else name
    marks = _MARKS.search(name) if is_full(name) else None
    return name[: marks.start()] if marks else name


@cache
def _counted() -> re.Pattern[str]:
    """Match a number of comments, minutes and the like."""
    return expression(rf"(?:^|\s)\d[\d–-]*\s+(?:{'|'.join(load('names')['counted'])})", re.IGNORECASE)


def _without_words(name: str) -> str:
    """Cut words behind a name that lead to a date or a place, or say what it did ("on", "in Naxos", "says")."""
    words = name.split()
    for place in range(_MIN_WORDS, len(words) - 1):
        if words[place] in _places() and words[place + 1][0].isupper() and is_full(" ".join(words[:place])):
            del words[place:]
            break
    while len(words) > 1 and _is_end(words[-1], is_short=len(words) == _MIN_WORDS):
        del words[-1]
    return " ".join(words)


def _is_place(name: str) -> bool:
    """Whether a name says where something is ("in Naxos")."""
    first, _, rest = name.partition(" ")
    return first in _places() and rest[:1].isupper()


def _is_end(word: str, *, is_short: bool) -> bool:
    """Whether a word is no part of the name that it ends: with a capital it can be one (Le, Said), as of "Park In"."""
    return word in load("names")["says"] or (word if is_short else word.lower()) in _places()


def _without_role(name: str) -> str:
    """Cut a role or an agency that ends a name of several words ("Jane Marlow Harbour Reporter")."""
    start = find_phrase(name, "agency")
    if start > 0 and is_agency(name[start:]):
        return _kept(name, name[:start].rstrip())
    head, _, last = name.rpartition(" ")
    return _kept(name, _without_beats(head)) if _is_role_word(last) else name


def _kept(name: str, rest: str) -> str:
    """Return what is left of a name if that can be one of a person, else the whole ("Luxury Travel Expert")."""
    return rest if is_full(rest) and not _is_about(rest) else name


def _is_about(name: str) -> bool:
    """Whether a name has a word that says what a role is for."""
    return any(word in load("names")["beat"] for word in name.lower().split())


def _without_beats(name: str) -> str:
    """Cut words that say what a role is for or of which rank, behind a name of two words ("Senior", "Politics")."""
    words = name.split()
    while len(words) > _MIN_WORDS and words[-1].lower() in load("names")["beat"]:
        del words[-1]
    return " ".join(words)


def _is_role(name: str) -> bool:
    """Whether a name is a role and nothing else ("Staff Writer", "Senior Politics Reporters", "Online-Redakteurin")."""
    *before, last = name.lower().split() or [""]
    beats = load("names")["beat"]
    is_alone = bool(before) or len(last) >= _MIN_ROLE
    is_made = is_alone and _is_role_word(last) and all(word in beats for word in before)
    return is_made or phrase_end(name, "role") == len(name)


def _is_role_word(word: str) -> bool:
    """Whether a word is a position, of several people too, or ends in a long one."""
    word = word.lower()
    return not _positions().isdisjoint((word, word.removesuffix("s"))) or word.endswith(_long_positions())


@cache
def _positions() -> frozenset[str]:
    """Return the words for what a person is."""
    return frozenset(load("names")["position"])


@cache
def _long_positions() -> tuple[str, ...]:
    """Return the long ones of them."""
    return tuple(sorted(position for position in _positions() if len(position) >= _MIN_ROLE))


def is_position(part: str) -> bool:
    """Whether a part says what somebody is ("Marketing Director", "Head of Sales")."""
    what, of, _ = part.lower().partition(" of ")
    last = what.rpartition(" ")[2]
    return _is_role_word(last) or (bool(of) and last in load("names")["heads"])


def ends_in_role(part: str) -> bool:
    """Whether a piece is a role, whatever it is for ("Naxos Correspondent")."""
    role = find_phrase(part, "role")
    return role >= 0 and role + phrase_end(part[role:], "role") == len(part)


def _is_no_name(text: str) -> bool:
    """Whether this is a degree ("M.D."; "Ma" is a name), or stands where there is none ("Unknown", "Senior Member")."""
    plain = text.replace(".", "")
    is_invitation = " " in text and text.lower().startswith(_invites())
    is_degree = plain.lower() in load("names")["degrees"] and not _SHORT_NAME.fullmatch(plain)
    return is_degree or is_invitation or text.lower().strip(" .*") in _nobody()


@cache
def _invites() -> tuple[str, ...]:
    """Return what begins the words of a link to a shop ("Visit the Marlow Store")."""
    return tuple(f"{phrase} " for phrase in load("names")["invites"])


@cache
def _nobody() -> frozenset[str]:
    """Return what stands where there is no name: words like "Unknown", labels of fields, days of the week."""
    names = load("names")
    weekdays = (name for listed in names["weekday"] for name in listed.split("|"))
    return frozenset(names["nobody"]).union(names["label"], weekdays, names["says"], names["at"])


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
