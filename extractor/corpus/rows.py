"""Parquet, row group by row group, with pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from extractor.corpus.records import Record, Settings, needs, record_of
from extractor.corpus.streams import damage

_BATCH: Final = 64  # rows that are decoded at once
_BUFFER: Final = 1 << 20  # bytes of a column that are read at once


class Rows:
    """A record a row. Offsets count rows."""

    def __init__(self, path: str, settings: Settings) -> None:
        """Open a file."""
        self._settings, self._done = settings, 0
        with damage(lambda: 0):
            self._file: Any = needs("pyarrow.parquet").ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
            groups = range(self._file.num_row_groups)
            sizes = [self._file.metadata.row_group(group).num_rows for group in groups]
        self._starts = [0, *accumulate(sizes)]

    def fraction(self) -> float:
        """Return the share of the rows that have been read."""
        return self._done / self._starts[-1] if self._starts[-1] else 1.0

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each row."""
        group = max(place for place, start in enumerate(self._starts) if start <= offset)
        place = self._starts[group]
        groups = range(group, len(self._starts) - 1)
        with damage(lambda: offset):
            for batch in self._file.iter_batches(_BATCH, row_groups=groups, use_threads=False):
                wanted = batch.slice(max(offset - place, 0))
                place += len(batch)
                for row in wanted.to_pylist():
                    self._done = offset + 1
                    yield offset, record_of(row, self._settings)
                    offset += 1
