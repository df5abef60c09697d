"""The headline: the line (or the part of a line before or after a separator) whose words the body takes up."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from extractor.clean import clean
from extractor.document import Candidate
from extractor.metadata.context import Context, without_bullet
from extractor.model import Ranker

_BEFORE: Final = 40  # blocks before the body in which a title is looked for
_AFTER: Final = 6  # and after its beginning
_MAX_WORDS: Final = 40
_MAX_SEPARATORS: Final = 3
_MAX_NAME: Final = 5  # words
_SEPARATOR: Final = re.compile(r"(?<!\s)(?:\s+[-–—·•»›:|/]{1,2}\s+|\s*[|]\s*)")
_ALONE: Final = ("navigation", "share", "subscribe", "legal", "comment", "related_heading", "read_more", "consent")


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """A span of the page that could be its title."""

    block: int
    start: int
    end: int
    features: Mapping[str, float]


def find_title(page: Context, rank: Ranker) -> Candidate | None:
    """Return the best title of a page if it is sure enough; it needs a body of which it is the title."""
    body = np.where(page.selection.kept, page.size, 0)
    candidates = [one for one in title_candidates(page) if body.sum() > body[one.block]] if len(body) else []
    scored = zip(rank.confidences([candidate.features for candidate in candidates]), candidates, strict=True)
    confidence, best = max(scored, key=lambda pair: (pair[0], -pair[1].block), default=(0.0, None))
    if best is None or confidence < rank.threshold:
        return None
    value = without_bullet(clean(page.document.text[best.start : best.end]))
    return Candidate(value, page.source(best.block), round(confidence, 3), best.block)


def title_candidates(page: Context) -> list[TitleCandidate]:
    """Return the spans that could be the title, with their features."""
    near = range(max(0, page.first - _BEFORE), min(len(page.size), page.first + _AFTER))
    blocks = sorted({*near, *range(min(1, len(page.size)))})
    opening = _opening_words(page)
    found = [
        TitleCandidate(index, start, end, _features(page, index, start, end, opening))
        for index in blocks
        if 0 < page.size[index] <= _MAX_WORDS and not page.is_card[index] and not page.evidence.is_date[index]
        if not _is_byline(page, index) and not _is_caption(page, index)
        for start, end in _spans(page, index)
        if any(map(str.isalnum, page.document.text[start:end]))
    ]
    repeated = max((one.features["opening"] * one.features["of_opening"] for one in found if one.block), default=0.0)
    return [replace(one, features={**one.features, "opening_repeated": repeated}) for one in found]


def _is_byline(page: Context, index: int) -> bool:
    """Whether a block is a word like "by" and a name: a few capitalised words, none of them a function word."""
    _, *name = page.document.block(index).split()
    is_name = 0 < len(name) <= _MAX_NAME and not any(word[0].islower() for word in name)
    return is_name and page.starts_with(index, "byline") and page.evidence.stops[index] <= 1


def _is_caption(page: Context, index: int) -> bool:
    """Whether a block ends in a picture credit; the page's first line can end in the agency whose page it is."""
    return bool(page.evidence.credit[index] >= 0) and (index > 0 or page.cue(index, "credit") > 0)


def _opening_words(page: Context) -> frozenset[int]:
    return page.content_words(int(page.document.start[0]), int(page.document.end[0])) if page.size else frozenset()


def _spans(page: Context, index: int) -> Iterator[tuple[int, int]]:
    """Yield the block and, where it has separators, its longest parts without the first or the last piece."""
    start, end = int(page.document.start[index]), int(page.document.end[index])
    yield start, end
    separators = list(_SEPARATOR.finditer(page.document.text, start, end))
    if 0 < len(separators) <= _MAX_SEPARATORS:
        yield start, separators[-1].start()
        yield separators[0].end(), end
        if len(separators) > 1:
            yield start, separators[0].start()


def _features(page: Context, index: int, start: int, end: int, opening: frozenset[int]) -> dict[str, float]:
    return _of_block(page, index) | _of_span(page, index, start, end) | _of_words(page, index, (start, end), opening)


def _of_words(page: Context, index: int, span: tuple[int, int], opening: frozenset[int]) -> dict[str, float]:
    """Return how the candidate's words are taken up by the body and by the page's first line."""
    words, stems = page.content_words(*span), page.stems(*span)
    count = max(len(words), 1)
    is_whole = span == (page.document.start[index], page.document.end[index])
    return {
        "overlap": len(words & page.body_words) / count,
        "overlap_words": math.log1p(len(words & page.body_words)),
        "overlap_stems": len(stems & page.body_stems) / max(len(stems), 1),
        "opening": len(words & opening) / count if index else 1.0,
        "of_opening": len(words & opening) / max(len(opening), 1) if index else float(is_whole),
    }


def _of_span(page: Context, index: int, start: int, end: int) -> dict[str, float]:
    """Return what the candidate itself looks like."""
    block_start, block_end = int(page.document.start[index]), int(page.document.end[index])
    is_part = (start, end) != (block_start, block_end)
    size = page.size[index] * (end - start) / max(block_end - block_start, 1)
    text = page.document.text[start:end]
    tokens = text.split()
    return {
        "is_opening": float(index == 0),
        "is_opening_part": float(index == 0 and is_part),
        "is_part": float(is_part),
        "is_suffix": float(start > block_start),
        "words": math.log1p(size),
        "short": float(size < 3),  # noqa: PLR2004
        "long": max(size - 18, 0) / 10,
        "ends_sentence": float(page.evidence.ends_sentence[index] and not text.endswith("?")),
        "capitals": sum(token[0].isupper() for token in tokens) / max(len(tokens), 1),
    }


def _of_block(page: Context, index: int) -> dict[str, float]:
    """Return where the candidate's block stands and what is around it."""
    facts = page.evidence
    following = range(index + 1, min(index + 4, len(page.size)))
    return {
        "before_body": math.log1p(max(page.first - index, 0)),
        "adjacent": float(0 < page.first - index <= 3),  # noqa: PLR2004
        "in_body": float(index >= page.first),
        "inside": math.log1p(max(index - page.first, 0)),
        "is_cut": float(facts.is_cut[index]),
        "date_follows": float(any(facts.is_date[later] for later in following)),
        "dates_follow": float(any(later in facts.dates for later in following)),
        "byline_follows": float(any(page.cue(later, "byline") > 0 for later in following)),
        "prose_follows": float(any(page.is_prose[later] for later in following)),
        "cued": page.cue(index, *_ALONE),
        "by": float(page.starts_with(index, "byline")),
        "bylined": page.cue(index, "byline", "role", "credit", "agency"),
        "copies": math.log2(facts.copies[index]),
        "is_repeat": float(facts.first[index] < index),
        "probability": float(page.selection.probability[index]),
        "symbols": float(facts.counts["symbols"][index]) / max(page.size[index], 1),
        "is_list_item": float(page.document.kind[index] == 1),
    }
