"""Properties that hold for every page."""

from __future__ import annotations

from collections.abc import Iterable

from extractor import Article


def solid(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def is_subsequence(part: Iterable[str], whole: Iterable[str]) -> bool:
    """Whether the characters of ``part`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def assert_lossless(article: Article, page: str) -> None:
    """The blocks are spans of the page, in order, and leave only white space out."""
    assert article.blocks is not None
    position = 0
    for block in article.blocks:
        assert page[block.start : block.end] == block.text
        assert block.text.strip()
        assert block.start >= position
        assert not page[position : block.start].strip()
        assert 0 <= block.probability <= 1
        assert block.label
        position = block.end
    assert not page[position:].strip()


def assert_not_invented(article: Article, page: str, said: str = "") -> None:
    """Every character of the text comes from the page, in page order; so do title, caption and names.

    ``said``: what the page says out of sight; title and names can come from there.
    """
    assert is_subsequence(solid(article.text), solid(page))
    for value in (article.title, article.caption, article.credit, *article.captions, *article.authors):
        assert value is None or any(is_subsequence(solid(value), solid(source)) for source in (page, said))
        assert value != ""
