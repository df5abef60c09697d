"""The article as it was marked up: its passages, the places they stand in and the inline markup in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A list, an item, a quote or the like in which passages stand.

    ``tag``: its element: blockquote, ul, ol, menu, dl, li, dt, dd, h1 to h6, pre, table. ``index``: tells the places of
    an article apart, so two passages with the same place stand in the same item, quote, table. ``note``: the number
    of an item of a numbered list, the language of code, else "".
    """

    tag: str
    index: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Inline markup of ``text[start:end]`` of a passage.

    ``kind``, ``target``, ``label``: as in ``markup.Inlines``; an image stands between two characters.
    """

    kind: str
    start: int
    end: int
    target: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A kept block of the page, or an image that stands between the kept blocks.

    ``kind``: one of ``document.KINDS``, or "image". ``text``: one line, but for code; of an image its caption, which is
    no part of ``Article.text``. ``joint``: what stands before it in ``Article.text``: a blank line, a line break
    (lines of a group), a space (pieces of one line), or nothing (the first one; images). ``places``: what it stands
    in, outermost first; a heading, preformatted text or table is the last. ``spans``: in the order of their starts.

    ``Article.text`` is ``joint + text`` of all passages that are no image, without the white space around it.
    """

    kind: str
    text: str
    joint: str
    places: tuple[Place, ...] = ()
    spans: tuple[Span, ...] = ()
