"""Characters and words of spans as columns: the one place that looks at single code points.

The passes over the characters of a page are compiled (``native.kernels``); what a character is stands here, in tables
that are made of rows of 256 code points and have the rows that a page needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.native import kernels

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Blocks = NDArray[np.int32]
"""Indexes of blocks, where there can be many."""


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
    "letters": WORD,
    "upper": UPPER,
    "digits": DIGIT,
    "ideographs": IDEOGRAPH,
    "sentence_ends": SENTENCE_END,
    "commas": COMMA,
    "symbols": SYMBOL,
    "cased": CASED,
}
"""What is counted beside words, by column."""

IDEOGRAPH_WORDS: Final = 0.6
"""Words an ideograph is worth: Chinese translations have about 1.6 characters for an English word."""

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: multiplying by it mixes bits (Knuth, vol. 3)
_ROW: Final = 256
_BASIC_ROWS: Final = 256
_SYMBOLS_BEYOND: Final = 0x1D0  # rows beyond the basic plane: scripts, then symbols and emoji, then ideographs
_IDEOGRAPHS_BEYOND: Final = 0x200
_END_OF_IDEOGRAPHS: Final = 0x400
_CONTEXTUAL: Final = "Σ"
"""The only letter whose lower case depends on what stands around it."""

_SENTENCE_ENDS: Final = frozenset(".!?…。！？｡．।॥؟۔።။")
_COMMAS: Final = frozenset(",;:，、；：،؛")
_SYMBOLS: Final = frozenset("|•·*#@>»›/\\+=~^<{}[]→▶►■●★✓©®™\uffff")
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


def _beyond(row: int) -> int:
    if _IDEOGRAPHS_BEYOND <= row < _END_OF_IDEOGRAPHS:
        return WORD | IDEOGRAPH
    return WORD if row < _SYMBOLS_BEYOND else SYMBOL


def class_bits(row: int) -> NDArray[np.uint16]:
    """Return the class bits of a row of 256 characters."""
    if row >= _BASIC_ROWS:
        return np.full(_ROW, _beyond(row), np.uint16)
    points = range(row * _ROW, (row + 1) * _ROW)
    bits = np.fromiter(map(_of_category, map(unicodedata.category, map(chr, points))), np.uint16, _ROW)
    for characters, bit in _LISTED:
        bits[[ord(char) - points.start for char in characters if ord(char) in points]] |= np.uint16(bit)
    for first, last in _NO_SPACE_SCRIPTS:
        if first < points.stop and last >= points.start:
            inside = bits[max(first - points.start, 0) : last + 1 - points.start]
            inside[(inside & WORD) > 0] |= IDEOGRAPH
    return bits


@cache
def _letter_row(row: int) -> NDArray[np.uint32]:
    """Return a row of characters in lower case and, above that, their class bits, made when a page first has one."""
    small = code_points(lower("".join(map(chr, range(row * _ROW, (row + 1) * _ROW)))))  # no sigma ends a row
    return small | class_bits(row).astype(np.uint32) << np.uint32(kernels.CLASS)


@cache
def _counted() -> NDArray[np.uint8]:
    """Return for each combination of classes, down, 1 in the columns that count it."""
    classes, bits = np.arange(2 * max(COUNTED.values())), np.array(list(COUNTED.values()))
    return np.ascontiguousarray((classes[:, None] & bits) > 0, np.uint8)


@lru_cache(maxsize=32)
def _letters(rows: tuple[int, ...]) -> kernels.Letters:
    """Return what is known of the characters of these rows; most pages of a site have the same few."""
    offset = np.zeros(kernels.ROWS, np.int32)
    offset[list(rows)] = (np.arange(len(rows)) - rows) * _ROW
    return offset, np.array([*map(_letter_row, rows)]).reshape(-1, _ROW), _counted(), WORD, IDEOGRAPH


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in order.

    ``block``: index of the block a word stands in. ``start``, ``end``: span in the page text.
    ``hash``: 64-bit hash of the lower-cased word (see ``hash_word``).
    """

    block: Blocks
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    hash: Hashes

    def __len__(self) -> int:
        return len(self.hash)


class Counts(NamedTuple):
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


def hash_spans(
    points: NDArray[np.uint32], start: NDArray[np.int32 | np.int64], end: NDArray[np.int32 | np.int64]
) -> Hashes:
    """Hash spans of code points (Rabin-Karp)."""
    return kernels.hash_spans(points, np.ascontiguousarray(start, np.int64), np.ascontiguousarray(end, np.int64))


def hash_words(words: list[str]) -> Hashes:
    """Return the hashes that ``count`` gives to these words."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    end = np.cumsum(lengths)
    return hash_spans(code_points("".join(map(lower, words))), end - lengths, end)


def hash_phrases(phrases: list[str]) -> Hashes:
    """Return the hashes that ``grams`` gives to words in a row, given with spaces between; one word keeps its own."""
    words = [phrase.split(" ") for phrase in phrases]
    hashes = hash_words([word for phrase in words for word in phrase])
    length = np.fromiter(map(len, words), np.int64, len(words))
    order = np.argsort(length, kind="stable")
    chained = np.empty(len(phrases), np.uint64)
    chained[order] = chain(hashes, (np.cumsum(length) - length)[order], length[order])
    return chained


def chain(hashes: Hashes, start: Ints, length: Ints) -> Hashes:
    """Return the hash of the run of words that begins at each of these places; their lengths ascend."""
    chained = hashes[start]
    for step in range(1, length.max(initial=0)):
        longer = slice(int(np.searchsorted(length, step, side="right")), None)
        chained[longer] = chained[longer] * _STEP + hashes[start[longer] + step]
    return chained


def distinct(hashes: Hashes) -> Hashes:
    """Return the different ones in order."""
    return np.unique(hashes, return_index=True)[0]  # asked for nothing else, numpy imports its masked arrays: 10 ms


def nearest(known: Hashes, hashes: Hashes) -> Ints:
    """Return for each hash the only place among the known ones (sorted, at least one) where it can stand."""
    return kernels.nearest(known, np.ascontiguousarray(hashes))


def firsts(values: NDArray[np.int64 | np.uint64]) -> Ints:
    """Return for each value the place of the first that is equal: a number that those share which are equal."""
    return kernels.firsts(np.ascontiguousarray(values).view(np.uint64))


def grams(hashes: Hashes, size: int) -> Hashes:
    """Return the hash of each run of so many words, given those of the words."""
    count = max(len(hashes) - size + 1, 0)
    chained = hashes[:count]
    for place in range(1, size):
        chained = chained * _STEP + hashes[place : place + count]  # wraps around
    return chained


def grams_within(words: Words, size: int) -> tuple[Hashes, Blocks]:
    """Return the hash of each run of so many words that stands in one block, and that block."""
    last = words.block[size - 1 :]
    block = words.block[: len(last)]
    is_within = block == last
    return grams(words.hash, size)[is_within], block[is_within]


def runs_of(texts: Sequence[str], size: int) -> Hashes:
    """Return the hashes of the runs of so many words within texts, each once and in order."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    end = np.cumsum(lengths + 1) - 1  # a line break parts them
    return distinct(grams_within(count("\n".join([*texts, ""]), end - lengths, end).words, size)[0])


def are_known(hashes: Hashes, known: Hashes) -> Bools:
    """Whether each hash is one of the known ones (sorted)."""
    return known[nearest(known, hashes)] == hashes if len(known) else np.zeros(len(hashes), np.bool_)


def count(text: str, start: Ints, end: Ints) -> Counts:
    """Count characters by class and find the words that begin in each block.

    ``start``, ``end``: spans of the blocks, ascending and disjoint. Linear in the characters of the text.
    """
    lowered = lower(text) if _CONTEXTUAL in text else text
    rows = kernels.rows(text) if lowered is text else tuple(sorted({*kernels.rows(text), *kernels.rows(lowered)}))
    begin, finish = np.ascontiguousarray(start, np.int64), np.ascontiguousarray(end, np.int64)
    sums, block, first, last, hashes = kernels.count(text, lowered, begin, finish, _letters(rows))
    columns = dict(zip(("words", *COUNTED), sums, strict=True))
    columns["words"] -= (1 - IDEOGRAPH_WORDS) * columns["ideographs"]
    return Counts(columns, Words(block, first, last, hashes))
