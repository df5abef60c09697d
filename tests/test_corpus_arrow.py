"""Arrow batches, and Spark and Ray with them, give what the command gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus_files import compressed, pa, pages, pq, warc, write_all

from extractor.corpus import Settings, Target, arrow_schema, extract_arrow, extract_files, extract_table, run, source_of

ROWS = pages(40)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "a.warc.wet.gz").write_bytes(compressed(warc(pages(9, ".txt"), "conversion"), ".gz.members"))
    return {**write_all(folder, ROWS), "a.warc.wet.gz": folder / "a.warc.wet.gz"}


@pytest.fixture(scope="module")
def by_command(inputs: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """What the command writes for some inputs, row for row."""
    found = {}
    for name in ("rows.parquet", "members.warc.gz", "a.warc.wet.gz"):
        out = inputs[name].with_suffix(".out")
        run([source_of(str(inputs[name]))], Target(str(out), "parquet"))
        found[name] = pq.read_table(out).to_pylist()
    return found


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["id"])


def test_batches(inputs: dict[str, Path], by_command: dict[str, list[dict[str, Any]]]):
    batches = pq.ParquetFile(inputs["rows.parquet"]).iter_batches(7)
    results = list(extract_arrow(batches))
    assert [len(batch) for batch in results] == [7, 7, 7, 7, 7, 5]
    assert all(batch.schema.equals(arrow_schema()) for batch in results)
    assert pa.Table.from_batches(results).to_pylist() == by_command["rows.parquet"]
    assert extract_table(pq.read_table(inputs["rows.parquet"])).to_pylist() == by_command["rows.parquet"]


def test_an_empty_batch():
    empty = pa.RecordBatch.from_pylist([], schema=pa.schema([("text", pa.string())]))
    (result,) = extract_arrow([empty])
    assert (len(result), result.schema) == (0, arrow_schema())
    assert extract_table(pa.table({"text": pa.array([], pa.string())})).num_rows == 0


def test_types_of_columns():
    rows = pa.RecordBatch.from_pydict({"page": [b"<p>bytes", None], "id": [7, 8], "raw": [b"\xff", b"a"]})
    (result,) = extract_arrow([rows], Settings(page="page"))
    assert result.column("id").to_pylist() == ["7", "8"]
    assert result.column("fields").to_pylist() == ['{"raw": "\ufffd"}', '{"raw": "a"}']
    assert result.column("status").to_pylist()[1] == "error"


def test_files(inputs: dict[str, Path], by_command: dict[str, list[dict[str, Any]]]):
    for name, rows in by_command.items():
        assert pa.Table.from_batches(extract_files([str(inputs[name])])).to_pylist() == rows


@pytest.mark.skipif(
    not shutil.which("java"), reason="SPARK IS NOT TESTED: there is no Java (apt-get install openjdk-17-jre-headless)"
)
@pytest.mark.parametrize("name", ["rows.parquet", "a.warc.wet.gz"])
def test_spark(name: str, inputs: dict[str, Path], by_command: dict[str, list[dict[str, Any]]], tmp_path: Path):
    pytest.importorskip("pyspark", reason="SPARK IS NOT TESTED: needs extractor[spark]")
    out = tmp_path / "out"
    program = [sys.executable, "-m", "extractor.spark", str(inputs[name]), str(out)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3_000:]
    assert by_id(pq.read_table(out).to_pylist()) == by_id(by_command[name])


def test_ray(inputs: dict[str, Path], by_command: dict[str, list[dict[str, Any]]]):
    pytest.importorskip("ray.data")
    program = f"""
import ray
from extractor.corpus import extract_table
ray.init(num_cpus=1, log_to_driver=False)
results = ray.data.read_parquet({str(inputs["rows.parquet"])!r}).map_batches(extract_table, batch_format="pyarrow")
results.write_parquet({str(inputs["rows.parquet"].with_name("by-ray"))!r})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    found = pq.read_table(inputs["rows.parquet"].with_name("by-ray")).to_pylist()
    assert by_id(found) == by_id(by_command["rows.parquet"])
