"""Makes the same pages into inputs of every kind."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="needs extractor[corpus]")
import pyarrow.parquet as pq  # noqa: E402

from extractor.corpus.streams import zstd  # noqa: E402

FIXTURES = Path(__file__).parent.parent / "fixtures"
GROUP = 4  # rows of a row group


def pages(count: int, ending: str = ".html") -> list[dict[str, Any]]:
    """Return rows with the smaller fixtures as their pages, again and again until there are enough."""
    sources = sorted(path for path in FIXTURES.glob(f"*{ending}") if 200 < path.stat().st_size < 8_000)
    texts = [text for path in sources if (text := decoded(path)) is not None]
    return [
        {
            "id": f"urn:page:{number}",
            "url": f"https://host{number % 3}.example/{number}",
            "text": texts[number % len(texts)],
            "rank": number,
        }
        for number in range(count)
    ]


def decoded(path: Path) -> str | None:
    """Return a page that is UTF-8."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def jsonl(rows: list[dict[str, Any]]) -> list[bytes]:
    """Return a line for each row."""
    return [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows]


def warc(rows: list[dict[str, Any]], kind: str = "response") -> list[bytes]:
    """Return a record for each row, and a request before it."""
    return [
        _record("request", row, b"GET / HTTP/1.1\r\n\r\n") + _record(kind, row, _content(row, kind)) for row in rows
    ]


def _content(row: dict[str, Any], kind: str) -> bytes:
    body = row["text"].encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
    return body if kind == "conversion" else head + body


def _record(kind: str, row: dict[str, Any], content: bytes) -> bytes:
    media = "text/plain" if kind == "conversion" else "application/http; msgtype=" + kind
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": row["url"],
        "WARC-Date": "2024-05-01T10:00:00Z",
        "WARC-Record-ID": f"<{row['id']}>",
        "Content-Type": media,
        "Content-Length": str(len(content)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + content + b"\r\n\r\n"


def parquet(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as Parquet, four to a row group."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=GROUP, compression="snappy")
    return file.getvalue()


def compressed(parts: list[bytes], ending: str) -> bytes:
    """Return parts as one file: each by itself where it ends in ``members``."""
    if ending == ".gz.members":
        return b"".join(gzip.compress(part, mtime=0) for part in parts)
    whole = b"".join(parts)
    return {".gz": lambda: gzip.compress(whole, mtime=0), ".zst": lambda: zstd().compress(whole), "": lambda: whole}[
        ending
    ]()


def write_all(folder: Path, rows: list[dict[str, Any]]) -> dict[str, Path]:
    """Write rows as an input of every kind; return its path by its name."""
    files = {f"lines.jsonl{ending}": compressed(jsonl(rows), ending) for ending in ("", ".gz", ".zst")}
    files |= {f"archive.warc{ending}": compressed(warc(rows), ending) for ending in ("", ".gz", ".zst")}
    files["members.warc.gz"] = compressed(warc(rows), ".gz.members")
    files["rows.parquet"] = parquet(rows)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "pages").mkdir()
    for row in rows:
        (folder / "pages" / f"{row['rank']:04}.html").write_text(row["text"], encoding="utf-8", newline="")
    return {name: folder / name for name in [*files, "pages"]}
