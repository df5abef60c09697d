"""Is this an article, and all of it? The status of a page, by evidence, and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools
from extractor.document import KINDS, Document, Evidence, Labels, Metadata, Status

_MIN_WORDS: Final = 10  # a body of fewer words is no article
_MAX_ERROR: Final = 100  # words of body on a page that reports an error
_MIN_ERROR: Final = 0.4  # share of error cues in a line that is an error message
_ERROR_BLOCKS: Final = 12
_PAYWALL_WORDS: Final = 400  # a body cut off by a paywall is shorter
_PAYWALL_REACH: Final = 4  # blocks after the body in which a paywall speaks
_MAX_CARDS: Final = 0.7  # share of the words of body and cards that can be in cards on a page with an article
_MIN_STORY: Final = 40  # words beside the cards that are an article however many cards there are
MIN_CONSENT: Final = 0.06
"""Share of consent cues in a text that asks for consent."""

_HEADING: Final = KINDS.index("heading")
_TEASER_WORDS: Final = 12
_MIN_TEASERS: Final = 5
_INDEXES: Final = ("listing", "collection")
_MIN_INDEX: Final = 0.6
"""Likelihood of a list at which a page without a date is called an index page: of 86 that are, 73 are lists, 1 is an
article (cross-validated, docs/adr/0031)."""

_MIN_DATED_INDEX: Final = 0.8
"""The same for a page with a date: short stories amid lists look like lists."""


def status_of(
    document: Document, evidence: Evidence, metadata: Metadata, labels: Labels, types: Mapping[str, float]
) -> tuple[Status, str | None]:
    """Judge the result: is it an article, and all of it? A page that says that it is free has no paywall."""
    words = float(evidence.size[labels.kept].sum())
    if words < _MAX_ERROR and _says_error(document, evidence):
        return "error_page", "a short page that reports an error"
    if _consent_share(evidence, labels.kept if words >= _MIN_WORDS else np.ones_like(labels.kept)) >= MIN_CONSENT:
        return "consent_wall", "the text asks for consent"
    if words < _MIN_WORDS:
        return "too_short", f"{words:.0f} words of body, fewer than {_MIN_WORDS}"
    if reason := _is_index(evidence, labels, types, least=_MIN_DATED_INDEX if metadata.date else _MIN_INDEX):
        return "index_page", reason
    last = int(np.flatnonzero(labels.kept)[-1])
    walled = np.flatnonzero(evidence.cues["paywall"][last + 1 : last + 1 + _PAYWALL_REACH])
    if words < _PAYWALL_WORDS and len(walled) and metadata.paywalled is not False:
        return "paywall", "the body ends in an offer to subscribe"
    return "ok", None


def _is_index(evidence: Evidence, labels: Labels, types: Mapping[str, float], *, least: float) -> str | None:
    """Return why the page is a list of other pages, None if it is not; ``least``: how likely a list has to be."""
    is_other = np.array([name == "related" for name in labels.names], np.bool_)
    in_cards = (evidence.card != NONE) & ~is_other
    beside = float(evidence.size[labels.kept & ~in_cards].sum())
    if beside < min(_MIN_STORY, (1 - _MAX_CARDS) * float(evidence.size[labels.kept | in_cards].sum())):
        return "most of the page is a list of cards"
    if sum(types.get(name, 0.0) for name in _INDEXES) >= least:
        return "the page has the make-up of a list"
    if next(iter(types), None) in _INDEXES and _has_lone_teasers(evidence, labels):
        return "teasers, none of them followed by a second paragraph"
    return None


def _has_lone_teasers(evidence: Evidence, labels: Labels) -> bool:
    """Whether several paragraphs are kept, and no two of them stand one below the other."""
    prose = labels.kept & (evidence.size >= _TEASER_WORDS) & (evidence.ends_sentence | evidence.is_cut)
    return bool(prose.sum() >= _MIN_TEASERS and not (prose[1:] & prose[:-1]).any())


def _says_error(document: Document, evidence: Evidence) -> bool:
    """Whether a heading, or a line near the top, is mostly the words of an error message."""
    share = evidence.cues["error"] / np.maximum(evidence.size, 1)
    told = (document.kind == _HEADING) | (np.arange(len(share)) < _ERROR_BLOCKS)
    return bool((share[told] >= _MIN_ERROR).any())


def _consent_share(evidence: Evidence, chosen: Bools) -> float:
    """Return the share of the words of the chosen blocks that are cues of consent."""
    return float(evidence.cues["consent"][chosen].sum() / max(float(evidence.size[chosen].sum()), 1.0))
