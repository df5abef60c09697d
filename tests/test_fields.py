"""What a page simply states: the first statement of each field."""

from __future__ import annotations

import json

import pytest

from extractor import extract

PROSE = "<p>The harbour board met on Monday and agreed that the old crane should stay where it is, for now.</p>" * 3
URL = "https://www.a.example/b/c?d=1"


def article(head: str = "", foot: str = "", url: str | None = URL):
    return extract(f"<html><head>{head}</head><body><h1>The crane</h1>{PROSE}{foot}</body></html>", url)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def data(**of_article: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **of_article})}</script>'


@pytest.mark.parametrize(
    ("head", "field", "value", "source"),
    [
        (meta("og:site_name", "Quay"), "site_name", "Quay", "meta og:site_name"),
        (data(publisher={"name": "Quay"}), "site_name", "Quay", "json-ld publisher"),
        (meta("description", "A") + meta("og:description", "B"), "description", "B", "meta og:description"),
        (meta("og:image", "/x.jpg"), "image", "https://www.a.example/x.jpg", "meta og:image"),
        (
            meta(
                "og:image",
                "http://[x",
            )
            + meta("twitter:image", "/x.jpg"),
            "image",
            "https://www.a.example/x.jpg",
            "meta twitter:image",
        ),
        (data(image={"url": "x.jpg"}), "image", "https://www.a.example/b/x.jpg", "json-ld image"),
        (
            meta("og:image", "data:image/gif;base64,R0") + data(image=["y.jpg"]),
            "image",
            "https://www.a.example/b/y.jpg",
            "json-ld image",
        ),
        (meta("article:section", "Town"), "section", "Town", "meta article:section"),
        (data(articleSection=["Town", "News"]), "section", "Town", "json-ld articleSection"),
        (data(license="https://l.example/"), "license", "https://l.example/", "json-ld license"),
        ('<link rel="license" href="https://l.example/">', "license", "https://l.example/", "link license"),
        (
            '<link rel="license" href=" "><link rel="license" href="/ter\nms">',
            "license",
            "https://www.a.example/terms",
            "link license",
        ),
        (meta("dcterms.license", "CC0"), "license", "CC0", "meta dcterms.license"),
    ],
)
def test_fields(head, field, value, source):
    found = article(head)
    assert (getattr(found, field), found.metadata_sources[field].source) == (value, source)
    assert found.metadata_sources[field].confidence is None


@pytest.mark.parametrize("field", ["site_name", "description", "image", "section", "license", "paywalled"])
def test_what_is_not_stated_is_unknown(field):
    found = article(meta("og:site_name", " ") + meta("og:image", "") + data(license=None, articleSection={}))
    assert getattr(found, field) is None
    assert field not in found.metadata_sources


@pytest.mark.parametrize(
    ("foot", "license_"),
    [
        (
            '<footer><p><a href="https://creativecommons.org/licenses/by/4.0/">CC</a></p></footer>',
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            '<footer><p><a href="//www.creativecommons.org/publicdomain/zero/1.0/">CC0</a></p></footer>',
            "https://www.creativecommons.org/publicdomain/zero/1.0/",
        ),
        ('<footer><p><a rel="license" href="https://l.example/">terms</a></p></footer>', "https://l.example/"),
        ('<footer><p><a href="https://creativecommons.org/about/">CC</a></p></footer>', None),
    ],
)
def test_licences_of_the_page(foot, license_):
    assert article(foot=foot).license == license_


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (
            meta("article:tag", "crane") + meta("article:tag", "Harbour") + meta("keywords", "CRANE, quay"),
            ("crane", "Harbour", "quay"),
        ),
        (meta("keywords", "a; b、c，d،, ,"), ("a", "b", "c", "d")),
        (data(keywords=["a, b", {"name": "c"}, 1.5, None]), ("a", "b", "c")),
        (meta("keywords", "x" * 101), ()),
        (meta("keywords", ",".join(map(str, range(500)))), tuple(map(str, range(50)))),
    ],
)
def test_tags(head, tags):
    assert article(head).tags == tags


@pytest.mark.parametrize(
    ("free", "paywalled"),
    [
        (False, True),
        ("False", True),
        (True, False),
        ("https://schema.org/True", False),
        ("perhaps", None),
        (None, None),
        ([], None),
    ],
)
def test_paywalled(free, paywalled):
    assert article(data(isAccessibleForFree=free)).paywalled is paywalled


@pytest.mark.parametrize(
    ("url", "stated", "expected"),
    [
        (URL, "/b/c", "https://www.a.example/b/c"),
        (URL, "https://a.example/b/c", "https://a.example/b/c"),
        (URL, "https://other.example/b/c", URL),
        (URL, "javascript:x", URL),
        (URL, "http://[x", URL),
        (None, "https://a.example/b/c", "https://a.example/b/c"),
        (None, "/b/c", None),
    ],
)
def test_the_address_of_a_page(url, stated, expected):
    assert article(f'<link rel="canonical" href="{stated}">', url=url).url == expected
