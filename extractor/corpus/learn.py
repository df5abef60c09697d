"""The command ``extractor learn``: records in, a site memory out."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import Any

import click

from extractor.console import CONTEXT, FAILED
from extractor.corpus.failures import told
from extractor.corpus.learning import HOSTS, Sample, merge, sample_record, write_memory
from extractor.corpus.records import CorpusError, Settings
from extractor.corpus.sources import KINDS as INPUTS
from extractor.corpus.sources import Source, check_readable, source_of
from extractor.corpus.worker import all_chunks
from extractor.document import ExtractorError
from extractor.pipeline import KINDS as PAGES


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of some inputs: their records, those that were no pages, and where an input is damaged."""

    sample: Sample
    records: int = 0
    skipped: int = 0
    damages: tuple[str, ...] = ()


@click.command(context_settings=CONTEXT)
@click.argument("inputs", metavar="IN...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", required=True, metavar="OUT", type=click.Path(), help="A new file, of JSON.")
@click.option("--from", "source_kind", type=click.Choice(INPUTS), help="What inputs are, whatever their names say.")
@click.option("--page", default="text", show_default=True, metavar="FIELD", help="Field that holds the page.")
@click.option("--url", default="url", show_default=True, metavar="FIELD", help="Field that holds the address.")
@click.option("--kind", type=click.Choice(PAGES), default="auto", show_default=True, help="What pages are.")
@click.option("--hosts", type=click.IntRange(1), default=HOSTS, show_default=True, help="Hosts, at most.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes, an input each.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def learn(inputs: tuple[str, ...], output: str, *, hosts: int, jobs: int, quiet: bool, **chosen: Any) -> None:
    """Learn which lines stand on most pages of a host, for --site-memory.

    IN is what extractor corpus reads. Pages without an address are taken for pages of one host.

    Exit status: 0 all was read, 1 an input is damaged (what was read is learned), or nothing could be written, 2 wrong
    usage.
    """
    with told(output):
        _check_new(Path(output))
        settings = Settings(**{name: chosen[name] for name in ("page", "url", "kind")})
        sources = [source_of(path, chosen["source_kind"]) for path in inputs]
        check_readable(sources)
        read = _read_all(sources, settings, hosts, jobs)
        known, lines = write_memory(read.sample, output)
    if not quiet:
        skipped = f" ({read.skipped} without a page)" if read.skipped else ""
        summary = f"{read.records} records{skipped}; {lines} lines of {known} hosts, of {len(read.sample.sites)}"
        click.echo(summary, err=True)
    for message in read.damages:
        click.echo(f"extractor: {message}", err=True)
    if read.damages:
        sys.exit(FAILED)


def _check_new(path: Path) -> None:
    if path.exists():
        raise ExtractorError(f"{path} is there already: remove it, or give another name")
    if not path.parent.is_dir():
        raise ExtractorError(f"{path}: there is no folder {path.parent}")


def _read_all(sources: Sequence[Source], settings: Settings, hosts: int, jobs: int) -> Read:
    """Read all inputs, several at once; in which order they are done makes no difference."""
    one = partial(_read, settings=settings, hosts=hosts)
    return reduce(_both, _in_processes(one, sources, jobs) if jobs > 1 else map(one, sources))


def _in_processes(one: partial[Read], sources: Sequence[Source], jobs: int) -> Iterator[Read]:
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(one, sources)
        except BrokenProcessPool as error:
            raise CorpusError(str(error)) from error


def _read(source: Source, settings: Settings, hosts: int) -> Read:
    sample, records, skipped, damages = Sample(hosts), 0, 0, []
    for chunk in all_chunks((source,), settings):
        for record in chunk:
            records += 1
            skipped += not sample_record(sample, record)
            damages += [str(record.problem)] if record.is_damaged else []
    return Read(sample, records, skipped, tuple(damages))


def _both(one: Read, other: Read) -> Read:
    sample = merge(one.sample, other.sample)
    return Read(sample, one.records + other.records, one.skipped + other.skipped, one.damages + other.damages)
