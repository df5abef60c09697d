"""The composition of a run: inputs, workers, output, checkpoint and progress."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from extractor import __version__
from extractor.corpus.output import Output, State, Target
from extractor.corpus.pool import Chunk, Limits, Pool
from extractor.corpus.progress import Progress
from extractor.corpus.records import CorpusError, Settings, needs
from extractor.corpus.sources import Source, check_readable
from extractor.document import ExtractorError

CHECKPOINT_SECONDS: Final = 1.0
"""Seconds of work that a kill can cost."""

_SHOWN: Final = 20  # messages on damaged inputs that are kept


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run, the part before ``--resume`` included.

    ``statuses``: records of each status. ``damaged``: places at which an input is broken, ``damages``: the first of
    them. ``seconds`` and ``pages_per_second``: of this part alone.
    """

    records: int
    statuses: dict[str, int]
    damaged: int
    damages: list[str]
    seconds: float
    pages_per_second: float

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)


def run(
    sources: Sequence[Source],
    target: Target,
    settings: Settings | None = None,
    limits: Limits | None = None,
    *,
    quiet: bool = True,
) -> Summary | None:
    """Write one result for every record of the inputs, in order; return what came of it, None if nothing was to do.

    Raises ``ExtractorError`` on wrong usage, ``CorpusError`` or ``OSError`` where the run cannot go on (what is written
    stays, and ``resume`` goes on from there).
    """
    settings, limits = settings or Settings(), limits or Limits()
    _check(sources, target)
    sizes = [source.size() for source in sources]
    output = Output(target, _identity(sources, sizes, settings))
    try:
        state = output.open()
        if state is None:
            return None
        began, before = time.monotonic(), state.records
        progress = Progress(sizes, quiet=quiet)
        try:
            _write(Pool(tuple(sources), settings, limits), output, state, progress)
        finally:
            progress.close()
        output.finish(state)
    finally:
        output.close()
    return _summary(state, time.monotonic() - began, before)


def _write(pool: Pool, output: Output, state: State, progress: Progress) -> None:
    """Write chunk after chunk, with a checkpoint now and then, at the end, and where it cannot go on."""
    committed = time.monotonic()
    chunks = _written(pool, output, state)
    while True:
        try:
            chunk = next(chunks, None)
        except (CorpusError, OSError):
            with suppress(OSError):  # the disk may be full; the checkpoint before stays
                output.commit(state)
            raise
        if chunk is None or time.monotonic() - committed >= CHECKPOINT_SECONDS:
            output.commit(state)
            committed = time.monotonic()
        if chunk is None:
            return
        progress.show(state, chunk.start.source, chunk.fraction)


def _written(pool: Pool, output: Output, state: State) -> Iterator[Chunk]:
    """Yield each chunk when it has been written and counted."""
    for chunk in pool.chunks(state.position) if state.position else ():
        state.length += output.write([done.line for done in chunk.results])
        _count(chunk, state)
        yield chunk


def _count(chunk: Chunk, state: State) -> None:
    state.position = chunk.end
    for done in chunk.results:
        state.statuses[done.status] = state.statuses.get(done.status, 0) + 1
        if done.damage is not None:
            state.damaged += 1
            state.damages = [*state.damages, done.damage][:_SHOWN]


def _check(sources: Sequence[Source], target: Target) -> None:
    """Raise before anything is written what would be raised later."""
    if not sources:
        raise ExtractorError("no inputs: give at least one")
    out = Path(target.path).resolve()
    for source in sources:
        path = Path(source.path).resolve()
        if out == path or path in out.parents:
            raise ExtractorError(f"{target.path} is part of the input {source.path}: write somewhere else")
    check_readable(sources)
    if target.kind == "parquet":
        needs("pyarrow.parquet")


def _identity(sources: Sequence[Source], sizes: Sequence[int], settings: Settings) -> dict[str, Any]:
    """Return everything that decides the bytes of the output."""
    inputs = [[source.path, source.kind, size] for source, size in zip(sources, sizes, strict=True)]
    memory = settings.site_memory and hashlib.sha256(Path(settings.site_memory).read_bytes()).hexdigest()
    return {"version": __version__, "inputs": inputs, **asdict(settings), "site_memory": memory}


def _summary(state: State, seconds: float, before: int) -> Summary:
    statuses = dict(sorted(state.statuses.items()))
    speed = (state.records - before) / seconds if seconds else 0.0
    return Summary(state.records, statuses, state.damaged, state.damages, round(seconds, 3), round(speed, 2))
