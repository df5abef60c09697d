"""Dates in many forms and languages, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.dates import find_dates, is_day_first

DAYS = {
    "Published May 31, 2018": ["2018-05-31"],
    "UpdatedMay 31, 2018": ["2018-05-31"],
    "Updated onMay 31, 2018": ["2018-05-31"],
    "DisMay 31, 2018": ["2018-05-31"],
    "Dismay 31, 2018": [],
    "31 May 2018": ["2018-05-31"],
    "Updated 22 Dec, 2024": ["2024-12-22"],
    "on the 3rd of March 2011 it": ["2011-03-03"],
    "2019-05-31": ["2019-05-31"],
    "2019-05-31T10:00:00+02:00": ["2019-05-31"],
    "2019/05/31": ["2019-05-31"],
    "31.05.2019": ["2019-05-31"],
    "05.04.2021": ["2021-04-05"],
    "31.10.23": ["2023-10-31"],
    "19.10.19, 18:56 Uhr": ["2019-10-19"],
    "published on 31.10.23.": ["2023-10-31"],
    "31.10.98": ["1998-10-31"],
    "2/21/24 5:00 AM": ["2024-02-21"],
    "05/04/21": ["2021-04-05", "2021-05-04"],
    "Aktualisiert: 31.10.23": ["2023-10-31"],
    "am 31.10.23": ["2023-10-31"],
    "31.10.49": ["2049-10-31"],
    "31.10.90": ["1990-10-31"],
    "Montag 31.10.23": ["2023-10-31"],
    "Mo. 31.10.23": ["2023-10-31"],
    "Veröffentlicht 31.10.23": ["2023-10-31"],
    "14:30 Uhr 31.10.23": ["2023-10-31"],
    "Ubuntu 12.04.22": [],
    "Tel. 04.05.06": [],
    "§ 10.11.12": [],
    "€ 10.10.20": [],
    "10.1.12": [],
    "31-10-23": [],
    "31.10.23:30": [],
    "31.10.23%": [],
    "31.10.50": [],
    "31.10.89": [],
    "31.10.65": [],  # no year of the Web
    "version 4.10.12": [],
    "v10.10.12": [],
    "10.10.12.1": [],
    "31/12/24/7": [],
    "10.12.14m": [],
    "at 10.50.30": [],
    "Sept. 5, 2020": ["2020-09-05"],
    "2019年5月31日": ["2019-05-31"],
    "2019년 5월 31일": ["2019-05-31"],
    "12. März 2017": ["2017-03-12"],
    "le 1er août 2016": ["2016-08-01"],
    "14 de julio de 2015": ["2015-07-14"],
    "3 de março de 2014": ["2014-03-03"],
    "5 мая 2013 г.": ["2013-05-05"],
    "12 Haziran 2019": ["2019-06-12"],
    "٣ مايو ٢٠٢١": ["2021-05-03"],
    "۱۲ ژوئن ۲۰۱۹": ["2019-06-12"],
    "22 دسمبر 2024": ["2024-12-22"],
    "5 जनवरी 2020": ["2020-01-05"],
    "5 พ.ย. 2568 10:30 น.": ["2025-11-05"],
    "เผยแพร่ : 5 พฤศจิกายน 2568": ["2025-11-05"],
    "เมื่อ 5/11/2568": ["2025-11-05", "2025-05-11"],
    "5 พฤศจิกายน 2025": ["2025-11-05"],
    "4 May 2568": [],
    "令和7年6月11日": ["2025-06-11"],
    "令和元年10月1日": ["2019-10-01"],
    "平成３１年４月３０日": ["2019-04-30"],
    "昭和 64年 1月 7日": ["1989-01-07"],
    "2025年（令和7年）6月11日": ["2025-06-11"],
    "令和7年13月11日": [],
    "年6月11日": [],
    "27.mar.2025 às 5h00": ["2025-03-27"],
    "27-Mar-2025": ["2025-03-27"],
    "Windows 11 - October 2021": [],
    "Vol. 3 - May 2021": [],
    "9 أيار/مايو 2025": ["2025-05-09"],
    "9 March/April 2025": [],
    "22 tháng 4, 2025": ["2025-04-22"],
    "ngày 22 tháng 4 năm 2025": ["2025-04-22"],
    "25/12/2020": ["2020-12-25"],
    "12/25/2020": ["2020-12-25"],
    "4 tháng 5": [],
    "May 2018": [],
    "31 February 2018": [],
    "call 555-2018 now": [],
    "room 12 in 2018": [],
    "v1.12.2019": [],
}


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_days(text, expected):
    assert [day.isoformat() for span in find_dates(text) for day in span.days] == expected


def test_an_ambiguous_date_has_two_readings():
    (span,) = find_dates("04/05/2021")
    assert span.is_ambiguous
    assert [day.isoformat() for day in span.days] == ["2021-05-04", "2021-04-05"]
    assert is_day_first([span]) is None
    assert is_day_first([span, *find_dates("25/12/2020")]) is True
    assert is_day_first([span, *find_dates("12/25/2020")]) is False
    assert is_day_first(find_dates("25/12/2020 and 12/25/2020")) is None


def test_times_and_year_less_dates_are_seen_but_mean_no_day():
    (span,) = find_dates("at 10:30 am")
    assert span.time
    assert not span.days
    (span,) = find_dates("14 March")
    assert not span.days


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("4 out of 5", "en", ""),
        ("4 out of 5", None, ""),
        ("4 out", "pt", "4 out"),
        ("8 Mars bars", "en", ""),
        ("le 8 mars", "fr", "8 mars"),
        ("12 ago", "es", "12 ago"),
        ("12 May", "de", "12 May"),
        ("on the 3rd March", None, "3rd March"),
        ("12 septembre", "en", "12 septembre"),
    ],
)
def test_a_short_month_without_a_year_is_of_the_language_of_the_page(text, language, found):
    assert [text[span.start : span.end] for span in find_dates(text, language)] == ([found] if found else [])


def test_the_language_of_the_page_says_which_month_a_name_means():
    meant = {language: find_dates("3 listopad 2019", language)[0].days[0].month for language in ("pl", "hr")}
    assert meant == {"pl": 11, "hr": 10}


@given(st.text(alphabet="0123456789 ./-:May年月日,Tdue\n\u0661", max_size=60))
def test_spans_ascend_and_lie_in_the_text(text):
    position = 0
    for span in find_dates(text):
        assert position <= span.start < span.end <= len(text)
        position = span.end
