"""Every page of ``fixtures/`` gives the article that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checks import assert_lossless, assert_not_invented

from extractor import Options, extract

FOLDER = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(FOLDER.glob("*.txt"))


def test_there_are_fixtures():
    assert len(PAGES) >= 26
    assert PAGES[0].parent.joinpath("founding.txt") in PAGES


def test_every_expectation_has_its_page():
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in PAGES}
    assert {path.suffix for path in FOLDER.iterdir()} == {".txt", ".json"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_fixture(path: Path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    source = path.read_bytes()
    article = extract(source, options=Options(blocks=True))
    found = article.to_dict()
    assert expected["why"]
    assert {field: found[field] for field in expected["article"]} == expected["article"]
    if "labels" in expected:
        assert [block.label for block in article.blocks] == expected["labels"]
    text = source.decode()
    assert_lossless(article, text)
    assert_not_invented(article, text)
