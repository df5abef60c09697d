"""Time and memory, side by side with peers: ``python scripts/benchmark.py [FOLDER] [--rounds 5]``.

FOLDER holds flat-text pages (``*.txt``; default: the fixtures). All extractors run in this process on the same pages,
in turn, so that a busy machine slows them alike; look at the ratios. Peers read HTML: each line is a paragraph to them
(``compare.py`` runs everybody on real HTML).
Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import html
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from extractor import extract
from extractor.explain.timing import Clock
from extractor.peers import Peer, installed
from extractor.segment_text import segment_text

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
START_UPS: Final = ("pass", "import numpy", "import click, json, numpy", "import extractor.cli")


def as_html(text: str) -> str:
    """Return flat text as a page of paragraphs."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<html><body>\n{lines}</body></html>"


def _without_address(peer: Peer, page: bytes) -> object:
    return peer(page, None)


def compare(pages: list[str], rounds: int) -> None:
    """Print milliseconds a page of each extractor and its ratio to ours."""
    marked = [as_html(page).encode() for page in pages]
    runs: dict[str, tuple[Callable[..., object], Sequence[object]]] = {
        "extractor": (extract, pages),
        **{name: (partial(_without_address, peer), marked) for name, peer in installed().items()},
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):  # the first round warms up
        for name, (function, sources) in runs.items():
            start = time.perf_counter()
            for source in sources:
                function(source)
            times[name].append((time.perf_counter() - start) / len(pages) * 1e3)
    ours = statistics.median(times["extractor"][1:])
    for name, column in times.items():
        took = statistics.median(column[1:])
        print(f"{name:14s} {took:8.2f} ms a page  {took / ours:5.2f} x ours")


def stages(pages: list[str]) -> None:
    """Print the milliseconds a page that each stage takes."""
    clock = Clock()
    for page in pages:
        clock.time_page(page, segment_text(page))
    for name, seconds in clock.seconds.items():
        print(f"{name:14s} {seconds / len(pages) * 1e3:8.2f} ms a page")


def start_up(rounds: int) -> None:
    """Print the wall-clock time from the start of an interpreter to the end of a few imports, and of a whole call."""
    page = FIXTURES / "founding.txt"
    commands = {code: [sys.executable, "-c", code] for code in START_UPS}
    commands["extractor < founding.txt"] = [sys.executable, "-m", "extractor", str(page)]
    for name, command in commands.items():
        took = []
        for _ in range(rounds):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            took.append((time.perf_counter() - start) * 1e3)
        print(f"{name:26s} {statistics.median(took):6.0f} ms")


def memory(pages: list[str]) -> None:
    """Print the peak of memory that a page and a hundred of it in one take."""
    page = max(pages, key=len)
    for name, source in (("longest page", page), ("100 of it in one", (page + "\n") * 100)):
        tracemalloc.start()
        extract(source)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{name:18s} {len(source):10d} characters {peak / 1e6:8.1f} MB at its peak")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    pages = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(arguments.folder.glob("*.txt"))]
    if not pages:
        parser.error(f"{arguments.folder} holds no *.txt")
    print(f"{len(pages)} pages of {statistics.mean(map(len, pages)):.0f} characters on average")
    compare(pages, arguments.rounds)
    stages(pages)
    memory(pages)
    start_up(arguments.rounds)


if __name__ == "__main__":
    main()
