"""What a page says of its article out of sight: meta elements and JSON-LD."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from extractor.document import Candidate, Document
from extractor.linked_data import strings
from extractor.markup import Head, Markup

_PUBLISHED: Final = (
    *("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *(
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "pubdate",
        "publish-date",
        "publishdate",
        "parsely-pub-date",
    ),
    *("sailthru.date", "citation_publication_date", "citation_date", "publication_date"),
)
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_DAY: Final = re.compile(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?=$|\D)")
_FIRST_YEAR: Final = 1990  # of the Web


def head_date(head: Head, *, modified: bool = False) -> Candidate | None:
    """Return the day or the time at which the page says it was published (or modified), in ISO 8601."""
    key, names = ("dateModified", _MODIFIED) if modified else ("datePublished", _PUBLISHED)
    stated = [("json-ld", value) for value in strings(head.data, key)]
    stated += [("meta", content) for name in names for said, content in head.metas if said == name]
    return next(_dates(stated), None)


def meta_content(head: Head, *names: str) -> Candidate | None:
    """Return the first content, not empty, of the meta elements with these names; earlier names first."""
    for name in names:
        for said, content in head.metas:
            if said == name and content.strip():
                return Candidate(" ".join(content.split()), f"meta {name}", None, -1)
    return None


def agreed_title(title: Candidate, document: Document, markup: Markup) -> Candidate:
    """Return the larger part of a title that the page also states as its headline: in ``og:title`` or in an ``h1``."""
    metas = [content for name, content in markup.head.metas if name in ("og:title", "twitter:title")]
    heads = np.flatnonzero(np.array(markup.elements.tag)[markup.element] == "h1").tolist() if len(document) else []
    whole = (title.value or "").casefold()
    for stated in (*metas, *map(document.block, heads)):
        part = " ".join(stated.split())
        place = whole.find(part.casefold())
        if len(whole) / 2 <= len(part) < len(whole) == len(title.value or "") and place >= 0:
            return replace(title, value=(title.value or "")[place : place + len(part)])
    return title


def _dates(stated: Iterable[tuple[str, str]]) -> Iterator[Candidate]:
    for source, text in stated:
        value = _iso(text.strip())
        if value:
            yield Candidate(value, source, None, -1)


def _iso(text: str) -> str | None:
    """Return a date or time in ISO 8601; only the day where the time cannot be read, None where the day cannot."""
    found = _DAY.match(text)
    if not found or int(found[1]) < _FIRST_YEAR:
        return None
    try:
        day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if len(text) <= len("2018-05-31"):
        return day.isoformat()
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).isoformat()
    except ValueError:
        return day.isoformat()
