"""JSONL, and folders of files: the inputs that need nothing but the standard library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from extractor.corpus.records import Record, Settings, record_of, too_large
from extractor.corpus.streams import Stream, damage


class Lines:
    """A record a line; blank lines are none. Offsets are bytes of the decompressed file."""

    def __init__(self, path: str, settings: Settings) -> None:
        """Open a file."""
        self._path, self._settings = path, settings
        self._limit = 2 * settings.max_bytes + (1 << 16)  # of a line: escapes make a page longer, fields come on top
        self._stream = Stream(path)
        self.fraction, self.close = self._stream.fraction, self._stream.close

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each line that is not blank."""
        data = self._stream.data
        with damage(lambda: offset):
            data.seek(offset)
            while line := data.readline(self._limit):
                size = len(line) if line.endswith(b"\n") else len(line) + self._skip_line()
                if size > self._limit:
                    yield offset, Record(None, None, "", problem=too_large(size, self._settings))
                elif not line.isspace():
                    yield offset, self._record(line, offset)
                offset += size

    def _skip_line(self) -> int:
        """Read over the rest of a line that is too long and return its size."""
        size = 0
        while rest := self._stream.data.readline(1 << 16):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        return size

    def _record(self, line: bytes, offset: int) -> Record:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problem = f"{self._path}, byte {offset}: no JSON: {error}"
            return Record(None, None, "", problem=problem, is_damaged=True)
        if not isinstance(row, dict):
            return Record(None, None, "", problem=f"{self._path}, byte {offset}: no JSON object", is_damaged=True)
        return record_of(row, self._settings)


class Folder:
    """A record a file, sorted by path; the id is the path within the folder. Offsets count files."""

    def __init__(self, path: str, settings: Settings) -> None:
        """List the files of a folder."""
        self._path, self._settings = Path(path), settings
        self._names = names_in(path)
        self._done = 0

    def fraction(self) -> float:
        """Return the share of the files that have been read."""
        return self._done / len(self._names) if self._names else 1.0

    def close(self) -> None:
        """Nothing is open."""

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each file."""
        for place in range(offset, len(self._names)):
            self._done = place + 1
            yield place, self._record(self._names[place])

    def _record(self, name: str) -> Record:
        settings = self._settings
        path = self._path / name
        try:
            with path.open("rb") as file:
                page = file.read(settings.max_bytes + 1)
            size = len(page) if len(page) <= settings.max_bytes else path.stat().st_size
        except OSError as error:
            return Record(name, None, "", problem=f"{path}: {error.strerror}")
        if size > settings.max_bytes:
            return Record(name, None, "", problem=too_large(size, settings))
        return Record(name, None, page, settings.kind)


def names_in(folder: str) -> list[str]:
    """Return the paths of all files below a folder, relative to it, sorted."""
    root = Path(folder)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
