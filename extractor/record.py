"""The header of a web archive record, which tools leave above the text of a page."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"\W{0,20}(?:WARC|HTTP)/\d(?:\.\d)?\b[^\r\n]*(?:\r?\n[A-Za-z][\w-]*:[^\r\n]*)+")


def record_header(text: str) -> int:
    """Return where the header (WARC, HTTP) with which a text begins ends, 0 without one: its date is no page's."""
    found = _HEADER.match(text)
    return found.end() if found else 0
