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
from extractor.score import score

PRECISION: Final = {"title": 0.68, "date": 0.86, "authors": 0.82}
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


def cases_of_page(scorers: Sequence[Scorer], numbered: tuple[int, tuple[Page, float]]) -> list[Case]:
    """Return all candidates of a page with their labels, by the scorer of its fold, which saw no page of its domain."""
    number, (page, weight) = numbered
    document = document_of(page)
    evidence = observe(document)
    if not len(document):
        return []
    scorer = scorers[fold_of(page.domain, len(scorers))]
    features = tabulate(document, evidence, scorer.trees.names, scorer.weights)
    selection = cut(score(features, scorer.trees), evidence.size)
    context = Context(document, evidence, selection)
    truth = page.truth
    place, cases = None, []
    titles = title_candidates(context)
    if truth["title"]:
        values = [document.text[one.start : one.end] for one in titles]
        right = [_title_right(value, truth["title"]) for value in values]
        cases += [
            Case("title", number, page.domain, one.features, r, weight) for one, r in zip(titles, right, strict=True)
        ]
        best = max(range(len(titles)), key=lambda index: right[index], default=None)
        place = titles[best].block if best is not None and right[best] > 0 else None
    for date in date_candidates(context, place):
        days = {day.isoformat() for day in date.span.days}
        cases.append(Case("date", number, page.domain, date.features, float(truth["date"] in days)))
    gold = gold_authors(truth)
    for author in author_candidates(context, place):
        right = float(bool(gold) and any(author_right([author.name], [one]) for one in _people(gold)))
        cases.append(Case("authors", number, page.domain, author.features, right))
    return cases


def _people(gold: Sequence[str]) -> list[str]:
    return [person for one in gold for person in one.replace(" and ", ",").replace(";", ",").split(",")]


def _title_right(value: str, gold: str) -> float:
    if same_title(value, gold):
        return 1.0
    return 0.8 if title_f1(value, gold) >= _NEARLY else 0.0


def all_cases(pages: Iterable[tuple[Page, float]], scorers: Sequence[Scorer]) -> list[Case]:
    """Return the candidates of many pages, each given with the weight of its titles."""
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
    values = np.array([[case.features[name] for name in names] for case in cases], np.float32)
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
