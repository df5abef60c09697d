"""The rules, in their order. Each yields blocks (by index) and what it marks them as.

``CERTAIN`` rules take whatever they find; those of ``BOUNDED`` rest on weaker evidence, so that one which would take
more than a third of the kept words only names what is dropped already. Measured one by one, see docs/adr.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from extractor import cards
from extractor.boxes import apart_from, covered, form_boxes, opened_by, totals
from extractor.document import KINDS, MAX_HEADING, Label, Mark
from extractor.expression import expression
from extractor.label.comments import comment_thread, long_thread
from extractor.label.copies import text_again, twice_in_one
from extractor.label.edges import (
    above_title,
    author_bio,
    author_box,
    copyright_lines,
    doubtful_tail,
    kickers,
    links_below,
    related_tail,
)
from extractor.label.named import named_boxes
from extractor.label.page import (
    FURNITURE,
    FURNITURE_SHARE,
    LEAST_SHARE,
    MAX_DOUBT,
    MAX_FURNITURE,
    MIN_ARTICLE,
    MIN_LINK,
    MIN_PROSE,
    SURE,
    Page,
)
from extractor.label.posts import post_numbers
from extractor.label.siblings import parts_of_posts
from extractor.lexicon import roles
from extractor.status import MIN_CONSENT

_MAX_TITLE: Final = 30
_MAX_ARTICLES: Final = 3  # more headlines with a byline are a list
_MIN_LINKED: Final = 0.4  # share of the blocks of a box that have links to other stories
_SEVERAL: Final = 2  # words before a row of stars
_MIN_ABOVE: Final = 10  # words of the story above a box
_MAX_FORM: Final = 80  # words of a box with a form
_MIN_OFFER: Final = 0.15  # share of cues in an offer to subscribe
_MIN_BESIDE: Final = 12  # words of a sentence beside cards
_MIN_SAID_TWICE: Final = 0.8  # share of their titles that are
_NUMBER: Final = expression(r"[0-9]{1,6}")
_MIN_COPY: Final = 8  # words: shorter repeats can be a refrain or a question
_MIN_LINKS: Final = 3
_MIN_ASKING: Final = 3  # lines of a box that are mostly cues of consent
_RATING: Final = expression(r"[★☆⭐✩✭✰]\ufe0f?\s?[★☆⭐✩✭✰]")
_MAX_TEASER: Final = 60  # words
_MIN_TOLD: Final = 0.85  # share of the kept words above an offer to subscribe
_CARD_LABELS: Final[dict[int, Label]] = {
    cards.SIDEBAR_HEADING: "sidebar heading",
    cards.CARD_TITLE: "card title",
    cards.CARD_DATE: "card date",
    cards.CARD_TEASER: "card teaser",
}
_LEADS: Final = {
    "navigation": Mark("navigation", "a list of tags"),
    "related_heading": Mark("related", "leads to another story"),
    "read_more": Mark("related", "leads to another story"),
}
_NOTICES: Final = {
    "consent": Mark("legal", "in a box that asks for consent"),
    "advertisement": Mark("advertisement", "in a box of advertisements"),
}
_ROW: Final = KINDS.index("table_row")
_LISTED: Final = (KINDS.index("list_item"), _ROW)  # what a table or a plan can say again

Rule = Callable[[Page], Iterator[tuple[int, Mark]]]


# --- certain rules


def metadata_blocks(page: Page) -> Iterator[tuple[int, Mark]]:
    """Blocks that hold a title, date, byline or caption."""
    yield from page.metadata.marks.items()


def document_title(page: Page) -> Iterator[tuple[int, Mark]]:
    """The text of the ``title`` element where the page shows its title: nobody sees it on the page."""
    markup, title = page.document.markup, page.metadata.title
    if markup and title and title.block > 0 and markup.elements.tag[int(markup.element[0])] == "head":
        yield 0, Mark("title", "the title of the document, which is not shown")


def duplicates(page: Page) -> Iterator[tuple[int, Mark]]:
    """Later copies of a block: of the title or a caption in any case, of a long paragraph or heading that is kept."""
    first, kind = page.evidence.first, page.document.kind
    later = (first < np.arange(len(first))) & (page.evidence.card == cards.NONE)
    for index in np.flatnonzero(later).tolist():
        original = int(first[index])
        is_said = page.kept[original] and page.size[index] >= _MIN_COPY and kind[index] not in _LISTED
        if is_said or original in page.metadata.marks:
            yield index, Mark("duplicate", f"same words as the block in line {int(page.document.line[original]) + 1}")


def related_boxes(page: Page) -> Iterator[tuple[int, Mark]]:
    """Boxes of markup that open with a heading of other stories and hold links to them, on no list of stories."""
    is_headed = page.evidence.is_headed("related_heading")
    if page.page_type == "listing" or not is_headed.any():
        return
    has_link, above = page.linked > 0, page.kept_above
    for index in np.flatnonzero(is_headed & (above >= _MIN_ABOVE)).tolist():
        boxes = opened_by(page.document, index)
        box = next((box for box in boxes if has_link[box.start + 1 : box.stop].sum() >= _MIN_LINKS), range(0))
        inside = slice(box.start + 1, box.stop)
        if has_link[inside].sum() >= _MIN_LINKED * (len(box) - 1) and (page.size[inside] <= _MAX_TEASER).all():
            yield from ((place, Mark("related", "in a box of links to other stories")) for place in box)


def consent_boxes(page: Page) -> Iterator[tuple[int, Mark]]:
    """Boxes of markup, apart from the title, in which several lines ask for consent and much of the rest does."""
    markup = page.document.markup
    if markup is None or page.metadata.title is None:
        return
    elements, is_asking = markup.elements, page.evidence.is_headed("consent")
    if is_asking.sum() < _MIN_ASKING:
        return
    asking, cued, size = (totals(elements, column) for column in (is_asking, page.evidence.cues["consent"], page.size))
    is_wall = (asking >= _MIN_ASKING) & (cued >= MIN_CONSENT * size)
    boxes = np.flatnonzero(is_wall & apart_from(elements, page.metadata.title.block))
    for place in np.flatnonzero(covered(elements, boxes.tolist(), len(page.kept))).tolist():
        yield place, _NOTICES["consent"]


def line_numbers(page: Page) -> Iterator[tuple[int, Mark]]:
    """Blocks of code that are nothing but numbers in a row, one for each line of the code directly below."""
    for index in np.flatnonzero(page.is_code[:-1] & page.is_code[1:]).tolist():
        numbers, lines = page.document.block(index).split(), page.document.block(index + 1).count("\n") + 1
        first = int(numbers[0]) if _NUMBER.fullmatch(numbers[0]) else 0
        is_row = len(numbers) == lines > 1
        if is_row and all(number == str(first + step) for step, number in enumerate(numbers)):
            yield index, Mark("boilerplate", "the numbers of the lines of code")


def cards_beside_text(page: Page) -> Iterator[tuple[int, Mark]]:
    """Lists of cards that say their titles twice, beside a paragraph of text, however many they are.

    Titles with a date and a sentence can be the parts of a story; those that are said twice are not.
    """
    facts = page.evidence
    is_text = page.kept & (facts.card == cards.NONE) & facts.ends_sentence & (page.size >= _MIN_BESIDE)
    titles = facts.copies[facts.card == cards.CARD_TITLE]
    if is_text.any() and len(titles) and (titles > 1).mean() >= _MIN_SAID_TWICE:
        yield from card_runs(page)


# --- bounded rules


def card_runs(page: Page) -> Iterator[tuple[int, Mark]]:
    """Lists of cards."""
    for index in np.flatnonzero(page.evidence.card).tolist():
        yield index, Mark(_CARD_LABELS[int(page.evidence.card[index])], "run of cards: titles, dates, teasers")


def furniture(page: Page) -> Iterator[tuple[int, Mark]]:
    """Short blocks that are mostly the words of a sign-up form, a share bar, a legal line or the like.

    Not those that hardly leave a doubt: "About Norvane", "Key services:".
    """
    size, roles_named = page.evidence.size, list(FURNITURE.items())
    share = page.cued / np.maximum(size, 1)
    is_line = (size <= MAX_FURNITURE) & (page.selection.probability < SURE)
    found = (share >= LEAST_SHARE) & is_line & ~page.inner & ~page.is_code
    for place, index in np.argwhere(found).tolist():
        role, name = roles_named[place]
        yield index, Mark(name, f"{share[place, index]:.0%} of its words are cues of {role}")


def sign_up_forms(page: Page) -> Iterator[tuple[int, Mark]]:
    """Small boxes of markup with a form that asks for an address."""
    cued = page.evidence.cues["subscribe"] + page.evidence.cues["consent"]
    for box in form_boxes(page.document) if cued.any() else ():
        inside = slice(box.start, box.stop)
        if cued[inside].sum() > 0 and page.size[inside].sum() <= _MAX_FORM:
            yield from ((place, Mark("subscribe", "in a box with a sign-up form")) for place in box)


def notice_boxes(page: Page) -> Iterator[tuple[int, Mark]]:
    """Boxes of markup that open with a line of consent or of advertising."""
    for role, mark in _NOTICES.items():
        for index in np.flatnonzero(page.evidence.is_headed(role)).tolist():
            for box in opened_by(page.document, index)[-1:]:
                yield from ((place, mark) for place in box)


def paywall_offer(page: Page) -> Iterator[tuple[int, Mark]]:
    """An offer to subscribe that ends the visible part of a story, with its heading and all below it."""
    cued = page.evidence.cues["paywall"]
    is_offer = (cued >= _MIN_OFFER * page.size) & (cued > 0) & (page.size <= _MAX_FORM)
    if not is_offer.any():
        return
    above = page.kept_above
    for offer in np.flatnonzero(is_offer & (above >= _MIN_TOLD * above[-1]))[:1]:
        has_heading = offer > 0 and page.size[offer - 1] <= MAX_HEADING and not page.evidence.ends_sentence[offer - 1]
        for index in range(int(offer) - int(has_heading), len(above)):
            yield index, Mark("subscribe", "an offer to subscribe, or below one")


def sign_up_box(page: Page) -> Iterator[tuple[int, Mark]]:
    """The lines right above a sign-up form: what is offered, and the heading of the box."""
    facts, size = page.evidence, page.evidence.size
    offers = (facts.cues["subscribe"] > 0) & (size <= MAX_FURNITURE)
    forms = offers & (facts.cues["subscribe"] >= FURNITURE_SHARE["subscribe"] * size)
    for form in np.flatnonzero(forms[1:] & ~forms[:-1]).tolist():
        top = form  # the line above the form
        while top > 0 and offers[top]:
            top -= 1
        is_heading = 0 < size[top] <= MAX_HEADING and not facts.ends_sentence[top]
        for index in range(top if is_heading else top + 1, form + 1):
            yield index, Mark("subscribe", "above a sign-up form")


def led_lines(page: Page) -> Iterator[tuple[int, Mark]]:
    """Short lines that a cue leads: "Tags: fair, animals", "Read also: Crane falls", or a cue and a link."""
    facts, text = page.evidence, page.document.text
    is_line = (facts.size <= MAX_FURNITURE) & ~page.is_code
    for role, mark in _LEADS.items():
        number = roles().index(role)
        rows = np.flatnonzero((facts.cues[role] > 0) & is_line)
        first = np.searchsorted(facts.words.block, rows)
        leads = facts.role[first] == number
        for index, word in zip(rows[leads].tolist(), first[leads].tolist(), strict=True):
            while word + 1 < len(facts.role) and facts.role[word + 1] == number:
                word += 1  # noqa: PLW2901
            after = text[facts.words.end[word] : facts.words.end[word] + 2].lstrip()
            is_linked = page.linked[index] > 0 and not facts.ends_sentence[index]
            if after[:1] in (":", "：") or is_linked:
                yield index, mark


def linked_lines(page: Page) -> Iterator[tuple[int, Mark]]:
    """Doubtful lines of an article that are links as a whole, but for rows of tables: they lead to other stories."""
    doubtful = page.kept & (page.selection.probability < MAX_DOUBT) & (page.linked >= MIN_LINK)
    doubtful &= page.document.kind != _ROW
    for index in np.flatnonzero(doubtful).tolist() if page.page_type == "article" else ():
        yield index, Mark("related", "a doubtful line that is a link as a whole")


def ratings(page: Page) -> Iterator[tuple[int, Mark]]:
    """Short lines with a row of stars: what readers think of a dish or a product.

    Not behind several words that are no doubtful line: those are the hotels or courses of a list.
    """
    doubtful = page.selection.probability < MAX_DOUBT
    for index in np.flatnonzero(page.kept & (page.size <= MAX_HEADING)).tolist():
        line = page.document.block(index)
        stars = _RATING.search(line)
        if stars and (doubtful[index] or len(line[: stars.start()].split()) < _SEVERAL):
            yield index, Mark("boilerplate", "a row of stars")


def second_article(page: Page) -> Iterator[tuple[int, Mark]]:
    """Everything from the next headline with a byline or date of its own on, where the first has them too."""
    title = page.metadata.title
    heads = [head for head in _heads(page) if not _says_title(page, head)] if title and title.block >= 0 else []
    if not title or title.block not in heads or len(heads) > _MAX_ARTICLES:
        return
    size, kind = page.kept_size, page.document.kind
    for head in (one for one in heads if kind[one] == kind[title.block]):
        before = size[title.block : head].sum()
        if head > title.block + 2 and before >= MIN_ARTICLE and not page.selection.kept[head - 1]:
            for index in range(head, len(size)):
                yield index, Mark("second article", f"below the next headline, line {page.document.line[head] + 1}")
            return


def _says_title(page: Page, head: int) -> bool:
    """Whether a headline says the title again, without a date: a text can go on below a link to a post about it."""
    facts, title = page.evidence, page.metadata.title
    is_again = title is not None and head != title.block and facts.key[head] == facts.key[title.block]
    return bool(is_again and not facts.is_date[head + 1 : head + 4].any())


def _heads(page: Page) -> list[int]:
    """Return the lines that are followed by a byline or a date and then by running text."""
    facts, size = page.evidence, page.evidence.size
    stamps = facts.is_date | ((size <= MAX_HEADING) & (facts.cues["byline"] > 0))
    is_text = (size >= MIN_PROSE) & facts.ends_sentence
    is_line = (size > 2) & (size <= _MAX_TITLE) & ~facts.ends_sentence & ~stamps & (facts.card == cards.NONE)  # noqa: PLR2004
    padded = np.append(stamps, np.zeros(3, np.bool_))
    is_head = is_line & (padded[1:-2] | padded[2:-1] | padded[3:])
    found = []
    for index in np.flatnonzero(is_head).tolist():
        after = index + 2 + int(np.flatnonzero(stamps[index + 1 : index + 4])[-1])
        if is_text[after : after + 2].any():
            found.append(index)
    return found


CERTAIN: Final[tuple[Rule, ...]] = (
    metadata_blocks,
    document_title,
    duplicates,
    second_article,
    related_boxes,
    consent_boxes,
    long_thread,
    line_numbers,
    cards_beside_text,
    text_again,
    above_title,
)
BOUNDED: Final[tuple[Rule, ...]] = (
    card_runs,
    comment_thread,
    related_tail,
    doubtful_tail,
    furniture,
    led_lines,
    linked_lines,
    links_below,
    kickers,
    copyright_lines,
    sign_up_box,
    sign_up_forms,
    notice_boxes,
    paywall_offer,
    ratings,
    author_bio,
    author_box,
    parts_of_posts,
    post_numbers,
    twice_in_one,
    named_boxes,
)
