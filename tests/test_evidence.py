"""Facts about blocks that are found once."""

from __future__ import annotations

import pytest

from extractor.evidence import observe
from extractor.segment_text import segment_text


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("He left on Monday.", True),
        ("He left on Monday. (dpa/kah)", True),
        ("“He left.” (AP)", True),
        ("Er sagte: „Wir gehen.“", True),
        ("»Wir gehen.«", True),
        ("„Wir gehen.“ (dpa)", True),
        ("Er las „Die Brücke“", False),
        ("He left (see above)", False),
        ("Heading", False),
        ("He left.\0\u200b\n\0", True),
    ],
)
def test_ends_sentence(text, ended):
    assert observe(segment_text(text)).ends_sentence.tolist() == [ended]


def test_the_date_of_an_archived_record_is_no_date_of_the_page():
    page = "WARC/1.0\nWARC-Type: conversion\nWARC-Date: 2021-03-04T10:00:00Z\n\nTitle\n4 May 2020\n"
    assert list(observe(segment_text(page)).dates) == [2]


def test_dates_are_told_from_sentences_with_dates():
    page = "Updated 4 May 2020\nTwo hours ago\nThe board met on 4 May 2020 to talk about the crane\nTitle\n"
    assert observe(segment_text(page)).is_date.tolist() == [True, True, False, False]
