"""Dates as machines write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.metadata.moment import moment

MOMENTS = {
    "2018-05-31": "2018-05-31",
    " 2018-05-31 ": "2018-05-31",
    "2018/05/31": "2018-05-31",
    "2018.5.1": "2018-05-01",
    "20180531": "2018-05-31",
    "2018-05-31T10:20:30Z": "2018-05-31T10:20:30+00:00",
    "2018-05-31T10:20:30+02:00": "2018-05-31T10:20:30+02:00",
    "2018-05-31 10:20:30": "2018-05-31T10:20:30",
    "2018-05-31T25:00:00": "2018-05-31",
    "2018-05-31 at noon": "2018-05-31",
    "Thu, 31 May 2018 10:20:30 GMT": "2018-05-31",
    "31. Mai 2018": "2018-05-31",
    "05/31/2018": "2018-05-31",
    "04/05/2018": None,  # two readings
    "2018-13-40": None,
    "2018-02-30": None,
    "2018-05": None,
    "2018": None,
    "0001-01-01T00:00:00Z": None,
    "0000-00-00": None,
    "1969-12-31": None,
    "9999-12-31": None,
    "1527761230": None,
    "yesterday": None,
    "": None,
    "31 May 2018 " + "and so on " * 10: None,  # prose
}


@pytest.mark.parametrize(("text", "iso"), MOMENTS.items(), ids=repr)
def test_moments(text, iso):
    found = moment(text)
    assert (found and found.iso) == iso
    assert found is None or found.iso.startswith(found.day.isoformat())


@pytest.mark.parametrize(
    ("text", "instant", "is_local"),
    [
        ("2018-05-31T23:30:00Z", "2018-05-31T23:30:00+00:00", False),
        ("2018-06-01T01:30:00.250+02:00", "2018-05-31T23:30:00+00:00", True),
        ("2018-05-31T23:30:00", None, False),
        ("2018-05-31", None, False),
    ],
)
def test_points_in_time(text, instant, is_local):
    found = moment(text)
    assert (found.instant and found.instant.isoformat(), found.is_local) == (instant, is_local)


@given(st.text(alphabet="0123456789-/.:TZ+ Mayé", max_size=70))
def test_nothing_raises(text):
    found = moment(text)
    assert found is None or (1990 <= found.day.year <= 2100 and found.is_local in (True, False))
