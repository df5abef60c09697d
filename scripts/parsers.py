"""Hold ``segment_html`` to another parser of the HTML Standard: ``python scripts/parsers.py DATA [--worst 10]``.

DATA is a folder of sets of the bench layout (see ``bench.py``). The agreement of a page is the share of its characters
that stand in blocks which both readings have, in the same order (the heaviest common subsequence of blocks):
2 * common / (ours + theirs), of the text alone and of the text with its structure (the element of each block and the 3
around it, the share that is linked in tenths). ``--page ID`` shows where the blocks of a page differ.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import zlib
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import groupby, islice, takewhile
from pathlib import Path
from typing import Final

import numpy as np
from bench import read_html, read_truth
from reference import PARSERS, Row, blocks, tenths

from extractor.decode import decode
from extractor.document import Document
from extractor.markup import INLINES
from extractor.segment_html import segment_html

LOW: Final = 0.95
"""Pages that agree less must be explained."""

_LINK: Final = INLINES.index("link")
_AROUND: Final = 3
_WIDTH: Final = 160  # characters of a line of the terminal
_FIRST: Final = 8  # lines that show where a page differs


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far the two readings of a page agree."""

    name: str
    page_id: str
    text: float
    structure: float


def rows_of(document: Document) -> list[Row]:
    """Return the blocks of a document in the form of the reference."""
    assert document.markup is not None
    elements, inlines = document.markup.elements, document.markup.inlines
    links = inlines.kind == _LINK
    depth = np.zeros(len(document.text) + 1, np.int64)
    np.add.at(depth, inlines.start[links], 1)
    np.add.at(depth, inlines.end[links], -1)
    linked = np.append(0, np.cumsum(depth.cumsum() > 0))
    shares = linked[document.end] - linked[document.start]
    parent, rows = elements.parent.tolist(), []
    for index, (element, share) in enumerate(zip(document.markup.element.tolist(), shares.tolist(), strict=True)):
        text, path, inner = document.block(index), [elements.tag[element]], element
        while inner and len(path) <= _AROUND:
            inner = parent[inner]
            path.append(elements.tag[inner])
        rows.append(Row(text, tuple(path), tenths(share, len(text))))
    return rows


def agreement(ours: Sequence[Hashable], theirs: Sequence[Hashable], weights: tuple[list[int], list[int]]) -> float:
    """Return 2 * common / (ours + theirs) of two lists; ``weights``: what each of their items counts."""
    total = sum(weights[0]) + sum(weights[1])
    first, last = 0, 0
    shorter = min(len(ours), len(theirs))
    while first < shorter and ours[first] == theirs[first]:
        first += 1
    while last < shorter - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    ends = sum(weights[0][:first]) + sum(weights[0][len(ours) - last :])
    middle = slice(first, len(ours) - last), slice(first, len(theirs) - last)
    common = ends + heaviest_common(ours[middle[0]], theirs[middle[1]], weights[0][middle[0]])
    return 2 * common / total if total else 1.0


def heaviest_common(ours: Sequence[Hashable], theirs: Sequence[Hashable], weights: Sequence[int]) -> int:
    """Return the weight of the heaviest common subsequence, by dynamic programming with a row at a time."""
    number: dict[Hashable, int] = {}
    keys = np.fromiter((number.setdefault(item, len(number)) for item in theirs), np.int64)
    best = np.zeros(len(theirs) + 1, np.int64)
    for item, weight in zip(ours, weights, strict=True):
        if item in number:
            taken = np.where(keys == number[item], best[:-1] + weight, 0)
            best[1:] = np.maximum.accumulate(np.maximum(taken, best[1:]))
    return int(best[-1])


def compare(name: str, page_id: str, ours: list[Row], theirs: list[Row]) -> Comparison:
    """Compare two readings of a page."""
    weights = [len(row.text) for row in ours], [len(row.text) for row in theirs]
    texts = [row.text for row in ours], [row.text for row in theirs]
    return Comparison(name, page_id, agreement(*texts, weights), agreement(ours, theirs, weights))


def differences(ours: list[Row], theirs: list[Row], *, structure: bool, around: int) -> Iterator[str]:
    """Yield how the blocks of ours (-) and theirs (+) differ, ``around``: equal blocks shown beside."""
    lines = [[_line(row, structure=structure) for row in rows] for rows in (ours, theirs)]
    return islice(unified_diff(*lines, lineterm="", n=around), 2, None)


def cropped(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of a diff cut to the width of a terminal, those of a pair (- and +) from where they part."""
    for _, run in groupby(lines, key=lambda line: line[0] in "-+"):
        kept = list(run)
        removed, added = ([line for line in kept if line[0] == sign] for sign in "-+")
        skip: dict[str, int] = {}
        for pair in zip(removed, added, strict=False):
            parts = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(pair[0][1:], pair[1][1:], strict=False)))
            skip |= dict.fromkeys(pair, max(0, parts - _WIDTH // 3))
        for line in kept:
            yield f"{line[0]}{'…' if skip.get(line) else ''}{line[1 + skip.get(line, 0) :]}"[:_WIDTH]


def _line(row: Row, *, structure: bool) -> str:
    where = f"{'<'.join(row.path)} {row.linked / 10} " if structure else ""
    return where + repr(row.text)


def summary(name: str, results: Sequence[Comparison]) -> str:
    """Return the figures of a set as a line."""
    cells = [f"{name:18s} {len(results):6d}"]
    for column in ([one.text for one in results], [one.structure for one in results]):
        exact, low = sum(value == 1 for value in column), sum(value < LOW for value in column)
        cells.append(f"{statistics.mean(column):.5f} {exact:6d} {low:6d}")
    return " | ".join(cells)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a page in both ways and counts the seconds of each."""

    parser: str
    spent: list[float]

    def read(self, html: bytes) -> tuple[list[Row], list[Row]]:
        """Return the blocks of ours and theirs."""
        text = decode(html).text
        times = [time.process_time()]
        document = segment_html(text)
        times.append(time.process_time())
        theirs = blocks(text, self.parser)
        times.append(time.process_time())
        self.spent[0] += times[1] - times[0]
        self.spent[1] += times[2] - times[1]
        return rows_of(document), theirs


def page_ids(folder: Path, sample: int | None) -> list[str]:
    """Return the pages of a set, or some of them, always the same."""
    ids = [row["id"] for row in read_truth(folder)]
    return sorted(ids, key=lambda one: zlib.crc32(one.encode()))[:sample] if sample else ids


def _show_page(folders: Iterable[Path], page_id: str, reader: Reader, *, structure: bool) -> None:
    for folder in folders:
        if (folder / "html" / f"{page_id}.html.gz").is_file():
            ours, theirs = reader.read(read_html(folder, page_id))
            print(compare(folder.name, page_id, ours, theirs))
            print(*differences(ours, theirs, structure=structure, around=2), sep="\n")
            return
    raise SystemExit(f"no set has a page {page_id}")


def _show_worst(data: Path, results: Iterable[Comparison], reader: Reader, *, structure: bool) -> None:
    for one in results:
        print(f"\n{one.name} {one.page_id}: text {one.text:.4f}, structure {one.structure:.4f}")
        ours, theirs = reader.read(read_html(data / one.name, one.page_id))
        for line in islice(cropped(differences(ours, theirs, structure=structure, around=1)), _FIRST):
            print(f"  {line}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--parser", choices=sorted(PARSERS), default="lexbor", help="whose tree (html5lib is slow)")
    parser.add_argument("--set", help="this set alone")
    parser.add_argument("--sample", type=int, help="this many pages of each set")
    parser.add_argument("--worst", type=int, default=0, help="show this many pages that agree least")
    parser.add_argument("--structure", action="store_true", help="look for the worst by structure and show it")
    parser.add_argument("--page", help="show all differences of this page")
    return parser.parse_args()


def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    folders = sorted(path.parent for path in arguments.data.glob("*/truth.jsonl"))
    folders = [folder for folder in folders if arguments.set in (None, folder.name)]
    if not folders:
        raise SystemExit(f"{arguments.data} holds no set{f' {arguments.set}' if arguments.set else ''}")
    reader = Reader(arguments.parser, [0.0, 0.0])
    if arguments.page:
        _show_page(folders, arguments.page, reader, structure=arguments.structure)
        return
    print(f"{'set':18s} {'pages':>6s} | text    exact  < {LOW} | structure  exact  < {LOW}")
    results: list[Comparison] = []
    for folder in folders:
        ids = page_ids(folder, arguments.sample)
        found = [compare(folder.name, one, *reader.read(read_html(folder, one))) for one in ids]
        print(summary(folder.name, found), flush=True)
        results += found
    print(summary("all", results))
    print(f"CPU seconds: segment_html {reader.spent[0]:.1f}, {arguments.parser} and its walk {reader.spent[1]:.1f}")
    worst = sorted(results, key=lambda one: one.structure if arguments.structure else one.text)
    _show_worst(arguments.data, worst[: arguments.worst], reader, structure=arguments.structure)


if __name__ == "__main__":
    sys.exit(main())
