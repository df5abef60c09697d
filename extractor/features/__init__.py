"""Evidence -> feature table: families of columns, each computed at once for all blocks of the page.

A feature that a page cannot show (the share of function words in a text whose language is unknown) is missing
(NaN); the scorer has weights of its own for missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from extractor.characters import Ints
from extractor.document import Document, Evidence, FeatureTable
from extractor.features import block, place, repetition, structure, vocabulary, whole
from extractor.features.page import Page
from extractor.features.said import TYPES
from extractor.features.tree import FLAGS, Tree
from extractor.lexicon import roles
from extractor.model import Weights

_KEYED: Final = re.compile(r"each of these( [\w`]+)?")


class Family(NamedTuple):
    """Features that are computed together.

    ``names``: of the features. ``compute``: returns a row for each, a value a block or one for all. ``meanings``: what
    each is, in a line.
    """

    names: tuple[str, ...]
    compute: Callable[[Any], ArrayLike]
    meanings: tuple[str, ...]


def tabulate(
    document: Document, evidence: Evidence, names: Sequence[str], weights: Mapping[str, Weights]
) -> FeatureTable:
    """Compute features of a page by name; ``weights``: of tokens, by kind (see ``vocabulary``)."""
    page, wanted = Page(document, evidence, weights), frozenset(names)
    families = [family for family in FAMILIES if not wanted.isdisjoint(family.names)]
    row_of = {name: row for row, name in enumerate(name for family in families for name in family.names)}
    values, first = np.empty((len(row_of), len(document)), np.float32), 0
    for family in families if len(document) else ():
        values[first : first + len(family.names)] = family.compute(page)
        first += len(family.names)
    in_order = list(row_of) == list(names)
    return FeatureTable(tuple(names), (values if in_order else values[[row_of[name] for name in names]]).T)


def _meaning(function: Callable[..., ArrayLike], key: object = "") -> str:
    """Return what a function computes, from its docstring; ``key`` is what this calls "each of these"."""
    line = (function.__doc__ or "").partition("\n")[0].removeprefix("Return ").removeprefix("the ").removesuffix(".")
    return _KEYED.sub(str(key), line[:1].lower() + line[1:]).replace("``", "")


def _one(function: Callable[[Any], ArrayLike]) -> Family:
    """Make a family of one feature."""
    return Family((function.__name__,), function, (_meaning(function),))


def _each(pattern: str, keys: Iterable[Any], function: Callable[[Any, Any], ArrayLike]) -> Family:
    """Make a family of what a function returns for each of some keys, which stand in the names."""
    keys = tuple(keys)
    meanings = tuple(_meaning(function, key) for key in keys)
    return Family(tuple(map(pattern.format, keys)), lambda page: function(page, keys), meanings)


def _facts(pattern: str, facts: Mapping[str, str], compute: Callable[[Any], ArrayLike], said: str = "{}") -> Family:
    """Make a family of facts, given with their meanings, that a function computes all at once."""
    return Family(tuple(map(pattern.format, facts)), compute, tuple(map(said.format, facts.values())))


def _containers(pattern: str, keys: Sequence[int], elements: Callable[[Tree], Sequence[Ints]], said: str) -> Family:
    """Make a family of the facts of elements around a block; a key says which element."""
    named = {f"{key}_{fact}": (key, meaning) for key in keys for fact, meaning in structure.CONTAINER.items()}
    facts = {name: f"{said.format(key)}: {meaning}" for name, (key, meaning) in named.items()}
    return _facts(pattern, facts, lambda tree: structure.container(tree, elements(tree)))


def _of_tree(family: Family) -> Family:
    """Make a family of features that only markup shows: missing for flat text."""
    return family._replace(compute=lambda page: np.nan if page.tree is None else family.compute(page.tree))


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
_PAGE: Final = (
    whole.page_blocks,
    whole.page_words,
    whole.page_prose,
    whole.page_prose_blocks,
    whole.page_prose_spread,
    whole.page_headings,
    whole.page_dates,
    whole.page_cards,
    whole.page_cut,
    whole.page_repeats,
    whole.page_comments,
    whole.page_gaps,
    whole.page_bullets,
    whole.page_symbols,
    whole.page_digits,
    whole.page_prices,
    whole.page_span,
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
    *map(_one, _PAGE),
)

_OF_BLOCK: Final[tuple[Callable[[Tree], ArrayLike], ...]] = (
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

_ELEMENTS: Final[tuple[Family, ...]] = (
    *map(_one, _OF_BLOCK),
    _each("{}_share", ("link", "strong", "emphasis"), structure.inline_share),
    _each("{}s", ("link", "image", "cell"), structure.inline_count),
    _facts("repeat_{}", structure.REPEATED, structure.repeat, "the block's list of siblings: {}"),
    _each("tag_{}", structure.TAGS, structure.own_tag),
    _each("in_{}", FLAGS, structure.within),
    _each("in_cover_{:.0%}", (0.6, 0.9), structure.in_cover),
    _each("says_{}", TYPES, structure.says),
    _each("since_{}", structure.HEADINGS, structure.since_tag),
    _containers("above_{}", _ABOVE, lambda tree: [tree.above[steps] for steps in _ABOVE], "element {} steps up"),
    _containers("around_{}", _AROUND, lambda tree: tree.around(*_AROUND), "innermost element with {} blocks or more"),
    _each("page_{}", structure.TALLIED, structure.tally),
)
_MARKUP: Final = tuple(map(_of_tree, _ELEMENTS))

_WORDS: Final = (
    _facts("weight_{}", vocabulary.KINDS, lambda page: page.weight_sums, "learned weights: {}"),
    _facts("weight_{}", vocabulary.CONTEXT, lambda page: vocabulary.context(page.weight_sums), "learned weights: {}"),
)

FAMILIES: Final = (*_TEXT, *_MARKUP, *_WORDS)
TEXT_FEATURES: Final = tuple(name for family in _TEXT for name in family.names)
MARKUP_FEATURES: Final = tuple(name for family in _MARKUP for name in family.names)
FEATURES: Final = (*TEXT_FEATURES, *MARKUP_FEATURES, *(name for family in _WORDS for name in family.names))
"""All features, in the order of the families."""

MEANINGS: Final = {name: said for family in FAMILIES for name, said in zip(family.names, family.meanings, strict=True)}
"""What each feature is, in a line (empty where Python runs without docstrings)."""
