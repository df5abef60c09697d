"""Measure extraction: ``python scripts/evaluate.py DATA --dialect html|wet|ins|bs|traf [--models FOLDER] [--gate]``.

DATA is a folder of the bench layout or of Zyte's article-extraction-benchmark (see ``bench``). With ``--models`` (made
by ``train.py``) every page is judged by a model that saw no page of its domain; the figures of the shipped weights on
pages they were fitted on are no measurement. ``--gate`` compares with the floors in ``scripts/floors.json`` and fails
where one is not reached. ``--peers`` runs the published extractors beside ours on HTML, all in one process.
``--picture`` draws accuracy against speed (with ``--peers``) or how far the confidence can be relied on.
"""

from __future__ import annotations

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Final

from bench import DIALECTS, Page, document_of, fold_of, load, read_json
from compare import compare, tables
from figures import Row, figures
from measures import page_f1
from pictures import accuracy_and_speed, reliability

from extractor.document import Source
from extractor.model import Model, shipped
from extractor.pipeline import run

FLOORS: Final = Path(__file__).parent / "floors.json"
SEED: Final = 1  # of the sample of pages


@cache
def fold_models(folder: Path, source: Source) -> tuple[Model, ...]:
    """Read the models of the folds for a kind of source."""
    paths = sorted(folder.glob(f"{source}-*.json"))
    if not paths:
        raise SystemExit(f"{folder} holds no {source}-*.json: run scripts/train.py with --models {folder}")
    others = (sorted(folder.glob(f"{source}_{part}-*.json")) for part in ("types", "rankers"))
    return tuple(Model.from_json(*map(read_json, parts)) for parts in zip(paths, *others, strict=True))


def extract_page(models: Path | None, page: Page) -> Row:
    """Extract one page, of flat text or of HTML."""
    document = document_of(page)
    folds = fold_models(models, document.source) if models else (shipped(document.source),)
    model = folds[fold_of(page.domain, len(folds))]
    return Row(page.truth, run(document, model, page.truth["url"]).article)


def below_floor(name: str, found: dict[str, float]) -> list[str]:
    """Return the figures that do not reach the pinned floor of this set and dialect."""
    floors = read_json(FLOORS).get(name)
    if floors is None:
        return [f"{name}: no floors in {FLOORS.name}"]
    return [
        f"{name}: {key} {found.get(key, 0):.4f} < {floor}" for key, floor in floors.items() if found.get(key, 0) < floor
    ]


def measure(arguments: argparse.Namespace, data: Path, dialect: str) -> list[str]:
    """Print the figures of a set in a dialect; returns what is below the floor if there is a gate."""
    with ProcessPoolExecutor() as pool:
        pages = chosen(arguments, data, dialect)
        rows = list(pool.map(partial(extract_page, arguments.models), pages, chunksize=16))
    found = figures(rows)
    print(f"\n{data.name} {dialect} ({len(rows)} pages)")
    for name, value in found.items():
        print(f"  {name:22s} {value:.4f}", flush=True)
    if arguments.picture:
        known = [row for row in rows if row.truth["text"] is not None]
        f1 = [page_f1(row.article.text, row.truth["text"])[0] for row in known]
        picture = reliability([row.article.confidence for row in known], f1)
        arguments.picture.write_text(picture, encoding="utf-8")
    return below_floor(f"{data.name} {dialect}", found) if arguments.gate else []


def beside_peers(arguments: argparse.Namespace, data: Path) -> None:
    """Print the tables of all extractors on the HTML of a set and draw the picture, if one is wanted."""
    pages = chosen(arguments, data, "html")
    results = compare(pages, lambda page: extract_page(arguments.models, page).article)
    print(f"\n{data.name} html ({len(pages)} pages)\n{tables(results)}", flush=True)
    if arguments.picture:
        arguments.picture.write_text(accuracy_and_speed(results), encoding="utf-8")


def chosen(arguments: argparse.Namespace, data: Path, dialect: str) -> list[Page]:
    """Return the pages of a set that are asked for."""
    pages = load(data, None if dialect == "html" else dialect, arguments.cache)
    found = [page for page in pages if arguments.type in (None, page.truth["type"])]
    return random.Random(SEED).sample(found, arguments.pages) if (arguments.pages or len(found)) < len(found) else found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="folders of labelled pages")
    parser.add_argument("--dialect", choices=["html", *DIALECTS], nargs="+", default=["wet"])
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--models", type=Path, help="folder of the models of the folds")
    parser.add_argument("--type", help="only pages of this type")
    parser.add_argument("--pages", type=int, help="a random sample of so many pages")
    parser.add_argument("--gate", action="store_true", help="fail where a floor is not reached")
    parser.add_argument("--peers", action="store_true", help="run the published extractors beside ours, on HTML")
    parser.add_argument("--picture", type=Path, help="file for a picture (SVG)")
    arguments = parser.parse_args()
    if not arguments.models:
        print("Shipped weights: on pages that they were fitted on, these figures flatter (see --models).")
    if arguments.peers:
        for data in arguments.data:
            beside_peers(arguments, data)
        return
    failures = [
        failure
        for data in arguments.data
        for dialect in arguments.dialect
        for failure in measure(arguments, data, dialect)
    ]
    if failures:
        raise SystemExit("Below the floor:\n" + "\n".join(failures))


if __name__ == "__main__":
    main()
