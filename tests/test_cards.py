"""Card runs, from the shapes of blocks alone.

D: a date, p: prose, c: cut prose, t, u, v: long lines without an end, y: a byline (Y: that is taken for a sentence), H: related heading; other letters are titles.
"""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest

from extractor.cards import Shapes, find_cards

CASES = {
    # strong cards: the title again after the date
    "ADApBDBp": "23242324",
    "ADAcBDBc": "23242324",
    "AADcBBDc": "22342234",
    "ADApp": "00000",  # one alone could be a story under its breadcrumb
    "HADAp": "12324",  # unless a heading announces it
    "HxADApBDBp": "1123242324",
    # teasers that end in nothing look like titles
    "ADAtBDBuCDCv": "232423242324",
    "ADAtBDBuCDCvppp": "232423242324000",
    "ADABDBCDCvppp": "2322322320000",  # not where the others have none
    # weak cards count only in a run
    "ADBDCD": "000000",  # dated titles alone could be a timeline
    "HADBDCD": "1232323",
    "AcBcCc": "242424",
    "AcBc": "0000",
    "ADcBDcCDc": "234234234",
    "DAcDBcDCc": "324324324",
    # date-title cards do not chain on to the title and date of the story below them
    "HDADBDCSDypp": "132323200000",
    # nor is the last of a run one, where its byline or its text follows
    "HADBDCDSDypp": "123232300000",
    "HADBDCDSDpp": "12323230000",
    "ppHADBDCDEDpp": "0012323232300",  # in the midst of a story the story goes on
    "HADYBDYCDY": "1234234234",  # unless every card has one
    # a story is no card run
    "Apppppp": "0000000",
    "ppADApBDBpppp": "0023242324000",
    "": "",
}


KEYS = count(1000)  # prose is never the same twice


def shape(code: str) -> tuple[int, float, bool, bool, bool, bool, bool]:
    """A row of ``Shapes``."""
    if code == "D":
        return (0, 3, True, False, False, False, False)
    if code in "pc":
        return (next(KEYS), 25, False, False, code == "c", False, False)
    if code in "tuv":
        return (ord(code), 9, False, True, False, False, False)
    if code in "yY":
        return (next(KEYS), 3, False, code == "y", False, False, True)
    return (ord(code), 4, False, True, False, code == "H", False)


@pytest.mark.parametrize(("page", "parts"), CASES.items())
def test_parts(page, parts):
    shapes = Shapes(*map(np.array, zip(*map(shape, page), strict=True))) if page else Shapes(*np.zeros((7, 0), bool))
    assert "".join(map(str, find_cards(shapes))) == parts


def test_facts_of_all_blocks_are_made_once():
    shapes = Shapes(*map(np.array, zip(*map(shape, "HTDp"), strict=True)))
    assert shapes.is_heading is shapes.is_heading
    assert shapes.is_prose is shapes.is_prose
