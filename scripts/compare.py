"""Run the published extractors beside ours on the same pages: for ``evaluate.py --peers``.

All run in one process on each page in turn, so that a busy machine slows them alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench import Page
from figures import Row, figures

from extractor.document import Article
from extractor.peers import installed

_TEXT: Final = ("page F1", "precision", "recall", "F1 article", "snippet F1")
_METADATA: Final = (
    *("title exact", "title nearly", "date right", "date wrong", "date invented"),
    *("author right", "author precision", "author invented"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What an extractor gets right (see ``figures``) and how many pages it reads in a second."""

    name: str
    figures: Mapping[str, float]
    speed: float

    @property
    def accuracy(self) -> float:
        """What the labels of the set measure: page F1, else snippet F1, else the dates."""
        return next((self.figures[name] for name in (*_TEXT, "date right") if name in self.figures), 0.0)


def compare(pages: Sequence[Page], ours: Callable[[Page], Article]) -> list[Result]:
    """Run all extractors on all pages (as HTML), the page in the outer loop; ours comes first."""
    names = ["extractor", *(peers := installed())]
    spent: dict[str, float] = dict.fromkeys(names, 0.0)
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for page in pages:
        assert isinstance(page.source, bytes)
        for name in names:
            start = time.perf_counter()
            article = ours(page) if name == "extractor" else peers[name](page.source, page.truth["url"])
            spent[name] += time.perf_counter() - start
            rows[name].append(Row(page.truth, article))
    return [Result(name, figures(rows[name]), len(pages) / spent[name]) for name in names]


def tables(results: Sequence[Result]) -> str:
    """Return what the results say of text and of metadata as tables of Markdown, the best first."""
    ordered = sorted(results, key=lambda one: -one.accuracy)
    speeds = {one.name: f"{one.speed:.1f}" for one in results}
    texts = [one for one in ordered if one.figures.get("snippet F1", one.figures.get("page F1", 0.0)) > 0]
    facts = [one for one in ordered if any(one.figures.get(name, 0.0) > 0 for name in ("title exact", "date right"))]
    return f"{_table(texts, _TEXT, speeds)}\n\n{_table(facts, _METADATA, {})}"


def _table(results: Sequence[Result], columns: Iterable[str], speeds: Mapping[str, str]) -> str:
    names = [name for name in columns if any(name in one.figures for one in results)]
    head = ["extractor", *names, *(["pages/s"] if speeds else [])]
    rows = [head, ["---"] * len(head)]
    for one in results:
        cells = [f"{one.figures[name]:.3f}" if name in one.figures else "" for name in names]
        rows.append([one.name, *cells, *([speeds[one.name]] if speeds else [])])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
