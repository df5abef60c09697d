"""The language of a page, by a vote of function words, and the share of function words in each block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Floats, Hashes, Words, hash_words, nearest
from extractor.data import load

_MIN_VOTES: Final = 4
"""Function words needed to name a language: fewer are chance on a page of names and labels."""


@dataclass(frozen=True, slots=True)
class _StopWords:
    languages: tuple[str, ...]
    hashes: Hashes  # sorted
    member: NDArray[np.bool_]  # a row a word, a column a language
    votes: Floats  # of an occurrence, in the same layout


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
    return _StopWords(tuple(lists), hashes[order], member[order], votes[order])


@cache
def function_words() -> frozenset[str]:
    """Return the function words of all languages together."""
    return frozenset(word for listed in load("stopwords").values() for word in listed)


def vote(words: Words) -> tuple[str | None, NDArray[np.bool_]]:
    """Return the page's language (ISO 639-1; None if unsure) and which words are function words in it.

    Each distinct function word has one vote for each occurrence, divided by the number of languages that share it.
    """
    table = _stop_words()
    none = np.zeros(len(words), np.bool_)
    if not len(words):
        return None, none
    row = nearest(table.hashes, words.hash)
    known = table.hashes[row] == words.hash
    found = np.bincount(row[known], minlength=len(table.hashes))  # by word: a row an occurrence takes gigabytes
    best = int(np.argmax(found @ table.votes))
    if found @ table.member[:, best] < _MIN_VOTES:
        return None, none
    is_stop = none.copy()
    is_stop[known] = table.member[row[known], best]
    return table.languages[best], is_stop
