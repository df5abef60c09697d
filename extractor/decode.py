"""Bytes or str -> text: which encoding, is it text at all, and is it markup?"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from extractor.document import Source

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_BROKEN: Final = 0.02
"""Share of characters that may be undecodable in a text that is still called UTF-8: a cut or mixed file, not another
encoding."""

_SAMPLE: Final = 100_000  # characters looked at to tell text from binary data
_MAX_CONTROL: Final = 0.05  # share of control and replacement characters in text
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_HEAD: Final = 2_000  # characters in which markup shows itself
_MARKUP: Final = re.compile(
    r"\s*(?:<\?xml\b|<!--|<!doctype\s+html|<html\b|<head\b|<body\b)|<(?:div|p|article|main|section|table|span|a|br|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(r"</(?:div|p|article|main|section|table|span|a|h[1-6]|body|html)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text. ``encoding``: None for a str. ``problem``: what was wrong with the bytes, if anything."""

    text: str
    encoding: str | None
    problem: str | None


def decode(source: str | bytes) -> Decoded:
    """Decode a page. Never fails: bytes that no encoding explains become U+FFFD and are reported.

    A UTF-8 byte order mark stays in the text, so that offsets are those of ``source.decode()``.
    """
    if isinstance(source, str):
        return Decoded(source, None, None)
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return _decoded(source, encoding)
    try:
        return Decoded(source.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError:
        pass
    lenient = _decoded(source, "utf-8")
    broken = lenient.text.count("\ufffd")
    if broken <= _MAX_BROKEN * len(lenient.text) or is_binary(source[:_SAMPLE].decode("latin-1")):
        return lenient
    return _decoded(source, _detect(source))


def _decoded(source: bytes, encoding: str) -> Decoded:
    text = source.decode(encoding, "replace")
    broken = text.count("\ufffd")
    return Decoded(text, encoding, f"{broken} undecodable bytes" if broken else None)


def _detect(source: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8 (bs4 takes 80 ms to import, so only when it is needed)."""
    from bs4.dammit import UnicodeDammit

    return UnicodeDammit(source[:_SAMPLE], is_html=True).original_encoding or "windows-1252"


def is_binary(text: str) -> bool:
    """Whether this is no text but decoded binary data: it is full of control or replacement characters."""
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > _MAX_CONTROL * max(len(sample), 1)


def source_of(text: str) -> Source:
    """Tell markup from flat text: a document head, or a tag that is opened and one that is closed, near the start."""
    found = _MARKUP.match(text) or (_MARKUP.search(text, 0, _HEAD) and _CLOSING.search(text))
    return "html" if found else "text"
