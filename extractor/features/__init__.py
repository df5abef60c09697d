"""Evidence -> feature table: families of columns, each computed at once for all blocks of the page.

A feature that a page cannot show (the share of function words in a text whose language is unknown) is missing
(NaN); the scorer has weights of its own for missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from extractor.document import Document, Evidence, FeatureTable
from extractor.features import block, place, repetition, structure, vocabulary, whole
from extractor.features.page import Page
from extractor.features.said import TYPES
from extractor.features.tree import FLAGS, Tree
from extractor.lexicon import roles
from extractor.model import Weights

Family = tuple[tuple[str, ...], Callable[[Page], ArrayLike]]
"""Names of features, and what returns a row for each of them: a value a block, or one for all."""


def tabulate(
    document: Document, evidence: Evidence, names: Sequence[str], weights: Mapping[str, Weights]
) -> FeatureTable:
    """Compute features of a page by name; ``weights``: of tokens, by kind (see ``vocabulary``)."""
    page, rows, wanted = Page(document, evidence, weights), [FEATURES[name] for name in names], frozenset(names)
    values, first = np.empty((len(FEATURES), len(document)), np.float32), 0
    for family, function in FAMILIES if len(document) else ():
        if not wanted.isdisjoint(family):
            values[first : first + len(family)] = function(page)
        first += len(family)
    return FeatureTable(tuple(names), values[rows].T)


def _one(function: Callable[[Page], ArrayLike]) -> Family:
    """Make a family of one feature."""
    return (function.__name__,), function


def _each(pattern: str, keys: Sequence[Any], function: Callable[[Page, Any], ArrayLike]) -> Family:
    """Make a family of what a function returns for each of some keys, which stand in the names."""
    return tuple(map(pattern.format, keys)), lambda page: function(page, keys)


def _of_tree(names: Sequence[str], function: Callable[[Tree], ArrayLike]) -> Family:
    """Make a family of features that only markup shows: missing for flat text."""
    return tuple(names), lambda page: np.nan if page.tree is None else function(page.tree)


def _each_of_tree(pattern: str, keys: Sequence[Any], function: Callable[[Tree, Any], ArrayLike]) -> Family:
    return _of_tree(tuple(map(pattern.format, keys)), lambda tree: function(tree, keys))


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

_TEXT: Final[tuple[Family, ...]] = (
    *map(_one, _PLAIN),
    _each("is_{}", ("list_item", "line"), block.is_kind),
    _each("cue_{}", roles(), block.cue),
    _each("period_{}", range(2, 7), repetition.period),
    _each("prose_within_{}", (1, 2, 4, 8, 16), place.prose_within),
    _each("words_within_{}", (1, 3, 8), place.words_within),
    _each("headings_within_{}", (2, 6), place.headings_within),
    _each("dates_within_{}", (3, 8), place.dates_within),
    _each("cues_within_{}", _WITHIN, place.cues_within),
    _each("words_{:+d}", (-2, -1, 1, 2), place.neighbour_words),
    _each("ends_{:+d}", (-1, 1), place.neighbour_ends),
    _each("stops_{:+d}", (-1, 1), place.neighbour_stops),
    _each("prose_since_{}", _SINCE, place.prose_since),
    _each("blocks_since_{}", _SINCE, place.blocks_since),
    _each("cued_before_{}", ("comment", "related_heading"), place.cued_before),
    _each("in_span_{}", (6, 12), place.in_span),
    _each("{}", tuple(whole.PAGE_FEATURES), whole.whole),
)

_OF_BLOCK: Final = (
    structure.is_hidden,
    structure.element_depth,
    structure.repeat_place,
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
    structure.body_overlap,
    structure.description_overlap,
    structure.has_body,
)
_ABOVE: Final = (0, 1, 2, 4)
_AROUND: Final = (4, 12, 30)
_HEADINGS: Final = {"h": ("h1", "h2", "h3", "h4", "h5", "h6"), "h1": ("h1",)}

_MARKUP: Final[tuple[Family, ...]] = (
    *(_of_tree((function.__name__,), function) for function in _OF_BLOCK),
    _each_of_tree("{}_share", ("link", "strong", "emphasis"), structure.inline_share),
    _each_of_tree("{}s", ("link", "image", "cell"), structure.inline_count),
    _of_tree([f"repeat_{fact}" for fact in structure.REPEATED], structure.repeat),
    _each_of_tree("tag_{}", tuple(structure.TAGS), structure.own_tag),
    _each_of_tree("in_{}", tuple(FLAGS), structure.within),
    _each_of_tree("in_cover_{:.0%}", (0.6, 0.9), structure.in_cover),
    _each_of_tree("says_{}", tuple(TYPES), structure.says),
    _of_tree(
        [f"since_{name}" for name in _HEADINGS], lambda tree: structure.since_tag(tree, tuple(_HEADINGS.values()))
    ),
    _of_tree(
        [f"above_{steps}_{fact}" for steps in _ABOVE for fact in structure.CONTAINER],
        lambda tree: structure.container(tree, [tree.above[steps] for steps in _ABOVE]),
    ),
    _of_tree(
        [f"around_{size}_{fact}" for size in _AROUND for fact in structure.CONTAINER],
        lambda tree: structure.container(tree, tree.around(*_AROUND)),
    ),
    _each_of_tree("page_{}", tuple(structure.TALLIED), structure.tally),
)

_WORDS: Final = _each("weight_{}", vocabulary.KINDS, vocabulary.weight_sums)

FAMILIES: Final = (*_TEXT, *_MARKUP, _WORDS)
TEXT_FEATURES: Final = tuple(name for names, _ in _TEXT for name in names)
MARKUP_FEATURES: Final = tuple(name for names, _ in _MARKUP for name in names)
FEATURES: Final = {name: row for row, name in enumerate((*TEXT_FEATURES, *MARKUP_FEATURES, *_WORDS[0]))}
"""All features, and the row that each has in the families."""
