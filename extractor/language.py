"""The language of a page, by a vote of function words, and the share of function words in each block."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np

from extractor.characters import Bools, Floats, Hashes, Ints, Words, nearest
from extractor.data import load, unpacked

_MIN_VOTES: Final = 4
"""Function words needed to name a language: fewer are chance on a page of names and labels."""


class _StopWords(NamedTuple):
    languages: tuple[str, ...]
    hashes: Hashes  # sorted
    member: Bools  # a row a word, a column a language; behind the last word a row of what is none
    votes: Floats  # of an occurrence: a row a word, a column a language


@cache
def _stop_words() -> _StopWords:
    languages, table = tuple(load("stopwords")), load("hashes")["stopwords"]
    hashes = unpacked(table["hash"], np.uint64)
    rows = unpacked(table["member"], np.uint8).reshape(len(hashes), -1)
    member = np.unpackbits(rows, axis=1, count=len(languages)).view(np.bool_)
    none = np.zeros((1, len(languages)), np.bool_)
    votes = member + member / member.sum(axis=1, keepdims=True)
    return _StopWords(languages, hashes, np.concatenate((member, none)), votes)


@cache
def function_words() -> frozenset[str]:
    """Return the function words of all languages together."""
    return frozenset(word for listed in load("stopwords").values() for word in listed)


def listed(words: Words) -> Ints:
    """Return the row of each word in the list of the function words of all languages, -1 of another word."""
    known = _stop_words().hashes
    row = nearest(known, words.hash)
    return np.where(known[row] == words.hash, row, -1)


def vote(rows: Ints) -> str | None:
    """Return the language of words (ISO 639-1; None if unsure), given their rows in the list of function words.

    Each distinct function word has one vote for each occurrence, divided by the number of languages that share it.
    """
    table = _stop_words()
    found = np.bincount(rows[rows >= 0], minlength=len(table.hashes))  # by word: a row an occurrence takes gigabytes
    best = int(np.argmax(found @ table.votes))
    return table.languages[best] if found[table.member[:-1, best]].sum() >= _MIN_VOTES else None


def is_function_word(rows: Ints, language: str | None) -> Bools:
    """Whether words are function words of a language, given their rows; of an unknown language none is."""
    table = _stop_words()
    if language is None:
        return np.zeros(len(rows), np.bool_)
    return np.asarray(table.member[rows, table.languages.index(language)], np.bool_)
