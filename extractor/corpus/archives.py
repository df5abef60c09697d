"""WARC and WET: the pages of web archives, with fastwarc."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import Any, Final

from extractor.corpus.records import DamageError, Record, Settings, needs, too_large
from extractor.corpus.streams import Stream, damage
from extractor.pipeline import Kind

_HEADERS: Final = {"WARC-Date": "warc_date", "WARC-Payload-Digest": "warc_payload_digest"}


class _UntilDamage:
    """A stream that ends where it is damaged: what reads ahead in it does not lose what stands before."""

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self._stream = stream
        self.tell, self.seek = stream.tell, stream.seek
        self.damage: Exception | None = None

    def read(self, size: int) -> bytes:
        """Return some bytes, none at the end or at a damage, which is then kept."""
        try:
            return self._stream.read1(size)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 (every decompressor has its own)
            self.damage = error
            return b""


class Archive:
    """A record a page: responses, resources and conversions (WET); all other records of an archive are no pages.

    Offsets are bytes of the file where each record is compressed by itself (as it should be), else of the decompressed
    file.
    """

    def __init__(self, path: str, settings: Settings) -> None:
        """Open a file."""
        self._warc = needs("fastwarc.warc")
        types = self._warc.WarcRecordType
        self._pages = types.response | types.resource | types.conversion
        self._path, self._settings = path, settings
        self._stream = Stream(path)
        self.fraction, self.close = self._stream.fraction, self._stream.close
        self._data = self._stream.raw if self._is_gzip_by_record() else _UntilDamage(self._stream.data)

    def _is_gzip_by_record(self) -> bool:
        """Whether the second record begins a new member of the gzip file, so that it can be found without reading."""
        if not self._stream.is_gzip:
            return False
        raw = self._stream.raw
        try:
            pair = self._warc.ArchiveIterator(raw, parse_http=False)
            next(pair)
            second = next(pair).stream_pos
        except Exception:  # noqa: BLE001 (a single record, or damage that will be met again in reading)
            return False
        finally:
            raw.seek(0)
        raw.seek(second)
        is_member = bool(second) and raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        return is_member

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each page."""
        types = self._warc.WarcRecordType
        no_pages = types.request | types.metadata | types.revisit | types.warcinfo | types.continuation
        with damage(lambda: offset):
            self._data.seek(offset)
            for found in self._warc.ArchiveIterator(self._data, parse_http=False):
                offset = found.stream_pos
                size = found.content_length if "Content-Length" in found.headers else -1
                if not found.record_type & no_pages and size >= 0:
                    yield offset, self._record(found, offset)
                elif found.reader.consume() < size or size < 0:
                    raise DamageError("cut short", offset)
            self._check_end(offset)

    def _check_end(self, offset: int) -> None:
        """Raise what ended the file before its end; ``offset``: of the last record."""
        if isinstance(self._data, _UntilDamage):
            if self._data.damage is not None:
                raise self._data.damage
        else:
            self._data.seek(offset)
            with gzip.GzipFile(fileobj=self._data) as rest:
                while rest.read(1 << 16):
                    pass

    def _record(self, found: Any, offset: int) -> Record:
        settings, headers = self._settings, found.headers
        url = headers.get("WARC-Target-URI")
        name = (headers.get("WARC-Record-ID") or "").strip("<>") or None
        fields = {field: value for header, field in _HEADERS.items() if (value := headers.get(header))}
        size = found.content_length
        if size > settings.max_bytes:
            return Record(name, url, "", fields=fields, problem=too_large(size, settings))
        found.freeze()
        if found.content_length < size:
            raise DamageError(f"cut short: {found.content_length} bytes of a record of {size}", offset)
        if not found.record_type & self._pages:
            problem = f"{self._path}, byte {offset}: WARC-Type {headers.get('WARC-Type')!r} is unknown"
            return Record(name, url, "", fields=fields, problem=problem, is_damaged=True)
        try:
            page = self._payload(found, fields)
        except (OSError, EOFError, ValueError) as error:
            return Record(name, url, "", fields=fields, problem=f"HTTP content: {error}")
        if len(page) > settings.max_bytes:
            return Record(name, url, "", fields=fields, problem=too_large(len(page), settings))
        return Record(name, url, page, self._kind(found), fields, charset=found.http_charset)

    def _payload(self, found: Any, fields: dict[str, Any]) -> bytes:
        """Return the page without its HTTP headers; what they say goes into ``fields``."""
        if found.is_http:
            found.parse_http(auto_decode="all")
        if found.http_headers is not None:
            said = {"http_status": found.http_headers.status_code, "content_type": found.http_content_type}
            fields.update({name: value for name, value in said.items() if value is not None})
        page: bytes = found.reader.read(self._settings.max_bytes + 1)
        return page

    def _kind(self, found: Any) -> Kind:
        is_text = found.record_type == self._warc.WarcRecordType.conversion
        return "text" if is_text and self._settings.kind == "auto" else self._settings.kind
