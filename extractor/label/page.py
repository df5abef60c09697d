"""What the rules look at: the page, what the scores keep of it, and what is short, furniture or a heading."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import KINDS, Document, Evidence, Label, Metadata, Selection

MAX_VETO: Final = 0.35
"""Share of the kept words that a bounded rule may take: card runs have precision .90 on articles, .38 on lists."""

_CODE: Final = KINDS.index("code")
MIN_PROSE: Final = 20
MAX_FURNITURE: Final = 30
MIN_ARTICLE: Final = 80
"""Words that stand above a second article, or above what readers say."""

MAX_DOUBT: Final = 0.5
"""Probability below which a line is doubtful."""

SURE: Final = 0.85
"""Probability of a line that hardly leaves a doubt."""

MIN_LINK: Final = 0.9
"""Share of the characters of a line that is a link as a whole."""

FURNITURE: Final[dict[str, Label]] = {
    "share": "share",
    "subscribe": "subscribe",
    "paywall": "subscribe",
    "legal": "legal",
    "consent": "legal",
    "comment": "comment",
    "advertisement": "advertisement",
    "read_more": "related",
    "related_heading": "related",
    "navigation": "navigation",
    "bio": "author bio",
}

FURNITURE_SHARE: Final = dict.fromkeys(FURNITURE, 0.5) | {
    "subscribe": 0.25,
    "consent": 0.25,
    "legal": 0.3,
    "advertisement": 0.15,
}
LEAST_SHARE: Final = np.array([FURNITURE_SHARE[role] for role in FURNITURE])[:, None]
_OF_PAGE: Final = [place for place, role in enumerate(FURNITURE) if role != "related_heading"]


class Page(NamedTuple):
    """A page under judgement.

    ``page_type``: the likeliest, None if unknown. ``linked``: share of links in each block. ``cued``: words of each
    block (across) that are cues of each role of ``FURNITURE`` (down). ``is_furniture``: whether each block is mostly
    cues. ``kept``: what is kept so far. ``inner``: what is kept because of what is around it.
    """

    document: Document
    evidence: Evidence
    selection: Selection
    metadata: Metadata
    page_type: str | None
    linked: Floats
    cued: Floats
    is_furniture: Bools
    kept: Bools
    inner: Bools

    @property
    def size(self) -> Floats:
        """Words of each block."""
        return self.evidence.size

    @property
    def is_code(self) -> Bools:
        """Whether each block is code: its words are names, and no cues."""
        return np.asarray(self.document.kind == _CODE, np.bool_)

    @property
    def is_cued(self) -> Bools:
        """Whether each block has a cue of anything: all furniture has."""
        return np.asarray((self.cued > 0).any(axis=0), np.bool_)

    @property
    def kept_size(self) -> Floats:
        """Words of each kept block, 0 of another."""
        return np.where(self.kept, self.evidence.size, 0.0)

    @property
    def likely(self) -> Floats:
        """Probability of each kept block, 0 of another."""
        return np.where(self.kept, self.selection.probability, 0.0)

    @property
    def kept_above(self) -> Floats:
        """Kept words down to each block and in it."""
        return np.cumsum(self.kept_size)

    def below_most(self, role: str) -> list[int]:
        """Return the headings of a role below which at most the bounded share of the kept words stands."""
        is_headed = self.evidence.is_headed(role)
        if not is_headed.any():
            return []
        above = self.kept_above
        if not above[-1]:
            return []
        return np.flatnonzero(is_headed & (above >= (1 - MAX_VETO) * above[-1])).tolist()


def mostly_cues(cued: Floats, size: Floats) -> Bools:
    """Whether each block is mostly cues, headings of other stories apart: a section can be called "Opinion"."""
    return np.asarray((cued[_OF_PAGE] > LEAST_SHARE[_OF_PAGE] * size).any(axis=0), np.bool_)
