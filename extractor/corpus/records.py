"""The nouns of a corpus: a record, where it stands, the settings by which it is read, and what can go wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any, Final, NamedTuple, Protocol

from extractor.document import ExtractorError
from extractor.options import Options
from extractor.pipeline import KINDS, Kind

_MISSING: Final = "{0} is not installed: pip install 'extractor[corpus]'"


class CorpusError(Exception):
    """The run cannot go on; what was written stays, and ``--resume`` goes on from there."""


class DamageError(Exception):
    """An input cannot be read any further; the message says why, ``offset`` where."""

    def __init__(self, reason: str, offset: int) -> None:
        """Say why and where."""
        super().__init__(reason)
        self.offset = offset


class Position(NamedTuple):
    """Where a record begins: number of the input, offset that its reader understands, number within the input."""

    source: int
    offset: int
    number: int


START: Final = Position(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """A page to be judged and what came with it.

    ``id``: None where the record has none. ``kind``: what the page is. ``fields``: everything else of the record, as
    JSON can hold it. ``problem``: why there is no page. ``is_damaged``: the input is broken here. ``charset``: the
    encoding that the HTTP header names.
    """

    id: str | None
    url: str | None
    page: str | bytes
    kind: Kind = "auto"
    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    is_damaged: bool = False
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result of a record, apart from the record.

    ``page``, ``id``, ``url``: the fields of JSONL and Parquet that hold these. ``kind``: what pages are; ``auto`` tells
    it apart. ``focus``, ``site_memory``: see ``Options``. ``max_bytes``: of a page; a larger one is an error record and
    is not kept in memory.
    """

    page: str = "text"
    id: str = "id"
    url: str = "url"
    kind: Kind = "auto"
    focus: float = 0.0
    max_bytes: int = 1 << 25
    site_memory: str | None = None

    @property
    def options(self) -> Options:
        """How pages are judged."""
        return Options(focus=self.focus, site_memory=self.site_memory)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ExtractorError(f"kind is {self.kind!r}: give one of {', '.join(KINDS)}")
        if self.max_bytes < 1:
            raise ExtractorError(f"max_bytes is {self.max_bytes!r}: give a positive number of bytes")
        _ = self.options  # raises what is wrong with them


class Reader(Protocol):
    """An open input."""

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each record from an offset on, with the offset at which it begins.

        Offset 0 is the beginning; another must be one that was yielded before. Raises ``DamageError``.
        """

    def fraction(self) -> float:
        """Return how much of the input has been read, 0 to 1."""

    def close(self) -> None:
        """Let go of its files."""


def record_of(row: Mapping[str, Any], settings: Settings) -> Record:
    """Return the record that a row of named fields is."""
    fields = {name: value for name, value in row.items() if name not in (settings.page, settings.id, settings.url)}
    page, problem = row.get(settings.page), None
    if isinstance(page, bytearray | memoryview):
        page = bytes(page)
    if not isinstance(page, str | bytes):
        has = "no field" if settings.page not in row else f"no text but {type(page).__name__} in"
        page, problem = "", f"{has} {settings.page!r}"
    elif len(page) > settings.max_bytes:
        page, problem = "", too_large(len(page), settings)
    return Record(_text(row.get(settings.id)), _text(row.get(settings.url)), page, settings.kind, fields, problem)


def too_large(size: int, settings: Settings) -> str:
    """Return the reason of a page that is not read."""
    return f"{size} bytes, more than {settings.max_bytes}"


def to_json(value: object) -> str:
    """Return plain data as JSON; what it has no type for is text, and numbers that it has not (NaN) are null."""
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=_plain)


def _finite(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _text(value: object) -> str | None:
    """Return an id or address as text, whatever type it came in."""
    if value is None or isinstance(value, str):
        return value
    return to_json(value) if isinstance(value, dict | list) else _plain(value)


def needs(module: str) -> ModuleType:
    """Import a package of the extra ``corpus``; raise ``CorpusError`` that names the extra when it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        raise CorpusError(_MISSING.format(module.partition(".")[0])) from error
