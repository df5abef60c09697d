"""Very many pages in the threads of one process: ``python scripts/endurance.py [FOLDER] [--pages 100000]``.

Takes the pages of a folder (the fixtures, or a labelled set; see ``benchmark.py``) again and again. Every result must
be that of a single thread, and the memory of the process is printed as it goes (Linux only). Exits with an error on a
result that differs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmark import FIXTURES, KINDS, Source, pages_of

from extractor import extract

_LOOKS: Final = 20  # at the memory
_BATCH: Final = 500  # pages under way at once


def is_same(pages: Sequence[Source], expected: Sequence[str], place: int) -> bool:
    """Whether a page gives what it gave before."""
    return extract(pages[place]).to_json() == expected[place]


def mebibytes() -> int:
    """Return the memory of this process."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) >> 10


def main() -> None:
    """Run, and print pages, seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--largest", type=int, default=60_000, help="bytes or characters of a page, at most")
    given = parser.parse_args()
    found = [page for endings in KINDS for page in pages_of(given.folder, endings, given.pages)]
    pages = [page for page in found if len(page) <= given.largest]
    expected = [extract(page).to_json() for page in pages]
    check = partial(is_same, pages, expected)
    places, done, began = islice(cycle(range(len(pages))), given.pages), 0, time.monotonic()
    print(f"{len(pages)} pages: {mebibytes()} MiB before", flush=True)
    with ThreadPoolExecutor(given.threads) as pool:
        while batch := list(islice(places, _BATCH)):
            if not all(pool.map(check, batch)):
                raise SystemExit("a result is another one than in a single thread")
            done += len(batch)
            if done % max(given.pages // _LOOKS, 1) < len(batch):
                print(f"{done:7d} pages {time.monotonic() - began:6.0f} s {mebibytes():5d} MiB", flush=True)


if __name__ == "__main__":
    main()
