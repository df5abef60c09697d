"""Data files of the package: word lists, month names and fitted weights, all JSON; columns of numbers are packed."""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

_FOLDER = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """Return the content of ``<name>.json``, read once in a process."""
    return json.loads((_FOLDER / f"{name}.json").read_bytes())


def packed(values: ArrayLike, kind: DTypeLike) -> str:
    """Return numbers as base64 of their bytes, little-endian: read at once, where a list is read number by number.

    Raises ``ValueError`` if an integer does not fit.
    """
    column = np.array(values, np.dtype(kind).newbyteorder("<"))
    if column.dtype.kind in "iu" and not np.array_equal(column, values):
        raise ValueError(f"a number does not fit into {column.dtype}")
    return b2a_base64(column.tobytes(), newline=False).decode()


def unpacked(text: str, kind: DTypeLike) -> NDArray[Any]:
    """Return the numbers that ``packed`` wrote, in one row."""
    return np.frombuffer(a2b_base64(text), np.dtype(kind).newbyteorder("<"))
