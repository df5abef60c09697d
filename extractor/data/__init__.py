"""Data files of the package: word lists, month names and fitted weights, all JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """Return the content of ``<name>.json``, read once in a process."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
