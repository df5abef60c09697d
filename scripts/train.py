"""Fit the scorer: ``python scripts/train.py BENCH [--cache FOLDER] [--folds 5] [--write]``.

Reads the labelled sets of the bench layout, makes the flat-text dialects, labels each block by alignment with the
gold text, cross-validates by registered domain (no page of a domain on both sides) and, with ``--write``, fits on
everything and writes ``extractor/data/weights.json``. Seeded; the same data gives the same weights.
"""

from __future__ import annotations

import argparse
import datetime
import json
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from align import label, page_f1
from augment import with_cards
from bench import Page, fingerprint, load
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from extractor.document import FeatureTable
from extractor.evidence import observe
from extractor.features import FEATURES, tabulate
from extractor.label import best_cut
from extractor.score import Trees, score
from extractor.segment_text import segment_text

WEIGHTS = Path(__file__).parent.parent / "extractor" / "data" / "weights.json"
SETS = ("wcxb-train", "news-half")
DIALECTS = ("wet", "ins", "bs", "traf")
SEED = 1
DEPTH = 6
SET_WEIGHT = {"wcxb-train": 1.0, "news-half": 2.0}
DIALECT_WEIGHT = {"wet": 1.0, "ins": 1.0, "bs": 1.0, "traf": 0.5, "cards": 0.5}


@dataclass(frozen=True, slots=True)
class Example:
    """A page ready to fit on: its features, labels, block texts and the share each block has in the page F1."""

    set_name: str
    dialect: str
    domain: str
    kind: str
    gold: str
    blocks: tuple[str, ...]
    values: NDArray[np.float32]
    size: NDArray[np.float64]
    label: NDArray[np.bool_]
    weight: NDArray[np.float64]


def example(set_name: str, dialect: str, page: Page) -> Example:
    """Segment, observe, tabulate and label one page of flat text."""
    assert isinstance(page.source, str)
    document = segment_text(page.source)
    evidence = observe(document)
    blocks = tuple(document.block(index) for index in range(len(document)))
    gold = page.truth["text"] or ""
    size = evidence.size
    weight = np.minimum(size / (len(gold.split()) + 50), 1) + 1e-4
    weight *= SET_WEIGHT[set_name] * DIALECT_WEIGHT[dialect]
    labels = np.array(label(blocks, gold), np.bool_)
    # a block that repeats an earlier one of the article is not wanted twice
    repeat = labels & (evidence.first < np.arange(len(document))) & labels[evidence.first] & (size > 3)  # noqa: PLR2004
    kind = page.truth.get("type") or "article"
    values = tabulate(document, evidence).values
    return Example(set_name, dialect, page.domain, kind, gold, blocks, values, size, labels & ~repeat, weight)


def examples(bench: Path, set_name: str, dialect: str, cache: Path | None) -> Iterator[Example]:
    """Yield the examples of a set in a dialect; ``cards`` is ``wet`` with card lists added between the lines."""
    source = "wet" if dialect == "cards" else dialect
    pages = [page for page in load(bench / set_name, source, cache) if page.source]
    if dialect == "cards":
        pages = with_cards(pages, SEED)
    with ProcessPoolExecutor() as pool:
        yield from pool.map(partial(example, set_name, dialect), pages, chunksize=16)


def fold_of(domain: str, folds: int) -> int:
    """Return the fold of a domain: a hash, so that it does not depend on what else is in the data."""
    return zlib.crc32(domain.encode()) % folds


def fit(rows: list[Example], trees: int, rate: float) -> Trees:
    """Fit boosted oblivious trees and return them in our own form."""
    pool = Pool(
        np.concatenate([row.values for row in rows]),
        label=np.concatenate([row.label for row in rows]).astype(int),
        weight=np.concatenate([row.weight for row in rows]),
    )
    model = CatBoostClassifier(
        iterations=trees,
        depth=DEPTH,
        learning_rate=rate,
        l2_leaf_reg=3,
        random_seed=SEED,
        border_count=128,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        rsm=0.5,
        boosting_type="Plain",
        score_function="L2",
        verbose=False,
        allow_writing_files=False,
        thread_count=2,
    )
    model.fit(pool)
    return to_trees(model)


def to_trees(model: CatBoostClassifier) -> Trees:
    """Read CatBoost's trees: levels in our order, node values as weighted means of the leaves below."""
    path = Path("catboost-model.tmp.json")
    model.save_model(str(path), format="json")
    data = json.loads(path.read_text())
    path.unlink()
    scale, (bias,) = data["scale_and_bias"]
    feature, threshold, nodes = [], [], []
    for tree in data["oblivious_trees"]:
        splits = list(reversed(tree["splits"]))  # CatBoost's first split is the lowest bit of the leaf number
        pad = DEPTH - len(splits)
        feature.append([split["float_feature_index"] for split in splits] + [0] * pad)
        threshold.append([split["border"] for split in splits] + [np.inf] * pad)
        leaves = np.repeat(np.array(tree["leaf_values"]) * scale, 1)
        weights = np.array(tree["leaf_weights"], float)
        levels = [_padded(leaves, pad)]
        values, mass = leaves, weights + 1e-9
        above: list[NDArray[Any]] = []
        while len(values) > 1:
            total = mass[::2] + mass[1::2]
            values = (values[::2] * mass[::2] + values[1::2] * mass[1::2]) / total
            mass = total
            above.insert(0, values)
        # levels below the last question (padding): the answer is always no, the value stays
        lower = [_padded(leaves, step) for step in range(pad)]
        nodes.append(np.concatenate([*above, *lower, *levels]))
    root = np.array([values[0] for values in nodes])
    return Trees(
        tuple(FEATURES),
        float(bias + root.sum()),
        np.array(feature, np.int64),
        np.array(threshold, np.float32),
        np.round(np.array(nodes), 4).astype(np.float32),
    )


def _padded(leaves: NDArray[Any], levels: int) -> NDArray[Any]:
    return np.repeat(leaves, 1 << levels)


def kept(row: Example, probability: NDArray[np.float64]) -> str:
    """Return the text that the expected-F1 cut keeps of a page."""
    keep, _ = best_cut(probability, row.size)
    return "\n".join(block for block, keeps in zip(row.blocks, keep.tolist(), strict=True) if keeps)


def cross_validate(rows: list[Example], folds: int, trees: int, rate: float, only: int | None) -> list[dict[str, Any]]:
    """Score every page by trees that saw no page of its domain."""
    results = []
    for fold in range(folds if only is None else only):
        fitted = fit([row for row in rows if fold_of(row.domain, folds) != fold], trees, rate)
        for row in rows:
            if fold_of(row.domain, folds) == fold:
                probability = score(FeatureTable(tuple(FEATURES), row.values), fitted).probability
                f1, precision, recall = page_f1(kept(row, probability), row.gold)
                keys = {"set": row.set_name, "dialect": row.dialect, "type": row.kind}
                results.append({**keys, "f1": f1, "p": precision, "r": recall})
    return results


def report(results: list[dict[str, Any]]) -> None:
    """Print mean page F1 (precision, recall) by set, dialect and page type."""
    groups = sorted({(row["set"], row["dialect"]) for row in results})
    for set_name, dialect in groups:
        rows = [row for row in results if (row["set"], row["dialect"]) == (set_name, dialect)]
        cells = [_cell("all", rows), *(_cell(kind, [r for r in rows if r["type"] == kind]) for kind in _types(rows))]
        print(f"{set_name:12s} {dialect:5s} " + "  ".join(cells), flush=True)


def _types(rows: list[dict[str, Any]]) -> list[str]:
    types = sorted({row["type"] for row in rows})
    return types if len(types) > 1 else []


def _cell(name: str, rows: list[dict[str, Any]]) -> str:
    f1, precision, recall = (float(np.mean([row[key] for row in rows])) for key in ("f1", "p", "r"))
    return f"{name} {f1:.4f} (P {precision:.3f} R {recall:.3f}, {len(rows)})"


def write(trees: Trees, header: dict[str, Any]) -> None:
    """Write the weights with a header that says how they were made."""
    data = {
        **header,
        "bias": round(trees.bias, 4),
        "features": trees.names,
        "trees": {
            "feature": trees.feature.tolist(),
            "threshold": [[min(float(f"{t:.6g}"), 1e30) for t in row] for row in trees.threshold.tolist()],
            "nodes": [[round(value, 3) for value in row] for row in trees.nodes.tolist()],
        },
    }
    WEIGHTS.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--cache", type=Path, help="folder in which flat texts are kept between runs")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, help="run only so many of the folds (a quick look)")
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--rate", type=float, default=0.12)
    parser.add_argument("--dialects", nargs="+", default=[*DIALECTS, "cards"])
    parser.add_argument("--write", action="store_true", help="fit on everything and write the weights")
    arguments = parser.parse_args()
    rows = [
        row
        for set_name in SETS
        for dialect in arguments.dialects
        for row in examples(arguments.bench, set_name, dialect, arguments.cache)
    ]
    print(f"{len(rows)} pages, {sum(len(row.values) for row in rows)} blocks, {len(FEATURES)} features", flush=True)
    if arguments.folds:
        report(cross_validate(rows, arguments.folds, arguments.trees, arguments.rate, arguments.only))
    if arguments.write:
        header = {
            "made_by": "scripts/train.py",
            "date": datetime.date.today().isoformat(),
            "data": {name: fingerprint(arguments.bench / name) for name in SETS},
            "dialects": arguments.dialects,
            "seed": SEED,
        }
        write(fit(rows, arguments.trees, arguments.rate), header)


if __name__ == "__main__":
    main()
