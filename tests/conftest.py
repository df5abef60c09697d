"""Pages that many tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")


@pytest.fixture(scope="session")
def page_text() -> str:
    return Path(__file__).parent.parent.joinpath("fixtures", "founding.txt").read_text(encoding="utf-8")
