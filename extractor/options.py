"""What a caller may choose."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from types import UnionType

from extractor.document import ExtractorError
from extractor.memory import sites_in


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose.

    ``focus``: -1 prefers precision, +1 recall, 0 the best F1; the number shifts each block's log-odds.
    ``blocks``: list every block, kept or dropped, in ``Article.blocks``.
    ``max_chars``: characters of a page that are judged (also at most ``MAX_BLOCKS`` blocks); what lies
    beyond is one block labelled ``unread``. ``site_memory``: path of a file that ``extractor learn`` wrote: lines that
    most pages of the host have are rather no part of the article. The host is that of the ``url`` given.
    ``charset``: the encoding that the HTTP header of the page names, for bytes that are not UTF-8.
    """

    focus: float = 0.0
    blocks: bool = False
    max_chars: int = 10_000_000
    site_memory: str | PathLike[str] | None = None
    charset: str | None = None

    def __post_init__(self) -> None:
        if not _is_number(self.focus, int | float) or not -1 <= self.focus <= 1:
            raise ExtractorError(f"focus is {self.focus!r}: give a number from -1 (precision) to 1 (recall)")
        if not _is_number(self.max_chars, int) or self.max_chars < 1:
            raise ExtractorError(f"max_chars is {self.max_chars!r}: give a positive number of characters")
        if not isinstance(self.charset, str | None):
            raise ExtractorError(f"charset is {type(self.charset).__name__}: give the name of an encoding")
        if not isinstance(self.site_memory, str | PathLike | None):
            raise ExtractorError(f"site_memory is {type(self.site_memory).__name__}: give the path of a file")
        if self.site_memory is not None:
            sites_in(self.site_memory)  # raises what is wrong with the file


def _is_number(value: object, kind: type | UnionType) -> bool:
    """Whether a value is of a kind of number; ``True``, one to Python, was meant for another option."""
    return isinstance(value, kind) and not isinstance(value, bool)
