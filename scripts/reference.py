"""The blocks of a page by the tree of another parser of the HTML Standard, to hold ``segment_html`` to.

Written from the definition of a block, over a tree; of the extractor it uses only the tables of what elements mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from extractor.tags import (
    APART,
    CELLS,
    CODE_LINES,
    HEADERS,
    IMAGES,
    INLINE,
    KIND_OF,
    LINES,
    LOOSE,
    MARKED,
    PHRASES,
    ROWS,
    SIGNED,
    UNSEEN,
    VERBATIM,
)

Element = tuple[str, Mapping[str, str | None], Iterator[Any]]
"""Tag, attributes and what is in it: elements and texts."""

_SILENT: Final = frozenset(("meta", "link"))  # hold no text and do not end a line
_UNPARSED: Final = frozenset(("noframes", "noembed"))  # their markup is text in the tree
_NEVER_HIDDEN: Final = frozenset(("img", "input"))
_HIDDEN: Final = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CURRENCIES: Final = "$€£¥₹"
_MAX_DEPTH: Final = 256
_AROUND: Final = 3
_TABLE: Final = (Path(__file__).parent.parent / "extractor/native/html.h").read_text(encoding="utf-8")
_RULED: Final = frozenset(re.findall(r'X\(\w+, "([^"]+)", (?!0\))', _TABLE))  # of which the standard has rules
_MIN_ROWS: Final = 2  # as in rows.c


@dataclass(frozen=True, slots=True)
class Row:
    """A block: ``path``: the element it stands in and the 3 block-level ones around, the innermost first.

    ``linked``: share of its characters that are in links, in tenths.
    """

    text: str
    path: tuple[str, ...]
    linked: int


def lexbor(html: str) -> Iterator[Any]:
    """Return what is in the root element of a page, as lexbor reads it (without scripts: noscript is markup)."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(_without_mark(html).encode("utf-8", "replace")).root
    return _lexbor_children(root) if root else iter(())


def _lexbor_children(node: Any) -> Iterator[Any]:
    for child in node.iter(include_text=True):
        if child.is_element_node:
            inner = next(iter(child.template_fragments()), child) if child.tag == "template" else child
            yield child.tag, child.attributes, _lexbor_children(inner)
        else:
            yield child.text_content or ""


def html5lib(html: str) -> Iterator[Any]:
    """Return what is in the root element of a page, as html5lib reads it (without scripts: noscript is markup)."""
    from html5lib import HTMLParser

    parser = HTMLParser(namespaceHTMLElements=False)
    return _etree_children(parser.parse(_without_mark(html), scripting=False))


def _etree_children(element: Any) -> Iterator[Any]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):  # not a comment
            yield child.tag.rpartition("}")[2], child.attrib, _etree_children(child)
        yield child.tail or ""


def _without_mark(html: str) -> str:
    return html.removeprefix("\ufeff")  # decoding takes the byte order mark away (Encoding Standard, section 6)


PARSERS: Final[dict[str, Callable[[str], Iterator[Any]]]] = {"lexbor": lexbor, "html5lib": html5lib}


def blocks(html: str, parser: str) -> list[Row]:
    """Return the blocks of a page; ``parser``: a name of ``PARSERS``."""
    walker = _Walker(PARSERS[parser])
    walker.walk(walker.parse(html))
    return walker.rows


@dataclass(slots=True)
class _Line:
    """A row of a table: its blocks are ``rows[first:last]``; ``said``: its cells that have text."""

    path: tuple[str, ...]
    first: int
    last: int = 0
    cells: int = 0
    cell: int = 0  # that is open
    said: set[int] = field(default_factory=set)
    is_headed: bool = False
    is_apart: bool = False

    def is_short(self, rows: list[Row]) -> bool:
        """Whether a table of such rows is one of data though it has no header."""
        texts = [row.text for row in rows[self.first : self.last]]
        short = len(texts) <= ROWS.blocks * self.cells and all(len(text) <= ROWS.line for text in texts)
        return short and not self.is_apart

    def is_joined(self, rows: list[Row]) -> bool:
        """Whether its blocks can be one."""
        count = self.last - self.first
        is_split = count > 1 or (count == 1 and rows[self.first].path[0] != "tr")
        return is_split and not self.is_apart and self.cells > 1 and count <= ROWS.headed * self.cells


class _Walker:
    """Walks a tree and ends a block wherever a block-level element begins or ends."""

    def __init__(self, parse: Callable[[str], Iterator[Any]]) -> None:
        self.parse = parse
        self.rows: list[Row] = []
        self.path = ["html"]  # block-level elements that are open
        self.begun = [0]  # for each the number of blocks before it
        self.hidden = [False]  # ... and whether it is hidden
        self.links_of: list[int] = []  # characters of each block that are in links
        self.lines: list[_Line] | None = None  # of the table that is open; None: one was in it
        self.verbatim = 0
        self.codes = 0  # inline elements of code that are open
        self.titled = False
        self.links = 0  # that are open
        self.anchors: list[tuple[int, int, int]] = []  # of each: see ``leave_out``
        self.loosened = self.after_inline = False  # see ``enter_inline``
        self.clear()

    def clear(self) -> None:
        """Begin a block."""
        self.text, self.linked, self.link_start, self.space = "", 0, 0, False

    def walk(self, children: Iterator[Any]) -> None:
        """Take all nodes in the order of the page."""
        within = [("", children, False)]
        while within:
            tag, rest, is_inline = within[-1]
            child = next(rest, None)
            if child is None:
                within.pop()
                self.leave(tag, is_inline=is_inline)
            elif isinstance(child, str):
                self.add(child)
            else:
                is_inline = self.is_inline(child[0])
                if inner := self.enter(*child):
                    within.append((child[0], inner, is_inline))
        self.end()

    # --- elements

    def is_inline(self, tag: str) -> bool:
        """Whether an element is part of the line around it: always, or where it stands."""
        is_known = tag in _RULED or tag in KIND_OF or tag in IMAGES
        is_part = self.path[-1] in LINES and (tag in PHRASES or not is_known)
        return tag in INLINE or is_part or self.is_line_of_code(tag)

    def is_line_of_code(self, tag: str) -> bool:
        """Whether an element is a line of the code around it."""
        return tag in CODE_LINES and self.verbatim > 0 and self.codes > 0

    def enter(self, tag: str, attributes: Mapping[str, str | None], inner: Iterator[Any]) -> Iterator[Any] | None:
        """Take the beginning of an element; return what is to be read in it."""
        if tag in _SILENT or (tag in UNSEEN and "shadowrootmode" not in attributes):
            return None
        if tag == "title":
            return None if self.titled else self.add_title(inner)
        if tag == "br":
            return self.add_line_break()
        if self.is_inline(tag):
            return self.enter_inline(tag, attributes, inner)
        if tag in _UNPARSED:
            return self.parse("".join(inner))
        if not self.is_in_row(tag):
            self.end()
        self.path.append(tag)
        self.begun.append(len(self.rows))
        self.hidden.append(_is_hidden(attributes))
        self.enter_table(tag)
        self.space = self.space or tag in CELLS
        self.verbatim += tag in VERBATIM
        return inner

    def leave(self, tag: str, *, is_inline: bool) -> None:
        """Take the end of an element."""
        if is_inline and tag in CODE_LINES:
            self.end_line_of_code()
        elif is_inline:
            self.after_inline = True
            self.codes -= MARKED.get(tag) == "code"
            if tag == "a":
                self.links -= 1
                self.leave_out(*self.anchors.pop())
        elif tag and tag != "title" and tag not in _UNPARSED:
            begun = self.begun.pop()
            is_plain = begun == len(self.rows)  # a cell that holds no block goes on in its row
            self.path.pop()
            if not (is_plain and self.is_in_row(tag)):
                self.path.append(tag)
                self.end()
                self.path.pop()
            self.verbatim -= tag in VERBATIM
            self.leave_table(tag, is_apart=self.hidden.pop() and (tag in CELLS or begun < len(self.rows)))

    def is_in_row(self, tag: str) -> bool:
        """Whether a tag is that of a cell in the row that is being read."""
        return tag in CELLS and self.path[-1] == "tr"

    def enter_inline(
        self, tag: str, attributes: Mapping[str, str | None], inner: Iterator[Any]
    ) -> Iterator[Any] | None:
        """Take the beginning of an inline element: of two in a row that style sheets set apart, a space is between."""
        if _is_hidden(attributes) and tag not in _NEVER_HIDDEN:
            return None
        if self.is_line_of_code(tag):
            self.end_line_of_code()
            return inner
        self.loosened = self.loosened or (self.after_inline and tag in LOOSE)
        self.after_inline = False
        if tag == "img" and self.lines and not self.lines[-1].last:
            self.lines[-1].is_apart = True
        is_code = MARKED.get(tag) == "code"
        self.codes += is_code
        if is_code and self.anchors:
            self.anchors[-1] = (-1, *self.anchors[-1][1:])
        if tag == "a":
            self.link_start = self.link_start if self.links else len(self.text)
            self.links += 1
            is_sign = (attributes.get("href") or "").startswith("#") and self.path[-1] in SIGNED
            self.anchors.append((len(self.rows) if is_sign else -1, len(self.text), self.linked))
        return inner

    def leave_out(self, rows: int, size: int, linked: int) -> None:
        """Take a sign in a heading away that leads to a place of the page; one of code is an operator."""
        sign = self.text[size:]
        if rows == len(self.rows) and sign and not any(map(str.isalnum, sign)):
            self.text, self.linked = self.text[:size], linked
            self.space = self.space or sign[0] == " "

    # --- tables

    def enter_table(self, tag: str) -> None:
        """Take the beginning of a block-level element in a table, or of a table."""
        lines = self.lines
        if tag == "tr" and lines is not None:
            lines.append(_Line(self.around(), len(self.rows)))
        elif lines and not lines[-1].last:
            line = lines[-1]
            line.is_apart |= tag in APART
            if tag in CELLS and self.path[-2] == "tr":
                line.cells += 1
                line.cell = line.cells
                line.is_headed |= tag in HEADERS
        if tag == "table":
            self.lines = []

    def leave_table(self, tag: str, *, is_apart: bool) -> None:
        """Take the end of one; the blocks of each row of a table of data are joined."""
        lines = self.lines
        if lines and not lines[-1].last:
            lines[-1].is_apart |= is_apart
            if tag in CELLS and self.path[-1] == "tr":
                lines[-1].cell = 0
            if tag == "tr":
                lines[-1].last = len(self.rows) or -1
        if tag == "table":
            self.join(lines or [])
            self.lines = None

    def join(self, lines: list[_Line]) -> None:
        told = sum(len(line.said) > 1 for line in lines)
        is_data = any(line.is_headed for line in lines) or all(line.is_short(self.rows) for line in lines)
        if told < _MIN_ROWS or not is_data:
            return
        for line in reversed([line for line in lines if line.is_joined(self.rows)]):
            blocks = slice(line.first, line.last)
            text, linked = " ".join(row.text for row in self.rows[blocks]), sum(self.links_of[blocks])
            self.rows[blocks] = [Row(text, line.path, tenths(linked, len(text)))]
            self.links_of[blocks] = [linked]

    # --- text

    def add(self, text: str) -> None:
        """Add a text, its white space folded."""
        if self.verbatim:
            self.append(text)
            return
        words = " ".join(text.split())
        if words:
            is_joint = self.loosened and self.text[-1:].isalnum() and (words[0].isalnum() or words[0] in _CURRENCIES)
            if self.text and (self.space or text[0].isspace() or is_joint):
                words = " " + words
            self.append(words)
            self.after_inline = self.loosened = False
        self.space = text[-1].isspace() if words else self.space or bool(text)

    def append(self, text: str) -> None:
        if self.lines and self.lines[-1].cell:
            self.lines[-1].said.add(self.lines[-1].cell)
        if self.links:
            self.linked += len(text) - (text[:1] == " " and self.link_start == len(self.text))
        self.text += text

    def add_title(self, inner: Iterator[Any]) -> None:
        """Add the title of the page, a block of its own."""
        self.end()
        self.append(" ".join("".join(inner).split()))
        self.titled = bool(self.text)
        self.end()

    def add_line_break(self) -> None:
        if self.verbatim:
            self.append("\n")
        else:
            self.end()

    def end_line_of_code(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.append("\n")

    def around(self) -> tuple[str, ...]:
        """Return the path of a block that stands here."""
        return tuple(self.path[: _MAX_DEPTH + 1][: -_AROUND - 2 : -1])

    def end(self) -> None:
        """End the block."""
        text = self.text.strip("\r\n").rstrip() if self.verbatim else self.text
        if text:
            self.rows.append(Row(text, self.around(), tenths(self.linked, len(text))))
            self.links_of.append(self.linked)
        self.clear()


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def tenths(part: int, whole: int) -> int:
    """Return a share in tenths, rounded."""
    return min(20 * part + whole, 21 * whole) // (2 * whole)
