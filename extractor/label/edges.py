"""Rules for what stands above the title and below the text: menus, newsletters, other stories, notes on the author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import KINDS, MAX_HEADING, Mark
from extractor.expression import expression
from extractor.label.page import MAX_DOUBT, MAX_FURNITURE, MIN_LINK, MIN_PROSE, SURE, Page

_LIKELY: Final = 0.7  # probability of a line that is likely of the text
_MIN_SENTENCE: Final = 0.75  # of a sentence that goes on with it
_MIN_TITLE: Final = 0.3  # of a title above which nothing doubtful is text
_MIN_BELOW: Final = 0.8  # and of the text below it
_LIKELIER: Final = 0.15  # by how much, in the mean of their words
_WITH_TITLE: Final = ("article", "documentation")  # a home page or a list can have text above what is called its title
_MIN_WITH_LINK: Final = 0.3  # share of a line that leads to another page
_SEVERAL: Final = 2  # such lines
_COPYRIGHT: Final = expression("©")
_COPYRIGHT_OF_YEAR: Final = expression(r"©\s*(?:[Cc]opyright)?\s*(?:19|20)\d\d")
_MAX_BIO: Final = 80  # words
_BIO_OPENING: Final = 60  # characters in which a bio names its author
_MIN_BIO_CUES: Final = 4  # words, without its name
_MIN_BOX: Final = 12  # words of a paragraph below the name of an author
_MAX_BELOW_BOX: Final = 0.05  # share of the kept words below it
_LINES_ABOVE: Final = 3  # in which the name stands
_MAX_LINE: Final = 6  # words of such a line: "Written by Karina Osk"
_HEADING: Final = KINDS.index("heading")


def kickers(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful short lines above the title: where the story stands on its site, or what was there before."""
    title = page.metadata.title.block if page.metadata.title else 0
    doubtful = page.kept & (page.selection.probability < MAX_DOUBT) & (page.size <= MAX_HEADING)
    for index in np.flatnonzero(doubtful[: max(title, 0)]).tolist() if page.page_type == "article" else ():
        yield index, Mark("navigation", "a doubtful line above the title")


def above_title(page: Page) -> Iterator[tuple[int, Mark]]:
    """All above a likely title of flat text with likelier text below, if none of it is sure: what menus say.

    More than there is below goes only if it is clearly less likely: a title can be found in a list below a text. Of 540
    such lines 14 were text (docs/adr/0030). Markup shows what a menu is.
    """
    title, likely, size = page.metadata.title, page.likely, page.kept_size
    if page.document.markup or page.page_type not in _WITH_TITLE:
        return
    if title is None or title.block <= 0 or (title.confidence or 0.0) < _MIN_TITLE:
        return
    above, below = slice(title.block), slice(title.block, None)
    if likely[above].max() >= SURE or likely[below].max() < _MIN_BELOW:
        return
    least = _LIKELIER if size[above].sum() > size[below].sum() else 0.0
    if _mean(likely[above], size[above]) + least <= _mean(likely[below], size[below]):
        for index in np.flatnonzero(likely[above]).tolist():
            yield index, Mark("navigation", "above the title, and in doubt")


def _mean(values: Floats, weights: Floats) -> float:
    return float(values @ weights / max(weights.sum(), 1.0))


def related_tail(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything after a heading like "Related stories" below most of the text, if no paragraph follows.

    A paragraph is long, or a sentence that is no link and hardly to be doubted.
    """
    facts = page.evidence
    is_sentence = (page.selection.probability >= SURE) & facts.ends_sentence & (page.linked < MIN_LINK)
    is_text = page.kept & ~facts.is_cut & ((facts.size >= MIN_PROSE) | is_sentence)
    for index in page.below_most("related_heading"):
        if not is_text[index:].any():
            for below in range(index, len(page.kept)):
                yield below, Mark("related", "below a heading of other stories")
            return


def doubtful_tail(page: Page) -> Iterator[tuple[int, Mark]]:
    """All below a newsletter or a line of copyright in an article, if none of it is sure.

    Of sentences without cues less is asked: newsletters stand amid stories, too.
    """
    likely = page.likely
    if page.page_type != "article" or likely.max(initial=0) < SURE:
        return
    is_sentence = page.evidence.ends_sentence & ~page.is_cued & (likely >= _MIN_SENTENCE)
    last = np.flatnonzero((likely >= SURE) | is_sentence)[-1]
    heads = np.flatnonzero((page.evidence.is_headed("subscribe") | _is_copyright(page)) & ~page.kept)
    for head in heads[heads > last][:1].tolist():
        for below in np.flatnonzero(page.kept[head:]).tolist():
            yield head + below, Mark("boilerplate", "below a newsletter or the copyright, and in doubt")


def copyright_lines(page: Page) -> Iterator[tuple[int, Mark]]:
    """Short lines that begin with the sign of a copyright."""
    signs = [sign.start() for sign in _COPYRIGHT.finditer(page.document.text)]
    leads = np.isin(page.document.start, signs) & (page.size <= MAX_FURNITURE)
    for index in np.flatnonzero(leads).tolist():
        yield index, Mark("legal", "a line of copyright")


def _is_copyright(page: Page) -> Bools:
    """Whether each block is a short line with the sign and a year behind it; a picture has the sign and a name."""
    found = np.zeros(len(page.kept), np.bool_)
    signs = [sign.start() for sign in _COPYRIGHT_OF_YEAR.finditer(page.document.text)]
    found[page.document.blocks_at(signs)] = True
    return found & (page.size <= MAX_FURNITURE)


def links_below(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful lines with links that end an article, if there are several, and the headings above: other stories."""
    if page.page_type != "article":
        return
    doubtful = page.selection.probability < _LIKELY
    is_link = (page.linked >= _MIN_WITH_LINK) & ~page.evidence.ends_sentence & (page.size <= MAX_FURNITURE) & doubtful
    is_heading = (page.document.kind == _HEADING) & doubtful
    kept = np.flatnonzero(page.kept)
    place = len(kept)
    while place and is_link[kept[place - 1]]:
        place -= 1
    if len(kept) - place < _SEVERAL:
        return
    while place and is_heading[kept[place - 1]]:
        place -= 1
    for index in kept[place:].tolist() if place else ():
        yield index, Mark("related", "links to other pages below the text")


def author_bio(page: Page) -> Iterator[tuple[int, Mark]]:
    """A last paragraph that speaks of its author."""
    facts, last, names = page.evidence, page.selection.last, _names_of_authors(page)
    for index in range(max(0, last - 2), min(last + 3, len(page.kept))):
        opening, cues = page.document.block(index)[:_BIO_OPENING].lower(), facts.cues["bio"][index]
        is_named = any(name in opening for name in names)
        if cues > 0 and facts.size[index] <= _MAX_BIO and (is_named or cues >= _MIN_BIO_CUES):
            yield index, Mark("author bio", "speaks of the author below the text")


def author_box(page: Page) -> Iterator[tuple[int, Mark]]:
    """A paragraph at the end that begins with the name of an author, and that name above it: "Karina Osk is ..."."""
    above, names = page.kept_above, _names_of_authors(page)
    is_paragraph = page.kept & (page.size >= _MIN_BOX) & (above >= (1 - _MAX_BELOW_BOX) * above[-1:])
    for index in np.flatnonzero(is_paragraph).tolist() if names and page.page_type == "article" else ():
        opening = page.document.block(index).lower()
        line = next((_line_above(page, index, name) for name in names if opening.startswith(name)), None)
        if line is not None:
            for place in range(line, index + 1):
                yield place, Mark("author bio", "begins with the name of the author above it, below the text")


def _names_of_authors(page: Page) -> list[str]:
    return [author.value.lower() for author in page.metadata.authors if author.value]


def _line_above(page: Page, index: int, name: str) -> int | None:
    """Return the line above a paragraph that ends in a name ("Written by Karina Osk"), among short lines."""
    for line in range(index - 1, max(index - _LINES_ABOVE, 0) - 1, -1):
        if page.size[line] > _MAX_LINE or page.evidence.ends_sentence[line]:
            return None
        if page.document.block(line).rstrip().lower().endswith(name):
            return line
    return None
