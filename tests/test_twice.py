"""What stands twice is a picture: in one line, or in two lines of an article."""

from __future__ import annotations

import pytest

from extractor.evidence import observe
from extractor.segment_text import segment_text
from extractor.twice import said_again, said_twice

SAID_TWICE = {
    "Crane over the quay. Crane over the quay.": "Crane over the quay.",
    "home cleaning servicehome cleaning service": "home cleaning service",
    "  Ferry at the quay   ferry at the quay ": "Ferry at the quay",
    "Beetlejuice Beetlejuice": "",
    "Crane over the quay. Crane over the quays.": "",
    "Price per day, euros\tPrice per day, euros": "",
    "---------- ---------- ---------- ----------": "",
    "": "",
}


@pytest.mark.parametrize("line", SAID_TWICE)
def test_said_twice(line: str):
    assert said_twice(line) == SAID_TWICE[line]


CAPTION = "Volunteers carry crates to the press on Monday."
AGAIN = [
    ([CAPTION, CAPTION], [0]),
    ([CAPTION, f"{CAPTION} Photo: Ann Lee"], [0]),
    ([f"{CAPTION} © Ann Lee.", CAPTION], [0]),
    ([CAPTION, f"{CAPTION} The juice works had agreed to run its machines around the clock until Saturday night."], []),
    ([CAPTION, "Volunteers ate pears."], []),
    ([f"- {CAPTION}", f"- {CAPTION}"], []),
    (["Who carries the crates to the press?", "Who carries the crates to the press?"], []),
    (["They sing.", "They sing."], []),
    (["Volunteers carry crates to the press", "Volunteers carry crates to the press"], []),
    ([CAPTION], []),
]


@pytest.mark.parametrize(("lines", "found"), AGAIN)
def test_said_again(lines: list[str], found: list[int]):
    document = segment_text("\n\n".join(lines))
    assert len(document) == len(lines)
    assert said_again(document, observe(document)) == found
