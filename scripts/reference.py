"""The blocks of a page by the tree of another parser of the HTML Standard, to hold ``segment_html`` to.

Written from the definition of a block, over a tree; of the extractor it uses only the tables of what elements mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from extractor.tags import CELLS, INLINE, LOOSE, UNSEEN, VERBATIM

Element = tuple[str, Mapping[str, str | None], Iterator[Any]]
"""Tag, attributes and what is in it: elements and texts."""

_SILENT: Final = frozenset(("meta", "link"))  # hold no text and do not end a line
_UNPARSED: Final = frozenset(("noframes", "noembed"))  # their markup is text in the tree
_NEVER_HIDDEN: Final = frozenset(("img", "input"))
_HIDDEN: Final = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CURRENCIES: Final = "$€£¥₹"
_MAX_DEPTH: Final = 256
_AROUND: Final = 3


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


class _Walker:
    """Walks a tree and ends a block wherever a block-level element begins or ends."""

    def __init__(self, parse: Callable[[str], Iterator[Any]]) -> None:
        self.parse = parse
        self.rows: list[Row] = []
        self.path = ["html"]  # block-level elements that are open
        self.begun = [0]  # for each the number of blocks before it
        self.verbatim = 0
        self.titled = False
        self.links = 0  # that are open
        self.loosened = self.after_inline = False  # see ``enter_inline``
        self.clear()

    def clear(self) -> None:
        """Begin a block."""
        self.text, self.linked, self.link_start, self.space = "", 0, 0, False

    def walk(self, children: Iterator[Any]) -> None:
        """Take all nodes in the order of the page."""
        within = [("", children)]
        while within:
            tag, rest = within[-1]
            child = next(rest, None)
            if child is None:
                within.pop()
                self.leave(tag)
            elif isinstance(child, str):
                self.add(child)
            elif inner := self.enter(*child):
                within.append((child[0], inner))
        self.end()

    # --- elements

    def enter(self, tag: str, attributes: Mapping[str, str | None], inner: Iterator[Any]) -> Iterator[Any] | None:
        """Take the beginning of an element; return what is to be read in it."""
        if tag in _SILENT or (tag in UNSEEN and "shadowrootmode" not in attributes):
            return None
        if tag == "title":
            return None if self.titled else self.add_title(inner)
        if tag == "br":
            return self.add_line_break()
        if tag in INLINE:
            return self.enter_inline(tag, attributes, inner)
        if tag in _UNPARSED:
            return self.parse("".join(inner))
        if not self.is_in_row(tag):
            self.end()
        self.path.append(tag)
        self.begun.append(len(self.rows))
        self.space = self.space or tag in CELLS
        self.verbatim += tag in VERBATIM
        return inner

    def leave(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in INLINE:
            self.after_inline = True
            if tag == "a":
                self.links -= 1
        elif tag and tag != "title" and tag not in _UNPARSED:
            is_plain = self.begun[-1] == len(self.rows)  # a cell that holds no block goes on in its row
            self.path.pop()
            self.begun.pop()
            if not (is_plain and self.is_in_row(tag)):
                self.path.append(tag)
                self.end()
                self.path.pop()
            self.verbatim -= tag in VERBATIM

    def is_in_row(self, tag: str) -> bool:
        """Whether a tag is that of a cell in the row that is being read."""
        return tag in CELLS and self.path[-1] == "tr"

    def enter_inline(
        self, tag: str, attributes: Mapping[str, str | None], inner: Iterator[Any]
    ) -> Iterator[Any] | None:
        """Take the beginning of an inline element: of two in a row that style sheets set apart, a space is between."""
        is_hidden = "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")
        if is_hidden and tag not in _NEVER_HIDDEN:
            return None
        self.loosened = self.loosened or (self.after_inline and tag in LOOSE)
        self.after_inline = False
        if tag == "a":
            self.link_start = self.link_start if self.links else len(self.text)
            self.links += 1
        return inner

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

    def end(self) -> None:
        """End the block."""
        text = self.text.strip("\r\n").rstrip() if self.verbatim else self.text
        if text:
            path = self.path[: _MAX_DEPTH + 1][: -_AROUND - 2 : -1]
            self.rows.append(Row(text, tuple(path), tenths(self.linked, len(text))))
        self.clear()


def tenths(part: int, whole: int) -> int:
    """Return a share in tenths, rounded."""
    return min(20 * part + whole, 21 * whole) // (2 * whole)
