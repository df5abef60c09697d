"""Document -> passages: the kept blocks with the lists, quotes and tables around them and the markup in them.

Only what is kept is looked at, so a passage costs microseconds; what Markdown makes of them is in ``render``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from extractor import tags
from extractor.characters import Bools
from extractor.clean import clean, clean_lines
from extractor.document import KINDS, Document
from extractor.expression import expression
from extractor.images import Shown
from extractor.markup import INLINES, Markup
from extractor.passage import Passage, Place, Span

_MAX_PLACES: Final = 12  # places within each other that are told apart; parsers of Markdown give up at 20
_MAX_HEADING: Final = 3  # blocks of a heading: an element with more has not been closed
_CONTAINERS: Final = tags.ITEMS | {"blockquote", "ul", "ol", "menu", "dl"}
_PARAGRAPH, _CODE, _ROW = (KINDS.index(kind) for kind in ("paragraph", "code", "table_row"))
_IMAGE, _CREDIT = INLINES.index("image"), INLINES.index("credit")
_EMPTY: Final = frozenset(("image", "cell"))  # inline markup that can be around nothing
_LANGUAGE: Final = expression(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|highlight-|brush:\s*|sourceCode\s+|src-)(?!none\b|default\b)([\w+#.]+)"
)
"""Class names that name the language of code, as the usual highlighters write them."""


def passages_of(document: Document, kept: Bools, images: Iterable[Shown]) -> tuple[Passage, ...]:
    """Return the kept blocks and the article's images among them in page order."""
    indices = np.flatnonzero(kept).tolist()
    if not indices:
        return ()
    between = joints(document, kept)
    if not document.markup:
        texts = (clean(document.block(index)) for index in indices)
        kinds = (KINDS[kind] for kind in document.kind[indices].tolist())
        return tuple(map(Passage, kinds, texts, between))
    reader = _Reader(document, document.markup)
    passages = {index: [reader.passage(index, joint)] for index, joint in zip(indices, between, strict=True)}
    for image in images:
        if not image.is_inner:
            block = passages.setdefault(image.block, [])
            block.insert(len(block) - bool(kept[image.block]), reader.image(image))
    return tuple(passage for index in sorted(passages) for passage in passages[index])


def joints(document: Document, kept: Bools) -> list[str]:
    """Return what stands in the text before each kept block, "" before the first.

    Pieces of one line keep their space, lines of a group (verse, list, table) their line break.
    """
    block = np.flatnonzero(kept)
    above, below = block[:-1], block[1:]
    is_split = document.line[above] == document.line[below]
    is_grouped = (below == above + 1) & (document.gap[below] == 0) & (document.kind[below] != _PARAGRAPH)
    between = np.where(is_split, 0, np.where(is_grouped, 1, 2)).tolist()
    return ["", *((" ", "\n", "\n\n")[place] for place in between)]


class _Reader:
    """Reads the markup of a page at the places where something is kept."""

    def __init__(self, document: Document, markup: Markup) -> None:
        self.document, self.markup = document, markup
        columns = (document.start, document.end, document.kind, markup.element, markup.elements.parent)
        self.start, self.end, self.kind, self.element, self.parent = (list[int](column.tolist()) for column in columns)
        inlines = markup.inlines
        rows = (inlines.kind.tolist(), inlines.start.tolist(), inlines.end.tolist(), inlines.target, inlines.label)
        self.starts, self.inlines = rows[1], list(zip(*rows, strict=True))
        self.around: dict[int, tuple[tuple[Place, ...], Place | None]] = {0: ((), None)}
        self.count = 0

    def passage(self, index: int, joint: str) -> Passage:
        """Return a kept block."""
        kind, raw = self.kind[index], self.document.text[self.start[index] : self.end[index]]
        text = (clean_lines if kind == _CODE else clean)(raw)
        places = self.places(self.element[index], kind)
        spans = () if kind == _CODE else self._spans(index, raw, text)
        return Passage(KINDS[kind], text, joint, places, spans)

    # --- places

    def places(self, element: int, kind: int) -> tuple[Place, ...]:
        """Return the places of a block in an element; of a table only its rows know."""
        containers, leaf = self._around(element)
        if kind == _CODE and (leaf is None or leaf.tag != "pre"):  # nested too deeply to have an element
            leaf = self._place("pre")
        if leaf is None or (leaf.tag == "table") != (kind == _ROW):
            return containers
        return (*containers, leaf)

    def _around(self, element: int) -> tuple[tuple[Place, ...], Place | None]:
        """Return the containers around an element, and the heading, preformatted text or table it stands in directly.

        Every element is looked at once, whatever the depth.
        """
        path: list[int] = []
        while element not in self.around:
            path.append(element)
            element = self.parent[element]
        containers, leaf = self.around[element]
        for inner in reversed(path):
            tag = self.markup.elements.tag[inner]
            if tag in _CONTAINERS:
                leaf = None
                if tag in tags.ITEMS and containers and containers[-1].tag in tags.ITEMS:
                    containers = containers[:-1]  # an item that has not been closed
                if len(containers) < _MAX_PLACES:
                    containers = (*containers, self._place(tag, self.markup.elements.number.get(inner)))
            elif tag in ("pre", "table"):
                leaf = self._place(tag, self._language(inner) if tag == "pre" else None)
            elif tag in tags.HEADINGS and self._size(inner) <= _MAX_HEADING:
                leaf = self._place(tag)
            self.around[inner] = containers, leaf
        return containers, leaf

    def _place(self, tag: str, note: object = None) -> Place:
        self.count += 1
        return Place(tag, self.count, "" if note is None else str(note))

    def _size(self, element: int) -> int:
        return int(self.markup.elements.last[element] - self.markup.elements.first[element])

    def _language(self, element: int) -> str:
        """Return the language of preformatted text from the class names in, at and around it, nearest first."""
        elements, above = self.markup.elements, self.parent[element]
        first = int(elements.first[element])
        inner = self.markup.names[first] if self._size(element) else ""
        for names in (inner, elements.names[element], elements.names[above], elements.names[self.parent[above]]):
            if found := _LANGUAGE.search(names):
                return found[1]
        return ""

    # --- inline markup

    def _spans(self, index: int, raw: str, text: str) -> tuple[Span, ...]:
        start = self.start[index]
        rows = slice(bisect_left(self.starts, start), bisect_right(self.starts, self.end[index]))
        is_row = self.kind[index] == _ROW
        spans = [
            Span(INLINES[kind], begin - start, end - start, target, label)
            for kind, begin, end, target, label in self.inlines[rows]
            if self._is_inner(kind, target, is_later=begin > start or is_row)
        ]
        return tuple(spans if raw == text or not spans else _moved(spans, raw, text))

    @staticmethod
    def _is_inner(kind: int, target: str, *, is_later: bool) -> bool:
        """Whether inline markup is part of its block: an image before the text is one of its own."""
        return kind != _CREDIT and (kind != _IMAGE or (bool(target) and is_later))

    # --- images

    def image(self, shown: Shown) -> Passage:
        """Return an image that stands on its own."""
        inlines, row = self.markup.inlines, shown.row
        text = " ".join(filter(None, (shown.caption.text, shown.caption.credit))) if shown.caption else ""
        image = Span("image", 0, 0, inlines.target[row], inlines.label[row])
        return Passage("image", text, "", self._around(int(inlines.element[row]))[0], (image,))


def _moved(spans: list[Span], raw: str, text: str) -> Iterator[Span]:
    """Yield the spans of a block moved to where they stand in its cleaned text, which differs by white space alone."""
    cuts = sorted({offset for span in spans for offset in (span.start, span.end)})
    solid, count = {}, 0
    for above, cut in pairwise([0, *cuts]):
        count += len("".join(clean(raw[above:cut]).split()))
        solid[cut] = count
    places = [place for place, character in enumerate(text) if not character.isspace()]
    starts, ends = [*places, len(text)], [0, *(place + 1 for place in places)]
    for span in spans:
        start, end = starts[solid[span.start]], ends[solid[span.end]]
        if start < end or span.kind in _EMPTY:
            yield Span(span.kind, start, max(start, end), span.target, span.label)
