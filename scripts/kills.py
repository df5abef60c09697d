"""Kill ``extractor corpus`` at random moments, go on, compare: ``python scripts/kills.py [--kills 1000]``.

Each run is killed with its workers (SIGKILL) until
it gets through; its output must be that of a run that nobody disturbed, byte for byte. A stand-in for the extraction
makes runs short, so that kills meet the writing of output and checkpoints as often as they can. POSIX only.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from extractor import Article
from extractor.corpus import Limits, Target, results, runs, source_of
from extractor.corpus.output import KINDS, OutputKind
from extractor.corpus.records import needs

RECORDS: Final = 1_500


def stand_in(page: str, url: str | None, **_: Any) -> Article:
    """Return an article without looking for it; some pages take longer than others."""
    time.sleep(len(page) % 7 / 20_000)
    return Article(text=page.upper(), url=url)


def prepare() -> None:
    """Make runs fast, and commit after every chunk."""
    needs("pyarrow.parquet")  # once, not in every run
    results.extract = stand_in  # type: ignore[assignment]
    runs.CHECKPOINT_SECONDS = 0.0  # type: ignore[misc]
    fork = multiprocessing.get_context("fork")
    multiprocessing.get_context = lambda _=None: fork  # type: ignore[assignment, return-value]


def begin(folder: Path, name: str, kind: OutputKind) -> int:
    """Start a run in a process of its own, at the head of a group, and return its id."""
    process = os.fork()
    if process:
        with suppress(OSError):  # it has done so itself, or is over
            os.setpgid(process, process)
        return process
    os.setpgid(0, 0)
    sources = [source_of(str(path)) for path in sorted(folder.glob("in*"))]
    code = 1
    try:
        runs.run(sources, Target(str(folder / name), kind, resume=True), limits=Limits(jobs=2))
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(process: int) -> bool:
    """Wait for a run, and return whether it got through; False if it was killed. Raises if it failed."""
    status = os.waitpid(process, 0)[1]
    if os.WIFSIGNALED(status):
        return False
    if os.WEXITSTATUS(status):
        raise SystemExit("a run failed")
    return True


def settle(partial: Path) -> None:
    """Wait until the last worker, to whom the fork gave the locked file too, is gone."""
    if partial.exists():
        with partial.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)


def survive(folder: Path, kind: OutputKind, whole: bytes, chance: random.Random, duration: float) -> int:
    """Kill a run until it gets through; return how many kills that took."""
    name = f"out.{kind}"
    kills = 0
    while True:
        process = begin(folder, name, kind)
        time.sleep(chance.uniform(0, duration / 3 * (1 + kills / 10)))  # longer and longer, so that it ends
        with suppress(OSError):  # it is over
            os.killpg(process, signal.SIGKILL)
        if ended(process):
            break
        kills += 1
        settle(folder / f"{name}.partial")
    if (folder / name).read_bytes() != whole:
        raise SystemExit(f"{folder}: {name} is not what an undisturbed run gives")
    (folder / name).unlink()
    left = sorted(path.name for path in folder.iterdir() if path.name.startswith("out"))
    if left:
        raise SystemExit(f"left behind: {left}")
    return kills


def main() -> None:
    """Kill until there were enough."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    prepare()
    chance, total, trials = random.Random(arguments.seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [json.dumps({"id": str(number), "text": "word " * (number % 90)}) for number in range(RECORDS)]
        for part in range(3):
            (folder / f"in{part}.jsonl").write_text("\n".join(rows[part::3]))
        started = time.monotonic()
        while total < arguments.kills:
            kind = KINDS[trials % len(KINDS)]
            start = time.monotonic()
            if not ended(begin(folder, "whole", kind)):
                raise SystemExit("the undisturbed run was killed")
            duration = time.monotonic() - start
            whole = (folder / "whole").read_bytes()
            (folder / "whole").unlink()
            total += survive(folder, kind, whole, chance, duration)
            trials += 1
            print(f"{total} kills in {trials} runs", file=sys.stderr)
    print(f"{total} kills in {trials} runs, {time.monotonic() - started:.0f} s: nothing lost, nothing twice")


if __name__ == "__main__":
    sys.exit(main())
