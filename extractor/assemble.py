"""Labels and Metadata -> Article: the text of the kept blocks, the status, and the ledger of all blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

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
)
from extractor.images import images_of, shown_images
from extractor.passage import Passage
from extractor.status import status_of
from extractor.structure import passages_of

_REASONS: Final = 3
_MIN_REASON: Final = 0.05


def body_text(passages: tuple[Passage, ...]) -> str:
    """Return the kept blocks in page order, a blank line between paragraphs, none within a group of lines."""
    return "".join(passage.joint + passage.text for passage in passages if passage.kind != "image").strip()


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


def assemble(
    document: Document,
    evidence: Evidence,
    metadata: Metadata,
    labels: Labels,
    types: Mapping[str, float],
) -> Article:
    """Put the article together, without ledger and confidence; ``types``: likely types of the page, the best first."""
    status, reason = status_of(document, evidence, metadata, labels, types)
    lead = metadata.captions[0] if metadata.captions else None
    shown = shown_images(document, labels.kept, metadata.captions)
    passages = passages_of(document, labels.kept, shown)
    return Article(
        text=body_text(passages),
        title=_value(metadata.title),
        date=_value(metadata.date),
        date_modified=_value(metadata.date_modified),
        authors=tuple(author.value for author in metadata.authors if author.value),
        caption=lead.text if lead else None,
        credit=lead.credit if lead else None,
        captions=tuple(caption.text for caption in metadata.captions if caption.text),
        site_name=_value(metadata.fields.get("site_name")),
        url=_value(metadata.fields.get("url")),
        description=_value(metadata.fields.get("description")),
        image=_value(metadata.fields.get("image")),
        images=tuple(images_of(document, shown)),
        section=_value(metadata.fields.get("section")),
        license=_value(metadata.fields.get("license")),
        tags=tuple(tag.value for tag in metadata.tags if tag.value),
        language=_value(metadata.language),
        paywalled=metadata.paywalled,
        page_type=next(iter(types), None),
        status=status,
        reason=reason,
        metadata_sources=_sources(metadata),
        passages=passages,
    )


def _value(candidate: Candidate | None) -> str | None:
    return candidate.value if candidate else None


def _sources(metadata: Metadata) -> dict[str, Candidate]:
    found = {
        "title": metadata.title,
        "date": metadata.date,
        "date_modified": metadata.date_modified,
        "authors": metadata.authors[0] if metadata.authors else None,
        "tags": metadata.tags[0] if metadata.tags else None,
        "language": metadata.language,
        **metadata.fields,
    }
    if metadata.captions:
        lead = metadata.captions[0]
        found["caption"] = Candidate(lead.text, lead.source, None, lead.block) if lead.text else None
        found["credit"] = Candidate(lead.credit, lead.source, None, lead.block) if lead.credit else None
    return {name: candidate for name, candidate in found.items() if candidate}
