"""The marks of Markdown and of text browsers in a line, and the label before a title, which are no part of a value."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.data import load
from extractor.expression import expression

_LINK: Final = expression(r"\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)")
_NUMBER: Final = expression(r"(?<!\w)\[\d{1,3}\](?=[^\W\d_])")  # of a link, as text browsers have it before its words
_AROUND: Final = expression(r"([*_]{1,3})(?=\S)([^*_]*[^\s*_])\1")
_STRONG: Final = expression(r"(?<!\S)\*\*(?=\S)([^*]*[^\s*])\*\*(?!\w)")
_HEADING: Final = expression(r"#{1,6}\s+(.*)", re.DOTALL)
_QUOTED: Final = expression(r"\"([^\"]+)\"|'([^']+)'|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»")


def without_marks(text: str) -> str:
    """Return a line without marks of Markdown ("**By [Ann Lee](/ann)**") and numbers of links ("[3]Ann Lee")."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "[" in text:
        text = _NUMBER.sub("", text)
    if around := _AROUND.fullmatch(text.strip()):
        text = around[2]
    return _STRONG.sub(r"\1", text) if "**" in text else text


def without_label(text: str) -> str:
    """Return a title without a word like "Title:" or the mark of a heading before it, and the quotes behind a label."""
    heading = _HEADING.fullmatch(text)
    text = without_marks(heading[1] if heading else text)
    label = _label().match(text)
    if not label:
        return text
    rest = text[label.end() :]
    quoted = _QUOTED.fullmatch(rest)
    return next(filter(None, quoted.groups())) if quoted else rest


@cache
def _label() -> re.Pattern[str]:
    """Match a word like "Title" with its colon, before other words."""
    listed = "|".join(map(re.escape, load("stated")["title_labels"]))
    return expression(rf"(?:{listed})\s?[:：]\s*(?=\S)", re.IGNORECASE)
