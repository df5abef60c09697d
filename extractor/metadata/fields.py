"""What a page simply states: site, description, picture, tags, section, licence, whether it is free, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress
from typing import Final

from extractor.addresses import resolve
from extractor.document import Candidate
from extractor.expression import expression
from extractor.language import vote
from extractor.linked_data import is_of
from extractor.markup import INLINES
from extractor.metadata.context import Context
from extractor.metadata.stated import Statement, sites, text_of

_MAX_TAGS: Final = 50
_MAX_TAG: Final = 100  # characters
_COMMONS: Final = expression(r"(?:https?:)?//(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/", re.IGNORECASE)
_LANGUAGE: Final = expression(r"([a-z]{2,3})(?![a-z])", re.IGNORECASE)
_LINK: Final = INLINES.index("link")


def stated_fields(page: Context) -> dict[str, Candidate]:
    """Return the first statement of each field that needs no judgement."""
    found = {
        "site_name": sites(page.stated),
        "description": page.stated.of("description"),
        "image": _images(page),
        "section": (*page.stated.of("section"), *_of_articles(page, "articleSection")),
        "license": _licenses(page),
        "url": _addresses(page),
    }
    firsts = {field: next(iter(statements), None) for field, statements in found.items()}
    return {field: _candidate(first) for field, first in firsts.items() if first}


def find_tags(page: Context) -> tuple[Candidate, ...]:
    """Return the keywords of the page, each once."""
    found: dict[str, Candidate] = {}
    for one in (*page.stated.of("tags"), *_of_articles(page, "keywords")):
        for tag in re.split(r"\s*[,;،、，]\s*", one.value):
            if 0 < len(tag) <= _MAX_TAG and len(found) < _MAX_TAGS:
                found.setdefault(tag.casefold(), Candidate(tag, one.source, None, -1))
    return tuple(found.values())


def find_language(page: Context) -> Candidate | None:
    """Name the language of the body; of the page where the body is too short to tell; else the one it states."""
    language = vote(page.evidence.listed[page.selection.kept[page.evidence.words.block]])
    if language:
        return Candidate(language, "function words of the body", None, -1)
    if page.evidence.language:
        return Candidate(page.evidence.language, "function words of the page", None, -1)
    stated = page.document.markup.head.language if page.document.markup else None
    declared = [Statement("html", stated, "html lang")] if stated else []
    for one in (*declared, *page.stated.of("language")):
        found = _LANGUAGE.match(one.value)
        if found:
            return Candidate(found[1].lower(), one.source, None, -1)
    return None


def is_paywalled(page: Context) -> bool | None:
    """Whether the article costs money, according to schema.org's ``isAccessibleForFree``; None if nothing is said."""
    for thing in page.stated.things:
        free = str(thing.get("isAccessibleForFree", "")).lower().rpartition("/")[2]
        if is_of(thing, "article_types") and free in ("true", "false"):
            return free == "false"
    return None


def _candidate(one: Statement) -> Candidate:
    return Candidate(one.value, one.source, None, -1)


def _of_articles(page: Context, key: str) -> Iterator[Statement]:
    """Yield the texts of a key of the articles that the page's JSON-LD is about."""
    for thing in page.stated.things:
        if is_of(thing, "article_types"):
            yield from (Statement("json-ld", text, f"json-ld {key}") for text in _texts(thing.get(key)))


def _texts(value: object) -> Iterator[str]:
    """Yield a text, the texts of a list, or the address or the name of a thing."""
    for one in value if isinstance(value, list) else [value]:
        part = (one.get("url") or one.get("name")) if isinstance(one, dict) else one
        if text := text_of(part):
            yield text


def _images(page: Context) -> Iterator[Statement]:
    for one in (*page.stated.of("image"), *_of_articles(page, "image")):
        if source := resolve(one.value, "image", page.stated.address):
            yield Statement(one.kind, source, one.source)


def _licenses(page: Context) -> Iterator[Statement]:
    """Yield the licences of the page: in its JSON-LD, links and meta elements, and links to Creative Commons.

    The last only outside of the article: within, it is the licence of a picture.
    """
    yield from _of_articles(page, "license")
    markup = page.document.markup
    if markup is None:
        return
    for relation, target in markup.head.links:
        if "license" in relation.split() and (address := resolve(target, "link", page.stated.address)):
            yield Statement("link", address, "link license")
    yield from page.stated.of("license")
    targets = markup.inlines.target
    for row, target in compress(enumerate(targets), map(_COMMONS.match, targets)):
        if markup.inlines.kind[row] == _LINK:
            block = int(page.document.blocks_at(markup.inlines.start[row : row + 1])[0])
            address = None if page.selection.kept[block] else resolve(target, "link", page.stated.address)
            if address:
                yield Statement("link", address, page.source(block))


def _addresses(page: Context) -> Iterator[Statement]:
    """Yield the address that the page calls its own."""
    markup = page.document.markup
    links = [target for relation, target in markup.head.links if "canonical" in relation.split()] if markup else []
    canonical = [Statement("link", target, "link canonical") for target in links]
    for one in (*canonical, *page.stated.of("url")):
        if address := resolve(one.value, "link", page.stated.address):
            yield Statement(one.kind, address, one.source)
