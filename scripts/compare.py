"""Run the published extractors beside ours on the same pages: for ``evaluate.py --peers``.

All run in one process on each page in turn, so that a busy machine slows them alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from bench import Page
from measures import page_f1, snippet_f1, snippet_hits
from peers import installed


@dataclass(frozen=True, slots=True)
class Result:
    """How good and how fast an extractor is.

    ``f1``, ``precision``, ``recall``: means over the pages with a whole gold text; ``snippets``: F1 of the snippets
    (both NaN where a set has no such labels). ``speed``: pages a second.
    """

    name: str
    f1: float
    precision: float
    recall: float
    snippets: float
    speed: float

    @property
    def accuracy(self) -> float:
        """What the labels of the set measure: page F1, else snippet F1."""
        return self.snippets if np.isnan(self.f1) else self.f1


def compare(pages: Sequence[Page], ours: Callable[[Page], str]) -> list[Result]:
    """Run all extractors on all pages (as HTML), the page in the outer loop; ours comes first."""
    names = ["extractor", *(peers := installed())]
    spent, texts = dict.fromkeys(names, 0.0), {name: [""] * len(pages) for name in names}
    for place, page in enumerate(pages):
        assert isinstance(page.source, bytes)
        for name in names:
            start = time.perf_counter()
            texts[name][place] = ours(page) if name == "extractor" else peers[name](page.source)
            spent[name] += time.perf_counter() - start
    return [_result(name, pages, texts[name], len(pages) / spent[name]) for name in names]


def _result(name: str, pages: Sequence[Page], texts: Sequence[str], speed: float) -> Result:
    pairs = list(zip(pages, texts, strict=True))
    whole = [page_f1(text, page.truth["text"]) for page, text in pairs if page.truth["text"] is not None]
    hits = [
        snippet_hits(text, page.truth["with"] or (), page.truth["without"] or ())
        for page, text in pairs
        if page.truth["with"] or page.truth["without"]
    ]
    f1, precision, recall = np.mean(whole, axis=0).tolist() if whole else (np.nan,) * 3
    snippets = snippet_f1(*np.sum(hits, axis=0).tolist()) if hits else np.nan
    return Result(name, f1, precision, recall, snippets, speed)


def table(results: Sequence[Result]) -> str:
    """Return the results as lines of text, the best first."""
    fastest = results[0].speed
    return "\n".join(
        f"{one.name:18s} page F1 {one.f1:.4f} (P {one.precision:.3f} R {one.recall:.3f})  "
        f"snippet F1 {one.snippets:.4f}  {one.speed:6.1f} pages/s  {one.speed / fastest:5.2f} x ours"
        for one in sorted(results, key=lambda one: -one.accuracy)
    )
