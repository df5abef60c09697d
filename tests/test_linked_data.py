"""What only the JSON-LD of a page holds is its text when it shows less than that."""

from __future__ import annotations

import json

import pytest
from checks import assert_lossless

from extractor import Options, analyse
from extractor.linked_data import strings, texts, things, with_told
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


THINGS = {
    "one": ('{"a": 1}', [{"a": 1}]),
    "a list": ('[{"a": 1}, {"b": 2}, 3, null, {}]', [{"a": 1}, {"b": 2}]),
    "a trailing comma": ('{"a": [1, 2, ], }', [{"a": [1, 2]}]),
    "an HTML comment": ('<!-- {"a": 1} -->', [{"a": 1}]),
    "CDATA": ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
    "CDATA in a comment": ('/* <![CDATA[ */ {"a": 1} /* ]]> */', [{"a": 1}]),
    "two in a row": ('{"a": 1}\n{"b": 2};{"c": 3}', [{"a": 1}, {"b": 2}, {"c": 3}]),
    "line breaks in a string": ('{"a": "b\nc\td"}', [{"a": "b\nc\td"}]),
    "a quotation mark too many": (
        '{"@type": "Article", "x": "a "b" c", "headline": "H", "author": [{"@type": "Person", "name": "J"}]}',
        [{"@type": "Article", "x": "a ", "headline": "H", "name": "J", "author": "J"}],
    ),
    "cut off": ('{"headline": "H", "name": "N', [{"headline": "H"}]),
    "no JSON": ("var a = 1;", []),
    "nothing": (" ", []),
}


@pytest.mark.parametrize("name", THINGS)
def test_things(name):
    script, expected = THINGS[name]
    assert things([script]) == expected


def test_things_of_a_graph_stand_for_themselves():
    graph = {"@context": "x", "@graph": [{"a": 1}, {"b": 2, "mainEntity": {"c": 3}, "author": {"d": 4}}]}
    assert things([json.dumps(graph)])[1:] == [{"a": 1}, graph["@graph"][1], {"c": 3}]


def test_things_of_several_scripts_are_in_order():
    assert things(['{"a": 1}', "broken", '{"b": 2}']) == [{"a": 1}, {"b": 2}]


def test_very_many_things():
    assert len(things([json.dumps([{"a": 1}] * 5_000)])) == len(things(['{"a": 1}'] * 5_000)) == 1_000


def test_strings_hold_no_lone_surrogates():
    assert list(strings([r'{"text": "a\ud800 \ud83d\udc1d"}'], "text")) == ["a 🐝"]
