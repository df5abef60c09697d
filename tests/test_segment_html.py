"""Markup becomes the lines that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring, tostring

from extractor import Options, extract
from extractor import segment_html as module
from extractor.document import KINDS
from extractor.markup import INLINES
from extractor.segment_html import segment_html

CASES = {
    "<p>One <b>bold</b> and <a href=x>a link</a>.</p><p>Two": ["One bold and a link.", "Two"],
    "<div>Bare<p>inner</p>tail</div>": ["Bare", "inner", "tail"],
    "one<br>two<br><br/>three": ["one", "two", "three"],
    "<ul><li>a<li>b</ul>": ["a", "b"],
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>": ["a b", "c"],
    "<head><title>T &amp; U</title></head><body>x": ["T & U", "x"],
    "<script>no</script><style>no</style><template>no</template><svg><text>no</text></svg>yes": ["yes"],
    "<p hidden>one</p><p style='color:red; display: none'>two</p>a<b hidden>no</b>b": ["one", "two", "ab"],
    "<a>one</a><a>two</a> <span>th</span><b>ree</b><span>, </span><i>four</i>": ["one two three, four"],
    "<pre>  a\n    b</pre>": ["  a\n    b"],
    "<dl><dt>a<dd>b</dl><figure><img src=x><figcaption>c</figure>": ["a", "b", "c"],
    "<table><tr><td>a<td><p>b</p><p>c</p><td>d</table>": ["a", "b", "c", "d"],
    "<table><tr><td>a<td><p>b</p><p>c</p><tr><td>d<br>e<td>f</table>": ["a b c", "d e f"],
    "<table><tr><th><p>a<th>b<tr><td><ul><li>c<li>d</ul><td><table><td>e</table></table>": ["a", "b", "c", "d", "e"],
    "<h2>a<a href=#a>¶</a></h2><h3><a href='#b'><b>#</b></a> b <i>c</i></h3><dl><dt>d <a href=#d>🔗</a> e": [
        "a",
        "b c",
        "d e",
    ],
    "<h2>a <a href=x>→</a></h2><h2><a href=#a>C#</a> <a href=#b>#</a>b</h2><p>c<a href=#c>¶": ["a →", "C# b", "c¶"],
    "<template shadowrootmode=open><p>yes</template><x-y>too</x-y>": ["yes", "too"],
    "<frameset><frame src=a><noframes>yes</noframes></frameset>": ["yes"],
    "<noscript><p>yes</p></noscript>": ["yes"],
    "a<!-- no -->b": ["ab"],
    "un<span>closed": ["unclosed"],
    "<div>" * 100_000 + "deep": ["deep"],
    "<b>" * 3000 + "deep": ["deep"],
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
    document = segment_html("<h2>t</h2><p>a</p>b<br>c<br><br>d<ul><li>e<li>f</ul><pre>g</pre><table><tr><td>h<tr><td>i")
    kinds = ["heading", "paragraph", "paragraph", "line", "paragraph", "list_item", "list_item", "code"]
    assert [KINDS[kind] for kind in document.kind] == [*kinds, "table_row", "table_row"]
    assert document.gap.tolist() == [0, 1, 1, 0, 1, 1, 0, 1, 1, 0]
    assert document.text == "t\n\na\n\nb\nc\n\nd\n\ne\nf\n\ng\n\nh\ni"


def test_elements():
    found = segment_html("<body class='one two' id=three><div role=main><p>a</p><p hidden>b</p></div></body>").markup
    assert found.elements.tag == ("html", "body", "div", "p", "p")
    assert found.elements.names == ("", "one two three", "main", "", "")
    assert found.elements.parent.tolist() == [0, 0, 1, 2, 2]
    assert (found.elements.first.tolist(), found.elements.last.tolist()) == ([0, 0, 0, 0, 1], [2, 2, 2, 1, 2])
    assert found.elements.hidden.tolist() == [False] * 4 + [True]
    assert found.element.tolist() == [3, 4]


def test_inline_markup():
    html = (
        "<p>See <a href=u>the <b>old</b> crane </a>, <code>x</code><img src=i alt=q></p><table><tr><th>a<td>b</table>"
    )
    document = segment_html(html)
    rows = document.markup.inlines
    spans = zip(rows.kind.tolist(), rows.start.tolist(), rows.end.tolist(), rows.target, rows.label, strict=True)
    assert [(INLINES[kind], document.text[start:end], *said) for kind, start, end, *said in spans] == [
        ("link", "the old crane", "u", ""),
        ("strong", "old", "", ""),
        ("code", "x", "", ""),
        ("image", "", "i", "q"),
        ("cell", "a", "head", ""),
        ("cell", "b", "", ""),
    ]


def test_cells_say_what_they_span():
    page = "<table><tr><td colspan=2>a<td rowspan=3 colspan=0>b<td colspan=x>c<td colspan=99999 rowspan=2>d</table>"
    assert segment_html(page).markup.inlines.label == ("2 1", "1 3", "", "20 2")


def test_a_link_around_blocks_is_a_link_in_each():
    document = segment_html("<a href=u><h3>a</h3><p>b</p></a>c")
    rows = document.markup.inlines
    assert [document.text[s:e] for s, e in zip(rows.start.tolist(), rows.end.tolist(), strict=True)] == ["a", "b"]


def test_the_head():
    html = "<html lang=de><meta property=og:Type content=article><meta itemprop=x content=y><link rel=Canonical href=u>"
    head = segment_html(html + "<script type=application/ld+json>{}</script><title>t</title>").markup.head
    assert (head.language, head.data) == ("de", ("{}",))
    assert (head.metas, head.links) == ((("og:type", "article"), ("x", "y")), (("canonical", "u"),))
    assert segment_html("<link rel=canonical href=u><base href=/v/>").markup.head.links == (("canonical", "/v/u"),)


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


@given(st.one_of(st.lists(tags, max_size=40).map("".join), st.text(max_size=80)))
def test_never_fails_and_spans_are_the_text(html):
    document = segment_html(html)
    position = 0
    for index in range(len(document)):
        assert not document.text[position : document.start[index]].strip()
        assert document.block(index).strip()
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


@dataclass
class Response:
    """What Scrapy and other clients give."""

    body: bytes


def test_parsed_pages_are_read_and_left_alone():
    tree, soup = document_fromstring(STORY), BeautifulSoup(STORY, "lxml")
    before = tostring(tree), str(soup)
    for page in (tree, tree.getroottree(), soup, Response(STORY.encode())):
        assert extract(page) == extract(STORY)
    assert before == (tostring(tree), str(soup))
    assert extract(tree.find(".//article")).text == extract(STORY).text


def test_blocks_beyond_the_limit_are_unread(monkeypatch):
    monkeypatch.setattr(module, "MAX_BLOCKS", 2)
    article = extract("<p>one</p><p>two</p><p>three</p><p>four</p>", options=Options(blocks=True))
    assert [block.text for block in article.blocks] == ["one", "two", "three\nfour"]
    assert article.blocks[-1].label == "unread"


def test_the_kind_can_be_given():
    blocks = extract(STORY, kind="text", options=Options(blocks=True)).blocks
    assert blocks[0].text.startswith("<!doctype html>")
    assert extract("Plain words, no markup at all.", kind="html").status == "too_short"
