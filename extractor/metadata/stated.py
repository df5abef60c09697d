"""What a page states about its article out of sight: meta elements, JSON-LD, its address.

Which names say what stands in ``data/stated.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from extractor.addresses import host_of
from extractor.clean import clean
from extractor.data import load
from extractor.expression import expression
from extractor.lexicon import phrase_end
from extractor.linked_data import is_of, things, without_markup
from extractor.markup import Head
from extractor.metadata.agreement import folded

_MAX_VALUE: Final = 5_000  # characters
_MAX_VALUES: Final = 50  # of a key
_PREFIXES: Final = ("dc:", "dcterms:")  # as RDFa has it where HTML has a full stop
_IN_PATH: Final = expression(r"(?<!\d)(?:19|20)\d\d([/-]?)[01]\d\1[0-3]\d(?!\d)")

Thing = Mapping[str, Any]


class Statement(NamedTuple):
    """A value, of what kind of statement it is, and where it stands, for people.

    ``is_whole``: whether it is one name, as that of an organization is ("Hay & Handle").
    """

    kind: str
    value: str
    source: str
    is_whole: bool = False


class Stated(NamedTuple):
    """All that a page states out of sight.

    ``things``: what its JSON-LD is about. ``metas``: by field the meta elements that say something of it. ``address``:
    where the page is, as it says itself if it is not known.
    """

    things: tuple[Thing, ...] = ()
    metas: Mapping[str, tuple[Statement, ...]] | None = None
    address: str | None = None

    def of(self, field: str) -> tuple[Statement, ...]:
        """Return what the meta elements say about a field."""
        return (self.metas or {}).get(field, ())


def stated_by(head: Head, url: str | None) -> Stated:
    """Read what a page states; ``url``: where it is from, if that is known."""
    contents: dict[str, list[str]] = {}
    for name, content in head.metas:
        plain = name.replace(":", ".", 1) if name.startswith(_PREFIXES) else name.removeprefix("schema:")
        contents.setdefault(plain, []).append(content)
    metas = {
        field: tuple(
            Statement(kind, value, f"meta {name}")
            for kind, names in kinds.items()
            for name in names
            for content in contents.get(name, ())[:_MAX_VALUES]
            if (value := text_of(content))
        )
        for field, kinds in load("stated")["metas"].items()
    }
    metas["authors"] += tuple(_labelled(contents))
    canonical = next((target for relation, target in head.links if "canonical" in relation.split() and target), None)
    return Stated(tuple(things(head.data)), metas, url or canonical or next(iter(contents.get("og:url", ())), None))


def _labelled(contents: Mapping[str, list[str]]) -> Iterator[Statement]:
    """Yield the author among the labelled values of a Twitter card ("Written by": "Jane Marlow")."""
    for label, value in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        for said, stated in zip(contents.get(label, ()), contents.get(value, ()), strict=False):
            if phrase_end(said.strip(), "byline") == len(said.strip()) > 0 and (name := text_of(stated)):
                yield Statement("meta_written", name, f"meta {value}")


def text_of(value: object) -> str:
    """Return a value as text on one line, without markup, character references and lone surrogates.

    "" if it is no text.
    """
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    whole = str(value)[: 2 * _MAX_VALUE].encode("utf-8", "ignore").decode()
    return clean(without_markup(whole))[:_MAX_VALUE].rstrip()


def titles(stated: Stated) -> Iterator[Statement]:
    """Yield the titles that a page states: headlines, names of things, titles of meta elements."""
    for thing in stated.things:
        for key, kind in (("headline", "ld_headline"), ("name", "ld_name")):
            value = text_of(thing.get(key))
            if value and not is_of(thing, "untitled_types"):
                yield Statement(kind, value, f"json-ld {key}")
    yield from stated.of("title")


def dates(stated: Stated) -> Iterator[Statement]:
    """Yield the dates that a page states, as they are written."""
    for thing in stated.things:
        suffix = "" if is_of(thing, "article_types") else "_other"
        for kind, keys in load("stated")["date_keys"].items():
            for key in keys:
                value = text_of(thing.get(key))
                if value:
                    yield Statement(kind + suffix, value, f"json-ld {key}")
    yield from stated.of("date")
    found = _IN_PATH.search(_path(stated.address))
    if found:
        yield Statement("url", found[0].replace("/", "-"), "url")


def authors(stated: Stated) -> Iterator[Statement]:
    """Yield the authors that a page states, one a name where JSON-LD keeps them apart."""
    people = {thing["@id"]: thing for thing in stated.things if isinstance(thing.get("@id"), str)}
    for thing in stated.things:
        kind = "ld_author" if is_of(thing, "article_types") else "ld_author_other"
        for key in ("author", "creator"):
            for name, is_whole in _names(thing.get(key), people):
                yield Statement(kind, name, f"json-ld {key}", is_whole)
        if thing.get("@type") == "Person" and (name := text_of(thing.get("name"))):
            yield Statement("ld_person", name, "json-ld Person")
    yield from stated.of("authors")


def _names(value: object, people: Mapping[str, Thing]) -> Iterator[tuple[str, bool]]:
    """Yield the names of people: strings, things with a name, things that only refer to one.

    And whether each is that of an organization.
    """
    for one in value[:_MAX_VALUES] if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            known = one if "name" in one else people.get(str(one.get("@id")), {})
            names = known.get("name")
            for name in filter(None, map(text_of, names[:_MAX_VALUES] if isinstance(names, list) else [names])):
                yield name, is_of(known, "site_types")
        elif text := text_of(one):
            yield text, False


def sites(stated: Stated) -> Iterator[Statement]:
    """Yield the names of the site and its publisher."""
    yield from stated.of("site_name")
    for thing in stated.things:
        publisher = thing.get("publisher")
        named = publisher if isinstance(publisher, dict) else {}
        for name in (named.get("name"), thing.get("name") if is_of(thing, "site_types") else None):
            if value := text_of(name):
                yield Statement("ld_site", value, "json-ld publisher")


def site_words(stated: Stated) -> frozenset[str]:
    """Return the words of the names of the site, its publisher and its host (``www.an-example.org``: an, example)."""
    host = (host_of(stated.address) or "").removeprefix("www.").rpartition(".")[0]
    named = (word for site in sites(stated) for word in folded(site.value))
    return frozenset((*named, *folded(host), *(part.replace("-", "") for part in host.split(".")))) - {""}


def _path(address: str | None) -> str:
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""
