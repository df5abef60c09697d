"""The nouns: what they promise."""

from __future__ import annotations

import dataclasses
import json

import pytest

from extractor import Article, ExtractorError, Options, extract


def test_an_article_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Article().text = "changed"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (Article(text="Words."), True),
        (Article(text="Words.", status="truncated"), True),
        (Article(text="Words.", status="paywall"), True),
        (Article(text="Words.", status="index_page"), False),
        (Article(text=""), False),
        (Article(text="Words.", status="too_short"), False),
    ],
)
def test_falsy_when_there_is_no_article(article, expected):
    assert bool(article) is expected


def test_to_dict_is_plain_data():
    found = Article(text="a", authors=("X Y",)).to_dict()
    assert found["authors"] == ["X Y"]
    assert found["title"] is None
    assert "blocks" not in found
    assert json.loads(Article(text="a").to_json()) == Article(text="a").to_dict()


def test_lone_surrogates_are_escaped_in_json():
    written = Article(text="a\ud800b").to_json()
    assert written.encode("utf-8")
    assert json.loads(written)["text"] == "a\ud800b"


def test_markdown_escapes_what_has_a_meaning():
    found = Article(title="A *b*", text="# no heading\n\n1. no list\n- no item\n\n[x](y) <b>").to_markdown()
    assert found == "# A \\*b\\*\n\n\\# no heading\n\n1\\. no list  \n\\- no item\n\n\\[x\\](y) \\<b>\n"


@pytest.mark.parametrize("options", [{"focus": 2}, {"focus": float("nan")}, {"max_chars": 0}])
def test_wrong_options(options):
    with pytest.raises(ExtractorError, match="give a"):
        Options(**options)


@pytest.mark.parametrize("source", [None, 3, ["text"], bytearray(b"x")])
def test_wrong_source(source):
    with pytest.raises(ExtractorError, match="give str or bytes"):
        extract(source)


def test_wrong_kind():
    with pytest.raises(ExtractorError, match="auto, html, text"):
        extract("text", kind="pdf")
