"""The bytes of a file, compressed or not, up to the very byte at which it breaks off."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, cast

from extractor.corpus.records import CorpusError, DamageError, needs

_BLOCK: Final = 1 << 14  # bytes of a compressed file that are read at once
_BUFFER: Final = 1 << 17
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


class _Decompressor(Protocol):
    """What zlib and zstd have in common, for one member (frame) of a file."""

    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Inflated(io.RawIOBase):
    """A compressed file as a stream that can be read and, at the price of reading again, be sought in.

    Members (frames) follow one another. Every byte before a damage is given before ``EOFError`` (cut short) or what
    the decompressor raises: its last stretch is read once more, a byte at a time.
    """

    def __init__(self, file: io.BufferedReader, member: Callable[[], _Decompressor]) -> None:
        """Read a file whose members are decompressed by what ``member`` returns."""
        self._file, self._member = file, member
        self._rewind()

    def _rewind(self) -> None:
        self._file.seek(0)
        self._at, self._input = 0, b""
        self._damage: Exception | None = None
        self._inflate = self._member()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be sought in."""
        return True

    def tell(self) -> int:
        """Return the offset in the decompressed file."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on to an offset, from the beginning where it is behind."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("compressed streams are sought from their beginning")
        if offset < self._at:
            self._rewind()
        while self._at < offset and self._read(offset - self._at):
            pass
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer at least in part; 0 at the end."""
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        if self._damage is not None:
            raise self._damage
        try:
            data = self._decompressed(size)
        except Exception as error:  # noqa: BLE001 (every decompressor has its own)
            data = self._last(size, error)
        self._at += len(data)
        return data

    def _last(self, size: int, damage: Exception) -> bytes:
        """Return what stands before a damage, reading it once more; raise the damage if that is nothing."""
        at, data = self._at, bytearray()
        self._rewind()
        self.seek(at)
        try:
            while len(data) < size and (byte := self._decompressed(1)):
                data += byte
        except Exception:  # noqa: BLE001 (it is the damage again)
            self._damage = damage
        if not data:
            raise damage
        return bytes(data)

    def _decompressed(self, size: int) -> bytes:
        """Return at least a byte, nothing at the end of the file."""
        while True:
            if self._inflate.eof and not self._begin_member():
                return b""
            data = self._inflate.decompress(self._input, size)
            self._input = getattr(self._inflate, "unconsumed_tail", b"")  # zstd keeps it to itself
            if data:
                return data
            if not self._inflate.eof and not self._input:
                self._input = self._file.read(_BLOCK)
                if not self._input:
                    raise EOFError("cut short")

    def _begin_member(self) -> bool:
        """Go on to the next member behind a padding of zeros, if there is one."""
        self._input = self._inflate.unused_data.lstrip(b"\0")
        while not self._input and (block := self._file.read(_BLOCK)):
            self._input = block.lstrip(b"\0")
        if self._input:
            self._inflate = self._member()
        return bool(self._input)


class Stream:
    """A file that is read: ``raw`` as it lies on the disk, ``data`` decompressed, ``size`` on the disk in bytes."""

    def __init__(self, path: str) -> None:
        """Open a file."""
        self.raw = Path(path).open("rb")  # noqa: SIM115 (open as long as the worker reads it)
        self.size = Path(path).stat().st_size
        self.magic = self.raw.peek(4)[:4]
        member = _member(self.magic)
        self.data = io.BufferedReader(Inflated(self.raw, member), _BUFFER) if member else self.raw

    @property
    def is_gzip(self) -> bool:
        """Whether the file is compressed with gzip."""
        return self.magic[:2] == _GZIP

    def fraction(self) -> float:
        """Return how much has been read, 0 to 1."""
        return min(self.raw.tell() / self.size, 1.0) if self.size else 1.0

    def close(self) -> None:
        """Close the file."""
        self.raw.close()


def _member(magic: bytes) -> Callable[[], _Decompressor] | None:
    if magic[:2] == _GZIP:
        return lambda: cast("_Decompressor", zlib.decompressobj(zlib.MAX_WBITS + 16))
    return cast("Callable[[], _Decompressor]", zstd().ZstdDecompressor) if magic == _ZSTD else None


def zstd() -> Any:
    """Return the module for zstd: the standard library's from Python 3.14 on, else its backport."""
    try:
        from compression import zstd as module
    except ImportError:
        module = needs("backports.zstd")
    return module


@contextmanager
def damage(offset: Callable[[], int]) -> Iterator[None]:
    """Make a ``DamageError`` of whatever is raised in reading, unless it is the system that failed (disk, memory)."""
    try:
        yield
    except (DamageError, CorpusError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise DamageError(str(error) or type(error).__name__, offset()) from error
