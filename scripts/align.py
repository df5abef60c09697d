"""Which blocks of a page belong to its gold text: the labels that the scorer is fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from measures import tokens
from rapidfuzz.distance import LCSseq

from extractor.characters import Bools
from extractor.document import Evidence

_COVERED = 0.55  # share of a block's tokens that must stand in one stretch of the gold text
_MAX_SKIP = 4  # gold tokens that may be missing between two tokens of a stretch
_GRAM = 4
_NEAR = 4  # blocks
_MAX_PHRASE = 2 * _GRAM
_SHORT = 3  # tokens: shorter blocks count only next to another block of the article
_REPEAT_WORDS = 3


def label(blocks: Sequence[str], gold: str) -> list[bool]:
    """Return for each block whether it is part of the gold text.

    The longest common subsequence of the page's tokens and the gold's pairs them; a block is positive if one compact
    stretch of pairs covers most of it. Blocks that the gold has in another order are found by their four-word shingles
    in what is left of the gold.
    """
    gold_tokens = tokens(gold)
    block_tokens = [tokens(block) for block in blocks]
    matches = _match(block_tokens, gold_tokens)
    stretches = [_longest_stretch(found) for found in matches]
    positive = [
        bool(words) and len(stretch) >= _COVERED * len(words)
        for words, stretch in zip(block_tokens, stretches, strict=True)
    ]
    positive = [
        kept and (len(words) >= _SHORT or _has_neighbour(stretches, positive, index))
        for index, (kept, words) in enumerate(zip(positive, block_tokens, strict=True))
    ]
    used = {place for stretch, kept in zip(stretches, positive, strict=True) if kept for place in stretch}
    rest = [word if place not in used else "" for place, word in enumerate(gold_tokens)]
    left = _shingles(rest)
    positive = [kept or _in_rest(words, left) for words, kept in zip(block_tokens, positive, strict=True)]
    return _with_phrases(block_tokens, positive, rest)


def once(labels: Sequence[bool], evidence: Evidence) -> Bools:
    """Return the labels without the blocks that repeat an earlier one of the article: none is wanted twice."""
    wanted = np.array(labels, np.bool_)
    is_repeat = (evidence.first < np.arange(len(wanted))) & wanted[evidence.first] & (evidence.size > _REPEAT_WORDS)
    return wanted & ~is_repeat


def _with_phrases(blocks: list[list[str]], positive: list[bool], rest: list[str]) -> list[bool]:
    """Add short blocks near the article that stand, word for word, in what is left of the gold text (used once)."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(rest):
        places.setdefault(word, []).append(place)
    found = list(positive)
    for index, words in enumerate(blocks):
        near = any(positive[max(0, index - _NEAR) : index + _NEAR + 1])
        if found[index] or not words or not near or len(words) > _MAX_PHRASE:
            continue
        start = next((place for place in places.get(words[0], ()) if rest[place : place + len(words)] == words), None)
        if start is not None:
            found[index] = True
            rest[start : start + len(words)] = [""] * len(words)
    return found


def label_snippets(
    blocks: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]
) -> tuple[list[bool], list[float]]:
    """Return for each block whether it is part of the article and how sure that is, 0 to 1.

    Snippets of the article must stand in just one block to count; snippets of anything else count wherever they stand.
    """
    folded = [" ".join(block.split()) for block in blocks]
    positive, certain = [False] * len(blocks), [0.0] * len(blocks)
    for snippets, value in ((wanted, True), (unwanted, False)):
        for snippet in snippets:
            holders = [index for index, block in enumerate(folded) if " ".join(snippet.split()) in block]
            for index in holders if not value or len(holders) == 1 else ():
                positive[index], certain[index] = value, 1 / len(holders)
    return positive, certain


def _match(block_tokens: list[list[str]], gold: list[str]) -> list[list[int]]:
    """Return for each block the gold places that its tokens are paired with."""
    owner = [index for index, words in enumerate(block_tokens) for _ in words]
    page = [word for words in block_tokens for word in words]
    numbers = {word: number for number, word in enumerate({*page, *gold})}
    found: list[list[int]] = [[] for _ in block_tokens]
    if not page or not gold:
        return found
    operations = LCSseq.opcodes([numbers[word] for word in page], [numbers[word] for word in gold])
    for operation in operations:
        if operation.tag == "equal":
            for step in range(operation.src_end - operation.src_start):
                found[owner[operation.src_start + step]].append(operation.dest_start + step)
    return found


def _longest_stretch(places: list[int]) -> list[int]:
    best: list[int] = []
    current = places[:1]
    for before, after in pairwise(places):
        if after - before > _MAX_SKIP:
            best, current = max(best, current, key=len), []
        current = [*current, after] if len(current) < 2 else _appended(current, after)  # noqa: PLR2004
    return max(best, current, key=len)


def _appended(stretch: list[int], place: int) -> list[int]:
    stretch.append(place)
    return stretch


def _has_neighbour(stretches: list[list[int]], positive: list[bool], index: int) -> bool:
    """Whether a block of the article stands within three blocks and beside it in the gold."""
    place = stretches[index][0]
    for other in range(max(0, index - 3), min(len(stretches), index + 4)):
        if other != index and positive[other] and stretches[other]:
            gap = min(abs(stretches[other][0] - place), abs(stretches[other][-1] - place))
            if gap <= 2 * _MAX_SKIP:
                return True
    return False


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {gram for gram in zip(*(words[step:] for step in range(_GRAM)), strict=False) if "" not in gram}


def _in_rest(words: list[str], left: set[tuple[str, ...]]) -> bool:
    grams = list(zip(*(words[step:] for step in range(_GRAM)), strict=False))
    return len(words) >= 2 * _GRAM and sum(gram in left for gram in grams) >= _COVERED * len(grams)
