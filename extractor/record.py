"""The header of a web archive record, which tools leave above the text of a page."""

from __future__ import annotations

from typing import Final

from extractor.expression import expression

_HEADER: Final = expression(r"\W{0,20}(?:(?:WARC|HTTP)/\d(?:\.\d)?\b[^\r\n]*(?:\r?\n[A-Za-z][\w-]*:[^\r\n]*)+\s*)+")


def record_header(text: str) -> int:
    """Return where the page begins behind the headers (WARC, HTTP) of its record, 0 without one.

    Their dates say when the page was fetched.
    """
    found = _HEADER.match(text)
    return found.end() if found else 0
