"""Which reader an input needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from extractor.corpus.archives import Archive
from extractor.corpus.lines import Folder, Lines, names_in
from extractor.corpus.records import Reader, Settings, needs
from extractor.corpus.rows import Rows
from extractor.document import ExtractorError

SourceKind = Literal["jsonl", "warc", "wet", "parquet", "folder"]
KINDS: Final[tuple[SourceKind, ...]] = get_args(SourceKind)

_READERS: Final[dict[SourceKind, Callable[[str, Settings], Reader]]] = {
    "jsonl": Lines,
    "warc": Archive,
    "wet": Archive,
    "parquet": Rows,
    "folder": Folder,
}
_NEEDED: Final = {"warc": "fastwarc.warc", "wet": "fastwarc.warc", "parquet": "pyarrow.parquet"}
_COMPRESSED: Final = (".gz", ".zst")
_ENDINGS: Final[dict[str, SourceKind]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".warc": "warc",
    ".wet": "wet",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Source:
    """An input: its path as it was given, and what it is."""

    path: str
    kind: SourceKind

    def size(self) -> int:
        """Return the bytes of all its files."""
        path = Path(self.path)
        names = names_in(self.path) if self.kind == "folder" else [""]
        return sum((path / name).stat().st_size for name in names)


def source_of(path: str, kind: SourceKind | None = None) -> Source:
    """Tell by its name what an input is, unless ``kind`` says it.

    Raises ``ExtractorError`` where there is no such file or its name says nothing.
    """
    if not path:
        raise ExtractorError("an input is called '': give the path of a file or folder")
    if not Path(path).exists():
        raise ExtractorError(f"{path}: no such file or folder")
    if kind is not None and (kind == "folder") != Path(path).is_dir():
        raise ExtractorError(f"{path} is {'a' if Path(path).is_dir() else 'no'} folder and cannot be read as {kind}")
    endings = [ending for ending in Path(path).suffixes if ending not in _COMPRESSED]
    found = "folder" if Path(path).is_dir() else kind or _ENDINGS.get(endings[-1] if endings else "")
    if found is None:
        raise ExtractorError(f"{path}: the name does not say what it is: give one of {', '.join(KINDS)}")
    return Source(path, found)


def check_readable(sources: Sequence[Source]) -> None:
    """Raise ``CorpusError`` where a package is missing that an input needs."""
    for module in {_NEEDED[kind] for kind in {source.kind for source in sources} & _NEEDED.keys()}:
        needs(module)


def open_source(source: Source, settings: Settings) -> Reader:
    """Open an input. Raises ``DamageError`` where it is no file of its kind."""
    return _READERS[source.kind](source.path, settings)
