"""Every page of ``fixtures/`` gives the article that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checks import assert_lossless, assert_not_invented

from extractor import Options, analyse, extract
from extractor.document import Document

FOLDER = Path(__file__).parent.parent / "fixtures"
LONG = 800  # characters
PAGES = sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("*.html")])


def test_there_are_fixtures():
    assert len(list(FOLDER.glob("*.txt"))) >= 50
    assert len(list(FOLDER.glob("*.html"))) >= 40
    assert {FOLDER / "founding.txt", FOLDER / "founding.html"} <= set(PAGES)


def test_every_expectation_has_its_page():
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in PAGES}
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} == {".txt", ".html", ".json"}


def said_out_of_sight(document: Document) -> str:
    """Return what a page states in its head."""
    head = document.markup.head if document.markup else None
    return "\n".join([*(content for _, content in head.metas), *head.data]) if head else ""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_fixture(path: Path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    source = path.read_bytes()
    analysis = analyse(source, expected.get("url"), options=Options(blocks=True))
    article = analysis.article
    found = article.to_dict()
    assert expected["why"]
    assert {field: found[field] for field in expected["article"]} == expected["article"]
    folded = " ".join(article.text.split())
    assert [snippet for snippet in expected.get("with", ()) if " ".join(snippet.split()) not in folded] == []
    assert [snippet for snippet in expected.get("without", ()) if snippet in folded] == []
    if path.suffix == ".txt":
        assert analysis.document.text == source.decode()
        if "labels" in expected:
            assert [block.label for block in article.blocks] == expected["labels"]
    else:
        assert analysis.document.source == "html"
    assert_lossless(article, analysis.document.text)
    assert_not_invented(article, analysis.document.text, said_out_of_sight(analysis.document))


@pytest.mark.parametrize("join", ["\n\n", " "], ids=["paragraphs", "one line"])
def test_the_text_of_a_story_alone_is_an_article(join: str):
    texts = [extract(path.read_bytes()).text for path in PAGES]
    types = [extract(join.join(text.split("\n\n")), kind="text").page_type for text in texts if len(text) > LONG]
    assert len(types) > 100
    assert types.count("article") >= 0.9 * len(types)
