"""JSON-LD as pages have it: strings by key, read also from what no JSON parser takes as a whole."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from extractor.document import MAX_BLOCKS, Document

_TAG: Final = re.compile(r"<[^<>]*>")
_GAP: Final = "\n\n"  # between blocks
_TOLD: Final = ("articleBody", "text", "description")
_MIN_TOLD: Final = 20  # words of a text that is worth telling
_MAX_LENGTH: Final = 200_000  # characters of a text


def strings(data: Iterable[str], *keys: str) -> Iterator[str]:
    """Yield the string values of these keys in the JSON-LD scripts of a page, in order."""
    wanted = re.compile(rf'"(?:{"|".join(keys)})"\s*:\s*("(?:[^"\\]|\\.)*")')
    for script in data:
        for literal in wanted.findall(script):
            yield from _string(literal)


def _string(literal: str) -> tuple[str, ...]:
    """Return the string that a literal stands for; nothing where it is broken."""
    try:
        return (str(json.loads(literal, strict=False))[:_MAX_LENGTH],)
    except ValueError:
        return ()


def texts(data: Iterable[str], *keys: str) -> Iterator[str]:
    """Yield the same as text: without tags and character references."""
    for value in strings(data, *keys):
        yield html.unescape(_TAG.sub(" ", value))


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
        markup=replace(markup, elements=elements, element=element, names=names),
    )
