"""Fit and measure the site memory: ``python scripts/site_memory.py BENCH --models FOLDER [--cache FOLDER] [--write]``.

Learns each host of the sets that has at least three pages, from those pages. Fits, for HTML and for flat text, the one
number by which what the memory says against a block is multiplied, and prints page F1 without and with it: each page is
judged by a model (``train.py`` makes them) and a number that saw no page of its domain.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from align import label
from bench import FOLDS, Page, document_of, domain_of, flat_texts, fold_of, read_html, read_truth
from evaluate import fold_models
from measures import page_f1

from extractor.characters import Bools, Floats
from extractor.corpus.learning import Sample, remembered, sample_record
from extractor.corpus.records import Record
from extractor.document import Analysis, Source
from extractor.memory import Site, site_name
from extractor.pipeline import run

SETS: Final = ("wcxb-train", "news-half")
DIALECTS: Final[dict[Source, tuple[str, ...]]] = {"html": ("html",), "text": ("wet", "bs", "ins")}
DATA: Final = Path(__file__).parent.parent / "extractor" / "data" / "site_memory.json"
_MIN_PAGES: Final = 3
_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A page of a remembered host.

    ``against``, ``total``, ``is_gold``, ``weight``: of each block. The weights of a page add up to 1.
    """

    page: Page
    site: Site
    against: Floats
    total: Floats
    is_gold: Bools
    weight: Floats

    @property
    def fold(self) -> int:
        """The fold of its domain."""
        return fold_of(self.page.domain, FOLDS)


def pages_of(bench: Path, dialect: str, cache: Path | None) -> list[Page]:
    """Return the pages of hosts that have enough of them."""
    pages = []
    for folder in (bench / name for name in SETS):
        rows = read_truth(folder)
        hosts = Counter(site_name(row["url"]) for row in rows)
        rows = [row for row in rows if row["url"] and hosts[site_name(row["url"])] >= _MIN_PAGES]
        ids = [row["id"] for row in rows]
        sources: Sequence[str | bytes] = (
            [read_html(folder, name) for name in ids] if dialect == "html" else flat_texts(folder, dialect, ids, cache)
        )
        pages += [Page(source, row, domain_of(row["url"])) for source, row in zip(sources, rows, strict=True)]
    return pages


def learned(pages: Iterable[Page]) -> dict[str, Site]:
    """Return what is remembered of the hosts of some pages."""
    sample = Sample()
    for page in pages:
        kind = "html" if isinstance(page.source, bytes) else "text"
        sample_record(sample, Record(None, page.truth["url"], page.source, kind))
    found = {host: remembered(kept.values()) for host, kept in sample.sites.items()}
    return {host: Site.of(line[:3] for line in lines) for host, lines in found.items() if lines}


def judged(page: Page, models: Path, weight: float = 0.0, site: Site | None = None) -> Analysis:
    """Take a page through all stages with the model of its fold."""
    document = document_of(page)
    model = fold_models(models, document.source)[fold_of(page.domain, FOLDS)]
    return run(document, model._replace(site_memory=weight), page.truth["url"], 0.0, site)


def case_of(page: Page, site: Site, models: Path) -> Case:
    """Return a page with the labels of its blocks and their scores without the memory."""
    found = judged(page, models)
    blocks = [found.document.block(index) for index in range(len(found.document))]
    size = found.evidence.size
    against = site.against(found.evidence.key, size)
    is_gold = np.array(label(blocks, page.truth["text"] or ""), np.bool_)
    return Case(page, site, against, found.scores.total, is_gold, size / max(size.sum(), 1))


def fit(cases: Sequence[Case]) -> float:
    """Return the weight that makes the labels of all blocks likeliest, by Newton's method."""
    against, total, gold, weight = (
        np.concatenate([getattr(case, name) for case in cases]) for name in ("against", "total", "is_gold", "weight")
    )
    value = 0.0
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(value * against - total))
        slope = np.sum(weight * against * (likely - gold))
        value += slope / np.sum(weight * against**2 * likely * (1 - likely))
    return float(value)


def report(name: str, cases: Sequence[Case], weights: Sequence[float], models: Path) -> None:
    """Print the mean page F1 without and with the memory, and how many pages got better and worse."""
    figures = []
    for case in cases:
        gold = case.page.truth["text"] or ""
        before = judged(case.page, models)
        after = judged(case.page, models, weights[case.fold], case.site)
        figures.append((*page_f1(before.article.text, gold), *page_f1(after.article.text, gold)))
    table = np.array(figures)
    change = table[:, 3] - table[:, 0]
    means = " ".join(f"{value:.4f}" for value in table.mean(axis=0))
    better, worse = (change > 0).sum(), (change < 0).sum()
    print(f"{name}: {len(cases)} pages: F1 P R without, with: {means}; better {better}, worse {worse}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--models", type=Path, required=True, help="folder of the models of the folds")
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--write", action="store_true", help="write the weights of the package")
    arguments = parser.parse_args()
    fitted = {}
    for source, dialects in DIALECTS.items():
        cases: dict[str, list[Case]] = {}
        for dialect in dialects:
            pages = pages_of(arguments.bench, dialect, arguments.cache)
            sites = learned(pages)
            found = ((page, sites.get(site_name(page.truth["url"]))) for page in pages)
            cases[dialect] = [case_of(page, site, arguments.models) for page, site in found if site]
        every = [case for listed in cases.values() for case in listed]
        weights = [fit([case for case in every if case.fold != fold]) for fold in range(FOLDS)]
        fitted[source] = round(fit(every), 3)
        print(f"{source}: {fitted[source]}, by fold {' '.join(f'{weight:.3f}' for weight in weights)}")
        for dialect, listed in cases.items():
            report(dialect, listed, weights, arguments.models)
    if arguments.write:
        DATA.write_text(json.dumps(fitted) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
