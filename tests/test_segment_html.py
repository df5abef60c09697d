"""Markup becomes the lines that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Options, extract
from extractor import segment_html as module
from extractor.document import KINDS
from extractor.segment_html import segment_html

CASES = {
    "<p>One <b>bold</b> and <a href=x>a link</a>.</p><p>Two": ["One bold and a link.", "Two"],
    "<div>Bare<p>inner</p>tail</div>": ["Bare", "inner", "tail"],
    "one<br>two<br><br/>three": ["one", "two", "three"],
    "<ul><li>a<li>b</ul>": ["a", "b"],
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>": ["a b", "c"],
    "<head><title>T &amp; U</title></head><body>x": ["T & U", "x"],
    "<script>no</script><style>no</style><template>no</template><svg><text>no</text></svg>yes": ["yes"],
    "<p hidden>no</p><p style='color:red; display: none'>no</p>yes": ["yes"],
    "<noscript><p>yes</p></noscript>": ["yes"],
    "a<!-- no -->b": ["ab"],
    "un<span>closed": ["unclosed"],
    "<div>" * 1500 + "deep": ["deep"],
    "": [],
    "<": ["<"],
    "\x00": [],
    "<!-- only -->": [],
}


@pytest.mark.parametrize(("html", "expected"), CASES.items(), ids=lambda value: str(value)[:30])
def test_blocks(html, expected):
    document = segment_html(html)
    assert [document.block(index) for index in range(len(document))] == expected


def test_kinds_and_gaps():
    document = segment_html("<p>a</p>b<br>c<ul><li>d</li></ul>")
    assert [KINDS[kind] for kind in document.kind] == ["paragraph", "paragraph", "line", "list_item"]
    assert document.gap.tolist() == [0, 1, 0, 1]
    assert document.text == "a\n\nb\nc\n\nd"


def test_very_many_elements(monkeypatch):
    monkeypatch.setattr(module, "MAX_BLOCKS", 3)
    assert len(segment_html("<p>x" * 10)) == 3


tags = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<br>",
        "<li>",
        "<td>",
        "<script>",
        "</script>",
        "x y",
        " ",
        "&amp;",
        "<!--",
        "-->",
        "<",
        "\x00",
        "é",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.lists(tags, max_size=40).map("".join), st.text(max_size=80)))
def test_never_fails_and_spans_are_the_text(html):
    document = segment_html(html)
    position = 0
    for index in range(len(document)):
        assert not document.text[position : document.start[index]].strip()
        assert document.block(index).strip() == document.block(index) != ""
        position = int(document.end[index])
    assert position == len(document.text)


STORY = """<!doctype html><html><head><title>A crane stays | Harbour News</title></head><body>
<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li><li><a href=/s>Sport</a></li></ul></nav>
<article><h1>A crane stays</h1><p>By Jane Marlow</p><p>4 March 2018</p>
<p>The old crane on the north quay will not be sold, the harbour board decided on Monday after a debate of four hours.</p>
<p>The crane was built in 1911 and has not lifted anything since the harbour lost its <a href=/c>last coal merchant</a>, thirty years ago.</p>
<p>A scrap dealer had offered 40,000 crowns for it, which would have paid for the new lights along the quay and for little else.</p>
<p>"We would have sold the only thing that anyone remembers about this harbour," said the chair of the board, Wilma Oster.</p>
</article><footer><p>Privacy policy</p><p>© Harbour News. All rights reserved.</p></footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_a_page_of_markup_gives_its_article(encoding):
    page = STORY.replace("<head>", f"<head><meta charset={encoding}>").encode(encoding)
    article = extract(page, options=Options(blocks=True))
    assert article
    assert article.title == "A crane stays"
    assert (article.date, article.authors) == ("2018-03-04", ("Jane Marlow",))
    assert article.text.startswith("The old crane")
    assert article.text.endswith("Wilma Oster.")
    assert "rights reserved" not in article.text


def test_the_kind_can_be_given():
    blocks = extract(STORY, kind="text", options=Options(blocks=True)).blocks
    assert blocks[0].text.startswith("<!doctype html>")
    assert extract("Plain words, no markup at all.", kind="html").status == "too_short"
