"""The word lists are well formed."""

from __future__ import annotations

from collections import Counter

import hashes
import numpy as np
import pytest

from extractor.characters import count
from extractor.data import load, packed, unpacked
from extractor.lexicon import find_phrase, phrase_end, phrases, roles, word_roles


def words_of(text: str):
    return count(text, np.array([0]), np.array([len(text)])).words


@pytest.mark.parametrize("role", roles())
def test_phrases_are_lower_case_and_have_words(role):
    for phrase in phrases(role):
        assert phrase == " ".join(phrase.lower().split())
        assert len(words_of(phrase)) > 0


def test_a_phrase_has_one_role():
    counted = Counter(phrase for langs in load("lexicon").values() for listed in langs.values() for phrase in listed)
    assert [phrase for phrase, times in counted.items() if times > 1] == []


def test_the_hashes_of_known_words_are_up_to_date():
    assert load("hashes") == hashes.tables(), "run scripts/hashes.py"


@pytest.mark.parametrize(("values", "kind"), [([1, 255], "u1"), ([2**64 - 1], "u8"), ([0.5, -2.0], "f4"), ([], "u2")])
def test_packed_numbers_are_unpacked(values, kind):
    assert unpacked(packed(values, kind), kind).tolist() == values


@pytest.mark.parametrize("values", [[256], np.array([256]), [0.5]])
def test_a_number_that_does_not_fit_is_not_packed(values):
    with pytest.raises((ValueError, OverflowError)):
        packed(values, "u1")


def test_every_phrase_is_found_with_its_role():
    for index, role in enumerate(roles()):
        for phrase in phrases(role):
            assert index in word_roles(words_of(phrase)).tolist(), phrase


def test_the_longest_phrase_counts():
    names = [roles()[index] if index >= 0 else "" for index in word_roles(words_of("Share this article today by boat"))]
    assert names[:3] == ["share"] * 3
    assert names[-1] == ""


def test_phrases_in_a_line():
    assert phrase_end("Written by: Ann Lee", "byline") == len("Written by")
    assert phrase_end("Bylaws of the harbour", "byline") == 0
    assert find_phrase("Ann Lee, Staff Writer", "role") == len("Ann Lee, ")
    assert find_phrase("Ann Lee", "role", "agency") == -1


@pytest.mark.parametrize("language", load("months"))
def test_a_year_has_twelve_months(language):
    months = load("months")[language]
    assert len(months) == 12
    assert all(form == form.lower() and form for month in months for form in month.split("|"))


def test_stop_words_are_distinct():
    for language, listed in load("stopwords").items():
        assert len(set(listed)) == len(listed) >= 40, language
