"""Cleaning folds white space and drops what cannot be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean import clean

CASES = {
    "a  b\u00a0c\td": "a b c d",
    "zero\u200bwidth soft\u00adhyphen": "zerowidth softhyphen",
    "می\u200cخواهم": "می\u200cخواهم",
    "broken\nline": "broken line",
    "the board\n, he said": "the board, he said",
    "he went (\nagain\n)": "he went (again)",
    "中文\n换行": "中文换行",
    "Seoul 에서\n열린": "Seoul 에서 열린",
    "kept , as written": "kept , as written",
    "\ufeff\u200e right \u200f": "right",
    "nul\x00byte": "nulbyte",
    "\u200b": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_clean(text, expected):
    assert clean(text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
