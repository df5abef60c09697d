"""Pages that many tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True)  # a busy machine is no failure, nor is bad luck
settings.register_profile("search", deadline=None, max_examples=5_000)  # pytest --hypothesis-profile search
settings.load_profile("same")


@pytest.fixture(scope="session")
def page_text() -> str:
    return Path(__file__).parent.parent.joinpath("fixtures", "founding.txt").read_text(encoding="utf-8")
