"""HTML -> Document: the visible text as blocks, in one walk without recursion; the last place that sees an element.

``Document.text`` is the text that a reader sees, a line a block, the ``<title>`` first; offsets point into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from extractor.document import KINDS, Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BLOCKS: Final = 100_000  # as in ``segment_text``
_UNSEEN: Final = frozenset(
    ("script", "style", "template", "svg", "head", "select", "datalist", "iframe", "object", "math")
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that do not begin a line of their own (HTML Standard, section 15.3); what is not known begins one."""

_CELLS: Final = frozenset(("td", "th"))
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of inline content. ``gap``: 1 where a block element began before it, 0 after a line break."""

    text: str
    kind: str
    gap: int


def segment_html(html: str) -> Document:
    """Read a page of markup, however broken. Linear in its length; never fails."""
    start, end, kind, gap, texts = [], [], [], [], []
    position = 0
    for number, piece in enumerate(_pieces(html)):
        if number == MAX_BLOCKS:
            break
        separator = "" if not number else "\n\n" if piece.gap else "\n"
        position += len(separator)
        start.append(position)
        position += len(piece.text)
        end.append(position)
        kind.append(KINDS.index(piece.kind))
        gap.append(piece.gap if number else 0)
        texts += [separator, piece.text]
    columns = (np.array(column, np.int64) for column in (start, end, kind, gap, range(len(start))))
    return Document("".join(texts), "html", *columns)


def _pieces(html: str) -> Iterator[_Piece]:
    root = _parse(html)
    if root is None:
        return
    title = root.find(".//title")
    if title is not None and (heading := _fold("".join(title.itertext()))):
        yield _Piece(heading, "paragraph", 1)
    yield from _walk(root)


def _parse(html: str) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    source = html.encode("utf-8", "replace")
    if not source.strip(b"\x00 \t\r\n"):
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(source.replace(b"\x00", b""), parser=parser)
    except etree.LxmlError:  # nothing in it that libxml2 takes for content
        return None


def _walk(root: HtmlElement) -> Iterator[_Piece]:
    """Yield the runs of inline content between line breaks and the edges of block elements."""
    collected: list[str] = []
    kind, gap = "paragraph", 1
    for tag, text, is_start in _events(root):
        if text or tag in _CELLS:
            collected.append(text or " ")
        elif tag not in _INLINE:
            folded = _fold("".join(collected))
            if folded:
                yield _Piece(folded, kind, gap)
            collected = []
            if tag != "br":
                kind, gap = "list_item" if tag == "li" and is_start else "paragraph", 1
            elif folded:
                kind, gap = "line", 0
    folded = _fold("".join(collected))
    if folded:
        yield _Piece(folded, kind, gap)


def _events(root: HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Yield tag, text ("" for an edge) and whether an element starts; no recursion, because pages nest deeply."""
    stack: list[tuple[HtmlElement, bool]] = [(root, True)]
    while stack:
        element, is_start = stack.pop()
        if is_start and not _is_unseen(element):
            yield element.tag, "", True
            if element.text:
                yield "", element.text, True
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))
            continue
        if not is_start and element.tag != "br":
            yield element.tag, "", False
        if element.tail and element is not root:
            yield "", element.tail, False


def _is_unseen(element: HtmlElement) -> bool:
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
