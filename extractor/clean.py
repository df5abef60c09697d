"""Text as it is given to the user: white space folded, invisible characters gone, broken lines joined.

Only white space is ever added; every other character comes from the page, in its order.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.expression import expression

_INVISIBLE: Final = expression(
    r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Control characters, soft hyphens, zero-width spaces and direction marks. Joiners stay: Persian and Hindi spell with
them."""

_SPACE: Final = expression(r"[^\S ]\s*|\s{2,}")  # but a single space, which stays
_LINE_END: Final = expression(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CLOSES: Final = frozenset(",.;:!?)]}’”»%、。，．；：！？）」』】…،؛؟।۔")
_OPENS: Final = frozenset("([{“‘«¿¡（「『【")
UNSPACED: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\uffef"
"""Characters of scripts that are written without spaces, as ranges of a regular expression."""

NO_SPACES: Final = expression(f"[{UNSPACED}]")
"""Matches one of them."""


def clean(text: str) -> str:
    """Return a block's text on one line.

    Where a line was broken the pieces are joined by a space, but not before closing or after opening punctuation, nor
    between characters of scripts that are written without spaces.
    """
    if text.isprintable() and "  " not in text:  # nothing invisible, and no white space but single spaces
        return text.strip()
    visible = _INVISIBLE.sub("", text).strip()
    return _SPACE.sub(lambda found: _join(visible, found), visible)


def clean_lines(text: str) -> str:
    """Return a block whose lines and indents matter (code), without invisible characters."""
    return _INVISIBLE.sub("", text)


def _join(text: str, found: re.Match[str]) -> str:
    if not _LINE_END.search(found[0]):
        return " "
    before, after = text[found.start() - 1], text[found.end()]
    if after in _CLOSES or before in _OPENS:
        return ""
    return "" if NO_SPACES.match(before) and NO_SPACES.match(after) else " "
