"""Texts that stand twice, in one line or in two: the description of a picture and its caption in flat text."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.document import KINDS, Document, Evidence

_MIN_SAID: Final = 12  # characters: shorter ones are refrains and names
_MAX_SAID: Final = 600  # as a caption of 80 words is long
_MIN_VARIED: Final = 8  # different ones: fewer are rows of signs
_MIN_CAPTION, _MAX_CAPTION = 5, 40  # words of a sentence that two lines say
_MAX_CREDIT: Final = 60  # characters behind it in one of the two
_MAX_CREDIT_WORDS: Final = 8
_PLAIN: Final = (KINDS.index("paragraph"), KINDS.index("line"))


def said_twice(line: str) -> str:
    """Return the text that a line says twice, "" without one.

    "Crane over the quay. Crane over the quay.": so stands a picture in flat text whose description is its caption, too,
    and a link that holds a picture and a title. Of 419 such lines of the labelled pages that the scores keep, 19 are in
    the gold text (docs/adr/0029). The text has 12 characters or more.
    """
    line = line.strip()
    half = len(line) // 2
    if not _MIN_SAID <= half <= _MAX_SAID or "\t" in line:
        return ""
    first, second = line[: len(line) - half].rstrip(), line[half:].lstrip()
    if len(first) != len(second) or first[-1] != second[-1]:  # most lines
        return ""
    first_letters = first.lower()
    return first if first_letters == second.lower() and len(set(first_letters)) >= _MIN_VARIED else ""


def said_again(document: Document, evidence: Evidence) -> list[int]:
    """Return the sentences of flat text that the next line says again, a credit at most behind one of the two.

    Of 79 such lines of the labelled articles that the scores keep, 14 are in the gold text (docs/adr/0029); elsewhere
    they can be parts of a list.
    """
    facts, size = evidence, evidence.size
    is_plain = np.isin(document.kind, _PLAIN) & (facts.card == NONE) & (size > 0)
    is_caption = is_plain & facts.ends_sentence & (size >= _MIN_CAPTION) & (size <= _MAX_CAPTION)
    is_above = is_caption[:-1] & is_plain[1:] & (size[1:] <= _MAX_CAPTION + _MAX_CREDIT_WORDS)
    found = () if document.markup else np.flatnonzero(is_above).tolist()
    return [index for index in found if _is_copy(document.block(index), document.block(index + 1))]


def _is_copy(one: str, other: str) -> bool:
    short, long = sorted((one.strip().lower(), other.strip().lower()), key=len)
    return long.startswith(short) and len(long) <= len(short) + _MAX_CREDIT and not short.endswith("?")
