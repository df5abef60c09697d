"""What only the JSON-LD of a page holds is its text when it shows less than that."""

from __future__ import annotations

import json

import pytest
from checks import assert_lossless

from extractor import Options, analyse
from extractor.linked_data import strings, texts, with_told
from extractor.segment_html import segment_html

TOLD = "The lamp burns for nineteen hours on one filling and goes out only if you want it to, says the maker. " * 2
SCRIPT = '<script type="application/ld+json">{}</script>'


def page(told: str, shown: str = "<p>Basket</p>") -> str:
    data = json.dumps({"@type": "Product", "description": told})
    return f"<title>Lamp</title>{SCRIPT.format(data)}<h1>Lamp</h1>{shown}"


def test_strings_of_broken_json():
    data = ['{"text": "a \\u00e9", "x": ["text": "b"], "text": "\\x"', "no json"]
    assert list(strings(data, "text")) == ["a é", "b"]


def test_texts_have_no_tags():
    assert [" ".join(text.split()) for text in texts(['{"text": "<p>a &amp;amp; b</p>"}'], "text")] == ["a &amp; b"]


def test_a_text_that_the_page_does_not_show():
    analysis = analyse(page(TOLD), kind="html", options=Options(blocks=True))
    assert analysis.article.text == TOLD.strip()
    assert analysis.article.blocks[-1].reasons[0].startswith("longer in the JSON-LD")
    assert_lossless(analysis.article, analysis.document.text)


@pytest.mark.parametrize(
    ("told", "shown", "words"),
    [
        ("A lamp.", "<p>Basket</p>", 0),  # too short
        (TOLD, f"<p>{TOLD}</p>", 0),  # shown
        (TOLD, "<p>Basket</p>", 100),  # shorter than what was kept
    ],
)
def test_a_page_that_needs_no_telling(told, shown, words):
    document = segment_html(page(told, shown))
    assert with_told(document, words) is document


def test_flat_text_has_no_data(page_text):
    from extractor.segment_text import segment_text

    document = segment_text(page_text)
    assert with_told(document, 0) is document


def test_paragraphs_become_blocks():
    document = segment_html(page("one " * 30 + "\n\n" + "two " * 30))
    fuller = with_told(document, 0)
    assert len(fuller) == len(document) + 2
    assert fuller.markup.shown == len(document)
    assert fuller.block(len(fuller) - 1).split() == ["two"] * 30
