"""The same pages from every kind of input into every kind of output, and what the command says."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from corpus_files import compressed, jsonl, pa, pages, pq, warc, write_all

from extractor import extract
from extractor.cli import main
from extractor.corpus import Limits, Settings, Target, arrow_schema, run, source_of
from extractor.corpus.streams import zstd

ROWS = pages(34)
EXPECTED = [json.loads(extract(row["text"], row["url"]).to_json()) for row in ROWS]
TEXTS = [article["text"] for article in EXPECTED]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("inputs"), ROWS)


def corpus(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["corpus", *map(str, arguments)])


def lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    data = zstd().decompress(data) if path.suffix == ".zst" else data
    return [json.loads(line) for line in data.splitlines()]


NAMES = [
    "lines.jsonl",
    "lines.jsonl.gz",
    "lines.jsonl.zst",
    "archive.warc",
    "archive.warc.gz",
    "archive.warc.zst",
    "members.warc.gz",
    "rows.parquet",
    "pages",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_input_gives_the_same(name: str, inputs: dict[str, Path], tmp_path: Path):
    done = corpus(inputs[name], "-o", tmp_path / "out.jsonl", "-j", 2)
    assert done.exit_code == 0, done.output
    found = lines(tmp_path / "out.jsonl")
    assert [result["text"] for result in found] == TEXTS
    if name == "pages":
        assert found[3]["id"] == "0003.html"
        return
    for result, row, article in zip(found, ROWS, EXPECTED, strict=True):
        assert (result.pop("id"), result["url"]) == (row["id"], row["url"])
        fields = result.pop("fields")
        assert fields["warc_date"] == "2024-05-01T10:00:00Z" if "warc" in name else fields == {"rank": row["rank"]}
        assert result == article


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
def test_outputs(ending: str, inputs: dict[str, Path], tmp_path: Path):
    sources = [inputs["members.warc.gz"], inputs["rows.parquet"], inputs["pages"]]
    out = tmp_path / f"out.{ending}"
    assert corpus(*sources, "-o", out, "-j", 3).exit_code == 0
    found = pq.read_table(out).to_pylist() if ending == "parquet" else lines(out)
    assert [result["text"] for result in found] == TEXTS * 3
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    again = tmp_path / f"again.{ending}"
    assert corpus(*sources, "-o", again, "-j", 1).exit_code == 0
    assert again.read_bytes() == out.read_bytes()


def test_the_schema_of_parquet(inputs: dict[str, Path], tmp_path: Path):
    corpus(inputs["lines.jsonl"], "-o", tmp_path / "out.parquet")
    corpus(inputs["lines.jsonl"], "-o", tmp_path / "out.jsonl")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(arrow_schema())
    types = {field.name: str(field.type) for field in table.schema}
    assert types["authors"] == "list<element: string>"
    assert (types["id"], types["status"], types["confidence"], types["date"]) == (
        "string",
        "string",
        "double",
        "string",
    )
    assert list(types) == list(lines(tmp_path / "out.jsonl")[0])
    as_json = [name for name in ("fields", "images", "metadata_sources") if name in types]
    for row, result in zip(table.to_pylist(), lines(tmp_path / "out.jsonl"), strict=True):
        assert {**row, **{name: json.loads(row[name]) for name in as_json}} == result


def test_nothing_in_gives_a_file_that_is_whole(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"\n \n")
    for ending in ("jsonl", "jsonl.gz", "jsonl.zst", "parquet"):
        done = corpus(tmp_path / "in.jsonl", "-o", tmp_path / f"out.{ending}")
        assert done.exit_code == 0, done.output
    assert lines(tmp_path / "out.jsonl.gz") == lines(tmp_path / "out.jsonl.zst") == lines(tmp_path / "out.jsonl") == []
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_wet(tmp_path: Path):
    rows = pages(5, ".txt")
    (tmp_path / "a.warc.wet.gz").write_bytes(compressed(warc(rows, "conversion"), ".gz.members"))
    assert corpus(tmp_path / "a.warc.wet.gz", "-o", tmp_path / "out.jsonl").exit_code == 0
    expected = [extract(row["text"], kind="text").text for row in rows]
    assert [result["text"] for result in lines(tmp_path / "out.jsonl")] == expected


def test_fields_by_other_names(tmp_path: Path):
    row = {"body": ROWS[0]["text"], "key": {"a": 1}, "link": "https://x.example/", "id": 7, "text": "kept"}
    (tmp_path / "in.data").write_text(json.dumps(row))
    arguments = ("--from", "jsonl", "--page", "body", "--id", "key", "--url", "link", "--to", "jsonl", "-q")
    done = corpus(tmp_path / "in.data", "-o", tmp_path / "out.data", *arguments)
    assert (done.exit_code, done.output) == (0, "")
    (found,) = lines(tmp_path / "out.data")
    assert (found["text"], found["id"], found["url"]) == (TEXTS[0], '{"a": 1}', "https://x.example/")
    assert found["fields"] == {"id": 7, "text": "kept"}


def test_failures_are_records(tmp_path: Path):
    large = {"id": "large", "text": "word " * 300_000}
    bad = [b'{"id": "no page"}\n', b'{"id": "null", "text": null}\n', b'{"text": "cut\n', b"[1]\n", b"\xff\n"]
    surrogate = b'{"id": "\\ud800", "text": "\\ud800 word"}\n'
    nested = b"[" * 100_000 + b"\n"
    good = jsonl(ROWS[:1])
    data = [*bad, json.dumps(large).encode() + b"\n", b"x" * 3_000_000 + b"\n", surrogate, nested, *good]
    (tmp_path / "in.jsonl").write_bytes(b"".join(data))
    for ending in ("jsonl", "parquet"):
        done = corpus(tmp_path / "in.jsonl", "-o", tmp_path / f"out.{ending}", "--page-mib", 1)
        assert done.exit_code == 1
        assert f"in.jsonl, byte {len(bad[0] + bad[1])}: no JSON" in done.stderr
        assert "10 records: error 8" in done.stderr
    found = lines(tmp_path / "out.jsonl")
    assert [result["status"] for result in found] == ["error"] * 7 + ["too_short", "error", found[-1]["status"]]
    assert found[-1]["text"] == TEXTS[0]
    assert found[0]["reason"] == "no field 'text'"
    assert found[5]["reason"] == "1500000 bytes, more than 1048576"
    assert found[2]["id"].endswith("in.jsonl#2")
    assert len({result["id"] for result in found}) == 10


def test_damage_is_a_record_a_message_and_an_exit_code(inputs: dict[str, Path], tmp_path: Path):
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(inputs["lines.jsonl.gz"].read_bytes()[:-2_000])
    summary = tmp_path / "summary.json"
    done = corpus(cut, inputs["lines.jsonl"], "-o", tmp_path / "out.jsonl", "--summary", summary)
    assert done.exit_code == 1
    assert "cut.jsonl.gz, byte " in done.stderr
    assert "Traceback" not in done.stderr
    found = lines(tmp_path / "out.jsonl")
    damage = next(number for number, result in enumerate(found) if result["status"] == "error")
    assert 0 < damage < 34
    assert [result["text"] for result in found] == [*TEXTS[:damage], "", *TEXTS]
    told = json.loads(summary.read_text())
    assert (told["records"], told["damaged"]) == (len(found), 1)
    assert sum(told["statuses"].values()) == len(found)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.jsonl", "-o", "out.jsonl"], "none.jsonl: no such file"),
        (["in.data", "-o", "out.jsonl"], "the name does not say what it is"),
        (["in.jsonl", "-o", "out.data"], "the name does not say what to write"),
        (["in.jsonl", "-o", "in.jsonl"], "part of the input"),
        (["in.jsonl", "-o", "old.jsonl"], "old.jsonl is there already"),
        (["in.jsonl"], "Missing option"),
        (["in.jsonl", "-o", "out.jsonl", "--from", "folder"], "is no folder"),
        ([".", "-o", "new.jsonl"], "part of the input"),
        (["", "-o", "new.jsonl"], "an input is called ''"),
        (["in.jsonl", "-o", "new.jsonl", "--summary", "no/summary.json"], "no/summary.json"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in.jsonl", "in.data", "old.jsonl"):
        Path(name).write_bytes(b"".join(jsonl(ROWS[:1])))
    done = corpus(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.data", "in.jsonl", "old.jsonl"]


def strictly(line: bytes) -> dict[str, Any]:
    """Read JSON as its standard has it: without NaN and Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    return json.loads(line, parse_constant=refuse)


def test_numbers_that_json_has_not_are_null(tmp_path: Path):
    row = {"id": "a", "text": "a word", "rank": float("nan"), "more": {"x": [float("-inf"), 1.5]}, "sound": 0.5}
    expected = {"rank": None, "more": {"x": [None, 1.5]}, "sound": 0.5}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n" + '{"text": "a word", "rank": 1e999}')
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "in.parquet")
    for name in ("in.jsonl", "in.parquet"):
        assert corpus(tmp_path / name, "-o", tmp_path / f"{name}.jsonl").exit_code == 0
        assert corpus(tmp_path / name, "-o", tmp_path / f"{name}.parquet").exit_code == 0
        found = [strictly(line) for line in (tmp_path / f"{name}.jsonl").read_bytes().splitlines()]
        in_parquet = pq.read_table(tmp_path / f"{name}.parquet").column("fields").to_pylist()
        assert [found[0]["fields"], strictly(in_parquet[0])] == [expected] * 2
    assert strictly((tmp_path / "in.jsonl.jsonl").read_bytes().splitlines()[1])["fields"] == {"rank": None}


def test_a_summary_is_written_anew(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS[:1])))
    (tmp_path / "summary.json").write_text("what was there before, and was longer than what is there now" * 9)
    corpus(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--summary", tmp_path / "summary.json")
    assert json.loads((tmp_path / "summary.json").read_text())["records"] == 1


@pytest.mark.parametrize("ending", ["", ".gz.members"])
def test_a_record_of_no_known_type_is_an_error(ending: str, tmp_path: Path):
    parts = warc(ROWS[:3])
    parts[1] = parts[1].replace(b"WARC-Type: response", b"WARC-Type: respone")
    parts[2] = parts[2].replace(b"WARC-Type: response", b"W-RC-Type: response")
    path = tmp_path / f"a.warc{ending.removesuffix('.members')}"
    path.write_bytes(compressed(parts, ending))
    done = corpus(path, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 1
    found = lines(tmp_path / "out.jsonl")
    assert [result["status"] == "error" for result in found] == [False, True, True]
    assert [result["id"] for result in found] == [row["id"] for row in ROWS[:3]]
    assert "WARC-Type 'respone' is unknown" in found[1]["reason"]
    assert "WARC-Type None is unknown" in found[2]["reason"]
    assert f"{path}, byte" in done.stderr


def test_the_charset_of_the_http_header(tmp_path: Path):
    text = "Wierzę, że łódź wróci do portu jeszcze przed nocą. " * 8
    page = f"<html><body><p>{text}</p></body></html>".encode("iso-8859-2")
    (part,) = warc([{**ROWS[0], "text": "-" * len(page)}])
    named = part.replace(b"charset=utf-8", b"charset=iso-8859-2").replace(b"-" * len(page), page)
    difference = len("iso-8859-2") - len("utf-8")
    size = int(part.split(b"Content-Length: ")[2].split(b"\r\n")[0])
    named = named.replace(b"Content-Length: %d" % size, b"Content-Length: %d" % (size + difference))
    (tmp_path / "a.warc").write_bytes(named)
    assert corpus(tmp_path / "a.warc", "-o", tmp_path / "out.jsonl").exit_code == 0
    assert lines(tmp_path / "out.jsonl")[0]["text"] == text.strip()


def test_an_output_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS[:1])))
    done = corpus(tmp_path / "in.jsonl", "-o", tmp_path / "no" / "such" / "out.jsonl")
    assert done.exit_code == 1
    assert "out.jsonl.partial: No such file or directory" in done.stderr


def test_an_extra_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, inputs: dict[str, Path], tmp_path: Path):
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    done = corpus(inputs["archive.warc"], "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 1
    assert "fastwarc is not installed: pip install 'extractor[corpus]'" in done.stderr


def test_the_plain_case_needs_no_extra(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS[:1])))
    code = f"""
import sys
for name in ("pyarrow", "fastwarc", "tqdm", "backports"):
    sys.modules[name] = None
from extractor.corpus import Target, run, source_of
if __name__ == "__main__":
    print(run([source_of("{tmp_path}/in.jsonl")], Target("{tmp_path}/out.jsonl.gz", "jsonl.gz")).records)
"""
    (tmp_path / "program.py").write_text(code)
    done = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_the_library(inputs: dict[str, Path], tmp_path: Path):
    target = Target(str(tmp_path / "out.jsonl"), "jsonl")
    done = run([source_of(str(inputs["lines.jsonl"]))], target, Settings(focus=-1.0), Limits(jobs=2))
    assert done is not None
    assert done.records == 34
    assert done.to_dict()["statuses"] == done.statuses
