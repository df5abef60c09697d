"""The people who wrote the article: names that stand where bylines stand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from extractor.clean import clean
from extractor.data import load
from extractor.document import Candidate
from extractor.expression import expression
from extractor.lexicon import find_phrase, phrase_end, phrases
from extractor.metadata.agreement import Agreement, folded
from extractor.metadata.context import Context
from extractor.metadata.stated import authors
from extractor.model import Ranker

_BEFORE_TITLE: Final = 6  # blocks
_BELOW_TITLE: Final = 8
_BEFORE_BODY: Final = 40
_INTO_BODY: Final = 3
_AFTER_BODY: Final = 5
_MAX_LINE: Final = 30  # words of a line in which a byline is looked for
_MAX_LINES: Final = 300  # that are looked at, those nearest to title or body
_MAX_PLAIN: Final = 12  # the same of a line that shows nothing of the kind
_MAX_NAME: Final = 5  # words
_MAX_PIECE: Final = 200  # characters of a part of a line that can hold names
_MIN_WORDS: Final = 2
_SEPARATOR: Final = expression(r"\s*(?:[|·•/;\n\t—]|\s[–-]\s|(?<!\d),|，|、)\s*")
_DASHES: Final = ("-", "–", "—")
_GLUED: Final = expression(r"By(?=[A-Z])")
_SEAM: Final = expression(r"(?<!\w)\w|(?<=[a-z])(?=[A-Z])")  # where a word begins
_WORD: Final = expression(r"\S+")
_NUMBER: Final = expression(r"(?<!\w)\d")
_CAPITAL: Final = expression(r"\s[A-Z]")
_WITHIN: Final = expression(r".[A-Z]", re.DOTALL)
_SHORT_END: Final = expression(r"\s\w{1,3}$")
_IN_NAMES: Final = ".'’-\u200c\u200d"
_MAX_AUTHORS: Final = 20
_SURE_SITE: Final = 0.3  # confidence that the site itself needs to be an author if nothing says so
_ENOUGH_BESIDE: Final = 0.25  # of the threshold for a name in a line that a word like "by" begins, after a sure one
_MAX_NAMED: Final = 5  # blocks of an element that calls itself an author
_MAX_NAMED_BLOCKS: Final = 30
_MAX_NAMES: Final = 200  # stated ones that are looked at
_MAX_STATED: Final = 60  # characters of a stated name
_ADDRESS: Final = expression(r"[@/:?=<>{}]|www\.|\.(?:com|org|net)\b", re.IGNORECASE)
_MAIL: Final = expression(r"[<(\[]?(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+[>)\]]?")


class AuthorCandidate(NamedTuple):
    """A name that could be the author's. ``block``: where it stands (-1: only stated). ``kinds``: statements of it."""

    block: int
    name: str
    source: str
    kinds: frozenset[str]
    features: Mapping[str, float]


def find_authors(page: Context, title: int | None, rank: Ranker) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return the authors in the order of the page, and all names that could be theirs, the surest first.

    ``title``: index of the title's block.
    """
    candidates = author_candidates(page, title)
    confidences = rank.confidences([one.features for one in candidates])
    pairs = zip(confidences, candidates, strict=True)
    scored = [(confidence, one) for confidence, one in pairs if confidence >= _SURE_SITE or not _is_only_site(one)]
    ordered = _each_once(sorted(scored, key=itemgetter(0), reverse=True))
    if not scored or ordered[0].confidence is None or ordered[0].confidence < rank.threshold:
        return (), ordered
    best = _best([pair for pair in scored if pair[0] >= rank.threshold])
    beside = [pair for pair in scored if pair[0] >= rank.threshold * _share_beside(best, pair[1])]
    return _each_once(beside)[:_MAX_AUTHORS], ordered


def _share_beside(best: AuthorCandidate, one: AuthorCandidate) -> float:
    """Return the share of the threshold that is enough for a name beside the surest one: in its line, of its source."""
    if one.block == best.block >= 0:
        return _ENOUGH_BESIDE if one.features["cued"] else 1.0
    return 1.0 if one.kinds & best.kinds else math.inf


def _is_only_site(one: AuthorCandidate) -> bool:
    """Whether a name is the site's and nothing says that it is the author's too."""
    return one.features["is_site"] == 1.0 and not one.kinds and not one.features.get("cued")


def _best(sure: list[tuple[float, AuthorCandidate]]) -> AuthorCandidate:
    """Return the surest candidate; if it is the site itself, a person whom a word like "by" introduces goes before."""
    _, best = max(sure, key=itemgetter(0))
    people = [pair for pair in sure if pair[1].features.get("cued") and not pair[1].features["is_site"]]
    return max(people, key=itemgetter(0))[1] if people and best.features["is_site"] == 1.0 else best


def _each_once(scored: Iterable[tuple[float, AuthorCandidate]]) -> tuple[Candidate, ...]:
    found: dict[tuple[str, ...], Candidate] = {}
    for confidence, one in scored:
        found.setdefault(folded(one.name), Candidate(one.name, one.source, round(confidence, 3), one.block))
    return tuple(found.values())


def author_candidates(page: Context, title: int | None) -> list[AuthorCandidate]:
    """Return the names in short lines around title and body and those that are stated, with their features."""
    names = ((one, name) for one in authors(page.stated) for name in _stated_names(one.value))
    stated = list(islice(names, _MAX_NAMES))
    agreement = Agreement([(one.kind, name) for one, name in stated], page.site_words)
    named = _named(page)
    found = [
        one
        for index in _lines(page, title, named)
        if index in named or _may_tell(page, index)
        for one in _of_line(page, index, title, is_named=index in named)
    ]
    found = _without_list(found, page.last)
    known = {folded(one.name) for one in found}
    for one, name in stated:
        if folded(name) not in known:
            known.add(folded(name))
            found.append(AuthorCandidate(-1, name, one.source, frozenset(), _shape_of_name(page, name)))
    return [
        one._replace(
            kinds=agreement.kinds(one.name),
            features={**one.features, **agreement.of(one.name), **page.type_features},
        )
        for one in found
    ]


def _without_list(found: list[AuthorCandidate], last: int) -> list[AuthorCandidate]:
    """Leave out the bylines behind the body where several name different people: those of other stories."""
    behind = [one for one in found if one.block >= last and one.features["cued"]]
    lists = len({one.block for one in behind}) > 1 and len({folded(one.name) for one in behind}) > 1
    return [one for one in found if one not in behind] if lists else found


def _lines(page: Context, title: int | None, named: frozenset[int]) -> list[int]:
    """Return the short blocks in which names are looked for; of longer ones those that show what they are."""
    top = title - _BEFORE_TITLE if title is not None else page.first - _BEFORE_BODY
    end = max(page.first + _INTO_BODY, (title or 0) + _BELOW_TITLE)
    ranges = (range(max(0, top), end), range(page.last, page.last + _AFTER_BODY))
    size, facts, middle = page.size, page.evidence, page.first if title is None else title
    lines = [
        index
        for index in named.union(*ranges)
        if index < len(size) and index != title and 0 < size[index] <= _MAX_LINE and not page.is_other[index]
        if size[index] <= _MAX_PLAIN or index in named or index in facts.dates or facts.cues["byline"][index] > 0
    ]
    return sorted(sorted(lines, key=lambda index: abs(index - middle))[:_MAX_LINES])


def _named(page: Context) -> frozenset[int]:
    """Return the blocks in elements that call themselves something like "author" or "byline"."""
    markup = page.document.markup
    if markup is None:
        return frozenset()
    inline = page.names.hold(load("stated")["author_names"])[len(markup.elements) :]
    found = set(np.flatnonzero(inline).tolist())
    for row in page.called("author_names", _MAX_NAMED).tolist():
        found.update(range(int(markup.elements.first[row]), int(markup.elements.last[row])))
    return frozenset(sorted(found)[:_MAX_NAMED_BLOCKS])


def _stated_names(value: str) -> Iterator[str]:
    """Yield the names of a statement: one, or several between separators."""
    for part, _ in _parts(_without_mail(value)):
        yield from _any_names(part[_introduced(part) :].strip(" ,:-–—|()[]"))


def _any_names(piece: str) -> Iterator[str]:
    """Yield names however they are spelled: people in forums call themselves what they like, but not a role."""
    for name in map(str.strip, _and().split(piece)):
        is_short = 0 < len(name.split()) <= _MAX_NAME and len(name) <= _MAX_STATED
        is_other = phrase_end(name, "role") == len(name) or _ADDRESS.search(name)
        if is_short and any(map(str.isalpha, name)) and not is_other:
            yield name


def _of_line(page: Context, index: int, title: int | None, *, is_named: bool) -> Iterator[AuthorCandidate]:
    """Yield the names of a line; one that calls itself an author's can hold any."""
    pieces = list(_pieces(page, index, is_named=is_named))
    names = [
        (name, cued)
        for piece, cued in pieces
        if piece
        for name in (_any_names(piece) if is_named else _names(piece, cued=cued))
    ]
    if not names:
        return
    of_line = {
        "named": float(is_named),
        "pieces": math.log(len(pieces)),
        "names": float(len(names)),
        **_features(page, index, title),
    }
    for place, (name, cued) in enumerate(names):
        features = {"cued": float(cued), "place": float(place), **_of_name(page, index, title, name)}
        yield AuthorCandidate(
            index, name, page.source(index), frozenset(), of_line | features | _shape_of_name(page, name)
        )


def _may_tell(page: Context, index: int) -> bool:
    """Whether a line can hold a name: in English letters it has a capital within, or "by" introduces what it is."""
    line, by = page.document.block(index), page.cues("byline")
    return not line.isascii() or bool(_WITHIN.search(line)) or by[index] > 0 or (index > 0 and by[index - 1] == 1.0)


def _pieces(page: Context, index: int, *, is_named: bool) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line between dates and separators, and whether a word like "by" introduces them.

    What cannot be a name is left empty.
    """
    start, end = int(page.document.start[index]), int(page.document.end[index])
    cuts = [start]
    for span in page.evidence.dates.get(index, ()):
        cuts += [span.start, span.end]
    cuts.append(end)
    cued = index > 0 and page.cue(index - 1, "byline") == 1.0
    for low, high in zip(cuts[::2], cuts[1::2], strict=True):
        named = False
        for part, is_apart in _parts(clean(_without_mail(page.document.text[low:high]))):
            if len(part) > _MAX_PIECE:
                yield "", cued
                continue
            introduced = _introduced(part)
            if named and not introduced and (is_apart or _ends_in_role(part)):
                continue  # "By Ann Lee — Naxos", "By Ann Lee, Naxos Correspondent": where the author is, or for whom
            cued = cued or introduced > 0
            is_likely = cued or is_named or _may_name(part)
            piece = _unstamped(part[introduced:]).strip(" ,:-–—|()[]") if is_likely else ""
            named = cued and bool(piece)
            yield piece, cued


def _without_mail(text: str) -> str:
    return _MAIL.sub("", text) if "@" in text else text


def _may_name(part: str) -> bool:
    """Whether a part that nothing introduces can have a name: in English letters a later word has a capital."""
    return not part.isascii() or bool(_CAPITAL.search(part))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a line between separators, and whether a dash stands before them."""
    position, is_apart = 0, False
    for separator in _SEPARATOR.finditer(text):
        yield text[position : separator.start()], is_apart
        position, is_apart = separator.end(), separator[0].strip() in _DASHES
    yield text[position:], is_apart


def _introduced(part: str) -> int:
    """Return where the name begins that a word like "by" introduces (0: none does).

    The word is glued to a name only where its case shows the seam.
    """
    dated = len(part) - len(part[phrase_end(part, "published") :].lstrip(" .,:-–"))
    for start in (dated, 0) if dated else (0,):
        end = start + phrase_end(part[start:], "byline")
        if end > start:
            return len(part) - len(part[end:].lstrip(" \t:："))
        opening = _GLUED.match(part, start) or _opening().match(part, start)
        if opening and part[opening.end() :][:1].isupper():
            return opening.end()
    return 0


@cache
def _opening() -> re.Pattern[str]:
    """Match a word that introduces a name at the beginning of a line and says something else within a text."""
    return re.compile(rf"(?:{'|'.join(load('names')['opens_byline'])})\s+", re.IGNORECASE)


def _ends_in_role(part: str) -> bool:
    """Whether a piece is a role, whatever it is for ("Naxos Correspondent")."""
    role = find_phrase(part, "role")
    return role >= 0 and role + phrase_end(part[role:], "role") == len(part)


def _unstamped(part: str) -> str:
    """Return a piece without a word like "Published" before or behind it ("Jane MarlowPublished on 2 hours ago")."""
    part = part[phrase_end(part, "updated", "published") :].lstrip(" :")
    part = part[: _ago(part)].rstrip(" :")
    short, stamps = _SHORT_END.search(part), phrases("updated", "published")
    ends = (len(part), short.start()) if short else (len(part),)
    for start in (found.start() for found in _SEAM.finditer(part)):
        if any(part[start:end].lower() in stamps for end in ends):
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
    return re.compile(rf"\s+(?:{joined})\s+|\s*&\s*", re.IGNORECASE)


def _names(piece: str, *, cued: bool) -> Iterator[str]:
    for part in _and().split(piece):
        name = _without_place(part)
        role = find_phrase(name, "role", "agency")
        if role > 0:
            name = name[:role]
        elif phrase_end(name, "role"):
            continue
        name = _without_tail(name).strip(" ,.:-–—|()[]")
        if _is_name(name, cued=cued):
            yield name


def _without_tail(name: str) -> str:
    """Cut the small words behind a name ("Jane Marlow on", before a date): names of several words end in a capital."""
    words = name.split()
    while len(words) > 1 and words[-1].islower():
        del words[-1]
    return " ".join(words)


def _without_place(part: str) -> str:
    """Cut a name at a word like "in" or "for"; with a capital it can be a part of a short name ("Park In Bee")."""
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


def _is_name(text: str, *, cued: bool) -> bool:
    words = text.split()
    if not words or len(words) > _MAX_NAME or len(text) < 2 or "@" in text:  # noqa: PLR2004
        return False
    if not all(_is_name_word(word) for word in words):
        return False
    if len(words) < _MIN_WORDS and not cued and text.isascii():
        return False
    return all(not word[0].islower() or word.lower() in load("names")["particle"] for word in words)


def _is_name_word(word: str) -> bool:
    """Whether a word is of letters and the marks of their scripts."""
    return word.isalpha() or (
        word[0].isalpha() and all(unicodedata.category(char)[0] in "LM" or char in _IN_NAMES for char in word)
    )


def _features(page: Context, index: int, title: int | None) -> dict[str, float]:
    """Return where a line stands, what it is and what stands beside it."""
    facts = page.evidence
    from_title = index - title if title is not None else 0
    near = slice(max(0, index - 1), index + 2)
    return {
        "under_title": float(0 < from_title <= 3),  # noqa: PLR2004
        "after_title": math.log1p(max(from_title, 0)),
        "above_title": float(from_title < 0),
        "before_body": math.log1p(max(page.first - index, 0)),
        "in_body": float(page.first <= index < page.last),
        "aside": page.aside[index],
        "after_body": float(index >= page.last),
        "line": math.log1p(page.size[index]),
        "has_date": float(index in facts.dates),
        "near_date": float(any(place in facts.dates for place in range(index - 1, index + 2))),
        "role": float(any(page.cues("role")[near])),
        "bio": float(any(page.cues("bio")[near])),
        "navigation": page.cue(index, "navigation", "share", "subscribe", "related_heading", "read_more", "legal"),
        "credit": page.cue(index, "credit", "agency"),
        "comment": float(page.cue(index, "comment") > 0),
        "stops": float(facts.stops[index]) / max(page.size[index], 1),
        "is_sentence": float(facts.ends_sentence[index]),
        "copies": math.log2(facts.copies[index]),
        "probability": float(page.selection.probability[index]),
        "is_list_item": float(page.document.kind[index] == 1),
    }


def _of_name(page: Context, index: int, title: int | None, name: str) -> dict[str, float]:
    """Return what a name is to its line and to the title."""
    words = len(name.split())
    return {
        "share": words / max(page.size[index], words),
        "in_title": float(title is not None and name in page.document.block(title)),
    }


def _shape_of_name(page: Context, name: str) -> dict[str, float]:
    """Return what a name looks like and how often the page says it."""
    words = name.split()
    return {
        "words_2_3": float(len(words) in (2, 3)),
        "single": float(len(words) == 1),
        "capitals": float(name.isupper()),
        "small": float(name[0].islower()),
        "marked": float(any(not char.isalpha() and char not in _IN_NAMES + " " for char in name)),
        "mentions": math.log1p(page.document.text.count(name)),
        "mentions_in_body": math.log1p(page.body_text.count(name)),
    }
