"""Results as Arrow tables: the schema, the function for Spark and Ray, and Parquet files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from extractor.corpus.learning import HOSTS, Page, Sample, sample_record
from extractor.corpus.records import Record, Settings, needs, record_of, to_json
from extractor.corpus.results import judge_by, result_of
from extractor.corpus.sources import source_of
from extractor.corpus.worker import all_chunks
from extractor.document import Article

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS: Final = 4096  # of a row group
_COLUMNS: Final = {str: "string", bool: "bool", float: "float64", tuple[str, ...]: "strings"}


def arrow_schema() -> pa.Schema:
    """Return the schema of results. What is no text, number or list of texts is a column of JSON text."""
    arrow: Any = needs("pyarrow")
    types = {
        "string": arrow.string(),
        "bool": arrow.bool_(),
        "float64": arrow.float64(),
        "strings": arrow.list_(arrow.string()),
    }
    columns = _columns()
    return arrow.schema([arrow.field(name, types.get(column, arrow.string())) for name, column in columns.items()])


def extract_arrow(batches: Iterable[pa.RecordBatch], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Yield for each batch of pages the batch of their results, row for row.

    ``DataFrame.mapInArrow`` takes this function. A batch has the columns that ``settings`` names (by default ``text``,
    and ``id`` and ``url`` where there are any); all others go into ``fields``.
    """
    settings = settings or Settings()
    judge = judge_by(settings)
    for batch in batches:
        yield batch_of([judge(record_of(row, settings)) for row in batch.to_pylist()])


def extract_table(table: pa.Table, settings: Settings | None = None) -> pa.Table:
    """Return the table of the results of a table of pages, row for row; ``map_batches`` of Ray takes this function."""
    batches = extract_arrow(table.to_batches(), settings)
    return needs("pyarrow").Table.from_batches(batches, schema=arrow_schema())


def extract_files(paths: Iterable[str], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the results of all records of some inputs of any kind, as ``extractor corpus`` writes them."""
    settings = settings or Settings()
    judge = judge_by(settings)
    for path in paths:
        for records in all_chunks((source_of(path),), settings):
            yield batch_of([judge(record) for record in records])


def learn_arrow(
    batches: Iterable[pa.RecordBatch], settings: Settings | None = None, hosts: int = HOSTS
) -> Iterator[pa.RecordBatch]:
    """Yield the sample of all pages of some batches, as rows of ``sample_schema``; ``sample_of`` merges such rows.

    ``settings``: see ``extract_arrow``. ``hosts``: at most.
    """
    settings, sample = settings or Settings(), Sample(hosts)
    for batch in batches:
        for row in batch.to_pylist():
            sample_record(sample, record_of(row, settings))
    for host, pages in sorted(sample.sites.items()):
        rows = [_sample_row(host, page) for page in pages.values()]
        yield needs("pyarrow").RecordBatch.from_pylist(rows, schema=sample_schema())


def _sample_row(host: str, page: Page) -> dict[str, object]:
    text = _sound(page.text)
    return {"host": host, "rank": f"{page.rank:016x}", "keys": page.keys, "words": page.words, "text": text}


def sample_schema() -> pa.Schema:
    """Return the schema of samples: a row a page."""
    arrow: Any = needs("pyarrow")
    text, data = arrow.string(), arrow.binary()
    return arrow.schema([("host", text), ("rank", text), ("keys", data), ("words", data), ("text", text)])


def sample_of(rows: Iterable[Mapping[str, Any]], hosts: int = HOSTS) -> Sample:
    """Return the sample whose pages are rows of ``sample_schema``, of whichever parts of a crawl and in any order."""
    sample = Sample(hosts)
    for row in rows:
        page = Page(int(row["rank"], 16), bytes(row["keys"]), bytes(row["words"]), row["text"])
        sample.add(row["host"], page)
    return sample


def batch_of(results: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """Return results as a batch of ``arrow_schema``."""
    columns = _columns()
    rows = [{name: _cell(result.get(name), column) for name, column in columns.items()} for result in results]
    batch: pa.RecordBatch = needs("pyarrow").RecordBatch.from_pylist(rows, schema=arrow_schema())
    return batch


def write_parquet(lines: Iterable[bytes], file: io.BufferedWriter) -> None:
    """Write results that are lines of JSON as Parquet, a row group at a time."""
    rest = iter(lines)
    with needs("pyarrow.parquet").ParquetWriter(file, arrow_schema(), compression="zstd") as writer:
        while group := [json.loads(line) for line in islice(rest, _GROUP_ROWS)]:
            writer.write_batch(batch_of(group), row_group_size=_GROUP_ROWS)


def _columns() -> dict[str, str]:
    """Return what each field of a result is in a table: a key of ``_COLUMNS``' values, or ``json``."""
    hints = get_type_hints(Article)
    blank = result_of(Record(None, None, ""), Article())
    return {name: _column(hints.get(name, str)) if name != "fields" else "json" for name in blank}


def _column(hint: Any) -> str:
    present = [part for part in getattr(hint, "__args__", ()) if part is not type(None)]
    if hint in _COLUMNS:
        return _COLUMNS[hint]
    if all(isinstance(part, str) for part in present) and present:  # a Literal
        return "string"
    return _column(present[0]) if len(present) == 1 and getattr(hint, "__origin__", None) is None else "json"


def _cell(value: object, column: str) -> object:
    if value is None:
        return None
    if column == "json":
        value = to_json(value)
    if column == "strings":
        assert isinstance(value, list)
        return [_sound(str(one)) for one in value]
    return _sound(value) if isinstance(value, str) else value


def _sound(text: str) -> str:
    """Return text that Arrow can hold: lone surrogates become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
