"""Evidence -> feature table: one named function a column, all of them vectorised over the blocks of the page.

A feature that a page cannot show (the share of function words in a text whose language is unknown) is missing
(NaN); the scorer has weights of its own for missing. The order of ``FEATURES`` is the order of the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from extractor.characters import Floats, Ints
from extractor.document import Document, Evidence, FeatureTable
from extractor.features import block, place, repetition, structure, vocabulary, whole
from extractor.features.page import Page
from extractor.features.said import TYPES
from extractor.features.tree import FLAGS, Tree
from extractor.lexicon import roles
from extractor.model import Weights


def tabulate(
    document: Document, evidence: Evidence, names: Sequence[str], weights: Mapping[str, Weights]
) -> FeatureTable:
    """Compute features of a page by name; ``weights``: of tokens, by kind (see ``vocabulary``)."""
    page = Page(document, evidence, weights)
    values = np.empty((len(document), len(names)), np.float32)
    for column, name in enumerate(names):
        values[:, column] = FEATURES[name](page)
    return FeatureTable(tuple(names), values)


def of_tree(function: Callable[[Tree], Floats | float]) -> Callable[[Page], Floats]:
    """Make a column of a feature of markup: missing for flat text and on a page without blocks."""

    def column(page: Page) -> Floats:
        size = len(page.document)
        return np.full(size, np.nan if page.tree is None or not size else function(page.tree))

    return column


def of_container(function: Callable[[Tree, Ints], Floats], place: Callable[[Tree], Ints]) -> Callable[[Page], Floats]:
    """Make a column of a fact of an element around each block."""
    return of_tree(lambda tree: function(tree, place(tree)))


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
    block.prices,
    block.prices_near,
    repetition.copies,
    repetition.is_repeat,
    repetition.repeat_distance,
    repetition.seen_before,
    repetition.seen_elsewhere,
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

TEXT_FEATURES: Final[dict[str, Callable[[Page], Floats]]] = {
    **{function.__name__: function for function in _PLAIN},
    **{f"is_{kind}": partial(block.is_kind, kind=kind) for kind in ("list_item", "line")},
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

_OF_BLOCK: Final = (
    structure.is_hidden,
    structure.element_depth,
    structure.link_share,
    structure.links,
    structure.strong_share,
    structure.emphasis_share,
    structure.images,
    structure.cells,
    structure.repeat_count,
    structure.repeat_words,
    structure.repeat_links,
    structure.repeat_blocks,
    structure.repeat_prose,
    structure.repeat_place,
    structure.repeat_linked,
    structure.path_share,
    structure.path_words,
    structure.path_blocks,
    structure.in_best,
    structure.from_best_start,
    structure.to_best_end,
    structure.above_meeting,
    structure.best_above_meeting,
    structure.above_headline_meeting,
    structure.headline_above_meeting,
    structure.headlines_before,
    structure.articles_before,
    structure.steps_to_form,
    structure.title_overlap,
    structure.from_title,
    structure.page_links,
    structure.best_words,
)
_OF_PAGE: Final = (structure.body_overlap, structure.description_overlap, structure.has_body)
_CONTAINERS: Final[dict[str, Callable[[Tree], Ints]]] = {
    **{f"above_{steps}": partial(Tree.ancestor, steps=steps) for steps in (0, 1, 2, 4)},
    **{f"around_{size}": partial(Tree.around, blocks=size) for size in (4, 12, 30)},
}

MARKUP_FEATURES: Final[dict[str, Callable[[Page], Floats]]] = {
    **{function.__name__: of_tree(function) for function in _OF_BLOCK},
    **{f"tag_{name}": of_tree(partial(structure.own_tag, name=name)) for name in structure.TAGS},
    **{f"in_{name}": of_tree(partial(structure.within, name=name)) for name in FLAGS},
    **{f"in_cover_{share:.0%}": of_tree(partial(structure.in_cover, share=share)) for share in (0.6, 0.9)},
    **{function.__name__: of_tree(function) for function in _OF_PAGE},
    **{f"says_{name}": of_tree(partial(structure.says, name=name)) for name in TYPES},
    "since_h": of_tree(partial(structure.since_tag, tags=("h1", "h2", "h3", "h4", "h5", "h6"))),
    "since_h1": of_tree(partial(structure.since_tag, tags=("h1",))),
    **{
        f"{name}_{function.__name__}": of_container(function, place)
        for name, place in _CONTAINERS.items()
        for function in structure.CONTAINER
    },
    **{f"page_{name}": of_tree(partial(structure.tally, tags=tags)) for name, tags in structure.TALLIED.items()},
}

WORD_FEATURES: Final[dict[str, Callable[[Page], Floats]]] = {
    f"weight_{kind}": partial(vocabulary.weight_sum, kind=kind) for kind in vocabulary.KINDS
}

FEATURES: Final = {**TEXT_FEATURES, **MARKUP_FEATURES, **WORD_FEATURES}
