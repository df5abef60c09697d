"""Workers that do what pages make no worker do: they stand in for ``extractor.corpus.worker.work``."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from extractor import Article, extract
from extractor.corpus import results, worker

ACCIDENTS = ("killed", "endless", "large")


def extract_with_accidents(page: str, *arguments: Any, **options: Any) -> Article:
    """Extract; a page that is the name of an accident kills the worker, never ends, or takes too much memory."""
    if page == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if page == "endless":
        time.sleep(600)
    if page == "large":
        bytearray(1 << 34)
    return extract(page, *arguments, **options)


def work_with_accidents(*arguments: Any) -> None:
    results.extract = extract_with_accidents
    worker.work(*arguments)


def die_starting(*_: Any) -> None:
    os._exit(3)


def die_reading(*arguments: Any) -> None:
    """Work, but die in reading whatever is behind the first chunk."""
    read = worker.Chunks.read

    def read_or_die(self: worker.Chunks, start: Any) -> Any:
        if start.number:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(self, start)

    worker.Chunks.read = read_or_die
    worker.work(*arguments)
