"""The people who wrote the article: names that stand where bylines stand."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from extractor.class_names import Names
from extractor.data import load
from extractor.document import KINDS, Candidate
from extractor.expression import expression
from extractor.metadata.agreement import Agreement, Within, folded
from extractor.metadata.byline import leads_to_others, pieces_of, stated_names
from extractor.metadata.context import Context
from extractor.metadata.person import IN_NAMES, any_names, names_of
from extractor.metadata.stated import authors
from extractor.metadata.weekday import without_weekday_before, without_weekday_behind
from extractor.model import Ranker

_BEFORE_TITLE: Final = 6  # blocks
_UNDER_TITLE: Final = 3  # where all lines are looked at; farther below those that show something
_BELOW_TITLE: Final = 8
_BEFORE_BODY: Final = 40
_INTO_BODY: Final = 3
_END_OF_BODY: Final = 3
_AFTER_BODY: Final = 6
_BEFORE_CUED: Final = 60  # blocks before the body in which a line that begins with a word like "by" is looked for
_INTO_CUED: Final = 10
_END_CUED: Final = 5
_AFTER_CUED: Final = 20
_MAX_LINE: Final = 30  # words of a line in which a byline is looked for
_MAX_LENGTH: Final = 1_000  # and characters: signs are no words
_MAX_LINES: Final = 300  # that are looked at, those nearest to title or body
_MAX_PLAIN: Final = 12  # the same of a line that shows nothing of the kind
_LIST_ITEM: Final = KINDS.index("list_item")
_WITHIN: Final = expression(r".[A-Z]", re.DOTALL)
_MAX_AUTHORS: Final = 20
_SURE: Final = 0.3  # confidence that a name needs if nothing says that it is an author's
_ENOUGH_BESIDE: Final = 0.25  # of the threshold for a name in a line that a word like "by" begins, after a sure one
_MAX_NAMED: Final = 5  # blocks of an element that calls itself an author
_MAX_NAMED_BLOCKS: Final = 30
_MAX_NAMES: Final = 200  # stated ones that are looked at


class AuthorCandidate(NamedTuple):
    """A name that could be the author's.

    ``words``: those of the name (see ``agreement.folded``). ``block``: where it stands (-1: only stated). ``kinds``:
    statements of it.
    """

    block: int
    name: str
    words: tuple[str, ...]
    source: str
    features: Mapping[str, float]
    kinds: frozenset[str] = frozenset()


def find_authors(page: Context, title: int | None, rank: Ranker) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return the authors in the order of the page, and all names that could be theirs, the surest first.

    ``title``: index of the title's block.
    """
    candidates = author_candidates(page, title)
    confidences = rank.confidences([one.features for one in candidates])
    scored = list(zip(confidences, candidates, strict=True))
    ordered = _each_once(sorted(scored, key=itemgetter(0), reverse=True))
    scored = [pair for pair in scored if pair[0] >= _SURE or _is_supported(pair[1])]
    sure = [pair for pair in scored if pair[0] >= rank.threshold]
    if not sure:
        return (), ordered
    best = _best(sure)
    beside = [pair for pair in scored if pair[0] >= rank.threshold * _share_beside(best, pair[1])]
    return _each_once(beside)[:_MAX_AUTHORS], ordered


def _share_beside(best: AuthorCandidate, one: AuthorCandidate) -> float:
    """Return the share of the threshold that is enough for a name beside the surest one: in its line, of its source."""
    if one.block == best.block >= 0:
        return _ENOUGH_BESIDE if one.features["cued"] else 1.0
    return 1.0 if one.kinds & best.kinds else math.inf


def _is_supported(one: AuthorCandidate) -> bool:
    """Whether something says that a name is the author's: a word like "by", a statement, or the element around it.

    The site itself stands in elements of authors, too.
    """
    named = one.features.get("named") and one.features["is_site"] < 1.0
    return bool(one.kinds or one.features.get("cued") or named)


def _best(sure: list[tuple[float, AuthorCandidate]]) -> AuthorCandidate:
    """Return the surest candidate; if it is the site itself, a person whom a word like "by" introduces goes before."""
    _, best = max(sure, key=itemgetter(0))
    people = [pair for pair in sure if pair[1].features.get("cued") and not pair[1].features["is_site"]]
    return max(people, key=itemgetter(0))[1] if people and best.features["is_site"] == 1.0 else best


def _each_once(scored: Iterable[tuple[float, AuthorCandidate]]) -> tuple[Candidate, ...]:
    found: dict[tuple[str, ...], Candidate] = {}
    for confidence, one in scored:
        if one.words not in found:
            found[one.words] = Candidate(one.name, one.source, round(confidence, 3), one.block)
    return tuple(found.values())


def author_candidates(page: Context, title: int | None) -> list[AuthorCandidate]:
    """Return the names in short lines around title and body and those that are stated, with their features."""
    names = ((one, name) for one in authors(page.stated) for name in stated_names(one.value, is_whole=one.is_whole))
    stated = list(islice(names, _MAX_NAMES))
    agreement = Agreement([(one.kind, name) for one, name in stated], page.site_words)
    named, within = _named(page), Within([name for _, name in stated], page.site_words)
    found = [
        one
        for index in _lines(page, title, named)
        if index in named or _may_tell(page, index)
        for one in _of_line(page, index, title, within, is_named=index in named)
    ]
    found = _without_list(found, page.last)
    found = _among_lines(found, named, page.first if title is None else title)
    known = {one.words for one in found}
    for one, name in stated:
        words = folded(name)
        if words not in known:
            known.add(words)
            found.append(AuthorCandidate(-1, name, words, one.source, _shape_of_name(page, name)))
    return [
        one._replace(
            kinds=agreement.kinds(one.words),
            features={**one.features, **agreement.of(one.words), **page.type_features},
        )
        for one in found
    ]


def _among_lines(found: list[AuthorCandidate], named: frozenset[int], place: int) -> list[AuthorCandidate]:
    """Add to each name what its line is among those that could be bylines: posts and other stories have theirs below.

    ``named``: blocks that call themselves an author's. ``place``: the block of the title.
    """
    called = sorted({one.block for one in found if one.block in named})
    cued = sorted({one.block for one in found if one.features["cued"]})
    lines = {"named_lines": math.log1p(len(called)), "cued_lines": math.log1p(len(cued))}
    first, begin = next(iter(cued), None), bisect_right(called, place)
    return [
        one._replace(
            features={
                **one.features,
                **lines,
                "is_first_cued": float(one.block == first),
                "named_between": math.log1p(max(bisect_left(called, one.block) - begin, 0)),
            }
        )
        for one in found
    ]


def _without_list(found: list[AuthorCandidate], last: int) -> list[AuthorCandidate]:
    """Leave out the bylines behind the body where several name different people: those of other stories."""
    behind = [one for one in found if one.block >= last and one.features["cued"]]
    lists = len({one.block for one in behind}) > 1 and len({one.words for one in behind}) > 1
    return [one for one in found if one not in behind] if lists else found


def _lines(page: Context, title: int | None, named: frozenset[int]) -> list[int]:
    """Return the short blocks in which names are looked for.

    They call themselves an author's, stand next to the title or at the end of the body, have a word like "by" or a
    date, or are next to one that has: of 880 authors found in HTML and 540 in flat text, 12 and 10 stood elsewhere.
    """
    middle = page.first if title is None else title
    around = range(max(0, middle - _BEFORE_TITLE), middle + _UNDER_TITLE + 1)
    behind = range(max(page.first, page.last - _END_OF_BODY), page.last + _AFTER_BODY)
    top = around.start if title is not None else page.first - _BEFORE_BODY
    near = range(max(0, top), max(page.first + _INTO_BODY, (title or 0) + _BELOW_TITLE))
    size, facts, length = page.size, page.evidence, page.document.end - page.document.start
    lines = [
        index
        for index in named.union(around, behind, _cued(page, near), (at for at in page.near_dates if at in near))
        if index < len(size) and index != title and 0 < size[index] <= _MAX_LINE and not page.is_other[index]
        if length[index] <= _MAX_LENGTH
        if size[index] <= _MAX_PLAIN or index in named or index in facts.dates or facts.cues["byline"][index] > 0
    ]
    return sorted(sorted(lines, key=lambda index: abs(index - middle))[:_MAX_LINES])


def _cued(page: Context, near: range) -> Iterator[int]:
    """Yield the blocks with a word like "by", those farther from title and body if they begin with it.

    Behind a block that is nothing but such a word the next one too.
    """
    before = range(max(0, page.first - _BEFORE_CUED), page.first + _INTO_CUED)
    behind = range(max(0, page.last - _END_CUED), page.last + _AFTER_CUED)
    for index in np.flatnonzero(page.evidence.cues["byline"] > 0).tolist():
        if index in near or (page.is_bylined[index] and (index in before or index in behind)):
            yield index
        if index + 1 in near and _is_led(page, index + 1):
            yield index + 1


def _named(page: Context) -> frozenset[int]:
    """Return the blocks in elements that call themselves something like "author" or "byline"."""
    markup = page.document.markup
    if markup is None:
        return frozenset()
    found = set(np.flatnonzero(Names(markup.names).hold(load("stated")["author_names"])).tolist())
    first, last = page.boxes.first, page.boxes.last
    for row in np.flatnonzero(page.is_author & (last - first <= _MAX_NAMED)).tolist():
        found.update(range(int(first[row]), int(last[row])))
    return frozenset(sorted(found)[:_MAX_NAMED_BLOCKS])


def _of_line(
    page: Context, index: int, title: int | None, within: Within, *, is_named: bool
) -> Iterator[AuthorCandidate]:
    """Yield the names of a line; one that calls itself an author's can hold any."""
    if index and page.cue(index, "byline") == 0 and leads_to_others(page.document.block(index - 1)):
        return
    cued = _is_led(page, index)
    pieces = list(pieces_of(_runs(page, index), cued=cued, is_named=is_named))
    names = [
        (name, cued)
        for piece, cued in pieces
        if piece
        for name in _names_in(piece, within, cued=cued, is_named=is_named)
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
        features |= of_line | _shape_of_name(page, name)
        yield AuthorCandidate(index, name, folded(name), page.source(index), features)


def _names_in(piece: str, within: Within, *, cued: bool, is_named: bool) -> Iterator[str]:
    """Yield the names of a piece, as the page states them where it does."""
    whole = within.same(piece)
    if whole:
        yield whole
        return
    for name in any_names(piece) if is_named else names_of(piece, cued=cued):
        yield within.stated(name)


def _may_tell(page: Context, index: int) -> bool:
    """Whether a line can hold a name: "by" introduces what it is, or in English letters it has a capital within.

    Items of lists are half of what remains of a page of markup, and name one author in a hundred.
    """
    if page.cue(index, "byline") > 0 or _is_led(page, index):
        return True
    if page.document.markup and page.document.kind[index] == _LIST_ITEM and index not in page.near_dates:
        return False
    line = page.document.block(index)
    return not line.isascii() or bool(_WITHIN.search(line))


def _is_led(page: Context, index: int) -> bool:
    """Whether the line above is a word like "by" and nothing else."""
    return index > 0 and page.cue(index - 1, "byline") == 1.0


def _runs(page: Context, index: int) -> Iterator[str]:
    """Yield what stands between the dates of a line, without the days of the week beside them."""
    start, text, before = int(page.document.start[index]), page.document.text, None
    for span in page.evidence.dates.get(index, ()):
        run = text[start : span.start] if before is None else without_weekday_before(text[start : span.start], before)
        yield without_weekday_behind(run, span.days)
        start, before = span.end, span.days
    run = text[start : page.document.end[index]]
    yield run if before is None else without_weekday_before(run, before)


def _features(page: Context, index: int, title: int | None) -> dict[str, float]:
    """Return where a line stands, what it is and what stands beside it."""
    facts = page.evidence
    from_title = index - title if title is not None else 0
    near = slice(max(0, index - 1), index + 2)
    return {
        "under_title": float(0 < from_title <= _UNDER_TITLE),
        "after_title": math.log1p(max(from_title, 0)),
        "above_title": float(from_title < 0),
        "before_body": math.log1p(max(page.first - index, 0)),
        "in_body": float(page.first <= index < page.last),
        "aside": page.aside[index],
        "after_body": float(index >= page.last),
        "line": math.log1p(page.size[index]),
        "has_date": float(index in facts.dates),
        "near_date": float(index in page.near_dates),
        "role": float(any(page.cues("role")[near])),
        "bio": float(any(page.cues("bio")[near])),
        "navigation": page.cue(index, "navigation", "share", "subscribe", "related_heading", "read_more", "legal"),
        "credit": page.cue(index, "credit", "agency"),
        "comment": float(page.cue(index, "comment") > 0),
        "stops": float(facts.stops[index]) / max(page.size[index], 1),
        "is_sentence": float(facts.ends_sentence[index]),
        "copies": math.log2(facts.copies[index]),
        "probability": float(page.selection.probability[index]),
        "is_list_item": float(page.document.kind[index] == _LIST_ITEM),
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
    small = [word.lower() in page.tokens for word in words if not word.islower()]
    return {
        "said_small": sum(small) / len(small) if small else -1.0,
        "words_2_3": float(len(words) in (2, 3)),
        "single": float(len(words) == 1),
        "capitals": float(name.isupper()),
        "small": float(name[0].islower()),
        "marked": float(any(not char.isalpha() and char not in IN_NAMES + " " for char in name)),
        "mentions": math.log1p(page.document.text.count(name)),
        "mentions_in_body": math.log1p(page.body_text.count(name)),
    }
