"""Rules for what stands above the title and below the text: menus, newsletters, other stories, notes on the author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from extractor.characters import Bools, Floats
from extractor.document import KINDS, MAX_HEADING, Mark
from extractor.expression import expression
from extractor.label.page import MAX_FURNITURE, MAX_VETO, MIN_LINK, MIN_PROSE, SURE, Page

_MIN_SURE: Final = 0.5  # probability of a line that is no doubtful one
_LIKELY: Final = 0.7  # of one that is likely of the text
_MIN_TITLE: Final = 0.3  # of a title above which nothing doubtful is text
_MIN_BELOW: Final = 0.8  # and of the text below it
_LIKELIER: Final = 0.1  # by how much, in the mean of their words
_WITH_TITLE: Final = ("article", "documentation")  # a home page or a list can have text above what is called its title
_MIN_WITH_LINK: Final = 0.3  # share of a line that leads to another page
_SEVERAL: Final = 2  # such lines
_COPYRIGHT: Final = expression("©")
_YEAR: Final = 4  # digits: "© 2025 Osk Media", not "© dpa" below a picture
_MAX_BIO: Final = 80  # words
_BIO_OPENING: Final = 60  # characters in which a bio names its author
_MIN_BIO_CUES: Final = 4  # words, without its name
_MIN_BOX: Final = 12  # words of a paragraph below a name
_MAX_BELOW_BOX: Final = 0.05  # share of the text below it
_NAME: Final = range(2, 5)  # words
_MAX_LINE_OF_NAME: Final = 6  # "Written by Karina Osk"
_LINES_ABOVE: Final = 3
_HEADING: Final = KINDS.index("heading")


def kickers(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful short lines above the title: where the story stands on its site, or what was there before."""
    title = page.metadata.title.block if page.metadata.title else 0
    doubtful = page.kept & (page.selection.probability < _MIN_SURE) & (page.size <= MAX_HEADING)
    for index in np.flatnonzero(doubtful[: max(title, 0)]).tolist() if page.page_type == "article" else ():
        yield index, Mark("navigation", "a doubtful line above the title")


def above_title(page: Page) -> Iterator[tuple[int, Mark]]:
    """All above a likely title with sure text below it, if none of it is sure: what menus say of other pages.

    More than there is below is taken only if it is less likely, too: the title can be found in a list below a text. Of
    540 such lines of flat text 14 were text (docs/adr/0030).
    """
    title, likely, size = page.metadata.title, page.likely, page.kept_size
    if title is None or title.block <= 0 or (title.confidence or 0.0) < _MIN_TITLE or page.page_type not in _WITH_TITLE:
        return
    above, below = slice(title.block), slice(title.block, None)
    if likely[above].max() >= SURE or likely[below].max() < _MIN_BELOW:
        return
    is_less = size[above].sum() <= size[below].sum()
    if is_less or _mean(likely[above], size[above]) + _LIKELIER <= _mean(likely[below], size[below]):
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
    """Everything below a newsletter or a copyright that stands below most of an article, if none of it is sure."""
    last, above = np.flatnonzero(page.likely >= SURE).max(initial=-1), page.kept_above
    if page.page_type != "article" or last < 0:
        return
    is_head = (page.evidence.is_headed("subscribe") | _is_copyright(page)) & ~page.kept
    heads = np.flatnonzero(is_head & (above >= (1 - MAX_VETO) * above[-1]))
    for head in heads[heads > last][:1].tolist():
        for below in range(head, len(above)):
            yield below, Mark("boilerplate", "below a newsletter or the copyright, and in doubt")


def _is_copyright(page: Page) -> Bools:
    """Whether each block is a short line with the sign and a year; a sign alone stands in credits of pictures, too."""
    found = np.zeros(len(page.kept), np.bool_)
    signs = [sign.start() for sign in _COPYRIGHT.finditer(page.document.text)]
    found[np.searchsorted(page.document.start, signs, side="right") - 1] = True
    return found & (page.size <= MAX_FURNITURE) & (page.evidence.counts["digits"] >= _YEAR)


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
    facts, last = page.evidence, page.selection.last
    names = [author.value.lower() for author in page.metadata.authors if author.value]
    for index in range(max(0, last - 2), min(last + 3, len(page.kept))):
        opening, cues = page.document.block(index)[:_BIO_OPENING].lower(), facts.cues["bio"][index]
        is_named = any(name in opening for name in names)
        if cues > 0 and facts.size[index] <= _MAX_BIO and (is_named or cues >= _MIN_BIO_CUES):
            yield index, Mark("author bio", "speaks of the author below the text")


def author_box(page: Page) -> Iterator[tuple[int, Mark]]:
    """A paragraph at the end of an article that begins with the name above it: "Karina Osk", "Karina Osk writes ...".

    Where paragraphs of the text stand below their names, too, it is a list of people or places.
    """
    above = page.kept_above
    paragraphs = np.flatnonzero(page.kept & (page.size >= _MIN_BOX) & page.evidence.ends_sentence)
    if page.page_type != "article" or not len(paragraphs):
        return
    is_last = above[-1] - above[paragraphs] <= _MAX_BELOW_BOX * above[-1]
    boxes = [(line, index) for index in paragraphs[is_last].tolist() for line in _names_above(page, index)]
    if boxes and not any(_names_above(page, index) for index in paragraphs[~is_last].tolist()):
        for line, index in boxes:
            for place in range(line, index + 1):
                yield place, Mark("author bio", "a name, and a paragraph that begins with it below the text")


def _names_above(page: Page, index: int) -> list[int]:
    """Return the short line above a paragraph, if any, that ends in the name which the paragraph begins with."""
    words, text = page.evidence.words, page.document.text
    first = int(np.searchsorted(words.block, index))
    is_capital = [text[start].isupper() for start in words.start[first : first + max(_NAME) + 1].tolist()]
    for line in range(index - 1, max(index - _LINES_ABOVE, 0) - 1, -1):
        start, end = np.searchsorted(words.block, (line, line + 1)).tolist()
        if end - start > _MAX_LINE_OF_NAME or page.evidence.ends_sentence[line]:
            continue
        for length in _NAME:
            is_same = np.array_equal(words.hash[max(end - length, start) : end], words.hash[first : first + length])
            if is_same and all(is_capital[:length]) and not is_capital[length]:
                return [line]
    return []
