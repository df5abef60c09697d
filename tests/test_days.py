"""Which dates of a page are no day of its publication, and which lines with a date stay in the text."""

from __future__ import annotations

import pytest

from extractor import extract

PARAGRAPHS = (
    "The old crane on the north quay will not be sold, the harbour board decided on Monday after a debate of four hours.",
    "The crane was built in 1911 and has not lifted anything since the harbour lost its last coal merchant, thirty years ago.",
    "A scrap dealer had offered 40,000 crowns for it, which would have paid for the new lights along the quay and for little else.",
)
TITLE = "Harbour board decides not to sell the old crane"
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(*parts: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{''.join(parts)}</article></body>"


DIARY = ("Monday, 4 August 2025", "Tuesday, 5 August 2025", "Wednesday, 6 August 2025")
VERSIONS = ("4.2.0 – 2025-10-14", "4.1.3 – 2025-09-30", "4.1.2 – 2025-09-01")


@pytest.mark.parametrize("heads", [DIARY, VERSIONS])
@pytest.mark.parametrize("before", ["", "<p>What is new about the crane.</p>"])
def test_dated_headings_of_sections_stay(heads, before):
    sections = (f"<h2>{head}</h2><p>{text}</p>" for head, text in zip(heads, PARAGRAPHS, strict=True))
    text = extract(page(before, *sections)).text
    assert [head for head in heads if head not in text] == []


def test_a_dated_item_stays_with_the_items_beside_it():
    items = "".join(f"<li>{text}</li>" for text in (PARAGRAPHS[0], "Crane sold: 4 August 2025", PARAGRAPHS[1]))
    article = extract(page(f"<p>{PARAGRAPHS[2]}</p><ul>{items}</ul><p>{PARAGRAPHS[2]}</p>"))
    assert article.date == "2025-08-04"
    assert "Crane sold: 4 August 2025" in article.text


@pytest.mark.parametrize("stamp", ["<h3>4 March 2018</h3>", "<ul><li>Jane Marlow</li><li>March 4, 2018</li></ul>"])
def test_a_stamp_is_no_part_of_the_text(stamp):
    article = extract(page(stamp, STORY))
    assert article.date == "2018-03-04"
    assert "2018" not in article.text


JOINED = [
    "Joined: Mar 12, 2014",
    "Member since 12 March 2014",
    "Registriert seit: 12.03.2014",
    "<p>Inscrit le</p>12 mars 2014",
]


@pytest.mark.parametrize("line", JOINED)
def test_the_day_on_which_somebody_became_a_member_is_none_of_publication(line):
    assert extract(page(f"<div>jmarlow</div><div>{line}</div>", STORY)).date is None
    assert extract(page(f"<div>jmarlow</div><div>{line}</div><p>5 May 2019</p>", STORY)).date == "2019-05-05"


@pytest.mark.parametrize("name", ["references", "reflist columns"])
def test_the_days_of_references_are_none_of_publication(name):
    listed = f'<ol class="{name}"><li>Marlow, J. "The old crane". Harbour News. 3 May 2008.</li></ol>'
    article = extract(page(STORY, f"<h2>References</h2>{listed}"))
    assert article.date is None
    assert all(one.value != "2008-05-03" for one in article.metadata_sources.values())


STATED = '{"@type": "Article", "datePublished": "2021-06-18", "dateModified": "2024-04-02"}'


def test_a_day_that_is_shown_as_one_of_publication_is_no_change():
    line = "<p>By Jane Marlow</p><p>Published April 2, 2024</p>"
    article = extract(f'<script type="application/ld+json">{STATED}</script>' + page(line, STORY))
    assert article.date == "2024-04-02"


@pytest.mark.parametrize("stamp", ["Published May 3, 2017", "Published in The Marl Courier, May 3rd, 2017"])
def test_a_stamped_day_below_the_title_goes_before_the_day_of_the_issue_above_it(stamp):
    menu = ["The Marl Courier", "Thursday, October 17, 2024", "News", "Sport", "Opinion"]
    lines = [*menu, "The old crane leaves the quay", stamp, "By Jane Marlow", *STORY.replace("</p>", "").split("<p>")]
    assert extract("\n".join(lines)).date == "2017-05-03"
