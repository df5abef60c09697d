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
        (0.7, 0.95, 0.9, "documentation", False),
        (0.9, 0.95, 0.9, "article", True),  # sure
        (0.7, 0.75, 0.9, "article", True),  # nothing sure below
        (0.7, 0.95, 0.1, "article", True),  # hardly the title
        (0.7, 0.95, 0.9, "service", True),
    ],
)
def test_what_menus_say_above_the_title(above, below, confidence, page_type, is_kept):
    found = labelled(page(above, below), titled(2, confidence), page_type)
    assert found.kept.tolist() == [is_kept, is_kept, False, True, True, True]
    assert ("above the title" in found.reasons[0]) == (not is_kept)


@pytest.mark.parametrize(("above", "is_kept"), [(0.8, True), (0.6, False)])
def test_a_title_that_is_found_in_a_list_below_the_text(above, is_kept):
    lines = {**{prose(): above for _ in range(4)}, TITLE: 0.5, prose(): 0.84}
    assert labelled(lines, titled(4)).kept.tolist() == [is_kept] * 4 + [False, True]


TAIL = {"Dear reader, we sail every day.": 0.7, "The crew of the ferry wishes you well.": 0.7}
STORY = {prose(): 0.95, prose(): 0.95}


@pytest.mark.parametrize(
    ("head", "is_kept"),
    [
        ("Subscribe to our newsletter", False),
        ("© 2025 The Harbour Post", False),
        ("© Lena Osk", True),  # of a picture
        ("The harbour", True),
    ],
)
def test_what_stands_below_a_newsletter_or_the_copyright(head, is_kept):
    found = labelled({**STORY, head: 0.01, **TAIL})
    assert found.kept.tolist() == [True, True, False, is_kept, is_kept]


@pytest.mark.parametrize(
    ("tail", "page_type"),
    [
        ({**TAIL, prose(): 0.9}, "article"),  # the text goes on
        ({prose(40): 0.7, prose(41): 0.7, prose(42): 0.7}, "article"),  # more than a third
        (TAIL, "forum"),
    ],
)
def test_a_newsletter_within_the_text(tail, page_type):
    found = labelled({**STORY, "Subscribe to our newsletter": 0.01, **tail}, page_type=page_type)
    assert found.kept.tolist() == [True, True, False] + [True] * len(tail)


def test_where_nothing_is_sure_a_newsletter_ends_nothing():
    text = {prose(): 0.7, prose(): 0.7}
    assert labelled({**text, "Subscribe to our newsletter": 0.01, **TAIL}).kept.tolist() == [
        True,
        True,
        False,
        True,
        True,
    ]


BIO = "{} is the owner of a yard in Karlby and has built boats for most of her life."


@pytest.mark.parametrize("line", ["Karina Osk", "Written by Karina Osk", "About Karina Osk"])
def test_a_box_with_a_name_and_a_paragraph_that_begins_with_it(line):
    story = {prose(200): 0.95, prose(201): 0.95}
    found = labelled({**story, line: 0.8, "Boat builder": 0.7, BIO.format("Karina Osk"): 0.95})
    assert found.kept.tolist() == [True, True, False, False, False]
    assert found.names[3:] == ("author bio",) * 2


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("Where is Karina Osk?", "Karina Osk"),  # a question
        ("Lena Osk", "Karina Osk"),
        ("karina osk", "Karina osk"),  # no name
        ("Karina Osk", "Karina Osk Yard"),  # part of one
    ],
)
def test_a_last_paragraph_below_another_line(line, opening):
    story = {prose(200): 0.95, prose(201): 0.95}
    assert labelled({**story, line: 0.9, BIO.format(opening): 0.95}).kept.all()


def test_a_list_of_people():
    people = {text: 0.95 for name in ("Jo Lindt", "Mira Osk", "Pia Berg") for text in (name, BIO.format(name))}
    assert labelled({prose(200): 0.95, **people}).kept.all()
    assert labelled({prose(200): 0.95, **people, prose(): 0.95}).kept.all()


def test_a_date_line_that_counts_comments_is_not_the_thread():
    posts = {text: 0.7 for day in range(10, 18) for text in (f"{day} May 2019, 9:15 pm", prose())}
    line, reply = (
        "Posted on May 9, 2019 by Jo Lindt 59 Comments",
        "The comments of the crew and their posts were helpful.",
    )
    story = {line: 0.4, prose(): 0.95, f"{reply} {prose()}": 0.95, prose(): 0.95}
    heading = {"59 Comments on “The ferry is back at the quay”": 0.6}
    dated = replace(NOTHING, marks={0: Mark("date", "date published")})
    found = labelled({**story, **heading, **posts}, dated)
    assert found.kept.tolist() == [False, True, True, True] + [False] * 17
