"""The people who wrote the article: names that stand where bylines stand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.clean import clean
from extractor.data import load
from extractor.document import Candidate
from extractor.lexicon import find_phrase, phrase_end
from extractor.metadata.context import Context
from extractor.model import Ranker

_BEFORE_TITLE: Final = 6  # blocks
_BEFORE_BODY: Final = 40
_INTO_BODY: Final = 3
_AFTER_BODY: Final = 5
_MAX_LINE: Final = 30  # words of a line in which a byline is looked for
_MAX_NAME: Final = 5  # words
_MAX_PIECE: Final = 200  # characters of a part of a line that can hold names
_MIN_WORDS: Final = 2
_SEPARATOR: Final = re.compile(r"\s*(?:[|·•/;\n\t]|\s[–—-]\s|(?<!\d),|，|、)\s*")
_DASHES: Final = ("-", "–", "—")
_GLUED: Final = re.compile(r"By(?=[A-Z])")
_SEAM: Final = re.compile(r"(?<!\w)\w|(?<=[a-z])(?=[A-Z])")  # where a word begins
_SHORT_END: Final = re.compile(r"\s\w{1,3}$")
_IN_NAMES: Final = ".'’-\u200c\u200d"
_MAX_AUTHORS: Final = 6


@dataclass(frozen=True, slots=True)
class AuthorCandidate:
    """A name in the page that could be its author's."""

    block: int
    name: str
    features: Mapping[str, float]


def find_authors(page: Context, title: int | None, rank: Ranker) -> tuple[Candidate, ...]:
    """Return the authors in the order of the page; ``title``: index of the title's block."""
    candidates = author_candidates(page, title)
    scored = list(zip(rank.confidences([one.features for one in candidates]), candidates, strict=True))
    best = max((confidence for confidence, _ in scored), default=0.0)
    if best < rank.threshold:
        return ()
    block = next(candidate.block for confidence, candidate in scored if confidence == best)
    authors: dict[str, Candidate] = {}
    for confidence, candidate in scored:
        if candidate.block == block and confidence >= rank.threshold:
            found = Candidate(candidate.name, page.source(block), round(confidence, 3), block)
            authors.setdefault(candidate.name.lower(), found)
    return tuple(authors.values())[:_MAX_AUTHORS]


def author_candidates(page: Context, title: int | None) -> list[AuthorCandidate]:
    """Return the names in short lines around title and body, with their features."""
    top = title - _BEFORE_TITLE if title is not None else page.first - _BEFORE_BODY
    ranges = (range(max(0, top), page.first + _INTO_BODY), range(page.last, page.last + _AFTER_BODY))
    blocks = sorted({index for places in ranges for index in places if index < len(page.size)})
    return [
        candidate
        for index in blocks
        if index != title and 0 < page.size[index] <= _MAX_LINE and not page.is_card[index]
        for candidate in _of_line(page, index, title)
    ]


def _of_line(page: Context, index: int, title: int | None) -> Iterator[AuthorCandidate]:
    pieces = list(_pieces(page, index))
    names = [(name, cued) for piece, cued in pieces for name in _names(piece, cued=cued)]
    for place, (name, cued) in enumerate(names):
        shape = {
            "cued": float(cued),
            "place": float(place),
            "pieces": math.log(len(pieces)),
            "names": float(len(names)),
        }
        yield AuthorCandidate(index, name, {**shape, **_features(page, index, title, name)})


def _pieces(page: Context, index: int) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line between dates and separators, and whether a word like "by" introduces them."""
    start, end = int(page.document.start[index]), int(page.document.end[index])
    cuts = [start]
    for span in page.evidence.dates.get(index, ()):
        cuts += [span.start, span.end]
    cuts.append(end)
    cued = index > 0 and page.cue(index - 1, "byline") == 1.0
    for low, high in zip(cuts[::2], cuts[1::2], strict=True):
        named = False
        for part, is_apart in _parts(clean(page.document.text[low:high])):
            if len(part) > _MAX_PIECE:
                yield "", cued
                continue
            introduced = _introduced(part)
            if is_apart and named and not introduced:
                continue  # "By Ann Lee — Naxos": where the author is, or for whom
            cued = cued or introduced > 0
            piece = _unstamped(part[introduced:]).strip(" ,:-–—|()[]")
            named = cued and bool(piece)
            yield piece, cued


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
    for start in (dated, 0):
        end = start + phrase_end(part[start:], "byline")
        if end > start:
            return len(part) - len(part[end:].lstrip(" \t:："))
        if _GLUED.match(part, start):
            return start + len("By")
    return 0


def _unstamped(part: str) -> str:
    """Return a piece without a word like "Published" before or behind it ("Jane MarlowPublished on")."""
    part = part[phrase_end(part, "updated", "published") :].lstrip(" :")
    for start in (found.start() for found in _SEAM.finditer(part)):
        rest = part[start:].rstrip(" :")
        for words in (rest, rest.rsplit(maxsplit=1)[0] if _SHORT_END.search(rest) else ""):
            if words and phrase_end(words, "updated", "published") == len(words):
                return part[:start]
    return part


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
        name = name.strip(" ,.:-–—|()[]")
        if _is_name(name, cued=cued):
            yield name


def _without_place(part: str) -> str:
    """Cut a name at a word like "in" or "for"; with a capital it can be a part of a short name ("Park In Bee")."""
    words = list(re.finditer(r"\S+", part))
    for place, word in enumerate(words[1:], 1):
        if word[0].lower() in load("names")["at"] and (word[0].islower() or place >= _MIN_WORDS):
            return part[: word.start()]
    return part


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
    return word[0].isalpha() and all(unicodedata.category(char)[0] in "LM" or char in _IN_NAMES for char in word)


def _features(page: Context, index: int, title: int | None, name: str) -> dict[str, float]:
    facts, words = page.evidence, name.split()
    from_title = index - title if title is not None else 0
    near = range(max(0, index - 1), min(index + 2, len(page.size)))
    return {
        "words_2_3": float(len(words) in (2, 3)),
        "single": float(len(words) == 1),
        "under_title": float(0 < from_title <= 3),  # noqa: PLR2004
        "after_title": math.log1p(max(from_title, 0)),
        "above_title": float(from_title < 0),
        "before_body": math.log1p(max(page.first - index, 0)),
        "in_body": float(page.first <= index < page.last),
        "after_body": float(index >= page.last),
        "line": math.log1p(page.size[index]),
        "share": len(words) / max(page.size[index], len(words)),
        "has_date": float(index in facts.dates),
        "near_date": float(any(place in facts.dates for place in near)),
        "role": float(any(facts.cues["role"][place] > 0 for place in near)),
        "bio": float(any(facts.cues["bio"][place] > 0 for place in near)),
        "navigation": page.cue(index, "navigation", "share", "subscribe", "related_heading", "read_more", "legal"),
        "credit": page.cue(index, "credit", "agency"),
        "comment": float(facts.cues["comment"][index] > 0),
        "capitals": float(name.isupper()),
        "stops": float(facts.stops[index]) / max(page.size[index], 1),
        "is_sentence": float(facts.ends_sentence[index]),
        "copies": math.log2(facts.copies[index]),
        "probability": float(page.selection.probability[index]),
        "is_list_item": float(page.document.kind[index] == 1),
        "mentions": math.log1p(page.document.text.count(name)),
        "mentions_in_body": math.log1p(page.body_text.count(name)),
        "in_title": float(title is not None and name in page.document.block(title)),
    }
