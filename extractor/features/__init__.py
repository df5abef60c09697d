"""Evidence -> feature table: one named function a column, all of them vectorised over the blocks of the page.

A feature that a page cannot show (the share of function words in a text whose language is unknown) is missing
(NaN); the scorer has weights of its own for missing. The order of ``FEATURES`` is the order of the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from extractor.characters import Floats
from extractor.document import KINDS, Document, Evidence, FeatureTable
from extractor.features import block, place, repetition, whole
from extractor.features.page import Page
from extractor.lexicon import roles


def tabulate(document: Document, evidence: Evidence) -> FeatureTable:
    """Compute all features of a page."""
    page = Page(document, evidence)
    values = np.empty((len(document), len(FEATURES)), np.float32)
    for column, function in enumerate(FEATURES.values()):
        values[:, column] = function(page)
    return FeatureTable(tuple(FEATURES), values)


_PLAIN: Final = (
    block.log_words,
    block.letters_per_word,
    block.ends_sentence,
    block.is_cut,
    block.sentences,
    block.commas,
    block.stop_share,
    block.upper_share,
    block.capitals,
    block.digits,
    block.symbols,
    block.starts_lower,
    block.is_date,
    block.dates,
    block.has_credit,
    repetition.copies,
    repetition.is_repeat,
    repetition.repeat_distance,
    repetition.seen_before,
    repetition.topic_overlap,
    repetition.topic_near,
    repetition.is_card,
    repetition.cards_near,
    place.position,
    place.words_before,
    place.prose_before,
    place.prose_after,
    place.blocks_before,
    place.blocks_after,
    place.gap_before,
    place.gap_after,
    place.group_blocks,
    place.group_prose,
    place.distance_back,
    place.distance_ahead,
    place.since_heading,
    place.from_span_start,
    place.to_span_end,
    place.in_prose_span,
    place.prose_since_stamp,
    place.prose_above_stamp,
)
_SINCE: Final = ("related_heading", "comment", "share", "subscribe", "legal", "byline", "bio", "read_more")
_WITHIN: Final = ("navigation", "comment", "share", "legal", "related_heading", "ago")

FEATURES: Final[dict[str, Callable[[Page], Floats]]] = {
    **{function.__name__: function for function in _PLAIN},
    **{f"is_{kind}": partial(block.is_kind, kind=kind) for kind in KINDS[1:]},
    **{f"cue_{role}": partial(block.cue, role=role) for role in roles()},
    **{f"period_{lag}": partial(repetition.period, lag=lag) for lag in range(2, 7)},
    **{f"prose_within_{radius}": partial(place.prose_within, radius=radius) for radius in (1, 2, 4, 8, 16)},
    **{f"words_within_{radius}": partial(place.words_within, radius=radius) for radius in (1, 3, 8)},
    **{f"headings_within_{radius}": partial(place.headings_within, radius=radius) for radius in (2, 6)},
    **{f"dates_within_{radius}": partial(place.dates_within, radius=radius) for radius in (3, 8)},
    **{f"cues_within_{role}": partial(place.cues_within, role=role) for role in _WITHIN},
    **{f"words_{step:+d}": partial(place.neighbour_words, step=step) for step in (-2, -1, 1, 2)},
    **{f"ends_{step:+d}": partial(place.neighbour_ends, step=step) for step in (-1, 1)},
    **{f"stops_{step:+d}": partial(place.neighbour_stops, step=step) for step in (-1, 1)},
    **{f"prose_since_{role}": partial(place.prose_since, role=role) for role in _SINCE},
    **{f"blocks_since_{role}": partial(place.blocks_since, role=role) for role in _SINCE},
    **{f"cued_before_{role}": partial(place.cued_before, role=role) for role in ("comment", "related_heading")},
    **{f"in_span_{cost}": partial(place.in_span, cost=cost) for cost in (6, 12)},
    **{name: whole.column(function) for name, function in whole.PAGE_FEATURES.items()},
}
