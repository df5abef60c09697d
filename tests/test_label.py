"""Rules name and veto with reasons, and those on weak evidence within a bound."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from extractor import Options, analyse, extract
from extractor.cut import best_cut
from extractor.data import load
from extractor.document import Candidate, Document, Mark, Metadata, Selection
from extractor.evidence import observe
from extractor.label import label
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

TOPICS = count()
PAGES = sorted(Path(__file__).parent.parent.joinpath("fixtures").glob("*.[th]*"))
assert PAGES
NOTHING = Metadata(None, None, None, (), (), (), None, {}, None, {})


def prose(words: int = 40) -> str:
    """Return a paragraph that no other is equal to."""
    number = next(TOPICS)
    return " ".join(f"the harbour{number}w{place}" for place in range(words // 2)) + "."


def labelled(lines: list[str], probability: list[float] | float = 0.8, page_type: str = "article"):
    return judged(segment_text("\n\n".join(lines)), len(lines), probability, page_type)


def labelled_html(elements: list[str], probability: list[float] | float = 0.8, page_type: str = "article"):
    return judged(segment_html("".join(elements)), len(elements), probability, page_type)


def judged(document: Document, size: int, probability: list[float] | float, page_type: str):
    assert len(document) == size
    evidence = observe(document)
    column = np.broadcast_to(np.asarray(probability, float), size).copy()
    kept, f1 = best_cut(column, evidence.size)
    return label(document, evidence, Selection(column, kept, f1, 0, size), NOTHING, page_type)


def test_what_no_rule_names_is_body_or_boilerplate():
    found = labelled([prose(), prose(), "Lorem ipsum"], [0.9, 0.9, 0.01])
    assert found.names == ("body", "body", "boilerplate")
    assert found.kept.tolist() == [True, True, False]
    assert found.reasons == ("", "", "")


def test_a_later_copy_of_a_paragraph_is_a_duplicate():
    twice = prose()
    found = labelled([prose(), twice, prose(), twice, prose()])
    assert found.names[3] == "duplicate"
    assert "line 3" in found.reasons[3]


def test_a_heading_that_stood_in_a_list_of_contents_is_none():
    heading = "How many boats does the river carry in a dry year?"
    found = labelled_html(
        [f"<li><a href=#a>{heading}</a>", f"<p>{prose()}</p>", f"<h2>{heading}</h2>", f"<p>{prose()}</p>"],
        [0.04, *[0.9] * 3],
    )
    assert found.kept.tolist() == [False, True, True, True]


def test_rows_of_tables_and_items_of_lists_can_be_said_again():
    row = "<tr><td>Monday and Friday</td><td>run six miles at an easy pace</td></tr>"
    table = ["<table><tr><td>Week one</td><td>begin</td></tr>", row, "<tr><td>Week two</td><td>go on</td></tr>", row]
    items = [f"- {line}" for line in ("rest", "run six miles at an easy pace on monday", "swim")]
    assert labelled_html(table).kept.all()
    assert labelled([*items, *items]).kept.all()


def test_a_refrain_is_not():
    found = labelled([prose(), "never again, she said.", prose(), "never again, she said.", prose()])
    assert set(found.names) == {"body"}


@pytest.mark.parametrize("heading", ["12 comments", "Comments", "Kommentare", "Leave a comment"])
def test_what_stands_below_a_heading_of_comments(heading):
    found = labelled([*(prose() for _ in range(6)), heading, prose(20), "Bob", prose(20)])
    assert found.names == ("body",) * 6 + ("comment",) * 4


def test_a_bounded_rule_cannot_take_more_than_a_third():
    found = labelled([prose(), prose(), "Comments", *(prose() for _ in range(8))])
    assert found.kept.sum() >= 10


def test_a_forum_has_comments_for_a_body():
    posts = [line for _ in range(8) for line in (prose(), "Reply")]
    assert labelled([*posts, "Comments", prose(20)]).kept[-1]
    posts = [line for day in range(1, 10) for line in (f"{day} May 2019", prose())]
    assert labelled([prose(), prose(), "9 comments", *posts], page_type="forum").kept[-1]


@pytest.mark.parametrize(("page_type", "name"), [("forum", "body"), ("article", "comment")])
def test_what_stands_below_a_short_text_and_a_heading_of_comments(page_type, name):
    found = labelled([*(prose() for _ in range(4)), "12 comments", *(prose(10) for _ in range(3))], page_type=page_type)
    assert found.names[5:] == (name,) * 3


@pytest.mark.parametrize(("probability", "is_kept"), [(0.95, True), (0.8, False)])
def test_a_heading_of_reviews_with_sure_paragraphs_below_it_heads_a_part_of_the_text(probability, is_kept):
    page = [
        *(prose() for _ in range(6)),
        "Read our user reviews",
        "How do we work?",
        prose(),
        "Are we dear?",
        prose(20),
    ]
    found = labelled(page, [0.9] * 6 + [0.5] * 2 + [probability, 0.5, 0.8], "service")
    assert found.kept[-1] == is_kept


def test_a_field_of_a_card_is_no_heading_of_comments():
    card = ["Posts: 2630", "Joined: May 2019", prose(), "Reply"]
    posts = [line for day in range(1, 9) for line in (f"{day} May 2019", prose())]
    page = [*(prose() for _ in range(9)), *card, *posts]
    chances = [0.9] * 9 + [0.2, 0.2, 0.6, 0.1] + [0.6] * 16
    assert labelled(page, chances, "forum").kept[-1]
    assert not labelled(["Comments: 3" if line == card[0] else line for line in page], chances).kept[-1]
    assert not labelled([*page[:9], "2630 posts", "Their order is that of time", *page[11:]], chances, "forum").kept[-1]


def test_what_is_longer_than_a_first_post_is_a_story_though_its_comments_look_like_a_forum():
    posts = [line for day in range(1, 10) for line in (f"{day} May 2019", prose())]
    found = labelled([*(prose() for _ in range(10)), "9 comments", *posts], page_type="forum")
    assert found.names == ("body",) * 10 + ("comment",) * 19


@pytest.mark.parametrize(("probability", "is_kept"), [(0.9, True), (0.5, False)])
def test_a_sure_heading_is_none_of_comments(probability, is_kept):
    page = [*(prose() for _ in range(9)), "Comments", *(prose(10) for _ in range(4))]
    assert labelled(page, [0.9] * 9 + [probability] + [0.8] * 4).kept[-1] == is_kept


def test_a_related_list_at_the_end():
    found = labelled([*(prose() for _ in range(5)), "Related stories", "Bridge closed again", "Tower sold"])
    assert found.names[5:] == ("related",) * 3


@pytest.mark.parametrize(("ending", "is_kept"), [("And so it ended.", True), ("And so it ended", False)])
def test_a_sentence_below_a_heading_of_other_stories_is_the_end_of_the_text(ending, is_kept):
    found = labelled([*(prose() for _ in range(5)), "Related stories", "Bridge closed again", ending], [0.9] * 8)
    assert found.kept[-1] == is_kept


@pytest.mark.parametrize(("page_type", "kept"), [("article", 1), ("listing", 6)])
def test_a_box_of_other_stories_is_the_body_of_a_list_of_stories(page_type, kept):
    stories = [f"<p><a href=/{place}>{prose(30)}</a></p>" for place in range(4)]
    found = labelled_html([f"<p>{prose()}</p>", "<section><h2>More stories</h2>", *stories], page_type=page_type)
    assert found.kept.sum() == kept


BOXES = [(word, kind) for kind, words in load("boxes")["kinds"].items() for word in words]
PAGE_OF = {"over": "article", "filters": "collection", "signature": "forum"}


def in_a_box(opening: str, page_type: str):
    """Judge a paragraph, two in a box, and four more."""
    text, tag = [f"<p>{prose()}</p>" for _ in range(7)], opening.split(maxsplit=1)[0]
    html = f"{text[0]}<{opening}>{text[1]}{text[2]}</{tag}>{''.join(text[3:])}"
    return judged(segment_html(html), 7, 0.9, page_type)


@pytest.mark.parametrize(("word", "kind"), BOXES)
@pytest.mark.parametrize("opening", ["div class='cart-{} fade'", "div id=cart_{}", "aside role={}", "div class=my{}"])
def test_boxes_that_are_called_none_of_the_text(word, kind, opening):
    found = in_a_box(opening.format(word.capitalize() if "my" in opening else word), PAGE_OF[kind])
    assert found.kept.tolist() == [True, False, False, True, True, True, True]
    assert found.reasons[1].startswith("in a ")


@pytest.mark.parametrize(
    ("opening", "page_type"),
    [
        ("dialog", "article"),
        ("dialog class=filters", "article"),
        ("fieldset", "listing"),
        ("fieldset", "product"),
        ("form class=filters", "listing"),
        ("nav class=facets", "product"),
        ("blockquote class=signature", "forum"),
        ("div class='modal hide fade' role=dialog", "article"),
    ],
)
def test_boxes_by_their_elements(opening, page_type):
    assert in_a_box(opening, page_type).kept.tolist() == [True, False, False, True, True, True, True]


@pytest.mark.parametrize(
    ("opening", "page_type"),
    [
        ("div class=filters", "article"),
        ("fieldset", "article"),
        ("div class=signature", "article"),
        ("div class=modality", "article"),
        ("div class=dialogue", "article"),
        ("div class=has-tooltip", "article"),
        ("div class=no-popup", "article"),
        ("div class=is-not-modal", "article"),
        ("div class=js-modal-trigger", "article"),
        ("div class='prose [&_.tooltip]:hidden'", "article"),
        ("div id=dialogs class='section level2'", "documentation"),
        ("section id=filters", "collection"),
        ("ul id=dialogs", "documentation"),
        ("article class=dialog", "article"),
        ("blockquote class=dialog", "article"),
        ("sl-tooltip", "article"),
    ],
)
def test_boxes_that_are_called_so_and_are_text(opening, page_type):
    assert in_a_box(opening, page_type).kept.all()


@pytest.mark.parametrize("opening", ["p class=dialog", "h2 id=the-signature-dialog"])
def test_a_line_can_be_called_what_it_says(opening):
    text = [f"<p>{prose()}</p>" for _ in range(3)]
    html = f"{text[0]}<{opening}>The dialog of the crane</{opening.split()[0]}>{text[1]}{text[2]}"
    assert judged(segment_html(html), 4, 0.9, "article").kept.all()


@pytest.mark.parametrize(
    ("paragraphs", "title", "is_kept"), [(1, -1, False), (1, 1, False), (1, 2, True), (1, 3, False), (6, -1, True)]
)
def test_the_title_or_a_third_of_the_text_does_not_open_over_a_page(paragraphs, title, is_kept):
    text = "".join(f"<p>{prose()}</p>" for _ in range(paragraphs))
    document = segment_html(f"<p>{prose()}</p><p>{prose()}</p><div class=modal>{text}</div><p>{prose()}</p>")
    column, facts = np.full(len(document), 0.9), observe(document)
    metadata = replace(NOTHING, title=Candidate(document.block(title), "text", 0.9, title)) if title > 0 else NOTHING
    selection = Selection(column, column > 0, 0.9, 0, len(document))
    assert bool(label(document, facts, selection, metadata).kept[2]) == is_kept


def test_rows_of_links_in_a_table_are_no_links_to_other_stories():
    rows = [f"<tr><td><a href=/{year}>Boat of {year}</a></td></tr>" for year in (1902, 1911)]
    text = [f"<p>{prose()}</p>" for _ in range(2)]
    page = f"{text[0]}<table>{''.join(rows)}</table><p><a href=/c>Crane of the year</a></p>{text[1]}"
    found = judged(segment_html(page), 5, [0.9, 0.49, 0.49, 0.49, 0.9], "article")
    assert found.kept.tolist() == [True, True, True, False, True]


@pytest.mark.parametrize(
    ("item", "probability", "is_kept"),
    [
        ("<b>Boats:</b> <a href=/a>What {} became of the crane at the quay</a>", [0.45] * 3, False),
        ("<b>Boats:</b> <a href=/a>What {} became of the crane at the quay</a>", [0.45, 0.9, 0.45], True),
        ("<b>Boats:</b> What {} became of <a href=/a>the crane at the</a> quay", [0.45] * 3, True),
        ("<b>Of the boats:</b> <a href=/a>What {} became of the crane</a>", [0.45] * 3, False),
    ],
)
def test_a_list_of_links_amid_a_story_of_which_nothing_is_likely(item, probability, is_kept):
    items = [f"<li>{item.format(place)}</li>" for place in range(3)]
    text = [f"<p>{prose()}</p>" for _ in range(6)]
    found = judged(
        segment_html("".join([*text[:3], "<ul>", *items, "</ul>", *text[3:]])),
        9,
        [0.9] * 3 + probability + [0.9] * 3,
        "article",
    )
    assert bool(found.kept[3]) == is_kept


def test_a_section_that_is_called_opinion():
    found = labelled([prose(), "Opinion", prose(), prose()], [0.9, 0.3, 0.9, 0.9])
    assert found.names == ("body",) * 4


def test_a_sign_up_form_and_its_heading():
    lines = [
        prose(),
        prose(),
        "The Daily Crane",
        "Sign up for our newsletter",
        "Enter your email address",
        prose(),
        prose(),
    ]
    assert labelled(lines).names == ("body", "body", "subscribe", "subscribe", "subscribe", "body", "body")


def test_a_second_article():
    head = ["By Jane Doe", "4 May 2020"]
    lines = [
        "A tale of cranes",
        *head,
        *(prose() for _ in range(4)),
        "More",
        "A tale of locks",
        *head,
        *(prose() for _ in range(4)),
    ]
    found = after_a_title(segment_text("\n\n".join(lines)))
    assert found.names[3:7] == ("body",) * 4
    assert set(found.names[8:]) == {"second article"}


@pytest.mark.parametrize(
    ("headline", "is_second"),
    [
        ("<h1>A tale of locks</h1>", True),
        ("<h2>A tale of locks</h2>", True),
        ("<p>A tale of locks</p>", False),
        ("<h2>A Tale of Cranes</h2>", True),  # of another day
    ],
)
def test_a_second_article_has_a_headline_of_the_same_kind_and_of_its_own(headline, is_second):
    head, text = "<p>By Jane Doe</p><p>4 May 2020</p>", [f"<p>{prose()}</p>" for _ in range(8)]
    first = ["<h1>A tale of cranes</h1>", head, *text[:4], "<p>More</p>"]
    page = [*first, headline, head, *text[4:]]
    assert ("second article" in after_a_title(segment_html("".join(page))).names) == is_second


def test_a_headline_that_says_the_title_again_without_a_date_begins_no_second_article():
    head, text = "<p>By Jane Doe</p><p>Of the harbour</p>", [f"<p>{prose()}</p>" for _ in range(8)]
    for again, is_second in (("A Tale of Cranes", False), ("A tale of locks", True)):
        page = ["<h1>A tale of cranes</h1>", head, *text[:4], "<p>More</p>", f"<h2>{again}</h2>", head, *text[4:]]
        assert ("second article" in after_a_title(segment_html("".join(page))).names) == is_second


def after_a_title(document: Document):
    """Judge two stories, each with a title and a byline, that one line parts."""
    column = np.array([0.1, 0.1, 0.1, *[0.9] * 4, 0.1, 0.6, 0.1, 0.1, *[0.9] * 4])
    title = Candidate(document.block(0), "text line 1", 0.9, 0)
    selection = Selection(column, column > 0.5, 0.9, 3, 7)
    return label(document, observe(document), selection, replace(NOTHING, title=title))


def test_every_block_of_a_report_has_a_reason(page_text):
    for block in extract(page_text, options=Options(blocks=True)).blocks:
        assert block.kept == (block.label == "body")
        assert block.reasons


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_verdict_that_is_not_the_scores_own_has_a_reason(path):
    analysis = analyse(path.read_bytes())
    selection, labels = analysis.selection, analysis.labels
    for kept, likely, name, reason in zip(labels.kept, selection.kept, labels.names, labels.reasons, strict=True):
        assert kept == (name == "body")
        assert reason or kept == likely


def test_a_thread_that_is_longer_than_the_story():
    posts = [line for day in range(1, 10) for line in (f"{day} May 2019", prose())]
    found = labelled([*(prose() for _ in range(4)), "9 comments", *posts])
    assert found.names == ("body",) * 4 + ("comment",) * 19


def test_a_line_of_code_is_no_list_of_tags():
    code = "<pre><code>category: fruit</code></pre>"
    assert labelled_html([f"<p>{prose()}</p>", code, f"<p>{prose()}</p>"]).kept.all()


def test_blocks_of_code_between_paragraphs_of_the_body_are_kept_together():
    codes = [f"<pre>{'a b c d e f ' * 9}{name}</pre>" for name in "ghij"]
    page = [f"<p>{prose()}</p>", *codes[:2], f"<p>{prose()}</p>", *codes[2:]]
    kept = labelled_html(page, [0.9, 0.21, 0.21, 0.9, 0.21, 0.21]).kept
    assert kept.tolist() == [True, True, True, True, False, False]


@pytest.mark.parametrize(("page_type", "is_kept"), [("documentation", True), ("forum", True), ("article", False)])
def test_code_ends_a_section_or_a_post(page_type, is_kept):
    page = [f"<p>{prose()}</p>", f"<pre>{'a b c d e f ' * 9}</pre>", "<h3>This page</h3>", "<p>Index</p>"]
    assert labelled_html(page, [0.9, 0.2, 0.01, 0.01], page_type).kept.tolist() == [True, is_kept, False, False]


@pytest.mark.parametrize(("tabs", "is_kept"), [(9, True), (12, False)])
def test_the_names_of_several_languages_do_not_part_code_from_its_text(tabs, is_kept):
    link = f"<p>{prose()} <a href=/>Home</a></p>"
    page = [f"<p>{prose()}</p>", *(f"<i><div>Tab {place}</div></i>" for place in range(tabs)), "<pre>a = b</pre>", link]
    assert labelled_html(page, [0.9, *[0.05] * tabs, 0.2, 0.9]).kept[-2] == is_kept


def test_cues_in_code_share_nothing():
    assert labelled_html([f"<p>{prose()}</p>", "<pre><code>share tweet email print</code></pre>"]).kept.all()


def test_a_likely_heading_above_a_kept_paragraph_stays():
    link = f"<p>{prose()} <a href=/>Home</a></p>"
    found = labelled_html(["<h2>About the clock</h2>", f"<p>{prose()}</p>", link], [0.55, 0.99, 0.99])
    assert found.kept.all()


@pytest.mark.parametrize(("heading", "is_kept"), [("The clock", True), ("Related stories", False), ("Share", False)])
def test_a_doubtful_heading_above_kept_text_stays_if_it_has_no_cues(heading, is_kept):
    elements = [
        f"<p>{prose()}</p>",
        "<li>the crane</li>",
        f"<h2>{heading}</h2>",
        "<li>the tower</li>",
        f"<p>{prose()}</p>",
    ]
    assert labelled_html(elements, [0.9, 0.8, 0.3, 0.8, 0.9]).kept[2] == is_kept


@pytest.mark.parametrize(("probability", "is_kept"), [(0.8, False), (0.9, True)])
def test_cues_do_not_overrule_a_score_that_hardly_leaves_a_doubt(probability, is_kept):
    found = labelled([prose(), "About us", prose()], [0.9, probability, 0.9])
    assert found.kept[1] == is_kept


@pytest.mark.parametrize("line", ["Read more: the crane falls again", "Related: the crane falls again", "Tags: crane"])
def test_a_line_that_a_cue_leads(line):
    found = labelled([prose(), prose(), line, prose(), prose()])
    assert not found.kept[2]
    assert found.kept.sum() == 4


@pytest.mark.parametrize(
    ("line", "probability", "is_kept"),
    [
        ("Hotel Zum Anker ★★★★", 0.7, True),
        ("Hotel Zum Anker ★★★★", 0.4, False),
        ("★★★★★ 4.8 from 213 votes", 0.7, False),
        ("Rating ★★★★★", 0.9, False),
    ],
)
def test_a_row_of_stars_behind_less_than_two_words_or_in_a_doubtful_line_is_a_rating(line, probability, is_kept):
    page = [f"<p>{prose()} <a href=/>Home</a></p>", f"<p>{line}</p>", f"<p>{prose()}</p>"]
    assert labelled_html(page, [0.9, probability, 0.9]).kept[1] == is_kept


CARD = ("The clock of Saltmarsh", "4 March 2021", "The clock of Saltmarsh", "It has stood still for years and...")


def test_cards_beside_a_paragraph_go_however_many_they_are():
    cards = [line.replace("clock", thing) for thing in ("clock", "crane", "tower", "quay") for line in CARD]
    found = labelled([prose(30), *cards])
    assert found.kept.tolist() == [True] + [False] * len(cards)


def test_a_page_of_cards_alone_keeps_them():
    assert labelled([line.replace("clock", thing) for thing in ("clock", "crane", "tower") for line in CARD]).kept.any()


@pytest.mark.parametrize(
    ("ending", "is_kept"),
    [
        ("The trial goes on with the owner of the crane.", True),
        ("All rights reserved.", False),  # cues
        ("The trial goes on with the owner of the crane", False),
        ("4 March 2021.", False),
        ("Ends.", False),
    ],
)
def test_a_short_sentence_ends_a_text(ending, is_kept):
    page = [prose(), prose(), ending, "Home", "Contact"]
    assert labelled(page, [0.9, 0.9, 0.12, 0.01, 0.01]).kept.tolist() == [True, True, is_kept, False, False]
    assert not labelled(page, [0.9, 0.9, 0.05, 0.01, 0.01]).kept[2]


def test_numbers_of_lines_are_no_code():
    page = [f"<p>{prose()}</p>", "<pre>1\n2\n3</pre>", "<pre>a = b\nc = d\nprint(e)</pre>", f"<p>{prose()}</p>"]
    assert labelled_html(page).kept.tolist() == [True, False, True, True]
    assert labelled_html([page[0], "<pre>1 1 2 3 5</pre>", page[3]]).kept.all()


def test_the_name_of_a_file_does_not_part_code_from_its_text():
    code = "<pre>a = b\nc = d\nprint(e)</pre>"
    link = f"<p>{prose()} <a href=/>Home</a></p>"
    page = [f"<p>{prose()}</p>", "<div>worker.py</div>", code, "<div>Click to expand</div>", link]
    assert labelled_html(page, [0.9, 0.1, 0.2, 0.1, 0.9]).kept.tolist() == [True, False, True, False, True]


def test_a_heading_stays_above_a_caption_and_above_another_heading():
    link = f"<p>{prose()} <a href=/>Home</a></p>"
    page = ["<h2>Trams</h2>", "<div>The first of them</div>", "<h3>The first years</h3>", link]
    assert labelled_html(page, [0.4, 0.1, 0.4, 0.9]).kept.tolist() == [True, False, True, True]
    assert not labelled_html([page[0], f"<p>{prose()}</p>", page[3]], [0.4, 0.1, 0.9]).kept[0]


def test_a_link_to_comments_ends_no_text():
    page = [*(f"<p>{prose()}</p>" for _ in range(4)), "<p><a href=/c>Leave a comment</a></p>", f"<p>{prose()}</p>"]
    assert labelled_html(page, [0.9] * 4 + [0.1, 0.9]).kept.tolist() == [True] * 4 + [False, True]
    posts = ["<p>Jane</p>", "<p>4 March 2021</p>", f"<p>{prose()}</p>", "<p>Reply</p>"]
    kept = labelled_html([*page[:5], *posts, *posts], [0.9] * 4 + [0.1] + [0.5] * 8).kept
    assert kept.tolist() == [True] * 4 + [False] * 9


def test_lines_of_furniture_on_a_page_that_is_clean_already():
    page = [*(prose() for _ in range(60)), "Unsubscribe"]
    assert labelled(page, [0.6] * 60 + [0.1]).kept.tolist() == [True] * 60 + [False]


def test_the_title_element_is_no_text_of_the_page():
    page = "<title>The shed - Harbour Notes</title><a href=/>Home</a><h1>The shed</h1><p>Two ladders and one cart.</p>"
    assert extract(page).text == "Two ladders and one cart."


def siblings_kept(before: str, inner: list[str], after: str, probability: list[float], page_type: str) -> list[bool]:
    """Return which blocks of a list that ends a page with a menu are kept: those of .5 and more, and what rules add."""
    document = segment_html(
        f"<nav><a href='/'>Home</a></nav><main><p>{prose()}</p>{before}{''.join(inner)}{after}</main>"
    )
    column = np.array([0.01, 0.9, *probability])
    kept = column >= 0.5
    selection = Selection(column, kept, 0.9, 1, int(np.flatnonzero(kept)[-1]) + 1)
    return label(document, observe(document), selection, NOTHING, page_type).kept.tolist()[2:]


def items(opening: str, closing: str) -> list[str]:
    return [f"{opening}{prose(6)}{closing}" for _ in range(4)]


ALIKE = [
    ("<ul>", items("<li>", "</li>"), "</ul>"),
    ("<dl>", items("<dd>", "</dd>"), "</dl>"),
    ("<table>", items("<tr><th>", "</th><td>four boats</td></tr>"), "</table>"),
    ("<section>", items('<div class="post">', "</div>"), "</section>"),
]


@pytest.mark.parametrize(("before", "inner", "after"), ALIKE)
def test_items_rows_and_posts_are_kept_together(before, inner, after):
    kept = [True, True, True]
    for page_type in ("forum", "service"):
        assert siblings_kept(before, inner, after, [0.9, 0.9, 0.9, 0.12], page_type) == [*kept, True]
        assert siblings_kept(before, inner, after, [0.9, 0.9, 0.9, 0.08], page_type) == [*kept, False]
        assert siblings_kept(before, inner, after, [0.9, 0.9, 0.12, 0.12], page_type) == [True, True, False, False]
    assert siblings_kept(before, inner, after, [0.9, 0.9, 0.9, 0.12], "collection") == [*kept, False]
    assert siblings_kept(before, inner, after, [0.9, 0.9, 0.9, 0.12], "article") == [*kept, "post" not in inner[0]]


def test_siblings_are_of_one_name_and_class():
    listed = items("<li>", "</li>")
    for other in ('<li class="more">Boats of other years</li>', "<dd>Boats of other years</dd>"):
        kept = siblings_kept("<ul>", [*listed[:3], other], "</ul>", [0.9, 0.9, 0.9, 0.12], "forum")
        assert kept == [True, True, True, False]


def test_paragraphs_without_a_class_are_no_siblings():
    kept = siblings_kept("<section>", items("<p>", "</p>"), "</section>", [0.9, 0.9, 0.9, 0.12], "service")
    assert kept == [True, True, True, False]


def test_cards_copies_and_furniture_are_not_kept_with_others():
    listed = items("<li>", "</li>")
    for other in ("<li>Share on Facebook</li>", listed[0]):
        kept = siblings_kept("<ul>", [*listed[:3], other], "</ul>", [0.9, 0.9, 0.9, 0.12], "article")
        assert kept == [True, True, True, False]


@pytest.mark.parametrize(("long", "is_kept"), [(4, True), (0, False)])
def test_long_posts_have_a_vote_on_short_ones(long, is_kept):
    words = [*[80] * long, 6, 6, 30]
    posts = [f'<div class="post" id="p{place}">{prose(count)}</div>' for place, count in enumerate(words)]
    column = [0.01, 0.9, *[0.9] * long, 0.05, 0.05, 0.6]
    found = labelled_html(['<p><a href="/">Home</a></p>', f"<p>{prose(200)}</p>", *posts], column, "forum")
    assert found.kept[-1] == is_kept


def test_parts_of_posts_are_left_out_as_most_of_their_kind_are():
    cards = [f'<article><div class="user">{prose(6)}</div><p>{prose()}</p></article>' for _ in range(4)]
    document = segment_html(f"<nav><a href='/'>Home</a></nav><main>{''.join(cards)}</main>")
    for chance, page_type, is_kept in ((0.6, "forum", False), (0.8, "forum", True), (0.6, "article", True)):
        column = np.array([0.01, 0.05, 0.9, 0.05, 0.9, 0.05, 0.9, chance, 0.9])
        selection = Selection(column, column >= 0.5, 0.9, 2, 9)
        found = label(document, observe(document), selection, NOTHING, page_type)
        assert found.kept.tolist() == [False, False, True, False, True, False, True, is_kept, True]
        assert (found.reasons[7] == "") == is_kept


@pytest.mark.parametrize("chance", [0.9, 0.34])
def test_the_whole_text_once_more_is_a_duplicate(chance):
    parts = [prose(60) for _ in range(5)]
    again, told = " ".join(parts)[20:], [f"<p>{part}</p>" for part in parts]
    found = labelled_html([*told, f"<p>{again}</p>"], [*[0.9] * 5, chance])
    assert found.kept.tolist() == [True] * 5 + [False]
    assert (found.names[5], found.reasons[5]) == ("duplicate", "says again what stands above")
    for other in (f"<p>{prose(300)}</p>", f"<p>{' '.join(parts[:3])} {prose(120)}</p>", f"<pre>{again}</pre>"):
        assert labelled_html([*told, other], [*[0.9] * 5, chance]).kept.all()


def test_a_quote_or_another_version_of_a_paragraph_is_no_copy():
    long = prose(200)
    assert labelled_html([f"<p>{long}</p>", f"<p>{prose()}</p>", f"<p>{long} {prose(20)}</p>"], 0.9).kept.all()
    parts = [prose(60) for _ in range(5)]
    column = [0.01] * 5 + [0.9]
    lost = labelled_html([*(f'<p><a href="/">{part}</a></p>' for part in parts), f"<p>{' '.join(parts)}</p>"], column)
    assert lost.kept.tolist() == [False] * 5 + [True]


def test_links_that_end_an_article_are_other_stories():
    link = '<li><a href="/{0}">Old cranes of the {0} harbour</a> Ann Lee{1}</li>'
    told, heads = [f"<p>{prose()}</p>", f"<p>{prose()}</p>"], ["<h2>Where to go now</h2>", "<h3>More cranes</h3>"]
    links = [link.format("east", ""), link.format("west", "")]
    for chance, page_type, is_kept in ((0.6, "article", False), (0.8, "article", True), (0.6, "listing", True)):
        found = labelled_html([*told, *heads, *links], [0.9, 0.9, *[chance] * 4], page_type)
        assert found.kept.tolist() == [True, True, *[is_kept] * 4]
    for ending in (links[:1], [link.format("east", ". They stand still."), link.format("west", ". They stand still.")]):
        assert labelled_html([*told, *ending], [0.9, 0.9, *[0.6] * len(ending)]).kept.all()
    assert labelled_html(links, [0.6, 0.6]).kept.all()
    plain = [line.replace("<a ", "<b ").replace("</a>", "</b>") for line in links]
    assert labelled_html(
        [*told, '<p>See <a href="/">more</a> of them.</p>', *plain], [0.9, 0.9, 0.9, 0.6, 0.6]
    ).kept.all()


def test_what_a_thread_states_to_be_its_posts_is_kept():
    posts = [prose(20) for _ in range(6)]
    cut = " ".join(posts[4].split()[:16])
    lines = ["Not sure about that cable.", "Which cable, please?", "Search all of the new threads"]
    stated = {
        "@type": "DiscussionForumPosting",
        "text": posts[0],
        "comment": [
            {"text": text} for text in (posts[3], cut, posts[5][:50], *lines[:2], "Search all of", "the new threads")
        ],
        "mainEntity": {"articleBody": posts[2]},
    }
    elements = [f"<p>{text}</p>" for text in [*posts, *lines, posts[3]]]
    probability = [0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    for name, likely, kept in (
        ("DiscussionForumPosting", 0.1, [0, 1, 2, 3, 4, 6]),
        ("DiscussionForumPosting", 0.04, [0, 1]),
        ("NewsArticle", 0.1, [0, 1]),
    ):
        script = f"<script type=application/ld+json>{json.dumps(stated | {'@type': name})}</script>"
        column = [min(value, likely) if value < 0.5 else value for value in probability]
        found = labelled_html([script + elements[0], *elements[1:]], column, "forum")
        assert np.flatnonzero(found.kept).tolist() == kept


@pytest.mark.parametrize("name", ["DiscussionForumPosting", ["CreativeWork", "QAPage"], "NewsArticle"])
def test_a_page_that_states_it_is_a_thread_has_comments_for_a_body(name):
    for posts in (
        [f"<p>{prose(20)}</p>"],
        [one for day in range(1, 6) for one in (f"<p>{day} May 2019</p>", f"<p>{prose()}</p>")],
    ):
        elements = [f"<p>{prose()}</p>" for _ in range(8)] + ["<h2>Comments</h2>"] + posts
        script = f"<script type=application/ld+json>{json.dumps({'@type': name})}</script>"
        found = labelled_html([script + elements[0], *elements[1:]])
        assert found.kept[-1] == (name != "NewsArticle")


@pytest.mark.parametrize(("likely", "is_kept"), [(0.35, True), (0.25, False)])
def test_a_line_between_a_list_and_a_paragraph_of_the_body_is_a_heading(likely, is_kept):
    document = segment_text("\n\n".join([prose(), "jitter: 0.1", "After the last attempt", prose(), prose(200)]))
    column = np.array([0.9, 0.9, likely, 0.9, 0.01])
    found = label(document, observe(document), Selection(column, column > 0.5, 0.9, 0, 4), NOTHING, "article")
    assert found.kept.tolist() == [True, True, is_kept, True, False]


@pytest.mark.parametrize(
    ("sentences", "likely", "boxes", "is_kept"),
    [(3, 0.25, 4, True), (3, 0.15, 4, False), (2, 0.25, 4, False), (3, 0.25, 8, False)],
)
def test_sentences_right_below_the_title_begin_the_text(sentences, likely, boxes, is_kept):
    lines = ["The old crane", *(prose(16) for _ in range(sentences)), *(f"Box {number}" for number in range(boxes))]
    document = segment_text("\n\n".join([*lines, prose(), prose(400)]))
    column = np.array([0.01, *[likely] * sentences, *[0.01] * boxes, 0.9, 0.01])
    metadata = replace(NOTHING, marks={0: Mark("title", "title of the page")})
    found = label(
        document, observe(document), Selection(column, column > 0.5, 0.9, 0, len(column)), metadata, "article"
    )
    assert found.kept.tolist() == [False, *[is_kept] * sentences, *[False] * boxes, True, False]


@pytest.mark.parametrize("gap", [" ", ""])
def test_a_line_that_says_its_words_twice_is_none_of_the_text(gap):
    line = "Crane and ferry at the quay"
    found = labelled([prose(), f"{line}{gap}{line}", prose()])
    assert found.names == ("body", "duplicate", "body")
    assert "twice" in found.reasons[1]


def test_a_page_that_says_everything_twice_is_not_lost():
    line = "Crane and ferry at the quay"
    assert labelled([f"{line} {line}"]).kept.all()


@pytest.mark.parametrize(
    ("cells", "likely", "page_type", "is_kept"),
    [
        (6, 0.28, "article", True),
        (5, 0.28, "article", False),
        (6, 0.26, "article", False),
        (6, 0.28, "listing", False),
    ],
)
def test_a_table_of_a_line_a_cell_is_kept_as_a_whole(cells, likely, page_type, is_kept):
    lines = [f"{place} crowns" for place in range(cells)]
    chances = [0.99, *[likely] * cells, 0.99, 0.01]
    found = labelled([prose(400), *lines, prose(400), "Share this"], chances, page_type)
    assert found.kept.tolist() == [True, *[is_kept] * cells, True, False]


def test_a_cue_in_a_table_of_lines_is_none_of_it():
    lines = [f"{place} crowns" for place in range(10)]
    lines[4] = lines[7] = "Share this"
    kept = labelled([prose(400), *lines, prose(400)], [0.99, *[0.3] * 10, 0.99]).kept
    assert kept.tolist() == [place not in (5, 8) for place in range(12)]


def test_a_run_of_lines_with_cues_is_no_table():
    lines = [f"{place} crowns" for place in range(9)]
    lines[4] = lines[7] = "Share this"
    assert not labelled([prose(400), *lines, prose(400)], [0.99, *[0.3] * 9, 0.99]).kept[1:-1].any()


def test_a_table_of_lines_is_in_the_body():
    lines = [f"{place} crowns" for place in range(6)]
    document = segment_text("\n\n".join([prose(400), *lines, prose(400), "Share this"]))
    chances, kept = np.array([0.99, *[0.3] * 6, 0.99, 0.01]), np.array([True, *[False] * 6, True, False])
    for last, is_kept in ((8, True), (1, False)):
        found = label(document, observe(document), Selection(chances, kept, 1.0, 0, last), NOTHING, "article")
        assert found.kept[1:7].tolist() == [is_kept] * 6


@pytest.mark.parametrize(
    "sentence",
    [
        "Passport applicants must fill out the form by hand, officials said.",
        "Fill out the form in black ink and bring two photographs.",
        "Applicants need a valid email address to register for the vote.",
        "Check your junk folder if the letter does not arrive.",
        "The city wants to develop and improve services for the old.",
        "The table of contents names forty chapters, and the index names none.",
    ],
)
@pytest.mark.parametrize("probability", [0.6, 0.9])
def test_a_sentence_with_words_of_forms_is_no_furniture(sentence, probability):
    assert labelled([prose(), sentence, prose()], [0.9, probability, 0.9]).kept.all()


@pytest.mark.parametrize(
    "line",
    [
        "Thank you! Your submission has been received!",
        "This field is for validation purposes and should be left unchanged.",
        "You are using an out of date browser. It may not display this or other websites correctly.",
        "Create profiles for personalised advertising",
        "An official website of the United States government",
        "Table of contents",
    ],
)
def test_what_software_says_is_furniture(line):
    assert labelled([prose(), line, prose()], [0.9, 0.6, 0.9]).kept.tolist() == [True, False, True]


def test_markup_tells_what_a_table_is():
    lines = [f"<p>{place} crowns</p>" for place in range(6)]
    elements = [f"<p>{prose(400)}</p>", *lines, f"<p>{prose(400)}</p>", "<p>Share this</p>"]
    assert not labelled_html(elements, [0.99, *[0.3] * 6, 0.99, 0.01]).kept[1:7].any()


def test_a_story_of_another_author_is_no_table():
    lines = ["Girl draws the town", "By Emmerich Dole", *(f"{place} crowns" for place in range(6))]
    kept = labelled([prose(400), *lines, prose(400), "Share this"], [0.99, *[0.3] * 8, 0.99, 0.01]).kept
    assert not kept[1:9].any()


@pytest.mark.parametrize(
    ("line", "page_type", "is_kept"),
    [
        ("#5", "forum", False),
        ("• #12", "forum", False),
        ("#5 of them fell", "forum", True),
        ("5", "forum", True),
        ("#5", "listing", True),
    ],
)
def test_the_numbers_of_posts_are_no_text(line, page_type, is_kept):
    assert labelled([prose(), line, prose()], [0.9, 0.6, 0.9], page_type).kept.tolist() == [True, is_kept, True]
