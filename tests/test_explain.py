"""What is said of a page: it is what the pipeline decided, on the terminal, as JSON and as a report."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from extractor import Options, analyse
from extractor.cli import main

pytest.importorskip("rich")
pytest.importorskip("jinja2")

from extractor.explain.page import report
from extractor.explain.view import explain

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = (
    *("founding.html", "founding.txt", "empty.txt", "verse.txt", "ambiguous-date.txt", "html-comments.html"),
    *("html-documentation-table.html", "html-japanese-newspaper.html", "html-product-json-ld-only.html"),
    *("html-german-latin1.html", "html-section-front.html"),
)
PAGES = [FIXTURES / name for name in NAMES]
FOUNDING = str(PAGES[0])

pages = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


def run(*arguments: str, stdin: bytes | None = None, width: int = 80):
    return CliRunner().invoke(main, list(arguments), input=stdin, env={"COLUMNS": str(width)})


@pages
def test_blocks_are_those_of_the_article(path: Path):
    source = path.read_bytes()
    analysis, explanation = analyse(source, options=Options(blocks=True)), explain(source)
    for block, explained in zip(analysis.article.blocks, explanation.blocks, strict=True):
        assert (explained.label, explained.kept, explained.probability) == (block.label, block.kept, block.probability)
        assert explained.rule == (analysis.labels.reasons[explained.index] or None)
    assert explanation.article == replace(analysis.article, blocks=None)
    kept = [block.text for block in explanation.blocks if block.kept]
    assert "".join("".join(kept).split()) == "".join(explanation.article.text.split())


@pages
def test_terms_are_the_strongest_of_a_sum(path: Path):
    source = path.read_bytes()
    analysis, explanation = analyse(source), explain(source)
    rows = analysis.scores.contributions
    for row, block in zip(rows, explanation.blocks, strict=False):
        assert block.score == pytest.approx(explanation.bias + row.sum(), abs=0.01)
        values = [term.value for term in block.terms]
        told = {term.feature: term.value for term in block.terms}
        assert len(told) == len(values) <= 6
        pro, con = [value for value in values if value > 0], [value for value in values if value < 0]
        assert values == sorted(pro, reverse=True) + sorted(con)
        assert pro == pytest.approx([value for value in np.sort(row)[::-1][:3] if value >= 0.05], abs=0.001)
        assert con == pytest.approx([value for value in np.sort(row)[:3] if value <= -0.05], abs=0.001)
        for name, value in told.items():
            assert row[analysis.features.names.index(name)] == pytest.approx(value, abs=0.001)


def test_metadata_with_source_and_runners_up():
    fields = {field.name: field for field in explain(PAGES[0].read_bytes()).fields}
    assert fields["title"].value.startswith("'Come to Russia'")
    assert fields["title"].source == "text line 7"
    assert fields["title"].confidence > 0.5
    assert fields["title"].runners_up[1].value == "The Daily Post"
    assert (fields["authors"].value, fields["authors"].source) == ("", None)
    assert [other.value for other in fields["authors"].runners_up] == ["The Daily Post"]
    ambiguous = {field.name: field for field in explain((FIXTURES / "ambiguous-date.txt").read_bytes()).fields}
    assert ambiguous["date"].value == "2021-05-04 or 2021-04-05"


def test_totals():
    explanation = explain((FIXTURES / "html-german-latin1.html").read_bytes())
    assert (explanation.source, explanation.encoding) == ("html", "cp1252")
    assert 0 < explanation.kept_words < explanation.words
    assert explain("A line of text.").encoding is None


def test_what_was_not_read_is_told(monkeypatch):
    monkeypatch.setattr("extractor.explain.view.Options", lambda **chosen: Options(max_chars=3000, **chosen))
    last = explain((FIXTURES / "founding.txt").read_bytes()).blocks[-1]
    assert (last.label, last.kept, last.line, last.rule) == ("unread", False, 0, "beyond what was read")


@pages
def test_every_stage_is_timed(path: Path):
    seconds = explain(path.read_bytes()).seconds
    assert list(seconds)[:3] == ["decode", "segment", "observe"]
    assert list(seconds)[-3:] == ["find_metadata", "label", "assemble"]
    assert all(took >= 0 for took in seconds.values())


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_the_table_fits_the_terminal(width: int):
    printed = run("explain", FOUNDING, width=width)
    assert printed.exit_code == 0
    assert max(map(len, printed.stdout.splitlines())) <= width
    folded = "".join(printed.stdout.split())
    for told in ("✓", "✗", "wordskept", "284of548", "Milliseconds"):
        assert told in folded
    assert printed.stdout.count("✓") == 10


def test_the_table_says_why():
    printed = run("explain", FOUNDING, width=300).stdout
    assert re.search(r"same words as the block in line 9; \w+ [+-]\d\.\d\d", printed)
    assert re.search(r"not: The Daily Post \(text line 2, 0\.\d+\)", printed)


def test_a_page_cannot_steer_the_terminal():
    page = (
        "Title \x1b[31mred\x1b]0;owned\x07 \x9b2J [bold]b[/bold] :smile:\n\n" + "The board met again on Monday. " * 20
    )
    printed = run("explain", "-", stdin=page.encode(), width=200).stdout
    assert not set(printed) & set("\x1b\x07\x9b\x08\r")
    assert "[bold]b[/bold] :smile:" in printed
    page = f"<title>T\x1b[2J</title><meta name=author content='A \x1b]0;x\x07'><p>{'The board met. ' * 40}\x1b[2J</p>"
    for command in ("explain", "compare"):
        assert not set(run(command, "-", stdin=page.encode()).stdout) & set("\x1b\x07\x9b\r")


def test_json():
    found = json.loads(run("explain", FOUNDING, "--json").stdout)
    explanation = explain(PAGES[0].read_bytes())
    assert found["blocks"] == json.loads(json.dumps([asdict(block) for block in explanation.blocks]))
    assert found["article"] == json.loads(explanation.article.to_json())
    assert set(found["seconds"]) == set(explanation.seconds)
    assert found["fields"][0]["runners_up"][1]["value"] == "The Daily Post"


def test_a_report_is_written(tmp_path):
    target = tmp_path / "why.html"
    done = run("explain", FOUNDING, "-o", str(target), "-u", "https://news.example/a")
    assert (done.exit_code, done.stdout) == (0, "")
    assert '"url":"https://news.example/a"' in target.read_text(encoding="utf-8")
    assert run("explain", FOUNDING, "-o", "-").stdout.startswith("<!doctype html>")


def test_a_report_can_be_read_without_its_script():
    from bs4 import BeautifulSoup

    explanation = explain(PAGES[0].read_bytes())
    soup = BeautifulSoup(report(explanation, PAGES[0].read_bytes(), "founding.html"), "lxml")
    assert [text.get_text() for text in soup.select(".text")] == [block.text for block in explanation.blocks]
    assert [row["class"][0] == "kept" for row in soup.select("li")] == [block.kept for block in explanation.blocks]


def test_nothing_ends_the_island():
    page = "<title>x</title><p>" + "&lt;/script&gt;&lt;!-- &amp; \u2028\u2029 ]]&gt; The board met again. " * 30
    html = report(explain(page), page.encode(), "</script><!--")
    island = html.split('id="data">')[1].split("</script>")[0]
    assert not set(island) & set("<>&\u2028\u2029")
    assert json.loads(island)["expected"]["article"]["text"].count("</script>") == 30
    assert html.count("</script>") == 2


def test_lone_surrogates_and_empty_pages_have_a_report(tmp_path):
    page = '<title>a</title><script type="application/ld+json">{"@type":"Article","headline":"\\ud800 x"}</script>'
    for source in (page, "", "\x00\x01\x02" * 50):
        target = tmp_path / "why.html"
        assert run("explain", "-", "-o", str(target), stdin=source.encode()).exit_code == 0
        assert target.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["no-such-file.html"], 1, "no-such-file.html: No such file"),
        ([FOUNDING, "-o", "no-such-folder/why.html"], 1, "no-such-folder/why.html: No such file"),
        ([FOUNDING, "-o", "why.html", "--json"], 2, "give one of them"),
        ([], 2, "Missing argument 'PAGE'"),
        ([FOUNDING, "--kind", "pdf"], 2, "--kind"),
    ],
)
@pytest.mark.parametrize("command", ["explain", "compare"])
def test_wrong_usage(command: str, arguments: list[str], status: int, message: str):
    done = run(command, *arguments)
    assert done.exit_code == status
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("package", "arguments"), [("rich", []), ("jinja2", ["-o", "-"])])
def test_a_package_that_is_missing_is_named(monkeypatch, package: str, arguments: list[str]):
    for name in [name for name in sys.modules if name.split(".")[0] == package or name.endswith("explain.terminal")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    done = run("explain", FOUNDING, *arguments)
    assert done.exit_code == 1
    assert "pip install 'extractor[explain]'" in done.stderr
    assert run("explain", FOUNDING, "--json").exit_code == 0
