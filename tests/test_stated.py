"""What a page states out of sight, source by source."""

from __future__ import annotations

import json

import pytest

from extractor.linked_data import is_of
from extractor.markup import Head
from extractor.metadata.stated import authors, dates, site_words, sites, stated_by, text_of, titles


def head(*metas, links=(), data=()):
    return Head(metas, links, tuple(one if isinstance(one, str) else json.dumps(one) for one in data), None)


def said(read, *metas, url=None, **more):
    return [(one.kind, one.value) for one in read(stated_by(head(*metas, **more), url))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" A  <b>crane</b> &amp;amp; more\n", "A crane &amp; more"),
        ("a\x00b\u200e\ud800", "ab"),
        ("&lt;p&gt;", "<p>"),
        (7, "7"),
        (True, ""),
        (None, ""),
        (float("nan"), ""),
        ({"name": "x"}, ""),
        ("x" * 100_000, "x" * 5_000),
    ],
)
def test_text_of(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("types", "is_article"),
    [
        ("NewsArticle", True),
        ("https://schema.org/BlogPosting", True),
        (["Thing", "Recipe"], True),
        ([["Article"], 1, None], False),
        ("WebPage", False),
        (None, False),
    ],
)
def test_is_of(types, is_article):
    assert is_of({"@type": types}, "article_types") is is_article


def test_titles():
    things = [
        {"@type": "Article", "headline": "A", "name": ""},
        {"@type": "Person", "name": "Jane"},
        {"@type": "WebPage", "name": "B"},
    ]
    metas = [("twitter:title", "D"), ("og:title", "C"), ("og:title", " "), ("dc.title", "E")]
    assert said(titles, *metas, data=things) == [
        ("ld_headline", "A"),
        ("ld_name", "B"),
        ("og_title", "C"),
        ("twitter_title", "D"),
        ("meta_title", "E"),
    ]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2018/10/27/hahn", "2018-10-27"),
        ("https://a.example/news/20181027-hahn.html", "20181027"),
        ("https://a.example/2018-10-27", "2018-10-27"),
        ("https://a.example/2018/10/hahn", None),
        ("https://a.example/id/1201810275", None),
        ("https://a.example/?d=2018-10-27", None),
        ("http://[broken/2018/10/27", None),
    ],
)
def test_the_day_in_an_address(address, day):
    assert said(dates, url=address) == ([("url", day)] if day else [])


def test_dates_of_articles_and_of_other_things():
    things = [{"@type": "Article", "datePublished": "a", "dateModified": "b"}, {"@type": "Event", "datePublished": "c"}]
    metas = [("article:modified_time", "e"), ("date", "d")]
    assert said(dates, *metas, data=things) == [
        ("ld_published", "a"),
        ("ld_modified", "b"),
        ("ld_published_other", "c"),
        ("meta_date", "d"),
        ("meta_modified", "e"),
    ]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Marlow", ["Jane Marlow"]),
        ({"@type": "Person", "name": "Jane Marlow"}, ["Jane Marlow"]),
        (
            [{"name": "Jane Marlow"}, "Ann Lee", None, 1.5, {"name": ["Tom Beale", ""]}],
            ["Jane Marlow", "Ann Lee", "Tom Beale"],
        ),
        ({"@id": "#jane"}, ["Kept Apart"]),
        ({"@id": "#nobody"}, []),
        ({"@id": []}, []),
        ([[{"name": "x"}]], []),
    ],
)
def test_authors_of_json_ld(author, names):
    things = [{"@type": "Article", "author": author}, {"@id": "#jane", "@type": ["Person"], "name": "Kept Apart"}]
    assert [value for kind, value in said(authors, data=things) if kind == "ld_author"] == names


def test_the_author_of_a_card():
    metas = [
        ("twitter:label1", "Reading time"),
        ("twitter:data1", "3 min"),
        ("twitter:label2", "Written by"),
        ("twitter:data2", "Jane"),
    ]
    assert said(authors, *metas) == [("meta_written", "Jane")]


def test_sites_and_their_words():
    stated = stated_by(
        head(
            ("og:site_name", "Harbour News"),
            data=[{"@type": "Article", "publisher": {"name": "The Quay"}}, {"publisher": "x"}],
        ),
        "https://www.old-crane.example.org/",
    )
    assert [site.value for site in sites(stated)] == ["Harbour News", "The Quay"]
    assert site_words(stated) == {"harbour", "news", "the", "quay", "old", "crane", "oldcrane", "example"}


@pytest.mark.parametrize(
    ("url", "links", "metas", "address"),
    [
        (
            "https://a.example/",
            [("canonical", "https://b.example/")],
            [("og:url", "https://c.example/")],
            "https://a.example/",
        ),
        (
            None,
            [("icon", "x"), ("canonical", ""), ("canonical", "https://b.example/")],
            [("og:url", "c")],
            "https://b.example/",
        ),
        (None, [], [("og:url", "https://c.example/")], "https://c.example/"),
        (None, [], [], None),
    ],
)
def test_the_address(url, links, metas, address):
    assert stated_by(head(*metas, links=tuple(links)), url).address == address
