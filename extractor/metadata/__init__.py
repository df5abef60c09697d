"""Evidence and selection -> Metadata: candidates for each field, ranked, with the line they were found in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from extractor.characters import Words
from extractor.document import Candidate, Document, Evidence, Mark, Metadata, Selection
from extractor.language import vote
from extractor.markup import Head
from extractor.metadata.authors import find_authors
from extractor.metadata.caption import find_captions
from extractor.metadata.context import Context
from extractor.metadata.date import find_dates_of
from extractor.metadata.head import agreed_title, head_date, meta_content
from extractor.metadata.title import find_title
from extractor.model import Ranker


def find_metadata(
    document: Document, evidence: Evidence, selection: Selection, rankers: Mapping[str, Ranker]
) -> Metadata:
    """Find what the page says about its article."""
    page = Context(document, evidence, selection)
    title = find_title(page, rankers["title"])
    if title and document.markup:
        title = agreed_title(title, document, document.markup)
    place = title.block if title else None
    date, modified = find_dates_of(page, place, rankers["date"])
    captions = find_captions(page)
    seen = Metadata(
        title=title,
        date=date,
        date_modified=modified,
        authors=find_authors(page, place, rankers["authors"]),
        captions=captions.captions,
        language=_language(page),
    )
    found = replace(seen, marks=_marks(page, seen, captions.marks))
    return found if document.markup is None else _with_head(found, document.markup.head)


def _with_head(found: Metadata, head: Head) -> Metadata:
    """Add what the page states out of sight; a date that it states there counts more than one in its text."""
    return replace(
        found,
        date=head_date(head) or found.date,
        date_modified=head_date(head, modified=True) or found.date_modified,
        site_name=meta_content(head, "og:site_name", "application-name"),
        description=meta_content(head, "og:description", "description", "twitter:description"),
        image=meta_content(head, "og:image", "twitter:image"),
    )


def _language(page: Context) -> Candidate | None:
    """Name the language of the body (of the page where the body is too short to tell)."""
    words = page.evidence.words
    kept = page.selection.kept[words.block]
    body = Words(words.block[kept], words.start[kept], words.end[kept], words.hash[kept])
    language = vote(body)[0]
    if language:
        return Candidate(language, "function words of the body", None, -1)
    if page.evidence.language:
        return Candidate(page.evidence.language, "function words of the page", None, -1)
    return None


def _marks(page: Context, found: Metadata, captions: Mapping[int, Mark]) -> dict[int, Mark]:
    """Name the blocks that hold metadata and nothing of the body; of a block with several, the first named counts."""
    marks = dict(captions)
    if found.title and page.size[found.title.block] > 0:
        marks[found.title.block] = Mark("title", "title of the page")
    for stamp, name in ((found.date, "published"), (found.date_modified, "updated")):
        if stamp and not page.is_prose[stamp.block]:
            marks.setdefault(stamp.block, Mark("date", f"date {name}"))
    for author in found.authors:
        marks.setdefault(author.block, Mark("byline", f"names the author {author.value}"))
    for index in np.flatnonzero(page.evidence.is_date).tolist():
        if _is_beside(page, found.title, index):
            marks.setdefault(index, Mark("date", "date stamp between title and body"))
    return marks


def _is_beside(page: Context, title: Candidate | None, index: int) -> bool:
    return title is not None and title.block < index <= page.first and not page.is_card[index]
