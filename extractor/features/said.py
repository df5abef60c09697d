"""What a page of markup says about itself out of sight: types, description, the body in JSON-LD."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from extractor.characters import Hashes, runs_of
from extractor.expression import expression
from extractor.linked_data import texts
from extractor.markup import Head

_TYPE: Final = expression(r'"@type"\s*:\s*\[?\s*"(\w+)"')
_MAX_SAID: Final = 200_000  # characters
SHINGLE: Final = 3
"""Words of a shingle."""

TYPES: Final = {
    "article": expression(r"(?i)article|blogposting|report|^article$"),
    "product": expression(r"(?i)product|offer"),
    "forum": expression(r"(?i)discussion|qapage|question"),
    "listing": expression(r"(?i)itemlist|collectionpage|searchresults"),
    "website": expression(r"(?i)^website$|webpage"),
    "place": expression(r"(?i)organization|localbusiness|place|service"),
    "recipe": expression(r"(?i)recipe|howto"),
}
"""What a page can call itself, by schema.org types and og:type."""


class Said:
    """What the head of a page says."""

    def __init__(self, head: Head) -> None:
        """Take the head."""
        self.head = head

    @cached_property
    def types(self) -> frozenset[str]:
        """The names of schema.org types and the og:type."""
        found = {name for data in self.head.data for name in _TYPE.findall(data)}
        return frozenset(found | {content for name, content in self.head.metas if name == "og:type"})

    @cached_property
    def description(self) -> Hashes:
        """Shingles of the description."""
        said = [content for name, content in self.head.metas if name in ("description", "og:description")]
        return runs_of(["\n".join(said)[:_MAX_SAID]], SHINGLE)

    @cached_property
    def body(self) -> Hashes:
        """Shingles of the text that JSON-LD gives for the page's article."""
        told = texts(self.head.data, "articleBody", "text", "reviewBody")
        return runs_of(["\n".join(told)[:_MAX_SAID]], SHINGLE)
