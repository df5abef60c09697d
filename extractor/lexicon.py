"""Cue phrases: which words of the page belong to a phrase with a known role ("share", "byline", ...).

The phrases stand in ``data/lexicon.json`` as role -> language -> phrases; a phrase has one role. They are looked up by
hash, all at once, so the cost does not grow with their number. The hashes are made beforehand
(``scripts/hashes.py``): to make them takes longer than a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Hashes, Ints, Words, chain, nearest
from extractor.data import load, unpacked
from extractor.expression import expression
from extractor.sums import runs

_BITS: Final = np.uint16(1) << np.arange(16, dtype=np.uint16)[:, None]

_TOKEN: Final = expression(r"[^\s,;:：.()\[\]|/]+")  # what stands between white space and punctuation
_LONGEST: Final = 6  # tokens of a phrase

COLUMNS: Final = {"length": np.uint8, "hash": np.uint64, "role": np.uint8, "first": np.uint64, "lengths": np.uint16}
"""The phrases as ``data/hashes.json`` has them, ascending by hash: number of words, hash and role of each; the words
that begin one, and how long those are (see ``_Tables``)."""


@cache
def roles() -> tuple[str, ...]:
    """Return the names of all roles."""
    return tuple(load("lexicon"))


@cache
def phrases(*wanted: str) -> frozenset[str]:
    """Return the phrases of these roles in all languages, lower case."""
    return frozenset(phrase for role in wanted for listed in load("lexicon")[role].values() for phrase in listed)


def last_words(listed: Iterable[str]) -> frozenset[str]:
    """Return the last words of phrases: where none of them stands, no phrase does."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in listed)


def may_begin(text: str, *wanted: str) -> bool:
    """Whether a text begins with a word that begins a phrase of these roles."""
    first = _TOKEN.match(text)
    return first is not None and first[0].lower() in _first_tokens(wanted)


def phrase_end(text: str, *wanted: str) -> int:
    """Return where the longest phrase of these roles ends that a text begins with (0: none)."""
    if not may_begin(text, *wanted):
        return 0
    known = phrases(*wanted)
    ends = [token.end() for token in islice(_TOKEN.finditer(text), _LONGEST)]
    return max((end for end in ends if " ".join(text[:end].lower().split()) in known), default=0)


def find_phrase(text: str, *wanted: str) -> int:
    """Return where the first phrase of these roles begins (-1: none)."""
    known = _first_tokens(wanted)
    if known.isdisjoint(map(str.lower, _TOKEN.findall(text))):
        return -1
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


class _Tables(NamedTuple):
    """All phrases: their hashes, sorted, and the length and role of each.

    ``firsts``: the words that begin one, sorted; ``lengths``: how long those are (bit n: n words).
    """

    hashes: Hashes
    length: NDArray[np.uint8]
    role: Ints
    firsts: Hashes
    lengths: NDArray[np.uint16]


@cache
def _tables() -> _Tables:
    table = {name: unpacked(load("hashes")["phrases"][name], kind) for name, kind in COLUMNS.items()}
    return _Tables(table["hash"], table["length"], table["role"].astype(np.int64), table["first"], table["lengths"])


def word_roles(words: Words) -> Ints:
    """Return for each word the role (index into ``roles()``) of the longest phrase it is part of, else -1."""
    tables, roles = _tables(), np.full(len(words), -1)
    start, size = _possible(words, tables)
    chained = chain(words.hash, start, size)
    row = nearest(tables.hashes, chained)
    is_phrase = (tables.hashes[row] == chained) & (tables.length[row] == size)
    start, size, role = start[is_phrase], size[is_phrase], tables.role[row[is_phrase]]
    roles[runs(start, size)] = np.repeat(role, size)  # where phrases overlap, the longest one comes last and stays
    return roles


def _possible(words: Words, tables: _Tables) -> tuple[Ints, Ints]:
    """Return where phrases can begin, judged by their first words, and how long they are: all within their blocks.

    The short ones come first.
    """
    place = nearest(tables.firsts, words.hash)
    begins = np.flatnonzero(tables.firsts[place] == words.hash)
    size, begin = np.nonzero((tables.lengths[place[begins]] & _BITS) > 0)
    start = begins[begin]
    last = start + size - 1
    is_whole = (last < len(words)) & (words.block.take(last, mode="clip") == words.block[start])
    return start[is_whole], size[is_whole]
