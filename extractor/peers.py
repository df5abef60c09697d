"""The peers: published extractors, each a function of the bytes of an HTML page and its address.

They are the measure of this project and no part of it: no stage knows them, and each is imported when it is run. A peer
that is not installed is left out (the extra ``compare`` has trafilatura, ``eval`` all but turbohtml).
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from typing import Any, Final

from extractor.document import Article

Peer = Callable[[bytes, str | None], Article]


def _trafilatura(html: bytes, url: str | None) -> Article:
    import trafilatura

    found: Any = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return Article()
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Article(text=found.text or "", title=found.title, date=found.date, authors=authors)


def _readability(html: bytes, _url: str | None) -> Article:
    import lxml.html
    import readability

    document = readability.Document(html.decode("utf-8", "replace"))
    summary: Any = lxml.html.fromstring(document.summary())
    text = str(summary.text_content())
    return Article(text=text, title=document.short_title() or None)


def _justext(html: bytes, _url: str | None) -> Article:
    import justext

    paragraphs = justext.justext(html, justext.get_stoplist("English"))
    return Article(text="\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def _newspaper(html: bytes, url: str | None) -> Article:
    import newspaper
    import tldextract.tldextract as domains

    domains.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=())  # else it asks the network for every page
    found = newspaper.Article(url or "https://page.example/", fetch_images=False)
    found.download(input_html=html.decode("utf-8", "replace"))
    found.parse()
    date = found.publish_date.isoformat() if hasattr(found.publish_date, "isoformat") else None
    return Article(text=str(found.text), title=found.title or None, date=date, authors=tuple(found.authors))


def _goose(html: bytes, _url: str | None) -> Article:
    import goose3

    found = goose3.Goose().extract(raw_html=html)
    date = str(found.publish_date) if found.publish_date else None
    return Article(text=str(found.cleaned_text), title=found.title or None, date=date, authors=tuple(found.authors))


def _boilerpy(html: bytes, _url: str | None) -> Article:
    import boilerpy3.extractors

    return Article(text=str(boilerpy3.extractors.ArticleExtractor().get_content(html.decode("utf-8", "replace"))))


def _resiliparse(html: bytes, _url: str | None) -> Article:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return Article(text=str(extract_plain_text(HTMLTree.parse_from_bytes(html), main_content=True)))


def _turbohtml(html: bytes, _url: str | None) -> Article:
    import turbohtml

    found = turbohtml.parse(html).article()
    return Article(text=str(found.text or ""), title=found.title or None) if found else Article()


def _htmldate(html: bytes, url: str | None) -> Article:
    import htmldate

    return Article(date=htmldate.find_date(html, url=url, original_date=True))


_READERS: Final[dict[str, tuple[str, Peer]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability-lxml": ("readability", _readability),
    "jusText": ("justext", _justext),
    "newspaper4k": ("newspaper", _newspaper),
    "goose3": ("goose3", _goose),
    "boilerpy3": ("boilerpy3", _boilerpy),
    "resiliparse": ("resiliparse", _resiliparse),
    "turbohtml": ("turbohtml", _turbohtml),
}
"""Peers that give a text: the module to import and how each is run."""

_PEERS: Final = {**_READERS, "htmldate": ("htmldate", _htmldate)}


def installed() -> dict[str, Peer]:
    """Return the peers that can be run here, by name."""
    return _runnable(_PEERS)


def installed_readers() -> dict[str, Peer]:
    """Return the peers that can be run here and give a text, by name."""
    return _runnable(_READERS)


def _runnable(peers: dict[str, tuple[str, Peer]]) -> dict[str, Peer]:
    logging.disable(logging.CRITICAL)  # they complain about pages
    return {name: _safe(peer) for name, (module, peer) in peers.items() if importlib.util.find_spec(module)}


def _safe(peer: Peer) -> Peer:
    def run(html: bytes, url: str | None) -> Article:
        try:
            return peer(html, url)
        except Exception as error:  # noqa: BLE001  # whatever ails a peer, it has no text
            return Article(status="error", reason=f"{type(error).__name__}: {error}")

    return run
