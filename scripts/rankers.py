"""Fit the rankers of metadata candidates (title, date, authors) on labelled pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from bench import Page, document_of, fold_of, gold_authors
from measures import author_right, same_title, title_f1
from trees import Shape, fit

from extractor.cut import cut
from extractor.evidence import observe
from extractor.features import tabulate
from extractor.metadata.authors import author_candidates
from extractor.metadata.context import Context
from extractor.metadata.date import date_candidates
from extractor.metadata.title import title_candidates
from extractor.model import Ranker, Scorer, Trees
from extractor.score import classify, score

PRECISION: Final = {"title": 0.68, "date": 0.85, "authors": 0.81}
"""Share of the values stated that must be right: it sets the threshold of each field."""

SHAPE: Final = Shape(trees=200, depth=7, leaves=24, rate=0.08, rows=30, features=0.6)
FOLDS: Final = 2
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


def context_of(scorer: Scorer, page: Page) -> Context:
    """Take a page to the point where its metadata are looked for."""
    document = document_of(page)
    evidence = observe(document)
    features = tabulate(document, evidence, scorer.trees.names, scorer.weights)
    types = classify(features, scorer.types)
    selection = cut(score(features, scorer.trees), evidence.size, next(iter(types), None))
    return Context(document, evidence, selection, types, page.truth["url"])


def cases_of_page(scorers: Sequence[Scorer], numbered: tuple[int, Labelled]) -> list[Case]:
    """Return all candidates of a page with their labels, by the scorer of its fold, which saw no page of its domain."""
    number, labelled = numbered
    page, truth = labelled.page, labelled.page.truth
    context = context_of(scorers[fold_of(page.domain, len(scorers))], page)
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


def all_cases(pages: Iterable[Labelled], scorers: Sequence[Scorer]) -> list[Case]:
    """Return the candidates of many pages."""
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(cases_of_page, scorers), enumerate(pages), chunksize=32)
        return [case for cases in found for case in cases]


def fit_ranker(field: str, cases: list[Case]) -> dict[str, Any]:
    """Fit one field's ranker; its threshold is set by winners that were judged by trees of other domains."""
    mine = [case for case in cases if case.field == field]
    judged = []
    for fold in range(FOLDS):
        trees = _fit([case for case in mine if fold_of(case.domain, FOLDS) != fold])
        judged += winners(
            Ranker(Trees.from_json(trees), 0.0), [case for case in mine if fold_of(case.domain, FOLDS) == fold]
        )
    return _fit(mine) | {"threshold": threshold(judged, PRECISION[field])}


def _fit(cases: list[Case]) -> dict[str, Any]:
    names = tuple(sorted({name for case in cases for name in case.features}))
    values = np.array([[case.features.get(name, np.nan) for name in names] for case in cases], np.float32)
    right = np.array([case.right for case in cases])
    weight = np.array([case.weight for case in cases])
    torn = (right > 0) & (right < 1)  # nearly right: a little of both
    rows = np.concatenate((values, values[torn]))
    labels = np.concatenate((right > 0, np.zeros(torn.sum(), np.bool_)))
    weights = np.concatenate((np.where(torn, right, 1.0), 1 - right[torn]))
    weights *= np.concatenate((weight, weight[torn]))
    return fit(rows, labels, weights, names=names, shape=SHAPE)


def winners(ranker: Ranker, cases: list[Case]) -> list[tuple[float, bool]]:
    """Return for each page with candidates the confidence of the best and whether it is right."""
    best: dict[int, tuple[float, bool]] = {}
    for confidence, case in zip(ranker.confidences([case.features for case in cases]), cases, strict=True):
        found = (confidence, case.right > 0)
        best[case.page] = max(best.get(case.page, (0.0, False)), found)
    return list(best.values())


def threshold(judged: list[tuple[float, bool]], precision: float) -> float:
    """Return the lowest confidence from which on the winners are right so often."""
    ordered = sorted(judged, reverse=True)
    right = np.cumsum([hit for _, hit in ordered]) / np.arange(1, len(ordered) + 1)
    good = np.flatnonzero(right >= precision)
    return round(ordered[int(good[-1])][0], 4) if len(good) else 1.0


def fit_rankers(cases: list[Case]) -> dict[str, Any]:
    """Fit all fields; returns them as data for ``model.Ranker.from_json``."""
    return {field: fit_ranker(field, cases) for field in PRECISION}
