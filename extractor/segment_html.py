"""HTML -> Document: the text of a page as blocks, in one pass of the parser's events; the last place that sees a tag.

``Document.text`` is the text that a reader sees (and what noscript or hidden elements hold), a line a block, the
``<title>`` first; offsets point into it. No tree is built: events cost less, and libxml2 limits the depth of trees
but not of events, so no page is too deeply nested to be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

import numpy as np

from extractor import tags
from extractor.attributes import is_hidden, names_of, whole
from extractor.characters import Bools, Ints, code_points
from extractor.document import KINDS, MAX_BLOCKS, Document
from extractor.draft import Draft, Mark
from extractor.markup import INLINES, Elements, Head, Inlines, Markup, Stamp

_MAX_DEPTH: Final = 256  # elements nested more deeply are not told apart from the one around them
_LINE, _CODE = KINDS.index("line"), KINDS.index("code")
_EMPTY: Final = (INLINES.index("image"), INLINES.index("cell"))  # inline markup that can be around nothing


def segment_html(html: str) -> Document:
    """Read a page of markup, however broken. Linear in its length; never fails.

    At most ``MAX_BLOCKS`` blocks are made; what comes after them stands at the end of ``Document.text``.
    """
    builder = _Builder()
    _parse(html, builder)
    document = builder.document()
    vars(builder).clear()  # lxml keeps what took its events until the garbage collector comes by
    return document


def _parse(html: str, builder: _Builder | _Part) -> None:
    from lxml import etree

    source = html.encode("utf-8", "replace").replace(b"\x00", b"")
    if source and not source.isspace():
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


class _Builder:
    """Takes the parser's events and collects blocks, elements and inline markup (the target of an lxml parser)."""

    def __init__(self) -> None:
        # text, kind, whether it is a line of the block before, list or table, element, names, number of marks
        self.blocks: list[tuple[str, int, bool, int, int, str, int]] = []
        self.marks: list[Mark] = []
        self.rest: list[str] = []
        self.draft = Draft()
        # parent, tag, names, first block, whether it hides itself; the block behind it
        self.elements: list[tuple[int, str, str, int, bool]] = [(0, "html", "", 0, False)]
        self.last = [0]
        self.number: dict[int, int] = {}
        self.next: dict[int, int] = {}  # numbered list: number of its next item
        self.stack: list[tuple[str, int]] = [("", 0)]  # elements that are open: tag, index; first the page
        self.skipped = 0
        self.breaks = 0  # line breaks since the last text
        self.verbatim = 0
        self.metas: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.data_strings: list[str] = []
        self.stamps: list[Stamp] = []
        self.captured: list[str] | None = None  # text of a title or of JSON-LD
        self.titled = False
        self.framed = False
        self.language: str | None = None
        self.names = ""  # of the root
        self.seen: list[str] = []  # tags of all elements

    # --- events

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self.seen.append(tag)
        if self.skipped:
            self.skipped += 1
        else:
            if "content" in attributes and tag != "meta":
                self.start_meta(tag, attributes)
            _STARTS.get(tag, _Builder.start_block)(self, tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self.skipped:
            self.skipped -= 1
            if not self.skipped and self.captured is not None:
                self.data_strings.append("".join(self.captured))
                self.captured = None
        elif tag in tags.INLINE:
            self.draft.end(tag)
        elif self.stack[-1][0] == tag:
            self.end_block(tag)
        elif tag in ("title", "noframes") and self.captured is not None:
            self.end_captured(tag, "".join(self.captured))

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self.captured is not None:
            self.captured.append(text)
        elif self.skipped:
            return
        elif self.verbatim:
            self.draft.add(text)
        elif text.isspace():
            self.draft.space = True
        else:
            self.draft.add_words(text)

    def close(self) -> None:
        """Take the end of the page."""
        self.flush()
        for _, element in self.stack:
            self.last[element] = len(self.blocks)

    # --- what is not seen

    def start_unseen(self, tag: str, attributes: Mapping[str, str]) -> None:
        if "shadowrootmode" in attributes:
            self.start_block(tag, attributes)
            return
        self.skipped = 1
        if tag == "script" and "ld+json" in attributes.get("type", ""):
            self.captured = []

    def start_title(self, _tag: str, _attributes: Mapping[str, str]) -> None:
        if not self.titled:
            self.flush()
            self.captured = []

    def start_meta(self, _tag: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and "content" in attributes:
            self.metas.append((name.lower(), attributes["content"]))

    def start_link(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self.links.append((attributes.get("rel", "").lower(), attributes.get("href", "")))

    def start_page(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self.language = self.language or attributes.get("lang") or attributes.get("xml:lang")
        self.names = self.names or names_of(attributes)

    def start_noframes(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.framed:
            self.start_block(tag, attributes)
        else:
            self.framed, self.captured = True, []  # libxml2 gives what is in it as text

    def end_captured(self, tag: str, captured: str) -> None:
        self.captured = None
        if tag == "noframes":
            _parse(captured, _Part(self))
            return
        title = " ".join(captured.split())
        self.draft.texts, self.draft.length = [title], len(title)
        self.titled = bool(title)
        self.flush()

    # --- blocks

    def start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element. A cell goes on in the block of its row."""
        stack = self.stack
        around, element = stack[-1]
        if around != "tr" or tag not in tags.CELLS:
            self.flush()
        if len(stack) <= _MAX_DEPTH:
            first = len(self.blocks)
            self.elements.append((element, tag, names_of(attributes), first, is_hidden(attributes)))
            self.last.append(first)
            if tag in ("ol", "li"):
                self.count(tag, element, attributes)
            element = len(self.last) - 1
        stack.append((tag, element))

    def start_verbatim(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.start_block(tag, attributes)
        self.verbatim += 1

    def start_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.start_block(tag, attributes)
        self.draft.begin_cell("head" if tag == "th" else "")

    def count(self, tag: str, around: int, attributes: Mapping[str, str]) -> None:
        """Number the items of a list (not those of one that counts down: they follow from the last)."""
        element = len(self.last) - 1
        if tag == "ol" and "reversed" not in attributes:
            self.next[element] = whole(attributes.get("start"), 1)
        elif tag == "li" and around in self.next:
            self.number[element] = whole(attributes.get("value"), self.next[around])
            self.next[around] = self.number[element] + 1

    def end_block(self, tag: str) -> None:
        if tag in tags.CELLS:
            self.draft.unmark("cell")
            if not self.is_row_around():
                self.flush()
        else:
            self.flush()
            if tag == "picture":
                self.draft.offered = ""
            if tag in tags.VERBATIM:
                self.verbatim -= 1
        self.last[self.stack.pop()[1]] = len(self.blocks)

    def is_row_around(self) -> bool:
        """Whether the innermost element is a cell that has held no block yet: its row is still one block."""
        first = self.elements[self.stack[-1][1]][3]
        return self.stack[-2][0] == "tr" and first == len(self.blocks)

    def start_inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self.draft.begin(tag, attributes, self.stack[-1][1]):
            self.skipped = 1

    def start_anchor(self, tag: str, attributes: Mapping[str, str]) -> None:
        if "license" in attributes.get("rel", ""):
            self.start_link(tag, attributes)
        self.start_inline(tag, attributes)

    def start_time(self, tag: str, attributes: Mapping[str, str]) -> None:
        if "datetime" in attributes:
            self.stamps.append(Stamp(len(self.blocks), attributes["datetime"], names_of(attributes)))
        self.start_inline(tag, attributes)

    def start_image(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an image that is an element of its own (AMP)."""
        self.start_block(tag, attributes)
        self.draft.add_image(attributes, self.stack[-1][1])

    def start_choice(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the addresses from which a browser chooses one for the image that follows."""
        self.start_block(tag, attributes)
        choices = attributes.get("srcset") or attributes.get("data-srcset", "")
        self.draft.offered = self.draft.offered or choices

    def line_break(self, _tag: str, _attributes: Mapping[str, str]) -> None:
        """Take a line break: a second one in a row begins a paragraph."""
        if self.verbatim:
            self.draft.add("\n")
        elif self.draft.length:
            self.flush()
            self.breaks = 1
        elif self.breaks:
            self.breaks += 1

    def flush(self) -> None:
        """Make a block of the inline content read so far, if it has any text."""
        draft, breaks = self.draft, self.breaks
        self.breaks = 0
        if not draft.length and not draft.marks and not draft.names:
            return
        text = "".join(draft.texts)
        if self.verbatim:
            text = text.strip("\r\n").rstrip()
        if not text:
            draft.keep_images()
            return
        if len(self.blocks) < MAX_BLOCKS:
            self.add(text, is_line=breaks == 1)
        else:
            self.rest.append(text)
        draft.clear()

    def add(self, text: str, *, is_line: bool) -> None:
        """Add a block."""
        tag, element = self.stack[-1]
        kind, group = tags.KIND_OF.get(tag, 0), 0
        if is_line and kind != _CODE:
            kind = _LINE
        elif tag in tags.GROUPS and self.stack[-2][0] in tags.GROUPS[tag]:
            within = self.stack[-3] if self.stack[-2][0] in tags.ROW_GROUPS else self.stack[-2]
            group = within[1]
        marks = self.draft.all_marks()
        self.marks += marks
        self.blocks.append((text, kind, is_line, group, element, " ".join(self.draft.names), len(marks)))

    # --- the result

    def document(self) -> Document:
        """Return everything that was read."""
        texts, kind, lines, group, element, names, marks = zip(*self.blocks, strict=True) if self.blocks else ((),) * 7
        length = _ints(map(len, texts))
        breaks = _breaks(np.fromiter(lines, np.bool_), _ints(group))
        end = np.cumsum(breaks + length)
        start, gap = end - length, (breaks > 1).astype(np.int64)
        text = "".join(map(_behind, breaks.tolist(), texts))
        inlines = self.inline_columns(text, np.repeat(start, _ints(marks)), np.repeat(end, _ints(marks)))
        head = Head(tuple(self.metas), tuple(self.links), tuple(self.data_strings), self.language)
        elements, tally = self.element_columns(), Counter(self.seen)
        markup = Markup(elements, _ints(element), names, inlines, head, tuple(self.stamps), tally, len(start))
        if self.rest:
            text += "\n\n" + "\n".join(self.rest)
        return Document(text, "html", start, end, _ints(kind), gap, np.arange(len(start)), markup)

    def element_columns(self) -> Elements:
        parent, tag, names, first, hidden = zip(*self.elements, strict=True)
        names = (self.names, *names[1:])
        hides = np.fromiter(hidden, np.bool_)
        return Elements(_ints(parent), tag, names, _ints(first), _ints(self.last), hides, self.number)

    def inline_columns(self, text: str, first: Ints, last: Ints) -> Inlines:
        """Put the marks in order; ``first``, ``last``: for each the span of its block."""
        begin, stop, kinds, target, label, element = zip(*self.marks, strict=True) if self.marks else ((),) * 6
        solid = np.append(np.flatnonzero(code_points(text) != ord(" ")), len(text))
        end = np.minimum(first + _ints(stop), last)
        start = np.minimum(first + _ints(begin), end)
        start = np.minimum(solid[np.searchsorted(solid, start)], end)
        kind = _ints(map(INLINES.index, kinds))
        order = np.lexsort((-end, start))
        order = order[((start < end) | np.isin(kind, _EMPTY))[order]]
        rows = order.tolist()
        return Inlines(
            kind[order],
            start[order],
            end[order],
            tuple([target[row] for row in rows]),
            tuple([label[row] for row in rows]),
            _ints(element)[order],
        )


def _breaks(is_line: Bools, group: Ints) -> Ints:
    """Return how many line breaks stand before each block: one within a list, a table or the lines of a paragraph."""
    same = (group > 0) & (group == np.append(0, group[:-1]))
    breaks = np.where(is_line | same, 1, 2)
    breaks[:1] = 0
    return breaks


def _behind(breaks: int, text: str) -> str:
    return "\n" * breaks + text


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


_STARTS: Final[dict[str, Callable[[_Builder, str, Mapping[str, str]], None]]] = {
    **dict.fromkeys(tags.INLINE, _Builder.start_inline),
    **dict.fromkeys(tags.UNSEEN, _Builder.start_unseen),
    **dict.fromkeys(tags.CELLS, _Builder.start_cell),
    **dict.fromkeys(tags.VERBATIM, _Builder.start_verbatim),
    "a": _Builder.start_anchor,
    "time": _Builder.start_time,
    **dict.fromkeys(tags.IMAGES, _Builder.start_image),
    "source": _Builder.start_choice,
    "br": _Builder.line_break,
    "title": _Builder.start_title,
    "meta": _Builder.start_meta,
    "link": _Builder.start_link,
    "html": _Builder.start_page,
    "noframes": _Builder.start_noframes,
}
"""What takes the beginning of an element; all others begin a block."""
