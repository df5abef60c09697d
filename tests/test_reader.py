"""Tokens and trees as the HTML Standard has them (sections 13.2.5 and 13.2.6), by the blocks that come of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from test_fixtures import PAGES

from extractor.markup import INLINES
from extractor.segment_html import segment_html

REFERENCES = {
    "named": ("&lt;&gt;&copy;&eacute;&hellip;", "<>©é…"),
    "upper and lower case differ": ("&Eacute;&eacute;&nosuch;&AMP;&Amp;", "Éé&nosuch;&&Amp;"),
    "of two characters": ("&NotEqualTilde;", "\u2242\u0338"),
    "the longest": ("&CounterClockwiseContourIntegral;", "\u2233"),
    "legacy without semicolon": ("&copy 1911&ltx&eacutex", "© 1911<x\xe9x"),
    "longest match: notin and not": ("&notin;&notit;&not;", "\u2209\xacit;\xac"),
    "only with semicolon": ("&hellip &apos;", "&hellip '"),
    "frac123 is frac12 and 3": ("&frac123;", "\xbd3;"),
    "unfinished": ("&", "&"),
    "no names": ("& &; &# &#; &#x; &#xg;", "& &; &# &#; &#x; &#xg;"),
    "numeric": ("&#65;&#x42;&#X43;&#x1F600;&#x44E", "ABC😀ю"),
    "numeric without semicolon": ("&#65B &#x41G", "AB AG"),
    "windows-1252": ("&#128;&#x99;&#133;&#159;", "€™…Ÿ"),
    "zero": ("a&#0;b", "a\ufffdb"),
    "surrogates": ("a&#xD800;&#xDFFF;b", "a\ufffd\ufffdb"),
    "out of range": ("a&#x110000;&#99999999999999999999;b", "a\ufffd\ufffdb"),
    "at the end": ("a&am", "a&am"),
    "white space": ("a&nbsp;&#32;&#10;&emsp;b", "a b"),
    "in a title": ("<title>a &amp; b</title>", "a & b"),
    "not twice": ("&amp;lt;", "&lt;"),
    "not in a raw element": ("<xmp>&amp;</xmp>", "&amp;"),
}

VALUES = {  # href of a link
    "legacy before = or a letter is none": ("<a href='?a&copy=1&ltx&lt=2'>x</a>", "?a&copy=1&ltx&lt=2"),
    "legacy before another sign": ("<a href='&copy/&copy'>x</a>", "©/©"),
    "with semicolon": ("<a href='&copy;=1&#x41;'>x</a>", "©=1A"),
    "the first of a name": ("<a href=u HREF=v>x</a>", "u"),
    "unquoted with a slash": ("<a href=/a/>x</a>", "/a/"),
    "unquoted with quotes": ("<a href=a'b\"c>x</a>", "a'b\"c"),
    "unquoted ends at a sign": ("<a href=u>x>y</a>", "u"),
    "quoted with the other quote": ('<a href="a\'b>c">x</a>', "a'b>c"),
    "white space around the sign": ("<a href \n = \t'u'>x</a>", "u"),
    "no space between": ("<a class='a'href='u'>x</a>", "u"),
    "slashes between": ("<a/href='u'//>x</a>", "u"),
    "upper case": ("<A HREF=U>x</A>", "U"),
    "new lines": ("<a\nhref\n=\nu\n>x</a>", "u"),
    "= at the start is part of the name": ("<a =href=u href=v>x</a>", "v"),
    "without a value": ("<a href class=c>x</a>", ""),
    "without a value before the end": ("<a href=>x</a>", ""),
    "an attribute of an end tag is none": ("<a href=u>x</a href=v>", "u"),
}

TEXTS = {
    "comment": ("a<!-- x > y -->b", ["ab"]),
    "comment: empty": ("a<!-->b<!--->c<!---->d", ["abcd"]),
    "comment: --!>": ("a<!-- x --!>b", ["ab"]),
    "comment: -- > goes on": ("a<!-- x -- > y -->b", ["ab"]),
    "comment: ---> ends": ("a<!-- x --->b", ["ab"]),
    "comment: no nesting": ("a<!-- <!-- -->b-->", ["ab-->"]),
    "comment: unclosed": ("a<!-- b <p>c", ["a"]),
    "bogus comments": ("a<?php b ?>c</ d>e<!f>g</>h", ["acegh"]),
    "doctype": ("<!DOCTYPE html PUBLIC '-//W3C//DTD'>a", ["a"]),
    "cdata in html is a bogus comment": ("<![CDATA[a<b>]]>c", ["]]>c"]),
    "cdata in MathML is text": ("<math><![CDATA[a<b>]]></math>c", ["a<b>c"]),
    "formulas": (
        "<p>a<math><msub><mi>Q</mi><mn>0</mn></msub><mo>=</mo><mfrac><mi>v</mi><mi>A</mi></mfrac></math> b",
        ["aQ0=vA b"],
    ),
    "a matrix": (
        "<math><mtable><mtr><mtd>1</mtd><mtd>0</mtd></mtr><mtr><mtd>2</mtd></mtr></mtable></math>a",
        ["1 0 2a"],
    ),
    "how a formula is written": (
        "<math><semantics><mn>3</mn><annotation>a</annotation><annotation-xml>b</annotation-xml></semantics></math>c",
        ["3c"],
    ),
    "no tags": ("a < b <3 <", ["a < b <3 <"]),
    "an end tag that never begins": ("a</", ["a</"]),
    "a tag that does not end": ("a<p class='b", ["a"]),
    "script": ("<script>a<p>b</p>'</scripty>'</script >c", ["c"]),
    "script with a comment": ("<script><!-- a --></script>b", ["b"]),
    "script in a script in a comment": ("<script><!-- <script>a</script>b --></script>c", ["c"]),
    "script in a script without a comment": ("<script><script>a</script>b", ["b"]),
    "script with an empty comment": ("<script><!--><script></script>a", ["a"]),
    "script: unclosed": ("a<script>b<p>c", ["a"]),
    "style": ("<style>a</p><b></styl></STYLE\n>b", ["b"]),
    "textarea": ("<textarea>\n a<p>b&amp;</textarea>c", [" a<p>b&", "c"]),
    "title": ("<title>a<b>c</b><!-- d --></title>", ["a<b>c</b><!-- d -->"]),
    "title: an unfinished end tag is text": ("<title>a</title", ["a</title"]),
    "title: end tag with attributes": ("<title>a</title b='>'>c", ["a", "c"]),
    "xmp": ("<p>a<xmp><p>b</xmp>c", ["a", "<p>b", "c"]),
    "iframe": ("<iframe><p>a</iframe>b", ["b"]),
    "plaintext": ("a<plaintext><p>b</plaintext>c", ["a", "<p>b</plaintext>c"]),
    "pre: leading line ends": ("<pre>\n\n a\n\n b</pre>", [" a\n\n b"]),
    "pre and code: a div is a line": (
        "<pre><code><div><div>a</div></div><div>\n</div><div hidden>x</div><div>  <b>b</b></div></code></pre>c",
        ["a\n\n  b", "c"],
    ),
    "pre and code: an item is a line": ("<pre><code><ol><li>a<li> b</ol></code></pre>c", ["a\n b", "c"]),
    "pre alone: a div is a block": ("<pre><div>a</div><p>b</pre>", ["a", "b"]),
    "a raw element in SVG is none": ("<svg><style><p>a</style>b</svg>", ["ab"]),
    "template": ("a<template><p>b<td>c</template>d", ["ad"]),
    "template with a shadow root": ("<div><template shadowrootmode=open>b</template>d</div>", ["b", "d"]),
    "hidden": ("a<b hidden>c</b><wbr hidden>b", ["ab"]),
    "image is img": ("a<image src=u>b", ["ab"]),
    "content behind the body": ("<body>a</body></html>b<p>c", ["ab", "c"]),
    "frameset": ("<frameset><noframes>a</noframes></frameset>", ["a"]),
    "svg: breakout": ("<svg><text>a<p>b</svg>c", ["bc"]),
    "svg: font with a colour breaks out": ("<svg><font color=red>a</svg>b", ["ab"]),
    "svg: font without": ("<svg><font class=red>a</svg>b", ["b"]),
    "svg: integration point": ("<p>a<svg><foreignObject><p>b</p></foreignObject></svg>c</p>", ["ac"]),
    "svg: its end tag ends what is in it": ("<svg><title>a</title><desc>c</svg>d", ["d"]),
    "svg: unquoted slash": ("<math><mi class=a/>b</mi></math>", ["b"]),
    "svg: no self-closing by an unquoted value": ("<svg><g class=a/><desc>b</svg>c", ["c"]),
    "svg: image is no img": ("<svg><image href=x></image><text>a</text></svg>b", ["b"]),
    "svg: self-closing": ("<svg/>a<svg><g/></svg>b", ["ab"]),
}

PLACES = {  # where each block stands in the body
    "p ends p": ("<p>a<p>b", ["p a", "p b"]),
    "a block ends p": ("<p>a<div>b</div>c", ["p a", "div b", " c"]),
    "a heading ends p": ("<p>a<h2>b</h2>c", ["p a", "h2 b", " c"]),
    "a table ends p by the doctype": ("<!doctype html><p>a<table><tr><td>b", ["p a", "table tbody tr b"]),
    "a table is in p without a doctype": ("<p>a<table><tr><td>b", ["p a", "p table tbody tr b"]),
    "p in a button does not end p around": ("<p><button><p>a</button>b", ["p p a", "p b"]),
    "</p> without p": ("<div>a</p>b</div>", ["div a", "div b"]),
    "</p> in p in a button": ("<p>a<button></p>b</button>c", ["p a", "p bc"]),
    "</br> is br": ("<p>a</br>b", ["p a", "p b"]),
    "li ends li": ("<ul><li>a<p>b<li>c</ul>d", ["ul li a", "ul li p b", "ul li c", " d"]),
    "li in a list within": ("<ul><li>a<ul><li>b</ul>c<li>d", ["ul li a", "ul li ul li b", "ul li c", "ul li d"]),
    "li through div, not through section": ("<li><div><li>a<section><li>b", ["li a", "li section li b"]),
    "</li> does not leave a list": ("<ul><li><ul></li>a", ["ul li ul a"]),
    "dd and dt": ("<dl><dt>a<dd>b<dt>c</dl>", ["dl dt a", "dl dd b", "dl dt c"]),
    "a heading ends a heading": ("<h1>a<h2>b</h1>c", ["h1 a", "h2 b", " c"]),
    "any end of a heading ends it": ("<h1>a</h3>b", ["h1 a", " b"]),
    "tr, td": ("<table><tr><td>a<td>b<tr><td>c</table>", ["table tbody tr a b", "table tbody tr c"]),
    "row groups": ("<table><thead><tr><td>a<tbody><td>b", ["table thead tr a", "table tbody tr b"]),
    "caption": ("<table><caption>a<p>b<tr><td>c", ["table caption a", "table caption p b", "table tbody tr c"]),
    "a table in a cell": (
        "<table><td>a<table><td>b</table><td>c",
        ["table tbody tr td a", "table tbody tr td table tbody tr b", "table tbody tr c"],
    ),
    "a table between cells ends the one around": ("<table><tr><table><td>a</table>b", ["table tbody tr a", " b"]),
    "</table> ends what is in it": ("<table><tr><td><ul><li>a</table>b", ["table tbody tr td ul li a", " b"]),
    "</div> does not leave a cell": ("<div><table><td></div>a", ["div table tbody tr a"]),
    "td without a table": ("<div><td>a</td>b", ["div ab"]),
    "option": ("<datalist><option>a<option>b</datalist>c", [" c"]),
    "ruby": ("<ruby>a<rt>b<rt>c</ruby>", [" abc"]),
    "button ends button": ("<button>a<button>b", ["button a", "button b"]),
    "blocks of cells are those of a row": (
        "<table><caption>a<tr><td><p>b<td>c<tr><td>d<td>e<br>f</table>g",
        ["table caption a", "table tbody tr b c", "table tbody tr d e f", " g"],
    ),
    "long ones in a table without a header": (
        f"<table><tr><td><p>a<td>b<tr><td>{'c' * 200}<td>d</table>",
        ["table tbody tr td p a", "table tbody tr b", f"table tbody tr {'c' * 200} d"],
    ),
    "long ones in a table with a header": (
        f"<table><tr><th><p>a<td>b<tr><td>{'c' * 200}<td>d</table>",
        ["table tbody tr a b", f"table tbody tr {'c' * 200} d"],
    ),
    "a heading in a table without a header": (
        "<table><tr><td><p>a<td>b<tr><td><h2>c</h2><td>d</table>",
        ["table tbody tr td p a", "table tbody tr b", "table tbody tr td h2 c", "table tbody tr d"],
    ),
    "code in a table with a header": (
        "<table><tr><th><p>a<th>b<tr><td><pre>c</pre><td>d</table>",
        ["table tbody tr a b", "table tbody tr td pre c", "table tbody tr d"],
    ),
    "what is hidden is no part of a row": (
        "<table><tr><th>a<th>b<tr><td><p hidden>c</p><td>d</table>",
        ["table tbody tr a b", "table tbody tr td p c", "table tbody tr d"],
    ),
    "nor is a cell that is": (
        "<table><tr><th>a<th>b<tr><td><p>c</p><td hidden>d</table>",
        ["table tbody tr a b", "table tbody tr td p c", "table tbody tr d"],
    ),
    "a picture stands between the blocks of a row": (
        "<table><tr><th>a<th>b<tr><td><p>c</p><td><img src=i><tr><td><p>d</p><td>e</table>",
        ["table tbody tr a b", "table tbody tr td p c", "table tbody tr d e"],
    ),
    "many blocks in a cell": (
        f"<table><tr><th>a<th>b<tr><td>{'<p>c</p>' * 33}<td>d</table>",
        ["table tbody tr a b", *["table tbody tr td p c"] * 33, "table tbody tr d"],
    ),
    "form in form": ("<form>a<form>b</form>c", ["form ab", " c"]),
    "form between cells holds nothing": ("<table><form><tr><td>a</form>b", ["table tbody tr ab"]),
    "</form> leaves what is open": ("<form><div>a</form>b</div>c", ["form div ab", " c"]),
    "misnested blocks": ("<div><section>a</div>b</section>c", ["div section a", " bc"]),
    "an end tag of nothing": ("<div>a</section>b", ["div ab"]),
    "span over a block": ("<div><span>a<p>b</span>c</div>", ["div a", "div p bc"]),
    "</span> does not leave a div": ("<span><div>a</span>b", ["div ab"]),
    "</object> is its scope": ("<p><object>a</p>b</object>c", ["p object a", "p object b", "p c"]),
    "select ends at an input": ("<select><option>a<input><p>b", ["p b"]),
    "custom elements": ("<x-a>a<y-b>b</x-a>c", ["x-a a", "x-a y-b b", " c"]),
    "what no standard knows is part of a line": (
        "<p>a <x-a>b</x-a><o:p hidden>no</o:p> <picture><source><img></picture>c <output>d</output></p><h2>e <x-b>f</h2>g",
        ["p a b c d", "h2 e f", " g"],
    ),
    "a button is part of a line": (
        "<h3><button>a</button> b</h3><div>c<button>d</button></div>",
        ["h3 a b", "div c", "div button d"],
    ),
    "blocks in a custom element end the line": (
        "<p>a<x-a>b<div>c</div>d</x-a><h2><x-a><div>e</div></x-a>f</h2>",
        ["p ab", "div c", " d", "h2 div e", "h2 f"],
    ),
    "colons and the like": ("<o:p>a</o:p><ü>b", ["o:p a", " <ü>b"]),
    "upper case": ("<DIV>a<X-A>b</x-a></div>", ["div a", "div x-a b"]),
    "main, dialog": ("<p>a<dialog>b</dialog><main>c", ["p a", "dialog b", "main c"]),
    "hr": ("<p>a<hr>b", ["p a", " b"]),
    "listing": ("<p>a<listing>b", ["p a", "listing b"]),
    "by design noscript is a page of its own": (
        "<p>a<noscript><p>b</noscript>c</p>d",
        ["p a", "p noscript p b", "p c", " d"],
    ),
    "by design raw elements in noscript end with it": ("a<noscript><iframe>b</noscript>c", [" a", " c"]),
    "by design text between cells stays": ("<table><tr>a<td>b</table>", ["table tbody tr a b"]),
}

MARKS = {
    "b over paragraphs": ("<p><b>a<p>b</b>c", [("strong", "a", ""), ("strong", "b", "")]),
    "b and i misnested": ("<b>a<i>b</b>c</i>", [("strong", "ab", ""), ("emphasis", "bc", "")]),
    "a link over blocks": ("<a href=u><p>a</p><p>b</p></a>c", [("link", "a", "u"), ("link", "b", "u")]),
    "a in a": ("<a href=u>a<a href=v>b</a>c", [("link", "a", "u"), ("link", "b", "v")]),
    "a in a block of a": ("<a href=u>a<div><a href=v>b</a>c</div>", [("link", "a", "u"), ("link", "b", "v")]),
    "a cell bounds b": ("<table><td><b>a<td>b", [("strong", "a", ""), ("cell", "a", ""), ("cell", "b", "")]),
    "b goes on behind a table": (
        "<b><table><td>a</b></table>b</b>c",
        [("cell", "a", ""), ("strong", "a", ""), ("strong", "b", "")],
    ),
    "the end of a div is not that of b": ("<div><b>a</div>b</b>c", [("strong", "a", ""), ("strong", "b", "")]),
    "many that are unclosed": (
        "<p><b>a</p>" * 100 + "<p><a href=u>b",
        [("strong", "a", "")] * 100 + [("strong", "b", ""), ("link", "b", "u")],
    ),
    "pre": ("<pre>\n\n<b>a</b> b</pre>", [("strong", "a", "")]),
    "cells": ("<table><th>a<td>b<p>c", [("cell", "a", "head"), ("cell", "b", ""), ("cell", "c", "")]),
    "signs that lead to a heading": (
        "<h2><b><a href=#a>¶<i>#</i></a>a</b> <a href=#b>§</a><a href=u>b</a><a href=#c><img src=i>#</a>",
        [("strong", "a", ""), ("link", "b", "u"), ("image", "", "i")],
    ),
    "operators that lead to a heading": (
        "<h2><a href=#a><code>+</code></a>",
        [("code", "+", ""), ("link", "+", "#a")],
    ),
    "blocks of cells": (
        "<table><tr><th><p><b>a</b></p><p>b<th>c<tr><td><td><div>d</div><td><ul><li>e<li><a href=u>f</a></ul><td></table>",
        [
            ("cell", "a b", "head"),
            ("strong", "a", ""),
            ("cell", "c", "head"),
            ("cell", "d", ""),
            ("cell", "", ""),
            ("cell", "e f", ""),
            ("link", "f", "u"),
            ("cell", "", ""),
        ],
    ),
    "a table in a cell": (
        "<table><td><table><td>a<td>b<tr><td>c",
        [("cell", "a b", ""), ("cell", "a", ""), ("cell", "b", ""), ("cell", "c", ""), ("cell", "c", "")],
    ),
}


STANDARD = [
    html
    for cases in (REFERENCES, VALUES, TEXTS, PLACES, MARKS)
    for name, (html, _) in cases.items()
    if not name.startswith("by design")
]


def texts(document):
    return [document.block(index) for index in range(len(document))]


def places(html):
    """Return the blocks of a page, before each the elements around it in the body."""
    document = segment_html(html)
    elements, found = document.markup.elements, []
    for index in range(len(document)):
        path, place = [], int(document.markup.element[index])
        while elements.tag[place] not in {"html", "body"}:
            path.insert(0, elements.tag[place])
            place = int(elements.parent[place])
        found.append(f"{' '.join(path)} {document.block(index)}")
    return found


def inlines(html):
    document = segment_html(html)
    rows = document.markup.inlines
    spans = zip(rows.kind.tolist(), rows.start.tolist(), rows.end.tolist(), rows.target, strict=True)
    return [(INLINES[kind], document.text[start:end], target) for kind, start, end, target in spans]


def cases(listed):
    return pytest.mark.parametrize(("html", "expected"), listed.values(), ids=listed)


@cases(REFERENCES)
def test_references(html, expected):
    assert texts(segment_html(html)) == [expected]


@cases(VALUES)
def test_values_of_attributes(html, expected):
    assert inlines(html) == [("link", "x", expected)] if ">y<" not in html else [("link", "x>y", expected)]


@cases(TEXTS)
def test_text(html, expected):
    assert texts(segment_html(html)) == expected


@cases(PLACES)
def test_trees(html, expected):
    assert places(html) == expected


@cases(MARKS)
def test_inline_markup(html, expected):
    assert inlines(html) == expected


@pytest.mark.parametrize("html", STANDARD)
def test_another_parser_reads_the_same_text(html):
    pytest.importorskip("selectolax")
    from reference import blocks

    assert [row.text for row in blocks(html, "lexbor")] == texts(segment_html(html))


IMPLIED = {
    "": ("html",),
    "<title>a</title>": ("html", "head"),
    "<link rel=a>b": ("html", "head", "body"),
    "a": ("html", "body"),
    "<html><head></head><body></body></html>": ("html", "head", "body"),
    "<head><style></style><div></div><body class=a>": ("html", "head", "body", "div"),
    "</head><p></p></html><p>": ("html", "body", "p", "p"),
    "<head><noscript><link></noscript><p>": ("html", "head", "noscript", "body", "p"),
    "<table><td></table>": ("html", "body", "table", "tbody", "tr", "td"),
    "<p></p></p>": ("html", "body", "p", "p"),
}


@pytest.mark.parametrize(("html", "expected"), IMPLIED.items(), ids=IMPLIED)
def test_what_is_implied(html, expected):
    assert segment_html(html).markup.elements.tag == expected


def test_the_root_is_said_once():
    head = "<html lang=de class=a><template><html lang=fr></template><html lang=en class=b>x"
    markup = segment_html(head).markup
    assert (markup.head.language, markup.elements.names[0]) == ("de", "a")


def test_the_first_of_a_name_counts():
    markup = segment_html("<p class=a CLASS=b id=c>x<img alt=a alt=b src=u>").markup
    assert (markup.elements.names[2], markup.inlines.label) == ("a c", ("a",))


def test_addresses_that_a_picture_offers_are_those_of_its_image():
    page = "<picture><source srcset=a.png><img><img></picture><source srcset=b.png><p><img>x"
    assert segment_html(page).markup.inlines.target == ("a.png", "", "b.png")
    page = "<p>x<picture><source srcset=a.png><img></picture><img>"
    assert segment_html(page).markup.inlines.target == ("a.png", "")


def test_names_of_elements_beyond_those_that_are_told_apart():
    page = "".join(f"<x{number}>a</x{number}>" for number in range(2_000))
    document = segment_html(page)
    assert texts(document) == ["a"] * 2_000
    assert set(document.markup.elements.tag) == {"html", "body", *(f"x{number}" for number in range(1_024))}


@pytest.mark.parametrize("tag", ["div", "span", "ul", "dl", "x-a", "b", "object", "math", "template shadowrootmode=a"])
@pytest.mark.parametrize("depth", [250, 260, 1_000])
def test_elements_beyond_those_that_are_told_apart(tag, depth):
    document = segment_html("<body>" + f"<{tag}>" * depth + "a" + f"</{tag.split()[0]}>" * depth + "<p>b")
    assert texts(document) == ["a", "b"]
    assert document.markup.elements.tag[-1] == "p"
    assert document.markup.elements.parent[-1] == 1
    assert len(document.markup.elements) <= 260


def test_a_paragraph_that_ends_ends_what_is_nested_too_deeply_in_it():
    page = "<div>" * 200 + "<p>" + "<x-a>" * 100 + "<p>a</div>" + "</div>" * 199 + "b"
    assert places(page)[-1] == " b"


def columns(html):
    document = segment_html(html)
    markup = document.markup
    return document.text, *(
        part.tolist() if isinstance(part, np.ndarray) else part
        for part in (
            document.start,
            document.end,
            document.kind,
            markup.element,
            markup.inlines,
            markup.head,
            markup.elements.tag,
        )
    )


def test_threads_give_the_same():
    pages = [path.read_text("utf-8", "replace") for path in PAGES if path.suffix == ".html"]
    expected = [repr(columns(page)) for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(lambda page: repr(columns(page)), pages * 4)] == expected * 4
