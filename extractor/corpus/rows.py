"""Parquet, row group by row group, with pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, Final

from extractor.corpus.records import Record, Settings, needs, record_of
from extractor.corpus.streams import damage

_BATCH: Final = 16  # rows that are decoded at once
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

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def records(self, offset: int) -> Iterator[tuple[int, Record]]:
        """Yield each row."""
        with damage(lambda: offset):
            for batch in self._batches(offset):
                for row in batch.to_pylist():
                    self._done = offset + 1
                    yield offset, record_of(row, self._settings)
                    offset += 1

    def _batches(self, offset: int) -> Iterator[Any]:
        """Yield the rows from an offset on; a batch is of one row group, so that damage costs no rows of another."""
        for group, (place, end) in enumerate(pairwise(self._starts)):
            skipped = max(offset - place, 0)
            groups = [group] if offset < end else []
            for batch in self._file.iter_batches(_BATCH, row_groups=groups, use_threads=False):
                yield batch.slice(skipped)
                skipped = max(skipped - len(batch), 0)
