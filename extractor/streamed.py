"""Markup that a server has sent out of order -> markup in the order in which a browser shows it.

React sends what is not ready in time at the end of a page, each part in a ``<div hidden id="S:1">``. A script moves it
to its place: to that of ``<template id="P:1">``, or of ``<template id="B:1">`` and all that stands in for it, up to the
comment that closes it. Source: ReactDOMFizzInstructionSet (``completeSegment``, ``completeBoundary``).

React closes all elements of a part and escapes what stands in attributes, so that tokens are enough to find its end.
A part that does not end as React has it stays where it is, and so do those of tables and drawings; words go only where
they stand in for a part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

_SIGN: Final = b' id="S:'
_TOKEN: Final = rb"""(?x)
      (?P<boundary><!--\$\?--><template\ id="B:(?P<awaited>[0-9a-f]+)"></template>)
    | <template\ id="[BP]:(?P<place>[0-9a-f]+)"></template>
    | (?P<opens><!--\$[?!~]?-->) | (?P<closes><!--/\$-->)
    | <div\ hidden(?:="")?\ id="S:(?P<part>[0-9a-f]+)">
    | <(?P<raw>!--|(?i:script|style|textarea|title|iframe|noscript|noembed|noframes|template|xmp)(?=[\s/>]))
    | (?P<div><(?i:div)(?=[\s/>])) | (?P<end></(?i:div)\s*>)"""
_BEHIND: Final = rb"\s*(?:<(?:script|style|link|template|div hidden|/body|/html)\b|\Z)"


class _Part(NamedTuple):
    """The span of an element, and that of what it holds."""

    start: int
    first: int
    last: int
    end: int


class _Cut(NamedTuple):
    """A span that is left out; ``part``: number of what stands in its place, if anything does."""

    start: int
    end: int
    part: bytes


def in_place(source: bytes) -> bytes:
    """Return a page with its streamed parts in their places; a part without one that is shown stays where it is.

    Nothing is left out but what stands in for a part. The time grows with the page, and for n parts with n log n.
    """
    if _SIGN not in source:
        return source
    scan = _Scan(source)
    pieces, reached = _ordered(source, scan.parts, scan.places)
    if len(reached) < len(scan.parts):
        pieces, _ = _ordered(source, {number: scan.parts[number] for number in reached}, scan.places)
    return b"".join(pieces)


def _ordered(source: bytes, parts: Mapping[bytes, _Part], places: Sequence[_Cut]) -> tuple[list[bytes], set[bytes]]:
    """Return the pieces of a page in their order, without the parts that no place was found for, and the others."""
    cuts = sorted(
        [place for place in places if place.part in parts]
        + [_Cut(part.start, part.end, b"") for part in parts.values()]
    )
    starts, reached = [cut.start for cut in cuts], set[bytes]()
    pieces, spans = list[bytes](), [(0, len(source))]
    while spans:
        start, end = spans.pop()
        row = bisect_left(starts, start)
        if row == len(cuts) or starts[row] >= end:
            pieces.append(source[start:end])
            continue
        cut = cuts[row]
        pieces.append(source[start : cut.start])
        spans.append((cut.end, end))
        if cut.part and cut.part not in reached:
            reached.add(cut.part)
            spans.append((parts[cut.part].first, parts[cut.part].last))
    return pieces, reached


class _Scan:
    """A page read token by token, each by the method that has its name (that of the outer group in ``_TOKEN``).

    ``parts``: those that the page holds by their numbers. ``places``: those for parts.
    """

    def __init__(self, source: bytes) -> None:
        self.parts, self.places = dict[bytes, _Part](), list[_Cut]()
        self._source, self._depth = source, 0
        self._open: tuple[int, re.Match[bytes]] | None = None  # part that is open, and how many elements are around it
        self._level = 0  # boundaries that are open
        self._awaited: tuple[int, int] | None = None  # level of the last that waits for a part, and row of its place
        position = 0
        while token := _compiled(_TOKEN).search(source, position):
            position = token.end()
            if token.lastgroup == "raw":
                position = _behind_raw(source, token["raw"], position)
            else:
                getattr(self, f"_{token.lastgroup}")(token)

    def _boundary(self, token: re.Match[bytes]) -> None:
        self._level += 1
        self._awaited = self._level, len(self.places)  # one around it keeps what stands in: all is looked at once
        self.places.append(_Cut(token.start(), token.end(), token["awaited"]))

    def _opens(self, _: re.Match[bytes]) -> None:
        self._level += 1

    def _closes(self, token: re.Match[bytes]) -> None:
        if self._awaited and self._awaited[0] == self._level:
            place = self.places[self._awaited[1]]
            if _is_whole(self._source[place.end : token.start()]):
                self.places[self._awaited[1]] = place._replace(end=token.start())
            self._awaited = None
        self._level = max(self._level - 1, 0)

    def _place(self, token: re.Match[bytes]) -> None:
        self.places.append(_Cut(token.start(), token.end(), token["place"]))

    def _part(self, token: re.Match[bytes]) -> None:
        self._open = self._depth, token
        self._level, self._awaited = 0, None  # no boundary holds a part, or a piece of one
        self._depth += 1

    def _div(self, _: re.Match[bytes]) -> None:
        self._depth += 1

    def _end(self, token: re.Match[bytes]) -> None:
        self._depth -= 1
        if self._open and self._depth == self._open[0]:
            part = self._open[1]
            if _compiled(_BEHIND).match(self._source, token.end()):
                self.parts.setdefault(part["part"], _Part(part.start(), part.end(), token.start(), token.end()))
            self._open = None


def _is_whole(markup: bytes) -> bool:
    """Whether markup closes no element that it does not open: what stands in for a part does not."""
    opened = Counter[bytes]()
    for tag in _compiled(rb"<(/?)([A-Za-z][^\s/>]*)").finditer(markup):
        name = tag[2].lower()
        opened[name] += -1 if tag[1] else 1
        if opened[name] < 0:
            return False
    return True


def _behind_raw(source: bytes, name: bytes, position: int) -> int:
    """Return where an element ends of which nothing is shown as markup, or a comment."""
    ending = _compiled(rb"-->" if name == b"!--" else rb"(?i)</" + name).search(source, position)
    return ending.end() if ending else len(source)


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)
