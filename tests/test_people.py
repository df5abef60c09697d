"""Names of people in pieces of lines: what stands behind, before or instead of one."""

from __future__ import annotations

import datetime

import pytest

from extractor import extract
from extractor.metadata.byline import pieces_of
from extractor.metadata.person import any_names, names_of
from extractor.metadata.weekday import without_weekday_before, without_weekday_behind

TITLE = "Harbour board decides not to sell the old crane"
STORY = (
    "<p>The old crane on the north quay will not be sold, the harbour board decided on Monday after a debate of hours.</p>"
    "<p>The crane was built in 1911 and has not lifted anything since the harbour lost its last coal merchant.</p>"
)


def names_in(line: str, *, is_named: bool) -> list[str]:
    pieces = pieces_of([line], cued=False, is_named=is_named)
    return [name for piece, cued in pieces for name in (any_names(piece) if is_named else names_of(piece, cued=cued))]


@pytest.mark.parametrize("is_named", [False, True])
@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Jane Marlow (jma) und Piet Berg (pbe)", ["Jane Marlow", "Piet Berg"]),
        ("By Jane (Berg) Marlow", ["Jane (Berg) Marlow"]),
        ("By Jane Marlow (Naxos, correspondent)", ["Jane Marlow"]),
        ("Par Jane Marlow avec AFP", ["Jane Marlow"]),
        ("By JANE MARLOW and PIET BERG Associated Press", ["JANE MARLOW", "PIET BERG"]),
        ("By Jane Marlow and Piet Berg, Business reporters", ["Jane Marlow", "Piet Berg"]),
        ("By Jane Marlow and Piet Berg, Transport correspondents", ["Jane Marlow", "Piet Berg"]),
        ("By Jane Marlow, Home and Crane Security Expert", ["Jane Marlow"]),
        ("By Jane Marlow, Online-Redakteurin", ["Jane Marlow"]),
        ("By Jane Marlow Lifestyle Writer", ["Jane Marlow"]),
        ("By Jane Marlow, Piet Berg and Ann Lee", ["Jane Marlow", "Piet Berg", "Ann Lee"]),
        ("By Harbournews with Agencies", ["Harbournews"]),
        ("By Jane Marlow in Naxos", ["Jane Marlow"]),
        ("By Jane Marlow 4 Comments", ["Jane Marlow"]),
        ("By Jane Marlow 15 min read", ["Jane Marlow"]),
        ("Eine Analyse von Jane Marlow", ["Jane Marlow"]),
        ("Ein Gastbeitrag von Jane Marlow", ["Jane Marlow"]),
        ("Une enquête de Jane Marlow", ["Jane Marlow"]),
        ("Una crónica de Jane Marlow", ["Jane Marlow"]),
        ("Een column van Jane Marlow", ["Jane Marlow"]),
        ("Analysis by Jane Marlow", ["Jane Marlow"]),
        ("Text: Jane Marlow", ["Jane Marlow"]),
        ("Texte : Jane Marlow", ["Jane Marlow"]),
        ("Obituary: Jane Marlow", []),
        ("Words: Jane Marlow. Photos: Max Roe", ["Jane Marlow"]),
        ("Text: Jane Marlow. Fotos: Max Roe", ["Jane Marlow"]),
        ("By Jane Marlow, Naxos", ["Jane Marlow"]),
        ("By Jane Marlow/AP", ["Jane Marlow"]),
        ("Interview: Jane Marlow", []),
        ("文：小野寺はる　写真：山田", ["小野寺はる"]),
        ("取材・文＝小野寺はる", ["小野寺はる"]),
        ("ライター：小野寺はる", ["小野寺はる"]),
        ("윤서하 기자", ["윤서하"]),
        ("[한강일보 윤서하 기자]", ["윤서하"]),
        ("(서울=한강) 윤서하 기자 =", ["윤서하"]),
        ("윤서하 선임기자", ["윤서하"]),
        ("본지 기자", []),
        ("沈若兰 记者", ["沈若兰"]),
        ("记者沈若兰", ["沈若兰"]),
        ("新华社记者", []),
        ("責任編集 沈若兰記者", ["沈若兰"]),
        ("作者：沈若兰 编辑：田一", ["沈若兰"]),
        ("来源：江南日报 作者：沈若兰", ["沈若兰"]),
        ("来源：江南日报", []),
        ("责任编辑：田一", []),
        ("출처: 한강일보", []),
    ],
)
def test_names(line, names, is_named):
    assert names_in(line, is_named=is_named) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Jane Marlow, Naxos", ["Jane Marlow"]),
        ("By Jane Marlow, Naxos and Lorne", ["Jane Marlow"]),
        ("By Jane Marlow, dpa", ["Jane Marlow"]),
        ("By Jane Marlow, The Associated Press", ["Jane Marlow"]),
        ("di Jane Marlow, inviato a Naxos", ["Jane Marlow"]),
        ("By Jane Marlow | Posted in Naxos", ["Jane Marlow"]),
        ("By Madonna, Prince", ["Madonna", "Prince"]),
        ("jmarlow, annlee", ["jmarlow", "annlee"]),
    ],
)
def test_what_stands_behind_a_full_name_where_an_author_is_called_so(line, names):
    assert names_in(line, is_named=True) == names


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("raoul (raoul", ["raoul"]),
        ("jmarlow says", ["jmarlow"]),
        ("jmarlow 24 Comments", ["jmarlow"]),
        ("Jane Marlow 0", ["Jane Marlow"]),
        ("Jane Marlow1", ["Jane Marlow"]),
        ("Player 1", ["Player 1"]),
        ("98 Old Cranes", ["98 Old Cranes"]),
        ("Jane Marlow vom", ["Jane Marlow"]),
        ("Cuong Le", ["Cuong Le"]),
        ("Anh Cuong Le", ["Anh Cuong Le"]),
        ("Edward Said", ["Edward Said"]),
        ("Park In", ["Park In"]),
        ("Man in black", ["Man in black"]),
        ("Luxury Travel Expert", ["Luxury Travel Expert"]),
        ("Old Crane Editorial Team", ["Old Crane Editorial Team"]),
        ("Associated Press", ["Associated Press"]),
        ("Home and Digital Security Expert", []),
        ("Senior Politics Reporter", []),
        ("Politikredakteurin", []),
        ("in Naxos", []),
        ("3 min read", []),
        ("Username *", []),
        ("Dienstag", []),
        ("at", []),
    ],
)
def test_names_of_what_calls_itself_an_author(piece, names):
    assert list(any_names(piece)) == names


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Von Jane Marlow (jma) und Piet Berg (pbe)", ("Jane Marlow", "Piet Berg")),
        (
            "By <a href=/j>Jane Marlow</a> and <a href=/p>Piet Berg</a>, Transport correspondents",
            ("Jane Marlow", "Piet Berg"),
        ),
        ("Thread starter jmarlow", ("jmarlow",)),
    ],
)
def test_bylines(byline, authors):
    page = f'<title>{TITLE}</title><h1>{TITLE}</h1><p class="byline">{byline}</p><p>3. April 2024</p>{STORY}'
    assert extract(page).authors == authors


@pytest.mark.parametrize(
    "sign",
    [
        "(",
        "[",
        " in A",
        " 1",
        "1",
        ",",
        " and Expert",
        "记者",
        " 기자",
        " Reporter",
        "*",
        "文：",
        "[A",
        "**",
        " by A",
        " Leave a Comment",
        " Fri",
        "&A",
    ],
)
def test_hostile_names_are_linear(sign):
    for piece in (f"Jane Marlow{sign * 20_000}", f"{sign * 20_000} Jane Marlow"):  # minutes, were they quadratic
        assert all(name in piece for name in any_names(piece))
        assert list(pieces_of([piece], cued=True, is_named=True))


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Marlow Friday 12 January 2024",
        "By Jane Marlow, Friday, January 12, 2024",
        "By Jane MarlowFriday 12 January 2024",
        "By Jane Marlow Fri 12 Jan 2024",
        "By Jane Marlow | Friday | 12 January 2024",
        "Von Jane Marlow Freitag, 12. Januar 2024",
        "Von Jane Marlow am Freitag, 12.01.2024",
        "Par Jane Marlow vendredi 12 janvier 2024",
        "di Jane Marlow venerdì 12 gennaio 2024",
        "Door Jane Marlow vrijdag 12 januari 2024",
        "Автор: Jane Marlow пятница, 12 января 2024",
        "كتبت: Jane Marlow الجمعة 12 يناير 2024",
        "Yazan: Jane Marlow 12 Ocak 2024 Cuma",
        "By Jane Marlow Friday 10:30 am",
    ],
)
def test_a_day_of_the_week_beside_a_date_is_no_part_of_a_name(line):
    page = f'<title>{TITLE}</title><h1>{TITLE}</h1><p class="byline">{line}</p>{STORY}'
    assert extract(page).authors == ("Jane Marlow",)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("By Li Sunday", "By Li Sunday"),  # of a Friday
        ("By Li Sun", "By Li Sun"),
        ("By Solfri", "By Solfri"),
        ("Fri", ""),
        ("Jane Marlow (Fri. ", "Jane Marlow ("),
    ],
)
def test_a_name_like_another_day_of_the_week_stays(text, rest):
    assert without_weekday_behind(text, (datetime.date(2024, 1, 12),)) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [("(金) 沈若兰", " 沈若兰"), (", Fri Jane Marlow", " Jane Marlow"), (" Friday's Child", " Friday's Child")],
)
def test_a_day_of_the_week_can_stand_behind_a_date(text, rest):
    assert without_weekday_before(text, (datetime.date(2024, 1, 12),)) == rest


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Leave a Comment / Gear / By Jane Marlow", ["Jane Marlow"]),
        ("3 Comments / Gear / By Jane Marlow", ["Jane Marlow"]),
        ("Add a comment / by Jane Marlow", ["Jane Marlow"]),
        ("by Jane Marlow Leave a Comment", ["Jane Marlow"]),
        ("Jane Marlow Comments Off", ["Jane Marlow"]),
        ("Jane Marlow Keine Kommentare", ["Jane Marlow"]),
        ("Jane Marlow / Schreibe einen Kommentar", ["Jane Marlow"]),
        ("Par Jane Marlow Laisser un commentaire", ["Jane Marlow"]),
        ("Jane Marlow Deja un comentario", ["Jane Marlow"]),
        ("Cranes by Jane Marlow on", ["Jane Marlow"]),
        ("Posted in Cranes by Jane Marlow", ["Jane Marlow"]),
        ("Council | By Jane Marlow | Piet Berg", ["Jane Marlow", "Piet Berg"]),
        ("Jane Marlow | Posted in Old Cranes", ["Jane Marlow"]),
        ("jmarlow | Posted in Old Cranes", ["jmarlow"]),
        ("AFP/Jane Marlow", ["AFP", "Jane Marlow"]),
        ("Madonna, Jane Marlow", ["Madonna", "Jane Marlow"]),
        ("Ludwig von Marlow", ["Ludwig von Marlow"]),
        ("Created by Jane Marlow, last modified on", ["Jane Marlow"]),
        ("Jan Novák a Petr Svoboda", ["Jan Novák", "Petr Svoboda"]),
        ("Man a Mano", ["Man a Mano"]),
        ("Jane Marlow & Piet Berg", ["Jane Marlow", "Piet Berg"]),
        ("Jane & Piet Berg", ["Jane", "Piet Berg"]),
        ("Visit the Marlow Store", []),
        ("Sponsored by Marlow", []),
    ],
)
def test_the_author_of_a_line_that_calls_itself_so(line, names):
    assert names_in(line, is_named=True) == names


@pytest.mark.parametrize("is_named", [False, True])
@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("**By [Jane Marlow](https://harbour.example/jane)**", ["Jane Marlow"]),
        ("By **Jane Marlow**", ["Jane Marlow"]),
        ("[By Jane Marlow](/jane)", ["Jane Marlow"]),
        ("_By Jane Marlow_", ["Jane Marlow"]),
        ("By [10]Jane Marlow", ["Jane Marlow"]),
        ("By jane_", ["jane_"]),
        ("Author: Jane Marlow, Piet Berg", ["Jane Marlow", "Piet Berg"]),
        ("Author: Marlow, Reporter", ["Marlow"]),
    ],
)
def test_names_among_marks_and_behind_labels(line, names, is_named):
    assert names_in(line, is_named=is_named) == [name for name in names if is_named or "_" not in name]


DATA = '<script type="application/ld+json">{{"@type": "NewsArticle", "author": {}}}</script>'


@pytest.mark.parametrize(
    ("author", "byline", "authors"),
    [
        ('{"@type": "Organization", "name": "Hay & Handle"}', "", ("Hay & Handle",)),
        ('{"@type": "Organization", "name": "Jane Marlow and Daughters"}', "", ("Jane Marlow and Daughters",)),
        ('{"@type": "Organization", "name": "Hay & Handle"}', "By Hay & Handle", ("Hay & Handle",)),
        ('{"@type": "Person", "name": "Jane Marlow and Piet Berg"}', "", ("Jane Marlow", "Piet Berg")),
        ('"Jane Marlow"', "Council Jane Marlow", ("Jane Marlow",)),
        ('"Jane Marlow"', "Rathaus von Jane Marlow", ("Jane Marlow",)),
    ],
)
def test_names_that_a_page_states(author, byline, authors):
    page = f'<title>{TITLE}</title>{DATA.format(author)}<h1>{TITLE}</h1><p class="byline">{byline}</p>{STORY}'
    assert extract(page).authors == authors
