"""The command ``extractor corpus``: options in, messages and an exit status out."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

import click

from extractor.console import CONTEXT, FAILED
from extractor.corpus.failures import told
from extractor.corpus.output import KINDS as OUTPUTS
from extractor.corpus.output import Target, kind_of
from extractor.corpus.pool import Limits
from extractor.corpus.records import Settings
from extractor.corpus.runs import Summary, run
from extractor.corpus.sources import KINDS as INPUTS
from extractor.corpus.sources import source_of
from extractor.pipeline import KINDS as PAGES

_MEBI: Final = 1 << 20


@click.command(context_settings=CONTEXT)
@click.argument("inputs", metavar="IN...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", required=True, metavar="OUT", type=click.Path(), help="A new file.")
@click.option("--from", "source_kind", type=click.Choice(INPUTS), help="What inputs are, whatever their names say.")
@click.option("--to", "output_kind", type=click.Choice(OUTPUTS), help="What to write, whatever its name says.")
@click.option("--page", default="text", show_default=True, metavar="FIELD", help="Field that holds the page.")
@click.option("--id", default="id", show_default=True, metavar="FIELD", help="Field that holds the id.")
@click.option("--url", default="url", show_default=True, metavar="FIELD", help="Field that holds the address.")
@click.option("--kind", type=click.Choice(PAGES), default="auto", show_default=True, help="What pages are.")
@click.option("--precision", "focus", flag_value=-1.0, type=float, help="Rather lose text than keep boilerplate.")
@click.option("--recall", "focus", flag_value=1.0, type=float, help="Rather keep boilerplate than lose text.")
@click.option("--site-memory", metavar="FILE", type=click.Path(), help="What extractor learn wrote.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Worker processes.")
@click.option("--page-mib", type=click.IntRange(1), default=32, show_default=True, help="Size of a page, at most.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=60, show_default=True, help="Seconds a page."
)
@click.option("--memory-mib", type=click.IntRange(256), help="Memory of a worker, at most (default: any).")
@click.option("--resume", is_flag=True, help="Go on with what was interrupted.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@click.option("--summary", metavar="FILE", type=click.File("a", lazy=False), help="Write the summary as JSON.")
def corpus(inputs: tuple[str, ...], output: str, *, quiet: bool, summary: Any, **chosen: Any) -> None:
    """Write one result for every record of the inputs, in order, failures included.

    IN is JSONL (.jsonl, .ndjson, .json), WARC (.warc) or WET (.wet), plain or with .gz or .zst; Parquet (.parquet); or
    a folder whose files are pages. OUT ends in .jsonl, .jsonl.gz, .jsonl.zst or .parquet, and is called OUT.partial
    until it is whole.

    Exit status: 0 every record was judged, 1 some were not (status error), an input is damaged, or the run could not
    go on (--resume does, when the cause is gone), 2 wrong usage.
    """
    with told(output):
        sources = [source_of(path, chosen["source_kind"]) for path in inputs]
        target = Target(output, kind_of(output, chosen["output_kind"]), chosen["resume"])
        done = run(sources, target, _settings(chosen), _limits(chosen), quiet=quiet)
    if done is None:
        click.echo(f"extractor: {output} is whole, nothing is left to do", err=True)
        return
    if not quiet:
        click.echo(_told(done), err=True)
    for message in done.damages:
        click.echo(f"extractor: {message}", err=True)
    if summary is not None:
        summary.truncate(0)
        summary.write(json.dumps(done.to_dict(), ensure_ascii=False) + "\n")
    if done.damaged or done.statuses.get("error"):
        sys.exit(FAILED)


def _settings(chosen: dict[str, Any]) -> Settings:
    names = {name: chosen[name] for name in ("page", "id", "url", "kind", "site_memory")}
    return Settings(**names, focus=chosen["focus"] or 0.0, max_bytes=chosen["page_mib"] * _MEBI)


def _limits(chosen: dict[str, Any]) -> Limits:
    memory = chosen["memory_mib"]
    return Limits(chosen["jobs"], chosen["timeout"], memory and memory * _MEBI)


def _told(done: Summary) -> str:
    """Return the summary in words."""
    statuses = ", ".join(f"{name} {count}" for name, count in sorted(done.statuses.items(), key=lambda pair: -pair[1]))
    damaged = f"; {done.damaged} damaged" if done.damaged else ""
    return f"{done.records} records: {statuses or 'none'}{damaged}; {done.pages_per_second:.1f} pages/s"
