"""The figures of extracted articles against the labels of their pages (definitions in ``measures``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from bench import Truth, gold_authors
from measures import author_right, page_f1, same_title, snippet_f1, snippet_hits, spearman, title_f1

from extractor.document import Article

_NEARLY: Final = 0.8  # token F1 of a title that is right but for a word or a suffix


@dataclass(frozen=True, slots=True)
class Row:
    """A page with what was extracted from it."""

    truth: Truth
    article: Article


def figures(rows: Sequence[Row]) -> dict[str, float]:
    """Return all figures that the labels of a set allow."""
    return {**_text(rows), **_snippets(rows), **_titles(rows), **_dates(rows), **_authors(rows)}


def _text(rows: Sequence[Row]) -> dict[str, float]:
    scored = [
        (row, page_f1(row.article.text, row.truth["text"] or "")) for row in rows if row.truth["text"] is not None
    ]
    if not scored:
        return {}
    f1, precision, recall = (np.array([figure[place] for _, figure in scored]) for place in range(3))
    confidence = np.array([row.article.confidence for row, _ in scored])
    sure = np.argsort(-confidence, kind="stable")[: (len(scored) + 1) // 2]
    found = {"page F1": f1.mean(), "precision": precision.mean(), "recall": recall.mean()}
    kinds = [row.truth["type"] for row, _ in scored]
    for kind in sorted({kind for kind in kinds if kind}):
        found[f"F1 {kind}"] = f1[[one == kind for one in kinds]].mean()
    found["confidence Spearman"] = spearman(confidence.tolist(), f1.tolist())
    found["F1 of the surer half"] = f1[sure].mean()
    return {name: float(value) for name, value in found.items()}


def _snippets(rows: Sequence[Row]) -> dict[str, float]:
    hits = [
        snippet_hits(row.article.text, row.truth["with"] or (), row.truth["without"] or ())
        for row in rows
        if row.truth["with"] or row.truth["without"]
    ]
    if not hits:
        return {}
    found, leaked, missed = (sum(column) for column in zip(*hits, strict=True))
    return {
        "snippet F1": snippet_f1(found, leaked, missed),
        "snippet precision": found / max(found + leaked, 1),
        "snippet recall": found / max(found + missed, 1),
    }


def _titles(rows: Sequence[Row]) -> dict[str, float]:
    known = [row for row in rows if row.truth["title"]]
    if not known:
        return {}
    return {
        "title exact": _mean(same_title(row.article.title, row.truth["title"]) for row in known),
        "title nearly": _mean(title_f1(row.article.title, row.truth["title"]) >= _NEARLY for row in known),
        "title wrong": _mean(
            bool(row.article.title) and title_f1(row.article.title, row.truth["title"]) < _NEARLY for row in known
        ),
    }


def _dates(rows: Sequence[Row]) -> dict[str, float]:
    known = [row for row in rows if row.truth["date"]]
    unknown = [row for row in rows if row.truth["date"] is None]
    if not known:
        return {}
    found = {
        "date right": _mean((row.article.date or "")[:10] == row.truth["date"] for row in known),
        "date wrong": _mean(bool(row.article.date) and row.article.date[:10] != row.truth["date"] for row in known),
    }
    return found | ({"date invented": _mean(bool(row.article.date) for row in unknown)} if unknown else {})


def _authors(rows: Sequence[Row]) -> dict[str, float]:
    known = [row for row in rows if gold_authors(row.truth)]
    unknown = [row for row in rows if not gold_authors(row.truth)]
    if not known:
        return {}
    right = [author_right(row.article.authors, gold_authors(row.truth)) for row in known]
    stated = sum(bool(row.article.authors) for row in known)
    found = {"author right": _mean(right), "author precision": sum(right) / max(stated, 1)}
    return found | ({"author invented": _mean(bool(row.article.authors) for row in unknown)} if unknown else {})


def _mean(values: Iterable[object]) -> float:
    return float(np.mean([float(bool(value)) for value in values]))
