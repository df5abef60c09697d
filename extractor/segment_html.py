"""HTML -> Document: the text of a page as blocks, in one pass; the last place that sees a tag.

``Document.text`` is the text that a reader sees (and what noscript or hidden elements hold), a line a block, the
``<title>`` first; offsets point into it. The page is read by compiled code that follows the HTML Standard where that
matters for text (see ``native/reader.h``); what elements mean for a text is said in ``tags`` and ``attributes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html.entities import html5
from typing import Any, Final

import numpy as np

from extractor import tags
from extractor.addresses import joined
from extractor.attributes import IMAGE_ATTRIBUTES, MAX_NAMES, picture, picture_roles
from extractor.document import KINDS, MAX_BLOCKS, Document
from extractor.markup import INLINES, Elements, Head, Inlines, Markup, Stamp
from extractor.native.reader import (
    IS_APART,
    IS_CELL,
    IS_CODE_LINE,
    IS_HEADER,
    IS_IMAGE,
    IS_INLINE,
    IS_LINE,
    IS_LOOSE,
    IS_PHRASE,
    IS_ROW_GROUP,
    IS_SIGNED,
    IS_UNSEEN,
    IS_VERBATIM,
    ROWS,
    Columns,
    Meaning,
    Vocabulary,
    read,
)
from extractor.streamed import in_place

_MAX_NAMED: Final = 3  # inline elements of a block whose class names are kept
_MAX_TARGET: Final = 10_000  # characters of an address: images can be inside theirs
_CURRENCIES: Final = "$€£¥₹"
_LINK, _IMAGE, _CREDIT, _CELL = map(INLINES.index, ("link", "image", "credit", "cell"))


def segment_html(html: str) -> Document:
    """Read a page of markup, however broken. Linear in its length; never fails.

    At most ``MAX_BLOCKS`` blocks are made; what comes after them stands at the end of ``Document.text``.
    """
    source = html.removeprefix("\ufeff").encode("utf-8", "replace").replace(b"\x00", b"")
    page = read(_vocabulary(), in_place(source), MAX_BLOCKS)
    start, end, kind, gap, element = page.blocks
    links = tuple([(name, joined(page.base, address)) for name, address in _in_lower_case(page.links)])
    head = Head(_in_lower_case(page.metas), links, page.data, page.language or None)
    stamps = tuple([Stamp(*stamp) for stamp in page.stamps])
    markup = Markup(
        _elements(page), element, page.block_names, _inlines(page), head, stamps, page.tally, shown=len(start)
    )
    return Document(page.text, "html", start, end, kind, gap, np.arange(len(start)), markup)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(**known())


def known() -> dict[str, Any]:
    """Return what is known before a page is read, as ``Vocabulary`` takes it."""
    return {
        "meanings": _meanings(),
        "attributes": IMAGE_ATTRIBUTES,
        "references": html5,
        "kinds": (KINDS.index("line"), KINDS.index("code")),
        "marks": (_CELL, _IMAGE, _CREDIT, INLINES.index("code")),
        "limits": (MAX_NAMES, _MAX_TARGET, _MAX_NAMED, *tags.ROWS),
        "currencies": _CURRENCIES,
    }


def _meanings() -> dict[str, Meaning]:
    """Return what each element means for the text of a page."""
    flags = {IS_INLINE: tags.INLINE, IS_UNSEEN: tags.UNSEEN, IS_LOOSE: tags.LOOSE, IS_VERBATIM: tags.VERBATIM}
    flags |= {IS_IMAGE: tags.IMAGES, IS_CELL: tags.CELLS, IS_HEADER: tags.HEADERS, IS_ROW_GROUP: tags.ROW_GROUPS}
    flags |= {IS_APART: tags.APART, IS_SIGNED: tags.SIGNED, IS_LINE: tags.LINES, IS_PHRASE: tags.PHRASES}
    flags[IS_CODE_LINE] = tags.CODE_LINES
    groups = list(dict.fromkeys(tags.GROUPS.values()))
    names = set().union(*flags.values(), tags.KIND_OF, tags.MARKED, tags.GROUPS, *groups)
    return {
        name: Meaning(
            flags=sum(flag for flag, named in flags.items() if name in named),
            kind=tags.KIND_OF.get(name, 0),
            mark=INLINES.index(tags.MARKED[name]) if name in tags.MARKED else -1,
            within=1 + groups.index(tags.GROUPS[name]) if name in tags.GROUPS else 0,
            holds=next((number for number, holders in enumerate(groups, 1) if name in holders), 0),
        )
        for name in sorted(names)
    }


def _in_lower_case(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return pairs with their names in lower case."""
    return tuple([(name.lower(), value) for name, value in pairs])


def _elements(page: Columns) -> Elements:
    parent, tag, first, last, hidden, number = page.elements
    names = tuple([page.tags[one] for one in tag.tolist()])
    numbers = {place: int(number[place]) for place in np.flatnonzero(number >= 0).tolist()}
    return Elements(parent, names, page.element_names, first, last, hidden > 0, numbers)


def _inlines(page: Columns) -> Inlines:
    """Put the runs of inline markup in order; of what calls itself something, credits are kept."""
    start, end, kind, element, image = page.runs
    order = np.lexsort((-end, start))
    columns = (order, kind[order], start[order], end[order], image[order])
    rows, said, last = [], [], 0
    for row, sort, first, behind, picture_number in zip(*map(np.ndarray.tolist, columns), strict=True):
        target, label = page.targets[row], ""
        if sort == _CREDIT:
            if first < last or "credit" not in picture_roles(target):
                continue  # in another one, or none
            target, last = "", behind
        elif sort == _IMAGE:
            target, label = _said(page.images[picture_number])
        elif sort == _CELL and picture_number > 0:
            label = f"{1 + picture_number % ROWS} {1 + picture_number // ROWS}"
        rows.append(row)
        said.append((joined(page.base, target) if sort in (_LINK, _IMAGE) else target, label))
    targets, labels = zip(*said, strict=True) if said else ((), ())
    return Inlines(kind[rows], start[rows], end[rows], targets, labels, element[rows])


def _said(image: Mapping[str, str]) -> tuple[str, str]:
    """Return the address of an image and the words that stand for it."""
    return picture(image, image.get("", ""))[:_MAX_TARGET], image.get("alt", "")
