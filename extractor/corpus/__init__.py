"""Whole crawls: archives, JSONL, Parquet or folders in, one result out for every record, in order.

``run`` is what ``extractor corpus`` calls; ``extract_arrow`` is the same for Arrow batches (Spark, Ray).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.corpus.arrow import (
        arrow_schema,
        extract_arrow,
        extract_files,
        extract_table,
        learn_arrow,
        sample_of,
        sample_schema,
    )
    from extractor.corpus.learning import Sample, merge, sample_record, write_memory
    from extractor.corpus.output import Target
    from extractor.corpus.pool import Limits
    from extractor.corpus.records import CorpusError, Settings
    from extractor.corpus.runs import Summary, run
    from extractor.corpus.sources import Source, source_of

_HOMES = {
    "CorpusError": "records",
    "Limits": "pool",
    "Sample": "learning",
    "Settings": "records",
    "Source": "sources",
    "Summary": "runs",
    "Target": "output",
    "arrow_schema": "arrow",
    "extract_arrow": "arrow",
    "extract_files": "arrow",
    "extract_table": "arrow",
    "learn_arrow": "arrow",
    "merge": "learning",
    "run": "runs",
    "sample_of": "arrow",
    "sample_record": "learning",
    "sample_schema": "arrow",
    "source_of": "sources",
    "write_memory": "learning",
}

__all__ = [
    "CorpusError",
    "Limits",
    "Sample",
    "Settings",
    "Source",
    "Summary",
    "Target",
    "arrow_schema",
    "extract_arrow",
    "extract_files",
    "extract_table",
    "learn_arrow",
    "merge",
    "run",
    "sample_of",
    "sample_record",
    "sample_schema",
    "source_of",
    "write_memory",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: Arrow is there only with the extra ``corpus``."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
