"""The composition: the only module that imports the stages and reads ``Options``."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final, Literal

from extractor.addresses import host_of
from extractor.assemble import assemble, ledger
from extractor.clock import Clock
from extractor.cut import cut
from extractor.decode import decode, is_binary, source_of
from extractor.document import Analysis, Article, Block, Document, Evidence, ExtractorError
from extractor.evidence import observe
from extractor.features import tabulate
from extractor.images import located
from extractor.label import label
from extractor.linked_data import with_told
from extractor.memory import FEATURE, Site, recall
from extractor.metadata import Context, find_metadata
from extractor.model import Model, shipped
from extractor.options import Options
from extractor.parsed import markup_of
from extractor.record import record_header
from extractor.score import classify, score, with_feature
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

Kind = Literal["auto", "html", "text"]
KINDS: Final = ("auto", "html", "text")
_PENDING: Final = 4  # pages a worker that are under way at once


def analyse(source: Any, url: str | None = None, *, kind: Kind = "auto", options: Options | None = None) -> Analysis:
    """Extract the article of a page and keep what every stage found out.

    Takes what ``extract`` takes and raises ``ExtractorError`` on the same wrong usage.
    """
    if kind not in KINDS:
        raise ExtractorError(f"kind is {kind!r}: give one of {', '.join(KINDS)}")
    if not isinstance(options, Options | None):
        raise ExtractorError(f"options is {type(options).__name__}: give extractor.Options(...)")
    if not isinstance(url, str | None):
        raise ExtractorError(f"url is {type(url).__name__}: give a str")
    options, url = options or Options(), (url or "").strip() or None
    if not isinstance(source, (str, bytes)):
        source, kind = markup_of(source), "html"
    clock = Clock()
    decoded = clock(decode, source, options.charset)
    document = clock(segment, decoded.text, kind, options.max_chars)
    behind = decoded.text[options.max_chars if document.source == "html" else len(document.text) :]
    problem = decoded.problem
    is_data = not len(document) and is_binary(decoded.text)
    del decoded  # the largest thing in memory
    site = recall(options.site_memory, url)
    analysis = run(document, shipped(document.source), url, options.focus, site)
    unread = _unread(analysis.document, behind)
    article = replace(analysis.article, images=located(analysis.article.images, analysis.article.url))
    if is_data:
        article = replace(article, status="not_text", reason="binary data, or text in an unknown encoding")
    elif unread and article:
        article = replace(article, status="truncated", reason=f"{unread[0].end - unread[0].start} characters unread")
    else:
        article = replace(article, reason=article.reason or problem)
    if options.blocks:
        article = replace(article, blocks=ledger(analysis) + unread)
    return replace(analysis, article=article, seconds={**clock.seconds, **analysis.seconds})


def observed(source: str | bytes, kind: Kind = "auto", charset: str | None = None) -> tuple[Document, Evidence]:
    """Return the blocks of a page and the facts about them, as ``analyse`` has them."""
    document = segment(decode(source, charset).text, kind, Options().max_chars)
    return document, observe(document)


def run(
    document: Document, model: Model, url: str | None = None, focus: float = 0.0, site: Site | None = None
) -> Analysis:
    """Take a page through all stages with a model of the caller's choice.

    ``url``: see ``extract``. ``focus``: see ``Options``. ``site``: what is remembered of the host.
    """
    analysis = _stages(document, model, url, focus, site)
    words = float(analysis.evidence.size[analysis.labels.kept].sum())
    fuller = with_told(document, words)
    if fuller is document:
        return analysis
    again = _stages(fuller, model, url, focus, site)
    return replace(again, seconds=Counter(analysis.seconds) + Counter(again.seconds))


def _stages(document: Document, model: Model, url: str | None, focus: float, site: Site | None) -> Analysis:
    scorer, clock = model.scorer, Clock()
    evidence = clock(observe, document)
    features = clock(tabulate, document, evidence, scorer.trees.names, scorer.weights)
    scores = clock(score, features, scorer.trees)
    types = clock(classify, features, scores, evidence.size, model.types)
    if site is not None:
        against = site.against(evidence.key, evidence.size)
        features, scores = with_feature(features, scores, FEATURE, -model.site_memory * against)
    page_type = next(iter(types), None)
    selection = clock(cut, scores, evidence.size, page_type, focus)
    metadata = clock(find_metadata, Context(document, evidence, selection, types, url), model.rankers)
    labels = clock(label, document, evidence, selection, metadata, page_type)
    article = clock(assemble, document, evidence, metadata, labels, types)
    confidence = round(scorer.confidence(selection.expected_f1), 4) if article.text else 0.0
    address = _address(article.url, url)
    article = replace(article, confidence=confidence, url=address, hostname=host_of(address))
    return Analysis(document, evidence, features, scores, selection, metadata, labels, article, clock.seconds)


def extract(source: Any, url: str | None = None, *, kind: Kind = "auto", options: Options | None = None) -> Article:
    """Return the article of a page.

    ``source``: flat text or HTML, as str or bytes of any encoding; or a parsed page, which is left as it is: an lxml
    tree, a BeautifulSoup object, a parsel selector or a Scrapy response. ``url``: where the page is from; only
    recorded. ``kind``: what the source is; ``auto`` tells it apart.

    Never raises on content: what is wrong with a page stands in ``status`` and ``reason``.
    Raises ``ExtractorError`` on arguments of a wrong type or value.
    """
    return analyse(source, url, kind=kind, options=options).article


def extract_many(
    sources: Iterable[Any], workers: int | None = None, *, options: Options | None = None
) -> Iterator[Article]:
    """Yield the article of each source, in order and lazily.

    ``workers``: processes to share the work (None or 1: this process only). Raises ``ExtractorError`` at once on a
    single page in the place of many, on what holds no pages and on a wrong number of workers.
    """
    if isinstance(sources, (str, bytes)):
        raise ExtractorError("sources is a single page: give an iterable of pages, or call extract")
    if not isinstance(sources, Iterable):
        raise ExtractorError(f"sources is {type(sources).__name__}: give an iterable of pages")
    if workers is not None and (not isinstance(workers, int) or workers < 1):
        raise ExtractorError(f"workers is {workers!r}: give the number of processes, at least 1")
    one = partial(extract, options=options)
    return map(one, sources) if workers in (None, 1) else _in_processes(one, sources, workers or 1)


def _in_processes(one: partial[Article], sources: Iterable[Any], workers: int) -> Iterator[Article]:
    """Keep a few pages a worker under way, so that neither sources nor articles pile up."""
    from concurrent.futures import Future, ProcessPoolExecutor  # 30 ms that one page need not pay

    with ProcessPoolExecutor(workers) as pool:
        pending: deque[Future[Article]] = deque()
        for source in sources:
            pending.append(pool.submit(one, source))
            if len(pending) >= _PENDING * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def segment(text: str, kind: Kind, limit: int) -> Document:
    """Read a page as what it is; binary data have no blocks."""
    if is_binary(text):
        return replace(segment_text(""), text=text)
    is_html = kind == "html" or (kind == "auto" and source_of(text) == "html")
    return segment_html(text[record_header(text) : limit]) if is_html else segment_text(text[:limit])


def _address(stated: str | None, url: str | None) -> str | None:
    """Return what a page calls its own address, if it is a web address of the host from which it was read."""
    host = host_of(stated)
    if not host or not (stated or "").startswith(("http:", "https:")):
        return url
    return stated if host.removeprefix("www.") == (host_of(url) or host).removeprefix("www.") else url


def _unread(document: Document, behind: str) -> tuple[Block, ...]:
    """Return the part of the page that was not judged as one block, so that nothing is lost.

    ``behind``: what comes after the text of the document.
    """
    whole = document.text + behind
    read = int(document.end[-1]) if len(document) else 0
    rest = whole[read:]
    if not rest.strip():
        return ()
    start = read + len(rest) - len(rest.lstrip())
    end = read + len(rest.rstrip())
    block = Block(
        text=whole[start:end],
        start=start,
        end=end,
        kind="paragraph",
        label="unread",
        kept=False,
        probability=0.0,
        reasons=("beyond what was read",),
    )
    return (block,)
