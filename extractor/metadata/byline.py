"""The pieces of a line that can hold names: what stands between separators and behind words like "by"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from extractor.clean import clean
from extractor.data import load
from extractor.expression import expression
from extractor.lexicon import find_phrase, last_words, phrase_end, phrases
from extractor.metadata.marks import without_marks
from extractor.metadata.person import any_names, ends_in_role, is_full, is_position, joined, may_follow, signed

_MAX_PIECE: Final = 200  # characters of a part of a line that can hold names
_SEPARATOR: Final = expression(
    r"\s*(?:[|·•●/;\n\t—]|\s[–-]\s|\s{3}|(?<!\d),|，|、|»|\s(?=[\u4e00-\u9fff]{2,4}[:：])|\.\s(?=[^\W\d_]{1,20}\s?:))\s*"
)
_DASHES: Final = ("-", "–", "—")
_COMMAS: Final = ("", ",", "，", "、")  # and no more than spaces
_GLUED: Final = expression(r"By(?=[A-Z])")
_SEAM: Final = expression(r"(?<!\w)\w|(?<=[a-z])(?=[A-Z])")  # where a word begins
_NUMBER: Final = expression(r"(?<!\w)\d")
_CAPITAL: Final = expression(r"\s[A-Z]")
_SHORT_END: Final = expression(r"\s\w{1,3}$")
_CONTACT: Final = expression(r"[<(\[]?(?:(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+|(?:https?://|www\.)[^\s>)\]]+)[>)\]]?")


def stated_names(value: str, *, is_whole: bool = False) -> Iterator[str]:
    """Yield the names of a statement: one, or several between separators (``is_whole``: none are words like "and")."""
    is_first = True
    for part, _ in _parts(_without_others(value)):
        own, begin = _own(part)
        if own and (is_first or begin or not is_position(own)):
            yield from any_names(own[begin:].strip(" ,:-–—|()[]"), is_whole=is_whole)
        is_first = False


def pieces_of(runs: Iterable[str], *, cued: bool, is_named: bool) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line between dates and separators, and whether a word like "by" introduces them.

    ``runs``: what stands between its dates. ``cued``: whether such a word stands above the line. ``is_named``: whether
    the line calls itself an author's. What cannot be a name is left empty. Behind a name with a date ("By Ann Lee | 4
    March 2018 | Naxos"), and behind those who did something else ("Reviewed by Max Roe, Naxos"), only what is
    introduced or joined by "and" counts. Behind a name of several words only another one does ("By Ann Lee, Naxos"). In
    a line that calls itself an author's, what stands before the author is left empty ("Naxos | By Ann Lee").
    """
    pieces = list(_pieces(runs, cued=cued, is_named=is_named))
    first = _first_author(pieces) if is_named and not cued else 0
    yield from ((piece.text if place >= first else "", piece.cued) for place, piece in enumerate(pieces))


class _Piece(NamedTuple):
    """A part of a line, whether it or one before is introduced, and whether itself is."""

    text: str
    cued: bool
    is_introduced: bool = False


def _first_author(pieces: list[_Piece]) -> int:
    """Return the first piece that is introduced if no whole name stands before it, else the first one."""
    introduced = next((place for place, piece in enumerate(pieces) if piece.is_introduced and piece.text), 0)
    return 0 if any(is_full(piece.text) for piece in pieces[:introduced]) else introduced


def _pieces(runs: Iterable[str], *, cued: bool, is_named: bool) -> Iterator[_Piece]:
    is_over = is_others = False
    for run in runs:
        has_name, has_full, is_told = False, False, False
        for part, sign in _parts(_without_others(run)):
            if len(part) > _MAX_PIECE:
                yield _Piece("", cued)
                continue
            own, introduced = _own(part)
            introduced = introduced or (_between(own) if is_named else 0)
            is_others = is_others and sign in _COMMAS
            is_bound = (is_over or is_others) and not _joins(part)
            is_others = is_others or len(own) < len(part)
            if not introduced and (is_bound or not own):
                continue
            is_apart = cued and sign in _DASHES
            if has_name and not introduced and (is_apart or _is_beside(own, is_full_name=has_full)):
                continue  # "By Ann Lee — Naxos"
            reporter = signed(own)
            cued = cued or introduced > 0 or bool(reporter)
            is_likely = cued or is_named or _may_name(own)
            unsigned = _unstamped(own[introduced:]).strip(" ,:-–—|()[]") if is_likely else ""
            piece = unsigned if reporter is None else reporter
            has_name, is_told = (cued or is_named) and bool(piece), is_told or (cued and bool(piece))
            has_full = has_full or is_full(piece)
            yield _Piece(piece, cued, introduced > 0)
        is_over = is_over or is_told


def _is_beside(own: str, *, is_full_name: bool) -> bool:
    """Whether a piece behind a name says where the author is, or for whom ("Naxos Correspondent", "Naxos")."""
    return ends_in_role(own) or is_position(own) or (is_full_name and not may_follow(own))


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
    words = part.lower().replace("：", " ").split()
    return None if _others_ends().isdisjoint(words) else _others().search(part)


def _joins(part: str) -> bool:
    """Whether a piece goes on with a word like "and"."""
    return bool(joined().match(part))


def leads_to_others(line: str) -> bool:
    """Whether a line says no more than that those who did something else stand below it."""
    return len(line) <= _MAX_PIECE and bool(_others().fullmatch(line.rstrip(" :")))


def _without_contacts(text: str) -> str:
    """Return a text without addresses of mail and the Web; what stands before and behind one are apart."""
    return _CONTACT.sub("\n", text).strip() if "@" in text or "://" in text or "www." in text else text


def _without_others(text: str) -> str:
    """Return a text without marks, contacts and phrases like "Leave a Comment"."""
    text = _without_contacts(without_marks(text))
    return text if _remark_ends().isdisjoint(text.lower().split()) else _remark().sub("\n", text).strip()


@cache
def _remarks() -> tuple[str, ...]:
    """Return the phrases that invite to comment or say that nobody has, longest first."""
    listed = {phrase for phrase in phrases("comment") if phrase.count(" ") > 1}  # "Bình Luận" is a name, too
    return tuple(sorted(listed.union(load("names")["remark"]), key=len, reverse=True))


@cache
def _remark() -> re.Pattern[str]:
    """Match such a phrase."""
    return expression(rf"(?<!\w)(?:{'|'.join(map(re.escape, _remarks()))})(?!\w)", re.IGNORECASE)


@cache
def _remark_ends() -> frozenset[str]:
    """Return the last words of such phrases."""
    return last_words(_remarks())


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
        letter = part[opening.end() : opening.end() + 1] if opening else ""
        if opening and letter.isalpha() and (not letter.islower() or " " in opening[0].strip()):
            return opening.end()
    within = None if _phrase_ends().isdisjoint(part.lower().split()) else _within().search(part)
    return within.end() if within else 0


def _between(part: str) -> int:
    """Return where the name begins that a word like "by" introduces behind others ("Cranes by Ann Lee"; 0: none)."""
    found = _lone().search(part)
    return found.end() if found else 0


@cache
def _lone() -> re.Pattern[str]:
    """Match such a word that is no part of names, as "von" and "de" are."""
    listed = "|".join(word for word in load("names")["genre_by"] if word not in load("names")["particle"])
    return expression(rf"\w\s(?:{listed})\s+(?=[^\W\d_a-z])")


@cache
def _opening() -> re.Pattern[str]:
    """Match what introduces a name at the beginning of a line alone: a phrase, "An analysis by" or "Text:"."""
    names = load("names")
    listed, genres, articles, by, labels = (
        "|".join(map(re.escape, sorted(names[key], key=len, reverse=True)))
        for key in ("opens_byline", "genre", "article", "genre_by", "label")
    )
    genre = rf"(?:(?:{articles})\s+)?(?:{genres})\s+(?:{by})\s+"
    label = rf"(?:{labels})\s?[:：＝=・]\s*"
    return expression(rf"(?:{listed})(?:\s*[:：]\s*|\s+)|{genre}|{label}", re.IGNORECASE)


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
def _others() -> re.Pattern[str]:
    """Match a phrase behind which those stand who did not write the text."""
    listed = "|".join(map(re.escape, load("names")["by_others"]))
    return expression(rf"\b(?:(?:\w+ly|last|fact)\s+)?(?:{listed})\b", re.IGNORECASE)


@cache
def _others_ends() -> frozenset[str]:
    """Return the last words of such phrases, with and without a colon."""
    last = last_words(load("names")["by_others"])
    return frozenset(word + sign for word in last for sign in ("", ":"))
