"""Pages a second and memory of ``extractor corpus``: ``python scripts/throughput.py FOLDER [--megabytes 1024]``.

FOLDER is a labelled set (see CONTRIBUTING.md), whose pages become a web archive. The library called directly, on pages
in memory and on those that fastwarc reads from the archive, one worker and two are run in turn; start-up is measured
apart and taken off. Seconds of the clock tell something where the cores are free, seconds of the processor everywhere.
With ``--megabytes``, one worker also reads an archive of that size (before compression), and the memory of its
processes is printed as it goes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator

from extractor import extract

_EVERY: Final = 1.0  # seconds between looks at the memory

Times = tuple[float, float]
"""Seconds of the clock and of the processor."""


def record(number: int, page: bytes) -> bytes:
    """Return a page as a member of a web archive."""
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:page:{number}>\r\n"
        f"WARC-Target-URI: https://host.example/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + content + b"\r\n\r\n", 1)


def pages_of(folder: Path) -> list[bytes]:
    """Return the pages of a labelled set."""
    return [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("html/*.gz"))]


def write_archive(path: Path, pages: Iterator[bytes]) -> int:
    """Write pages as a web archive and return how many bytes they are."""
    total = 0
    with path.open("wb") as file:
        for number, page in enumerate(pages):
            total += len(page)
            file.write(record(number, page))
    return total


def begin(archive: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start the command."""
    out.unlink(missing_ok=True)
    arguments = [str(archive), "-o", str(out), "-j", str(jobs), "-q"]
    return subprocess.Popen([sys.executable, "-m", "extractor", "corpus", *arguments])


def command(archive: Path, out: Path, jobs: int) -> Times:
    """Return how long the command takes, with its workers."""
    start, before = time.perf_counter(), os.times()
    begin(archive, out, jobs).wait()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used


def pages_in(archive: Path) -> Iterator[bytes]:
    """Yield the pages of a web archive, as a program would that has no need of ``extractor corpus``."""
    with archive.open("rb") as file:
        for one in ArchiveIterator(file):
            yield one.reader.read()


def direct(pages: Iterable[bytes]) -> Times:
    """Return how long the library takes, and making its JSON."""
    start, before = time.perf_counter(), time.process_time()
    for page in pages:
        extract(page).to_json()
    return time.perf_counter() - start, time.process_time() - before


def less(times: Times, start_up: Times) -> Times:
    """Return times without those of the start."""
    return times[0] - start_up[0], times[1] - start_up[1]


def compare(pages: list[bytes], folder: Path, rounds: int) -> None:
    """Print pages a second of the clock and of the processor, and what one and two workers are to the library."""
    archive, small, out = folder / "a.warc.gz", folder / "one.warc.gz", folder / "out.jsonl"
    write_archive(archive, iter(pages))
    write_archive(small, iter([b"<p>one"]))
    extract(pages[0])
    times: dict[str, list[Times]] = {"in memory": [], "library": [], "one worker": [], "two workers": []}
    for _ in range(rounds):
        times["in memory"].append(direct(pages))
        times["library"].append(direct(pages_in(archive)))
        for name, jobs in (("one worker", 1), ("two workers", 2)):
            times[name].append(less(command(archive, out, jobs), command(small, out, jobs)))
    middle = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in times.items()}
    for name, (clock, used) in middle.items():
        speeds = f"{len(pages) / clock:6.1f} pages/s (x {middle['library'][0] / clock:.2f})"
        print(f"{name:12} {speeds}; of the processor {len(pages) / used:6.1f} (x {middle['library'][1] / used:.2f})")


def memory(process: int) -> dict[str, int]:
    """Return MiB of memory of a process and its children, by what they are."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (path / "status").read_text().splitlines())
        except OSError:
            continue
        if str(process) in (status["Pid"].strip(), status["PPid"].strip()) and "VmRSS" in status:
            name = "supervisor" if status["Pid"].strip() == str(process) else f"process {path.name}"
            found[name] = int(status["VmRSS"].split()[0]) // 1024
    return found


def watch(pages: list[bytes], folder: Path, size: int) -> None:
    """Print the memory of a run over an archive of some bytes, ten times."""
    archive, out = folder / "large.warc.gz", folder / "out.jsonl"
    count = size // (sum(map(len, pages)) // len(pages)) + 1
    total = write_archive(archive, islice(cycle(pages), count))
    start, seen = time.monotonic(), []
    process = begin(archive, out, 1)
    while process.poll() is None:
        seen.append((time.monotonic() - start, memory(process.pid)))
        time.sleep(_EVERY)
    for at, used in seen[:: max(len(seen) // 10, 1)]:
        print(f"{at:6.0f} s  {used}")
    most = {name: max(used.get(name, 0) for _, used in seen) for name in seen[len(seen) // 2][1]}
    print(f"{count} pages, {total >> 20} MiB, {time.monotonic() - start:.0f} s; at most {most} MiB")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=0)
    given = parser.parse_args()
    pages = pages_of(given.folder)
    with tempfile.TemporaryDirectory() as folder:
        if given.rounds:
            compare(pages[: given.pages], Path(folder), given.rounds)
        if given.megabytes:
            watch(pages, Path(folder), given.megabytes << 20)


if __name__ == "__main__":
    main()
