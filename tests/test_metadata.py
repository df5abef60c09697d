"""Title, dates, people and captions of small pages, each with the line it was found in."""

from __future__ import annotations

import math

import pytest

from extractor import analyse, extract
from extractor.metadata.authors import author_candidates
from extractor.metadata.byline import pieces_of, stated_names
from extractor.metadata.context import Context
from extractor.metadata.date import date_candidates
from extractor.metadata.person import any_names, names_of
from extractor.metadata.title import title_candidates

BODY = """The old crane on the north quay will not be sold, the harbour board decided on Monday after a debate of four hours.

The crane was built in 1911 and has not lifted anything since the harbour lost its last coal merchant, thirty years ago.

A scrap dealer had offered 40,000 crowns for it, which would have paid for the new lights along the quay and for little else.

"We would have sold the only thing that anyone remembers about this harbour," said the chair of the board, Wilma Oster."""

TITLE = "Harbour board decides not to sell the old crane"


def candidates_of(find, source, *title):
    analysis = analyse(source)
    return find(Context(analysis.document, analysis.evidence, analysis.selection), *title)


def page(*head: str, tail: str = "") -> str:
    return "\n\n".join([TITLE, *head, BODY, tail])


@pytest.mark.parametrize(
    ("line", "date", "modified"),
    [
        ("Published 4 March 2018", "2018-03-04", None),
        ("March 4, 2018", "2018-03-04", None),
        ("Published 4 March 2018 | Updated 6 March 2018", "2018-03-04", "2018-03-06"),
        ("Veröffentlicht am 4. März 2018", "2018-03-04", None),
        ("25/12/2018", "2018-12-25", None),
        ("Updated May 5, 2019\nPublished May 3, 2019", "2019-05-03", "2019-05-05"),
        ("Updated May 5, 2019", "2019-05-05", "2019-05-05"),
        ("Last updated September 3, 2021", "2021-09-03", "2021-09-03"),
        ("", None, None),
    ],
)
def test_dates(line, date, modified):
    article = extract(page(line))
    assert (article.date, article.date_modified) == (date, modified)


def test_an_ambiguous_date_is_null_and_marked():
    article = extract(page("By Jane Marlow", "04/05/2021"))
    assert article.date is None
    source = article.metadata_sources["date"]
    assert source.value is None
    assert set(source.alternatives) == {"2021-05-04", "2021-04-05"}


def test_an_ambiguous_update_is_null_and_marked():
    source = extract(page("Last updated: 05/06/2019")).metadata_sources["date_modified"]
    assert (source.value, set(source.alternatives)) == (None, {"2019-05-06", "2019-06-05"})


def test_of_very_many_dates_the_nearest_are_looked_at():
    text = page("Published 4 March 2018", tail=" ".join(f"{1 + n % 28} March {1990 + n // 28}" for n in range(1000)))
    assert 0 < len(candidates_of(date_candidates, text, 0)) <= 201
    assert extract(text).date == "2018-03-04"


def test_another_date_of_the_page_tells_the_order():
    assert extract(page("By Jane Marlow", "04/05/2021", tail="© Harbour News 25/12/2021")).date == "2021-05-04"
    assert extract(page("By Jane Marlow", "04/05/2021", tail="© Harbour News 12/25/2021")).date == "2021-04-05"


def test_the_order_of_numbers_goes_before_the_same_date_in_words():
    tail = "Seen 12/25/2021. A crane for sale, 4 May 2021"
    assert extract(page("By Jane Marlow", "04/05/2021", tail=tail)).date == "2021-04-05"


def test_the_same_date_in_words_tells_what_an_ambiguous_one_means():
    assert extract(page("By Jane Marlow", "04/05/2021", tail="A crane for sale, 4 May 2021")).date == "2021-05-04"
    assert extract(page("By Jane Marlow", "04/05/2021", tail="A crane for sale, April 5, 2021")).date == "2021-04-05"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Marlow", ("Jane Marlow",)),
        ("By Jane Marlow and Piet van der Berg", ("Jane Marlow", "Piet van der Berg")),
        ("By JANE MARLOW | Harbour correspondent", ("JANE MARLOW",)),
        ("Written by Jane Marlow, staff reporter", ("Jane Marlow",)),
        ("Ann Lee, Staff Writer", ("Ann Lee",)),
        ("Ann Lee | Staff Reporter", ("Ann Lee",)),
        ("Por Luana Teixeira — Santa Rita", ("Luana Teixeira",)),
        ("By Ann Lee For Mail Online", ("Ann Lee",)),
        ("By Elena Marchetti in Naxos and Tom Beale in London", ("Elena Marchetti", "Tom Beale")),
        ("Written by Jane Marlow, Tom Beale, and Ann Lee", ("Jane Marlow", "Tom Beale", "Ann Lee")),
        ("Posted by Jane Marlow \xa0 \xa0 59 Comments", ("Jane Marlow",)),
        ("By Jane Marlow 4 Comments", ("Jane Marlow",)),
        ("By Jane Marlow (HarbourFan) - 5 comments", ("Jane Marlow",)),
        ("By Jane Marlow ● 6 min read", ("Jane Marlow",)),
        ("By Jane Marlow, Head Crane Expert", ("Jane Marlow",)),
        ("Picture of Jane Marlow Jane Marlow", ("Jane Marlow",)),
        ("This story was written by Jane Marlow", ("Jane Marlow",)),
        ("by jmarlow", ("jmarlow",)),
        ("By Jane MarlowJane MarlowJane Marlow", ("Jane Marlow",)),
        ("By Jane (Berg) Marlow", ("Jane (Berg) Marlow",)),
        ("ByJane Marlow Updated onMarch 16, 2018", ("Jane Marlow",)),
        ("By Jane MarlowIn Harbour News", ("Jane Marlow",)),
        ("Posted by JaneM on Friday March 16, 2018", ("JaneM",)),
        ("By Jane Marlow | 4 March 2018 | Harbour News, Old Cranes | 0 comments", ("Jane Marlow",)),
        ("By Jane Marlow, MD", ("Jane Marlow",)),
        ("By Jane Marlow, Ph.D.", ("Jane Marlow",)),
        ("By Jane Marlow. Medically reviewed by Ann Lee", ("Jane Marlow",)),
        ("Reviewed by Ann Lee, Naxos. Written by Jane Marlow", ("Jane Marlow",)),
        ("Reviewed by:\n\nAnn Lee", ()),
        ("Our Correspondent", ()),
        ("By Our Reporter", ()),
        ("Share this story", ()),
    ],
)
def test_authors(line, authors):
    assert extract(page(line, "Published 4 March 2018")).authors == authors


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("The crane at dusk. — Reuters", "The crane at dusk.", "Reuters"),
        ("The crane at dusk. (AFP)", "The crane at dusk.", "AFP"),
        ("The crane at dusk. Photo: Jane Marlow", "The crane at dusk.", "Jane Marlow"),
        ("The crane at dusk. Photo by Jane Marlow", "The crane at dusk.", "Jane Marlow"),
        ("The crane at dusk / AP", "The crane at dusk", "AP"),
        ("Der Kran am Abend. Foto: dpa", "Der Kran am Abend.", "dpa"),
        ("Photo: Jane Marlow", None, "Jane Marlow"),
        ("The crane at dusk. Photograph: Nikos Vass/EPA", "The crane at dusk.", "Nikos Vass/EPA"),
        ("The crane at dusk.Foto: Nikos Vass/EPA", "The crane at dusk.", "Nikos Vass/EPA"),
        ("The crane at dusk © Jens Rother/dpa", "The crane at dusk", "Jens Rother/dpa"),
        ("The crane at dusk | Nikos Vass/Getty Images", "The crane at dusk", "Nikos Vass/Getty Images"),
        ("The crane at dusk. Nikos Vass/Reuters", "The crane at dusk.", "Nikos Vass/Reuters"),
        ("The crane at dusk.Nikos Vass/Reuters", "The crane at dusk.", "Nikos Vass/Reuters"),
        ("The crane at dusk. (AP Photo/Nikos Vass)", "The crane at dusk.", "AP Photo/Nikos Vass"),
        ("The crane at dusk. © Nikos Vass", "The crane at dusk.", "Nikos Vass"),
        ("The crane at dusk. Foto © Nikos Vass", "The crane at dusk.", "Nikos Vass"),
        ("The crane at dusk. — Reuters/File", "The crane at dusk.", "Reuters/File"),
        ("The crane at dusk.—Photo by author", "The crane at dusk.", "author"),
        ("The crane at dusk [Nikos Vass/Al Jazeera]", "The crane at dusk", "Nikos Vass/Al Jazeera"),
        ("The crane at dusk. Fot. Marek Lis / KN", "The crane at dusk.", "Marek Lis / KN"),
        ("The crane at dusk — Foto: Divulgação/Prefeitura", "The crane at dusk", "Divulgação/Prefeitura"),
        ("夕暮れのクレーン。佐伯千尋撮影", "夕暮れのクレーン。", "佐伯千尋"),
        ("* The crane at dusk. — Reuters", "The crane at dusk.", "Reuters"),
    ],
)
def test_captions(line, caption, credit):
    article = extract(page("Published 4 March 2018", line))
    assert (article.caption, article.credit) == (caption, credit)
    assert "crane at dusk" not in article.text
    assert article.text.startswith("The old crane")


@pytest.mark.parametrize("line", ["The old crane of the harbour board | Nikos Vass/Getty Images", "***", "—"])
def test_a_caption_or_a_mark_is_no_title(line):
    analysis = analyse(page("Published 4 March 2018", line))
    context = Context(analysis.document, analysis.evidence, analysis.selection)
    assert line not in {analysis.document.block(one.block) for one in title_candidates(context)}
    assert analysis.article.title == TITLE


def test_a_bullet_is_no_part_of_a_title():
    assert extract("* " + page("Published 4 March 2018")).title == TITLE


def test_a_last_paragraph_may_name_its_agency():
    article = extract(
        page("Published 4 March 2018", tail="")
        + "\n\nThe board will meet again when the ice has gone, it said, and until then the crane may be looked at, photographed and painted by anyone who brings a ladder of their own. — Reuters"
    )
    assert article.text.endswith("— Reuters")
    assert article.caption is None


def test_each_value_names_its_line():
    article = extract(page("By Jane Marlow", "Published 4 March 2018", "The crane at dusk. — Reuters"))
    sources = {name: source.source for name, source in article.metadata_sources.items()}
    assert sources == {
        "title": "text line 1",
        "authors": "text line 3",
        "date": "text line 5",
        "caption": "text line 7",
        "credit": "text line 7",
        "language": "function words of the body",
    }


def test_nothing_is_guessed():
    article = extract("just a few words here")
    assert (article.title, article.date, article.authors, article.caption, article.language) == (
        None,
        None,
        (),
        None,
        None,
    )


HEADS = {
    '<script type="application/ld+json">{"datePublished": "2019-05-06T10:00:00+02:00"}</script>': "2019-05-06T10:00:00+02:00",
    '<meta property="article:published_time" content="2019-05-06T08:00:00Z">': "2019-05-06T08:00:00+00:00",
    '<meta name="DC.date" content="2019-05-06">': "2019-05-06",
    '<meta name="date" content="2019-13-40"><meta name="pubdate" content="20190506">': "2019-05-06",
    '<meta name="date" content="2019-05-06 at noon">': "2019-05-06",
    '<meta name="date" content="yesterday"><script type="application/ld+json">{"datePublished": "\\x"}</script>': None,
}


@pytest.mark.parametrize(("head", "date"), HEADS.items(), ids=lambda value: str(value)[:40])
def test_dates_of_the_head(head, date):
    article = extract(f"<html><head>{head}</head><body><p>The board met.</p></body></html>")
    assert article.date == date
    assert ("date" in article.metadata_sources) == (date is not None)


def test_what_the_head_says_besides():
    head = (
        '<meta property="og:site_name" content="Harbour News"><meta name="description" content=" A  crane stays. ">'
        '<meta property="og:image" content="/crane.jpg"><meta property="og:description" content="">'
    )
    article = extract(f"<html><head>{head}</head><body><p>The board met.</p></body></html>")
    assert (article.site_name, article.description, article.image) == ("Harbour News", "A crane stays.", "/crane.jpg")
    assert article.metadata_sources["image"].source == "meta og:image"


STORY = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.split("\n\n"))


@pytest.mark.parametrize(
    ("title", "head", "shown"),
    [
        (f"{TITLE} - Harbour News", f'<meta property="og:title" content="{TITLE}">', ""),
        (f"{TITLE} - Harbour News", "", f"<h1>{TITLE}</h1>"),
        (f"{TITLE} - Harbour News", f'<meta property="og:title" content="{TITLE}">', "<h1>Harbour News</h1>"),
        (f"Harbour News: {TITLE}", '<meta property="og:site_name" content="Harbour News">', f"<h2>{TITLE}</h2>"),
    ],
)
def test_the_title_that_the_sources_of_a_page_agree_on(title, head, shown):
    assert extract(f"<title>{title}</title>{head}{shown}{STORY}").title == TITLE


def test_candidates_are_kept_the_surest_first():
    head = f'<meta property="og:title" content="{TITLE}"><meta name="author" content="Jane Marlow">'
    found = analyse(f"<title>{TITLE} - Harbour News</title>{head}<h1>{TITLE}</h1>{STORY}")
    candidates = found.metadata.candidates
    assert set(candidates) == {"title", "date", "date_modified", "authors"}
    assert candidates["title"][0].value == TITLE == found.article.title
    for listed in candidates.values():
        sure = [one.confidence for one in listed if one.confidence is not None]
        assert sure == sorted(sure, reverse=True)
        assert all(0 <= confidence <= 1 for confidence in sure)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jane MarlowUpdated 3 hours ago", ("Jane Marlow",)),
        ("By Jane Marlow 2 hours ago", ("Jane Marlow",)),
        ("Jane Marlow, yesterday, 18:40", ("Jane Marlow",)),
        ("By Jane Marlow (j.marlow@harbour.example)", ("Jane Marlow",)),
        ("By Jane Marlow, Local Government Correspondent", ("Jane Marlow",)),
        ("By Jane Marlow, Piet van der Berg and Ann Lee", ("Jane Marlow", "Piet van der Berg", "Ann Lee")),
        ("Door Wiebe Oostinga", ("Wiebe Oostinga",)),
        ("Jane Marlow, Head of Old Cranes", ("Jane Marlow",)),
        ("Jane Marlow, Crane Expert", ("Jane Marlow",)),
        ("Edited by: Ann Lee", ()),
        ("Unknown", ()),
        ("J", ()),
        ("admin", ()),
        ("Staff Writer", ()),
        ("j.marlow@harbour.example", ()),
    ],
)
def test_bylines_of_a_page(byline, authors):
    page_ = f'<title>{TITLE}</title><h1>{TITLE}</h1><div class="byline">{byline}</div>{STORY}'
    assert extract(page_).authors == authors


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2023-11-09T02:11:03Z", "2023-11-08T21:11:03-05:00"),
        ("2023-11-09T22:11:03Z", "2023-11-10T03:11:03+05:00"),
        ("2023-11-09T22:11:03+00:00", "2023-11-09T22:11:03+00:00"),
    ],
)
def test_a_time_in_two_zones_is_of_the_day_that_it_is_there(utc, local):
    for first, then in ((utc, local), (local, utc)):
        data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{first}"}}</script>'
        head = data + f'<meta property="article:published_time" content="{then}">'
        assert extract(f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1>{STORY}").date == local


def test_an_address_of_an_author_is_no_name():
    head = '<meta property="article:author" content="https://www.social.example/janemarlow">'
    assert extract(f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1>{STORY}").authors == ()


def test_few_of_many_lines_that_are_alike_are_looked_at():
    assert len(candidates_of(title_candidates, "<p>The old crane stays" * 1000)) < 500


def names_in(runs, *, is_named):
    pieces = pieces_of(runs, cued=False, is_named=is_named)
    return [name for piece, cued in pieces for name in (any_names(piece) if is_named else names_of(piece, cued=cued))]


@pytest.mark.parametrize("is_named", [False, True])
@pytest.mark.parametrize(
    ("runs", "names"),
    [
        (["Written and edited by Jane Marlow"], ["Jane Marlow"]),
        (["Story and photos by Jane Marlow"], ["Jane Marlow"]),
        (["Text und Fotos von Jens Rother"], ["Jens Rother"]),
        (["Texto y fotos de Ana Ruiz"], ["Ana Ruiz"]),
        (["By Ann Lee and edited by Max Roe"], ["Ann Lee"]),
        (["Ann Lee with photos by Max Roe"], ["Ann Lee"]),
        (["Von Anna Berg, mit Fotos von Max Roe"], ["Anna Berg"]),
        (["By Ma and Li Na"], ["Ma", "Li Na"]),
        (["Words by Ann Lee, photos by Max Roe"], ["Ann Lee"]),
        (["Edited by Max Roe and written by Jane Marlow"], ["Jane Marlow"]),
        (["Photography by Jane Marlow. Story by Max Roe"], ["Max Roe"]),
        (["Reviewed by Ann Lee, Piet Berg"], []),
        (["Photo by Bob Fox | Ann Lee"], ["Ann Lee"]),
        (["Reviewed by Ann Lee, Naxos. Written by Jane Marlow"], ["Jane Marlow"]),
        (["Jane Marlow. Medically reviewed by Ann Lee"], ["Jane Marlow"]),
        (["Article by Jane Marlow, last reviewed by Ann Lee"], ["Jane Marlow"]),
        (["Fact checked by Ann Lee"], []),
        (["Article reviewed by Ann Lee"], []),
        (["This story was medically reviewed by Ann Lee, MD"], []),
        (["By Jane Marlow | ", "| Old Cranes, Harbour News"], ["Jane Marlow"]),
        (["Written by Jane Marlow on ", " and Bob Fox"], ["Jane Marlow", "Bob Fox"]),
        (["Jane Marlow | ", " | Bob Fox"], ["Jane Marlow", "Bob Fox"]),
        (["By Jane Marlow, M.D. and Ann Lee, Ph.D."], ["Jane Marlow", "Ann Lee"]),
        (["By MADONNA, PRINCE"], ["MADONNA", "PRINCE"]),
        (["By Farokh Engineer"], ["Farokh Engineer"]),
        (["By Jane Marlow, Head of Cranes"], ["Jane Marlow"]),
        (["By Jane Head"], ["Jane Head"]),
        (["By Guest"], []),
        (["Thread starter: Jane Marlow"], ["Jane Marlow"]),
    ],
)
def test_names_of_a_line(runs, names, is_named):
    assert names_in(runs, is_named=is_named) == names


def test_a_word_that_ends_like_one_that_introduces_is_none():
    assert names_in(["The film standby Jane Marlow liked"], is_named=False) == []


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Farokh Engineer", ["Farokh Engineer"]),
        ("Jane Marlow, MD", ["Jane Marlow"]),
        ("Jane Marlow, Head of Cranes", ["Jane Marlow"]),
        ("Jane Marlow - https://marlow.example", ["Jane Marlow"]),
        ("Reviewed by Ann Lee", []),
        ("https://www.social.example/jane", []),
        ("鈴", ["鈴"]),
        ("J", []),
    ],
)
def test_stated_names(stated, names):
    assert list(stated_names(stated)) == names


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<p>Reviewed by:</p><p>Ann Lee</p>", ()),
        ("<p>Reviewed by Max Roe</p><p>By Jane Marlow</p>", ("Jane Marlow",)),
        ("<p>Powered by</p><p>By Jane Marlow</p>", ("Jane Marlow",)),
        ("<ul><li>Jane Marlow</li><li>March 4, 2018</li></ul>", ("Jane Marlow",)),
    ],
)
def test_authors_of_a_page(byline, authors):
    assert extract(f'<title>{TITLE}</title><h1>{TITLE}</h1><div class="meta">{byline}</div>{STORY}').authors == authors


def test_items_of_a_list_without_a_date_are_not_looked_at():
    items = "".join(f"<li>{name}</li>" for name in ("Harbour News", "Old Cranes", "Jane Marlow"))
    candidates = analyse(f"<h1>{TITLE}</h1><ul>{items}</ul>{STORY}").metadata.candidates["authors"]
    assert not [one for one in candidates if one.value in ("Harbour News", "Old Cranes", "Jane Marlow")]


def test_what_a_line_is_among_the_bylines():
    posts = "".join(f'<p class="author">{name}</p><p>The crane stays.</p>' for name in ("Jane Marlow", "Ann Lee"))
    found = candidates_of(author_candidates, f"<h1>{TITLE}</h1><p>By Max Roe</p><p>By Bob Fox</p>{posts}{STORY}", 0)
    features = {one.name: one.features for one in found}
    assert {round(math.expm1(one["named_lines"])) for one in features.values()} == {2}
    assert {round(math.expm1(one["cued_lines"])) for one in features.values()} == {2}
    assert [name for name, one in features.items() if one["is_first_cued"]] == ["Max Roe"]
    between = {name: round(math.expm1(one["named_between"])) for name, one in features.items()}
    assert between == {"Max Roe": 0, "Bob Fox": 0, "Jane Marlow": 0, "Ann Lee": 1}


def test_what_a_page_says_first_and_nearest_to_its_title():
    metas = "".join(f'<meta itemprop="datePublished" content="2018-03-0{day}">' for day in (4, 5))
    dates = "<p>5 March 2018</p><p>By Jane Marlow</p><p>6 March 2018</p>"
    found = candidates_of(date_candidates, f"{metas}<h1>{TITLE}</h1>{dates}{STORY}", 0)
    features = {one.span.days[0].day: one.features for one in found}
    assert {day: one["said_first"] for day, one in features.items()} == {4: 1, 5: 0, 6: 0}
    assert {day: one["is_nearest"] for day, one in features.items()} == {4: 0, 5: 1, 6: 0}
    (flat,) = candidates_of(date_candidates, page("4 March 2018"), 0)
    assert "is_nearest" not in flat.features


@pytest.mark.parametrize("line", ["By Jane<j@harbour.example>Marlow", "By Jane Marlow j@harbour.example Pier Street"])
def test_no_name_is_put_together_across_an_address(line):
    names = names_in([line], is_named=True)
    assert names
    assert all(name in line for name in names)


@pytest.mark.parametrize(
    "line",
    [
        f"# {TITLE}",
        f"**{TITLE}**",
        f"# [{TITLE}](https://harbour.example/crane)",
        f"Title: {TITLE}",
        f'title: "{TITLE}"',
        f"Subject: {TITLE}",
        f"Betreff: {TITLE}",
    ],
)
def test_marks_and_labels_are_no_part_of_a_title_of_flat_text(line):
    assert extract(f"{line}\n\nBy Jane Marlow\n\n4 March 2018\n\n{BODY}").title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Published in The Harbour News and Old Cranes Gazette on March 6, 2016",
        "Published in Harbour News, March 6, 2016",
    ],
)
def test_a_phrase_before_a_date_below_the_body_speaks_of_it(line):
    found = candidates_of(date_candidates, page("4 March 2018", tail=line), 0)
    assert [one.features["is_published"] for one in found] == [0, 1]
