"""Words of class names and ids: "postContent main-2" -> post, content, main."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from extractor.characters import Hashes, Ints, hash_words

_NAME_WORD: Final = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


def name_words(names: str) -> list[str]:
    """Return the distinct words of class names and ids, in lower case."""
    return sorted({word.lower() for word in _NAME_WORD.findall(names)})


def name_tokens(names: Sequence[str]) -> tuple[Ints, Hashes]:
    """Return the words of many names: for each word, the index of its name and its hash."""
    distinct: dict[str, int] = {}
    number = [distinct.setdefault(name, len(distinct)) for name in names]
    split = [name_words(name) for name in distinct]
    known: dict[str, int] = {}
    coded = [[known.setdefault(word, len(known)) for word in words] for words in split]
    hashes = hash_words(list(known))
    lengths = np.array([len(words) for words in split], np.int64)
    flat = np.array([code for words in coded for code in words], np.int64)
    start = np.concatenate(([0], np.cumsum(lengths)))
    counts = lengths[number] if number else lengths
    site = np.repeat(np.arange(len(number)), counts)
    place = np.arange(len(site)) - np.repeat(np.cumsum(counts) - counts, counts)
    return site, hashes[flat[start[np.array(number, np.int64)[site]] + place]]
