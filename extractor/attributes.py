"""What the attributes of HTML's elements say beside their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_NAMING: Final = ("class", "id", "role", "itemprop")
_MAX_NAMES: Final = 500  # characters of class names that are kept of an element
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "src")  # src is a stand-in while a page loads
_MIN_SIDE: Final = 50  # pixels: a smaller image is an icon or a spacer
_MAX_DIGITS: Final = 9


def names_of(attributes: Mapping[str, str]) -> str:
    """Return what an element calls itself: class, id, role and itemprop as written."""
    if not attributes:
        return ""
    names = attributes.get("class", "")
    if "id" in attributes or "role" in attributes or "itemprop" in attributes:
        names = " ".join([attributes[name] for name in _NAMING if name in attributes])
    return names[:_MAX_NAMES]


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element hides itself."""
    return bool(attributes) and (
        "hidden" in attributes or ("style" in attributes and bool(_HIDDEN.search(attributes["style"])))
    )


def picture(attributes: Mapping[str, str]) -> str:
    """Return the address of an image, "" of an icon, a spacer or a stand-in."""
    for side in ("width", "height"):
        if whole(attributes.get(side), _MIN_SIDE) < _MIN_SIDE:
            return ""
    for name in _SOURCES:
        source = attributes.get(name)
        if source and not source.startswith("data:"):
            return source
    return ""


def whole(value: str | None, default: int) -> int:
    """Return the number that an attribute holds."""
    return int(value) if value and value.isdecimal() and len(value) <= _MAX_DIGITS else default
