"""HTML -> Document: the text of a page as blocks, in one pass of the parser's events; the last place that sees a tag.

``Document.text`` is the text that a reader sees (and what noscript or hidden elements hold), a line a block, the
``<title>`` first; offsets point into it. No tree is built: events cost less, and libxml2 limits the depth of trees
but not of events, so no page is too deeply nested to be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np

from extractor import tags
from extractor.attributes import picture, whole
from extractor.document import KINDS, MAX_BLOCKS, Document
from extractor.markup import INLINES, Elements, Head, Inlines, Markup

_MAX_DEPTH: Final = 256  # elements nested more deeply are not told apart from the one around them
_MAX_OPEN: Final = 32  # inline elements around a text whose markup is kept
_MAX_NAMES: Final = 500  # characters of class names that are kept of an element
_MAX_TARGET: Final = 10_000  # characters of an address: images can be inside theirs

_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CURRENCIES: Final = "$€£¥₹"
_NAMING: Final = ("class", "id", "role", "itemprop")


def segment_html(html: str) -> Document:
    """Read a page of markup, however broken. Linear in its length; never fails.

    At most ``MAX_BLOCKS`` blocks are made; what comes after them stands at the end of ``Document.text``.
    """
    builder = _Builder()
    _parse(html, builder)
    return builder.document()


def _parse(html: str, builder: _Builder | _Part) -> None:
    from lxml import etree

    source = html.encode("utf-8", "replace").replace(b"\x00", b"")
    if source.strip():
        parser = etree.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, target=cast("Any", builder)
        )
        try:
            etree.fromstring(source, parser)
        except etree.LxmlError:  # nothing in it that libxml2 takes for content; what was read before stays
            builder.close()


class _Part:
    """Takes the events of a piece of markup within the page, which does not end with it."""

    def __init__(self, page: _Builder) -> None:
        self.start, self.end, self.data = page.start, page.end, page.data

    def close(self) -> None:
        """Take the end of the piece."""


@dataclass(slots=True)
class _Mark:
    """A run of inline markup that is being read."""

    kind: str
    start: int
    end: int = -1
    target: str = ""
    label: str = ""
    element: int = 0


@dataclass(slots=True)
class _Run:
    """Inline content that is being read: the block to be."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False  # white space that a next word needs before it
    ended: bool = False  # an inline element has just ended
    loose: bool = False  # an inline element that style sheets set apart has begun right after one ended
    marks: list[_Mark] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class _Builder:
    """Takes the parser's events and collects blocks, elements and inline markup (the target of an lxml parser)."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.position = 0
        self.blocks: list[tuple[int, int, int, int, int, str]] = []  # start, end, kind, gap, element, names
        self.marks: list[_Mark] = []
        self.rest: list[str] = []
        self.run = _Run()
        self.open: list[_Mark] = []
        # elements, a list a column, and the stack of those that are open
        self.parent, self.tag, self.names = [0], ["html"], [""]
        self.first, self.last, self.hidden = [0], [0], [False]
        self.number: dict[int, int] = {}
        self.next: dict[int, int] = {}  # numbered list: number of its next item
        self.stack: list[tuple[str, int]] = []
        self.skipped = 0
        self.breaks = 0  # line breaks since the last text
        self.joint = 0  # list or table that the last block was a row of (0: none)
        self.verbatim = 0
        self.metas: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.data_strings: list[str] = []
        self.captured: list[str] | None = None  # text of a title or of JSON-LD
        self.titled = False
        self.framed = False
        self.language: str | None = None
        self.tally: Counter[str] = Counter()

    # --- events

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self.tally[tag] += 1
        if self.skipped:
            self.skipped += 1
        elif tag in tags.INLINE:
            self._start_inline(tag, attributes)
        elif tag == "br":
            self._break()
        elif tag in tags.UNSEEN and "shadowrootmode" not in attributes:
            self._start_unseen(tag, attributes)
        elif tag in tags.HEAD:
            self._start_head(tag, attributes)
        elif tag == "noframes" and not self.framed:
            self.framed, self.captured = True, []  # libxml2 gives what is in it as text
        else:
            self._start_block(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self.skipped:
            self.skipped -= 1
            if not self.skipped and self.captured is not None:
                self.data_strings.append("".join(self.captured))
                self.captured = None
        elif tag == "title" and self.captured is not None:
            self.run.texts, self.captured = [" ".join("".join(self.captured).split())], None
            self.run.length = len(self.run.texts[0])
            self.titled = self.run.length > 0
            self._flush()
        elif tag in tags.INLINE:
            if tag in tags.MARKED:
                self._end_inline(tags.MARKED[tag])
            self.run.ended = True
        elif tag == "noframes" and self.captured is not None:
            markup, self.captured = "".join(self.captured), None
            _parse(markup, _Part(self))
        elif self.stack and self.stack[-1][0] == tag:
            self._end_block(tag)

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self.captured is not None:
            self.captured.append(text)
        elif self.skipped:
            return
        elif self.verbatim:
            self.run.texts.append(text)
            self.run.length += len(text)
        else:
            self._words(text)

    def close(self) -> None:
        """Take the end of the page."""
        self._flush()
        self.last[0] = len(self.blocks)
        for _, element in self.stack:
            self.last[element] = len(self.blocks)

    # --- what is not seen

    def _start_unseen(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.skipped = 1
        if tag == "script" and "ld+json" in attributes.get("type", ""):
            self.captured = []

    def _start_head(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "title" and not self.titled:
            self._flush()
            self.captured = []
        elif tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if name and "content" in attributes:
                self.metas.append((name.lower(), attributes["content"]))
        elif tag == "link":
            self.links.append((attributes.get("rel", "").lower(), attributes.get("href", "")))
        elif tag == "html":
            self.language = self.language or attributes.get("lang") or attributes.get("xml:lang")
            self.names[0] = self.names[0] or _names(attributes)

    # --- blocks

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not (tag in tags.CELLS and self._is_in_row()):
            self._flush()
        element = self.stack[-1][1] if self.stack else 0
        if len(self.stack) < _MAX_DEPTH:
            self.parent.append(element)
            self.tag.append(tag)
            self.names.append(_names(attributes))
            self.first.append(len(self.blocks))
            self.last.append(len(self.blocks))
            self.hidden.append(_is_hidden(attributes))
            element = len(self.tag) - 1
            if tag in ("ol", "li"):
                self._count(tag, element, attributes)
        self.stack.append((tag, element))
        if tag in tags.CELLS:
            self.run.space = True
            self.open.append(_Mark("cell", self.run.length, target="head" if tag == "th" else ""))
        elif tag in ("pre", "textarea", "listing", "xmp"):
            self.verbatim += 1

    def _count(self, tag: str, element: int, attributes: Mapping[str, str]) -> None:
        """Number the items of a list (not those of one that counts down: they follow from the last)."""
        if tag == "ol" and "reversed" not in attributes:
            self.next[element] = whole(attributes.get("start"), 1)
        elif tag == "li" and (around := self.parent[element]) in self.next:
            self.number[element] = whole(attributes.get("value"), self.next[around])
            self.next[around] = self.number[element] + 1

    def _end_block(self, tag: str) -> None:
        if tag in tags.CELLS:
            self._end_inline("cell")
        if not (tag in tags.CELLS and self._is_row_around()):
            self._flush()
        if tag in ("pre", "textarea", "listing", "xmp"):
            self.verbatim -= 1
        self.last[self.stack.pop()[1]] = len(self.blocks)

    def _is_in_row(self) -> bool:
        """Whether the parser stands in a table row, between cells."""
        return bool(self.stack) and self.stack[-1][0] == "tr"

    def _is_row_around(self) -> bool:
        """Whether the innermost element is a cell that has held no block yet: its row is still one block."""
        return len(self.stack) > 1 and self.stack[-2][0] == "tr" and self._is_blockless()

    def _is_blockless(self) -> bool:
        """Whether no block has been made since the innermost element began."""
        return self.first[self.stack[-1][1]] == len(self.blocks)

    def _break(self) -> None:
        """Take a line break: a second one in a row begins a paragraph."""
        if self.verbatim:
            self.run.texts.append("\n")
            self.run.length += 1
        elif self.run.length:
            self._flush()
            self.breaks = 1
        elif self.breaks:
            self.breaks += 1

    def _flush(self) -> None:
        """Make a block of the inline content read so far, if it has any text."""
        run, breaks = self.run, self.breaks
        self.breaks = 0
        text = "".join(run.texts)
        if self.verbatim:
            text = text.strip("\r\n").rstrip()
        if not text.strip():
            images = [mark for mark in run.marks if mark.kind == "image"]
            self.run = _Run(marks=images)
            for mark in (*self.open, *images):
                mark.start, mark.end = 0, (0 if mark.kind == "image" else -1)
            return
        if len(self.blocks) >= MAX_BLOCKS:
            self.rest.append(text)
        else:
            self._add(text, breaks)
        self.run = _Run()
        self.open = [_Mark(mark.kind, 0, target=mark.target) for mark in self.open]

    def _add(self, text: str, breaks: int) -> None:
        tag, element = self.stack[-1] if self.stack else ("html", 0)
        kind, group = tags.KIND_OF.get(tag, 0), 0
        if breaks == 1 and kind != KINDS.index("code"):
            kind = KINDS.index("line")
        elif len(self.stack) > 1 and self.stack[-2][0] in tags.GROUPS.get(tag, ()):
            group = self.stack[-2][1]
        is_grouped = breaks == 1 or (group > 0 and group == self.joint)
        self.joint = group
        separator = "" if not self.blocks else "\n" if is_grouped else "\n\n"
        start = self.position + len(separator)
        self.position = start + len(text)
        self.texts += (separator, text)
        gap = int(not is_grouped and bool(self.blocks))
        self.blocks.append((start, self.position, kind, gap, element, " ".join(self.run.names)))
        for mark in (*self.run.marks, *self.open):
            end = min(len(text), mark.end if mark.end >= 0 else len(text))
            begin = min(mark.start, end)
            while begin < end and text[begin] == " ":
                begin += 1
            if begin < end or mark.kind in ("image", "cell"):
                self.marks.append(_Mark(mark.kind, start + begin, start + end, mark.target, mark.label, mark.element))

    # --- inline content

    def _start_inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _is_hidden(attributes) and tag not in ("img", "input"):
            self.skipped = 1
            return
        self.run.loose = self.run.loose or (self.run.ended and tag in tags.LOOSE)
        self.run.ended = False
        if tag in tags.MARKED and len(self.open) < _MAX_OPEN:
            target = attributes.get("href", "")[:_MAX_TARGET] if tag == "a" else ""
            self.open.append(_Mark(tags.MARKED[tag], self.run.length, target=target))
        elif tag == "img":
            place, element = self.run.length, self.stack[-1][1] if self.stack else 0
            source = picture(attributes)[:_MAX_TARGET]
            self.run.marks.append(_Mark("image", place, place, source, attributes.get("alt", ""), element))
        if len(self.run.names) < 3 and (names := _names(attributes)):  # noqa: PLR2004
            self.run.names.append(names)

    def _end_inline(self, kind: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].kind == kind:
                mark = self.open.pop(index)
                mark.end = self.run.length
                self.run.marks.append(mark)
                return

    def _words(self, text: str) -> None:
        """Add text with its white space folded."""
        run, words = self.run, text.split()
        if not words:
            run.space = True
            return
        if run.length and (run.space or text[0].isspace() or (run.loose and _is_word_joint(run.texts[-1], text))):
            run.texts.append(" ")
            run.length += 1
        folded = " ".join(words)
        run.texts.append(folded)
        run.length += len(folded)
        run.space, run.ended, run.loose = text[-1].isspace(), False, False

    # --- the result

    def document(self) -> Document:
        """Return everything that was read."""
        if self.rest:
            self.texts.append("\n\n" + "\n".join(self.rest))
        *columns, names = zip(*self.blocks, strict=True) if self.blocks else ((),) * 6
        start, end, kind, gap, element = (np.array(column, np.int64) for column in columns)
        elements = Elements(
            np.array(self.parent, np.int64),
            tuple(self.tag),
            tuple(self.names),
            np.array(self.first, np.int64),
            np.array(self.last, np.int64),
            np.array(self.hidden, np.bool_),
            self.number,
        )
        head = Head(tuple(self.metas), tuple(self.links), tuple(self.data_strings), self.language)
        markup = Markup(elements, element, tuple(names), self._inlines(), head, self.tally, len(start))
        return Document("".join(self.texts), "html", start, end, kind, gap, np.arange(len(start)), markup)

    def _inlines(self) -> Inlines:
        marks = sorted(self.marks, key=lambda mark: (mark.start, -mark.end))
        return Inlines(
            np.array([INLINES.index(mark.kind) for mark in marks], np.int64),
            np.array([mark.start for mark in marks], np.int64),
            np.array([mark.end for mark in marks], np.int64),
            tuple(mark.target for mark in marks),
            tuple(mark.label for mark in marks),
            np.array([mark.element for mark in marks], np.int64),
        )


def _is_word_joint(before: str, after: str) -> bool:
    """Whether two texts would run into one word without white space between them."""
    return before[-1:].isalnum() and (after[0].isalnum() or after[0] in _CURRENCIES)


def _names(attributes: Mapping[str, str]) -> str:
    return " ".join([attributes[name] for name in _NAMING if name in attributes])[:_MAX_NAMES] if attributes else ""


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or ("style" in attributes and bool(_HIDDEN.search(attributes["style"])))
