"""Counting by numpy gives what counting one by one gives."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.characters import (
    Counts,
    _letter_row,
    count,
    grams,
    grams_within,
    hash_phrases,
    hash_words,
    lower,
    runs_of,
)
from extractor.native import kernels

TEXT = "Ünïcode words, 12 of them; ΣΊΣΥΦΟΣ!\nİstanbul'da 3 gün? 日本語の文。 नमस्ते दुनिया।\n😀 \ud800 x"


def spans(text: str) -> tuple[np.ndarray, np.ndarray]:
    found = [match.span() for match in re.finditer(r"[^\n]+", text)]
    table = np.array(found, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def counted(text: str) -> Counts:
    return count(text, *spans(text))


def test_counts():
    columns = counted("One TWO 3,\nfour five.").columns
    assert columns["words"].tolist() == [3, 2]
    assert columns["upper"].tolist() == [4, 0]
    assert columns["digits"].tolist() == [1, 0]
    assert columns["commas"].tolist() == [1, 0]
    assert columns["sentence_ends"].tolist() == [0, 1]


def test_ideographs_are_words_of_less_weight():
    counts = counted("日本語の文")
    assert len(counts.words) == 5
    assert counts.columns["words"].tolist() == [3.0]


def test_a_row_of_characters_is_lowered_as_each_of_them():
    for row in range(256):
        points = range(256 * row, 256 * row + 256)
        small = _letter_row(row) & np.uint32((1 << kernels.CLASS) - 1)
        assert small.tolist() == [ord(lower(chr(point))) for point in points], row


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_words_are_runs_of_word_characters(text):
    words = counted(text).words
    found = [text[start:end] for start, end in zip(words.start, words.end, strict=True)]
    assert all(found)
    assert not any(character.isspace() for word in found for character in word)
    letters = [character for character in text if character.isascii() and (character.isalnum() or character == "_")]
    inside = [c for word in found for c in word if c.isascii() and (c.isalnum() or c == "_")]
    assert inside == letters


def test_equal_words_have_equal_hashes_wherever_they_stand():
    words = counted("The cat and the CAT\nthe dog").words
    assert len(set(words.hash[[0, 3, 5]].tolist())) == 1
    assert words.hash[1] == words.hash[4]
    assert len(set(words.hash.tolist())) == 4
    assert words.hash[6] == hash_words(["dog"])[0]


def test_any_script_and_lone_surrogates():
    counts = counted(TEXT)
    assert counts.columns["words"].min() >= 1
    assert counts.columns["symbols"][2] == 1


def test_phrases_have_the_hashes_of_their_words_in_a_row():
    hashes = hash_words(["old", "crane", "fell"])
    found = hash_phrases(["crane", "Old crane", "old crane fell"]).tolist()
    assert found == [hashes[1], *grams(hashes[:2], 2), *grams(hashes, 3)]
    assert runs_of(["The old crane", "", "crane old, old Crane"], 2).tolist() == sorted(
        hash_phrases(["the old", "old crane", "crane old", "old old"])
    )
    assert len(hash_phrases([])) == len(runs_of(["crane", "crane"], 2)) == len(runs_of([], 2)) == 0


def test_runs_of_words_are_equal_where_their_words_are():
    text = "the old crane stood the old crane fell old crane"
    words = count(text, np.array([0, 20, 39]), np.array([19, 38, len(text)])).words
    assert len(grams(words.hash, 3)) == len(words) - 2
    runs, block = grams_within(words, 3)
    assert block.tolist() == [0, 0, 1, 1]
    assert runs[0] == runs[2]
    assert len(set(runs.tolist())) == 3
    assert not len(grams(words.hash, len(words) + 1))
    assert not len(grams_within(words, len(words) + 1)[0])
