"""Real pages, where the labelled sets stand beside the checkout: what is measured must not get worse unnoticed.

The weights were fitted on these pages, so the figures are no measure of quality (``evaluate.py --models`` is); they
hold the code to what the weights can do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("rapidfuzz")
pytest.importorskip("tldextract")

from bench import Page, domain_of, read_html, read_json, read_truth
from evaluate import FLOORS, extract_page, figures

BENCH = Path(__file__).parent.parent.parent / "shared" / "bench"
STEP = 15


@pytest.mark.skipif(not BENCH.is_dir(), reason="no labelled sets beside the checkout")
@pytest.mark.parametrize("name", ["wcxb-train", "news-half", "trafilatura-half"])
def test_a_sample_stays_above_its_floor(name):
    rows = [row for row in read_truth(BENCH / name) if "text" in row][::STEP]
    pages = [Page(read_html(BENCH / name, row["id"]), row, domain_of(row["url"])) for row in rows]
    found = figures([extract_page(None, page) for page in pages])
    floors = read_json(FLOORS)[f"sample {name} html"]
    assert {key: round(found[key], 3) for key, floor in floors.items() if found[key] < floor} == {}
