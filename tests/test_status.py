"""A page that looks like a list is called one, a dated page only if it does so clearly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_label import NOTHING, prose

from extractor.document import Candidate, Labels
from extractor.evidence import observe
from extractor.segment_text import segment_text
from extractor.status import status_of


@pytest.mark.parametrize(
    ("listing", "date", "status"),
    [(0.59, None, "ok"), (0.61, None, "index_page"), (0.79, "2024-05-02", "ok"), (0.81, "2024-05-02", "index_page")],
)
def test_a_page_with_a_date_has_to_look_more_like_a_list_to_be_called_one(listing, date, status):
    document = segment_text("\n\n".join(prose() for _ in range(4)))
    labels = Labels(np.ones(4, np.bool_), ("body",) * 4, ("",) * 4)
    metadata = replace(NOTHING, date=date and Candidate(date, "text", 0.9, -1))
    types = {"listing": listing / 2, "collection": listing / 2, "article": 1 - listing}
    found, reason = status_of(document, observe(document), metadata, labels, types)
    assert found == status
    assert (reason is None) == (status == "ok")
