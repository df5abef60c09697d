"""The command line: read, call the library, print, set the exit code."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from extractor import __version__
from extractor.document import Article, Options
from extractor.pipeline import Kind, extract

FORMATS: Final = ("json", "structure", "text", "markdown")
"""``structure`` is JSON with the passages of the text: headings, lists, quotes, code, tables, links, images."""

SOME_FAILED: Final = 1
NO_ARTICLE: Final = 3


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--kind", type=click.Choice(["auto", "html", "text"]), default="auto", show_default=True, help="Input.")
@click.option("--blocks", is_flag=True, help="List every block, kept or dropped, with its label and reasons (JSON).")
@click.option("--precision", "focus", flag_value=-1.0, type=float, help="Rather lose text than keep boilerplate.")
@click.option("--recall", "focus", flag_value=1.0, type=float, help="Rather keep boilerplate than lose text.")
@click.option("-u", "--url", help="Where the page is from; recorded, never fetched.")
@click.version_option(__version__)
def main(files: tuple[str, ...], form: str, kind: Kind, *, blocks: bool, focus: float | None, url: str | None) -> None:
    """Print the article of each page in FILES (or of standard input) as JSON.

    One page gives one indented object, several give one line each. Exit status: 0 all pages gave an article, 1 some
    did not, 2 wrong usage, 3 the only page did not.
    """
    if blocks and form != "json":
        raise click.UsageError("--blocks needs --format json")
    options = Options(focus=focus or 0.0, blocks=blocks)
    names = files or ("-",)
    try:
        usable = [_one(name, form, kind, options, url, alone=len(names) == 1) for name in names]
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(SOME_FAILED)
    if not all(usable):
        sys.exit(NO_ARTICLE if len(names) == 1 else SOME_FAILED)


def _one(name: str, form: str, kind: Kind, options: Options, url: str | None, *, alone: bool) -> bool:
    try:
        with click.open_file(name, "rb") as file:
            source = file.read()
    except OSError as error:
        article = Article(status="error", reason=f"{name}: {error.strerror}", url=url)
        click.echo(f"extractor: {article.reason}", err=True)
    else:
        article = extract(source, url, kind=kind, options=options)
    _print(_rendered(article, form, alone=alone))
    return bool(article)


def _rendered(article: Article, form: str, *, alone: bool) -> str:
    if form in ("json", "structure"):
        return article.to_json(indent=2 if alone else None, passages=form == "structure")
    return article.to_markdown() if form == "markdown" else article.text


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace").rstrip(b"\n") + b"\n")
