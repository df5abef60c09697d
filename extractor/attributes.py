"""What the attributes of HTML's elements say beside their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from extractor.data import load
from extractor.expression import expression

MAX_NAMES: Final = 500
"""Characters of class, id, role and itemprop that are kept of an element."""

BESIDE: Final = frozenset(("apart", "icon"))
"""Roles of what stands beside the article: pictures in it are none of its own (see ``picture_roles``)."""

NAME_JOINT: Final = expression(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z\n]+")
"""What stands between two words of a class name: "postContent main-2" -> post, content, main."""

_OF_OTHERS: Final = expression(r"\[[^\]\s]*\]")  # "[&_.tooltip]:hidden" is said of elements within

MIN_NAME: Final = 2
"""Letters of the shortest word of a class name that counts."""

_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")  # src is a stand-in until it loads
_SETS: Final = ("data-srcset", "srcset")
_CHOICE: Final = expression(
    r"([^\s,]\S*[^\s,])(?:\s+(\d{1,6})\S*)?\s*(?:,|$)"
)  # of a srcset: address, width or density
_FIXED: Final = ("", "fixed", "fixed-height")  # layouts in which width and height are pixels
_MIN_SIDE: Final = 50  # pixels: a smaller image is an icon or a spacer
_MAX_DIGITS: Final = 9

IMAGE_ATTRIBUTES: Final = (*_SOURCES, *_SETS, "alt", "class", "width", "height", "layout")
"""Attributes that say what an image shows (see ``picture``)."""


def name_words(names: str) -> list[str]:
    """Return the distinct words of class names and ids, in lower case."""
    return sorted({word.lower() for word in NAME_JOINT.sub(" ", names).split() if len(word) >= MIN_NAME})


@cache
def _role_words() -> dict[str, str]:
    """Return the words of class names that say what an element is to a picture, each with its role."""
    return {word: role for role, listed in load("pictures")["roles"].items() for word in listed}


@lru_cache(4096)  # pages repeat their class names
def picture_roles(names: str) -> frozenset[str]:
    """Return what class names make of an element: caption, credit, picture, gallery, icon, apart from the article."""
    known, words = _role_words(), name_words(names)
    found = frozenset(known[word] for word in words if word in known)
    return found if "negation" not in found else frozenset()


@lru_cache(4096)
def box_called(names: str) -> str | None:
    """Return the kind of box (see ``data/boxes.json``) that class names, ids and roles call their element, if any.

    None if one of the words says something else: "has-tooltip", "js-popup-trigger", "section level2 dialogs".
    """
    boxes, words = load("boxes"), set(name_words(_OF_OTHERS.sub(" ", names)))
    kinds = (kind for kind, called in boxes["kinds"].items() if not words.isdisjoint(called))
    return next(kinds, None) if words.isdisjoint(boxes["unless"]) else None


@cache
def boxes_called() -> tuple[str, ...]:
    """Return the words of class names that call an element a box of any kind, without those that hold another."""
    return _stems([word for called in load("boxes")["kinds"].values() for word in called])


@cache
def captions_called() -> tuple[str, ...]:
    """Return the words of class names that call an element a caption, without those that hold another."""
    return _stems(load("pictures")["roles"]["caption"])


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    """Return words without those that hold another of them."""
    return tuple(word for word in words if not any(other in word for other in words if other != word))


def picture(attributes: Mapping[str, str], offered: str = "") -> str:
    """Return the address of an image, "" of an icon, a spacer or a stand-in.

    ``offered``: the choice of addresses (``srcset``) that its ``picture`` element gives.
    """
    is_small = any(_whole(attributes.get(side), _MIN_SIDE) < _MIN_SIDE for side in ("width", "height"))
    if is_small and attributes.get("layout", "") in _FIXED:
        return ""
    if "icon" in picture_roles(attributes.get("class", "")):
        return ""
    for name in _SOURCES:
        source = attributes.get(name)
        if source and not _is_stand_in(source):
            return source
    choices = next(filter(None, map(attributes.get, _SETS)), offered)
    return _largest(choices)


def _largest(choices: str) -> str:
    """Return the address of the largest image of a ``srcset``."""
    found = [(int(width or 1), address) for address, width in _CHOICE.findall(choices)]
    return max(found, key=lambda choice: choice[0])[1] if found else ""


def _is_stand_in(source: str) -> bool:
    """Whether an address is that of an empty image, which is shown until the right one is there."""
    if source.startswith("data:"):
        return True
    stem = source.partition("?")[0].rpartition("/")[2].partition(".")[0]
    return stem.lower() in load("pictures")["stand_in"]


def _whole(value: str | None, default: int) -> int:
    """Return the number that an attribute holds."""
    return int(value) if value and value.isdecimal() and len(value) <= _MAX_DIGITS else default
