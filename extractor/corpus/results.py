"""A record becomes a result: its id, address and fields, and the article of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extractor.corpus.records import Record, Settings, to_json
from extractor.document import Article
from extractor.pipeline import extract

Judge = Callable[[Record], dict[str, Any]]


def judge_by(settings: Settings) -> Judge:
    """Return the function that takes a record to its result. It never raises on content."""
    usual = settings.options

    def judge(record: Record) -> dict[str, Any]:
        if record.problem is not None:
            return failure(record, record.problem)
        options = replace(usual, charset=record.charset) if record.charset else usual
        try:
            article = extract(record.page, record.url, kind=record.kind, options=options)
        except Exception as error:  # noqa: BLE001 (out of memory, or a defect: a page must not end a crawl)
            return failure(record, ": ".join(filter(None, (type(error).__name__, str(error)))))
        return result_of(record, article)

    return judge


def failure(record: Record, reason: str) -> dict[str, Any]:
    """Return the result of a record that has none."""
    return result_of(record, Article(status="error", reason=reason, url=record.url))


def result_of(record: Record, article: Article) -> dict[str, Any]:
    """Return ``id``, ``url`` (the record's if it has one), the article, and the other fields in ``fields``."""
    found = article.to_dict()
    url = found.pop("url")
    return {"id": record.id, "url": record.url or url, **found, "fields": dict(record.fields)}


def line_of(result: dict[str, Any]) -> bytes:
    """Return a result as a line of JSON (lone surrogates are escaped)."""
    return to_json(result).encode("utf-8", "backslashreplace") + b"\n"
