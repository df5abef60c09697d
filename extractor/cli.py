"""The command line: read, call the library, print, set the exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final

import click

from extractor import __version__
from extractor.console import CONTEXT, FAILED, check_streams, read_page, standard_output
from extractor.document import Article, ExtractorError
from extractor.options import Options
from extractor.pipeline import Kind, extract

FORMATS: Final = ("json", "structure", "text", "markdown")
"""``structure`` is JSON with the passages of the text: headings, lists, quotes, code, tables, links, images."""

NO_ARTICLE: Final = 3
_BETWEEN: Final = b"\f"  # no article has a form feed, and a program can split at it


_COMMANDS: Final = {
    "compare": "extractor.explain.command",
    "corpus": "extractor.corpus.command",
    "explain": "extractor.explain.command",
    "learn": "extractor.corpus.learn",
}
"""Commands of their own and where they are: each is imported when it is called."""


class _Pages(click.Command):
    """A command of pages, beside those of ``_COMMANDS`` (a file of such a name is ``./corpus``)."""

    def main(  # type: ignore[override]  # two overloads, of which this is both
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run the command that the first word names."""
        words = list(sys.argv[1:] if args is None else args)
        if words and words[0] in _COMMANDS:
            command: click.Command = getattr(import_module(_COMMANDS[words[0]]), words[0])
            return command.main(words[1:], f"extractor {words[0]}", **extra)
        return super().main(words, prog_name, **extra)


_EPILOG: Final = "Whole crawls: extractor corpus --help, learn --help. Why a block was kept or dropped: explain --help."


@click.command(cls=_Pages, context_settings=CONTEXT, epilog=_EPILOG)
@click.argument("files", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--kind", type=click.Choice(["auto", "html", "text"]), default="auto", show_default=True, help="Input.")
@click.option("--blocks", is_flag=True, help="List every block, kept or dropped, with its label and reasons (JSON).")
@click.option("--precision", "focus", flag_value=-1.0, type=float, help="Rather lose text than keep boilerplate.")
@click.option("--recall", "focus", flag_value=1.0, type=float, help="Rather keep boilerplate than lose text.")
@click.option("-u", "--url", help="Where the page is from; recorded, never fetched.")
@click.option("--site-memory", metavar="FILE", type=click.Path(), help="What extractor learn wrote.")
@click.version_option(__version__)
def main(
    files: tuple[str, ...],
    form: str,
    kind: Kind,
    *,
    blocks: bool,
    focus: float | None,
    url: str | None,
    site_memory: str | None,
) -> None:
    """Print the article of each page in FILES (or of standard input) as JSON.

    One page gives one indented object, several give one line each. As text or markdown, a form feed stands between
    the pages; between two of them is nothing where a page has no article. Exit status: 0 all pages gave an article, 1
    some did not, or a file could not be read or written, 2 wrong usage, 3 the only page did not.
    """
    if blocks and form != "json":
        raise click.UsageError("--blocks needs --format json")
    check_streams(needs_input=not files or "-" in files, is_bare=not files)
    try:
        options = Options(focus=focus or 0.0, blocks=blocks, site_memory=site_memory)
    except ExtractorError as error:
        raise click.UsageError(str(error)) from error
    names = files or ("-",)
    articles = (_article(name, url, partial(extract, kind=kind, options=options)) for name in names)
    failed = _print_all(articles, form, alone=len(names) == 1)
    if failed:
        sys.exit(NO_ARTICLE if len(names) == 1 and failed[0].status != "error" else FAILED)


def _article(name: str, url: str | None, extracted: Callable[[bytes, str | None], Article]) -> Article:
    try:
        return extracted(read_page(name), url)
    except (OSError, MemoryError) as error:
        reason = error.strerror if isinstance(error, OSError) else os.strerror(errno.ENOMEM)
        article = Article(status="error", reason=f"{name}: {reason}", url=url)
    click.echo(f"extractor: {article.reason}", err=True)
    return article


def _print_all(articles: Iterator[Article], form: str, *, alone: bool) -> list[Article]:
    """Print articles as they come and return those that are none."""
    failed = []
    with standard_output() as output:
        for place, article in enumerate(articles):
            if place and form in ("text", "markdown"):
                output.write(_BETWEEN)
            output.write(_rendered(article, form, alone=alone))
            failed += [] if article else [article]
    return failed


def _rendered(article: Article, form: str, *, alone: bool) -> bytes:
    if form in ("json", "structure"):
        text = article.to_json(indent=2 if alone else None, passages=form == "structure")
    else:
        text = article.to_markdown() if form == "markdown" else article.text
    encoded = text.encode("utf-8", "backslashreplace").rstrip(b"\n")
    return encoded + b"\n" if encoded else b""
