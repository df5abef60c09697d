"""Words of class names and ids: "postContent main-2" -> post, content, main."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

import numpy as np

from extractor.attributes import MIN_NAME
from extractor.characters import Hashes, Ints, hash_spans, nearest

_UPPER, _LOWER = 1, 3  # and 0 of what is no letter: only from a capital to a small letter is it a step of 2
_LETTERS: Final = bytes(
    _UPPER * (char in ascii_uppercase) + _LOWER * (char in ascii_lowercase) for char in map(chr, range(256))
)
_STEPS: Final = np.uint8(0xFF ^ (_LOWER - _UPPER))


def numbered(values: Sequence[Any]) -> tuple[Ints, list[Any]]:
    """Return for each value its number among the distinct ones, and these."""
    number = defaultdict[Any, int](count().__next__)
    return np.fromiter(map(number.__getitem__, values), np.int64, len(values)), list(number)


def name_tokens(names: Sequence[str]) -> tuple[Ints, Hashes]:
    """Return the distinct words of each name as ``name_words`` finds them: the index of its name and its hash."""
    text = f" {' '.join(names)} ".encode("ascii", "replace")
    start, end = _words(text)
    name_end = np.cumsum(np.fromiter(map(len, names), np.int64, len(names)) + 1)
    hashes = hash_spans(np.frombuffer(text.lower(), np.uint8).astype(np.uint32), start, end)
    return _distinct(np.searchsorted(name_end, start), hashes)


def _words(text: bytes) -> tuple[Ints, Ints]:
    """Return where the words of names begin and end."""
    letters = np.frombuffer(text.translate(_LETTERS), np.uint8)
    (bounds,) = (((letters[1:] - letters[:-1]) & _STEPS) > 0).nonzero()  # last of each word and gap
    size = np.diff(bounds)
    (word,) = ((letters[bounds[1:]] > 0) & (size >= MIN_NAME)).nonzero()
    start = bounds[word] + 1
    return start, start + size[word]


def _distinct(line: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return each word of a line once, the lines in order and the hashes of each in order."""
    if not len(hashes):
        return line, hashes
    ordered, bits = np.sort(hashes), len(hashes).bit_length()
    pairs = np.sort(line << bits | nearest(ordered, hashes))  # numbers are sorted far faster than pairs
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return pairs >> bits, ordered[pairs & (1 << bits) - 1]
