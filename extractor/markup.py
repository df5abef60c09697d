"""What a page of markup says beside its text: elements, inline markup, the head. Flat text has none of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from extractor.characters import Bools, Ints

INLINES: Final = ("link", "emphasis", "strong", "code", "cell", "image", "credit")
"""Kinds of inline markup that are kept; a credit is what class names call so."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The block-level elements of a page in page order, column by column; element 0 is the root.

    ``parent``: index of the element around (the root is its own), always smaller than the element's. ``tag``: its name.
    ``names``: its class, id, role and itemprop as written, separated by spaces. ``first``, ``last``: its text is
    the blocks ``[first, last)``. ``hidden``: whether the markup itself hides it. ``number``: of an item of a numbered
    list, what a browser shows before it. Elements that are nested too deeply to matter (see ``segment_html``) are left
    out; their blocks belong to the element around.
    """

    parent: Ints
    tag: tuple[str, ...]
    names: tuple[str, ...]
    first: Ints
    last: Ints
    hidden: Bools
    number: Mapping[int, int]

    def __len__(self) -> int:
        return len(self.tag)


class Inlines(NamedTuple):
    """Runs of inline markup, a row a run, in the order of their starts; none crosses the end of a block.

    ``kind``: index into ``INLINES``. ``start``, ``end``: span in the page text (an image stands between two characters
    or over nothing). ``target``: where a link leads, what an image shows (its address, "" of an icon or a stand-in),
    "head" for a header cell. ``label``: the words that stand for an image; how many columns (20 at most) and rows (250)
    a cell spans ("2 1", "" of one alone). ``element``: in which an image stands, which need not be that of the block,
    or that a cell is (0 for all other kinds).
    """

    kind: Ints
    start: Ints
    end: Ints
    target: tuple[str, ...]
    label: tuple[str, ...]
    element: Ints


class Head(NamedTuple):
    """What a page says about itself out of sight.

    ``metas``: (name, property or itemprop; content) of its meta elements in order. ``links``: (rel, href).
    ``data``: the JSON-LD strings. ``language``: the ``lang`` of the page. All addresses of a page, those of its links
    and images too, are joined with that of its ``base`` element, if it has one.
    """

    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    language: str | None


class Stamp(NamedTuple):
    """A date that the page gives for machines beside one for people.

    ``block``: index of the block it stands in. ``value``: as written. ``names``: class, id, role and itemprop of its
    element.
    """

    block: int
    value: str
    names: str


class Markup(NamedTuple):
    """All that a page of markup says beside its text.

    ``element``: for each block the innermost element it stands in. ``names``: for each block the class names of its
    inline elements. ``stamps``: the dates of its ``time`` elements. ``tally``: how many elements of each name the page
    has, the unseen ones included. ``shown``: how many of the blocks the page shows; those after them are text that only
    its JSON-LD holds.
    """

    elements: Elements
    element: Ints
    names: tuple[str, ...]
    inlines: Inlines
    head: Head
    stamps: tuple[Stamp, ...]
    tally: Mapping[str, int]
    shown: int
