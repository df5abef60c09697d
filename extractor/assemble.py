"""Labels and Metadata -> Article: the text of the kept blocks, the status, and the ledger of all blocks."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools
from extractor.clean import clean, clean_lines
from extractor.document import (
    KINDS,
    Analysis,
    Article,
    Block,
    Candidate,
    Document,
    Evidence,
    Labels,
    Metadata,
    Selection,
    Status,
)

_MIN_WORDS: Final = 10  # a body of fewer words is no article
_MAX_ERROR: Final = 60  # words of body on a page that reports an error
_MIN_ERROR: Final = 0.4  # share of error cues in a line that is an error message
_ERROR_BLOCKS: Final = 12
_MIN_CONSENT: Final = 0.06  # share of consent cues in a text that asks for consent
_PAYWALL_WORDS: Final = 400  # a body cut off by a paywall is shorter
_PAYWALL_REACH: Final = 4  # blocks after the body in which a paywall speaks
_MAX_CARDS: Final = 0.7  # share of the words of body and cards that can be in cards on a page with an article
_MIN_STORY: Final = 40  # words beside the cards that are an article however many cards there are
_CODE: Final = KINDS.index("code")
_REASONS: Final = 3
_MIN_REASON: Final = 0.05


def body_text(document: Document, labels: Labels) -> str:
    """Return the kept blocks in page order, a blank line between paragraphs, none within a group of lines."""
    kept = np.flatnonzero(labels.kept).tolist()
    pieces = [(clean_lines if document.kind[index] == _CODE else clean)(document.block(index)) for index in kept]
    joints = ["", *(_joint(document, above, below) for above, below in pairwise(kept))]
    return "".join(joint + piece for joint, piece in zip(joints, pieces, strict=False)).strip()


def _joint(document: Document, above: int, below: int) -> str:
    """Pieces of one line keep their space, lines of a group (verse, list, table) their line break."""
    if document.line[above] == document.line[below]:
        return " "
    grouped = below == above + 1 and document.gap[below] == 0 and document.kind[below] != KINDS.index("paragraph")
    return "\n" if grouped else "\n\n"


def ledger(analysis: Analysis) -> tuple[Block, ...]:
    """Return every block of the page with its label and the reasons for it."""
    document, labels = analysis.document, analysis.labels
    return tuple(
        Block(
            text=document.block(index),
            start=int(document.start[index]),
            end=int(document.end[index]),
            kind=KINDS[document.kind[index]],
            label=labels.names[index],
            kept=bool(labels.kept[index]),
            probability=round(float(analysis.selection.probability[index]), 4),
            reasons=_reasons(analysis, index),
        )
        for index in range(len(document))
    )


def _reasons(analysis: Analysis, index: int) -> tuple[str, ...]:
    row, names = analysis.scores.contributions[index], analysis.features.names
    strongest = np.argsort(-np.abs(row))[:_REASONS].tolist()
    told = [f"{names[column]} {row[column]:+.2f}" for column in strongest if abs(row[column]) >= _MIN_REASON]
    return tuple(filter(None, (analysis.labels.reasons[index], *told)))


def status_of(evidence: Evidence, labels: Labels) -> tuple[Status, str | None]:
    """Judge the result: is it an article, and all of it?"""
    words = float(evidence.size[labels.kept].sum())
    if words < _MAX_ERROR and _says_error(evidence):
        return "error_page", "a short page that reports an error"
    if _consent_share(evidence, labels.kept if words >= _MIN_WORDS else np.ones_like(labels.kept)) >= _MIN_CONSENT:
        return "consent_wall", "the text asks for consent"
    if words < _MIN_WORDS:
        return "too_short", f"{words:.0f} words of body, fewer than {_MIN_WORDS}"
    in_cards = evidence.card != NONE
    beside = float(evidence.size[labels.kept & ~in_cards].sum())
    if beside < min(_MIN_STORY, (1 - _MAX_CARDS) * float(evidence.size[labels.kept | in_cards].sum())):
        return "index_page", "most of the page is a list of cards"
    last = int(np.flatnonzero(labels.kept)[-1])
    walled = np.flatnonzero(evidence.cues["paywall"][last + 1 : last + 1 + _PAYWALL_REACH])
    if words < _PAYWALL_WORDS and len(walled):
        return "paywall", "the body ends in an offer to subscribe"
    return "ok", None


def _says_error(evidence: Evidence) -> bool:
    """Whether a line near the top is mostly the words of an error message."""
    share = evidence.cues["error"][:_ERROR_BLOCKS] / np.maximum(evidence.size[:_ERROR_BLOCKS], 1)
    return bool((share >= _MIN_ERROR).any())


def _consent_share(evidence: Evidence, chosen: Bools) -> float:
    """Return the share of the words of the chosen blocks that are cues of consent."""
    return float(evidence.cues["consent"][chosen].sum() / max(float(evidence.size[chosen].sum()), 1.0))


def assemble(
    document: Document,
    evidence: Evidence,
    selection: Selection,
    metadata: Metadata,
    labels: Labels,
) -> Article:
    """Put the article together, without the ledger."""
    status, reason = status_of(evidence, labels)
    lead = metadata.captions[0] if metadata.captions else None
    return Article(
        text=body_text(document, labels),
        title=_value(metadata.title),
        date=_value(metadata.date),
        date_modified=_value(metadata.date_modified),
        authors=tuple(author.value for author in metadata.authors if author.value),
        caption=lead.text if lead else None,
        credit=lead.credit if lead else None,
        captions=tuple(caption.text for caption in metadata.captions if caption.text),
        site_name=_value(metadata.site_name),
        description=_value(metadata.description),
        image=_value(metadata.image),
        language=_value(metadata.language),
        status=status,
        reason=reason,
        confidence=round(selection.expected_f1, 4),
        metadata_sources=_sources(metadata),
    )


def _value(candidate: Candidate | None) -> str | None:
    return candidate.value if candidate else None


def _sources(metadata: Metadata) -> dict[str, Candidate]:
    found = {
        "title": metadata.title,
        "date": metadata.date,
        "date_modified": metadata.date_modified,
        "authors": metadata.authors[0] if metadata.authors else None,
        "site_name": metadata.site_name,
        "description": metadata.description,
        "image": metadata.image,
        "language": metadata.language,
    }
    if metadata.captions:
        lead = metadata.captions[0]
        found["caption"] = Candidate(lead.text, lead.source, None, lead.block) if lead.text else None
        found["credit"] = Candidate(lead.credit, lead.source, None, lead.block) if lead.credit else None
    return {name: candidate for name, candidate in found.items() if candidate}
