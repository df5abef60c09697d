"""Markup that a server has sent out of order -> markup in the order in which a browser shows it.

React sends what is not ready in time at the end of a page, each part in a ``<div hidden id="S:1">``. A script moves it
to its place: to that of ``<template id="P:1">``, or of ``<template id="B:1">`` and all that stands in for it, up to the
comment that closes it. Source: ReactDOMFizzInstructionSet (``completeSegment``, ``completeBoundary``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Final, NamedTuple

_SIGN: Final = b' id="S:'
_TOKEN: Final = rb"""(?x)
      (?P<opens><!--\$[?!~]?-->) | (?P<closes><!--/\$-->)
    | <div\ hidden(?:="")?\ id="S:(?P<part>[0-9a-f]+)"> | <template\ id="(?P<place>[BP]:[0-9a-f]+)"></template>
    | (?P<raw><!--|<(?i:script|style)\b) | (?P<div><(?i:div)\b) | (?P<end></(?i:div)\s*>)"""
_ENDS: Final = {b"<!--": rb"-->", b"<scr": rb"(?i)</script", b"<sty": rb"(?i)</style"}


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
    """Return a page with its streamed parts in their places, in linear time; a part without one stays where it is."""
    if _SIGN not in source:
        return source
    parts, places = _found(source)
    waiting = {place.part for place in places} & parts.keys()
    cuts = sorted(
        [place for place in places if place.part in waiting]
        + [_Cut(part.start, part.end, b"") for number, part in parts.items() if number in waiting]
    )
    starts, pieces, todo = [cut.start for cut in cuts], [], [(0, len(source))]
    while todo:
        start, end = todo.pop()
        row = bisect_left(starts, start)
        if row == len(cuts) or starts[row] >= end:
            pieces.append(source[start:end])
            continue
        cut = cuts[row]
        pieces.append(source[start : cut.start])
        todo.append((cut.end, end))
        if cut.part in waiting:
            waiting.remove(cut.part)
            todo.append((parts[cut.part].first, parts[cut.part].last))
    lost = (parts[number] for number in sorted(waiting))  # their places are in what stands in for another
    return b"".join([*pieces, *(source[part.first : part.last] for part in lost)])


def _found(source: bytes) -> tuple[dict[bytes, _Part], list[_Cut]]:
    """Return the parts that a page holds by their numbers, and the places for parts."""
    parts: dict[bytes, _Part] = {}
    places: list[_Cut] = []
    open_part, depth = _Part(0, 0, 0, 0), 0  # and how many elements are open in it, itself included
    number, standing_in = b"", [-1]  # rows of the places whose boundaries are open, the innermost last; -1: no place
    position = 0
    while token := _token().search(source, position):
        position, kind = token.end(), token.lastgroup
        if kind == "raw":
            ending = re.compile(_ENDS[token[0][:4].lower()]).search(source, position)
            position = ending.end() if ending else len(source)
        elif kind == "opens":
            standing_in.append(-1)
        elif kind == "closes" and len(standing_in) > 1:
            row = standing_in.pop()
            if row >= 0:
                places[row] = places[row]._replace(end=token.start())
        elif kind == "place":
            standing_in[-1] = len(places) if token["place"].startswith(b"B") else standing_in[-1]
            places.append(_Cut(token.start(), token.end(), token["place"][2:]))
        elif kind == "part" and not depth:
            open_part, number, depth = _Part(token.start(), token.end(), 0, 0), token["part"], 1
        elif depth and kind != "closes":
            depth += -1 if kind == "end" else 1
            if not depth:
                parts.setdefault(number, open_part._replace(last=token.start(), end=token.end()))
    return parts, places


@cache
def _token() -> re.Pattern[bytes]:
    return re.compile(_TOKEN)
