"""The same on Spark: ``python -m extractor.spark IN... OUT`` reads WARC, WET, JSONL or Parquet and writes Parquet.

``extract_frame`` takes a DataFrame of pages, ``extract_inputs`` the paths of inputs; each gives a DataFrame of results,
which are those of ``extractor corpus``. ``learn_frame`` learns what ``extractor learn`` does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from extractor.corpus import (
    Sample,
    Settings,
    arrow_schema,
    extract_arrow,
    extract_files,
    learn_arrow,
    sample_of,
    sample_schema,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession


def result_type() -> Any:
    """Return the schema of results as Spark has it, a ``StructType``."""
    return _spark_type(arrow_schema())


def extract_frame(frame: DataFrame, settings: Settings | None = None) -> DataFrame:
    """Return the results of a DataFrame of pages, with the columns that ``settings`` names, row for row."""
    return frame.mapInArrow(partial(extract_arrow, settings=settings), result_type())


def extract_inputs(spark: SparkSession, paths: Sequence[str], settings: Settings | None = None) -> DataFrame:
    """Return the results of all records of some inputs, a task for each.

    The executors open the paths themselves, so they must be able to: a shared or mounted file system.
    """
    listed = spark.createDataFrame([(path,) for path in paths], "path string").repartition(len(paths), "path")
    return listed.mapInArrow(partial(_extract_listed, settings=settings), result_type())


def learn_frame(frame: DataFrame, settings: Settings | None = None) -> Sample:
    """Return the sample of a DataFrame of pages, from which ``write_memory`` makes a site memory.

    Each partition makes its own, and the driver merges them, one at a time.
    """
    kind = _spark_type(sample_schema())
    rows = frame.mapInArrow(partial(learn_arrow, settings=settings), kind).toLocalIterator()
    return sample_of(row.asDict() for row in rows)


def _extract_listed(batches: Iterable[pa.RecordBatch], settings: Settings | None) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from extract_files(batch.column(0).to_pylist(), settings)


def _spark_type(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run as a program, alone or by spark-submit."""
    parser = argparse.ArgumentParser(prog="python -m extractor.spark", description=__doc__)
    parser.add_argument("inputs", nargs="+", metavar="IN", help="all Parquet, or none of them")
    parser.add_argument("output", metavar="OUT", help="a new folder of Parquet files")
    parser.add_argument("--page", default="text", metavar="FIELD", help="column or field that holds the page")
    parser.add_argument("--site-memory", metavar="FILE", help="what extractor learn wrote")
    given = parser.parse_args(arguments)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("extractor").getOrCreate()
    settings = Settings(page=given.page, site_memory=given.site_memory)
    if all(path.endswith(".parquet") for path in given.inputs):
        results = extract_frame(spark.read.parquet(*given.inputs), settings)
    else:
        results = extract_inputs(spark, given.inputs, settings)
    results.write.parquet(given.output)
    spark.stop()


if __name__ == "__main__":
    main()
