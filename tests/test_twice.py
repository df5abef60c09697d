"""What stands twice is a picture: in one line, or in two lines of an article."""

from __future__ import annotations

import pytest

from extractor import analyse, extract
from extractor.evidence import observe
from extractor.metadata.caption import find_captions
from extractor.metadata.context import Context
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text
from extractor.twice import captions_again, said_twice

LINE = "Crane and ferry at the quay"
LONG = "Crane and ferry at the quay of the old harbour. "
SAID_TWICE = {
    f"{LINE} {LINE}": LINE,
    f"  {LINE}  ": "",
    f" {LINE} {LINE.lower()} ": LINE,
    f"{LINE}{LINE}": LINE,
    f"{LINE}  {LINE}": "",  # two cells
    "home cleaninghome cleaning": "home cleaning",
    "housecleaninghousecleaning": "",
    "the quay nowthe quay now": "the quay now",
    "the quay on the quay on": "",
    "We shall overcome, we shall overcome,": "",
    "We shall overcome some day, we shall overcome some day,": "We shall overcome some day,",
    "Where do you go, old man? Where do you go, old man?": "",
    "Save the old hall of ours! Save the old hall of ours!": "",
    "Never again! Never again!": "",
    f"{LINE}s {LINE}": "",
    f"{LINE}\t{LINE}": "",
    f"| {LINE} | {LINE} |": "",
    f"{LINE}|{LINE}": "",
    "- - - - - - - - - - - -": "",
    "never a never a never a never a never a never a": "",
    LONG * 24: (LONG * 12).strip(),
    LONG * 26: "",
    "": "",
}


@pytest.mark.parametrize("line", SAID_TWICE)
def test_said_twice(line: str):
    assert said_twice(line) == SAID_TWICE[line]


CAPTION = "Volunteers carry crates to the press on Monday."
CREDITED = f"{CAPTION} Photo: Ann Lee"
QUESTION = "Who carries the crates to the press?"
AGAIN = [
    ([CAPTION, CREDITED], {1: 0}),
    ([CAPTION, CREDITED.upper()], {1: 0}),
    ([CREDITED, CAPTION], {0: 1}),
    ([CAPTION, CREDITED, CREDITED, CAPTION], {1: 0, 2: 3}),
    ([CREDITED], {}),
    ([CAPTION, CAPTION], {}),  # a paragraph that a converter has written twice, or a refrain
    ([CREDITED, CREDITED], {}),
    ([CAPTION, f"{CAPTION} The fares rise in May."], {}),
    ([CAPTION, f"{CAPTION} So says the mayor"], {}),
    ([CAPTION, f"{CAPTION} They had come from all the villages of the upper valley. Photo: Ann Lee"], {}),
    ([CAPTION, "Volunteers ate pears. Photo: Ann Lee"], {}),
    (["Volunteers", CREDITED], {}),
    ([f"- {CAPTION}", f"- {CREDITED}"], {}),
    ([QUESTION, f"{QUESTION} Photo: Ann Lee"], {}),
    (["They all sing.", "They all sing. Photo: Ann Lee"], {}),
    ([CAPTION[:-1], f"{CAPTION[:-1]} Photo: Ann Lee"], {}),
    ([LONG * 5, f"{LONG * 5} Photo: Ann Lee"], {}),
    ([CAPTION], {}),
]


@pytest.mark.parametrize(("lines", "found"), AGAIN)
def test_captions_again(lines: list[str], found: dict[int, int]):
    document = segment_text("\n\n".join(lines))
    assert len(document) == len(lines)
    assert captions_again(document, observe(document)) == found


def test_markup_says_itself_what_a_caption_is():
    document = segment_html(f"<p>{CAPTION}<p>{CREDITED}")
    assert captions_again(document, observe(document)) == {}


STORY = "The storm lasted eight minutes and cut a strip of two kilometres, in which most of the fruit was lost. " * 3
CAPTIONED = [
    [f"{LINE} {LINE}"],
    [f"{LINE}{LINE}"],
    [CAPTION, CREDITED],
    [CREDITED, CAPTION],
]


def story(lines: list[str]) -> str:
    return "\n\n".join(["Hail over the valley", "By Ann Oakley", "2 May 2015", STORY, *lines, STORY + "It is over."])


@pytest.mark.parametrize("lines", CAPTIONED)
def test_what_stands_twice_in_a_story_is_a_caption_once(lines: list[str]):
    article = extract(story(lines))
    assert LINE not in article.text
    assert CAPTION not in article.text
    assert list(article.captions) == [LINE if len(lines) == 1 else CAPTION]


def test_a_credit_is_read_of_the_first_copy():
    line = f"{CAPTION} Photo: Ann Lee"
    article = extract(story([f"{line} {line}"]))
    assert (article.caption, article.credit) == (CAPTION, "Ann Lee")
    twice = extract(story(["Photo: Ann Lee/Reuters Photo: Ann Lee/Reuters"]))
    assert "per" not in (twice.credit or "")


def test_a_story_that_is_doubled_as_a_whole_is_not_lost():
    parts = [f"{STORY[:100].strip()} {number}." for number in range(8)]
    article = extract("\n\n".join(["Hail over the valley", *(f"{part} {part}" for part in parts)]))
    assert all(part in article.text for part in parts)
    assert not article.captions


def test_a_sentence_that_is_said_again_stays_in_the_text():
    article = extract(
        story([CAPTION, CAPTION, "A child looks on from the window.", "A child looks on from the window."])
    )
    assert CAPTION in article.text
    assert "A child looks on" in article.text
    assert not article.captions


@pytest.mark.parametrize("page_type", ["article", "listing"])
def test_only_articles_have_captions(page_type: str):
    analysis = analyse(story([f"{LINE} {LINE}"]))
    types = {page_type: 0.9, "service": 0.1}
    found = find_captions(Context(analysis.document, analysis.evidence, analysis.selection, types))
    assert bool(found.captions) == (page_type == "article")


@pytest.mark.parametrize(("first", "last", "is_found"), [(0, 7, True), (5, 7, False), (0, 4, False)])
def test_captions_that_stand_twice_are_within_the_body(first: int, last: int, is_found: bool):
    analysis = analyse(story([f"{LINE} {LINE}"]))
    selection = analysis.selection._replace(first=first, last=last)
    found = find_captions(Context(analysis.document, analysis.evidence, selection, {"article": 1.0}))
    assert bool(found.captions) == is_found


def test_equal_cells_are_no_picture():
    row = f"<tr><td>{LINE}</td><td>{LINE}</td></tr>"
    article = extract(
        f"<h1>Ferries</h1><p>{STORY}<table><tr><td>Here</td><td>There</td></tr>{row}{row}</table><p>{STORY}"
    )
    assert LINE in article.text
