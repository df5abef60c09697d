"""Labelled pages: loading a set of the bench layout and making flat text of its pages.

A set is a folder with ``truth.jsonl`` (a row a page) and ``html/<id>.html.gz`` (bytes as served), or with the
``ground-truth.json`` of Zyte's article-extraction-benchmark in the place of the former.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from extractor.decode import decode
from extractor.document import Document
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

Truth = dict[str, Any]
FOLDS: Final = 5
"""Folds of domains that everything fitted is cross-validated by."""

_NO_TRUTH: Truth = dict.fromkeys(("with", "without", "title", "author", "date", "type"))


@dataclass(frozen=True, slots=True)
class Page:
    """One labelled page as an extractor sees it: the source is HTML bytes or flat text."""

    source: bytes | str
    truth: Truth
    domain: str


@cache
def _domain_parser() -> Callable[[str], Any]:
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=())  # the bundled list: no network


def domain_of(url: str | None) -> str:
    """Return the registered domain of a URL (the key of cross-validation), "" without one."""
    parts = _domain_parser()(url or "")
    return f"{parts.domain}.{parts.suffix}" if parts.suffix else parts.domain


def gold_authors(truth: Truth) -> list[str]:
    """Return the names of a row, however the set writes them (one string, or a list in either field)."""
    gold = truth.get("authors") or truth.get("author") or []
    return [gold] if isinstance(gold, str) else list(gold)


def fold_of(domain: str, folds: int) -> int:
    """Return the fold of a domain: a hash, so that it does not depend on what else is in the data."""
    return zlib.crc32(domain.encode()) % folds


def read_html(folder: Path, page_id: str) -> bytes:
    """Return the bytes of a page as its server sent them."""
    return gzip.decompress((folder / "html" / f"{page_id}.html.gz").read_bytes())


def document_of(page: Page) -> Document:
    """Read a page as what it is: bytes are HTML, str is flat text."""
    text = decode(page.source).text
    return segment_text(text) if isinstance(page.source, str) else segment_html(text)


def html_to_text(html: bytes) -> str:
    """Decode bytes of markup the way the dialect makers need it: declared charset, else detection."""
    from bs4.dammit import EncodingDetector, UnicodeDammit

    declared = EncodingDetector.find_declared_encoding(html, is_html=True)
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return html.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return UnicodeDammit(html, is_html=True).unicode_markup or html.decode("utf-8", "replace")


def wet(html: bytes) -> str:
    """Title, then one block a line without blank lines, as a Common Crawl WET record has it."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html_to_text(html))
    text = extract_plain_text(tree, main_content=False, noscript=True)
    lines = [" ".join((tree.title or "").split()), *(line.strip() for line in text.splitlines())]
    return "\n".join(line for line in lines if line)


def bs(html: bytes) -> str:
    """BeautifulSoup's ``get_text`` with a line for each string: inline tags break lines."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html_to_text(html), "lxml")
    for tag in soup(["script", "style"]):
        tag.decompose()
    return str(soup.get_text("\n", strip=True))


def ins(html: bytes) -> str:
    """The layout text of inscriptis: blank lines, bullets, no ``<title>``."""
    from inscriptis import get_text

    return str(get_text(html_to_text(html)))


def traf(html: bytes) -> str:
    """A document already cleaned by trafilatura with recall preferred, comments included."""
    import trafilatura

    return trafilatura.extract(html, favor_recall=True, include_comments=True) or ""


DIALECTS: dict[str, Callable[[bytes], str]] = {"wet": wet, "bs": bs, "ins": ins, "traf": traf}


def read_truth(folder: Path) -> list[Truth]:
    """Return the rows of a set in either layout; an unlabelled or missing set is an error that names the file."""
    zyte, path = folder / "ground-truth.json", folder / "truth.jsonl"
    if zyte.is_file():
        found: dict[str, dict[str, str]] = read_json(zyte)
        return [
            _NO_TRUTH | {"id": name, "url": row.get("url"), "text": row["articleBody"]} for name, row in found.items()
        ]
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give a folder of the bench layout (see scripts/bench.py)")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_json(path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def fingerprint(folder: Path) -> str:
    """Return the first 16 hex digits of the SHA-256 of a set's labels."""
    return hashlib.sha256((folder / "truth.jsonl").read_bytes()).hexdigest()[:16]


def _flat(folder: Path, dialect: str, page_id: str) -> str:
    try:
        return DIALECTS[dialect](read_html(folder, page_id))
    except Exception as error:  # converters fail on a few pages; the page then has no text
        print(f"{folder.name}/{page_id}: {dialect}: {type(error).__name__}: {error}")
        return ""


def load(folder: Path, dialect: str | None = None, cache_folder: Path | None = None) -> Iterator[Page]:
    """Yield the pages of a set, as HTML bytes or (given a dialect) as flat text.

    Converting a thousand pages takes minutes, so texts are kept in ``cache_folder`` when one is given.
    """
    rows = read_truth(folder)
    sources = (
        (read_html(folder, row["id"]) for row in rows)
        if dialect is None
        else flat_texts(folder, dialect, [row["id"] for row in rows], cache_folder)
    )
    for row, source in zip(rows, sources, strict=True):
        yield Page(source, row, domain_of(row.get("url")))


def flat_texts(folder: Path, dialect: str, ids: list[str], cache_folder: Path | None) -> list[str]:
    """Return the pages of a set in a flat-text dialect, from the cache where it has them."""
    cached = cache_folder / f"{folder.name}.{dialect}.jsonl" if cache_folder else None
    if cached and cached.is_file():
        with cached.open(encoding="utf-8") as lines:
            texts: list[str] = [json.loads(line) for line in lines]
        if len(texts) == len(ids):
            return texts
    with ProcessPoolExecutor() as pool:
        texts = list(pool.map(partial(_flat, folder, dialect), ids, chunksize=16))
    if cached:
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
    return texts
