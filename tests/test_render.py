"""Markdown: a real parser gives back the structure of the page and every word of the article, whatever it holds."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pytest
from checks import is_subsequence, solid
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extractor import Article, extract
from extractor.assemble import body_text
from extractor.clean import clean
from extractor.document import Caption
from extractor.images import shown_images
from extractor.passage import Passage, Place, Span
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text
from extractor.structure import passages_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def whole(page, *captions, segment=segment_html, dropped=(), url=None) -> Article:
    """Return a page as an article of which every block is kept, but for those that begin with a dropped word."""
    document = segment(page)
    kept = [not document.block(index).startswith(tuple(dropped)) for index in range(len(document))]
    passages = passages_of(
        document, np.array(kept, np.bool_), shown_images(document, np.array(kept, np.bool_), captions)
    )
    return Article(text=body_text(passages), passages=passages, url=url)


def words(markdown: str) -> list[str]:
    """Return the words that a reader of the rendered Markdown sees; images have none."""
    found = []
    for token in PARSER.parse(markdown):
        assert token.type != "html_block"
        if token.type == "fence":
            found.append(token.content)
        for child in token.children or ():
            assert child.type not in ("html_inline", "s_open")
            found.append(child.content if child.type in ("text", "code_inline") else "\n" * (child.type == "hardbreak"))
        found.append("\n")
    return "".join(found).split()


def types(markdown: str) -> set[str]:
    """Return the kinds of what a parser finds."""
    tokens = PARSER.parse(markdown)
    inner = [child for token in tokens for child in token.children or ()]
    return {token.type.removesuffix("_open") for token in (*tokens, *inner) if not token.type.endswith("_close")}


MARKUP = {
    "headings": ("<h1>a</h1><h2>b</h2><h6>c</h6>", "## a\n\n## b\n\n###### c"),
    "lines of a heading": ("<h3>a<br>b #</h3><h3><div>c</div></h3>", "### a b \\#\n\n### c"),
    "a heading that is not closed": ("<h3><div>a</div><div>b</div><div>c</div><div>d</div>", "a\n\nb\n\nc\n\nd"),
    "a heading is strong by itself": ("<h2><b>a <i>b</i></b></h2>", "## a *b*"),
    "signs beside headings": ("<h2><a href=#a>#</a> a b<a href=#a>¶</a></h2>", "## a b"),
    "nested lists": ("<ul><li>a<ul><li>b</ul><li>c<ol><li>d</ol></ul>", "- a\n  - b\n- c\n  1. d"),
    "a list beside its items": ("<ul><li>a</li><ul><li>b</ul></ul>", "- a\n  - b"),
    "items that are not closed": ("<dl><dd>a<dd>b</dl>", "- a\n- b"),
    "items without a list": ("<li>a</li><li>b</li><p>c", "- a\n- b\n\nc"),
    "paragraphs of an item": ("<ol><li><p>a<p>b</li><li>c</ol>", "1. a\n\n   b\n\n2. c"),
    "a list goes on after a dropped item": ("<ol><li>no<li>b<li>c</ol>", "2. b\n3. c"),
    "the start of a list": ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
    "numbers that are no sequence": ("<ol><li>a<li value=7>b<li>c</ol>", "1. a\n\n7) b\n8) c"),
    "a list that counts down": ("<ol reversed><li>a<li>b</ol>", "- a\n- b"),
    "lists that touch": ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c"),
    "numbered lists that touch": ("<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b"),
    "a numbered list interrupts no paragraph": ("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b"),
    "code in an item": ("<ul><li>a<pre>b\n\nc</pre></ul>", "- a\n\n  ```\n  b\n\n  c\n  ```"),
    "typed bullets": ("<ul><li>• a<li>- b<li>1. c</ul>", "- • a\n- \\- b\n- 1\\. c"),
    "definitions": ("<dl><dt>a<dd>b<dd>c<dt>d<dd>e</dl>", "**a**\n\n- b\n- c\n\n**d**\n\n- e"),
    "quotes": (
        "<blockquote>a<p>b<blockquote>c</blockquote><ul><li>d</ul></blockquote>",
        "> a\n>\n> b\n>\n> > c\n>\n> - d",
    ),
    "code": ("<pre>  a\n\n    b</pre>", "```\n  a\n\n    b\n```"),
    "the language of code": ("<pre><code class='x language-c++'>a</code></pre>", "```c++\na\n```"),
    "the language around code": ("<div class=highlight-source-js><pre>a</pre></div>", "```js\na\n```"),
    "a highlighter's settings": ("<pre class='brush: sql; toolbar: false'>a</pre>", "```sql\na\n```"),
    "no language": ("<pre class=language-none>a</pre>", "```\na\n```"),
    "fences in code": ("<pre>````\n~~~</pre>", "`````\n````\n~~~\n`````"),
    "code in lines of its own": ("<pre><div>a</div><div>b</div></pre>", "```\na\nb\n```"),
    "inline code": ("<p>a <code>b*`c</code> <code>`</code>", "a ``b*`c`` `` ` ``"),
    "code that touches": ("<p><code>a</code><code>b</code>", "`ab`"),
    "a link in code": ("<p><code><a href=u>a</a></code> <code>b<a href=u>c</a></code>", "[`a`](u) `bc`"),
    "emphasis": ("<p><b>a </b><i>b</i>, <b><i>c</i> d</b>e", "**a** *b*, ***c* d**e"),
    "emphasis that touches": ("<p><b>a</b><b>b</b> <i>c</i><b>d</b>", "**ab** *c*d"),
    "emphasis in itself": ("<p><b>a <strong>b</strong></b> <em>c<a href=u><i>d</i></a></em>", "**a b** *c[d](u)*"),
    "emphasis that crosses": ("<p><b>a <i>b</b> c</i>", "**a *b*** c"),
    "emphasis in a word": ("<p>中<b>重要</b>的 a<b>b</b>c", "中**重要**的 a**b**c"),
    "emphasis that a parser would not see": ("<p>中<b>重要。</b>的 a<i>(b)</i>c", "中重要。的 a(b)c"),
    "links": ("<p><a href='/a b(c)?d&copy;'>x [y]</a>!<a href=u>z</a>", "[x \\[y\\]](/a%20b\\(c\\)?d©)\\![z](u)"),
    "links to nowhere": ("<p><a href>a</a> <a href=' JavaScript:b()'>b</a> <a href='data:,c'>c</a>", "a b c"),
    "a link around blocks": ("<a href=u><h2>a</h2><p>b</p></a>", "## [a](u)\n\n[b](u)"),
    "images between paragraphs": ("<p>a<p><img src=i alt='b [c]'><p>d", "a\n\n![b \\[c\\]](i)\n\nd"),
    "images in a paragraph": ("<p>a <img src=i> b<img src=j>c", "a ![](i) b![](j)c"),
    "an image before a heading": ("<h2><img src=i>a</h2>", "![](i)\n\n## a"),
    "an image in a quote": ("<p>a<blockquote><img src=i></blockquote><p>b", "a\n\n> ![](i)\n\nb"),
    "an image that loads late": (
        "<p><img src='data:,x' data-src=i></p><noscript><img src=i></noscript>a",
        "![](i)\n\na",
    ),
    "spacers and icons": ("<p>a<img src=i width=1 height=1> <img src=j width=20>b", "a b"),
    "an image that is a script": ("<p>a<p><img src='javascript:x'><p>b", "a\n\nb"),
    "an image of a dropped neighbour": (
        "<p>a<div><img src=i><p>no</div><p><img src=j></p><p>no<p>b",
        "a\n\n![](j)\n\nb",
    ),
    "images around the article": ("<img src=i><p>no<p>a<p><img src=j><p>no", "a"),
    "a table": (
        "<table><tr><th>a|b<th>c<tr><td><a href='x|y'>d</a><td><code>e|f</code> g\\|h</table>",
        "| a\\|b | c |\n| --- | --- |\n| [d](x%7Cy) | `e\\|f` g\\\\\\|h |",
    ),
    "a table without a header": (
        "<table><tr><td><td>b<tr><th>c<td><img src=i></table>",
        "|  |  |\n| --- | --- |\n|  | b |\n| c | ![](i) |",
    ),
    "a table with a caption": ("<table><caption>a</caption><tr><td>b<td>c<tr><td>d<td>e</table>", None),
    "cells that span": (
        "<table><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d<tr><td>e<td><p>f<td>g<tr><td>h<td colspan=2>i</table>",
        "| a | b |  |\n| --- | --- | --- |\n|  | c | d |\n| e | f | g |\n| h | i |  |",
    ),
    "cells that span the rest of a column": (
        "<table><tr><td>a<td rowspan=3>b<tr><td>c<tr><td>d</table>",
        "|  |  |\n| --- | --- |\n| a | b |\n| c |  |\n| d |  |",
    ),
    "cells that span too much": ("<table><tr><td>a<td>b<tr><td colspan=100>c</table>", "a b  \nc"),
    "no columns but spanned ones": ("<table><tr><td colspan=2>a<tr><td colspan=2>b</table>", "a  \nb"),
    "a table that is not regular": ("<table><tr><td>a<td>b<tr><td>c</table>", "a b  \nc"),
    "a table of one column": ("<table><tr><td>a<tr><td>b</table>", "a  \nb"),
    "a table of one row": ("<table><tr><td>a<td>b</table>", "a b"),
    "tables that touch": ("<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>", "a b\n\nc d"),
    "paragraphs, lines and lists in cells": (
        "<table><tr><th><p>a</p><th>b<tr><td>c<br>d<td><ul><li><i>e</i><li>f</ul><tr><td><td><p>g</table>",
        "| a | b |\n| --- | --- |\n| c d | *e* f |\n|  | g |",
    ),
    "a table for layout": ("<table><tr><td><p>a</p><p>b</p><td><h2>c</h2></table>", "a\n\nb\n\n## c"),
    "a table in a table": (
        "<table><tr><td>a<td><table><tr><th>b<th>c<tr><td>d<td>e</table></table>",
        "a\n\n| b | c |\n| --- | --- |\n| d | e |",
    ),
    "verse": ("<p>a<br>b<br><br>c", "a  \nb\n\nc"),
    "lines that are none": ("<p>a<br>===<br>- b<br>|-|", "a  \n\\===  \n\\- b  \n\\|-|"),
}


@pytest.mark.parametrize("name", MARKUP)
def test_markup(name):
    html, expected = MARKUP[name]
    article = whole(html, dropped=["no"])
    markdown = article.to_markdown()
    if expected is not None:
        assert markdown == expected + "\n"
    assert solid("".join(words(markdown))) == solid(article.text)


TEXT = {
    "paragraphs": ("One.\n\nTwo.", "One.\n\nTwo."),
    "bullets": ("• one\n• two\n\n- three", "- one\n- two\n- three"),
    "numbers": ("1. one\n2. two\n5) five", "1. one\n2. two\n\n5) five"),
    "somebody speaks": ("— One?\n— Two.", "— One?  \n— Two."),
    "verse": ("\n\n".join(["Prose " * 19 + "here."] * 3 + ["One\nTwo"]), None),
    "what means something": (
        "# a\n\n1986. b\n\n> c\n\n***\n\n---",
        "\\# a\n\n1986\\. b\n\n\\> c\n\n\\*\\*\\*\n\n\\---",
    ),
    "what means nothing": (
        "AT&T, Q&A, a < b, x_y, C:\\dir, ~5 (6) 7. 8- #9 +10! C# = {d}",
        "AT&T, Q&A, a < b, x_y, C:\\dir, ~5 (6) 7. 8- #9 +10! C# = {d}",
    ),
}


@pytest.mark.parametrize("name", TEXT)
def test_flat_text(name):
    text, expected = TEXT[name]
    markdown = whole(text, segment=segment_text).to_markdown()
    if expected is not None:
        assert markdown == expected + "\n"
    else:
        assert markdown.endswith("\n\nOne  \nTwo\n")


# --- what depends on more than the page


def test_the_title_is_the_only_first_heading():
    assert replace(whole("<h1>b</h1><p>c"), title="a #\n*").to_markdown() == "# a # \\*\n\n## b\n\nc\n"
    assert Article(title="a #").to_markdown() == "# a \\#\n"
    assert Article().to_markdown() == ""


def test_addresses_are_resolved_where_the_page_is_known():
    html = "<p><a href='../b?c'>a</a> <a href=#d>b</a> <a href='mailto:c@d.e'>c</a> <a href='http://[x'>d</a> <img src=//e.f/g>."
    markdown = whole(html, url="https://a.example/x/y").to_markdown()
    links = "[a](https://a.example/b?c) [b](https://a.example/x/y#d) [c](mailto:c@d.e) d"
    assert markdown == f"{links} ![](https://e.f/g) .\n"
    assert whole(html).to_markdown().startswith("[a](../b?c) [b](#d) ")


@pytest.mark.parametrize(
    ("base", "folder"),
    [
        ("https://b.example/c/d", "https://b.example/c/"),
        ("/e/", "https://a.example/e/"),
        ("f/", "https://a.example/x/f/"),
    ],
)
def test_addresses_are_joined_with_the_first_base(base, folder):
    html = (
        f"<base target=_top><base href='{base}'><base href=z><p><a href=g>a</a> <a href='http://[x'>b</a> <img src=i>."
    )
    assert whole(html, url="https://a.example/x/y").to_markdown() == f"[a]({folder}g) b ![]({folder}i) .\n"


def test_an_image_has_the_caption_that_the_metadata_found():
    html = "<figure><div><img src=i></div><img src=j><figcaption>no * b. AFP</figcaption></figure><p>c"
    found = whole(html, Caption("* b.", "AFP", "", 0), dropped=["no"])
    assert found.to_markdown() == "![](i)\n\n![](j)  \n*\\* b. AFP*\n\nc\n"
    assert found.text == "c"
    assert whole(html, Caption("* b.", "AFP", "", 0)).to_markdown() == "![](i)\n\n![](j)\n\nno \\* b. AFP\n\nc\n"
    assert whole("<p>no<p>c", Caption("no", None, "", 0), dropped=["no"]).to_markdown() == "c\n"


def test_passages_are_plain_and_travel():
    article = whole("<ol><li><a href=u>a</a></ol>")
    place = [{"tag": "ol", "index": 1, "note": ""}, {"tag": "li", "index": 2, "note": "1"}]
    span = {"kind": "link", "start": 0, "end": 1, "target": "u", "label": ""}
    expected = [{"kind": "list_item", "text": "a", "joint": "", "places": place, "spans": [span]}]
    assert json.loads(article.to_json(passages=True))["passages"] == expected
    assert "passages" not in article.to_dict()
    assert pickle.loads(pickle.dumps(article)).passages == article.passages
    assert article == replace(article, passages=())


def test_invisible_characters_move_no_markup():
    article = whole("<p>\u200b a \u200b<b>b\u00adc \u200b</b>\u200b<i>\u200b</i> d<img src=i>\u200b")
    assert (article.text, article.to_markdown()) == ("a bc d", "a **bc** d ![](i)\n")


def test_deep_and_long_pages():
    for tag in ("ul><li", "blockquote", "dl><dd", "div", "b", "table><tr><td"):
        assert words(whole(f"<{tag}>a " * 300).to_markdown()) == ["a"] * 300
    assert whole("<p><b>a</b><i>b</i>" * 20_000).to_markdown().count("**a**b") == 20_000
    assert whole("<p>" + "<b>a</b><i>b</i> " * 20_000).to_markdown().count("**a**b") == 20_000


def test_a_page_of_documentation():
    markdown = extract((FIXTURES / "html-documentation.html").read_bytes()).to_markdown()
    assert markdown.startswith("# Reading files\n\nA reader opens a file once")
    assert "\n\n## Opening a file\n\nGive the path of the file to `open_rows`." in markdown
    assert '\n\n```python\nrows = open_rows("ports.csv")\nfor row in rows:\n    print(row.name)\n```\n\n' in markdown


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda path: path.stem)
def test_the_words_of_whole_pages(path: Path):
    article = extract(path.read_bytes())
    captions = "".join(passage.text for passage in article.passages if passage.kind == "image")
    found = solid("".join(words(article.to_markdown())))
    assert is_subsequence(solid((article.title or "") + article.text), found)
    assert len(found) == len(solid((article.title or "") + article.text + captions))


# --- nothing is lost or added, whatever the words are

SIGNS = [
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "```",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "#",
        "## ",
        "+",
        "-",
        "- ",
        "1. ",
        "1) ",
    ),
    *(
        "=",
        "===",
        "---",
        "***",
        "___",
        "~",
        "~~",
        "~~~",
        "|",
        "|-|",
        ":-:",
        "&",
        "&amp;",
        "&copy;",
        "&#35;",
        "\\",
        "!",
        "![",
        "](",
    ),
    *(
        "<b>",
        "</p>",
        "<!-- -->",
        "<?x?>",
        "<a@b.c>",
        "<http://a.b>",
        "http://a.b/c_d_",
        "[a]: b",
        "[^1]",
        "{#a}",
        "$",
        "^",
    ),
    *(
        " ",
        " ",
        " ",
        "\t",
        "    ",
        "\n",
        "a",
        "b",
        "Ab c.",
        "1",
        "é",
        "中",
        "。",
        "😀",
        "€",
        "»",
        "\u200b",
        "\u200d",
        "\u0301",
    ),
]
nasty = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)
lines = nasty.map(clean)
kinds = st.sampled_from(["link", "emphasis", "strong", "code", "image"])
targets = st.one_of(st.sampled_from(["u", "/a(b)", "https://a.b/?c=d&copy;e", "javascript:a", ""]), nasty)


@st.composite
def spans(draw, size: int):
    """Draw inline markup of a line, which can overlap in any way."""
    found = []
    for kind in draw(st.lists(kinds, max_size=4)):
        start = draw(st.integers(0, size))
        end = start if kind == "image" else draw(st.integers(start, size))
        found.append(Span(kind, start, end, draw(targets), draw(lines)))
    return tuple(sorted(found, key=lambda span: (span.start, -span.end)))


@st.composite
def passages(draw):
    """Draw a line of text somewhere."""
    text = draw(lines)
    places = tuple(Place(tag, index, note) for tag, index, note in draw(st.lists(st.sampled_from(PLACES), max_size=4)))
    leaf = draw(st.sampled_from([(), (), (Place("h2", 90),), (Place("h1", 91),), (Place("pre", 92, "x"),)]))
    joint = draw(st.sampled_from(["\n\n", "\n", " "]))
    return Passage("paragraph", text, joint, places + leaf, draw(spans(len(text))))


PLACES = [
    *(("blockquote", 1, ""), ("blockquote", 2, ""), ("ul", 3, ""), ("ul", 4, ""), ("ol", 5, ""), ("dl", 6, "")),
    *(
        ("li", 10, ""),
        ("li", 11, ""),
        ("li", 12, "1"),
        ("li", 13, "2"),
        ("li", 14, "9"),
        ("dt", 15, ""),
        ("dd", 16, ""),
    ),
]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(nasty, st.lists(passages(), max_size=6))
def test_every_word_comes_back(title, found):
    article = Article(title=title, passages=tuple(found), url="https://a.example/b/")
    expected = " ".join([clean(title), *(passage.text for passage in found)]).split()
    assert words(article.to_markdown()) == expected
    assert words(replace(article, url=None).to_markdown()) == expected


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(nasty)
@example("===\n\n- a\n\n    b\n1. c  \nd\\")
def test_every_word_of_a_bare_text_comes_back(text):
    assert words(Article(text=text).to_markdown()) == " ".join(map(clean, text.split("\n"))).split()


@st.composite
def rows(draw, width: int):
    """Draw a row of a table as ``segment_html`` makes it."""
    text, found = "", []
    for _ in range(width):
        cell = draw(lines)
        start = len(text) + bool(text and cell)
        text = f"{text} {cell}".strip()
        found.append(Span("cell", start, start + len(cell), draw(st.sampled_from(["", "head"]))))
        found += (replace(span, start=span.start + start, end=span.end + start) for span in draw(spans(len(cell))))
    return Passage("table_row", text, "\n", (Place("table", 1),), tuple(found))


def test_emphasis_that_could_end_the_one_around_is_left_out():
    spans = (Span("emphasis", 0, 3), Span("strong", 0, 1), Span("image", 0, 0, "u"), Span("strong", 2, 3))
    markdown = Article(passages=(Passage("paragraph", "***", "", (), spans),)).to_markdown()
    assert words(markdown) == ["***"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4).flatmap(lambda width: st.lists(rows(width), min_size=2, max_size=4)))
def test_every_word_of_a_table_comes_back(found):
    markdown = Article(passages=tuple(found)).to_markdown()
    assert "".join(words(markdown)) == solid("".join(row.text for row in found))
    if all(row.text for row in found):
        assert "table" in types(markdown)


inlines = st.recursive(
    nasty.map(escape),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["b", "i", "code", "span", "a"]), inner).map(
            lambda pair: "<{0}>{1}</{0}>".format(*pair)
        ),
        st.tuples(targets, inner).map(lambda pair: f'<a href="{escape(pair[0])}">{pair[1]}</a>'),
        st.tuples(targets, nasty).map(lambda pair: f'<img src="{escape(pair[0])}" alt="{escape(pair[1])}">'),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=5,
)
blocks = st.recursive(
    inlines,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["p", "h1", "h3", "blockquote", "div", "pre"]), inner).map(
            lambda pair: "<{0}>{1}</{0}>".format(*pair)
        ),
        st.lists(inner, max_size=3).map(lambda items: f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"),
        st.lists(inner, max_size=3).map(lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"),
        st.lists(inner, max_size=3).map(lambda items: f"<dl>{''.join(f'<dt>{i}</dt><dd>{i}' for i in items)}</dl>"),
        st.lists(inner, max_size=4).map(lambda items: f"<table>{'<tr><td>'.join(items)}</table>"),
        st.tuples(inner, inner).map("<br>".join),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(blocks)
def test_every_word_of_a_page_comes_back(html):
    article = whole(html)
    text = [passage for passage in article.passages if passage.kind != "image"]
    assert "".join(passage.joint + passage.text for passage in text).strip() == article.text
    assert is_subsequence(solid(article.text), solid(segment_html(html).text))
    for passage in text:
        for span in passage.spans:
            assert 0 <= span.start <= span.end <= len(passage.text)
    assert "".join(words(article.to_markdown())) == solid(article.text)
