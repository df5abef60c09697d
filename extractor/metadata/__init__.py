"""Evidence and selection -> Metadata: candidates for each field, ranked, with the line they were found in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from extractor.document import KINDS, Candidate, Mark, Metadata
from extractor.metadata.authors import find_authors
from extractor.metadata.caption import find_captions
from extractor.metadata.context import Context
from extractor.metadata.date import find_dates_of
from extractor.metadata.fields import find_language, find_tags, is_paywalled, stated_fields
from extractor.metadata.title import MAX_LINES, find_titles
from extractor.model import Ranker

__all__ = ["Context", "find_metadata"]

_MAX_CANDIDATES = 10  # of a field, that are kept for people to look at
_HEADING, _LIST_ITEM = KINDS.index("heading"), KINDS.index("list_item")


def find_metadata(page: Context, rankers: Mapping[str, Ranker]) -> Metadata:
    """Find what the page shows and states about its article."""
    titles = find_titles(page, rankers["title"])
    title = next((one for one in titles if (one.confidence or 0.0) >= rankers["title"].threshold), None)
    place = title.block if title and title.block >= 0 else None
    published, updated = find_dates_of(page, place, rankers["date"])
    authors, names = find_authors(page, place, rankers["authors"])
    captions = find_captions(page)
    candidates = {"title": titles, "date": published, "date_modified": updated, "authors": names}
    found = Metadata(
        title=title,
        date=next(iter(published), None),
        date_modified=next(iter(updated), None),
        authors=authors,
        captions=captions.captions,
        tags=find_tags(page),
        language=find_language(page),
        fields=stated_fields(page),
        paywalled=is_paywalled(page),
        candidates={field: found[:_MAX_CANDIDATES] for field, found in candidates.items()},
    )
    return replace(found, marks=_marks(page, found, captions.marks))


def _marks(page: Context, found: Metadata, captions: Mapping[int, Mark]) -> dict[int, Mark]:
    """Name the blocks that hold metadata and nothing of the body; of a block with several, the first named counts."""
    marks = dict(captions)
    sections, names = _dated_sections(page), {author.block for author in found.authors}
    if found.title and found.title.block >= 0:
        marks |= dict.fromkeys(_lines_of(page, found.title.block), Mark("title", "title of the page"))
    for stamp, name in ((found.date, "published"), (found.date_modified, "updated")):
        is_stamp = stamp and stamp.block >= 0 and not page.is_prose[stamp.block] and stamp.block not in sections
        if stamp and is_stamp and not _is_listed(page, stamp.block, names):
            marks.setdefault(stamp.block, Mark("date", f"date {name}"))
    for author in found.authors:
        if author.block >= 0:
            marks.setdefault(author.block, Mark("byline", f"names the author {author.value}"))
    for index in np.flatnonzero(page.evidence.is_date).tolist():
        if _is_beside(page, found.title, index) and index not in sections:
            marks.setdefault(index, Mark("date", "date stamp between title and body"))
    return marks


def _dated_sections(page: Context) -> frozenset[int]:
    """Return the headings of the body that have dates, as those of a diary do, if several of one level do."""
    markup, kind = page.document.markup, page.document.kind
    if markup is None:
        return frozenset()
    dated = (block for block in page.evidence.dates if page.first <= block < page.last and kind[block] == _HEADING)
    tags = {block: markup.elements.tag[int(markup.element[block])] for block in dated}
    counts = Counter(tags.values())
    return frozenset(block for block, tag in tags.items() if counts[tag] > 1)


def _is_listed(page: Context, block: int, names: Collection[int]) -> bool:
    """Whether a block is an item of a list whose items beside it are of the body (``names``: those of authors)."""
    kind, beside = page.document.kind, (block - 1, block + 1)
    items = [near for near in beside if 0 <= near < len(kind) and kind[near] == _LIST_ITEM]
    is_item = bool(kind[block] == _LIST_ITEM and items)
    return is_item and all(page.selection.kept[near] and near not in names for near in items)


def _lines_of(page: Context, block: int) -> range:
    """Return the blocks of the heading that begins with a block: line breaks can cut it in several."""
    markup = page.document.markup
    if markup is None:
        return range(block, block + 1)
    row = int(markup.element[block])
    last, is_heading = int(markup.elements.last[row]), markup.elements.tag[row] in ("h1", "h2", "h3")
    is_closed = last - block <= MAX_LINES  # a heading with more has not been ended
    return range(block, last if is_heading and is_closed else block + 1)


def _is_beside(page: Context, title: Candidate | None, index: int) -> bool:
    return title is not None and title.block < index <= page.first and not page.is_card[index]
