"""What HTML's elements mean for the text of a page."""

from __future__ import annotations

from typing import Final, NamedTuple

from extractor.document import KINDS

UNSEEN: Final = frozenset(
    (
        "script",
        "style",
        "template",
        "svg",
        "select",
        "datalist",
        "iframe",
        "audio",
        "video",
        "canvas",
        "annotation",
        "annotation-xml",
    )
)
"""Elements whose text a browser does not show as text of the page."""

INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
        *("maction", "math", "menclose", "merror", "mfenced", "mfrac", "mglyph", "mi", "mlabeledtr", "mmultiscripts"),
        *(
            "mn",
            "mo",
            "mover",
            "mpadded",
            "mphantom",
            "mprescripts",
            "mroot",
            "mrow",
            "ms",
            "mspace",
            "msqrt",
            "mstyle",
        ),
        *("msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics"),
    )
)
"""Elements that do not begin a line of their own (HTML Standard, section 15.3); what is not known begins one."""

MARKED: Final = {
    "a": "link",
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
"""Inline elements whose markup is kept, and as what (see ``markup.INLINES``)."""

LOOSE: Final = frozenset(("a", "span", "label", "time", "small", "abbr", "cite", "data", "mtd", "mtr"))
"""Inline elements that style sheets (or MathML) set apart: two in a row without white space are two words, not one."""

VERBATIM: Final = frozenset(("pre", "textarea", "listing", "xmp"))
"""Elements whose white space is kept."""

CODE_LINES: Final = frozenset(("div", "ol", "li"))
"""Elements that are lines of code where they stand in ``pre`` and ``code``."""

IMAGES: Final = frozenset(("amp-img", "amp-anim"))
"""Images that begin a block of their own."""

APART: Final = frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "textarea", "listing", "xmp", "table", "form", "blockquote"),
        *("figure", "figcaption", "article", "aside", "footer", "header", "main", "nav", "section"),
    )
)
"""Elements that are no part of a line: a row with one of them is none of data, it sets out a page."""

HEADERS: Final = frozenset(("th",))
CELLS: Final = frozenset(("td", *HEADERS))
ITEMS: Final = frozenset(("li", "dt", "dd"))
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINES: Final = HEADINGS | {"p"}
"""Elements that hold a line: one that no standard knows (`<glossary-term>`, `<st1:place>`) is part of it."""

PHRASES: Final = frozenset(("button", "source"))
"""Elements that are part of such a line too, though the standard knows them."""

SIGNED: Final = HEADINGS | {"dt"}
"""Elements whose links to themselves are no part of their text: signs (¶, #) that lead to a place of the page."""

KIND_OF: Final = {
    **dict.fromkeys(HEADINGS, KINDS.index("heading")),
    **dict.fromkeys(ITEMS, KINDS.index("list_item")),
    "tr": KINDS.index("table_row"),
    "pre": KINDS.index("code"),
}
"""Elements that say what kind of block their text is; all others are paragraphs."""

ROW_GROUPS: Final = frozenset(("tbody", "thead", "tfoot"))
GROUPS: Final = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",), "tr": ("table", *ROW_GROUPS)}
"""Elements whose blocks stand without blank lines between them, and what they stand in."""


class Rows(NamedTuple):
    """What the rows of a table of data hold at most; a table with longer ones and no header sets out a page.

    ``line``: characters of a block, where the table has no header. ``blocks``: for each cell, where it has none;
    ``headed``: where it has one.
    """

    line: int
    blocks: int
    headed: int


ROWS: Final = Rows(line=160, blocks=4, headed=16)
