"""Time and memory, side by side with peers: ``python scripts/benchmark.py [FOLDER] [--sample 100] [--rounds 3]``.

FOLDER holds pages: ``*.html``, ``*.html.gz`` and ``*.txt`` at any depth (default: the fixtures). All extractors run in
this process on each page in turn, by CPU time, so that a busy machine slows them alike: look at the ratios. Peers read
HTML alone. Peers that are not installed are left out. ``--picture`` draws the speeds as SVG.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

from pictures import speeds

from extractor import analyse, extract
from extractor.peers import installed

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
KINDS: Final = ((".html", ".html.gz"), (".txt",))
STATEMENTS: Final = ("pass", "import numpy", "import click, json, numpy", "import extractor", "import extractor.cli")
_THREADS: Final = 2
_BIG: Final = 3_000_000  # bytes of the page whose memory is measured

Source = bytes | str
Times = dict[str, list[float]]


def pages_of(folder: Path, endings: tuple[str, ...], count: int) -> list[Source]:
    """Return pages of a folder, spread evenly over its files in order: bytes of HTML, str of flat text."""
    files = sorted(path for path in folder.rglob("*") if path.name.endswith(endings))
    return [_read(path) for path in files[:: max(1, len(files) // count)][:count]]


def _read(path: Path) -> Source:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode("utf-8", "replace") if path.suffix == ".txt" else data


def cpu_times(runs: Mapping[str, Callable[[Any], object]], pages: Sequence[Source], rounds: int) -> Times:
    """Return for each run the CPU seconds of each page: the least of all rounds; the page is the outer loop."""
    times: Times = {name: [] for name in runs}
    for page in pages:
        for name, run in runs.items():
            times[name].append(min(_cpu_time(partial(run, page)) for _ in range(rounds)))
    return times


def _cpu_time(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def compare(pages: Sequence[Source], rounds: int) -> Times:
    """Run everybody on HTML pages, ours on flat text alone."""
    runs: dict[str, Callable[[Any], object]] = {"extractor": extract}
    if pages and isinstance(pages[0], bytes):
        runs |= {name: partial(_without_address, peer) for name, peer in installed().items()}
    return cpu_times(runs, pages, rounds)


def _without_address(peer: Callable[[bytes, str | None], object], page: bytes) -> object:
    return peer(page, None)


def table(times: Times) -> str:
    """Return pages a CPU second, the median page and the ratio to ours as a table of Markdown, the fastest first."""
    rows = ["| | pages a CPU second | median, ms | ours is so many times as fast |", "|---|---|---|---|"]
    ours = sum(times["extractor"])
    for name, column in sorted(times.items(), key=lambda one: sum(one[1])):
        speed, median = len(column) / sum(column), statistics.median(column) * 1e3
        rows.append(f"| {name} | {speed:.1f} | {median:.2f} | {sum(column) / ours:.2f} |")
    return "\n".join(rows)


def stages(pages: Sequence[Source]) -> Counter[str]:
    """Return the seconds of all pages that each stage takes."""
    spent: Counter[str] = Counter()
    for page in pages:
        spent.update(analyse(page).seconds)
    return spent


def threads(pages: Sequence[Source]) -> str:
    """Return pages a second of wall clock in one thread and in two."""
    took = []
    for workers in (1, _THREADS):
        start = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(extract, pages))
        took.append(time.perf_counter() - start)
    one, more = (len(pages) / seconds for seconds in took)
    return f"{one:.1f} pages/s in one thread, {more:.1f} in {_THREADS}: {more / one:.2f} x"


def start_up(rounds: int) -> dict[str, float]:
    """Return the CPU milliseconds from the start of an interpreter to the end of some imports, and of a whole call."""
    commands = {code: [sys.executable, "-c", code] for code in STATEMENTS}
    commands["extractor founding.txt"] = [sys.executable, "-m", "extractor", str(FIXTURES / "founding.txt")]
    return {name: min(_child_time(command) for _ in range(rounds)) * 1e3 for name, command in commands.items()}


def _child_time(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


MEASURE: Final = """
import sys
from pathlib import Path
from extractor import extract
from extractor.peers import installed

def kibibytes(field):
    status = Path("/proc/self/status").read_text()
    return int(status.partition(field + ":")[2].split()[0])

run = extract if {name!r} == "extractor" else lambda page: installed()[{name!r}](page, None)
page = sys.stdin.buffer.read()
run(page[:20000])
Path("/proc/self/clear_refs").write_text("5")
before = kibibytes("VmRSS")
run(page)
print((kibibytes("VmHWM") - before) * 1024 / len(page))
"""
"""Measures in a process of its own, which has read a small page before (Linux only)."""


def memory(pages: Sequence[Source], names: Sequence[str]) -> dict[str, float]:
    """Return the memory that many pages in one take at the peak, by their size, for each extractor."""
    page = b"\n".join(one for one in pages if isinstance(one, bytes))[:_BIG]
    found = {}
    for name in names if page else ():
        code = MEASURE.format(name=name)
        done = subprocess.run([sys.executable, "-c", code], input=page, capture_output=True, check=True)
        found[name] = float(done.stdout)
    return found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--sample", type=int, default=100, help="pages of each kind that are read")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    for endings in KINDS:
        if pages := pages_of(arguments.folder, endings, arguments.sample):
            report(pages, arguments)
    for name, cost in start_up(arguments.rounds).items():
        print(f"{name:30s} {cost:6.0f} ms of CPU")


def report(pages: Sequence[Source], arguments: argparse.Namespace) -> None:
    """Print everything about pages of one kind."""
    kind = "HTML, bytes" if isinstance(pages[0], bytes) else "flat text, characters"
    print(f"\n{len(pages)} pages of {kind}: {statistics.mean(map(len, pages)):.0f} on average\n")
    times = compare(pages, arguments.rounds)
    print(table(times), "\n")
    for name, seconds in stages(pages).items():
        print(f"{name:14s} {seconds / len(pages) * 1e3:7.2f} ms a page")
    print(threads(pages))
    for name, factor in memory(pages, list(times)).items():
        print(f"{name:18s} {factor:5.1f} x the page of memory at the peak")
    if arguments.picture and isinstance(pages[0], bytes):
        drawn = speeds({name: len(column) / sum(column) for name, column in times.items()})
        arguments.picture.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
