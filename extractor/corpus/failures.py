"""How commands on whole crawls end where something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from extractor.corpus.records import CorpusError
from extractor.document import ExtractorError


@contextmanager
def told(output: str) -> Iterator[None]:
    """Turn errors into what a command says: wrong usage, or a failure of the run; ``output``: what it writes."""
    try:
        yield
    except ExtractorError as error:
        raise click.UsageError(str(error)) from error
    except CorpusError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or output}: {error.strerror or error}") from error
