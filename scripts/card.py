"""Make the model card: ``python scripts/card.py BENCH --models FOLDER [--cache FOLDER] [--pages N]``.

Draws ``docs/model-*.svg`` and fills the marked places of ``docs/model.md`` with tables. How good the scorer is says a
sample of the labelled pages, each judged by a model of ``train.py --models`` that saw no page of its domain; what it
looks at say the shipped weights, on a part of the same pages. Flat text is that of WET records. Nothing of a page but
numbers leaves this script.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from align import label, once
from bench import FOLDS, Page, document_of, fold_of, load
from evaluate import SEED, fold_models
from measures import page_f1, spearman, tokens
from numpy.typing import NDArray
from pictures import Curve, accuracy, calibration, curves, importance

from extractor.data import load as load_data
from extractor.document import Analysis, Source
from extractor.features import MEANINGS
from extractor.model import Model, Trees, shipped
from extractor.pipeline import run

DOCS: Final = Path(__file__).parent.parent / "docs"
SETS: Final = ("wcxb-train", "news-half")
"""The sets whose labels have the whole text."""

DIALECTS: Final[dict[Source, str | None]] = {"html": None, "text": "wet"}
SHOWN: Final = 30  # features in the picture of importance
CURVES: Final = 12
EXPLAINED: Final = 120  # pages whose contributions are looked at
BINS: Final = 10  # of probability
STEPS: Final = 16  # groups of about as many blocks that a curve is drawn through
LEAST: Final = 5  # pages of a group that is shown by itself
LENGTHS: Final = {100: "under 100", 300: "100 to 299", 1000: "300 to 999", np.inf: "1,000 and more"}
NAMES: Final = {name: place for place, name in enumerate(LENGTHS.values())}
BAD: Final = 0.5  # F1 below which an extraction is no use


@dataclass(frozen=True, slots=True)
class Judged:
    """A page and what a model that saw no page of its domain makes of it.

    ``language``: as the tool votes it. ``words``: of the gold text. ``figures``: page F1, precision and recall.
    ``probability``, ``wanted``: of each block, to be article and whether it is.
    """

    type: str
    language: str | None
    words: int
    figures: tuple[float, float, float]
    confidence: float
    probability: NDArray[np.float64]
    wanted: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of some pages; ``error``: two standard errors of the mean F1."""

    name: str
    pages: int
    f1: float
    error: float
    precision: float
    recall: float


def analyse(page: Page, model: Model) -> Analysis:
    """Take a labelled page through all stages."""
    return run(document_of(page), model, page.truth["url"])


def judge(page: Page, models: Sequence[Model]) -> Judged:
    """Judge a page by the model of its fold and label its blocks by the gold text."""
    found, gold = analyse(page, models[fold_of(page.domain, FOLDS)]), page.truth["text"]
    blocks = [found.document.block(index) for index in range(len(found.document))]
    return Judged(
        page.truth["type"] or "article",
        found.evidence.language,
        len(tokens(gold)),
        page_f1(found.article.text, gold),
        found.article.confidence,
        found.selection.probability,
        once(label(blocks, gold), found.evidence),
    )


def explain(pages: Iterable[Page], model: Model) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the features of all blocks of some pages, and what each feature adds to the score of each block."""
    found = [analyse(page, model) for page in pages]
    values, added = zip(*((one.features.values, one.scores.contributions) for one in found), strict=True)
    return np.concatenate(values), np.concatenate(added)


def curve(name: str, values: NDArray[np.float32], added: NDArray[np.float32]) -> Curve:
    """Return what a feature adds in groups of about as many blocks by ascending value; the lowest value is one."""
    missing = np.isnan(values)
    known, by_value = values[~missing], added[~missing]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, STEPS + 1))) if known.size else known
    group = np.searchsorted(edges, known)
    points = [
        (float(known[group == one].mean()), *_spread(by_value[group == one])) for one in np.unique(group).tolist()
    ]
    return Curve(name, tuple(points), _spread(added[missing]) if missing.any() else None, float(missing.mean()))


def _spread(added: NDArray[np.float32]) -> tuple[float, float, float]:
    low, high = np.quantile(added, (0.1, 0.9)).tolist()
    return float(added.mean()), low, high


def reliable(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Return of the blocks in each tenth of probability their mean probability, how many are article, and how many."""
    probability = np.concatenate([page.probability for page in judged])
    wanted = np.concatenate([page.wanted for page in judged])
    tenth = np.minimum((probability * BINS).astype(int), BINS - 1)
    groups = [(probability[tenth == one], wanted[tenth == one]) for one in np.unique(tenth).tolist()]
    return [(float(some.mean()), float(right.mean()), len(some)) for some, right in groups]


def grouped(judged: Sequence[Judged], name_of: Callable[[Judged], str]) -> list[Group]:
    """Return the figures of pages by a name, lengths ascending, else the most frequent first; few pages are "other"."""
    by_name: dict[str, list[Judged]] = defaultdict(list)
    for page in judged:
        by_name[name_of(page)].append(page)
    few = [name for name, pages in by_name.items() if len(pages) < LEAST]
    rest = list(chain.from_iterable(by_name.pop(name) for name in few))
    ordered = sorted(by_name.items(), key=lambda one: (NAMES.get(one[0], 0), -len(one[1])))
    return [group(name, pages) for name, pages in [*ordered, *([("other", rest)] if rest else [])]]


def group(name: str, pages: Sequence[Judged]) -> Group:
    """Return the figures of some pages."""
    figures = np.array([page.figures for page in pages])
    f1, precision, recall = figures.mean(axis=0).tolist()
    return Group(name, len(pages), f1, 2 * float(figures[:, 0].std()) / len(pages) ** 0.5, precision, recall)


def kinds(judged: Sequence[Judged]) -> dict[str, list[Group]]:
    """Return the figures by page type and, of articles, by language and by length."""
    articles = [page for page in judged if page.type == "article"]
    return {
        "page type": grouped(judged, lambda page: page.type),
        "language of articles": grouped(articles, lambda page: page.language or "unsure"),
        "words of articles": grouped(
            articles, lambda page: next(LENGTHS[most] for most in LENGTHS if page.words < most)
        ),
    }


def overall(judged: Sequence[Judged]) -> dict[str, str]:
    """Return the figures of all pages."""
    all_pages = group("all", judged)
    f1, confidence = [page.figures[0] for page in judged], [page.confidence for page in judged]
    sure = np.argsort(-np.array(confidence), kind="stable")[: (len(judged) + 1) // 2]
    bins = reliable(judged)
    off = sum(blocks * abs(probability - share) for probability, share, blocks in bins) / sum(one[2] for one in bins)
    return {
        "pages judged": f"{len(judged):,}",
        "their blocks": f"{sum(one[2] for one in bins):,}",
        "page F1 (precision, recall)": f"{all_pages.f1:.3f} ({all_pages.precision:.3f}, {all_pages.recall:.3f})",
        "median page F1": f"{np.median(f1):.3f}",
        "pages of which nothing is right (F1 0)": f"{np.mean(np.array(f1) == 0):.1%}",
        f"pages below {BAD}": f"{np.mean(np.array(f1) < BAD):.1%}",
        "page F1 of the more confident half": f"{np.take(f1, sure).mean():.3f}",
        "rank correlation of confidence and page F1": f"{spearman(confidence, f1):.2f}",
        "mean distance of a block's probability from the share that is article": f"{off:.3f}",
    }


def fitted(source: Source) -> dict[str, str]:
    """Return what the header of the weights says, and their size."""
    data: dict[str, Any] = load_data(source)
    return {
        "labelled sets (fingerprint of the labels)": ", ".join(f"{name} ({key})" for name, key in data["data"].items()),
        "kinds of pages": ", ".join(data["dialects"]),
        "made by": f"{data['made_by']}, seed {data['seed']}",
        "trees, depth": f"{len(Trees.from_json(data).nodes)}, at most {data['depth']}",
        "features": f"{len(data['features'])}",
        "words and pairs with a learned weight": f"{sum(map(len, data['words'].values())):,}",
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def beside(columns: dict[str, dict[str, str]]) -> str:
    """Return a table with a column for each kind of source and a row for each fact."""
    facts = next(iter(columns.values()))
    return table(["", *columns], [[fact, *(column[fact] for column in columns.values())] for fact in facts])


def figures_table(groups: dict[str, list[Group]]) -> str:
    """Return the figures of all groups as a table."""
    rows = [
        (
            kind if one is listed[0] else "",
            one.name,
            str(one.pages),
            f"{one.f1:.3f} ± {one.error:.3f}",
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
        )
        for kind, listed in groups.items()
        for one in listed
    ]
    return table(("", "", "pages", "page F1", "precision", "recall"), rows)


def filled(text: str, name: str, content: str) -> str:
    """Put content into the place of a text that is marked with a name."""
    place = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(text):
        raise SystemExit(f"model.md has no place marked <!-- {name} --> ... <!-- end -->")
    return place.sub(lambda marks: f"{marks[1]}\n{content}\n\n{marks[2]}", text)


def sample(bench: Path, source: Source, count: int, cache: Path | None) -> list[Page]:
    """Return a random sample of the labelled pages, the same ones for every source."""
    found = [page for name in SETS for page in load(bench / name, DIALECTS[source], cache)]
    return random.Random(SEED).sample(found, min(count, len(found)))


def draw(source: Source, pages: Sequence[Page], judged: Sequence[Judged]) -> dict[str, str]:
    """Return the pictures of a scorer by name."""
    model = shipped(source)
    names = model.scorer.trees.names
    values, added = explain(pages[:EXPLAINED], model)
    moves = np.abs(added).mean(axis=0)
    order = np.argsort(-moves, kind="stable")[:SHOWN].tolist()
    groups = kinds(judged)
    return {
        "importance": importance([(names[at], float(moves[at]), MEANINGS[names[at]]) for at in order]),
        "curves": curves([curve(names[at], values[:, at], added[:, at]) for at in order[:CURVES]]),
        "calibration": calibration(reliable(judged)),
        "accuracy": accuracy(
            {kind: [(one.name, one.f1, one.error, one.pages) for one in listed] for kind, listed in groups.items()}
        ),
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of the models of the folds")
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--pages", type=int, default=1000, help="a random sample of so many pages (1000)")
    arguments = parser.parse_args()
    card = DOCS / "model.md"
    text, judged = card.read_text(encoding="utf-8"), {}
    for source in get_args(Source):
        pages = sample(arguments.bench, source, arguments.pages, arguments.cache)
        models = fold_models(arguments.models, source)
        judged[source] = [judge(page, models) for page in pages]
        for name, picture in draw(source, pages, judged[source]).items():
            (DOCS / f"model-{source}-{name}.svg").write_text(picture, encoding="utf-8")
        text = filled(text, f"{source} accuracy", figures_table(kinds(judged[source])))
    text = filled(text, "overall", beside({source: overall(pages) for source, pages in judged.items()}))
    text = filled(text, "fitted", beside({source: fitted(source) for source in judged}))
    card.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
