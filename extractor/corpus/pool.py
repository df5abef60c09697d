"""Processes that do chunks side by side, one that reads at a time, and results in order whatever happens to them."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from extractor.corpus.records import CorpusError, Position, Settings
from extractor.corpus.sources import Source
from extractor.corpus.worker import Done, Failed, Read, Ready, Task, work
from extractor.document import ExtractorError

WINDOW: Final = 2  # chunks a worker that are begun and not yet written
_DEATHS: Final = 3  # of workers that read the same chunk, or that start, in a row, until the run ends
_PATIENCE: Final = 1.0  # seconds between looks at the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """How a run is done; none of it decides a result that is not an error.

    ``jobs``: worker processes. ``timeout``: seconds for a record, after which its worker is killed. ``max_memory``:
    bytes of data of a worker (on POSIX systems; None: as many as there are).
    """

    jobs: int = 1
    timeout: float = 60.0
    max_memory: int | None = None

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise ExtractorError(f"jobs is {self.jobs!r}: give the number of processes, at least 1")
        if not self.timeout > 0:
            raise ExtractorError(f"timeout is {self.timeout!r}: give a positive number of seconds")


@dataclass(slots=True)
class Chunk:
    """A chunk under way.

    ``size``, ``end``: None until it has been read (``end`` is None too where all is read). ``deaths``: of workers that
    read it. ``failure``: why nobody can do it.
    """

    start: Position
    size: int | None = None
    end: Position | None = None
    fraction: float = 0.0
    results: list[Done] = field(default_factory=list)
    deaths: int = 0
    failure: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether every record has its result."""
        return len(self.results) == self.size


@dataclass(slots=True)
class _Worker:
    """A process. ``chunk``: what it does. ``since``: when the record under way was begun, None while it reads."""

    process: BaseProcess
    connection: Connection
    is_ready: bool = False
    chunk: Chunk | None = None
    since: float | None = None
    is_late: bool = False


class Pool:
    """Workers and what they do."""

    def __init__(self, sources: tuple[Source, ...], settings: Settings, limits: Limits) -> None:
        """Prepare; processes start with ``chunks``."""
        self._sources, self._settings, self._limits = sources, settings, limits
        self._context = multiprocessing.get_context("spawn")  # safe with threads, and the same on every system
        self._workers: list[_Worker] = []
        self._unfinished: deque[Chunk] = deque()  # in order, written from the left
        self._again: deque[tuple[Chunk, str | None]] = deque()  # whose worker died, and why
        self._failed_starts = 0
        self._next: Position | None = None  # the chunk that may be read; None while another one is, or at the end

    def chunks(self, start: Position) -> Iterator[Chunk]:
        """Yield each chunk in order, with its results complete.

        Raises ``CorpusError`` in the place of the first one that cannot be done.
        """
        self._next = start
        try:
            while not self._is_over():
                self._give()
                self._listen()
                while self._unfinished and self._unfinished[0].is_done:
                    yield self._unfinished.popleft()
                if self._unfinished and (failure := self._unfinished[0].failure):
                    raise CorpusError(failure)
        finally:
            self._stop()

    def _is_over(self) -> bool:
        return self._next is None and not self._unfinished

    def _give(self) -> None:
        """Give work to idle workers, first what a dead one left."""
        while len(self._workers) < self._limits.jobs:
            self._workers.append(self._started())
        for worker in self._workers:
            if worker.is_ready and worker.chunk is None and self._has_work():
                chunk, blame = self._again.popleft() if self._again else (self._begun(), None)
                worker.chunk, worker.since = chunk, None
                with suppress(OSError):  # it is dead, which is seen when it is listened to
                    worker.connection.send(Task(chunk.start, len(chunk.results), blame))

    def _has_work(self) -> bool:
        is_room = len(self._unfinished) < WINDOW * self._limits.jobs
        return bool(self._again) or (self._next is not None and is_room)

    def _begun(self) -> Chunk:
        assert self._next is not None
        chunk = Chunk(self._next)
        self._next = None
        self._unfinished.append(chunk)
        return chunk

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._sources, self._settings, self._limits.max_memory)
        process = self._context.Process(target=work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _listen(self) -> None:
        """Take what the workers have to say; kill those that are late."""
        self._kill_late()
        speaking = set(wait([worker.connection for worker in self._workers], _PATIENCE))
        for worker in [worker for worker in self._workers if worker.connection in speaking]:
            message = _received(worker.connection)
            if message is None:
                self._bury(worker)
            else:
                self._take(worker, message)

    def _kill_late(self) -> None:
        """Kill each worker whose record has had its time and that has nothing to say about it."""
        now = time.monotonic()
        for worker in self._workers:
            if worker.since is not None and now - worker.since > self._limits.timeout and not worker.connection.poll():
                worker.is_late = True
                worker.process.kill()

    def _take(self, worker: _Worker, message: Ready | Read | Done | Failed) -> None:
        """Note what a worker says."""
        if isinstance(message, Ready):
            worker.is_ready, self._failed_starts = True, 0
            return
        chunk = worker.chunk
        assert chunk is not None
        if isinstance(message, Done):
            chunk.results.append(message)
        elif isinstance(message, Failed):
            chunk.failure = message.message
        elif chunk.size is None:  # a second reader says the same
            chunk.size, chunk.end, chunk.fraction = message.size, message.end, message.fraction
            self._next = message.end
        is_over = chunk.is_done or chunk.failure is not None
        worker.chunk, worker.since = (None, None) if is_over else (chunk, time.monotonic())

    def _bury(self, worker: _Worker) -> None:
        """Take a dead worker away; its chunk goes to another one, less the record that it was at."""
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        fate = _fate(worker.process.exitcode)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts == _DEATHS:
                raise CorpusError(f"worker processes do not start: each {fate}")
        chunk = worker.chunk
        if chunk is None:
            return
        if worker.since is not None:
            late = f"took more than {self._limits.timeout:g} seconds"
            self._again.append((chunk, late if worker.is_late else f"worker process {fate}"))
            return
        chunk.deaths += 1
        if chunk.deaths < _DEATHS:
            self._again.append((chunk, None))
        else:
            source = self._sources[chunk.start.source]
            chunk.failure = f"{source.path}, at {chunk.start.offset}: each process that read it {fate}"

    def _stop(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()


def _received(connection: Connection) -> Ready | Read | Done | Failed | None:
    """Return what a worker says, None if it is dead."""
    try:
        message: Ready | Read | Done | Failed = connection.recv()
    except (EOFError, OSError):
        return None
    return message


def _fate(exitcode: int | None) -> str:
    """Say how a process ended."""
    if exitcode is None or exitcode >= 0:
        return f"ended with {exitcode}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-exitcode).name}"
    return f"was ended by signal {-exitcode}"
