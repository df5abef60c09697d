"""Fit the trees that tell the types of pages, on pages that scorers which saw no page of their domains have scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from bench import Page, document_of, fold_of
from numpy.typing import NDArray
from trees import Shape, fit, pack

from extractor.document import Document, Evidence, FeatureTable, Scores
from extractor.evidence import observe
from extractor.features import tabulate
from extractor.model import Scorer, Types
from extractor.score import of_page, score

SHAPE: Final = Shape(trees=80, depth=3, leaves=6, rate=0.12, rows=10, features=0.2)


class Row(NamedTuple):
    """A page to fit on: its type, the fold of its domain, its features and what it weighs.

    ``is_typed``: whether its type is given; pages of sets without types are articles.
    """

    kind: str
    fold: int
    values: NDArray[np.float32]
    weight: float
    is_typed: bool


def scored(scorer: Scorer, page: Page) -> tuple[Document, Evidence, FeatureTable, Scores]:
    """Take a page to the scores of its blocks."""
    document = document_of(page)
    evidence = observe(document)
    features = tabulate(document, evidence, scorer.trees.names, scorer.weights)
    return document, evidence, features, score(features, scorer.trees)


def row_of(scorers: Sequence[Scorer], weighted: tuple[Page, float]) -> Row | None:
    """Return the row of a page and its weight, None if it has no blocks."""
    page, weight = weighted
    fold, kind = fold_of(page.domain, len(scorers)), page.truth.get("type")
    document, evidence, features, scores = scored(scorers[fold], page)
    if not len(document):
        return None
    return Row(kind or "article", fold, of_page(features, scores, evidence.size), weight, bool(kind))


def rows_of(pages: Iterable[tuple[Page, float]], scorers: Sequence[Scorer]) -> list[Row]:
    """Return the rows of many pages with their weights."""
    with ProcessPoolExecutor() as pool:
        return [row for row in pool.map(partial(row_of, scorers), pages, chunksize=32) if row]


def fit_types(rows: Sequence[Row], names: Sequence[str], left_out: int | None = None) -> dict[str, Any]:
    """Fit for each type the trees that tell it from the others; returns them as data for ``model.Types.from_json``."""
    seen = [row for row in rows if row.fold != left_out]
    values, kinds = np.array([row.values for row in seen]), np.array([row.kind for row in seen])
    weights = np.array([row.weight for row in seen])
    fitted = {kind: fit(values, kinds == kind, weights, SHAPE) for kind in sorted(set(kinds.tolist()))}
    packed = pack(names, SHAPE, list(chain.from_iterable(fitted.values())))
    return packed | {"of": {kind: len(trees) for kind, trees in fitted.items()}}


def share_right(rows: Sequence[Row], fitted: Sequence[Mapping[str, Any]]) -> float:
    """Return how often the likeliest type is the given one; each page by the fit that left out its fold."""
    types = [Types.from_json(fold) for fold in fitted]
    odds = [(types[row.fold].odds(row.values), row.kind) for row in rows if row.is_typed]
    return float(np.mean([max(found, key=found.__getitem__) == kind for found, kind in odds]))
