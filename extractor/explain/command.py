"""The commands ``extractor explain`` and ``extractor compare``: a page in, a table, JSON or a report out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Final

import click

from extractor.console import CONTEXT, check_streams, read_page, standard_output
from extractor.explain.compare import Comparison
from extractor.explain.compare import compare as compared
from extractor.explain.view import Explanation
from extractor.explain.view import explain as explained
from extractor.peers import installed_readers
from extractor.pipeline import KINDS, Kind

_OPTIONS: Final = (
    click.argument("page", type=click.Path(allow_dash=True)),
    click.option("-o", "--output", metavar="FILE", type=click.Path(allow_dash=True), help="Write a report, in HTML."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    click.option("--kind", type=click.Choice(KINDS), default="auto", show_default=True, help="What the page is."),
    click.option("-u", "--url", help="Where the page is from; recorded, never fetched."),
)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that a command was given and how its answer is wanted."""

    name: str
    source: bytes
    output: str | None
    as_json: bool

    def answer(self, table: Callable[[], str], data: Callable[[], Any], report: Callable[[], str]) -> None:
        """Give the one form of the answer that is wanted."""
        if self.as_json:
            _write("-", json.dumps(data(), ensure_ascii=False, indent=2) + "\n")
            return
        with _extra("explain"):
            text = report() if self.output else table()
        _write(self.output or "-", text)


def _with_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command(context_settings=CONTEXT)
@_with_options
def explain(page: str, *, kind: Kind, url: str | None, **wanted: Any) -> None:
    """Say why each block of PAGE was kept or dropped, and where its metadata were found (- is standard input).

    Without -o or --json, a table for the terminal. Exit status: 0 the page was judged, 1 it could not be read or the
    answer not be written, 2 wrong usage.
    """
    asked = _read(page, **wanted)
    explanation = explained(asked.source, url, kind=kind)

    def table() -> str:
        from extractor.explain.terminal import explanation_table

        return explanation_table(explanation)

    asked.answer(table, explanation.to_dict, lambda: _report(explanation, asked, ()))


@click.command(context_settings=CONTEXT)
@_with_options
def compare(page: str, *, kind: Kind, url: str | None, **wanted: Any) -> None:
    """Show the text of PAGE beside what trafilatura and any other installed peer makes of it (- is standard input).

    Without -o or --json, word by word on the terminal. With -o, what extractor explain writes, and the comparison in
    it. Exit status: as of extractor explain.
    """
    asked = _read(page, **wanted)
    peers = installed_readers()
    if not peers:
        raise click.ClickException("no peer is installed: pip install 'extractor[compare]'")
    explanation = explained(asked.source, url, kind=kind)
    ours = explanation.article.text
    found = {name: peer(asked.source, url) for name, peer in peers.items()}
    with _extra("compare"):
        comparisons = [compared(name, ours, article.text, article.reason) for name, article in found.items()]

    def table() -> str:
        from extractor.explain.terminal import comparison_table

        return comparison_table(comparisons)

    asked.answer(table, lambda: [asdict(one) for one in comparisons], lambda: _report(explanation, asked, comparisons))


def _report(explanation: Explanation, asked: _Page, comparisons: Sequence[Comparison]) -> str:
    from extractor.explain.page import report

    return report(explanation, asked.source, asked.name, comparisons)


def _read(page: str, output: str | None, *, as_json: bool) -> _Page:
    if output and as_json:
        raise click.UsageError("-o writes a report, --json prints data: give one of them")
    check_streams(needs_input=page == "-")
    try:
        source = read_page(page)
    except (OSError, MemoryError) as error:
        raise click.ClickException(f"{page}: {getattr(error, 'strerror', None) or 'too large'}") from error
    return _Page("page" if page == "-" else PurePath(page).name, source, output, as_json)


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Name the extra to install where a package is not there."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'extractor[{name}]'") from error


def _write(name: str, text: str) -> None:
    encoded = text.encode("utf-8", "backslashreplace")
    if name == "-":
        with standard_output() as output:
            output.write(encoded)
        return
    try:
        with click.open_file(name, "wb") as file:
            file.write(encoded)
    except OSError as error:
        raise click.ClickException(f"{name}: {error.strerror}") from error
