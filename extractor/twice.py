"""Texts that stand twice, in one line or in two: the description of a picture and its caption in flat text."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools, Ints
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
_CALL: Final = expression(rf"[?？؟!！][{QUOTES})\]]*$")  # what is asked or called out is said again by people


def said_twice(line: str) -> str:
    """Return the text that a line says twice, "" without one.

    "Crane and ferry at the quay. Crane and ferry at the quay.": so stands a picture in flat text whose description is
    its caption, too, and a link that holds a picture and a title. Of 433 such lines of the labelled pages that the
    scores keep, 20 are in the gold text (docs/adr/0029). Two spaces between are those of two cells.
    """
    line = line.strip()
    half = len(line) // 2
    is_spaced = len(line) % 2 == 1
    if not _MIN_LETTERS <= half <= _MAX_LETTERS or "\t" in line or (is_spaced and not line[half].isspace()):
        return ""
    first, second = line[:half], line[len(line) - half :]
    if first[-1] != second[-1] or first.lower() != second.lower():  # most lines differ in their last letters
        return ""
    least = _MIN_SENTENCE if is_spaced and not first[-1].isalnum() else _MIN_WORDS
    is_text = len(first.split()) >= least and len(set(first.lower())) >= _MIN_VARIED
    return first if is_text and not _CALL.search(first) else ""


def are_said_twice(document: Document, card: Ints) -> Bools:
    """Whether each block is a line that says its text twice; ``card``: see ``Evidence``."""
    found = np.zeros(len(document), np.bool_)
    for index in np.flatnonzero(_are_plain(document, card)).tolist():
        found[index] = bool(said_twice(document.block(index)))
    return found


def captions_again(document: Document, evidence: Evidence) -> dict[int, int]:
    """Return the captions with a credit of flat text that a line beside says without it, and these lines.

    Without a credit the two can be a paragraph that a converter has written twice, or a refrain.
    """
    if document.markup:
        return {}
    size, is_plain = evidence.size, _are_plain(document, evidence.card)
    is_credited = is_plain & (evidence.credit >= 0)
    is_caption = is_plain & evidence.ends_sentence & (size >= _MIN_CAPTION) & (size <= _MAX_CAPTION)
    found = {}
    for step in (1, -1):
        for caption in np.flatnonzero(is_credited & np.roll(is_caption, step)).tolist():
            beside = caption - step
            if 0 <= beside < len(size) and _begins(document.block(caption), document.block(beside).strip()):
                found[caption] = beside
    return found


def _are_plain(document: Document, card: Ints) -> Bools:
    return np.asarray(np.isin(document.kind, _PLAIN) & (card == NONE), np.bool_)


def _begins(line: str, text: str) -> bool:
    """Whether a line begins with a text, and little stands behind it."""
    line = line.strip().lower()
    is_longer = len(text) < len(line) <= len(text) + _MAX_CREDIT
    return is_longer and line.startswith(text.lower()) and not _CALL.search(text)
