"""Characters and words of spans as columns: the one place that looks at single code points.

Everything here is a pass over the characters of the page, done by numpy on arrays of code points. The cost of
flat text lies here (passes over characters dominate), so the contract is narrow: ``text, start, end -> columns``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

# Character classes, as bits: a character can be in several.
SPACE: Final = 1
WORD: Final = 2  # letters, digits, marks, underscore: what a word is made of
UPPER: Final = 4
DIGIT: Final = 8
IDEOGRAPH: Final = 16  # scripts written without spaces: every character counts as a word of its own
SENTENCE_END: Final = 32
COMMA: Final = 64
SYMBOL: Final = 128  # neither letter, digit, mark nor ordinary punctuation: bullets, arrows, pipes
CASED: Final = 256

COUNTED: Final = {
    "words": 0,  # filled from word starts, see ``count``
    "letters": WORD,
    "upper": UPPER,
    "digits": DIGIT,
    "ideographs": IDEOGRAPH,
    "sentence_ends": SENTENCE_END,
    "commas": COMMA,
    "symbols": SYMBOL,
    "cased": CASED,
}

IDEOGRAPH_WORDS: Final = 0.6
"""Words an ideograph is worth: Chinese translations have about 1.6 characters for an English word."""

_CHUNK: Final = 1 << 20  # characters looked at together: bounds the memory of a huge page
_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64 (golden ratio constant)
_BASE_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_TABLE_SIZE: Final = 0x10000
_ROW: Final = 256

_SYMBOLS_BEYOND: Final = 0x1D000  # beyond the basic plane: scripts, then symbols and emoji, then ideographs
_IDEOGRAPHS_BEYOND: Final = 0x20000
_END_OF_IDEOGRAPHS: Final = 0x40000

_SENTENCE_ENDS: Final = frozenset(".!?…。！？｡．।॥؟۔።။")
_COMMAS: Final = frozenset(",;:，、；：،؛")
_SYMBOLS: Final = frozenset("|•·*#@>»›/\\+=~^<{}[]→▶►■●★✓©®™")
_SPACES: Final = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85")  # control characters that are white space
_LISTED: Final = ((_SPACES, SPACE), (_SENTENCE_ENDS, SENTENCE_END), (_COMMAS, COMMA), (_SYMBOLS, SYMBOL))
_NO_SPACE_SCRIPTS: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)


@cache
def _of_category(category: str) -> int:
    bits = SPACE if category[0] == "Z" else 0
    bits |= WORD if category[0] in "LNM" or category == "Pc" else 0
    bits |= UPPER if category in ("Lu", "Lt") else 0
    bits |= CASED if category in ("Lu", "Lt", "Ll") else 0
    bits |= DIGIT if category == "Nd" else 0
    return bits | (SYMBOL if category in ("So", "Sc") else 0)


@cache
def _class_row(row: int) -> NDArray[np.uint16]:
    """Return the class bits of 256 characters, made when a page first has one of them."""
    points = range(row * _ROW, (row + 1) * _ROW)
    bits = np.fromiter(map(_of_category, map(unicodedata.category, map(chr, points))), np.uint16, _ROW)
    for characters, bit in _LISTED:
        bits[[ord(char) - points.start for char in characters if ord(char) in points]] |= np.uint16(bit)
    for first, last in _NO_SPACE_SCRIPTS:
        if first < points.stop and last >= points.start:
            inside = bits[max(first - points.start, 0) : last + 1 - points.start]
            inside[(inside & WORD) > 0] |= IDEOGRAPH
    return bits


def _class_table(points: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the class bits of the Basic Multilingual Plane, as far as these characters need them.

    The last entry stands for everything beyond.
    """
    table = np.zeros(_TABLE_SIZE, np.uint16)
    for row in np.flatnonzero(np.bincount(points // _ROW)).tolist():
        table[row * _ROW : (row + 1) * _ROW] = _class_row(row)
    table[-1] = SYMBOL
    return table


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in order.

    ``block``: index of the block a word stands in. ``start``, ``end``: span in the page text.
    ``hash``: 64-bit hash of the lower-cased word (see ``hash_word``).
    """

    block: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    hash: Hashes

    def __len__(self) -> int:
        return len(self.hash)


@dataclass(frozen=True, slots=True)
class Counts:
    """Per-block character counts, one column a class (names of ``COUNTED``), and the words of all blocks."""

    columns: dict[str, Floats]
    words: Words


def lower(text: str) -> str:
    """Return the text in lower case, with the same length (a few capitals have longer lower cases)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower()[0] for char in text)  # of the dotted capital I of Turkish, the letter without its dot


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text; lone surrogates stay what they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _classes(points: NDArray[np.uint32]) -> NDArray[np.uint16]:
    basic = np.minimum(points, _TABLE_SIZE - 1)
    classes = _class_table(basic)[basic]
    beyond = points >= _TABLE_SIZE
    if beyond.any():
        ideograph = beyond & (points >= _IDEOGRAPHS_BEYOND) & (points < _END_OF_IDEOGRAPHS)
        letter = beyond & (points < _SYMBOLS_BEYOND)
        classes = np.where(ideograph, WORD | IDEOGRAPH, np.where(letter, WORD, classes)).astype(np.uint16)
    return classes


def _powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)


def hash_spans(points: NDArray[np.uint32], start: Ints, end: Ints) -> Hashes:
    """Hash spans by one prefix sum: sum of code point * base**offset, modulo 2**64 (Rabin-Karp)."""
    terms = points.astype(np.uint64) * _powers(_BASE, len(points))
    prefix = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    hashes: Hashes = (prefix[end] - prefix[start]) * _powers(_BASE_INVERSE, len(points) + 1)[start]
    return hashes


def hash_words(words: list[str]) -> Hashes:
    """Return the hashes that ``count`` gives to these words."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    end = np.cumsum(lengths)
    if not len(end) or not end[-1]:
        return np.zeros(len(words), np.uint64)
    return hash_spans(code_points("".join(map(lower, words))), end - lengths, end)


def nearest(known: Hashes, hashes: Hashes) -> Ints:
    """Return for each hash the only place among the known ones (sorted, at least one) where it can stand."""
    return np.minimum(np.searchsorted(known, hashes), len(known) - 1)


def are_known(hashes: Hashes, known: Hashes) -> Bools:
    """Whether each hash is one of the known ones (sorted)."""
    return known[nearest(known, hashes)] == hashes if len(known) else np.zeros(len(hashes), np.bool_)


def _word_spans(classes: NDArray[np.uint16]) -> tuple[Ints, Ints]:
    inside = np.concatenate(([False], (classes & WORD) > 0, [False]))
    alone = np.concatenate(([False], (classes & IDEOGRAPH) > 0, [False]))
    cut = alone[1:] | alone[:-1]
    starts = np.flatnonzero(inside[1:-1] & (~inside[:-2] | cut[:-1]))
    ends = np.flatnonzero(inside[1:-1] & (~inside[2:] | cut[1:])) + 1
    return starts, ends


def _chunks(start: Ints, end: Ints) -> Iterator[slice]:
    """Yield runs of blocks of about ``_CHUNK`` characters."""
    first = 0
    while first < len(start):
        last = int(np.searchsorted(end, start[first] + _CHUNK, side="right"))
        last = max(last, first + 1)
        yield slice(first, last)
        first = last


def count(text: str, start: Ints, end: Ints) -> Counts:
    """Count characters by class and find the words of each block.

    ``start``, ``end``: spans of the blocks, ascending and disjoint. Linear in the characters of the blocks.
    """
    size = len(start)
    columns = {name: np.zeros(size) for name in COUNTED}
    words: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], Hashes]] = []
    for part in _chunks(start, end):
        offset = int(start[part.start])
        chunk = text[offset : int(end[part.stop - 1])]
        classes = _classes(code_points(chunk))
        begin, finish = start[part] - offset, end[part] - offset
        for name, bits in COUNTED.items():
            columns[name][part] = _sum_spans((classes & bits) > 0, begin, finish)
        word_start, word_end = _word_spans(classes)
        block = np.searchsorted(begin, word_start, side="right") - 1
        within = (block >= 0) & (word_start < finish[np.maximum(block, 0)])
        word_start, word_end, block = word_start[within], word_end[within], block[within]
        columns["words"][part] = np.bincount(block, minlength=len(begin))
        hashes = hash_spans(code_points(lower(chunk)), word_start, word_end)
        words.append(
            (
                (block + part.start).astype(np.int32),
                (word_start + offset).astype(np.int32),
                (word_end + offset).astype(np.int32),
                hashes,
            )
        )
    columns["words"] -= (1 - IDEOGRAPH_WORDS) * columns["ideographs"]
    return Counts(columns, _concatenate(words))


def _sum_spans(mask: Bools, start: Ints, end: Ints) -> Floats:
    prefix = np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
    sums: Floats = (prefix[end] - prefix[start]).astype(np.float64)
    return sums


def _concatenate(
    parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], Hashes]],
) -> Words:
    if not parts:
        none = np.zeros(0, np.int32)
        return Words(none, none, none, np.zeros(0, np.uint64))
    block, start, end, hashes = zip(*parts, strict=True)
    return Words(np.concatenate(block), np.concatenate(start), np.concatenate(end), np.concatenate(hashes))
