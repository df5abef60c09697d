"""Fit the rankers of metadata candidates (title, date, authors) on labelled pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from bench import FOLDS, Page, fold_of, gold_authors
from choice import Choice
from measures import author_right, same_title, title_f1
from numpy.typing import NDArray
from page_types import scored
from trees import Shape, fit, pack

from extractor.cut import cut
from extractor.metadata.authors import author_candidates
from extractor.metadata.context import Context
from extractor.metadata.date import date_candidates
from extractor.metadata.title import title_candidates
from extractor.model import Model, Trees
from extractor.score import classify

PRECISION: Final = {
    "html": {"title": 0.68, "date": 0.857, "authors": 0.8},
    "text": {"title": 0.65, "date": 0.86, "authors": 0.84},
}
"""Share of the values stated that must be right, by kind of source: it sets the threshold of each field."""

SHAPE: Final = Shape(trees=200, depth=7, leaves=24, rate=0.08, rows=30, features=0.6)
CHOICES: Final = {("html", "authors"), ("text", "date")}
"""Fields that are fitted as one choice a page (see ``choice.py``) and not candidate by candidate (docs/adr/0026)."""

_HALVES: Final = 2  # of the domains, by which thresholds are set
_NEARLY = 0.8  # token F1 of a title that is right but for a word or a suffix


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate of a page. ``right``: 1 for the gold value, less for a value that is nearly right."""

    field: str
    page: int
    domain: str
    features: Mapping[str, float]
    right: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page, what its titles weigh, and whether a field without a label is one that the page does not have."""

    page: Page
    weight: float
    is_complete: bool


def context_of(model: Model, page: Page) -> Context:
    """Take a page to the point where its metadata are looked for."""
    document, evidence, features, scores = scored(model.scorer, page)
    types = classify(features, scores, evidence.size, model.types)
    selection = cut(scores, evidence.size, next(iter(types), None))
    return Context(document, evidence, selection, types, page.truth["url"])


def cases_of_page(models: Sequence[Model], numbered: tuple[int, Labelled]) -> list[Case]:
    """Return all candidates of a page with their labels, by the model of its fold, which saw no page of its domain."""
    number, labelled = numbered
    page, truth = labelled.page, labelled.page.truth
    context = context_of(models[fold_of(page.domain, len(models))], page)
    case = partial(Case, page=number, domain=page.domain)
    titles = title_candidates(context)
    right = _titles_right([one.value for one in titles], truth["title"])
    shown = [one.block for one, hit in zip(titles, right, strict=True) if hit > 0 and one.block >= 0]
    place = next((block for block in shown if block > 0), next(iter(shown), None))
    cases = []
    if truth["title"]:
        pairs = zip(titles, right, strict=True)
        cases += [case("title", features=one.features, right=hit, weight=labelled.weight) for one, hit in pairs]
    if truth["date"] or labelled.is_complete:
        for date in date_candidates(context, place):
            days = {day.isoformat() for day in date.span.days}
            cases.append(case("date", features=date.features, right=float(truth["date"] in days)))
    people = _people(gold_authors(truth))
    if people or labelled.is_complete:
        for author in author_candidates(context, place):
            hit = float(any(author_right([author.name], [one]) for one in people))
            cases.append(case("authors", features=author.features, right=hit))
    return cases


def _people(gold: Sequence[str]) -> list[str]:
    return [person for one in gold for person in one.replace(" and ", ",").replace(";", ",").split(",")]


def _titles_right(values: Sequence[str], gold: str | None) -> list[float]:
    """Return how right each title is; one that is nearly so counts where the page has no better one."""
    exact = [float(bool(gold) and same_title(value, gold or "")) for value in values]
    return exact if any(exact) or not gold else [_NEARLY * (title_f1(value, gold) >= _NEARLY) for value in values]


def all_cases(pages: Iterable[Labelled], models: Sequence[Model]) -> list[Case]:
    """Return the candidates of many pages."""
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(cases_of_page, models), enumerate(pages), chunksize=32)
        return [case for cases in found for case in cases]


@dataclass(frozen=True, slots=True)
class Table:
    """The cases of one field, a row a case; missing features are NaN."""

    names: tuple[str, ...]
    values: NDArray[np.float32]
    right: NDArray[np.float64]
    weight: NDArray[np.float64]
    page: NDArray[np.int64]
    domain: NDArray[np.str_]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Table:
        """Put cases in a table."""
        names = tuple(sorted({name for case in cases for name in case.features}))
        return cls(
            names,
            np.array([[case.features.get(name, np.nan) for name in names] for case in cases], np.float32),
            np.array([case.right for case in cases]),
            np.array([case.weight for case in cases]),
            np.array([case.page for case in cases]),
            np.array([case.domain for case in cases]),
        )

    def fold(self, folds: int) -> NDArray[np.int64]:
        """Return the fold of each row's domain."""
        domains, number = np.unique(self.domain, return_inverse=True)
        return np.array([fold_of(str(domain), folds) for domain in domains])[number]

    def rows(self, wanted: NDArray[np.bool_]) -> Table:
        """Return some of the rows."""
        columns = (self.values, self.right, self.weight, self.page, self.domain)
        return Table(self.names, *(column[wanted] for column in columns))


def tables(cases: Iterable[Case]) -> dict[str, Table]:
    """Return the table of each field."""
    parts: dict[str, list[Case]] = {}
    for case in cases:
        parts.setdefault(case.field, []).append(case)
    return {field: Table.of(part) for field, part in parts.items()}


def fit_ranker(table: Table, precision: float, *, is_choice: bool) -> dict[str, Any]:
    """Fit one field's ranker; its threshold is set by winners that were judged by trees of other domains."""
    fold = table.fold(_HALVES)
    judged: list[tuple[float, bool]] = []
    for left_out in range(_HALVES):
        trees = Trees.from_json(_fit(table.rows(fold != left_out), is_choice=is_choice))
        judged += winners(trees, table.rows(fold == left_out))
    return _fit(table, is_choice=is_choice) | {"threshold": threshold(judged, precision)}


def _fit(table: Table, *, is_choice: bool) -> dict[str, Any]:
    if is_choice:
        loss = Choice(table.right, table.weight, table.page)
        return pack(table.names, SHAPE, fit(table.values, table.right > 0, table.weight, SHAPE, loss))
    right, weight = table.right, table.weight
    torn = (right > 0) & (right < 1)  # nearly right: a little of both
    rows = np.concatenate((table.values, table.values[torn]))
    labels = np.concatenate((right > 0, np.zeros(torn.sum(), np.bool_)))
    weights = np.concatenate((np.where(torn, right, 1.0), 1 - right[torn]))
    weights *= np.concatenate((weight, weight[torn]))
    return pack(table.names, SHAPE, fit(rows, labels, weights, SHAPE))


def winners(trees: Trees, table: Table) -> list[tuple[float, bool]]:
    """Return for each page with candidates the confidence of the best and whether it is right."""
    confidence = 1 / (1 + np.exp(-trees.total(table.values)))
    best: dict[int, tuple[float, bool]] = {}
    for page, *found in zip(table.page.tolist(), confidence.tolist(), (table.right > 0).tolist(), strict=True):
        best[page] = max(best.get(page, (0.0, False)), (found[0], found[1]))
    return list(best.values())


def threshold(judged: list[tuple[float, bool]], precision: float) -> float:
    """Return the lowest confidence from which on the winners are right so often."""
    ordered = sorted(judged, reverse=True)
    right = np.cumsum([hit for _, hit in ordered]) / np.arange(1, len(ordered) + 1)
    good = np.flatnonzero(right >= precision)
    return round(ordered[int(good[-1])][0], 4) if len(good) else 1.0


def fit_rankers(fields: Mapping[str, Table], source: str, left_out: int | None = None) -> dict[str, Any]:
    """Fit all fields without a fold of domains; returns them as data for ``model.Ranker.from_json``."""
    return {
        field: fit_ranker(
            table.rows(table.fold(FOLDS) != (-1 if left_out is None else left_out)),
            PRECISION[source][field],
            is_choice=(source, field) in CHOICES,
        )
        for field, table in fields.items()
    }
