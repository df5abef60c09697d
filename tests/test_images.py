"""The images of an article: which they are, their addresses and what is said of them."""

from __future__ import annotations

import pytest
from test_captions import BODY, page

from extractor import extract
from extractor.addresses import resolve
from extractor.attributes import picture, picture_roles
from extractor.document import Image

FIGURE = "<figure><img src={} alt='A crane'><figcaption>Dusk. © Ann Lee</figcaption></figure>"

IMAGES = {
    "a figure": (FIGURE.format("/i.jpg"), [Image("/i.jpg", "A crane", "Dusk.", "Ann Lee")]),
    "between paragraphs": ("<div><img src=i.jpg></div>", [Image("i.jpg")]),
    "in a paragraph": (
        "<p>It has <img src=i.jpg alt=not> been lifted since, and nobody minds it at all.</p>",
        [Image("i.jpg", "not")],
    ),
    "an address twice": (
        "<img src=i.jpg><img src=i.jpg>" + FIGURE.format("i.jpg"),
        [Image("i.jpg", "A crane", "Dusk.", "Ann Lee")],
    ),
    "two pictures, one caption": (
        "<figure><img src=a.jpg><img src=b.jpg><figcaption>Dusk.</figcaption></figure>",
        [Image("a.jpg"), Image("b.jpg", None, "Dusk.")],
    ),
    "a script": ("<img src='javascript:x'>", []),
    "a small one": ("<img src=i.jpg width=16 height=16>", []),
    "an avatar": ("<img class=avatar src=i.jpg>", []),
    "control characters": ("<div><img src=i.jpg alt='A \x1b[0m\u2028crane '></div>", [Image("i.jpg", "A [0m crane")]),
    "an emoji": (f"<p>{BODY[1]} <img src=e.png alt=🐝></p>", []),
    "a box of its own": ("<div class=sponsored><img src=i.jpg></div>", []),
    "a card": ("<div class=related><a href=x><img src=i.jpg><p>The lamps of the quay</a></div>", []),
}


@pytest.mark.parametrize(("markup", "images"), IMAGES.values(), ids=IMAGES)
def test_images(markup, images):
    assert list(page(markup).images) == images


def test_addresses_are_whole_where_the_page_is_known():
    article = page("<img src=../i.jpg?a=1>" + "<p><img src=//x.example/j.jpg></p>", url="https://n.example/a/b")
    assert [image.src for image in article.images] == ["https://n.example/i.jpg?a=1", "https://x.example/j.jpg"]


def test_images_are_plain_data():
    data = page(FIGURE.format("/i.jpg")).to_dict()
    assert data["images"] == [{"src": "/i.jpg", "alt": "A crane", "caption": "Dusk.", "credit": "Ann Lee"}]
    assert extract("\n\n".join(BODY)).to_dict()["images"] == []


ADDRESSES = [
    ("/i", "image", "https://a.example/b", "https://a.example/i"),
    ("\t/i \n", "link", None, "/i"),
    ("mailto:a@b.example", "link", None, "mailto:a@b.example"),
    ("mailto:a@b.example", "image", None, None),
    ("javascript:x", "link", None, None),
    ("https://[x", "link", "https://a.example", None),
    ("/\x85i\u2028", "link", None, "/i"),
    ("", "image", None, None),
    (" ", "link", "https://a.example", None),
]


@pytest.mark.parametrize(("target", "kind", "base", "address"), ADDRESSES)
def test_addresses(target, kind, base, address):
    assert resolve(target, kind, base) == address


PICTURES = [
    ({"src": "i.jpg"}, "", "i.jpg"),
    ({"src": "data:x", "data-src": "i.jpg"}, "", "i.jpg"),
    ({"src": "/s/spacer.gif", "srcset": "a.jpg 300w, b.jpg 900w"}, "", "b.jpg"),
    ({"src": "/s/Placeholder.png?v=2"}, "c.jpg 1x, d.jpg 2x", "d.jpg"),
    ({"srcset": "a,b.jpg 1x"}, "", "a,b.jpg"),
    ({"src": "i.jpg", "width": "1"}, "", ""),
    ({"src": "i.jpg", "width": "16", "height": "9", "layout": "responsive"}, "", "i.jpg"),
    ({"src": "i.jpg", "class": "wp-smiley"}, "", ""),
    ({}, "", ""),
]


@pytest.mark.parametrize(("attributes", "offered", "source"), PICTURES)
def test_the_address_of_an_image(attributes, offered, source):
    assert picture(attributes, offered) == source


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        ("wp-caption-text", {"caption"}),
        ("imageCaption", {"picture", "caption"}),
        ("no-caption", set()),
        ("titleNoCredit", set()),
        ("photo__credit", {"picture", "credit"}),
        ("", set()),
    ],
)
def test_what_class_names_say_of_pictures(names, roles):
    assert picture_roles(names) == roles
