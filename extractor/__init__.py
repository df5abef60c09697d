"""Separate the main article of a web page from everything around it.

>>> from extractor import extract
>>> article = extract(open("page.txt", encoding="utf-8").read())  # doctest: +SKIP
>>> article.title, article.date, article.text  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import Analysis, Article, Block, ExtractorError
    from extractor.options import Options
    from extractor.pipeline import analyse, extract, extract_many

__version__ = "0.1.0"

_HOMES = {"Options": "options", "analyse": "pipeline", "extract": "pipeline", "extract_many": "pipeline"}

__all__ = [
    "Analysis",
    "Article",
    "Block",
    "ExtractorError",
    "Options",
    "__version__",
    "analyse",
    "extract",
    "extract_many",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: the command line has things to do before numpy is there."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"extractor.{_HOMES.get(name, 'document')}"), name)
