"""What stands twice is a picture: in one line, or in two lines of an article."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.evidence import observe
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text
from extractor.twice import captions_again, said_twice

LINE = "Crane and ferry at the quay"
LONG = "Crane and ferry at the quay of the old harbour. "
SAID_TWICE = {
    f"{LINE} {LINE}": LINE,
    f"  {LINE}   {LINE.lower()} ": LINE,
    f"{LINE}{LINE}": LINE,
    "home cleaninghome cleaning": "home cleaning",
    "housecleaninghousecleaning": "",
    "the quay nowthe quay now": "the quay now",
    "the quay on the quay on": "",
    "We shall overcome, we shall overcome,": "",
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
OTHER = "A child looks on from the window."
AGAIN = [
    ([CAPTION, f"{CAPTION} Photo: Ann Lee"], [0]),
    ([CAPTION, f"{CAPTION.upper()} Photo: Ann Lee"], [0]),
    ([f"{CAPTION} © Ann Lee.", CAPTION], [0]),
    ([CAPTION, CAPTION, OTHER, OTHER], [0, 2]),
    ([CAPTION, CAPTION], []),  # a paragraph that a converter has written twice
    ([CAPTION, CAPTION, CAPTION, OTHER, OTHER, OTHER], []),  # refrains
    ([CAPTION, f"{CAPTION} The fares rise in May."], []),
    ([CAPTION, f"{CAPTION} Photo: Ann Lee of Harbour Pictures, in the name of the whole of the crew"], []),
    ([CAPTION, "Volunteers ate pears."], []),
    ([CAPTION, "Volunteers"], []),
    ([f"- {CAPTION}", f"- {CAPTION} Photo: Ann Lee"], []),
    (["Who carries the crates to the press?", "Who carries the crates to the press? Photo: Ann Lee"], []),
    (["“Who carries the crates to it?”", "“Who carries the crates to it?” he said"], []),
    (["They all sing.", "They all sing. Photo: Ann Lee"], []),
    (["Volunteers carry crates to the press", "Volunteers carry crates to the press Photo: Ann Lee"], []),
    ([CAPTION], []),
]


@pytest.mark.parametrize(("lines", "found"), AGAIN)
def test_captions_again(lines: list[str], found: list[int]):
    document = segment_text("\n\n".join(lines))
    assert len(document) == len(lines)
    assert captions_again(document, observe(document)) == found


def test_markup_says_itself_what_a_caption_is():
    document = segment_html(f"<p>{CAPTION}<p>{CAPTION} Photo: Ann Lee")
    assert captions_again(document, observe(document)) == []


STORY = "The storm lasted eight minutes and cut a strip of two kilometres, in which most of the fruit was lost. " * 3
CAPTIONED = [
    [f"{LINE} {LINE}"],
    [f"{LINE}{LINE}"],
    [CAPTION, f"{CAPTION} Photo: Ann Lee"],
    [f"{CAPTION} Photo: Ann Lee", CAPTION],
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


def test_equal_cells_are_no_picture():
    row = f"<tr><td>{LINE}</td><td>{LINE}</td></tr>"
    article = extract(
        f"<h1>Ferries</h1><p>{STORY}<table><tr><td>Here</td><td>There</td></tr>{row}{row}</table><p>{STORY}"
    )
    assert LINE in article.text
