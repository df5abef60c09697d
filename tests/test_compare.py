"""Our text beside a peer's: no word is lost, and every number is what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli import main
from extractor.document import Article

pytest.importorskip("rapidfuzz")
pytest.importorskip("rich")

from extractor import peers
from extractor.explain import compare as comparing
from extractor.explain.compare import compare

FOUNDING = str(Path(__file__).parent.parent / "fixtures" / "founding.html")
TEXTS = st.text(st.sampled_from("ab .,\n\t昨日のüß"), max_size=60)


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": "300"})


def side(comparison, *sides: str) -> str:
    return "".join(piece.text for piece in comparison.pieces if piece.side in sides)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(ours: str, theirs: str):
    found = compare("peer", ours, theirs)
    assert side(found, "both", "ours") == ours.strip()
    assert "".join(side(found, "both", "theirs").split()) == "".join(theirs.split())
    assert 0 <= found.agreement <= 1
    assert found.agreement == compare("peer", theirs, ours).agreement
    assert all(piece.text for piece in found.pieces)
    assert (found.agreement == 1) == (found.ours == found.theirs and not side(found, "ours", "theirs"))


@pytest.mark.parametrize(
    ("ours", "theirs", "counts", "agreement", "pieces"),
    [
        ("", "", (0, 0), 1.0, []),
        ("", "a b", (0, 2), 0.0, [("theirs", "a b")]),
        ("a b c d", "a c d", (4, 3), 0.8571, [("both", "a"), ("ours", " b"), ("both", " c d")]),
        ("A", "a", (1, 1), 0.0, [("theirs", "a"), ("ours", "A")]),
        ("a\n\nb", "a b", (2, 2), 1.0, [("both", "a\n\nb")]),
        ("日の天気", "日天気", (4, 3), 0.8571, [("both", "日"), ("ours", "の"), ("both", "天気")]),
    ],
)
def test_comparisons(ours, theirs, counts, agreement, pieces):
    found = compare("peer", ours, theirs)
    assert (found.ours, found.theirs) == counts
    assert found.agreement == agreement
    assert [(piece.side, piece.text) for piece in found.pieces] == pieces


def test_long_texts_are_compared_as_far_as_memory_goes(monkeypatch):
    monkeypatch.setattr(comparing, "MAX_WORDS", 3)
    found = compare("peer", "a b c d e", "a b c")
    assert (found.ours, found.theirs, found.agreement) == (5, 3, 1.0)


def test_beside_trafilatura():
    pytest.importorskip("trafilatura")
    found = {one["peer"]: one for one in json.loads(run("compare", FOUNDING, "--json").stdout)}
    mine = found["trafilatura"]
    assert mine["problem"] is None
    assert 0.9 < mine["agreement"] < 1
    printed = run("compare", FOUNDING)
    assert printed.exit_code == 0
    assert f"Beside trafilatura: {mine['ours']} words here, {mine['theirs']} there" in printed.stdout
    assert "[-'Come to Russia'" in printed.stdout
    assert "(244 words)" in printed.stdout


def test_in_the_report():
    pytest.importorskip("jinja2")
    pytest.importorskip("trafilatura")
    html = run("compare", FOUNDING, "-o", "-").stdout
    assert "Beside trafilatura</h2>" in html
    assert "<del>[-&#39;Come to Russia&#39;" in html
    assert "Beside" not in run("explain", FOUNDING, "-o", "-").stdout


def test_a_peer_that_fails_says_so(monkeypatch):
    def fails(_html: bytes, _url: str | None) -> Article:
        raise RuntimeError("no \x1b[31mluck")

    monkeypatch.setattr(peers, "_READERS", {"luckless": ("json", fails)})
    printed = run("compare", FOUNDING)
    assert printed.exit_code == 0
    assert "Beside luckless: 277 words here, 0 there, agreement 0.000 (RuntimeError: no [31mluck)" in printed.stdout


def test_a_text_cannot_steer_the_terminal():
    from extractor.explain.terminal import comparison_table

    shown = comparison_table([compare("peer", "a\rb\x1b[2J", "c\r\nd\x85e\x0bf\x0cg\u2028h\x9b2J", "no\x1b[2J\rluck")])
    assert not set(shown) & set("\x1b\r\x85\x0b\x0c\u2028\x9b")
    assert "d\ne\nf\ng\nh" in shown


def test_without_a_peer(monkeypatch):
    monkeypatch.setattr(peers, "_READERS", {"nobody": ("no_such_module", None)})
    done = run("compare", FOUNDING)
    assert done.exit_code == 1
    assert "pip install 'extractor[compare]'" in done.stderr
