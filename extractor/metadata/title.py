"""The headline: what the page shows or states whose words the body takes up and on which its sources agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools, Ints
from extractor.clean import clean
from extractor.document import KINDS, Candidate
from extractor.expression import expression
from extractor.metadata.agreement import Agreement, folded, likeness
from extractor.metadata.context import Context, without_bullet
from extractor.metadata.marks import without_label
from extractor.metadata.stated import Statement, titles
from extractor.model import Ranker

_BEFORE: Final = 40  # blocks before the body in which a title is looked for
_AFTER: Final = 6  # and after its beginning
_ABOVE: Final = 4  # blocks directly above the body
_MAX_WORDS: Final = 40
_MAX_LENGTH: Final = 500  # characters of a title that is only stated
_MAX_STATED: Final = 200  # titles that are looked at
_MAX_SEPARATORS: Final = 3
_MAX_NAME: Final = 5  # words
_MAX_HEADINGS: Final = 12  # that are looked at
_MAX_REPEATS: Final = 200  # lines that say what is stated or what the first line says: a hostile page has any number
MAX_LINES: Final = 4  # of a heading
_RESEMBLES: Final = 0.6  # of the words of a title that is stated, in the heading that shows it
_SEPARATOR: Final = expression(r"(?<!\s)(?:\s+[-–—·•»›:|/]{1,2}\s+|\s*[|]\s*)")
_LIST_ITEM: Final = KINDS.index("list_item")
_LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3}
_ALONE: Final = ("navigation", "share", "subscribe", "legal", "comment", "related_heading", "read_more", "consent")


class TitleCandidate(NamedTuple):
    """A title that the page could have.

    ``words``: those of its value (see ``agreement.folded``). ``block``: the first of those that show it (-1: none
    does).
    """

    value: str
    words: tuple[str, ...]
    source: str
    block: int
    features: Mapping[str, float]


class _Span(NamedTuple):
    """A part of the page that could be its title. ``level``: of a heading, 0 of another line."""

    block: int
    start: int
    end: int
    level: int


def find_titles(page: Context, rank: Ranker) -> tuple[Candidate, ...]:
    """Return the titles that the page could have, the surest first; it needs a body of which they are the title."""
    body = np.where(page.selection.kept, page.evidence.size, 0)
    whole = body.sum()
    candidates = [one for one in title_candidates(page) if whole > (body[one.block] if one.block >= 0 else 0)]
    scored = zip(rank.confidences([candidate.features for candidate in candidates]), candidates, strict=True)
    found: dict[tuple[str, ...], Candidate] = {}
    for confidence, one in sorted(scored, key=lambda pair: (-pair[0], pair[1].block)):
        same = found.get(one.words)
        if same is None:
            found[one.words] = Candidate(one.value, one.source, round(confidence, 3), one.block)
        elif same.block <= 0 < one.block:  # the headline above the body rather than the page's first line
            found[one.words] = replace(same, source=one.source, block=one.block)
    return tuple(found.values())


def title_candidates(page: Context) -> list[TitleCandidate]:
    """Return the titles that the page could have, with their features."""
    if not page.size:
        return []
    stated = [one for one in islice(titles(page.stated), _MAX_STATED) if len(one.value) <= _MAX_LENGTH]
    spans = list(_spans(page, stated))
    agreement = _agreement(page, stated, spans)
    opening = _opening_words(page)
    blocks = _of_blocks(page, sorted({span.block for span in spans}))
    seen = [
        TitleCandidate(
            value,
            words := folded(value),
            page.source(span.block),
            span.block,
            blocks[span.block] | _of_span(page, span) | _of_words(page, span, opening) | agreement.of(words),
        )
        for span in spans
        if any(map(str.isalnum, value := _value(page, span)))
    ]
    repeated = max((one.features["opening"] * one.features["of_opening"] for one in seen if one.block), default=0.0)
    found = [*seen, *_unseen(stated, seen, agreement)]
    whole = {"opening_repeated": repeated} | page.type_features
    return [one._replace(features={**one.features, **whole}) for one in found]


def _value(page: Context, span: _Span) -> str:
    """Return the title that a span holds; in flat text marks of Markdown and labels stand in it."""
    value = without_bullet(clean(page.document.text[span.start : span.end]))
    return value if page.document.markup else without_label(value)


def _agreement(page: Context, stated: list[Statement], spans: list[_Span]) -> Agreement:
    """Collect what can agree on a title: statements, the page's first line and its headings of the first level."""
    text = page.document.text
    shown = [("h1", text[span.start : span.end]) for span in spans if span.level == 1]
    opening = ("opening", page.document.block(0))
    return Agreement([*((one.kind, one.value) for one in stated), *shown, opening], page.site_words)


def _unseen(stated: list[Statement], seen: list[TitleCandidate], agreement: Agreement) -> Iterator[TitleCandidate]:
    """Yield the titles, and parts of titles, that are stated but nowhere shown."""
    known = {one.words for one in seen}
    headings = [(frozenset(one.words), one.block) for one in seen if one.features["level"]]
    for one in stated:
        for start, end in _parts(one.value, 0, len(one.value)):
            value = one.value[start:end].strip()
            words = folded(value)
            if words and words not in known:
                known.add(words)
                near = ((likeness(frozenset(words), others), block) for others, block in headings)
                resemblance, block = max(near, key=itemgetter(0), default=(0.0, -1))
                block = block if resemblance >= _RESEMBLES else -1
                features = {"is_part": float(value != one.value), "length": math.log1p(len(words)), "level": -1.0}
                yield TitleCandidate(value, words, one.source, block, features | agreement.of(words))


# --- where a title can stand


def _spans(page: Context, stated: list[Statement]) -> Iterator[_Span]:
    """Yield the places of the page where a title can stand, and the parts of those that have separators."""
    for first, last, level in _places(page, stated):
        start, end = int(page.document.start[first]), int(page.document.end[last - 1])
        for low, high in _parts(page.document.text, start, end):
            yield _Span(first, low, high, level)


def _places(page: Context, stated: list[Statement]) -> list[tuple[int, int, int]]:
    """Return the blocks (first, after the last) where a title can stand, and the level of those that are headings.

    These are headings, lines that say what is stated or what the first line says, and the first line. Without headings
    and statements: all short lines around the beginning of the body too that stand directly above it or whose words it
    takes up, as it does those of 998 of 1,017 titles.
    """
    near = range(max(0, page.first - _BEFORE), min(len(page.size), page.first + _AFTER))
    found = _headings(page, near)
    covered = {index for first, last, _ in found for index in range(first, last)}
    keys = {folded(one.value) for one in stated} | set(_opening_keys(page))
    saying = (at for at in _saying(page, keys) if at and at not in covered)
    repeats = list(islice(saying, _MAX_REPEATS))
    if page.document.markup is None or not (found or repeats):
        likely = [at for at in near if page.first - _ABOVE <= at < page.first or page.is_taken_up[at]]
        repeats += [at for at in likely if at and at not in repeats and _is_line(page, at)]
    found += [(at, at + 1, 0) for at in repeats]
    return sorted([*found, *([(0, 1, 0)] if _is_line(page, 0) and 0 not in covered else [])])


def _saying(page: Context, keys: set[tuple[str, ...]]) -> Iterator[int]:
    """Yield the lines down to the end of the body that have these words and no others."""
    facts, text, initials = page.evidence, page.document.text, {key[0][0] for key in keys if key}
    is_short = (facts.size > 0) & (facts.size <= _MAX_WORDS) & (facts.card == NONE)
    rows = np.flatnonzero(is_short[: page.last])
    for at, start in zip(rows.tolist(), page.document.start[rows].tolist(), strict=True):
        initial = text[start].lower()[0]
        is_likely = initial in initials or not initial.isalnum()
        if is_likely and folded(page.document.block(at)) in keys and _is_line(page, at):
            yield at


def _opening_keys(page: Context) -> Iterator[tuple[str, ...]]:
    """Yield what the page's first line says, and its parts, as far as they are no single words."""
    opening = page.document.block(0)
    for start, end in _parts(opening, 0, len(opening)):
        if len(key := folded(opening[start:end])) > 1:
            yield key


def _headings(page: Context, near: range) -> list[tuple[int, int, int]]:
    """Return the headings of the first level, and those of the next levels near the beginning of the body."""
    if page.document.markup is None:
        return []
    elements, found = page.document.markup.elements, []
    for row, level in ((row, _LEVELS[tag]) for row, tag in enumerate(elements.tag) if tag in _LEVELS):
        first, last = int(elements.first[row]), int(elements.last[row])
        is_short = 0 < last - first <= MAX_LINES and 0 < sum(page.size[first:last]) <= _MAX_WORDS
        if is_short and (level == 1 or (first in near and not page.is_card[first])):
            found.append((first, last, level))
    return sorted(found, key=lambda one: (one[2], one[0]))[:_MAX_HEADINGS]


def _is_line(page: Context, index: int) -> bool:
    """Whether a block is short and nothing that a title never is, like a later sentence of a line of several."""
    is_other = page.is_card[index] or page.evidence.is_date[index] or _is_sentence(page, index)
    is_short = 0 < page.size[index] <= _MAX_WORDS
    return is_short and not is_other and not _is_byline(page, index) and not _is_caption(page, index)


def _is_sentence(page: Context, index: int) -> bool:
    """Whether a block is a sentence of a line that has others: the first of the page can be its title."""
    line = page.document.line[max(index - 1, 0) : index + 2]
    return index > 0 and bool(page.evidence.ends_sentence[index]) and len(set(line.tolist())) < len(line)


def _is_byline(page: Context, index: int) -> bool:
    """Whether a block is a word like "by" and a name: a few capitalised words, none of them a function word."""
    if not page.is_bylined[index] or page.evidence.stops[index] > 1:
        return False
    _, *name = page.document.block(index).split()
    return 0 < len(name) <= _MAX_NAME and not any(word[0].islower() for word in name)


def _is_caption(page: Context, index: int) -> bool:
    """Whether a block ends in a picture credit; the page's first line can end in the agency whose page it is."""
    return bool(page.evidence.credit[index] >= 0) and (index > 0 or page.cue(index, "credit") > 0)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a line and, where it has separators, its longest parts without the first or the last piece."""
    yield start, end
    separators = list(_SEPARATOR.finditer(text, start, end))
    if 0 < len(separators) <= _MAX_SEPARATORS:
        yield start, separators[-1].start()
        yield separators[0].end(), end
        if len(separators) > 1:
            yield start, separators[0].start()


# --- features


def _opening_words(page: Context) -> frozenset[int]:
    return page.content_words(int(page.document.start[0]), int(page.document.end[0]))


def _of_words(page: Context, span: _Span, opening: frozenset[int]) -> dict[str, float]:
    """Return how the candidate's words are taken up by the body and by the page's first line."""
    words, stems = page.content_words(span.start, span.end), page.stems(span.start, span.end)
    count, index, shared = max(len(words), 1), span.block, len(words & page.body_words)
    is_whole = span.start == page.document.start[index] and span.end == page.document.end[index]
    return {
        "overlap": shared / count,
        "overlap_words": math.log1p(shared),
        "overlap_stems": len(stems & page.body_stems) / max(len(stems), 1),
        "opening": len(words & opening) / count if index else 1.0,
        "of_opening": len(words & opening) / max(len(opening), 1) if index else float(is_whole),
    }


def _of_span(page: Context, span: _Span) -> dict[str, float]:
    """Return what the candidate itself looks like."""
    index, text = span.block, page.document.text[span.start : span.end]
    block_start, block_end = int(page.document.start[index]), int(page.document.end[index])
    is_part = span.start > block_start or span.end < block_end
    size = page.size[index] * (span.end - span.start) / max(block_end - block_start, 1)
    tokens = text.split()
    return {
        "level": float(span.level),
        "is_opening": float(index == 0),
        "is_opening_part": float(index == 0 and is_part),
        "is_part": float(is_part),
        "is_suffix": float(span.start > block_start),
        "words": math.log1p(size),
        "short": float(size < 3),  # noqa: PLR2004
        "long": max(size - 18, 0) / 10,
        "length": math.log1p(len(tokens)),
        "ends_sentence": float(page.evidence.ends_sentence[index] and not text.endswith("?")),
        "capitals": sum(token[0].isupper() for token in tokens) / max(len(tokens), 1),
    }


def _of_blocks(page: Context, blocks: list[int]) -> dict[int, dict[str, float]]:
    """Return where each candidate's block stands and what is around it, by block."""
    facts, at = page.evidence, np.array(blocks, np.intp)
    is_dated = np.zeros(len(page.size), np.bool_)
    is_dated[list(facts.dates)] = True
    behind, size = np.maximum(page.first - at, 0), facts.size[at]
    columns = {
        "before_body": np.log1p(behind),
        "adjacent": (behind > 0) & (behind <= 3),  # noqa: PLR2004
        "in_body": at >= page.first,
        "inside": np.log1p(np.maximum(at - page.first, 0)),
        "is_cut": facts.is_cut[at],
        "date_follows": _follows(facts.is_date, at),
        "dates_follow": _follows(is_dated, at),
        "byline_follows": _follows(facts.cues["byline"] > 0, at),
        "prose_follows": _follows(page.prose, at),
        "cued": page.cue_shares(*_ALONE)[at],
        "by": page.is_bylined[at],
        "bylined": page.cue_shares("byline", "role", "credit", "agency")[at],
        "copies": np.log2(facts.copies[at]),
        "is_repeat": facts.first[at] < at,
        "probability": page.selection.probability[at],
        "symbols": facts.counts["symbols"][at] / np.maximum(size, 1),
        "is_list_item": page.document.kind[at] == _LIST_ITEM,
    }
    rows = zip(*(column.astype(np.float64).tolist() for column in columns.values()), strict=True)
    return {block: dict(zip(columns, row, strict=True)) for block, row in zip(blocks, rows, strict=True)}


def _follows(column: Bools, at: Ints) -> Bools:
    """Return whether one of the three blocks below each of these has what a column says."""
    padded = np.append(column, np.zeros(3, np.bool_))
    return np.asarray(padded[at + 1] | padded[at + 2] | padded[at + 3], np.bool_)
