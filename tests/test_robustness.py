"""Bad input: a status, no exception, no lost block."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from checks import assert_lossless, assert_not_invented
from hypothesis import given
from hypothesis import strategies as st

from extractor import ExtractorError, Options, analyse, extract, extract_many

BLOCKS = Options(blocks=True)
PIECES = [
    "The harbour board met on Monday and agreed that the old crane should stay where it is, for now.",
    "\n",
    "\n\n",
    "Opinion",
    "Headline of a card",
    "Updated 22 Dec, 2024",
    "By Jane Doe",
    "A teaser that is cut...",
    "Share",
    "Photo: Jane Doe",
    " — AFP",
    "1 / 12",
    "\u200b\ufeff",
    "\u00a0",
    "\x00",
    "\ud800",
    "مرحبا بالعالم",
    "日本語の文章です。",
    "😀",
    "04/05/2021",
]
pages = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@given(pages)
def test_every_page_is_lossless_and_nothing_is_invented(text):
    article = extract(text, kind="text", options=BLOCKS)
    assert_lossless(article, text)
    assert_not_invented(article, text)
    assert article.to_json()
    assert article.to_markdown().endswith("\n") or not article.text


@given(st.binary(max_size=500))
def test_bytes_never_raise(source):
    assert extract(source, options=BLOCKS).status


BIG = {
    "many lines": "\n".join(f"line {number} of a long list" for number in range(110_000)),
    "one long line": "The board met on Monday. It agreed that the crane should stay. " * 4_000,
    "one long word": "x" * 300_000,
    "blank": " \n" * 200_000,
    "numbers": "12 2019 " * 20_000,
    "full stops": ". " * 50_000,
    "brackets": ("(" * 1000 + "\n") * 200,
    "broken lines": "a,\nb,\n" * 10_000,
    "nul bytes": "\x00" * 1000,
    "lone surrogates": "\ud800abc def. " * 5_000,
    "dashes": "- " * 100_000,
    "bylines": "By By By " * 20_000,
    "a byline of signs": "By " + "– " * 300_000,
    "names": "Jane Doe\n" * 10_000,
    "captions": "The crane at dusk, seen from the north quay. — AFP\n" * 10_000,
    "titles": "The old crane stays - Harbour News\nPublished 4 March 2018\n" * 10_000,
    "different names": "\n".join(
        f"By Jane D{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(30_000)
    ),
}


@pytest.mark.parametrize("name", BIG)
def test_big_and_broken(name):
    article = extract(BIG[name], options=BLOCKS)
    assert article.status in {"ok", "truncated", "too_short", "not_text", "index_page"}
    assert_lossless(article, BIG[name])


def test_what_is_beyond_the_limit_is_one_unread_block(page_text):
    article = extract(page_text, options=Options(blocks=True, max_chars=2500))
    assert article.status == "truncated"
    assert "unread" in article.reason
    assert [block.label for block in article.blocks].count("unread") == 1
    assert_lossless(article, page_text)


def test_binary():
    article = extract(random.Random(1).randbytes(20_000), options=BLOCKS)
    assert (article.status, article.text) == ("not_text", "")


def test_undecodable_bytes_are_reported(page_text):
    article = extract(page_text.encode() + b"\xff")
    assert article
    assert article.reason == "1 undecodable bytes"


STATUSES = {
    "error_page": [
        "<title>404 Not Found</title><h1>Page not found</h1><p>The page you are looking for has been moved.</p>",
        "Access denied\n\nYou don't have permission to see this page on this server.",
    ],
    "consent_wall": [
        "<p>We use cookies. This website uses cookies and our partners store data.</p><p>Accept all cookies</p>",
    ],
    "too_short": ["Home", "<p>Home</p>"],
}


@pytest.mark.parametrize(("status", "page"), [(name, page) for name, pages_ in STATUSES.items() for page in pages_])
def test_statuses(status, page):
    article = extract(page)
    assert article.status == status
    assert article.reason
    assert not article


HOSTILE = {
    "nested elements": "<div>" * 300_000 + "The board met on Monday.",
    "nested inline elements": "<span>" * 100_000 + "The board met on Monday.",
    "open links": "<a href=x><b>" * 20_000 + "<p>y" * 20_000,
    "cells of formulas in a row": "<table><tr><math><zzz><td>a</td></zzz></math><td>b<p>c</td><td>d</td><tr><td>x<td>y"
    * 500,
    "signs of a heading": "<h2>" + "<a href='#x'>#<img src=y></a>" * 20_000,
    "unclosed lists": "<ul><li>one" * 50_000,
    "a long table": "<table>" + "<tr><td>a<td>b" * 100_000 + "</table>",
    "long attributes": f"<p title='{'x' * 5_000_000}' class='{'y ' * 1_000_000}'>text</p>",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">text</p>",
    "nul bytes": "<p>one\x00two</p>" * 1_000,
    "comments": "<!-- x -->" * 100_000 + "<p>text</p>",
    "different names": "".join(f"<x{number}>y" for number in range(3_000)),
    "the same attribute": "<p " + "class=x " * 100_000 + ">text</p>",
    "unclosed formatting": "<p><b><i><em><tt><u>x" * 1_000,
    "nested cells": "<table><tr><td>x" * 1_000,
    "one long link around blocks": f"<a href='{'x' * 9_000}'>" + "<p>y" * 2_000,
    "one choice for many images": f"<picture><source srcset='{'x' * 100_000}'>" + "<img>" * 10_000 + "text",
    "unclosed comments": "<p>text" + "<!--" * 100_000,
    "unclosed titles": "<title>" * 50_000,
    "nested scripts": "<p>text<script><!--" + "<script></script>" * 50_000,
    "unclosed quotes": "<p>text" + "<a href='" * 50_000,
    "foreign content": "<svg><desc><math><mi>" * 20_000,
    "references": "&&#1&#x;&notin" * 20_000,
    "unclosed script": "<p>text</p><script>" + "var a = 1;" * 100_000,
    "xml": "<?xml version='1.0'?><feed><entry><title>a</title><summary>b</summary></entry></feed>",
    "svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>",
    "json": '{"articleBody": "<p>The board met on Monday.</p>"}',
    "an image and no text": "<html><body><a href=b><img src=a.jpg alt=A></a></body></html>",
    "pdf": "%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup(name):
    analysis = analyse(HOSTILE[name], kind="html", options=BLOCKS)
    assert analysis.article.status
    assert_lossless(analysis.article, analysis.document.text)
    if "The board met on Monday." in HOSTILE[name]:
        assert "The board met on Monday." in analysis.document.text


def test_urls():
    assert extract("x", url="https://a.example/b").hostname == "a.example"
    assert extract("x", url="http://[broken").hostname is None


def test_the_same_in_threads_and_processes(page_text):
    pages_ = [page_text, "", "Home", page_text[:3000]] * 3
    expected = [extract(page) for page in pages_]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(extract, pages_)) == expected
    assert list(extract_many(pages_)) == expected
    assert list(extract_many(pages_, workers=2)) == expected


def test_extract_many_is_lazy(page_text):
    taken = []

    def sources():
        for number in range(100):
            taken.append(number)
            yield page_text

    first = next(extract_many(sources()))
    assert first
    assert len(taken) == 1


def test_extract_many_needs_a_worker():
    with pytest.raises(ExtractorError, match="at least 1"):
        list(extract_many(["x"], workers=0))


def test_an_analysis_holds_all_stages(page_text):
    found = analyse(page_text)
    rows = {len(found.document), len(found.features.values), len(found.scores.total), len(found.labels.names)}
    assert rows == {40}
    assert found.article == extract(page_text)


@pytest.mark.parametrize(
    "call",
    [
        lambda: Options(focus="x"),
        lambda: Options(max_chars=1.5),
        lambda: Options(max_chars=True),
        lambda: Options(True),
        lambda: extract("a page", options={"focus": 1}),
        lambda: extract("a page", url=b"https://a.example/"),
        lambda: Options(site_memory="site\0.json"),
        lambda: extract_many("one page"),
        lambda: extract_many(None),
        lambda: extract_many(["one page"], workers=0),
        lambda: extract_many(["one page"], workers="2"),
    ],
)
def test_wrong_usage_names_the_fix(call):
    with pytest.raises(ExtractorError, match="give"):
        call()


def test_long_runs_of_signs_and_nested_tables_are_linear():
    prose = "The harbour board met on Monday and agreed that the old crane should stay where it is, for now. " * 3
    assert extract(prose + " " * 200_000 + "x\n" + prose).status
    assert extract("<table><tr><td>" * 20_000 + prose).status
    assert extract("©" * 200_000 + "\n" + prose).status


@pytest.mark.parametrize("page", ["<ul><li>{}</li></ul>", "<em>{}</em>", "<p>{}<p>{}", "<pre>{}</pre>"])
def test_fragments_are_markup(page):
    prose = "The harbour board met on Monday and agreed that the old crane should stay where it is, for now."
    assert extract(page.format(prose, prose)).text.startswith("The harbour")


def test_a_record_header_above_markup_is_no_part_of_the_page():
    prose = "<p>The harbour board met on Monday and agreed that the old crane should stay where it is, for now.</p>"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-12-22T00:00:00Z\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n\r\n"
    )
    analysis = analyse(f"{head}<html><body>{prose * 3}</body></html>")
    assert "WARC" not in analysis.document.text
    assert analysis.article.date is None
