"""What the attributes of HTML's elements say beside their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "src")  # src is a stand-in while a page loads
_MIN_SIDE: Final = 50  # pixels: a smaller image is an icon or a spacer
_MAX_DIGITS: Final = 9


def picture(attributes: Mapping[str, str]) -> str:
    """Return the address of an image, "" of an icon, a spacer or a stand-in."""
    if min(whole(attributes.get(side), _MIN_SIDE) for side in ("width", "height")) < _MIN_SIDE:
        return ""
    sources = (attributes.get(name, "") for name in _SOURCES)
    return next((source for source in sources if source and not source.startswith("data:")), "")


def whole(value: str | None, default: int) -> int:
    """Return the number that an attribute holds."""
    return int(value) if value and value.isdecimal() and len(value) <= _MAX_DIGITS else default
