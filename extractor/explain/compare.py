"""Two texts of one page, word by word: what both have, what one has alone, and how much that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from extractor.clean import UNSPACED

Side = Literal["both", "ours", "theirs"]

MAX_WORDS: Final = 40_000
"""Words of each text that are compared: memory grows with their product, here to 200 MB."""

_WORD: Final = re.compile(rf"\s*(?:[{UNSPACED}]|[^\s{UNSPACED}]+)")
"""A word with the white space before it; a character is a word in scripts that are written without spaces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that both texts have, as they stand in ours, or that one has alone."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our text beside a peer's.

    ``ours``, ``theirs``: their words. ``agreement``: 0 to 1, twice the words that stand in both in the same order by
    the words of both. ``problem``: what ails the peer, None if it ran. ``pieces``: together both texts, in order; those
    of ``both`` and ``ours`` joined are ours. Of longer texts the first ``MAX_WORDS`` words are compared.
    """

    peer: str
    ours: int
    theirs: int
    agreement: float
    problem: str | None
    pieces: tuple[Piece, ...]


def compare(peer: str, ours: str, theirs: str, problem: str | None = None) -> Comparison:
    """Compare our text with that of a peer, white space at the ends apart."""
    from rapidfuzz.distance import Indel

    left, right = _WORD.findall(ours.strip()), _WORD.findall(theirs.strip())
    shown = left[:MAX_WORDS], right[:MAX_WORDS]
    steps = Indel.opcodes(*([word.lstrip() for word in words] for words in shown))
    common = sum(step.src_end - step.src_start for step in steps if step.tag == "equal")
    compared = len(shown[0]) + len(shown[1])
    agreement = round(2 * common / compared, 4) if compared else 1.0
    return Comparison(peer, len(left), len(right), agreement, problem, tuple(_pieces(*shown, steps)))


def _pieces(ours: list[str], theirs: list[str], steps: Iterable[Any]) -> Iterator[Piece]:
    for step in steps:
        mine, other = ours[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        if step.tag == "equal":
            yield Piece("both", "".join(mine))
            continue
        if mine:
            yield Piece("ours", "".join(mine))
        if other:
            yield Piece("theirs", "".join(other))
