"""What commands share: settings, the page they read, the bytes they write, what is said where a stream fails."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

import click

CONTEXT: Final = {"help_option_names": ["-h", "--help"]}
"""Settings of every command."""

FAILED: Final = 1
WRONG_USAGE: Final = 2
_MAX_BYTES: Final = 1 << 28  # of a file, far more than a page has: a device never ends


def check_streams(*, needs_input: bool, is_bare: bool = False) -> None:
    """End with a message where a stream is closed, and with the help where a terminal gives no input."""
    if sys.stdout is None:
        raise click.ClickException("standard output is closed")
    if needs_input and sys.stdin is None:
        raise click.UsageError("standard input is closed")
    if is_bare and sys.stdin.isatty():
        click.echo(click.get_current_context().get_help(), err=True)
        sys.exit(WRONG_USAGE)


def read_page(name: str) -> bytes:
    """Return the bytes of a file (``-``: standard input); raises ``OSError``, also on what never ends."""
    with click.open_file(name, "rb") as file:
        source: bytes = file.read(_MAX_BYTES + 1)
    if len(source) > _MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return source


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Give standard output to write bytes to; where it cannot be written, the process ends with a message."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except OSError as error:
        if error.errno != errno.EPIPE:  # nobody reads any more: nothing to say
            click.echo(f"extractor: standard output: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
