"""Parts that a server has streamed stand where a browser shows them, and no text is lost."""

from __future__ import annotations

import re

import lxml.html
import pytest
from bs4 import BeautifulSoup

from extractor import extract
from extractor.streamed import in_place

STORY = [
    "The lock keeper of Weir End has opened the gates four hundred thousand times, and remembers three of them.",
    "The first was in the winter of the long frost, when the ice had to be sawn before a barge of coal could pass.",
    "The second was for a bride who was late, and the third for a cow that had fallen in and would not come out.",
]


def part(number: str, content: str) -> str:
    return f'<div hidden id="S:{number}">{content}</div><script>$RC("B:{number}","S:{number}")</script>'


def place(number: str, stand_in: str = "") -> str:
    return f'<!--$?--><template id="B:{number}"></template>{stand_in}<!--/$-->'


def segment(number: str) -> str:
    return f'<template id="P:{number}"></template>'


def moved(html: str) -> str:
    """Return a page in place, without what moves its parts and the comments of boundaries."""
    shown = in_place(html.encode()).decode()
    return re.sub(r"<!--/?\$[?!~]?-->|<script>\$RC.*?</script>", "", shown)


MOVED = {
    "a page as it is": ("<p>one</p>", "<p>one</p>"),
    "a boundary": (f"a{place('0')}c{part('0', 'b')}", "abc"),
    "what stands in": (f"a{place('0', '<div>wait</div>')}c{part('0', 'b')}", "abc"),
    "a boundary in what stands in": (f"a{place('0', '<!--$-->wait<!--/$-->!')}c{part('0', 'b')}", "abc"),
    "one that failed in it": (f"a{place('0', '<!--$!-->wait<!--/$-->!')}c{part('0', 'b')}", "abc"),
    "one that is queued in it": (f"a{place('0', '<!--$~-->wait<!--/$-->!')}c{part('0', 'b')}", "abc"),
    "a boundary in one that is done": (f"<!--$-->a{place('0', 'wait')}c<!--/$-->d{part('0', 'b')}", "abcd"),
    "parts in another order": (f"a{place('1f')}{place('2a')}{part('2a', 'c')}{part('1f', 'b')}", "abc"),
    "a segment": (f"a{segment('0')}c{part('0', '<div>b</div>')}", "a<div>b</div>c"),
    "a segment in a boundary": (f"<!--$-->a{segment('0')}c<!--/$-->d{part('0', 'b')}", "abcd"),
    "a segment of a part": (f"a{place('0')}e{part('0', 'b' + segment('1') + 'd')}{part('1', 'c')}", "abcde"),
    "one that comes before it": (f"a{place('0')}e{part('1', 'c')}{part('0', 'b' + segment('1') + 'd')}", "abcde"),
    "upper case": (f"a{place('0')}{part('0', '<DIV>b</DIV ><!-- </div> -->c')}", "a<DIV>b</DIV ><!-- </div> -->c"),
    "an element that begins like one": (f"a{place('0')}{part('0', '<div-x>b</div-x>')}c", "a<div-x>b</div-x>c"),
    "a place without comments": (f'a<template id="B:0"></template>c{part("0", "b")}', "abc"),
    "one deeper in a boundary": (f'<!--$--><p><template id="B:0"></template>c<!--/$-->d{part("0", "b")}', "<p>bcd"),
    "comments that close nothing": (f"<!--/$--><!--/$-->a{place('0')}{part('0', 'b')}", "ab"),
    "and none in a part": (f"a{place('0')}c{part('0', '<!--/$-->b')}", "abc"),
    "or in one with a segment": (f"<!--/$-->a{segment('0')}c{part('0', 'b')}", "abc"),
    "a boundary that ends in another element": (
        f"a<div>{place('0', 'x')[:-9]}</div>c<!--/$-->d{part('0', 'b')}",
        "a<div>bx</div>cd",
    ),
    "a boundary in what stands in for another": (
        f"a{place('0', 'x' + place('1', 'y') + 'z')}c{part('0', 'b')}{part('1', 'd')}",
        "abxdzc",
    ),
    "a boundary that goes on in another element": (
        f"<div>{place('0', 'x')[:-9]}</div>STORY<div><!--/$--></div>{part('0', 'b')}",
        "<div>bx</div>STORY<div></div>",
    ),
    "or in one of another name": (f"<p>{place('0', 'x')[:-9]}</p>STORY<!--/$-->{part('0', 'b')}", "<p>bx</p>STORY"),
    "a boundary that ends behind a part": (
        f'a{segment("0")}c<div hidden id="S:0">b{place("1", "x")[:-9]}</div><script></script>STORY<!--/$-->{part("1", "d")}',
        "abdxc<script></script>STORY",
    ),
    "a part as other parsers write it": (
        f'a{place("0")}<div hidden="" id="S:0">b</div><script></script>',
        "ab<script></script>",
    ),
    "an element behind a part": (
        f'a{segment("0")}c<div hidden id="S:0">b</div>MORE<div>x</div><script></script>',
        f'a{segment("0")}c<div hidden id="S:0">b</div>MORE<div>x</div><script></script>',
    ),
    "names that begin like those of raw text": (
        f"<title-bar>a</title-bar>{place('0')}{part('0', 'b')}",
        "<title-bar>a</title-bar>b",
    ),
    "a place that is not reached": (
        f"a{part('0', 'b')}<script>{place('0')}",
        'a<div hidden id="S:0">b</div><script><template id="B:0"></template>',
    ),
    "an end in a template": (
        f"a{segment('0')}c{part('0', '<template></div></template>b')}",
        "a<template></div></template>bc",
    ),
    "one that ends in a part": (f"a{place('0', 'x')[:-9]}c{part('0', 'b<!--/$-->')}", "abxc"),
    "a part in what stands in": (
        f"a{place('0', 'x' + part('1', 'y'))}c{part('0', 'b')}",
        'abx<div hidden id="S:1">y</div>c',
    ),
    "a part without a place": (f"a{part('0', 'b')}", 'a<div hidden id="S:0">b</div>'),
    "a place of another": (
        f"a{place('1', 'x')}{part('0', 'b')}",
        'a<template id="B:1"></template>x<div hidden id="S:0">b</div>',
    ),
    "a place in the part itself": (f"a{part('0', 'b' + segment('0'))}", f'a<div hidden id="S:0">b{segment("0")}</div>'),
    "two places": (f"a{segment('0')}c{segment('0')}{part('0', 'b')}", "abc"),
    "two parts": (f"a{segment('0')}c{part('0', 'b')}{part('0', 'd')}", 'abc<div hidden id="S:0">d</div>'),
    "a part that does not end": (f'a{segment("0")}<div hidden id="S:0">b', f'a{segment("0")}<div hidden id="S:0">b'),
    "a part behind it": (
        f'a{segment("1")}c<div hidden id="S:0"><div>d</div>{part("1", "b")}',
        'abc<div hidden id="S:0"><div>d</div>',
    ),
    "an end in an attribute": (
        f'a{segment("0")}c<div hidden id="S:0"><img alt="b</div>"></div>',
        f'a{segment("0")}c<div hidden id="S:0"><img alt="b</div>"></div>',
    ),
    "a script that does not end": (
        f"a{segment('0')}c{part('0', 'b')}<SCRIPT>{place('1')}",
        'abc<SCRIPT><template id="B:1"></template>',
    ),
}


@pytest.mark.parametrize(("page", "shown"), MOVED.values(), ids=MOVED)
def test_where_a_part_belongs(page, shown):
    assert moved(page) == shown


@pytest.mark.parametrize(
    "behind",
    ["<script>", "<style>", "<link rel=preload>", "<template id=x>", part("1", "x"), "</body>", "</html>", "", " "],
)
def test_what_can_follow_a_part(behind):
    assert moved(f'a{segment("0")}c\n<div hidden id="S:0">b</div>\n{behind}').startswith("abc\n")


@pytest.mark.parametrize(
    "raw", ["script", "style", "textarea", "title", "iframe", "noscript", "noembed", "xmp", "STYLE"]
)
def test_there_are_neither_places_nor_ends_in_raw_text(raw):
    text = f"<{raw}>{segment('0')}</div></{raw}>"
    assert moved(f"{text}a{segment('0')}c{part('0', text + 'b')}") == f"{text}a{text}bc"


@pytest.mark.parametrize("number", [str, lambda _: "0", lambda one: str(one // 2)])
def test_parts_that_wait_for_each_other_are_not_lost(number):
    page = "".join(part(number(one), f"word{one}{segment(number(one + 1))}") for one in range(6)) + segment("6")
    shown = in_place(page.encode()).decode()
    assert all(shown.count(f"word{one}") == 1 for one in range(6))


def test_many_parts_within_each_other():
    size = 20_000
    page = segment("0") + "".join(part(f"{one:x}", f"<p>w{one}{segment(f'{one + 1:x}')}") for one in range(size))
    words = in_place(page.encode()).decode().partition("<script")[0]
    assert words.count("<p>w") == size
    assert words.startswith("<p>w0<p>w1<p>w2<p>w3")


def test_many_boundaries_within_each_other():
    size = 50_000
    opening = "".join(f'<!--$?--><template id="B:{one:x}"></template><p>w{one}' for one in range(size))
    shown = in_place((opening + "<!--/$-->" * size + part("0", "<b>part</b>")).encode()).decode()
    assert shown.startswith("<b>part</b><p>w0<!--$?-->")
    assert shown.count("<p>w") == size


def test_a_page_whose_story_is_streamed():
    story = "".join(f"<p>{line}</p>" for line in STORY)
    page = (
        f"<html><head><title>The lock keeper</title></head><body><nav><a href=/>Home</a></nav><main><h1>The lock keeper"
        f"</h1>{place('0', '<p>Loading ...</p>')}</main><footer>All rights reserved</footer>{part('0', story)}</body>"
    )
    assert extract(page).text == "\n\n".join(STORY)
    assert extract(BeautifulSoup(page, "html.parser")).text == "\n\n".join(STORY)
    assert extract(lxml.html.document_fromstring(page)).text == "\n\n".join(STORY)
