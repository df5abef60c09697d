"""Cue phrases: which words of the page belong to a phrase with a known role ("share", "byline", ...).

The phrases stand in ``data/lexicon.json`` as role -> language -> phrases; a phrase has one role. They are looked up by
hash, all phrases of one length at a time, so the cost does not grow with their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Hashes, Ints, Words, count
from extractor.data import load

_STEP: Final = np.uint64(0xD6E8FEB86659FD93)  # odd multiplier that chains the hashes of a phrase's words


@dataclass(frozen=True, slots=True)
class _Phrases:
    """All phrases of ``length`` words: sorted hashes and the role of each."""

    length: int
    hashes: Hashes
    role: NDArray[np.int64]


@cache
def roles() -> tuple[str, ...]:
    """Return the names of all roles."""
    return tuple(load("lexicon"))


@cache
def phrases(role: str) -> frozenset[str]:
    """Return the phrases of a role in all languages, lower case."""
    return frozenset(phrase for listed in load("lexicon")[role].values() for phrase in listed)


@cache
def pattern(role: str) -> str:
    """Return a regular expression that matches any phrase of a role, longest first."""
    ordered = sorted(phrases(role), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\W{1,2}") for phrase in ordered)


def _chain(hashes: Hashes, length: int) -> Hashes:
    """Return the hash of each run of ``length`` consecutive words."""
    last = len(hashes) - length + 1
    chained = hashes[:last].copy()
    for step in range(1, length):
        chained = chained * _STEP + hashes[step : last + step]
    return chained


@cache
def _tables() -> tuple[_Phrases, ...]:
    by_length: dict[int, dict[int, int]] = {}
    for index, role in enumerate(roles()):
        for phrase in sorted(phrases(role)):
            words = count(phrase, np.array([0]), np.array([len(phrase)])).words
            length = len(words)
            key = int(_chain(words.hash, length)[0])
            by_length.setdefault(length, {}).setdefault(key, index)
    tables = []
    for length, entries in sorted(by_length.items(), reverse=True):
        keys = np.array(sorted(entries), np.uint64)
        tables.append(_Phrases(length, keys, np.array([entries[int(key)] for key in keys])))
    return tuple(tables)


def word_roles(words: Words) -> Ints:
    """Return for each word the role (index into ``roles()``) of the longest phrase it is part of, else -1."""
    role = np.full(len(words), -1)
    for table in _tables():
        if len(words) < table.length:
            continue
        chained = _chain(words.hash, table.length)
        row = np.minimum(np.searchsorted(table.hashes, chained), len(table.hashes) - 1)
        same_block = words.block[: len(chained)] == words.block[table.length - 1 :]
        hits = np.flatnonzero((table.hashes[row] == chained) & same_block)
        for step in range(table.length):
            free = hits[role[hits + step] < 0]
            role[free + step] = table.role[row[free]]
    return role
