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


PAGES = {
    "windows-1251": "Старый кран на северном причале не продадут, решил в понедельник совет порта. " * 5,
    "koi8-r": "Старый кран на северном причале не продадут, решил в понедельник совет порта. " * 5,
    "shift_jis": "古いクレーンは売却されないと、港湾局が月曜日に決めた。" * 10,
    "gb2312": "港务局星期一决定，旧起重机不会出售。" * 10,
    "euc-kr": "항만위원회는 오래된 기중기를 팔지 않기로 했다. " * 10,
    "iso-8859-1": "Le vieux port a été fermé par la mairie, dit-on à Gênes. " * 10,
    "iso-8859-2": "Stary dźwig zostanie, zdecydowała rada portu w poniedziałek. " * 10,
}


@pytest.mark.parametrize(("encoding", "text"), PAGES.items(), ids=PAGES)
def test_the_header_goes_before_the_page(encoding, text):
    declared = "koi8-r" if encoding != "koi8-r" else "windows-1251"
    page = f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'
    assert text in decode(page.encode(encoding), encoding).text
    assert decode(page.encode(encoding), None).text != decode(page.encode(encoding), encoding).text
    assert decode(page.encode(encoding), "no such").text == decode(page.encode(encoding)).text
    assert decode(page.encode("utf-16"), encoding).text.removeprefix("\ufeff") == page
    assert decode(page.encode(), encoding).text == page


@pytest.mark.parametrize(("encoding", "text"), PAGES.items(), ids=PAGES)
def test_declared_encodings(encoding, text):
    page = f"<html><title>{text[:20]}</title>{' ' * 3000}<meta charset='{encoding}'><p>{text}</p>"
    decoded = decode(page.encode(encoding))
    assert (decoded.text, decoded.problem) == (page, None)


@pytest.mark.parametrize("encoding", [name for name in PAGES if name != "iso-8859-2"])
def test_detected_encodings(encoding):
    assert decode(PAGES[encoding].encode(encoding)).text == PAGES[encoding]


@pytest.mark.parametrize("lie", ["utf-8", "ascii", "no-such-thing", "shift_jis", "zlib", "idna", ""])
def test_lying_declarations(lie):
    text = f"<meta charset='{lie}'>" + PAGES["windows-1251"]
    assert decode(text.encode()).text == text
    assert decode(text.encode("windows-1251")).text == text or lie == "ascii"


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
        ("<img src='a.jpg'>\n<img src='b.jpg'>", "html"),
        ("Use <p> to begin a paragraph", "text"),
        ("Title\n\nHow to write <p>text</p> in HTML\n\nIt is easy.", "text"),
        (f'Title\n\nThe <p> and </p> tags and <div class="x"> are old.\n\n{WORDS}', "text"),
        (f"<p> is a tag\n\n{WORDS}", "text"),
        ("Intro<br>\nmore of it<br>\n<a href='x'>link</a>", "html"),
        (f'{WORDS[:50]}<br><a href="https://example.org/a/long/address">link</a>', "html"),
        ("WARC/1.0\nWARC-Type: response\n\nHTTP/1.1 200 OK\nServer: x\n\n<html><p>x</p></html>", "html"),
    ],
)
def test_source_of(text, expected):
    assert source_of(text) == expected


def test_binary():
    assert is_binary(bytes(range(256)).decode("latin-1") * 10)
    assert not is_binary(WORDS)
    assert not is_binary("")
