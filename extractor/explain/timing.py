"""The stages of the pipeline with a clock: a page goes through them once more, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from extractor.assemble import assemble
from extractor.cut import cut
from extractor.decode import decode
from extractor.document import Article, Document, Options
from extractor.evidence import observe
from extractor.features import tabulate
from extractor.label import label
from extractor.metadata import Context, find_metadata
from extractor.model import shipped
from extractor.record import record_header
from extractor.score import classify, score
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds by stage, added up over the pages that went through it."""

    seconds: dict[str, float] = field(default_factory=dict)

    def time(self, stage: str, function: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> R:
        """Call a stage and add what it took."""
        start = time.perf_counter()
        result = function(*arguments, **named)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
        return result

    def time_page(self, source: str | bytes, document: Document, url: str | None = None) -> Article:
        """Take a page through all stages and return its article, without its confidence.

        ``document``: what the page is judged as, which is more than its markup shows where its JSON-LD tells more.
        """
        timed = self.time
        text = timed("decode", decode, source).text[: Options().max_chars]
        if document.source == "html":
            timed("segment_html", segment_html, text[record_header(text) :])
        else:
            timed("segment_text", segment_text, text)
        model = shipped(document.source)
        scorer = model.scorer
        evidence = timed("evidence", observe, document)
        features = timed("features", tabulate, document, evidence, scorer.trees.names, scorer.weights)
        scores = timed("score", score, features, scorer.trees)
        types = timed("classify", classify, features, scorer.types)
        page_type = next(iter(types), None)
        selection = timed("cut", cut, scores, evidence.size, page_type)
        context = Context(document, evidence, selection, types, url)
        metadata = timed("metadata", find_metadata, context, model.rankers)
        labels = timed("label", label, document, evidence, selection, metadata, page_type)
        return timed("assemble", assemble, document, evidence, metadata, labels, types)
