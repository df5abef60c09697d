"""The command line: read, call the library, print, set the exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import click

from extractor import __version__
from extractor.document import Article, ExtractorError, Options
from extractor.pipeline import Kind, extract

FORMATS: Final = ("json", "structure", "text", "markdown")
"""``structure`` is JSON with the passages of the text: headings, lists, quotes, code, tables, links, images."""

FAILED: Final = 1
WRONG_USAGE: Final = 2
NO_ARTICLE: Final = 3
_MAX_BYTES: Final = 1 << 28  # of a file, far more than a page has: a device never ends
_BETWEEN: Final = b"\f"  # no article has a form feed, and a program can split at it


_CONTEXT: Final = {"help_option_names": ["-h", "--help"]}


class _Pages(click.Command):
    """A command of pages, beside ``extractor corpus`` and ``learn`` (a file of such a name is ``./corpus``)."""

    def main(  # type: ignore[override]  # two overloads, of which this is both
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run the command that the first word names."""
        words = list(sys.argv[1:] if args is None else args)
        if words[:1] == ["corpus"]:
            from extractor.corpus.command import corpus

            return corpus.main(words[1:], "extractor corpus", **extra)
        if words[:1] == ["learn"]:
            from extractor.corpus.learn import learn

            return learn.main(words[1:], "extractor learn", **extra)
        return super().main(words, prog_name, **extra)


@click.command(cls=_Pages, context_settings=_CONTEXT, epilog="Whole crawls: extractor corpus --help, learn --help")
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
    _check_streams(needs_input=not files or "-" in files, is_bare=not files)
    try:
        options = Options(focus=focus or 0.0, blocks=blocks, site_memory=site_memory)
    except ExtractorError as error:
        raise click.UsageError(str(error)) from error
    names = files or ("-",)
    articles = (_article(name, url, partial(extract, kind=kind, options=options)) for name in names)
    failed = _print_all(articles, form, alone=len(names) == 1)
    if failed:
        sys.exit(NO_ARTICLE if len(names) == 1 and failed[0].status != "error" else FAILED)


def _check_streams(*, needs_input: bool, is_bare: bool) -> None:
    """End with a message where a stream is closed, and with the help where a terminal gives no input."""
    if sys.stdout is None:
        raise click.ClickException("standard output is closed")
    if needs_input and sys.stdin is None:
        raise click.UsageError("standard input is closed")
    if is_bare and sys.stdin.isatty():
        click.echo(click.get_current_context().get_help(), err=True)
        sys.exit(WRONG_USAGE)


def _article(name: str, url: str | None, extracted: Callable[[bytes, str | None], Article]) -> Article:
    try:
        return extracted(_read(name), url)
    except (OSError, MemoryError) as error:
        reason = error.strerror if isinstance(error, OSError) else os.strerror(errno.ENOMEM)
        article = Article(status="error", reason=f"{name}: {reason}", url=url)
    click.echo(f"extractor: {article.reason}", err=True)
    return article


def _read(name: str) -> bytes:
    with click.open_file(name, "rb") as file:
        source: bytes = file.read(_MAX_BYTES + 1)
    if len(source) > _MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return source


def _print_all(articles: Iterator[Article], form: str, *, alone: bool) -> list[Article]:
    """Print articles as they come and return those that are none."""
    failed = []
    try:
        for place, article in enumerate(articles):
            if place and form in ("text", "markdown"):
                sys.stdout.buffer.write(_BETWEEN)
            sys.stdout.buffer.write(_rendered(article, form, alone=alone))
            failed += [] if article else [article]
        sys.stdout.flush()
    except OSError as error:
        if error.errno != errno.EPIPE:  # nobody reads any more: nothing to say
            click.echo(f"extractor: standard output: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    return failed


def _rendered(article: Article, form: str, *, alone: bool) -> bytes:
    if form in ("json", "structure"):
        text = article.to_json(indent=2 if alone else None, passages=form == "structure")
    else:
        text = article.to_markdown() if form == "markdown" else article.text
    encoded = text.encode("utf-8", "backslashreplace").rstrip(b"\n")
    return encoded + b"\n" if encoded else b""
