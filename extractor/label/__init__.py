"""Selection -> Labels: what each block is, by a short ordered table of rules that name or veto, each with a reason.

The scores decide what is kept; ``ADDITIONS`` add what belongs to it because of what is around it. A rule of ``rules``
can only take a block away. All say why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from extractor.boxes import inline_share
from extractor.characters import Bools
from extractor.document import Document, Evidence, Label, Labels, Mark, Metadata, Selection
from extractor.label.page import FURNITURE, MAX_VETO, Page, mostly_cues
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

Addition = Callable[[Page], Bools]

ADDITIONS: Final[tuple[tuple[Addition, str], ...]] = (
    (stated_posts, "what the page states to be the text of a post"),
    (inner_groups, "in a group of lines of the body that is likely text as a whole"),
    (inner_siblings, "most of its kind on the page are text"),
    (first_paragraphs, "in a row of sentences right below the title"),
    (inner_runs, "in a run of lines of the body that is likely text as a whole"),
    (inner_code, "code beside text"),
    (inner_headings, "a short line between the text above and below"),
    (outer_headings, "a heading above text"),
    (whole_page, "most of the page is text"),
)
"""What finds blocks that belong to the text because of what is around them, in order, and the reason it gives."""

_TOLD: Final = "longer in the JSON-LD of the page than what it shows"
_LESS: Final = "less than the JSON-LD of the page holds"


def label(
    document: Document, evidence: Evidence, selection: Selection, metadata: Metadata, page_type: str | None = None
) -> Labels:
    """Label every block and decide which are kept; ``page_type``: the likeliest type of the page, if known."""
    linked, cued = inline_share(document, "link"), np.array([evidence.cues[role] for role in FURNITURE])
    furniture, nothing = mostly_cues(cued, evidence.size), np.zeros(len(document), np.bool_)
    page = Page(document, evidence, selection, metadata, page_type, linked, cued, furniture, selection.kept, nothing)
    if document.markup and document.markup.shown < len(document):
        return _told(page, document.markup.shown)
    reasons = [""] * len(document)
    for find, reason in ADDITIONS:
        found = find(page)
        page = _add(page._replace(inner=page.inner | found), found, reason, reasons)
    marks: dict[int, Mark] = {}
    for rule in CERTAIN:
        page = _apply(page, dict(rule(page)), marks, bounded=False)
    for rule in BOUNDED:
        page = _apply(page, dict(rule(page)), marks, bounded=True)
    for ending in (last_paragraph, last_sentence):
        page = _add(page, ending(page, marks), "right below the text", reasons)
    for index, mark in marks.items():
        reasons[index] = mark.reason
    return Labels(page.kept, _names(page, marks), tuple(reasons))


def _add(page: Page, found: Bools, reason: str, reasons: list[str]) -> Page:
    """Keep what was found; what was not kept before gets the reason."""
    for index in np.flatnonzero(found & ~page.kept).tolist():
        reasons[index] = reason
    return page._replace(kept=page.kept | found)


def _told(page: Page, shown: int) -> Labels:
    """Keep what only the JSON-LD of a page holds, and none of what the page shows in its place."""
    kept = np.arange(len(page.kept)) >= shown
    names = _names(page._replace(kept=kept), page.metadata.marks)
    likely = page.selection.kept.tolist()
    reasons = [_LESS if likes else "" for likes in likely[:shown]] + [_TOLD] * (len(likely) - shown)
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
