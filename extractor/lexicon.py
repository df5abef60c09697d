"""Cue phrases: which words of the page belong to a phrase with a known role ("share", "byline", ...).

The phrases stand in ``data/lexicon.json`` as role -> language -> phrases; a phrase has one role. They are looked up by
hash, all phrases of one length at a time, so the cost does not grow with their number. The hashes are made beforehand
(``scripts/hashes.py``): to make them takes longer than a page.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Hashes, Ints, Words, nearest
from extractor.data import load, unpacked
from extractor.expression import expression

_STEP: Final = np.uint64(0xD6E8FEB86659FD93)  # odd multiplier that chains the hashes of a phrase's words


_TOKEN: Final = expression(r"[^\s,;:：.()\[\]|/]+")  # what stands between white space and punctuation
_WORD: Final = expression(r"\w+")
_LONGEST: Final = 6  # tokens of a phrase

COLUMNS: Final = {"length": np.uint8, "hash": np.uint64, "role": np.uint8, "first": np.uint64, "lengths": np.uint16}
"""The phrases as ``data/hashes.json`` has them, ascending by hash: number of words, hash and role of each; the words
that begin one, and how long those are (see ``_Tables``)."""


class _Phrases(NamedTuple):
    """All phrases of ``length`` words: sorted hashes and the role of each."""

    length: int
    hashes: Hashes
    role: NDArray[np.int64]


@cache
def roles() -> tuple[str, ...]:
    """Return the names of all roles."""
    return tuple(load("lexicon"))


@cache
def phrases(*wanted: str) -> frozenset[str]:
    """Return the phrases of these roles in all languages, lower case."""
    return frozenset(phrase for role in wanted for listed in load("lexicon")[role].values() for phrase in listed)


@cache
def first_words(role: str) -> frozenset[str]:
    """Return the words that begin a phrase of a role."""
    return frozenset(_WORD.findall(phrase)[0] for phrase in phrases(role))


def phrase_end(text: str, *wanted: str) -> int:
    """Return where the longest phrase of these roles ends that a text begins with (0: none)."""
    first = _TOKEN.match(text)
    if not first or first[0].lower() not in _first_tokens(wanted):
        return 0
    known = phrases(*wanted)
    ends = [token.end() for token in islice(_TOKEN.finditer(text), _LONGEST)]
    return max((end for end in ends if " ".join(text[:end].lower().split()) in known), default=0)


def find_phrase(text: str, *wanted: str) -> int:
    """Return where the first phrase of these roles begins (-1: none)."""
    known = _first_tokens(wanted)
    for token in _TOKEN.finditer(text):
        if token[0].lower() in known and phrase_end(text[token.start() :], *wanted):
            return token.start()
    return -1


@cache
def _first_tokens(wanted: tuple[str, ...]) -> frozenset[str]:
    firsts = map(_TOKEN.match, phrases(*wanted))
    return frozenset(first[0] for first in firsts if first)


@cache
def pattern(role: str) -> str:
    """Return a regular expression that matches any phrase of a role, longest first."""
    ordered = sorted(phrases(role), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\W{1,2}") for phrase in ordered)


def chain(hashes: Hashes, start: Ints, length: int) -> Hashes:
    """Return the hash of the run of ``length`` words that begins at each of these places."""
    chained = hashes[start]
    for step in range(1, length):
        chained = chained * _STEP + hashes[start + step]
    return chained


class _Tables(NamedTuple):
    """All phrases. ``firsts``: the words that begin one, sorted; ``lengths``: how long those are (bit n: n words).

    ``phrases``: by their number of words, longest first.
    """

    firsts: Hashes
    lengths: NDArray[np.int64]
    phrases: tuple[_Phrases, ...]


@cache
def _tables() -> _Tables:
    table = {name: unpacked(load("hashes")["phrases"][name], kind) for name, kind in COLUMNS.items()}
    length, hashes, role = table["length"], table["hash"], table["role"].astype(np.int64)
    sizes = sorted(set(length.tolist()), reverse=True)
    phrases = [_Phrases(size, hashes[length == size], role[length == size]) for size in sizes]
    return _Tables(table["first"], table["lengths"].astype(np.int64), tuple(phrases))


def word_roles(words: Words) -> Ints:
    """Return for each word the role (index into ``roles()``) of the longest phrase it is part of, else -1."""
    role = np.full(len(words), -1)
    tables = _tables()
    place = nearest(tables.firsts, words.hash)
    starts = np.flatnonzero(tables.firsts[place] == words.hash)
    lengths = tables.lengths[place[starts]]
    for table in tables.phrases:
        start = starts[(lengths >> table.length & 1 > 0) & (starts <= len(words) - table.length)]
        start = start[words.block[start] == words.block[start + table.length - 1]]
        if not len(start):
            continue
        chained = chain(words.hash, start, table.length)
        row = nearest(table.hashes, chained)
        is_phrase = table.hashes[row] == chained
        start, given = start[is_phrase], table.role[row[is_phrase]]
        for step in range(table.length):
            free = role[start + step] < 0
            role[start[free] + step] = given[free]
    return role
