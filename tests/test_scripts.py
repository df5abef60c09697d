"""The scripts measure what they say: metrics, labels, folds, the gate."""

from __future__ import annotations

import gzip
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest

pytest.importorskip("rapidfuzz")

import align
import bench
import evaluate
import measures

from extractor.document import Article

BODY = "The harbour board met on Monday and agreed that the old crane should stay where it is. "


def test_page_f1():
    assert measures.page_f1("a b c", "a b d") == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert measures.page_f1("a a", "a") == pytest.approx((2 / 3, 0.5, 1.0))
    assert measures.page_f1("", "") == (1, 1, 1)
    assert measures.page_f1("a", "") == (0, 0, 0)


def test_snippets():
    assert measures.snippet_hits("a  b\nc", ["b c", "x"], ["a b", "y"]) == (1, 1, 1)
    assert measures.snippet_f1(1, 1, 1) == 0.5


def test_titles_and_authors():
    assert measures.same_title("A Title!", "a title")
    assert not measures.same_title(None, "a title")
    assert measures.author_right(["Jane Doe"], ["jane doe"])
    assert measures.author_right(["Jane Doe", "X Y"], ["Jane Doe"])
    assert not measures.author_right(["Jane"], ["Jane Doe"])
    assert not measures.author_right(["Jane Doe and a b c d e f"], ["Jane Doe"])


def test_spearman():
    assert measures.spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert measures.spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


def test_blocks_are_labelled_by_the_gold_text():
    gold = "One two three four five.\nSix seven eight nine ten.\nEleven twelve."
    blocks = [
        "Home",
        "One two three four five.",
        "Share this",
        "Six seven eight nine ten.",
        "Eleven twelve.",
        "About us",
    ]
    assert align.label(blocks, gold) == [False, True, False, True, True, False]
    assert align.label([], gold) == []
    assert align.label(blocks, "") == [False] * 6


def test_a_domain_stays_in_its_fold():
    pytest.importorskip("tldextract")
    assert bench.domain_of("https://news.example.co.uk/a") == bench.domain_of("http://example.co.uk") == "example.co.uk"
    assert bench.fold_of("example.co.uk", 5) == bench.fold_of("example.co.uk", 5) < 5


@pytest.fixture
def data(tmp_path):
    """A set of one page in the bench layout, with its flat text in a cache."""
    folder = tmp_path / "tiny"
    (folder / "html").mkdir(parents=True)
    row = {
        "id": "a",
        "url": "https://a.example/1",
        "text": BODY * 4,
        "with": None,
        "without": None,
        "title": "A crane stays",
    }
    row |= {"author": None, "date": "2018-03-04", "type": "article"}
    (folder / "truth.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(b"<p>x</p>"))
    lines = [f"{BODY}Part {number} of it was noted." for number in range(6)]
    text = "\n\n".join(["A crane stays", "Published 4 March 2018", *lines])
    (tmp_path / "tiny.wet.jsonl").write_text(json.dumps(text) + "\n")
    return folder


def run_gate(monkeypatch, data, floors: dict[str, float]) -> None:
    pytest.importorskip("tldextract")
    path = data.parent / "floors.json"
    path.write_text(json.dumps({"tiny wet": floors}))
    monkeypatch.setattr(evaluate, "FLOORS", path)
    arguments = ["evaluate.py", str(data), "--dialect", "wet", "--cache", str(data.parent), "--gate"]
    monkeypatch.setattr("sys.argv", arguments)
    evaluate.main()


def test_the_gate_opens(monkeypatch, data, capsys):
    run_gate(monkeypatch, data, {"page F1": 0.5, "date right": 1.0})
    printed = capsys.readouterr().out
    assert "page F1" in printed
    assert "flatter" in printed


def test_the_gate_closes(monkeypatch, data):
    with pytest.raises(SystemExit, match=r"page F1 .* < 1\.1"):
        run_gate(monkeypatch, data, {"page F1": 1.1})


def test_the_gate_knows_its_sets(monkeypatch, data):
    with pytest.raises(SystemExit, match="no floors"):
        run_gate(monkeypatch, data.rename(data.parent / "other"), {"page F1": 0.1})


def test_a_missing_set_is_named(tmp_path):
    with pytest.raises(SystemExit, match=r"truth\.jsonl is missing"):
        bench.read_truth(tmp_path)


def test_the_benchmark_times_every_stage_and_every_extractor(page_text):
    import benchmark
    import pictures

    page = f"<p>{page_text}</p>".encode()
    assert benchmark.stages([page, page_text]).keys() >= {"decode", "segment", "observe", "find_metadata", "assemble"}
    times = benchmark.compare([page], rounds=1)
    assert "extractor" in times
    assert benchmark.table(times).count("\n") == 1 + len(times)
    assert pictures.speeds({"a & b": 12.0}).count("a &amp; b") == 1


def test_both_layouts_are_read(tmp_path):
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": BODY, "url": "https://a.example"}}))
    (row,) = bench.read_truth(tmp_path)
    assert (row["id"], row["text"], row["title"]) == ("a", BODY, None)


def test_the_table_of_peers_and_the_pictures():
    import compare
    import figures
    import pictures

    truth = {
        "text": BODY,
        "type": "article",
        "title": "The crane",
        "date": None,
        "author": None,
        "with": [],
        "without": [],
    }
    rows = {"extractor": Article(text=BODY, title="The crane"), "peer": Article(text="no")}
    results = [compare.Result(name, figures.figures([figures.Row(truth, row)]), 5.0) for name, row in rows.items()]
    printed = compare.tables(results)
    assert "| extractor | 1.000 | 1.000 | 1.000 | 1.000 | 5.0 |" in printed
    assert "| extractor | 1.000 | 1.000 |" in printed.split("\n\n")[1]
    assert "peer 0.000, 5/s" in pictures.accuracy_and_speed(results)
    assert pictures.reliability([0.1, 0.9], [0.2, 0.8]).count("<circle") == 2


def judged(kind: str, f1: float, language: str | None = "en", words: int = 500):
    import card

    return card.Judged(kind, language, words, (f1, f1, f1), f1, np.array([0.05, f1]), np.array([False, True]))


def test_pictures_of_the_card_are_well_formed_and_escaped():
    import pictures

    name = '<a & "b">'
    curve = pictures.Curve(name, ((0.0, -1.0, -2.0, 0.5), (1.0, 1.0, 0.0, 2.0)), (0.1, 0.0, 0.2), 0.25)
    drawn = {
        "importance": pictures.importance([(name, 0.8, "1 < 2"), ("other", 0.4, "")]),
        "curves": pictures.curves([curve, pictures.Curve("always_missing", (), (0.0, 0.0, 0.0), 1.0)]),
        "calibration": pictures.calibration([(0.1, 0.2, 1234), (0.9, 0.8, 5)]),
        "accuracy": pictures.accuracy({name: [(name, 0.99, 0.05, 1234)]}),
    }
    text = {key: "".join(ElementTree.fromstring(svg).itertext()) for key, svg in drawn.items()}
    assert all(name in text[key] for key in ("importance", "curves", "accuracy"))
    assert "1 < 2" in text["importance"]
    assert "missing: 25%" in text["curves"]
    assert "1,234" in text["calibration"]
    assert drawn["calibration"].count("<circle") == 2
    assert 'H550"' in drawn["accuracy"]  # an error beyond an F1 of 1 ends there


def test_a_curve_has_its_missing_values_apart():
    import card

    values = np.array([0, 0, 0, 1, 1, 1, np.nan, np.nan], np.float32)
    added = np.array([-1, -1, -1, 2, 2, 2, 5, 7], np.float32)
    curve = card.curve("a", values, added)
    assert [point[:2] for point in curve.points] == [(0, -1), (1, 2)]
    assert curve.missing == pytest.approx((6, 5.2, 6.8))
    assert curve.share == 0.25
    assert card.curve("a", values[:6], added[:6]).missing is None
    assert card.curve("a", values[6:], added[6:]).points == ()


def test_pages_are_grouped_and_few_are_together():
    import card

    pages = [judged("article", 0.9)] * 6 + [judged("forum", 0.5)] * 5 + [judged("listing", 0.2), judged("product", 0.4)]
    groups = card.grouped(pages, lambda page: page.type)
    assert [(one.name, one.pages) for one in groups] == [("article", 6), ("forum", 5), ("other", 2)]
    assert (groups[2].f1, groups[2].error) == pytest.approx((0.3, 2 * 0.1 / 2**0.5))
    long = [judged("article", 0.9, None, words) for words in (2000, 50) for _ in range(5)]
    by = card.kinds(long)
    assert [one.name for one in by["words of articles"]] == ["under 100", "1,000 and more"]
    assert [one.name for one in by["language of articles"]] == ["unsure"]


def test_the_card_compares_probabilities_with_what_is_article():
    import card

    bins = card.reliable([judged("article", 1.0), judged("article", 0.95)])
    assert bins == [pytest.approx((0.05, 0, 2)), pytest.approx((0.975, 1, 2))]
    assert card.overall([judged("article", 1.0), judged("article", 0.0)])["pages below 0.5"] == "50.0%"


def test_the_card_is_filled_where_it_is_marked():
    import card

    text = "A\n<!-- one -->\nold\n<!-- end -->\nB\n<!-- two -->\n<!-- end -->\n"
    assert card.filled(text, "one", r"\1 new") == text.replace("old", "\n\\1 new\n")
    with pytest.raises(SystemExit, match="three"):
        card.filled(text, "three", "new")


def test_the_card_in_the_docs_has_all_its_places_and_pictures():
    import card

    text = (card.DOCS / "model.md").read_text(encoding="utf-8")
    for name in ("fitted", "overall", "html accuracy", "text accuracy"):
        card.filled(text, name, "")
    pictures = re.findall(r"\]\(([\w-]+\.svg)\)", text)
    assert len(pictures) == 9
    assert all((card.DOCS / name).stat().st_size < 60_000 for name in pictures)
