"""Fit the model: ``python scripts/train.py BENCH [--cache FOLDER] [--models FOLDER] [--write]``.

Reads the labelled sets of the bench layout, as HTML (where texts are put into the frames of other sites, too) and as
flat text in several dialects, labels each block by alignment with the gold text and fits one model a fold of domains
(kept in the models folder, for ``evaluate.py``: no page of a domain is judged by a model that saw the domain). With
``--write`` it also fits on everything and writes the weights of the package. Seeded; the same data gives the same
weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
from align import label, label_snippets, once
from augment import beginnings, on_one_line, shortened, with_cards, with_masthead
from bench import FOLDS, Page, document_of, fingerprint, fold_of, load, read_json
from measures import page_f1, snippet_f1, snippet_hits
from numpy.typing import NDArray
from page_types import fit_types, rows_of, share_right
from rankers import Labelled, all_cases, fit_rankers, tables
from sklearn.isotonic import IsotonicRegression
from transplant import transplanted
from trees import SEED, Shape, fit, pack
from words import (
    RECIPES,
    Recipe,
    Tables,
    Tokens,
    common_tokens,
    fit_words,
    matrix,
    spellings,
    sums,
    tokens_of,
    words_to_json,
)

from extractor.cut import best_cut
from extractor.evidence import observe
from extractor.features import MARKUP_FEATURES, TEXT_FEATURES, tabulate
from extractor.model import Model, Scorer, Trees

DATA: Final = Path(__file__).parent.parent / "extractor" / "data"
SETS: Final = {"wcxb-train": 1.0, "news-half": 2.0, "trafilatura-half": 1.0}
"""The sets and what a page of each weighs; the last one has snippets in the place of the whole text."""

OWN: Final = {"own": 5.0}
"""The set that ``fixtures.py --set`` makes of corrected pages, for those who fit on some of their own."""

DIALECTS: Final = {
    "html": {"html": 1.0},
    "text": {"wet": 1.0, "ins": 1.0, "bs": 1.0, "traf": 0.5, "cards": 0.5, "line": 0.5},
}
"""Kinds of source, the dialects of each and what a page of each weighs; see ``AUGMENTED`` for the last two."""

TRANSPLANTED: Final = 0.25
"""What a page of HTML with its text within the frame of another site weighs; flat text gains nothing by such pages."""

AUGMENTED: Final[dict[str, Callable[[list[Page]], list[Page]]]] = {
    "cards": with_cards,
    "line": on_one_line,
    "masthead": with_masthead,
    "short": beginnings,
    "brief": shortened,
}
"""Dialects that are made from ``wet``: card lists added, all on one line, site name in the place of the title, the
beginning of the gold text alone, and in the place of the whole."""

TYPE_DIALECTS: Final = {
    "html": {"html": 1.0},
    "text": dict.fromkeys(DIALECTS["text"], 1.0) | {"short": 0.3, "brief": 1.0},
}
"""Dialects that what tells types of pages is fitted on and what a page of each weighs: without the last two a short
story is called a forum."""

RANKER_DIALECTS: Final = {
    "html": {"html": 1.0},
    "text": {"wet": 1.0, "ins": 1.0, "bs": 1.0, "masthead": 5.0},
}
"""Dialects that rankers are fitted on and what a title of each weighs: few pages of the others begin with the name of
the site."""

RANKER_SETS: Final = {"wcxb-train": True, "news-half": True, "trafilatura-half": False, "htmldate-half": False}
"""The sets that rankers are fitted on, and whether their pages have none of what is not labelled."""

FEATURES: Final = {"html": (*TEXT_FEATURES, *MARKUP_FEATURES), "text": tuple(TEXT_FEATURES)}
SHAPES: Final = {
    "html": Shape(trees=500, depth=7, leaves=31, rate=0.03, rows=100, features=0.2),
    "text": Shape(trees=250, depth=7, leaves=31, rate=0.06, rows=100, features=0.2),
}
"""By kind of source: of flat text twice as many trees at half the rate are no better (docs/adr/0009)."""

PARTS: Final = ("html", "text", "html_types", "text_types", "html_rankers", "text_rankers")
CURVE_POINTS: Final = 12
WORD_BLOCKS: Final = 600_000  # blocks that the weights of words are fitted on, about: every so many pages
_SNIPPET_WEIGHT: Final = 0.12  # of a block that holds a snippet: a page has about eight

Job = tuple[int, ...]  # folds that a fit leaves out


@dataclass(frozen=True, slots=True)
class Example:
    """A page ready to fit on: features, tokens, labels, block texts and what each block weighs."""

    group: str
    page: Page
    kind: str
    blocks: tuple[str, ...]
    values: NDArray[np.float32]
    tokens: Tokens
    size: NDArray[np.float64]
    label: NDArray[np.bool_]
    weight: NDArray[np.float64]

    @property
    def fold(self) -> int:
        """The fold of the page's domain."""
        return fold_of(self.page.domain, FOLDS)


def example(group: str, weight: float, source: str, page: Page) -> Example:
    """Segment, observe, tabulate and label one page."""
    document = document_of(page)
    evidence = observe(document)
    blocks = tuple(document.block(index) for index in range(len(document)))
    gold, size = page.truth["text"], evidence.size
    if gold is None:
        labels, certain = label_snippets(blocks, page.truth["with"] or (), page.truth["without"] or ())
        shares = _SNIPPET_WEIGHT * np.array(certain)
    else:
        labels = label(blocks, gold)
        shares = np.minimum(size / (len(gold.split()) + 50), 1) + 1e-4
    kind = page.truth.get("type") or "article"
    values = tabulate(document, evidence, FEATURES[source], {}).values
    tokens = tokens_of(document, evidence, RECIPES[source].kinds)
    return Example(group, page, kind, blocks, values, tokens, size, once(labels, evidence), weight * shares)


def pages_of(bench: Path, set_name: str, dialect: str, cache: Path | None) -> list[Page]:
    """Return the pages of a set in a dialect that have any text."""
    source = "wet" if dialect in AUGMENTED else dialect
    pages = [page for page in load(bench / set_name, None if dialect == "html" else source, cache) if page.source]
    return AUGMENTED[dialect](pages) if dialect in AUGMENTED else pages


def sets(bench: Path) -> dict[str, float]:
    """Return the sets to fit on and what a page of each weighs."""
    return SETS | {name: weight for name, weight in OWN.items() if (bench / name).is_dir()}


def examples(bench: Path, source: str, cache: Path | None) -> Iterator[Example]:
    """Yield the examples of a kind of source."""
    for set_name, weight in sets(bench).items():
        for dialect, share in DIALECTS[source].items():
            pages = pages_of(bench, set_name, dialect, cache)
            yield from _examples(source, f"{set_name} {dialect}", weight * share, pages)


def transplants(bench: Path) -> Iterator[Example]:
    """Yield examples of HTML with texts within the frames of other sites: to fit on, not to judge by."""
    for set_name, weight in sets(bench).items():
        pages = transplanted(pages_of(bench, set_name, "html", None))
        yield from _examples("html", f"{set_name} transplanted", weight * TRANSPLANTED, pages)


def _examples(source: str, group: str, weight: float, pages: Sequence[Page]) -> Iterator[Example]:
    with ProcessPoolExecutor() as pool:
        yield from pool.map(partial(example, group, weight, source), pages, chunksize=16)


class Words:
    """The learned words of a kind of source, fitted once for each set of folds left out."""

    def __init__(self, rows: Sequence[Example], others: Sequence[Example], recipe: Recipe) -> None:
        """Fit them on rows for every job that ``fit_source`` needs; the others, which follow, only have them."""
        self.recipe = recipe
        self.tables: Tables = common_tokens([(row.page.domain, row.tokens) for row in rows], recipe.kinds)
        self.texts = spellings([row.tokens for row in rows], self.tables)
        self.matrices = [matrix(row.tokens, self.tables) for row in (*rows, *others)]
        jobs: list[Job] = [(), *((fold,) for fold in range(FOLDS)), *combinations(range(FOLDS), 2)]
        with ThreadPoolExecutor(2) as pool:
            self.weights = dict(zip(jobs, pool.map(partial(self._fit, rows), jobs), strict=True))

    def _fit(self, rows: Sequence[Example], job: Job) -> NDArray[np.float64]:
        step = 1 + sum(len(row.size) for row in rows) // WORD_BLOCKS
        chosen = [index for index in range(0, len(rows), step) if rows[index].fold not in job]
        return fit_words(
            [self.matrices[index] for index in chosen],
            np.concatenate([rows[index].label for index in chosen]),
            np.concatenate([rows[index].weight for index in chosen]),
            self.recipe,
        )

    def features(self, index: int, job: Job) -> NDArray[np.float32]:
        """Return the word features of an example by the fit that left out these folds."""
        return sums(self.matrices[index], self.weights[tuple(sorted(job))], self.tables, self.recipe.sums)


def fit_source(
    rows: Sequence[Example], words: Words, names: Sequence[str], shape: Shape, left_out: Job
) -> dict[str, Any]:
    """Fit a scorer on all pages but those of a fold; no page has word features by words fitted on its own domain."""
    seen = [index for index, row in enumerate(rows) if row.fold not in left_out]
    values = [np.hstack((rows[index].values, words.features(index, (*left_out, rows[index].fold)))) for index in seen]
    trees = fit(
        np.concatenate(values),
        np.concatenate([rows[index].label for index in seen]),
        np.concatenate([rows[index].weight for index in seen]),
        shape,
    )
    packed = pack((*names, *words.recipe.features), shape, trees)
    return packed | {"words": words_to_json(words.weights[left_out], words.tables, words.texts)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model that saw no page of its domain makes of a page.

    ``expected``: the F1 it expects. ``figures``: page F1, precision and recall (or snippet hits) of what is kept.
    """

    row: Example
    expected: float
    figures: tuple[float, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the whole gold text is known."""
        return self.row.page.truth["text"] is not None


def judge(row: Example, values: NDArray[np.float32], trees: Trees) -> Verdict:
    """Score a page and measure what is kept."""
    keep, expected = best_cut(1 / (1 + np.exp(-trees.total(values))), row.size)
    text = "\n".join(block for block, keeps in zip(row.blocks, keep.tolist(), strict=True) if keeps)
    truth = row.page.truth
    if truth["text"] is None:
        return Verdict(row, expected, snippet_hits(text, truth["with"] or (), truth["without"] or ()))
    return Verdict(row, expected, page_f1(text, truth["text"]))


def calibrate(verdicts: Sequence[Verdict]) -> dict[str, list[float]]:
    """Return a rising curve from the F1 that the scores expect of a page to the mean F1 of such pages.

    Isotonic regression (Zadrozny & Elkan, 2002), read at a few points between which it is a straight line.
    """
    known = [verdict for verdict in verdicts if verdict.is_whole]
    expected, actual = (
        np.array(column) for column in zip(*((one.expected, one.figures[0]) for one in known), strict=True)
    )
    points = np.unique(np.quantile(expected, np.linspace(0, 1, CURVE_POINTS)).round(3))
    fitted = IsotonicRegression(out_of_bounds="clip").fit(expected, actual)
    return {"expected": points.tolist(), "actual": fitted.predict(points).round(3).tolist()}


def report(results: Sequence[Verdict]) -> None:
    """Print mean page F1 (precision, recall) by set, dialect and page type, or snippet F1."""
    for group in sorted({verdict.row.group for verdict in results}):
        mine = [(verdict.row, verdict.figures) for verdict in results if verdict.row.group == group]
        if mine[0][0].page.truth["text"] is None:
            found, leaked, missed = np.sum([figures for _, figures in mine], axis=0).tolist()
            print(f"{group:18s} snippets {snippet_f1(found, leaked, missed):.4f}", flush=True)
            continue
        kinds = sorted({row.kind for row, _ in mine})
        cells = [_cell("all", [figures for _, figures in mine])]
        if len(kinds) > 1:
            cells += [_cell(kind, [figures for row, figures in mine if row.kind == kind]) for kind in kinds]
        print(f"{group:18s} " + "  ".join(cells), flush=True)


def _cell(name: str, figures: list[tuple[float, ...]]) -> str:
    f1, precision, recall = np.mean(figures, axis=0).tolist()
    return f"{name} {f1:.4f} (P {precision:.3f} R {recall:.3f})"


def header(bench: Path, sets: Iterable[str], dialects: Iterable[str]) -> dict[str, Any]:
    """Say how the weights were made."""
    return {
        "made_by": "scripts/train.py",
        "data": {name: fingerprint(bench / name) for name in sets},
        "dialects": list(dialects),
        "seed": SEED,
    }


def train(arguments: argparse.Namespace, source: str) -> list[dict[str, Any]]:
    """Fit a kind of source: a scorer a fold (their cross-validated figures are printed), and one on everything."""
    rows = list(examples(arguments.bench, source, arguments.cache))
    others = list(transplants(arguments.bench)) if source == "html" else []
    names, shape = FEATURES[source], SHAPES[source]
    print(f"{source}: {len(rows)} pages and {len(others)} transplanted ones, {len(names)} features", flush=True)
    words = Words(rows, others, RECIPES[source])
    print({kind: len(table) for kind, table in words.tables.items()}, flush=True)
    fitted, results = [], []
    for fold in range(FOLDS):
        fitted.append(fit_source((*rows, *others), words, names, shape, (fold,)))
        trees = Trees.from_json(fitted[-1])
        for index, row in enumerate(rows):
            if row.fold == fold:
                values = np.hstack((row.values, words.features(index, (fold,))))
                results.append(judge(row, values, trees))
    report(results)
    if arguments.write:
        fitted.append(fit_source((*rows, *others), words, names, shape, ()))
    for fold, data in enumerate(fitted):
        data["curve"] = calibrate([verdict for verdict in results if verdict.row.fold != fold])
    kinds = (*DIALECTS[source], *(["transplanted"] if others else []))
    return [header(arguments.bench, sets(arguments.bench), kinds) | data for data in fitted]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--models", type=Path, required=True, help="folder for the models of the folds")
    parser.add_argument(
        "--part",
        choices=PARTS,
        nargs="+",
        default=PARTS,
        help="what to fit; types need the scorer of their source, rankers both",
    )
    parser.add_argument("--write", action="store_true", help="fit on everything and write the weights of the package")
    arguments = parser.parse_args()
    for part in arguments.part:
        source, _, kind = part.partition("_")
        fitted = {"": train, "types": train_types, "rankers": train_rankers}[kind](arguments, source)
        arguments.models.mkdir(parents=True, exist_ok=True)
        for fold in range(FOLDS):
            _write(arguments.models / f"{part}-{fold}.json", fitted[fold])
        if arguments.write:
            _write(DATA / f"{part}.json", fitted[FOLDS])


def train_types(arguments: argparse.Namespace, source: str) -> list[dict[str, Any]]:
    """Fit what tells the types of pages, by fold and on everything; each page is scored by the scorer of its fold."""
    scorers = [Scorer.from_json(data) for data in _folds(arguments.models, source)]
    pages = [
        (page, weight)
        for set_name in sets(arguments.bench)
        for dialect, weight in TYPE_DIALECTS[source].items()
        for page in pages_of(arguments.bench, set_name, dialect, arguments.cache)
        if page.truth["text"] is not None
    ]
    rows = rows_of(pages, scorers)
    fitted = [fit_types(rows, scorers[0].trees.names, left_out) for left_out in _jobs(arguments)]
    print(f"page type right: {share_right(rows, fitted[:FOLDS]):.3f}", flush=True)
    made = header(arguments.bench, sets(arguments.bench), TYPE_DIALECTS[source])
    return [made | data for data in fitted]


def train_rankers(arguments: argparse.Namespace, source: str) -> list[dict[str, Any]]:
    """Fit the rankers of a kind of source, by fold and on everything; pages are scored by the models of their folds."""
    folds = zip(_folds(arguments.models, source), _folds(arguments.models, f"{source}_types"), strict=True)
    models = [Model.from_json(scorer, types, {"fields": {}}) for scorer, types in folds]
    pages = [
        Labelled(page, weight, is_complete)
        for set_name, is_complete in RANKER_SETS.items()
        for dialect, weight in RANKER_DIALECTS[source].items()
        for page in pages_of(arguments.bench, set_name, dialect, arguments.cache)
    ]
    fields = tables(all_cases(pages, models))
    made = header(arguments.bench, RANKER_SETS, RANKER_DIALECTS[source])
    return [made | {"fields": fit_rankers(fields, source, left_out)} for left_out in _jobs(arguments)]


def _jobs(arguments: argparse.Namespace) -> list[int | None]:
    """Return the folds that are left out one by one, and None for a fit on everything if that is to be written."""
    return [*range(FOLDS), *([None] if arguments.write else [])]


def _folds(folder: Path, part: str) -> list[dict[str, Any]]:
    """Read a part of the models of the folds."""
    return [read_json(folder / f"{part}-{fold}.json") for fold in range(FOLDS)]


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
