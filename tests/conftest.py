"""Pages that many tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def page_text() -> str:
    return Path(__file__).parent.parent.joinpath("fixtures", "founding.txt").read_text(encoding="utf-8")
