"""Whatever the head of a page says: no exception, bounded values, text on one line."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Article, analyse, extract

TITLE = "The old crane stays where it is"
STORY = (
    f"<h1>{TITLE}</h1>"
    + "<p>The harbour board met on Monday and agreed that the old crane should stay, for now.</p>" * 4
)
MEGABYTES = 5_000_000
MAX_LENGTH = 5_000  # characters of a value
LONG = 10_000


def page(head: str, body: str = "") -> str:
    return f"<html><head>{head}</head><body>{STORY}{body}</body></html>"


def script(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def values(article: Article) -> list[str]:
    """Return all strings of the metadata."""
    found = article.to_dict()
    single = ("title", "date", "date_modified", "site_name", "description", "image", "section", "language", "license")
    return [
        value for value in (*(found[name] for name in single), *article.authors, *article.tags) if value is not None
    ]


def assert_clean(article: Article) -> None:
    for value in values(article):
        assert value == value.strip() != ""
        assert len(value) <= MAX_LENGTH
        assert value.splitlines() == [value]
        assert not [char for char in value if unicodedata.category(char) in ("Cc", "Cs")], ascii(value)


def name(number: int) -> str:
    return "Jane M" + "".join(chr(97 + number // 26**place % 26) for place in range(3))


HOSTILE = {
    "things": script(
        [{"@type": "NewsArticle", "headline": f"Crane {n}", "author": {"name": name(n)}} for n in range(60_000)]
    ),
    "a long headline": script({"@type": "NewsArticle", "headline": "crane " * (MEGABYTES // 6)}),
    "a long text": script({"@type": "NewsArticle", "articleBody": "crane " * (MEGABYTES // 6)}),
    "broken after long": script('{"@type": "NewsArticle", "headline": "Crane", ' + '"a": "b", ' * (MEGABYTES // 10)),
    "braces": script('{"a":' * (MEGABYTES // 5)),
    "brackets": script("[" * MEGABYTES),
    "open authors": script('{"author": {' * (MEGABYTES // 12)),
    "spaces behind an author": script('{"author":' + " " * MEGABYTES),
    "spaces behind a comma": script("[1," + " " * MEGABYTES + "x"),
    **{
        f"many {sign!r}": script(sign * (MEGABYTES // len(sign)))
        for sign in ('"', "1 ", ",", "<!--", "/", " ", ";", "\\")
    },
    "deep lists": script('{"@graph":[' * 100_000 + "1" + "]}" * 100_000),
    "deep authors": script('{"author":' * 100_000 + '"x"' + "}" * 100_000),
    "numbers": script('{"@type": "NewsArticle", "datePublished": ' + "9" * 100_000 + "}"),
    "no numbers": script('{"@type": "NewsArticle", "headline": 1e400, "author": NaN, "datePublished": -1}'),
    "a title of 100 kB": meta("og:title", "The old crane " * 7_200),
    "a title of separators": meta("og:title", " | - " * 25_000),
    "two titles of 100 kB": f"<title>{'The old crane - ' * 6_500}</title>" + meta("title", "x" * 100_000),
    "metas": "".join(meta(f"name{n}", f"value {n}") for n in range(LONG)),
    "titles": "".join(meta("og:title", f"The old crane {n}") for n in range(LONG)),
    "dates": "".join(
        meta("article:published_time", f"2019-05-{n % 28 + 1:02}T10:00:{n % 60:02}Z") for n in range(LONG)
    ),
    "tags": "".join(meta("article:tag", f"tag {n}") for n in range(LONG)),
    "authors": "".join(meta("author", name(n)) for n in range(LONG)),
    "authors in a row": meta("author", ", ".join(map(name, range(LONG)))),
    "authors of an article": script({"@type": "NewsArticle", "author": [{"name": name(n)} for n in range(LONG)]}),
    "people": script([{"@type": "Person", "name": name(n)} for n in range(LONG)]),
    "authors of cards": "".join(
        meta("twitter:label1", "Written by") + meta("twitter:data1", name(n)) for n in range(LONG)
    ),
    "addresses": '<link rel="canonical" href="http://[">' * LONG,
    "references": meta("description", "&lt;" * 50_000),
    "nul and surrogates": meta("og:title", "The old\x00 crane\ud800")
    + meta("author", "\ud800")
    + meta("keywords", "\x00,a\x01b,\ud800"),
    "escaped nul and surrogates": script(
        '{"@type": "NewsArticle", "headline": "\\u0000\\ud800 a", "author": "\\ud800 Jane\\u0007 Marlow",'
        ' "datePublished": "\\ud800", "articleSection": "\\n\\u2028a\\u2029", "keywords": ["\\ud800", "\\u0000"]}'
    ),
    "the wrong types": script(
        [
            {
                "@type": [[["NewsArticle"]], {}, 1, None],
                "headline": {"a": 1},
                "author": [[["x"]], 1, None, {"name": {}}],
            },
            {"@type": "NewsArticle", "author": {"@id": []}, "publisher": [1], "keywords": {"a": 1}, "image": [[]]},
            {
                "@type": "NewsArticle",
                "license": {"url": {}},
                "isAccessibleForFree": [1],
                "@id": [1],
                "@graph": {"@graph": []},
            },
            1,
            None,
            "x",
        ]
    ),
}
BODIES = {
    "licences": "".join(f'<p>x <a href="https://creativecommons.org/licenses/by/{n}/">y</a></p>' for n in range(LONG)),
    "time elements": "".join(f'<p>a <time datetime="2019-05-{n % 28 + 1:02}">x</time></p>' for n in range(LONG)),
    "time elements of a block": "<p>a "
    + "".join(
        f'<time datetime="{1990 + n // 300}-{n % 12 + 1:02}-{n // 12 % 25 + 1:02}">x</time> ' for n in range(LONG)
    )
    + "</p>",
    "images before a text": "".join(f"<div><img src={n}.jpg></div>" for n in range(LONG)) + "<p>x</p>",
    "a long word above a byline": f"<p>{'ly' * 200_000} reviewed by</p><p>By {name(1)}</p>",
    "a long word in a byline": f'<p class="byline">{"ly" * 200_000} reviewed by {name(1)}</p>',
    "bylines": "".join(f'<p class="byline">By {name(n)}</p>' for n in range(LONG)),
}
PAGES = {label: page(head) for label, head in HOSTILE.items()} | {
    label: page("", body) for label, body in BODIES.items()
}


@pytest.mark.parametrize("label", PAGES)
def test_hostile_metadata(label):
    analysis = analyse(PAGES[label], kind="html")
    article = analysis.article
    assert article.text
    assert article.title
    assert_clean(article)
    assert len(article.authors) <= 20
    assert len(article.tags) <= 50
    assert all(len(listed) <= 10 for listed in analysis.metadata.candidates.values())


NAMES = ["og:title", "title", "author", "article:published_time", "date", "og:site_name", "description", "og:image"]
NAMES += ["keywords", "article:section", "dcterms.license", "og:url", "og:locale", "article:modified_time"]
KEYS = [
    "@type",
    "@id",
    "@graph",
    "headline",
    "name",
    "author",
    "datePublished",
    "dateModified",
    "publisher",
    "keywords",
]
KEYS += ["articleSection", "image", "license", "isAccessibleForFree", "mainEntity"]
PIECES = [
    "Article",
    "Person",
    "2019-05-06",
    "2019-05-06T10:00:00Z",
    "Jane Marlow",
    "http://[x",
    "True",
    "&lt;b&gt;",
    "a, b",
    "en",
]
texts = st.one_of(st.sampled_from(PIECES), st.text(max_size=30))
things = st.recursive(
    st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)),
    max_leaves=20,
)
metas = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=8)


@settings(max_examples=60)
@given(metas, things, st.integers(0, 200))
def test_whatever_the_head_says(said, data, cut):
    written = json.dumps(data)
    head = "".join(meta(key, content.replace('"', "&quot;")) for key, content in said)
    article = extract(page(head + script(data) + script(written[:cut])), kind="html")
    assert article.text.startswith("The harbour board")
    assert_clean(article)
    assert article.to_json()
