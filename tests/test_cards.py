"""Card runs, from the shapes of blocks alone.

D: a date, p: prose, c: cut prose, y: a byline (Y: that is taken for a sentence), H: related heading; other letters are titles.
"""

from __future__ import annotations

from itertools import count

import pytest

from extractor.cards import Shape, find_cards

CASES = {
    # strong cards: the title again after the date
    "ADApBDBp": "23242324",
    "ADAcBDBc": "23242324",
    "AADcBBDc": "22342234",
    "ADApp": "00000",  # one alone could be a story under its breadcrumb
    "HADAp": "12324",  # unless a heading announces it
    "HxADApBDBp": "1123242324",
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


def shape(code: str) -> Shape:
    if code == "D":
        return Shape(0, 3, is_date=True, is_title=False, is_cut=False, is_related=False)
    if code in "pc":
        return Shape(next(KEYS), 25, is_date=False, is_title=False, is_cut=code == "c", is_related=False)
    if code in "yY":
        return Shape(next(KEYS), 3, is_date=False, is_title=code == "y", is_cut=False, is_related=False, is_byline=True)
    return Shape(ord(code), 4, is_date=False, is_title=True, is_cut=False, is_related=code == "H")


@pytest.mark.parametrize(("page", "parts"), CASES.items())
def test_parts(page, parts):
    assert "".join(map(str, find_cards([shape(code) for code in page]))) == parts
