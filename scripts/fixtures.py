"""Show where fixtures differ from what is extracted, and with ``--accept NAME`` take the new result as expected.

``python scripts/fixtures.py`` prints the differences and changes nothing; ``--accept NAME...`` rewrites the
expectation of these fixtures (only the fields that they state). Nothing else changes an expectation. ``--set FOLDER
NAME...`` makes a labelled set of them that ``train.py`` can fit on.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import Article, Options, extract

FOLDER = Path(__file__).parent.parent / "fixtures"


def result(path: Path, url: str | None) -> Article:
    """Extract the page of an expectation (of the flat text where it has both); ``url``: where it is from."""
    pages = (path.with_suffix(suffix) for suffix in (".txt", ".html"))
    return extract(next(filter(Path.is_file, pages)).read_bytes(), url, options=Options(blocks=True))


def updated(expected: dict[str, Any], article: Article) -> dict[str, Any]:
    """Return the expectation with the values of an article in the fields that it states."""
    found = article.to_dict()
    new = expected | {"article": {field: found[field] for field in expected["article"]}}
    if "labels" in expected:
        new["labels"] = [block.label for block in article.blocks or ()]
    return new


def labelled(path: Path) -> dict[str, Any]:
    """Return what an expectation says of its page as a row of a labelled set."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    article = expected["article"]
    stated = {name: article.get(name) for name in ("text", "title", "date", "authors")}
    snippets = {name: expected.get(name, []) for name in ("with", "without")}
    return {"id": path.stem, "url": expected.get("url"), **stated, **snippets, "author": None, "type": None}


def write_set(folder: Path, paths: Sequence[Path]) -> None:
    """Make a labelled set of HTML fixtures (flat text is made of markup when a model is fitted)."""
    (folder / "html").mkdir(parents=True, exist_ok=True)
    rows = [json.dumps(labelled(path), ensure_ascii=False) + "\n" for path in paths]
    (folder / "truth.jsonl").write_text("".join(rows), encoding="utf-8")
    for path in paths:
        page = path.with_suffix(".html").read_bytes()
        (folder / "html" / f"{path.stem}.html.gz").write_bytes(gzip.compress(page, mtime=0))


def dump(data: dict[str, Any]) -> str:
    """Return an expectation as it stands in its file."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def lines(data: dict[str, Any]) -> list[str]:
    """Return an expectation line by line, the text in paragraphs."""
    return dump(data).replace("\\n", "\n").splitlines()


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="fixtures to look at (all)")
    parser.add_argument("--accept", action="store_true", help="rewrite the expectations of the named fixtures")
    parser.add_argument("--set", type=Path, metavar="FOLDER", help="make a labelled set of the named HTML fixtures")
    arguments = parser.parse_args()
    if arguments.set and not all((FOLDER / f"{name}.html").is_file() for name in arguments.names or [""]):
        parser.error("--set needs the names of the fixtures to take, each of them HTML")
    if arguments.accept and not arguments.names:
        parser.error("--accept needs the names of the fixtures that may change")
    paths = [FOLDER / f"{name}.json" for name in arguments.names] or sorted(FOLDER.glob("*.json"))
    if arguments.set:
        write_set(arguments.set, paths)
        return
    different = 0
    for path in paths:
        expected = json.loads(path.read_text(encoding="utf-8"))
        new = updated(expected, result(path, expected.get("url")))
        if new == expected:
            continue
        different += 1
        print("\n".join(difflib.unified_diff(lines(expected), lines(new), path.stem, "extracted", lineterm="", n=0)))
        if arguments.accept:
            path.write_text(dump(new), encoding="utf-8")
    print(f"{different} of {len(paths)} fixtures differ")


if __name__ == "__main__":
    main()
