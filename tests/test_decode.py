"""Bytes of any kind become text, and markup is told from text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.decode import decode, is_binary, source_of

WORDS = "Über die Brücke führt ein schöner Weg, sagte Jürgen Müller am Donnerstag. " * 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_encodings(encoding):
    decoded = decode(WORDS.encode(encoding))
    assert decoded.text.removeprefix("\ufeff") == WORDS
    assert decoded.problem is None


def test_a_few_broken_bytes_are_no_other_encoding():
    decoded = decode(WORDS.encode() + b"\xff\xfe broken")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(WORDS)
    assert decoded.problem == "2 undecodable bytes"


def test_str_is_left_alone():
    assert decode("a\ud800\x00b").text == "a\ud800\x00b"


@given(st.binary(max_size=400))
def test_never_fails(source):
    assert isinstance(decode(source).text, str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "text"),
        ("", "text"),
        ("if a < b and c > d then", "text"),
        ("the <b> tag is old", "text"),
        ("<!DOCTYPE html><title>x", "html"),
        ("\n <html lang=en>", "html"),
        ("<p>One</p><p>Two</p>", "html"),
        ("<div class='a'>x</div>", "html"),
        ("Use <p> to begin a paragraph", "text"),
    ],
)
def test_source_of(text, expected):
    assert source_of(text) == expected


def test_binary():
    assert is_binary(bytes(range(256)).decode("latin-1") * 10)
    assert not is_binary(WORDS)
    assert not is_binary("")
