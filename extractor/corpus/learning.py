"""Learning a site: which lines stand on most pages of a host that differ from one another.

A ``Sample`` holds some pages of each host, chosen by the hashes of their addresses, so that samples of parts of a crawl
can be merged in any order and grouping. ``remembered`` counts in it; ``write_memory`` writes what
``extractor.memory`` reads.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappush, heappushpop
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urldefrag

import numpy as np

from extractor.corpus.output import replace_file
from extractor.corpus.records import Record
from extractor.memory import FORMAT, site_name
from extractor.pipeline import observed

HOSTS: Final = 10_000
"""Hosts of a sample, at most, unless more are asked for."""

PAGES: Final = 32
"""Pages of a host in a sample, at most."""

LINES: Final = 512
"""Lines of a page that are looked at (half of them from its top, half from its end), and of a host in the file."""

_PROSE: Final = 20  # words of a block that is told from a line: on two pages it says that one of them is a copy
_OWN: Final = 1 / 3  # share of its prose that a page must have for itself to be no copy
_NEAR: Final = 2  # blocks around a copied piece of prose whose lines are copied with it
_MIN_PAGES: Final = 3  # that differ and have a line
_SHOWN: Final = 80  # characters of a line in the file, for people


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """A page of a sample.

    ``rank``: hash of its address. ``keys``: of its blocks in order (see ``Evidence.key``), as bytes of uint64.
    ``words``: of each, as bytes of uint16. ``text``: how each begins, a line each.
    """

    rank: int
    keys: bytes
    words: bytes
    text: str

    def blocks(self) -> Iterator[tuple[int, int, str]]:
        """Yield key, words and text of each block."""
        lines = self.text.split("\n")
        keys, words = np.frombuffer(self.keys, "<u8").tolist(), np.frombuffer(self.words, "<u2").tolist()
        yield from zip(keys, words, lines, strict=True)

    def prose(self) -> dict[int, int]:
        """Return the words of each block that is prose, by key."""
        return {key: words for key, words, _ in self.blocks() if words >= _PROSE}


class Sample:
    """Some pages of each host: the ``PAGES`` whose addresses have the smallest hashes.

    Of two versions of a page (the same address) the smaller one stays, so that ``merge`` is associative, commutative
    and idempotent.
    """

    def __init__(self, hosts: int = HOSTS) -> None:
        """Begin without pages; ``hosts``: at most, those whose names have the smallest hashes."""
        self.limit = hosts
        self.sites: dict[str, dict[int, Page]] = {}
        self._hosts: list[tuple[int, str]] = []  # a heap, the largest hash first

    def wants(self, host: str, rank: int) -> bool:
        """Whether there is room for a page."""
        if host not in self.sites:
            return len(self.sites) < self.limit or -_hash(host.encode("utf-8", "surrogatepass")) > self._hosts[0][0]
        pages = self.sites[host]
        return len(pages) < PAGES or rank <= max(pages)

    def add(self, host: str, page: Page) -> None:
        """Take a page in, and put another one out where there are too many."""
        if not self.wants(host, page.rank):
            return
        if host not in self.sites:
            self._begin(host)
        pages = self.sites[host]
        pages[page.rank] = min(page, pages.get(page.rank, page))
        if len(pages) > PAGES:
            del pages[max(pages)]

    def _begin(self, host: str) -> None:
        entry = (-_hash(host.encode("utf-8", "surrogatepass")), host)
        if len(self.sites) < self.limit:
            heappush(self._hosts, entry)
        else:
            del self.sites[heappushpop(self._hosts, entry)[1]]
        self.sites[host] = {}


def merge(one: Sample, other: Sample) -> Sample:
    """Return the sample of all pages of which two samples were made."""
    merged = Sample(min(one.limit, other.limit))
    for sample in (one, other):
        for host, pages in sample.sites.items():
            for page in pages.values():
                merged.add(host, page)
    return merged


def sample_record(sample: Sample, record: Record) -> bool:
    """Take the page of a record into a sample, if there is room; return whether it has one that can be read."""
    host, address = site_name(record.url), urldefrag(record.url or "").url
    rank = _hash(address.encode("utf-8", "surrogatepass"))
    if record.problem is not None:
        return False
    if address and not sample.wants(host, rank):
        return True
    try:
        page = page_of(record, rank if address else None)
    except Exception:  # noqa: BLE001 (out of memory, or a defect: a page must not end a crawl)
        return False
    if page.keys:
        sample.add(host, page)
    return True


def page_of(record: Record, rank: int | None) -> Page:
    """Return what a sample holds of a page; ``rank``: None where it has no address, so that its words must do."""
    document, evidence = observed(record.page, record.kind, record.charset)
    places = np.flatnonzero(evidence.key)
    if len(places) > LINES:
        places = np.concatenate((places[: LINES // 2], places[-LINES // 2 :]))
    keys = evidence.key[places].astype("<u8").tobytes()
    words = np.minimum(np.ceil(evidence.size[places]), np.iinfo(np.uint16).max).astype("<u2").tobytes()
    text = "\n".join(" ".join(document.block(index)[: 2 * _SHOWN].split())[:_SHOWN] for index in places.tolist())
    return Page(_hash(keys) if rank is None else rank, keys, words, text)


class Line(NamedTuple):
    """A line that is remembered: the pages that differ and have it, the pages that could tell, and how it begins."""

    key: int
    found: int
    pages: int
    text: str


def remembered(pages: Collection[Page]) -> list[Line]:
    """Return the lines that more than half of the pages that differ have, and at least three of them.

    Prose is no line, however often it is repeated. Where a line stands beside repeated prose, it can be copied with it,
    and the page does not tell: a story that is on several pages is a story still.
    """
    differing = _differing(pages)
    places = Counter(key for page in pages for key in page.prose())
    copied = {key for key, count in places.items() if count > 1}
    found: Counter[int] = Counter()
    aside: Counter[int] = Counter()
    texts: dict[int, str] = {}
    for page in differing:
        lines, near = _lines(page, copied)
        found.update(lines.keys())
        aside.update(near - lines.keys())
        texts |= {key: min(text, texts.get(key, text)) for key, text in lines.items()}
    known = (Line(key, count, len(differing) - aside[key], texts[key]) for key, count in found.items())
    kept = [line for line in known if line.found >= max(_MIN_PAGES, line.pages // 2 + 1)]
    return sorted(kept, key=lambda line: (-line.found, line.key))[:LINES]


def _differing(pages: Iterable[Page]) -> list[Page]:
    """Return the pages with enough prose of their own, those with most prose first.

    A copy at another address has none, the version of a story before its update little.
    """
    seen: set[int] = set()
    found = []
    for words, _, page in sorted((-sum(page.prose().values()), page.rank, page) for page in pages):
        prose = page.prose()
        own = sum(count for key, count in prose.items() if key not in seen)
        if own and own >= -_OWN * words:
            found.append(page)
            seen |= prose.keys()
    return found


def _lines(page: Page, copied: set[int]) -> tuple[dict[int, str], set[int]]:
    """Return how each line of a page begins, by key, and apart the lines that stand beside copied prose."""
    blocks = list(page.blocks())
    middles = (place for place, (key, _, _) in enumerate(blocks) if key in copied)
    near = {place for middle in middles for place in range(middle - _NEAR, middle + _NEAR + 1)}
    lines = [(place in near, key, text) for place, (key, words, text) in enumerate(blocks) if words < _PROSE]
    return {key: text for is_near, key, text in lines if not is_near}, {key for is_near, key, _ in lines if is_near}


def write_memory(sample: Sample, path: str) -> tuple[int, int]:
    """Write what is remembered of each host of a sample; return the numbers of hosts and lines.

    Hosts of which nothing is remembered are left out. The same sample gives the same bytes.
    """
    found = ((host, remembered(sample.sites[host].values())) for host in sorted(sample.sites))
    known = {host: lines for host, lines in found if lines}
    rows = ",\n".join(f"{_json(host)}: {_json(_site(lines))}" for host, lines in known.items())
    data = f'{{"format": {FORMAT}, "hosts": {{\n{rows}\n}}}}\n'
    replace_file(Path(path), lambda file: file.write(data.encode("utf-8", "backslashreplace")))
    return len(known), sum(map(len, known.values()))


def _site(lines: Iterable[Line]) -> dict[str, object]:
    return {"lines": [(f"{line.key:016x}", *line[1:]) for line in lines]}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
