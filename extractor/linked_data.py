"""JSON-LD as pages have it: the things it describes, and strings by key from what no JSON parser takes as a whole."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

import numpy as np

from extractor.data import load
from extractor.document import MAX_BLOCKS, Document
from extractor.expression import expression

_TAG: Final = expression(r"<[^<>]*>")
_GAP: Final = "\n\n"  # between blocks
_TOLD: Final = ("articleBody", "text", "description")
_MIN_TOLD: Final = 20  # words of a text that is worth telling
_MAX_LENGTH: Final = 200_000  # characters of a text
_MAX_THINGS: Final = 1_000
_MAX_KEYS: Final = 1_000  # of a broken script
_HOLDERS: Final = ("@graph", "mainEntity", "mainEntityOfPage")  # keys whose values a page is about as well
_WRAPPER: Final = expression(r"<!--|-->|(?:(?:/\*|//)\s{0,9})?(?:<!\[CDATA\[|\]\]>)(?:\s{0,9}\*/)?")
_TRAILING: Final = expression(r",\s*([}\]])")
_BETWEEN: Final = expression(r"[\s;,]*")  # what stands between values in a row
_DECODER: Final = json.JSONDecoder(strict=False)
_LITERAL: Final = r'("[^"\\]*(?:\\.[^"\\]*)*")'
_PAIR: Final = expression(rf'"(@type|\w+)"\s*:\s*{_LITERAL}')
_AUTHOR: Final = expression(rf'"author"\s*:\s*(?:\[\s*)?\{{[^{{}}]*?"name"\s*:\s*{_LITERAL}')


def strings(data: Iterable[str], *keys: str) -> Iterator[str]:
    """Yield the string values of these keys in the JSON-LD scripts of a page, in order."""
    wanted = re.compile(rf'"(?:{"|".join(keys)})"\s*:\s*{_LITERAL}')
    for script in data:
        for literal in wanted.findall(script):
            yield from _string(literal)


def _string(literal: str) -> tuple[str, ...]:
    """Return the string that a literal stands for, without lone surrogates; nothing where it is broken."""
    try:
        return (str(json.loads(literal, strict=False))[:_MAX_LENGTH].encode("utf-8", "ignore").decode(),)
    except ValueError:
        return ()


def texts(data: Iterable[str], *keys: str) -> Iterator[str]:
    """Yield the same as text (see ``without_markup``)."""
    yield from map(without_markup, strings(data, *keys))


def without_markup(value: str) -> str:
    """Return a value without tags and character references."""
    return html.unescape(_TAG.sub(" ", value))


def things(data: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return the things that the JSON-LD scripts of a page are about, in order; not those that are only parts of them.

    Of a script that is no JSON even after what is often wrong with it is mended, a thing is made of its strings.
    """
    found: list[Mapping[str, Any]] = []
    pending: list[Any] = [value for script in data for value in _values(script)][::-1]
    while pending and len(found) < _MAX_THINGS:
        value = pending.pop()
        if isinstance(value, list):
            pending += value[::-1]
        elif isinstance(value, dict) and value:
            found.append(value)
            pending += [value[key] for key in _HOLDERS if isinstance(value.get(key), (dict, list))]
    return found


def is_of(thing: Mapping[str, Any], types: str) -> bool:
    """Whether a thing has a type whose name ends in one of the words that ``stated.json`` lists under this name."""
    named = thing.get("@type")
    return any(
        isinstance(one, str) and one.lower().endswith(tuple(load("stated")[types]))
        for one in (named if isinstance(named, list) else [named])
    )


def _values(script: str) -> list[Any]:
    """Return the JSON values of a script: one, or several in a row."""
    values = _parsed(script)
    if values is None:
        values = _parsed(_TRAILING.sub(r"\1", _WRAPPER.sub("", script)))
    return [_salvaged(script)] if values is None else values


def _parsed(text: str) -> list[Any] | None:
    """Return the JSON values of a text, None if it holds anything else."""
    try:
        return list(islice(_in_a_row(text), _MAX_THINGS))
    except (ValueError, RecursionError):
        return None


def _in_a_row(text: str) -> Iterator[Any]:
    """Yield the JSON values of a text. Raises ``ValueError`` where it goes on with something else."""
    position = _start(text, 0)
    while position < len(text):
        value, end = _DECODER.raw_decode(text, position)
        yield value
        position = _start(text, end)


def _start(text: str, end: int) -> int:
    """Return where the next value begins."""
    between = _BETWEEN.match(text, end)
    return between.end() if between else end


def _salvaged(script: str) -> dict[str, Any]:
    """Return the first string of each key of a broken script, and the name of its author."""
    found: dict[str, Any] = {}
    for pair in islice(_PAIR.finditer(script), _MAX_KEYS):
        if pair[1] not in found:
            found[pair[1]] = next(iter(_string(pair[2])), None)
    author = _AUTHOR.search(script)
    return found | {"author": next(iter(_string(author[1])), None)} if author else found


def with_told(document: Document, words: float) -> Document:
    """Return a page with the text that its JSON-LD tells as blocks of their own, if it is longer than so many words.

    Scripts put such a text in its place only when the page is shown; text that stands in the page already is not added.
    """
    markup = document.markup
    told = max(texts(markup.head.data, *_TOLD), key=len, default="") if markup else ""
    paragraphs = [" ".join(line.split()) for line in told.splitlines() if line.strip()]
    size = len(document) + len(paragraphs)
    if not markup or len(told.split()) <= max(words, _MIN_TOLD) or size > MAX_BLOCKS or paragraphs[0] in document.text:
        return document
    lengths = np.array([len(paragraph) for paragraph in paragraphs])
    end = len(document.text) + np.cumsum(lengths + len(_GAP))
    zeros, root = np.zeros(len(paragraphs), np.int64), np.arange(len(markup.elements)) == 0
    elements = replace(markup.elements, last=np.where(root, size, markup.elements.last))
    element, names = np.append(markup.element, zeros), (*markup.names, *[""] * len(paragraphs))
    return replace(
        document,
        text=_GAP.join((document.text, *paragraphs)),
        start=np.append(document.start, end - lengths),
        end=np.append(document.end, end),
        kind=np.append(document.kind, zeros),
        gap=np.append(document.gap, zeros + 1),
        line=np.arange(size),
        markup=markup._replace(elements=elements, element=element, names=names),
    )
