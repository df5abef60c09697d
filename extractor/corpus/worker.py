"""A worker process: it opens the inputs itself, reads a chunk of records and sends back one line for each."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import Final

from extractor.corpus.records import START, CorpusError, DamageError, Position, Reader, Record, Settings
from extractor.corpus.results import Judge, failure, judge_by, line_of
from extractor.corpus.sources import Source, open_source

CHUNK_RECORDS: Final = 32
CHUNK_BYTES: Final = 1 << 23  # of pages; a chunk ends with the record that reaches it
_NOWHERE: Final = Position(-1, 0, 0)


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk to be done: where it begins, how many records are done, and why the next one is not to be tried."""

    start: Position
    done: int = 0
    blame: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started."""


@dataclass(frozen=True, slots=True)
class Read:
    """A chunk has been read: its records, where the next one begins (None: nowhere), how far the input is, 0 to 1."""

    size: int
    end: Position | None
    fraction: float


@dataclass(frozen=True, slots=True)
class Done:
    """A record's line, its status, and the message where the input is damaged."""

    line: bytes
    status: str
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker cannot go on, and no other could: wrong usage, or the system failed."""

    message: str


def work(connection: Connection, sources: tuple[Source, ...], settings: Settings, max_memory: int | None) -> None:
    """Do tasks until the connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    _limit_memory(max_memory)
    chunks = Chunks(sources, settings)
    judge = judge_by(settings)
    judge(Record(None, None, "<p>"))  # loads the weights before any clock runs
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the run is over, or was killed
        connection.send(Ready())
        while True:
            for message in _answers(connection.recv(), chunks, judge):
                connection.send(message)


def _answers(task: Task, chunks: Chunks, judge: Judge) -> Iterator[Read | Done | Failed]:
    """Do a task: say that the chunk has been read, then the result of each record."""
    try:
        records, read = chunks.read(task.start)
    except (CorpusError, OSError) as error:
        yield Failed(str(error))
        return
    except Exception:  # noqa: BLE001 (a defect; the run ends with where it was)
        yield Failed(traceback.format_exc())
        return
    yield read
    for number, record in enumerate(records[task.done :]):
        is_blamed = task.blame is not None and number == 0
        result = failure(record, task.blame or "") if is_blamed else judge(record)
        yield Done(line_of(result), result["status"], record.problem if record.is_damaged else None)


def _limit_memory(max_memory: int | None) -> None:
    """Make allocations beyond a number of bytes fail, where the system can."""
    if max_memory is None:
        return
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    with contextlib.suppress(ValueError, OSError):  # less is allowed already
        resource.setrlimit(resource.RLIMIT_DATA, (max_memory, max_memory))


class Chunks:
    """The inputs, cut into chunks. Where a chunk ends depends on where it begins and on nothing else."""

    def __init__(self, sources: tuple[Source, ...], settings: Settings) -> None:
        """Read inputs in this order."""
        self._sources, self._settings = sources, settings
        self._open: tuple[int, Reader] | None = None
        self._next = _NOWHERE  # where ``_ahead``, the record that was read too much, and then ``_rest`` stand
        self._ahead: list[tuple[int, Record]] = []
        self._rest: Iterator[tuple[int, Record]] = iter(())

    def read(self, start: Position) -> tuple[list[Record], Read]:
        """Return the records of a chunk, and where the next one begins.

        The last record of a damaged input is the damage.
        """
        records: list[Record] = []
        source = self._sources[start.source]
        end = Position(start.source + 1, 0, 0) if start.source + 1 < len(self._sources) else None
        room = CHUNK_BYTES
        try:
            for offset, record in islice(self._from(start), CHUNK_RECORDS + 1):
                if len(records) == CHUNK_RECORDS or room <= 0:
                    end = Position(start.source, offset, start.number + len(records))
                    self._next, self._ahead = end, [(offset, record)]
                    break
                room -= len(record.page)
                records.append(record)
        except DamageError as error:
            unit = "row" if source.kind == "parquet" else "byte"
            problem = f"{source.path}, {unit} {error.offset}: {error}"
            records.append(Record(None, None, "", problem=problem, is_damaged=True))
        named = [_named(record, source, start.number + place) for place, record in enumerate(records)]
        return named, Read(len(records), end, self._fraction(start.source, end))

    def _from(self, start: Position) -> Iterator[tuple[int, Record]]:
        """Go on reading, or open or seek what is to be read."""
        if self._next != start:
            self._ahead, self._rest = [], self._reader(start.source).records(start.offset)
        ahead, self._ahead, self._next = self._ahead, [], _NOWHERE
        return chain(ahead, self._rest)

    def _reader(self, number: int) -> Reader:
        if self._open is None or self._open[0] != number:
            self.close()
            self._open = number, open_source(self._sources[number], self._settings)
        return self._open[1]

    def close(self) -> None:
        """Close the input that is open."""
        if self._open is not None:
            self._open[1].close()
        self._open, self._next, self._ahead, self._rest = None, _NOWHERE, [], iter(())

    def _fraction(self, number: int, end: Position | None) -> float:
        is_more = end is not None and end.source == number
        return self._open[1].fraction() if is_more and self._open else 1.0


def all_chunks(sources: tuple[Source, ...], settings: Settings) -> Iterator[list[Record]]:
    """Yield the records of all chunks in order."""
    chunks = Chunks(sources, settings)
    place: Position | None = START
    while place is not None:
        records, read = chunks.read(place)
        yield records
        place = read.end
    chunks.close()


def _named(record: Record, source: Source, number: int) -> Record:
    """Give a record without an id the name of its input and its place therein."""
    return record if record.id is not None else replace(record, id=f"{source.path}#{number}")
