"""Parts that a server has streamed stand where a browser shows them, and no text is lost."""

from __future__ import annotations

import lxml.html
import pytest
from bs4 import BeautifulSoup

from extractor import extract
from extractor.streamed import in_place


def part(number: str, content: str) -> str:
    return f'<div hidden id="S:{number}">{content}</div><script>$RC("B:{number}","S:{number}")</script>'


def place(number: str, stand_in: str = "") -> str:
    return f'<!--$?--><template id="B:{number}"></template>{stand_in}<!--/$-->'


def segment(number: str) -> str:
    return f'<template id="P:{number}"></template>'


def moved(html: str) -> str:
    """Return a page in place, without the scripts."""
    return in_place(html.encode()).decode().partition("<script")[0]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>one</p>", "<p>one</p>"),
        (f"a{place('0')}c{part('0', 'b')}", "a<!--$?-->b<!--/$-->c"),
        (f"a{place('0', '<div>wait</div>')}c{part('0', 'b')}", "a<!--$?-->b<!--/$-->c"),
        (f"a{place('0', '<!--$-->wait<!--/$-->!')}c{part('0', 'b')}", "a<!--$?-->b<!--/$-->c"),
        (f"a{place('1f')}{place('2a')}{part('2a', 'c')}{part('1f', 'b')}", "a<!--$?-->b<!--/$--><!--$?-->c<!--/$-->"),
        (f"a{segment('0')}c{part('0', '<div>b</div>')}", "a<div>b</div>c"),
        (f"a{place('0')}e{part('0', 'b' + segment('1') + 'd')}{part('1', 'c')}", "a<!--$?-->bcd<!--/$-->e"),
        (f"a{place('0')}e{part('1', 'c')}{part('0', 'b' + segment('1') + 'd')}", "a<!--$?-->bcd<!--/$-->e"),
        (
            f"a{place('0')}{part('0', '<DIV>b</DIV ><!-- </div> -->c')}",
            "a<!--$?--><DIV>b</DIV ><!-- </div> -->c<!--/$-->",
        ),
        (f"a{part('0', 'b')}", 'a<div hidden id="S:0">b</div>'),  # no place
        (f"a{place('1')}{part('0', 'b')}", f'a{place("1")}<div hidden id="S:0">b</div>'),
        (f'a{place("0", "wait")}<div hidden id="S:0">b', f'a{place("0", "wait")}<div hidden id="S:0">b'),
        (f'a<template id="B:0"></template>c{part("0", "b")}', "abc"),  # no comment closes what stands in
        (f"<!--/$--><!--/$-->a{place('0')}{part('0', 'b')}", "<!--/$--><!--/$-->a<!--$?-->b<!--/$-->"),
    ],
)
def test_where_a_part_belongs(page, shown):
    assert moved(page) == shown


def test_a_script_closes_no_part():
    page = f"{place('0')}{part('0', '<script>var end = `</div>`</script><style>/*</div>*/</style>b')}c"
    assert in_place(page.encode()).startswith(
        b"<!--$?--><script>var end = `</div>`</script><style>/*</div>*/</style>b<"
    )


def test_a_part_is_shown_once():
    page = f"{place('0')}{place('0')}{segment('0')}{part('0', 'once')}{part('0', 'another')}"
    shown = in_place(page.encode()).decode()
    assert shown.count("once") == shown.count("another") == 1


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


def test_a_page_whose_story_is_streamed():
    story = "".join(f"<p>{line}</p>" for line in STORY)
    page = (
        f"<html><head><title>The lock keeper</title></head><body><nav><a href=/>Home</a></nav><main><h1>The lock keeper"
        f"</h1>{place('0', '<p>Loading ...</p>')}</main><footer>All rights reserved</footer>{part('0', story)}</body>"
    )
    assert extract(page).text == "\n\n".join(STORY)
    assert extract(BeautifulSoup(page, "html.parser")).text == "\n\n".join(STORY)
    assert extract(lxml.html.document_fromstring(page)).text == "\n\n".join(STORY)


STORY = [
    "The lock keeper of Weir End has opened the gates four hundred thousand times, and remembers three of them.",
    "The first was in the winter of the long frost, when the ice had to be sawn before a barge of coal could pass.",
    "The second was for a bride who was late, and the third for a cow that had fallen in and would not come out.",
]
