"""Fit the rankers of metadata candidates (title, date, authors) on labelled pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from bench import Page, fold_of, gold_authors
from measures import author_right, same_title, title_f1
from trees import Shape, fit, trees_to_json

from extractor.cut import cut
from extractor.evidence import observe
from extractor.features import tabulate
from extractor.metadata.authors import author_candidates
from extractor.metadata.context import Context
from extractor.metadata.date import date_candidates
from extractor.metadata.title import title_candidates
from extractor.model import Ranker, Trees
from extractor.score import score
from extractor.segment_text import segment_text

PRECISION: Final = {"title": 0.68, "date": 0.88, "authors": 0.86}
"""Share of the values stated that must be right: it sets the threshold of each field."""

SHAPE: Final = Shape(trees=120, depth=5, rate=0.1)
FOLDS: Final = 2
_NEARLY = 0.8  # token F1 of a title that is right but for a word or a suffix


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate of a page. ``right``: 1 for the gold value; ``stated``: whether the page has a gold value at all."""

    field: str
    page: int
    domain: str
    features: Mapping[str, float]
    right: float


def cases_of_page(trees: Callable[[str], Trees], numbered: tuple[int, Page]) -> list[Case]:
    """Return all candidates of a page with their labels, by the trees that its domain is to be judged with."""
    number, page = numbered
    assert isinstance(page.source, str)
    document = segment_text(page.source)
    evidence = observe(document)
    if not len(document):
        return []
    selection = cut(score(tabulate(document, evidence), trees(page.domain)), evidence.size)
    context = Context(document, evidence, selection)
    truth = page.truth
    place, cases = None, []
    titles = title_candidates(context)
    if truth["title"]:
        values = [document.text[one.start : one.end] for one in titles]
        right = [_title_right(value, truth["title"]) for value in values]
        cases += [Case("title", number, page.domain, one.features, r) for one, r in zip(titles, right, strict=True)]
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


def all_cases(pages: Iterable[Page], trees: Callable[[str], Trees]) -> list[Case]:
    """Return the candidates of many pages."""
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(cases_of_page, trees), enumerate(pages), chunksize=32)
        return [case for cases in found for case in cases]


def fit_ranker(field: str, cases: list[Case]) -> Ranker:
    """Fit one field's ranker; its threshold is set by winners that were judged by trees of other domains."""
    mine = [case for case in cases if case.field == field]
    judged = []
    for fold in range(FOLDS):
        trees = _fit([case for case in mine if fold_of(case.domain, FOLDS) != fold])
        judged += winners(Ranker(trees, 0.0), [case for case in mine if fold_of(case.domain, FOLDS) == fold])
    return Ranker(_fit(mine), threshold(judged, PRECISION[field]))


def _fit(cases: list[Case]) -> Trees:
    names = tuple(sorted({name for case in cases for name in case.features}))
    values = np.array([[case.features[name] for name in names] for case in cases], np.float32)
    right = np.array([case.right for case in cases])
    torn = (right > 0) & (right < 1)  # nearly right: a little of both
    rows = np.concatenate((values, values[torn]))
    labels = np.concatenate((right > 0, np.zeros(torn.sum(), np.bool_)))
    weights = np.concatenate((np.where(torn, right, 1.0), 1 - right[torn]))
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


def fit_rankers(cases: list[Case]) -> dict[str, Ranker]:
    """Fit all fields."""
    return {field: fit_ranker(field, cases) for field in PRECISION}


def to_json(rankers: Mapping[str, Ranker]) -> dict[str, Any]:
    """Return rankers as plain data."""
    return {field: trees_to_json(one.trees) | {"threshold": one.threshold} for field, one in rankers.items()}
