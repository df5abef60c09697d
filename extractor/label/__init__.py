"""Selection -> Labels: what each block is, by a short ordered table of rules that name or veto, each with a reason.

The scores decide what is kept; ``within`` adds what belongs to it because of what is around it. A rule of ``rules``
can only take a block away, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from extractor.boxes import inline_share
from extractor.document import Document, Evidence, Label, Labels, Mark, Metadata, Selection
from extractor.label.page import FURNITURE, MAX_VETO, Page
from extractor.label.posts import stated_posts
from extractor.label.rules import BOUNDED, CERTAIN
from extractor.label.siblings import inner_siblings
from extractor.label.within import (
    first_paragraphs,
    inner_code,
    inner_groups,
    inner_headings,
    inner_runs,
    last_paragraph,
    last_sentence,
    outer_headings,
    whole_page,
)


def label(
    document: Document, evidence: Evidence, selection: Selection, metadata: Metadata, page_type: str | None = None
) -> Labels:
    """Label every block and decide which are kept; ``page_type``: the likeliest type of the page, if known."""
    nothing = np.zeros(len(document), np.bool_)
    linked, cued = inline_share(document, "link"), np.array([evidence.cues[role] for role in FURNITURE])
    page = Page(document, evidence, selection, metadata, page_type, linked, cued, selection.kept, nothing)
    if document.markup and document.markup.shown < len(document):
        return _told(page, document.markup.shown)
    is_furniture = page.is_furniture()
    page = page._replace(kept=page.kept | stated_posts(page, is_furniture))
    groups = inner_groups(page, is_furniture) | inner_siblings(page, is_furniture)
    page = page._replace(kept=page.kept | groups | first_paragraphs(page))
    runs = inner_runs(page)
    page = page._replace(kept=page.kept | runs)
    headings = inner_headings(page, is_furniture) | outer_headings(page, is_furniture)
    inner = headings | groups | runs | inner_code(page) | whole_page(page, is_furniture)
    page = page._replace(kept=page.kept | inner, inner=inner)
    marks: dict[int, Mark] = {}
    for rule in CERTAIN:
        page = _apply(page, dict(rule(page)), marks, bounded=False)
    for rule in BOUNDED:
        page = _apply(page, dict(rule(page)), marks, bounded=True)
    for ending in (last_paragraph, last_sentence):
        page = page._replace(kept=page.kept | ending(page, marks))
    reasons = [""] * len(document)
    for index, mark in marks.items():
        reasons[index] = mark.reason
    return Labels(page.kept, _names(page, marks), tuple(reasons))


def _told(page: Page, shown: int) -> Labels:
    """Keep what only the JSON-LD of a page holds, and none of what the page shows in its place."""
    kept = np.arange(len(page.kept)) >= shown
    names = _names(page._replace(kept=kept), page.metadata.marks)
    reasons = ["longer in the JSON-LD of the page than what it shows" if keeps else "" for keeps in kept.tolist()]
    return Labels(kept, names, tuple(reasons))


def _apply(page: Page, found: dict[int, Mark], marks: dict[int, Mark], *, bounded: bool) -> Page:
    new = {index: mark for index, mark in found.items() if index not in marks}
    if not new:
        return page
    rows, size = np.array(sorted(new)), page.evidence.size
    taken = rows[page.kept[rows]]
    if bounded and size[taken].sum() > MAX_VETO * size[page.kept].sum():
        new = {index: mark for index, mark in new.items() if not page.kept[index]}
        taken = taken[:0]
    marks.update(new)
    kept = page.kept.copy()
    kept[taken] = False
    return page._replace(kept=kept)


def _names(page: Page, marks: Mapping[int, Mark]) -> tuple[Label, ...]:
    """Name each block: by the rule that marked it, "body" if it is kept, else by the cues it has most of."""
    named: tuple[Label, ...] = ("body", "boilerplate", *FURNITURE.values())
    place = np.where(page.kept, 0, np.where(page.is_cued, 2 + page.cued.argmax(axis=0), 1))
    names = [named[index] for index in place.tolist()]
    for index, mark in marks.items():
        names[index] = mark.label
    return tuple(names)
