"""The language of a page, by a vote of function words, and the share of function words in each block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from extractor.characters import Bools, Floats, Hashes, Ints, Words, hash_words, nearest
from extractor.data import load

_MIN_VOTES: Final = 4
"""Function words needed to name a language: fewer are chance on a page of names and labels."""


@dataclass(frozen=True, slots=True)
class _StopWords:
    languages: tuple[str, ...]
    hashes: Hashes  # sorted
    member: Bools  # a row a word, a column a language; behind the last word a row of what is none
    votes: Floats  # of an occurrence: a row a word, a column a language


@cache
def _stop_words() -> _StopWords:
    lists: dict[str, list[str]] = load("stopwords")
    words = sorted({word for listed in lists.values() for word in listed})
    row = {word: place for place, word in enumerate(words)}
    member = np.zeros((len(words), len(lists)), np.bool_)
    for column, listed in enumerate(lists.values()):
        member[[row[word] for word in listed], column] = True
    hashes = hash_words(words)
    order = np.argsort(hashes)
    votes = member + member / member.sum(axis=1, keepdims=True)
    none = np.zeros((1, len(lists)), np.bool_)
    return _StopWords(tuple(lists), hashes[order], np.concatenate((member[order], none)), votes[order])


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
    return table.languages[best] if found @ table.member[:-1, best] >= _MIN_VOTES else None


def is_function_word(rows: Ints, language: str | None) -> Bools:
    """Whether words are function words of a language, given their rows; of an unknown language none is."""
    table = _stop_words()
    if language is None:
        return np.zeros(len(rows), np.bool_)
    return np.asarray(table.member[rows, table.languages.index(language)], np.bool_)
