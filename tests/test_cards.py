"""Card runs, from the shapes of blocks alone. T t: titles, D: a date, p: prose, c: cut prose, H: related heading."""

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
    return Shape(ord(code), 4, is_date=False, is_title=True, is_cut=False, is_related=code == "H")


@pytest.mark.parametrize(("page", "parts"), CASES.items())
def test_parts(page, parts):
    assert "".join(map(str, find_cards([shape(code) for code in page]))) == parts
