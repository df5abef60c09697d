"""What a run says while it goes on, on standard error: a bar on a terminal, and a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from extractor.corpus.output import State
from extractor.corpus.records import CorpusError, needs


class Progress:
    """A bar of the bytes that were read, with records and pages a second; nothing where there is no terminal."""

    def __init__(self, sizes: Sequence[int], *, quiet: bool) -> None:
        """Begin a bar over inputs of these sizes in bytes, where standard error is a terminal."""
        self._sizes = sizes
        self._bar = None if quiet or not sys.stderr or not sys.stderr.isatty() else _bar(sum(sizes))
        self._begun: int | None = None

    def show(self, state: State, source: int, fraction: float) -> None:
        """Show how far the run is: ``fraction`` of an input, 0 to 1, and all before it."""
        if self._bar is None:
            return
        done = sum(self._sizes[:source]) + round(fraction * self._sizes[source])
        if self._begun is None:
            self._begun = state.records
        seconds = self._bar.format_dict["elapsed"] or 1.0
        speed = (state.records - self._begun) / seconds
        self._bar.set_postfix_str(f"{state.records} records, {speed:.1f} pages/s", refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.close()


def _bar(total: int) -> Any:
    try:
        tqdm = needs("tqdm").tqdm
    except CorpusError as error:
        print(f"extractor: no progress bar: {error}", file=sys.stderr)
        return None
    return tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr, dynamic_ncols=True)
