"""The peers: published extractors, each a function of the bytes of an HTML page that returns text.

They are the measure of this project and no part of it: none is imported by the package. A peer that is not installed
is left out (``pip install "extractor[eval]"`` has them all).
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable

Peer = Callable[[bytes], str]


def _trafilatura(html: bytes) -> str:
    import trafilatura

    return trafilatura.extract(html) or ""


def _readability(html: bytes) -> str:
    import lxml.html
    import readability

    summary = readability.Document(html.decode("utf-8", "replace")).summary()
    return str(lxml.html.fromstring(summary).text_content())


def _justext(html: bytes) -> str:
    import justext

    paragraphs = justext.justext(html, justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _newspaper(html: bytes) -> str:
    import newspaper
    import tldextract.tldextract as domains

    domains.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=())  # else it asks the network for every page
    article = newspaper.Article("https://page.example/", fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    return str(article.text)


def _goose(html: bytes) -> str:
    import goose3

    return str(goose3.Goose().extract(raw_html=html).cleaned_text)


def _boilerpy(html: bytes) -> str:
    import boilerpy3.extractors

    return str(boilerpy3.extractors.ArticleExtractor().get_content(html.decode("utf-8", "replace")))


def _resiliparse(html: bytes) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse_from_bytes(html), main_content=True))


_PEERS: dict[str, tuple[str, Peer]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability-lxml": ("readability", _readability),
    "jusText": ("justext", _justext),
    "newspaper4k": ("newspaper", _newspaper),
    "goose3": ("goose3", _goose),
    "boilerpy3": ("boilerpy3", _boilerpy),
    "resiliparse": ("resiliparse", _resiliparse),
}


def installed() -> dict[str, Peer]:
    """Return the peers that can be run here, by name."""
    logging.disable(logging.CRITICAL)  # they complain about pages
    return {name: _safe(peer) for name, (module, peer) in _PEERS.items() if importlib.util.find_spec(module)}


def _safe(peer: Peer) -> Peer:
    def run(html: bytes) -> str:
        try:
            return peer(html)
        except Exception:
            return ""

    return run
