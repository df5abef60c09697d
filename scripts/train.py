"""Fit the model: ``python scripts/train.py BENCH [--cache FOLDER] [--models FOLDER] [--write]``.

Reads the labelled sets of the bench layout, makes the flat-text dialects, labels each block by alignment with the
gold text and fits one model a fold of domains (kept in the models folder, for ``evaluate.py``: no page of a domain is
judged by a model that saw the domain). With ``--write`` it also fits on everything and writes the weights of the
package. Seeded; the same data gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from align import label
from augment import on_one_line, with_cards, with_masthead
from bench import Page, fingerprint, fold_of, load
from measures import page_f1
from numpy.typing import NDArray
from rankers import all_cases, fit_rankers, to_json
from trees import SEED, Shape, fit, trees_to_json

from extractor.cut import best_cut
from extractor.document import FeatureTable
from extractor.evidence import observe
from extractor.features import FEATURES, tabulate
from extractor.model import Trees
from extractor.score import score
from extractor.segment_text import segment_text

DATA: Final = Path(__file__).parent.parent / "extractor" / "data"
SETS: Final = {"wcxb-train": 1.0, "news-half": 2.0}
"""Sets with full gold text, and what a page of each weighs."""

RANKER_SETS: Final = ("wcxb-train", "news-half", "trafilatura-half")
DIALECTS: Final = {"wet": 1.0, "ins": 1.0, "bs": 1.0, "traf": 0.5, "cards": 0.5, "line": 0.5}
"""Dialects and what a page of each weighs; the last two are made from ``wet`` (see ``AUGMENTED``)."""

RANKER_DIALECTS: Final = ("wet", "ins", "bs", "masthead")
AUGMENTED: Final[dict[str, Callable[[list[Page]], list[Page]]]] = {
    "cards": with_cards,
    "line": on_one_line,
    "masthead": with_masthead,
}
"""Dialects that are made from ``wet``: card lists added, all on one line, site name in the place of the title."""

_REPEAT_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A page ready to fit on: its features, labels, block texts and the share each block has in the page F1."""

    group: str
    domain: str
    kind: str
    gold: str
    blocks: tuple[str, ...]
    values: NDArray[np.float32]
    size: NDArray[np.float64]
    label: NDArray[np.bool_]
    weight: NDArray[np.float64]


def example(group: str, weight: float, page: Page) -> Example:
    """Segment, observe, tabulate and label one page of flat text."""
    assert isinstance(page.source, str)
    document = segment_text(page.source)
    evidence = observe(document)
    blocks = tuple(document.block(index) for index in range(len(document)))
    gold = page.truth["text"] or ""
    size = evidence.size
    shares = weight * (np.minimum(size / (len(gold.split()) + 50), 1) + 1e-4)
    labels = np.array(label(blocks, gold), np.bool_)
    # a block that repeats an earlier one of the article is not wanted twice
    is_repeat = labels & (evidence.first < np.arange(len(document))) & labels[evidence.first] & (size > _REPEAT_WORDS)
    kind = page.truth.get("type") or "article"
    values = tabulate(document, evidence).values
    return Example(group, page.domain, kind, gold, blocks, values, size, labels & ~is_repeat, shares)


def pages_of(bench: Path, set_name: str, dialect: str, cache: Path | None) -> list[Page]:
    """Return the pages of a set in a dialect that have any text."""
    source = "wet" if dialect in AUGMENTED else dialect
    pages = [page for page in load(bench / set_name, source, cache) if page.source]
    return AUGMENTED[dialect](pages) if dialect in AUGMENTED else pages


def examples(bench: Path, set_name: str, dialect: str, cache: Path | None) -> Iterator[Example]:
    """Yield the examples of a set in a dialect."""
    weight = SETS[set_name] * DIALECTS[dialect]
    with ProcessPoolExecutor() as pool:
        pages = pages_of(bench, set_name, dialect, cache)
        yield from pool.map(partial(example, f"{set_name} {dialect}", weight), pages, chunksize=16)


def fit_examples(rows: list[Example], shape: Shape) -> Trees:
    """Fit trees on pages."""
    columns = (
        np.concatenate([row.values for row in rows]),
        np.concatenate([row.label for row in rows]),
        np.concatenate([row.weight for row in rows]),
    )
    return fit(*columns, names=tuple(FEATURES), shape=shape)


def judge(row: Example, trees: Trees) -> tuple[float, float, float]:
    """Return page F1, precision and recall of what the scores alone keep."""
    total = score(FeatureTable(tuple(FEATURES), row.values), trees).total
    keep, _ = best_cut(1 / (1 + np.exp(-total)), row.size)
    text = "\n".join(block for block, keeps in zip(row.blocks, keep.tolist(), strict=True) if keeps)
    return page_f1(text, row.gold)


def report(results: list[tuple[Example, tuple[float, float, float]]]) -> None:
    """Print mean page F1 (precision, recall) by set, dialect and page type."""
    for group in sorted({row.group for row, _ in results}):
        mine = [(row, figures) for row, figures in results if row.group == group]
        kinds = sorted({row.kind for row, _ in mine})
        cells = [_cell("all", [figures for _, figures in mine])]
        if len(kinds) > 1:
            cells += [_cell(kind, [figures for row, figures in mine if row.kind == kind]) for kind in kinds]
        print(f"{group:18s} " + "  ".join(cells), flush=True)


def _cell(name: str, figures: list[tuple[float, float, float]]) -> str:
    f1, precision, recall = np.mean(figures, axis=0).tolist()
    return f"{name} {f1:.4f} (P {precision:.3f} R {recall:.3f})"


class FoldTrees:
    """The trees that a page of a domain is to be judged with."""

    def __init__(self, folds: list[Trees]) -> None:
        """Take the trees of each fold."""
        self.folds = folds

    def __call__(self, domain: str) -> Trees:
        """Return the trees that saw no page of the domain."""
        return self.folds[fold_of(domain, len(self.folds))]


def header(bench: Path, dialects: list[str]) -> dict[str, Any]:
    """Say how the weights were made."""
    return {
        "made_by": "scripts/train.py",
        "data": {name: fingerprint(bench / name) for name in RANKER_SETS},
        "dialects": dialects,
        "seed": SEED,
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--models", type=Path, help="folder for the models of the folds")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, help="fit only so many of the folds, trees alone (a quick look)")
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--depth", type=int, default=6)
    parser.add_argument("--rate", type=float, default=0.12)
    parser.add_argument("--dialects", nargs="+", default=list(DIALECTS))
    parser.add_argument("--write", action="store_true", help="fit on everything and write the weights of the package")
    arguments = parser.parse_args()
    bench, folds = arguments.bench, arguments.folds
    shape = Shape(arguments.trees, arguments.depth, arguments.rate)
    rows = [
        row
        for set_name in SETS
        for dialect in arguments.dialects
        for row in examples(bench, set_name, dialect, arguments.cache)
    ]
    print(f"{len(rows)} pages, {sum(len(row.values) for row in rows)} blocks, {len(FEATURES)} features", flush=True)
    fitted, results = [], []
    for fold in range(folds if arguments.only is None else arguments.only):
        seen = [row for row in rows if fold_of(row.domain, folds) != fold]
        fitted.append(fit_examples(seen, shape))
        results += [(row, judge(row, fitted[-1])) for row in rows if fold_of(row.domain, folds) == fold]
    report(results)
    if arguments.only is not None:
        return
    pages = [
        page
        for set_name in RANKER_SETS
        for dialect in RANKER_DIALECTS
        for page in pages_of(bench, set_name, dialect, arguments.cache)
    ]
    cases = all_cases(pages, FoldTrees(fitted))
    made = header(bench, arguments.dialects)
    if arguments.models:
        arguments.models.mkdir(parents=True, exist_ok=True)
        for fold, trees in enumerate(fitted):
            rankers = fit_rankers([case for case in cases if fold_of(case.domain, folds) != fold])
            model = {"weights": made | trees_to_json(trees), "rankers": made | {"fields": to_json(rankers)}}
            (arguments.models / f"fold-{fold}.json").write_text(json.dumps(model), encoding="utf-8")
    if arguments.write:
        trees = fit_examples(rows, shape)
        _write(DATA / "weights.json", made | trees_to_json(trees))
        _write(DATA / "rankers.json", made | {"fields": to_json(fit_rankers(cases))})


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
