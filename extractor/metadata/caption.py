"""Picture captions: short blocks that end in a picture credit, stand twice in a row, or follow a gallery's counter."""

from __future__ import annotations

import re
from typing import Final

from extractor.clean import clean
from extractor.credits import is_introduced, mask, owner
from extractor.document import Caption
from extractor.metadata.context import Context, without_bullet

_COUNTER: Final = re.compile(r"[(\[]?\d{1,3}\s?(?:/|of|von|de|sur|di|из|/)\s?\d{1,3}[)\]]?", re.IGNORECASE)
_MAX_WORDS: Final = 80
_BEFORE_BODY: Final = 12  # blocks before the body in which a lead picture can stand
_AFTER_BODY: Final = 2
_EDGES: Final = " \t\n—–-|/()[]:："


def find_captions(page: Context) -> tuple[Caption, ...]:
    """Return the captions in page order, each text once."""
    low, high = max(0, page.first - _BEFORE_BODY), min(page.last + _AFTER_BODY, len(page.size))
    captions: dict[int, Caption] = {}
    for index in range(low, high):
        first = int(page.evidence.first[index])
        if first not in captions and _is_caption(page, index):
            captions[index] = _split(page, index)
    return tuple(captions.values())


def _is_caption(page: Context, index: int) -> bool:
    if page.is_card[index] or not 0 < page.size[index] <= _MAX_WORDS:
        return False
    if index and _COUNTER.fullmatch(page.document.block(index - 1).strip()):
        return True
    credit = int(page.evidence.credit[index])
    if credit < 0:
        return False
    return index < page.last_prose or is_introduced(_masked(page, credit, index))


def _masked(page: Context, credit: int, index: int) -> str:
    facts = page.evidence
    return mask(page.document.text, credit, int(page.document.end[index]), facts.words, facts.role)


def _split(page: Context, index: int) -> Caption:
    text, credit = page.document.text, int(page.evidence.credit[index])
    start, end = int(page.document.start[index]), int(page.document.end[index])
    if credit < 0:
        return Caption(without_bullet(clean(text[start:end])), None, page.source(index), index)
    caption = without_bullet(clean(text[start:credit]).strip(_EDGES)) or None
    return Caption(caption, owner(text[credit:end], _masked(page, credit, index)), page.source(index), index)


def is_counter(text: str) -> bool:
    """Whether a line counts the pictures of a gallery ("1 / 12")."""
    return bool(_COUNTER.fullmatch(text.strip()))
