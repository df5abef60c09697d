"""Bytes or str -> text: which encoding, is it text at all, and is it markup?"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractor.document import Source
from extractor.expression import expression
from extractor.record import record_header

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LABELS: Final = {
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "latin1", "latin-1", "iso8859-1"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949"),
    "big5": "big5hkscs",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "maccyrillic": "windows-1251",  # what detectors take the far more common encoding for
}
"""Encodings that browsers read as a larger one (Encoding Standard, section 4.2)."""

_MAX_BROKEN: Final = 0.02
"""Share of characters that may be undecodable in the encoding that a page declares: a mixed or cut file."""

_MIN_SURE: Final = 0.3  # confidence of a detected encoding; the Web's oldest default where it is lower
_SAMPLE: Final = 100_000  # characters looked at to tell text from binary data
_MAX_CONTROL: Final = 0.05  # share of control and replacement characters in text
_BEYOND_ASCII: Final = expression(r"[^\x00-\x7f]")
_CONTROLS: Final = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_HEAD: Final = 2_000  # characters in which markup shows itself
_MARKUP: Final = expression(r"\s*(?:<\?xml\b|<!--|<!doctype\s+html|<html\b|<head\b|<body\b)", re.IGNORECASE)
_TAG: Final = expression(r"<(?:/?[a-z][a-z0-9-]*\b[^<>]*|!--[^<>]*--|!doctype[^<>]*)>", re.IGNORECASE)
_OPENING: Final = expression(
    r"<(?:div|p|article|main|section|table|span|a|br|img|h[1-6]|html|head|body)\b[^<>]*>", re.IGNORECASE
)
_TAGGED_LINES: Final = 0.5  # share of lines that begin or end with a tag: a text that shows markup has fewer
_TAG_CHARACTERS: Final = 0.3  # share of the characters that are tags, where all is one line
_CLOSING: Final = expression(r"</(?:div|p|article|main|section|table|span|a|h[1-6]|body|html)\s*>", re.IGNORECASE)


class Decoded(NamedTuple):
    """A page as text. ``encoding``: None for a str. ``problem``: what was wrong with the bytes, if anything."""

    text: str
    encoding: str | None
    problem: str | None


def decode(source: str | bytes, charset: str | None = None) -> Decoded:
    """Decode a page. Never fails: bytes that no encoding explains become U+FFFD and are reported.

    ``charset``: what the HTTP header names; it goes before what the page declares. A UTF-8 byte order mark stays in the
    text, so that offsets are those of ``source.decode()``.
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
    if is_binary(source[:_SAMPLE].decode("latin-1")):
        return lenient
    for stated in _stated(source, charset):
        found = _decoded(source, stated)
        if found.text.count("\ufffd") <= _MAX_BROKEN * len(found.text):
            return found
    return lenient if _is_mostly_utf8(lenient.text) else _decoded(source, _detect(source))


def _decoded(source: bytes, encoding: str) -> Decoded:
    text = source.decode(encoding, "replace")
    broken = text.count("\ufffd")
    return Decoded(text, encoding, f"{broken} undecodable bytes" if broken else None)


def _stated(source: bytes, charset: str | None) -> Iterator[str]:
    """Yield the encodings that the HTTP header and the page name."""
    yield from filter(None, [_known(charset or "")])
    yield from filter(None, [_declared(source)])


def _declared(source: bytes) -> str | None:
    """Return the encoding that a meta element or an XML declaration names, wherever it stands."""
    from bs4.dammit import EncodingDetector  # 80 ms, so only for bytes that are not UTF-8

    label = EncodingDetector.find_declared_encoding(source, is_html=True, search_entire_document=True)
    return _known(label) if label else None


def _known(label: str) -> str | None:
    """Return the name of the encoding that a label stands for on the Web, None if there is no such encoding."""
    name = _LABELS.get(label.strip().lower(), label.strip())
    try:
        b"a".decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):  # unknown, no encoding of text, or not for this use
        return None


def _is_mostly_utf8(text: str) -> bool:
    """Whether more characters beyond ASCII were read than not: other encodings are rarely valid UTF-8 by chance."""
    broken = text.count("\ufffd")
    return len(_BEYOND_ASCII.findall(text)) - broken >= broken


def _detect(source: bytes) -> str:
    """Guess the encoding of bytes that are not UTF-8 and do not say what they are."""
    import chardet

    guess = chardet.detect(source[:_SAMPLE])
    sure = guess["encoding"] and (guess["confidence"] or 0) >= _MIN_SURE
    return (_known(str(guess["encoding"])) if sure else None) or "windows-1252"


def is_binary(text: str) -> bool:
    """Whether this is no text but decoded binary data: it is full of control or replacement characters."""
    sample = text[:_SAMPLE]
    encoded = sample.encode("utf-8", "replace")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    return controls + sample.count("\ufffd") > _MAX_CONTROL * max(len(sample), 1)


def source_of(text: str) -> Source:
    """Tell markup from flat text that may quote tags.

    Markup has a document head, or begins with a tag, or most of what stands near its start is tags.
    """
    begin = record_header(text)
    if _MARKUP.match(text, begin):
        return "html"
    start = text[begin : begin + _HEAD].strip("\ufeff \t\r\n\0")
    if _TAG.match(start) and ("</" in text or len(_OPENING.findall(start)) > 1):
        return "html"
    is_markup = _OPENING.search(start) and _CLOSING.search(text, begin) and _is_dense(start)
    return "html" if is_markup else "text"


def _is_dense(start: str) -> bool:
    """Whether tags are so many that they are not only quoted."""
    lines = [line.strip() for line in start.splitlines() if line.strip()]
    if len(lines) == 1:
        return sum(len(tag) for tag in _TAG.findall(start)) >= _TAG_CHARACTERS * len(start)
    tagged = sum(bool(_TAG.match(line) or _TAG.fullmatch(line, max(line.rfind("<"), 0))) for line in lines)
    return tagged >= _TAGGED_LINES * len(lines)
