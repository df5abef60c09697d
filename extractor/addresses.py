"""Where links lead and images are."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from extractor.expression import expression

_CONTROL: Final = expression(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SCHEME: Final = expression(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINKED: Final = frozenset(("http", "https", "ftp", "mailto", "tel"))
_SHOWN: Final = frozenset(("http", "https"))


def resolve(target: str, kind: str, base: str | None) -> str | None:
    """Return the address of a link or an image; None if that is nowhere or not to be followed.

    ``base``: address of the page, if it is known.
    """
    found = _CONTROL.sub("", target).strip()  # browsers do not see most of them, and no address needs the rest
    try:
        found = urljoin(base, found) if base and found else found
    except ValueError:
        return None
    scheme = _SCHEME.match(found)
    if not found or (scheme and scheme[1].lower() not in (_SHOWN if kind == "image" else _LINKED)):
        return None
    return found


def joined(base: str, target: str) -> str:
    """Return an address of a page that has a ``base`` element ("": none); "" and what cannot be joined stay."""
    try:
        return urljoin(base, target.strip()) if base and target else target
    except ValueError:
        return target


def host_of(address: str | None) -> str | None:
    """Return the host of an address; None if there is none or it cannot be read."""
    try:
        return urlsplit(address).hostname if address else None
    except ValueError:
        return None
