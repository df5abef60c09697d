"""The output of a run: written beside its final name, with a checkpoint, and renamed when it is whole.

A kill at any moment leaves the last checkpoint and at least the bytes that it counts; what lies beyond them is cut off
when the run goes on.
"""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from extractor.corpus.records import START, CorpusError, Position
from extractor.corpus.streams import Stream, zstd
from extractor.document import ExtractorError

OutputKind = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet"]
KINDS: Final[tuple[OutputKind, ...]] = get_args(OutputKind)
_GZIP_LEVEL: Final = 6


def kind_of(path: str, kind: OutputKind | None = None) -> OutputKind:
    """Tell by its name what an output is, unless ``kind`` says it. Raises ``ExtractorError`` where it does not."""
    endings = {".ndjson": "jsonl", **{f".{name}": name for name in KINDS}}
    found = kind or next((name for ending, name in endings.items() if path.endswith(ending)), None)
    if found is None:
        raise ExtractorError(f"{path}: the name does not say what to write: give one of {', '.join(KINDS)}")
    return next(name for name in KINDS if name == found)


@dataclass(frozen=True, slots=True)
class Target:
    """Where results go: the file, what it is, and whether an interrupted run goes on."""

    path: str
    kind: OutputKind
    resume: bool = False


@dataclass(slots=True)
class State:
    """How far a run is.

    ``position``: where the next chunk begins, None at the end. ``length``: bytes written. ``statuses``: records of each
    status. ``damages``: messages, the first few of ``damaged``.
    """

    position: Position | None = START
    length: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    damages: list[str] = field(default_factory=list)
    damaged: int = 0

    @property
    def records(self) -> int:
        """The number of records written."""
        return sum(self.statuses.values())


class Output:
    """A file under way.

    JSON lines are compressed chunk by chunk, so that the file can be cut after any of them. Parquet cannot be cut: its
    rows wait as compressed lines and are converted at the end.
    """

    def __init__(self, target: Target, identity: dict[str, Any]) -> None:
        """Take a target, and what must be the same for an interrupted run to go on."""
        self._path, self._target = Path(target.path), target
        self._identity = {**identity, "output": target.kind}
        self._partial = Path(f"{target.path}.partial")
        self._checkpoint = Path(f"{target.path}.checkpoint")
        self._encode = _encoder(target.kind)
        self._file: io.FileIO | None = None

    def open(self) -> State | None:
        """Begin, or go on with what was interrupted; return how far it is, None if there is nothing left to do."""
        resume = self._target.resume
        if not resume and (self._partial.exists() or self._checkpoint.exists()):
            raise ExtractorError(f"{self._partial} is an interrupted run: go on with --resume, or remove it")
        if self._path.exists() and not (resume and self._partial.exists()):
            if not resume:
                raise ExtractorError(f"{self._path} is there already: remove it, or give another name")
            self._checkpoint.unlink(missing_ok=True)
            return None
        state = self._saved() if self._checkpoint.exists() else State()
        self._file = io.FileIO(os.open(self._partial, os.O_RDWR | os.O_CREAT, 0o666), "r+")
        _lock(self._file, self._partial)
        if os.fstat(self._file.fileno()).st_size < state.length:
            raise CorpusError(f"{self._partial} is shorter than its checkpoint says: remove both and begin again")
        self._file.truncate(state.length)
        self._file.seek(state.length)
        if not self._checkpoint.exists():
            self.commit(state)
        return state

    def _saved(self) -> State:
        saved = json.loads(self._checkpoint.read_bytes())
        different = sorted(name for name, value in self._identity.items() if saved["identity"].get(name) != value)
        if different:
            other = ", ".join(different)
            raise ExtractorError(f"{self._partial} was begun with other {other}: give the same, or remove it")
        state = State(**saved["state"])
        state.position = Position(*state.position) if state.position else None
        return state

    def write(self, lines: list[bytes]) -> int:
        """Write the lines of a chunk and return how many bytes they are in the file."""
        assert self._file is not None
        data = memoryview(self._encode(b"".join(lines)))
        size = len(data)
        while data:  # a write may be short, on a disk that is nearly full
            data = data[self._file.write(data) :]
        return size

    def commit(self, state: State) -> None:
        """Make sure that everything written, and then the checkpoint, is on the disk."""
        assert self._file is not None
        os.fsync(self._file.fileno())
        saved = json.dumps({"identity": self._identity, "state": asdict(state)}, indent=1).encode()
        replace_file(self._checkpoint, lambda file: file.write(saved))

    def finish(self, state: State) -> None:
        """Give the whole file its name."""
        assert self._file is not None
        if not state.records:
            self.write([b""])  # a compressed file without a member is none
        os.fsync(self._file.fileno())
        if self._target.kind == "parquet":
            replace_file(self._path, self._convert)
            self._partial.unlink()
        else:
            self._partial.replace(self._path)
        _sync_folder(self._path)
        self._checkpoint.unlink()

    def _convert(self, file: io.BufferedWriter) -> None:
        from extractor.corpus.arrow import write_parquet

        with closing(Stream(str(self._partial))) as rows:
            write_parquet(rows.data, file)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


def _encoder(kind: OutputKind) -> Callable[[bytes], bytes]:
    """Return the function that makes the bytes of a file from lines; what it returns can be put end to end."""
    if kind == "jsonl":
        return bytes
    if kind == "jsonl.zst":
        compress: Callable[[bytes], bytes] = zstd().compress
        return compress
    return lambda lines: gzip.compress(lines, _GZIP_LEVEL, mtime=0)


def replace_file(path: Path, write: Callable[[io.BufferedWriter], object]) -> None:
    """Write a file so that at any moment either the old one or the new one is there, whole."""
    new = Path(f"{path}.new")
    with new.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync_folder(path)


def _sync_folder(path: Path) -> None:
    """Make a new name in a folder last, where the system can."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _lock(file: io.FileIO, path: Path) -> None:
    """Keep a second run from writing the same file, where the system can. The lock ends with the process."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CorpusError(f"{path} is being written by another run") from error
