"""The blocks of another parser's tree, and how they are compared with ours."""

from __future__ import annotations

import gzip
import json

import pytest

pytest.importorskip("html5lib")
pytest.importorskip("selectolax")

import parsers
from reference import Row, blocks
from test_segment_html import CASES

from extractor.segment_html import segment_html

PAGE = """<html><head><title>A crane stays</title></head><body><div><p>The <a href=x>old crane</a> stays.</p>
<table><tr><td>Built<td>1911<tr><td><p>Sold<td>never</table>
<table><tr><td><p>For a long time<td>nobody asked.</table></div></body></html>"""


SHALLOW = {html: expected for html, expected in CASES.items() if len(html) < 100_000}  # lexbor is quadratic in depth


@pytest.mark.parametrize(("html", "expected"), SHALLOW.items(), ids=lambda value: str(value)[:30])
def test_the_reference_reads_what_a_block_is(html, expected):
    assert [row.text for row in blocks(html, "lexbor")] == expected


@pytest.mark.parametrize("parser", ["lexbor", "html5lib"])
def test_rows_hold_structure(parser):
    assert blocks(PAGE, parser) == [
        Row("A crane stays", ("head", "html"), 0),
        Row("The old crane stays.", ("p", "div", "body", "html"), 5),
        Row("Built 1911", ("tr", "tbody", "table", "div"), 0),
        Row("Sold never", ("tr", "tbody", "table", "div"), 0),
        Row("For a long time", ("p", "td", "tr", "tbody"), 0),
        Row("nobody asked.", ("tr", "tbody", "table", "div"), 0),
    ]


def test_documents_have_the_same_rows():
    html = "<html><body><div><h2>The board</h2><p>It <a href=x>met on Monday</a> at noon.</p></div></body></html>"
    assert parsers.rows_of(segment_html(html)) == blocks(html, "lexbor")


def test_agreement():
    weights = [1, 1, 1, 1, 9], [1, 1, 9, 1, 1]
    assert parsers.agreement("abcdX", "abXcd", weights) == pytest.approx(22 / 26)
    assert parsers.agreement("ab", "ab", ([1, 1], [1, 1])) == 1
    assert parsers.agreement("", "", ([], [])) == 1
    assert parsers.agreement("a", "", ([1], [])) == 0


def test_a_difference_is_shown(monkeypatch, tmp_path, capsys):
    folder = tmp_path / "tiny"
    (folder / "html").mkdir(parents=True)
    (folder / "truth.jsonl").write_text(json.dumps({"id": "a"}) + "\n")
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(b"<p>x</p><p>y</p>"))
    monkeypatch.setattr(parsers, "segment_html", lambda _: segment_html("<p>x</p><p>z</p>"))
    monkeypatch.setattr("sys.argv", ["parsers.py", str(tmp_path), "--worst", "1"])
    parsers.main()
    printed = capsys.readouterr().out
    assert "tiny a: text 0.5000, structure 0.5000" in printed
    assert "  -'z'\n  +'y'\n" in printed
