"""Site memory: the lines that stand on most pages of a host, and what that says of a block.

``extractor learn`` writes the file (see ``corpus.learning``), ``Options.site_memory`` names it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from extractor.addresses import host_of
from extractor.characters import Floats, Hashes, Ints, nearest
from extractor.document import ExtractorError

FEATURE: Final = "site memory"
"""What the feature, and so its contribution, is called."""

FORMAT: Final = 1
"""Of the file; another one belongs to other hashes of lines."""

_OPEN: Final = 2  # files that are kept in a process


@dataclass(frozen=True, slots=True)
class Site:
    """What is remembered of a host: a row a line.

    ``keys``: see ``Evidence.key``; ascending. ``counts``: pages that differ and have the line. ``pages``: pages that
    could tell.
    """

    keys: Hashes
    counts: Ints
    pages: Ints

    @classmethod
    def of(cls, lines: Iterable[tuple[int, int, int]]) -> Site:
        """Take key, count and pages of each line."""
        ordered = sorted(lines)
        keys = np.array([key for key, _, _ in ordered], np.uint64)
        counts = np.array([row[1:] for row in ordered], np.int64).reshape(-1, 2)
        return cls(keys, counts[:, 0], counts[:, 1])

    def against(self, keys: Hashes, words: Floats) -> Floats:
        """Return how much speaks against each block: 0 for one that is not remembered.

        It is the log-odds that a page of the host has the line, times the binary logarithm of its words: a label of two
        words can stand in many articles.
        """
        if not len(self.keys):
            return np.zeros(len(keys))
        place = nearest(self.keys, keys)
        counts = self.counts[place]
        odds = np.log((counts + 0.5) / (self.pages[place] - counts + 0.5))
        return np.where(self.keys[place] == keys, odds * np.log2(np.maximum(words, 1)), 0.0)


def site_name(address: str | None) -> str:
    """Return the host whose pages are learned together: without ``www.``; "" for all pages without an address."""
    return (host_of(address) or "").removeprefix("www.")


def recall(path: str | os.PathLike[str] | None, address: str | None) -> Site | None:
    """Return what a file remembers of the host of an address, None if nothing (or if there is no file)."""
    return None if path is None else sites_in(path).get(site_name(address))


def sites_in(path: str | os.PathLike[str]) -> Mapping[str, Site]:
    """Return the hosts of a file, which a process reads once and again when it has changed.

    Raises ``ExtractorError`` where the file cannot be read or is no site memory.
    """
    if "\0" in os.fspath(path):
        raise ExtractorError(f"site_memory is {os.fspath(path)!r}: give the path of a file")
    try:
        stat = Path(path).stat()
        return _read(os.fspath(path), stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise ExtractorError(f"{os.fspath(path)}: {error.strerror}") from error


@lru_cache(_OPEN)
def _read(path: str, _modified: int, _size: int) -> dict[str, Site]:
    try:
        data = json.loads(Path(path).read_bytes())
        if data["format"] == FORMAT:
            return {host: _site(site) for host, site in data["hosts"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ExtractorError(f"{path} is no site memory: make it with extractor learn") from error
    raise ExtractorError(f"{path} is a site memory of another version: make it again with extractor learn")


def _site(data: Mapping[str, Any]) -> Site:
    lines = [(int(key, 16), int(count), int(pages)) for key, count, pages, _ in data["lines"]]
    if not all(0 < count <= pages for _, count, pages in lines):
        raise ValueError("counts of lines are larger than those of pages")
    return Site.of(lines)
