"""Inputs that are cut or broken: what stands before the damage comes out, and the damage is told."""

from __future__ import annotations

import io
import random
import zlib
from functools import cache
from itertools import accumulate
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from corpus_files import GROUP, compressed, jsonl, pages, parquet, warc

from extractor.corpus.records import Position, Record, Settings
from extractor.corpus.sources import source_of
from extractor.corpus.streams import zstd
from extractor.corpus.worker import Chunks

ROWS = pages(24)
PARTS = {"jsonl": jsonl(ROWS), "warc": warc(ROWS)}
INTACT = {row["id"]: row["text"] for row in ROWS}
FILES = {
    "a.jsonl": ("jsonl", ""),
    "a.jsonl.gz": ("jsonl", ".gz"),
    "a.jsonl.zst": ("jsonl", ".zst"),
    "a.warc": ("warc", ""),
    "a.warc.gz": ("warc", ".gz"),
    "a.warc.zst": ("warc", ".zst"),
    "members.warc.gz": ("warc", ".gz.members"),
    "a.parquet": ("parquet", ""),
}
MUTATIONS = 200


@cache
def whole(name: str) -> bytes:
    kind, ending = FILES[name]
    return parquet(ROWS) if kind == "parquet" else compressed(PARTS[kind], ending)


def mutated(data: bytes, seed: int) -> tuple[bytes, int]:
    """Return broken data and where it is broken: cut, bytes changed, bytes taken out or put in."""
    chance = random.Random(seed)
    place = chance.randrange(len(data))
    size = chance.choice([1, 1, 4, 64])
    noise = chance.randbytes(size)
    change = {0: data[:place], 1: data[:place] + noise + data[place + size :], 2: data[:place] + data[place + size :]}
    return change.get(chance.randrange(4), data[:place] + noise + data[place:]), place


def sound(name: str, broken: bytes, place: int) -> int:
    """Return how many records end before a place in the file."""
    kind, ending = FILES[name]
    data = whole(name)
    if kind == "parquet":
        return sound_rows(data, broken, place)
    if ending == ".gz.members":
        return sum(end <= place for end in accumulate(len(compressed([part], ending)) for part in PARTS[kind]))
    prefix = data[:place]
    if ending:
        member = zlib.decompressobj(31) if ending == ".gz" else zstd().ZstdDecompressor()
        prefix = member.decompress(prefix)
    done = 0
    for count, part in enumerate(PARTS[kind], 1):
        done += len(part)
        if done > len(prefix):
            return count - 1
    return len(ROWS)


def sound_rows(data: bytes, broken: bytes, place: int) -> int:
    """Return how many rows of a Parquet file stand in row groups that end before a place, if its footer is whole."""
    footer = pq.ParquetFile(io.BytesIO(data)).metadata
    size = footer.serialized_size + 8
    if len(data) != len(broken) or data[-size:] != broken[-size:]:
        return 0
    ends = [
        max(column.data_page_offset + column.total_compressed_size for column in columns(footer.row_group(group)))
        for group in range(footer.num_row_groups)
    ]
    return sum(end <= place for end in ends) * GROUP


def columns(group: pq.RowGroupMetaData) -> list[pq.ColumnChunkMetaData]:
    return [group.column(number) for number in range(group.num_columns)]


def read(path: Path) -> list[Record]:
    chunks, place, records = Chunks((source_of(str(path)),), Settings()), Position(0, 0, 0), []
    while place is not None:
        part, read = chunks.read(place)
        records += part
        assert read.end is None or read.end > place
        place = read.end
    chunks.close()
    return records


@pytest.mark.parametrize("name", FILES)
def test_whole(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(whole(name))
    records = read(path)
    assert [record.id for record in records] == list(INTACT)
    assert not any(record.problem for record in records)


@pytest.mark.parametrize("name", FILES)
def test_mutations(name: str, tmp_path: Path):
    data, path = whole(name), tmp_path / name
    told = 0
    for seed in range(MUTATIONS):
        broken, place = mutated(data, seed)
        path.write_bytes(broken)
        records = read(path)
        before = sound(name, broken, place)
        assert [record.id for record in records[:before]] == list(INTACT)[:before], (seed, place)
        told += any(record.is_damaged for record in records)
    assert told
