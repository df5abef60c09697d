"""What stands above the title and below the text goes where it is in doubt, and stays where it is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_label import NOTHING, prose

from extractor.cut import best_cut
from extractor.document import Candidate, Labels, Mark, Metadata, Selection
from extractor.evidence import observe
from extractor.label import label
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

TITLE = "The ferry is back at the quay"


def labelled(
    lines: dict[str, float], metadata: Metadata = NOTHING, page_type: str = "article", first: int = 0
) -> Labels:
    """Label lines of text with the probabilities given."""
    document = segment_text("\n\n".join(lines))
    assert len(document) == len(lines)
    evidence, column = observe(document), np.array(list(lines.values()))
    kept, f1 = best_cut(column, evidence.size)
    return label(document, evidence, Selection(column, kept, f1, first, len(lines)), metadata, page_type)


def titled(block: int, confidence: float = 0.9) -> Metadata:
    """Return metadata with a title in a block."""
    mark = {block: Mark("title", "title of the page")}
    return replace(NOTHING, title=Candidate(TITLE, "text", confidence, block), marks=mark)


def page(above: float, below: float) -> dict[str, float]:
    """Return a page with two sentences of a menu, its title and three paragraphs."""
    menu = {"See what the port plans for its new terminal.": above, "Read how boats are built in our yard.": above}
    return {**menu, TITLE: 0.5, **{prose(): below for _ in range(3)}}


@pytest.mark.parametrize(
    ("above", "below", "confidence", "page_type", "is_kept"),
    [
        (0.7, 0.95, 0.9, "article", False),
        (0.84, 0.95, 0.4, "article", False),
        (0.7, 0.95, 0.9, "documentation", False),
        (0.86, 0.95, 0.9, "article", True),  # sure
        (0.7, 0.79, 0.9, "article", True),  # nothing sure below
        (0.83, 0.81, 0.9, "article", True),  # as likely as what is below
        (0.7, 0.95, 0.2, "article", True),  # hardly the title
        (0.7, 0.95, 0.9, "service", True),
    ],
)
def test_what_menus_say_above_the_title(above, below, confidence, page_type, is_kept):
    found = labelled(page(above, below), titled(2, confidence), page_type)
    assert found.kept.tolist() == [is_kept, is_kept, False, True, True, True]
    assert ("above the title" in found.reasons[0]) == (not is_kept)


def test_markup_shows_what_a_menu_is():
    lines = page(0.7, 0.95)
    document = segment_html("".join(f"<p>{line}</p>" for line in lines))
    column = np.array(list(lines.values()))
    selection = Selection(column, column > 0.5, 0.9, 0, len(lines))
    assert label(document, observe(document), selection, titled(2), "article").kept[:2].all()


@pytest.mark.parametrize(("above", "is_kept"), [(0.8, True), (0.72, True), (0.6, False)])
def test_a_title_that_is_found_in_a_list_below_the_text(above, is_kept):
    lines = {**{prose(): above for _ in range(4)}, TITLE: 0.5, prose(): 0.84}
    assert labelled(lines, titled(4)).kept.tolist() == [is_kept] * 4 + [False, True]


OFFER = "Subscribe to our newsletter"
TAIL = {"Dear reader, we sail every day.": 0.7, "The crew of the ferry wishes you well.": 0.7}
STORY = {prose(): 0.95, prose(): 0.95}


@pytest.mark.parametrize(
    ("head", "is_kept"),
    [
        (OFFER, False),
        ("© 2025 The Harbour Post", False),
        ("© Copyright 2025 The Harbour Post", False),
        ("© Lena Osk", True),  # of a picture
        ("Foto: © Lena Osk 2023", True),
        ("The harbour", True),
        (f"© 2025 The Harbour Post {prose()}", True),  # no line
    ],
)
def test_what_stands_below_a_newsletter_or_the_copyright(head, is_kept):
    found = labelled({**STORY, head: 0.01, **TAIL})
    assert found.kept.tolist() == [True, True, False, is_kept, is_kept]


def test_it_keeps_the_names_of_what_is_left_out_already():
    found = labelled({**STORY, OFFER: 0.01, **TAIL, "Share this story": 0.01})
    assert (found.names[2], found.names[5]) == ("subscribe", "share")


@pytest.mark.parametrize(
    ("story", "head", "tail", "page_type"),
    [
        ({**STORY, prose(200): 0.95}, 0.01, {**TAIL, prose(): 0.86}, "article"),  # the text goes on
        ({**STORY, prose(200): 0.95}, 0.01, {prose(): 0.76}, "article"),  # so does a sentence
        (STORY, 0.01, {prose(): 0.7, prose(): 0.7}, "article"),  # more than a third
        (STORY, 0.01, TAIL, "forum"),
        (STORY, 0.95, TAIL, "article"),  # of the text
        (STORY, 0.6, TAIL, "article"),  # kept so far
    ],
)
def test_a_newsletter_within_the_text(story, head, tail, page_type):
    found = labelled({**story, OFFER: head, **tail}, page_type=page_type)
    assert found.kept[-len(tail) :].all()


def test_a_newsletter_above_the_last_sure_paragraph_ends_nothing_and_one_below_does():
    found = labelled({**STORY, prose(200): 0.95, OFFER: 0.01, prose(40): 0.95, f"{OFFER} today": 0.01, **TAIL})
    assert found.kept.tolist() == [True, True, True, False, True, False, False, False]


def test_the_first_of_two_newsletters_ends_the_text():
    found = labelled({**STORY, prose(200): 0.95, OFFER: 0.01, **TAIL, f"{OFFER} today": 0.01, "We are yours.": 0.7})
    assert found.kept.tolist() == [True, True, True, False, False, False, False, False]


def test_where_nothing_is_sure_a_newsletter_ends_nothing():
    found = labelled({prose(): 0.7, prose(): 0.7, OFFER: 0.01, **TAIL})
    assert found.kept.tolist() == [True, True, False, True, True]


BIO = "{} is the owner of a yard in Karlby and has built boats for most of her life."
KARINA = replace(NOTHING, authors=(Candidate("Karina Osk", "text", 0.9, -1),))


def below_a_story(lines: dict[str, float], page_type: str = "article", metadata: Metadata = KARINA) -> list[bool]:
    """Return what is kept of lines below a long story."""
    story = {prose(400): 0.95, prose(400): 0.95}
    return labelled({**story, **lines}, metadata, page_type).kept.tolist()[2:]


@pytest.mark.parametrize("line", ["Karina Osk", "Written by Karina Osk", "About Karina Osk"])
def test_a_box_with_the_name_of_an_author_and_a_paragraph_that_begins_with_it(line):
    box = {line: 0.9, "Boat builder": 0.7, "Karlby": 0.7, BIO.format("Karina Osk"): 0.95}
    assert below_a_story(box) == [False] * 4
    assert below_a_story(box, "service") == [True] * 4
    assert below_a_story(box, metadata=NOTHING) == [True] * 4


@pytest.mark.parametrize(
    "lines",
    [
        ["Where is Karina Osk?", BIO.format("Karina Osk")],  # a question
        ["Lena Osk", BIO.format("Lena Osk")],  # no author
        ["Lena Osk", BIO.format("Karina Osk")],
        ["The yard of the family in Karlby and its owner Karina Osk", BIO.format("Karina Osk")],  # a heading
        ["Karina Osk", "It took nine years.", BIO.format("Karina Osk")],
        ["Karina Osk", "One", "Two", "Three", BIO.format("Karina Osk")],
        ["Karina Osk", "Karina Osk is away."],
        ["Karina Osk", BIO.format("Karina Osk"), prose(100)],  # above more of the text
    ],
)
def test_a_last_paragraph_below_another_line(lines):
    assert below_a_story(dict.fromkeys(lines, 0.95)) == [True] * len(lines)


def thread() -> dict[str, float]:
    """Return eight posts, each with its date."""
    return {text: 0.7 for day in range(10, 18) for text in (f"{day} May 2019, 9:15 pm", prose())}


def test_a_date_line_that_counts_comments_is_not_the_thread():
    line, reply = (
        "Posted on May 9, 2019 by Jo Lindt 59 Comments",
        "The comments of the crew and their posts were helpful.",
    )
    story = {line: 0.4, prose(): 0.95, f"{reply} {prose()}": 0.95, prose(): 0.95}
    heading = {"59 Comments on “The ferry is back at the quay”": 0.6}
    dated = replace(NOTHING, marks={0: Mark("date", "date published")})
    found = labelled({**story, **heading, **thread()}, dated)
    assert found.kept.tolist() == [False, True, True, True] + [False] * 17


def test_what_has_replies_above_the_heading_is_a_thread():
    story = {prose(): 0.95, "3 replies": 0.1, prose(): 0.95, prose(): 0.95, prose(): 0.95}
    found = labelled({**story, "59 Comments on the ferry and the quay": 0.6, **thread()})
    assert found.kept[6:].any()


def test_a_heading_that_counts_comments_and_says_the_title_is_no_forums():
    lines = {TITLE: 0.5, prose(): 0.95, prose(): 0.95, prose(): 0.95, f"9 Comments on “{TITLE}”": 0.6, **thread()}
    assert not labelled(lines, titled(0), "forum").kept[4:].any()
    assert labelled(lines, NOTHING, "forum").kept[4:].any()


@pytest.mark.parametrize(
    ("line", "between", "is_kept"),
    [(prose(), {}, True), (prose(12), {}, False), (prose(), {"The harbour": 0.01}, False)],
)
def test_a_paragraph_between_the_date_and_the_text(line, between, is_kept):
    lines = {TITLE: 0.3, "9 May 2019": 0.3, line: 0.25, **between, prose(): 0.95, prose(): 0.95, "Share this": 0.01}
    document, column = segment_text("\n\n".join(lines)), np.array(list(lines.values()))
    dated = replace(titled(0), marks={0: Mark("title", "title"), 1: Mark("date", "date published")})
    selection = Selection(column, column > 0.5, 0.9, 2, len(lines))
    assert label(document, observe(document), selection, dated, "article").kept[2] == is_kept


@pytest.mark.parametrize(("line", "is_kept"), [("© The Harbour News", False), (f"© {prose()}", True)])
def test_a_line_of_copyright_is_short(line, is_kept):
    found = labelled({prose(): 0.9, prose(): 0.9, line: 0.9, prose(): 0.9})
    assert found.kept.tolist() == [True, True, is_kept, True]
