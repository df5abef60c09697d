"""A worker that dies, hangs or wants too much costs one record."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from typing import Any

import pytest
from corpus_files import jsonl, pages
from corpus_workers import die_reading, die_starting, work_with_accidents

from extractor.corpus import CorpusError, Limits, Settings, Target, run, source_of
from extractor.corpus.records import START, Record
from extractor.corpus.worker import CHUNK_RECORDS, Chunks

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def results(folder: Path, rows: list[dict[str, Any]], limits: Limits) -> list[dict[str, Any]]:
    (folder / "in.jsonl").write_bytes(b"".join(jsonl(rows)))
    run([source_of(str(folder / "in.jsonl"))], Target(str(folder / "out.jsonl"), "jsonl"), limits=limits)
    return [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("jobs", [1, 3])
def test_accidents_cost_one_record_each(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("extractor.corpus.pool.work", work_with_accidents)
    rows = pages(80)
    accidents = {0: "killed", 7: "killed", 8: "killed", 33: "endless", 50: "large", 79: "killed"}
    for number, accident in accidents.items():
        rows[number]["text"] = accident
    found = results(tmp_path, rows, Limits(jobs, timeout=2.0, max_memory=1 << 30))
    assert [result["id"] for result in found] == [row["id"] for row in rows]
    assert {number for number, result in enumerate(found) if result["status"] == "error"} == accidents.keys()
    assert [result["url"] for result in found] == [row["url"] for row in rows]
    reasons = {found[number]["reason"] for number in accidents}
    assert reasons == {"worker process was ended by SIGKILL", "took more than 2 seconds", "MemoryError"}


def test_a_worker_holds_one_chunk(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(pages(1)) * CHUNK_RECORDS * 20))
    chunks, place = Chunks((source_of(str(tmp_path / "in.jsonl")),), Settings()), START
    while place is not None:
        records, read = chunks.read(place)
        place = read.end
        gc.collect()
        assert sum(isinstance(held, Record) for held in gc.get_objects()) <= len(records) + 1
    chunks.close()


def test_workers_that_do_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("extractor.corpus.pool.work", die_starting)
    with pytest.raises(CorpusError, match="worker processes do not start: each ended with 3"):
        results(tmp_path, pages(1), Limits(2))


def test_an_input_that_kills_its_readers_ends_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = pages(80)
    whole = results(tmp_path, rows, Limits())
    (tmp_path / "out.jsonl").unlink()
    with monkeypatch.context() as patched:
        patched.setattr("extractor.corpus.pool.work", die_reading)
        with pytest.raises(CorpusError, match=r"in\.jsonl, at \d+: each process that read it was ended by SIGKILL"):
            results(tmp_path, rows, Limits(2))
    saved = (tmp_path / "out.jsonl.partial").read_bytes().splitlines()
    assert [json.loads(line) for line in saved] == whole[: len(saved)]
    assert 0 < len(saved) < len(whole)
    run([source_of(str(tmp_path / "in.jsonl"))], Target(str(tmp_path / "out.jsonl"), "jsonl", resume=True))
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()] == whole
