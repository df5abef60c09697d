"""Regular expressions that are compiled when they are first used: a page needs few of all that the package has."""

from __future__ import annotations

import re
from typing import Any, Final, cast

QUOTES: Final = "\"'’‘”“»«›‹"
"""Signs that can close a quotation, one or the other by language: German has „so“ and »so«. Some open one elsewhere."""


class Expression:
    """Stands for a compiled pattern and has what that has, taken from it once."""

    def __init__(self, text: str, flags: int) -> None:
        """Take what ``re.compile`` takes."""
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)  # compiled once: ``re`` remembers it
        setattr(self, name, value)
        return value


def expression(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression; an error in it shows when it is first used."""
    return cast("re.Pattern[str]", Expression(text, flags))
