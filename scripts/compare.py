"""Compare with peers on HTML: ``python scripts/compare.py DATA --models FOLDER [--pages 200] [--picture FILE.svg]``.

DATA is a set of the bench layout with whole gold texts, or a folder of Zyte's article-extraction-benchmark
(``ground-truth.json`` and ``html/<id>.html.gz``). All extractors run in this process on the same pages, in turn,
so that a busy machine slows them alike. Ours is judged by models that saw no page of the domain (see ``train.py``).
"""

from __future__ import annotations

import argparse
import html as markup
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from bench import Page, domain_of, fold_of, load, read_html, read_json
from evaluate import fold_models
from measures import page_f1
from peers import installed

from extractor.decode import decode
from extractor.pipeline import run
from extractor.segment_html import segment_html

SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Result:
    """Mean page F1, precision and recall of an extractor, and how many pages it reads in a second."""

    name: str
    f1: float
    precision: float
    recall: float
    speed: float


def pages_of(folder: Path) -> list[Page]:
    """Return the pages of a set in either layout."""
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        return [page for page in load(folder) if page.truth["text"] is not None]
    rows = read_json(truth)
    return [
        Page(read_html(folder, name), {"text": row["articleBody"]}, domain_of(row.get("url")))
        for name, row in rows.items()
    ]


def compare(pages: list[Page], models: Path) -> list[Result]:
    """Run all extractors on all pages, the page in the outer loop."""
    folds = fold_models(models, "html")

    def ours(page: Page) -> str:
        document = segment_html(decode(page.source).text)
        return run(document, folds[fold_of(page.domain, len(folds))]).article.text

    names = ["extractor", *(peers := installed())]
    spent, figures = dict.fromkeys(names, 0.0), {name: [] for name in names}
    for page in pages:
        assert isinstance(page.source, bytes)
        for name in names:
            start = time.perf_counter()
            text = ours(page) if name == "extractor" else peers[name](page.source)
            spent[name] += time.perf_counter() - start
            figures[name].append(page_f1(text, page.truth["text"]))
    return [Result(name, *np.mean(figures[name], axis=0).tolist(), len(pages) / spent[name]) for name in names]


def picture(results: list[Result]) -> str:
    """Draw accuracy (up) against speed (across, a factor of ten every 240 points) as SVG."""
    left, bottom, wide, high = 70, 330, 640, 380
    low = min(result.f1 for result in results) - 0.02
    top = max(result.f1 for result in results)
    slow = np.log10(min(result.speed for result in results)) - 0.1
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="13">',
        f'<path d="M{left} 20V{bottom}H{wide - 20}" fill="none" stroke="#888"/>',
        f'<text x="{left}" y="{bottom + 35}" fill="#555">pages a second (logarithmic)</text>',
        '<text x="12" y="16" fill="#555">page F1</text>',
    ]
    for result in results:
        x = left + (np.log10(result.speed) - slow) * 240
        y = bottom - (result.f1 - low) / (top - low) * (bottom - 30)
        colour = "#c0392b" if result.name == "extractor" else "#34495e"
        name = markup.escape(f"{result.name} {result.f1:.3f}, {result.speed:.0f}/s")
        rows.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour}"/>')
        rows.append(f'<text x="{x + 9:.0f}" y="{y + 4:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*rows, "</svg>"]) + "\n"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--models", type=Path, required=True, help="folder of the models of the folds")
    parser.add_argument("--pages", type=int, help="a random sample of so many pages")
    parser.add_argument("--picture", type=Path, help="file for the picture")
    arguments = parser.parse_args()
    pages = pages_of(arguments.data)
    if arguments.pages:
        pages = random.Random(SEED).sample(pages, min(arguments.pages, len(pages)))
    results = compare(pages, arguments.models)
    print(f"{arguments.data.name}, {len(pages)} pages")
    for result in sorted(results, key=lambda one: -one.f1):
        ratio = result.speed / results[0].speed
        print(
            f"{result.name:18s} page F1 {result.f1:.4f} (P {result.precision:.3f} R {result.recall:.3f})  "
            f"{result.speed:6.1f} pages/s  {ratio:5.2f} x ours"
        )
    if arguments.picture:
        arguments.picture.write_text(picture(results), encoding="utf-8")


if __name__ == "__main__":
    main()
