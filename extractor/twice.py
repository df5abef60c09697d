"""Texts that stand twice, in one line or in two: the description of a picture and its caption in flat text."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools
from extractor.document import KINDS, Document, Evidence
from extractor.expression import QUOTES, expression

_MIN_WORDS: Final = 2  # of a text that stands twice
_MIN_SENTENCE: Final = 5  # of a sentence, or a part of one, with a space between: shorter ones are refrains
_MIN_LETTERS: Final = 12
_MAX_LETTERS: Final = 600  # of a caption of 80 words
_MIN_VARIED: Final = 8  # different letters: fewer are rows of signs
_MIN_CAPTION, _MAX_CAPTION = 5, 40  # words of a caption that stands in two lines
_MAX_CREDIT: Final = 60  # letters behind it in one of the two
_PLAIN: Final = (KINDS.index("paragraph"), KINDS.index("line"))  # items and rows can have equal cells
_QUESTION: Final = expression(rf"[?？؟][{QUOTES})\]]*$")
_SENTENCE: Final = expression(rf"[.!?…。！？؟۔][{QUOTES})\]]*$")


def said_twice(line: str) -> str:
    """Return the text that a line says twice, "" without one.

    "Crane and ferry at the quay. Crane and ferry at the quay.": so stands a picture in flat text whose description is
    its caption, too, and a link that holds a picture and a title. Of 433 such lines of the labelled pages that the
    scores keep, 20 are in the gold text (docs/adr/0029).
    """
    line = line.strip()
    half = len(line) // 2
    if not _MIN_LETTERS <= half <= _MAX_LETTERS or "\t" in line or (len(line) % 2 and not line[half].isspace()):
        return ""
    first, second = line[:half].rstrip(), line[len(line) - half :].lstrip()
    if len(first) != len(second) or first[-1] != second[-1]:  # most lines
        return ""
    is_said = first[-1].isalnum() or len(first) + len(second) == len(line)  # without a space only by a converter
    is_long = len(first.split()) >= (_MIN_WORDS if is_said else _MIN_SENTENCE)
    letters = first.lower()
    return first if is_long and letters == second.lower() and len(set(letters)) >= _MIN_VARIED else ""


def lines_said_twice(document: Document, evidence: Evidence) -> list[int]:
    """Return the blocks that say their text twice."""
    plain = np.flatnonzero(_is_plain(document, evidence)).tolist()
    return [index for index in plain if said_twice(document.block(index))]


def captions_again(document: Document, evidence: Evidence) -> list[int]:
    """Return the sentences of flat text that the next line says again, with a credit at most behind one of the two.

    Without a credit there are several such pairs: one alone is a paragraph that a converter has written twice, and what
    stands more often than twice is a refrain. Of 60 such lines of the labelled articles that the scores keep, 3 are in
    the gold text (docs/adr/0029); elsewhere they can be parts of a list.
    """
    size, is_plain = evidence.size, _is_plain(document, evidence)
    is_caption = is_plain & evidence.ends_sentence & (size >= _MIN_CAPTION) & (size <= _MAX_CAPTION)
    can_be = (is_caption[:-1] & is_plain[1:]) | (is_plain[:-1] & is_caption[1:])
    found = {}
    for index in () if document.markup else np.flatnonzero(can_be).tolist():
        short, long = sorted((index, index + 1), key=lambda place: len(document.block(place).strip()))
        rest = _behind(document.block(short).strip(), document.block(long).strip()) if is_caption[short] else None
        is_credit = evidence.credit[long] >= 0 or (rest is not None and not _SENTENCE.search(rest))
        if rest is not None and evidence.copies[short] <= 2 and is_credit:  # noqa: PLR2004
            found[index] = rest
    is_sure = len(found) > 1 or any(found.values()) or lines_said_twice(document, evidence)
    return list(found) if is_sure else []


def _is_plain(document: Document, evidence: Evidence) -> Bools:
    return np.asarray(np.isin(document.kind, _PLAIN) & (evidence.card == NONE), np.bool_)


def _behind(short: str, long: str) -> str | None:
    """Return what stands behind a text in a line that begins with it (None: it does not, or much, or it asks)."""
    is_copy = long.lower().startswith(short.lower()) and not _QUESTION.search(short)
    return long[len(short) :].strip() if is_copy and len(long) <= len(short) + _MAX_CREDIT else None
