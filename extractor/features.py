"""Evidence -> feature table: one named function a column, all of them vectorised over the blocks of the page.

A feature that a page cannot show (the share of function words in a text whose language is unknown) is missing
(NaN); the scorer has weights of its own for missing. The order of ``FEATURES`` is the order of the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Final

import numpy as np

from extractor.cards import NONE
from extractor.characters import Bools, Floats, Ints
from extractor.document import KINDS, Document, Evidence, FeatureTable
from extractor.lexicon import roles
from extractor.spans import dense_span

_PROSE_WORDS: Final = 12  # a block of running text has at least so many words and ends a sentence
_FAR: Final = 1000.0  # distance to something that the page does not have
_GRAM: Final = 3  # words of a shingle
_MAX_CODES: Final = 6


class Page:
    """Columns that several features share, computed when first asked for."""

    def __init__(self, document: Document, evidence: Evidence) -> None:
        self.document = document
        self.evidence = evidence
        self.rank = np.arange(len(document))

    @cached_property
    def size(self) -> Floats:
        return self.evidence.size

    @cached_property
    def is_prose(self) -> Bools:
        facts = self.evidence
        return (self.size >= _PROSE_WORDS) & facts.ends_sentence & ~facts.is_date

    @cached_property
    def prose(self) -> Floats:
        """Words of running text: all words of a prose block, none of another."""
        return np.where(self.is_prose, self.size, 0.0)

    @cached_property
    def is_heading(self) -> Bools:
        facts = self.evidence
        return (self.size > 0) & (self.size <= _PROSE_WORDS) & ~facts.ends_sentence & ~facts.is_date

    @cached_property
    def code(self) -> Ints:
        """The shape of a block as a small number: date, heading, longer title, cut teaser, short or long prose."""
        facts = self.evidence
        conditions = [facts.is_date, facts.is_cut, self.is_heading, ~facts.ends_sentence, self.size < 40]  # noqa: PLR2004
        return np.select(conditions, list(range(1, _MAX_CODES)), _MAX_CODES)

    @cached_property
    def span(self) -> tuple[int, int]:
        return dense_span(self.size, cost=8)

    @cached_property
    def topic(self) -> Floats:
        return _topic_overlap(self)

    @cached_property
    def seen_before(self) -> Floats:
        return _shingles_seen(self)


def tabulate(document: Document, evidence: Evidence) -> FeatureTable:
    """Compute all features of a page."""
    page = Page(document, evidence)
    values = np.empty((len(document), len(FEATURES)), np.float32)
    for column, function in enumerate(FEATURES.values()):
        values[:, column] = function(page)
    return FeatureTable(tuple(FEATURES), values)


# --- helpers


def _per_word(page: Page, column: Floats) -> Floats:
    return column / np.maximum(page.size, 1)


def _window_mean(column: Floats, radius: int) -> Floats:
    prefix = np.concatenate(([0.0], np.cumsum(column)))
    rank = np.arange(len(column))
    low, high = np.maximum(rank - radius, 0), np.minimum(rank + radius + 1, len(column))
    mean: Floats = (prefix[high] - prefix[low]) / (2 * radius + 1)
    return mean


def _shift(column: Floats, step: int) -> Floats:
    """Return the column of the blocks ``step`` places later (NaN beyond the page's ends)."""
    shifted = np.full(len(column), np.nan)
    if abs(step) < len(column):
        shifted[max(0, -step) : len(column) - max(0, step)] = column[max(0, step) : len(column) + min(0, step)]
    return shifted


def _last_before(mask: Bools) -> Ints:
    """Return the index of the last block before each one where the mask holds (-1: none)."""
    latest = np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1)) if len(mask) else np.zeros(0, np.int64)
    return np.concatenate(([-1], latest[:-1])) if len(mask) else latest


def _next_after(mask: Bools) -> Ints:
    """Return the index of the first block after each one where the mask holds (the page's length: none)."""
    mirrored = _last_before(mask[::-1])[::-1]
    return np.asarray(len(mask) - 1 - mirrored, np.int64)


def _shingles_seen(page: Page) -> Floats:
    """Return the share of a block's three-word shingles that stand earlier in the page, in another block."""
    words = page.evidence.words
    share = np.zeros(len(page.document))
    if len(words) < _GRAM:
        return share
    step = np.uint64(0x9E3779B97F4A7C15)
    grams = (words.hash[:-2] * step + words.hash[1:-1]) * step + words.hash[2:]
    block = words.block[:-2]
    within = block == words.block[2:]
    grams, block = grams[within], block[within]
    _, first, inverse = np.unique(grams, return_index=True, return_inverse=True)
    seen = block[first[inverse]] < block
    total = np.bincount(block, minlength=len(share))
    share = np.bincount(block, weights=seen, minlength=len(share)) / np.maximum(total, 1)
    return share


def _topic_overlap(page: Page) -> Floats:
    """Return the share of a block's content words that also stand in prose blocks of the dense span (not itself)."""
    facts = page.evidence
    words = facts.words
    content = ~facts.is_stop & (facts.role < 0)
    first, last = page.span
    block, hashes = words.block[content], words.hash[content]
    if not len(block):
        return np.full(len(page.document), np.nan)
    unique, inverse = np.unique(hashes, return_inverse=True)
    inside = (block >= first) & (block < last) & page.is_prose[block]
    pair = np.unique(np.stack((inverse[inside], block[inside]), axis=1), axis=0)
    prose_blocks = np.bincount(pair[:, 0], minlength=len(unique))
    others = prose_blocks[inverse] - inside
    hits = np.bincount(block, weights=others > 0, minlength=len(page.document))
    total = np.bincount(block, minlength=len(page.document))
    return np.where(total > 0, hits / np.maximum(total, 1), np.nan)


# --- the block itself


def log_words(page: Page) -> Floats:
    """Return log(1 + words)."""
    return np.log1p(page.size)


def letters_per_word(page: Page) -> Floats:
    """Return the mean length of the words."""
    return _per_word(page, page.evidence.counts["letters"])


def ends_sentence(page: Page) -> Floats:
    """Whether the block ends like a sentence."""
    return page.evidence.ends_sentence.astype(np.float64)


def is_cut(page: Page) -> Floats:
    """Whether the block ends in an ellipsis."""
    return page.evidence.is_cut.astype(np.float64)


def sentences(page: Page) -> Floats:
    """Return log(1 + sentence ends)."""
    return np.log1p(page.evidence.counts["sentence_ends"])


def commas(page: Page) -> Floats:
    """Return commas, colons and semicolons a word."""
    return _per_word(page, page.evidence.counts["commas"])


def stop_share(page: Page) -> Floats:
    """Return the share of function words; missing when the language is unknown."""
    if page.evidence.language is None:
        return np.full(len(page.document), np.nan)
    return page.evidence.stops / np.maximum(page.size, 1)


def upper_share(page: Page) -> Floats:
    """Return capitals among cased letters; missing in scripts without case."""
    cased = page.evidence.counts["cased"]
    return np.where(cased > 0, page.evidence.counts["upper"] / np.maximum(cased, 1), np.nan)


def capitals(page: Page) -> Floats:
    """Return capitals a word: above one for words in capitals, near one for names and titles."""
    cased = page.evidence.counts["cased"]
    return np.where(cased > 0, _per_word(page, page.evidence.counts["upper"]), np.nan)


def digits(page: Page) -> Floats:
    """Return digits a word."""
    return _per_word(page, page.evidence.counts["digits"])


def symbols(page: Page) -> Floats:
    """Return bars, bullets, arrows and other symbols a word."""
    return _per_word(page, page.evidence.counts["symbols"])


def starts_lower(page: Page) -> Floats:
    """Whether the block begins in lower case."""
    text = page.document.text
    return np.array([text[start].islower() for start in page.document.start.tolist()], np.float64)


def is_kind(page: Page, kind: str) -> Floats:
    """Whether the block is of this kind."""
    same: Bools = page.document.kind == KINDS.index(kind)
    return same.astype(np.float64)


def is_date(page: Page) -> Floats:
    """Whether the block is a date stamp."""
    return page.evidence.is_date.astype(np.float64)


def dates(page: Page) -> Floats:
    """Return how many dates and times stand in the block."""
    found = np.zeros(len(page.document))
    for index, spans in page.evidence.dates.items():
        found[index] = len(spans)
    return found


def has_credit(page: Page) -> Floats:
    """Whether the block ends in a picture credit."""
    return (page.evidence.credit >= 0).astype(np.float64)


def cue(page: Page, role: str) -> Floats:
    """Return the share of the block's words that belong to cue phrases of a role."""
    return page.evidence.cues[role] / np.maximum(page.size, 1)


# --- repetition


def copies(page: Page) -> Floats:
    """Return log2 of the number of blocks with the same words."""
    return np.log2(page.evidence.copies)


def is_repeat(page: Page) -> Floats:
    """Whether the same words stood in an earlier block."""
    return (page.evidence.first < page.rank).astype(np.float64)


def repeat_distance(page: Page) -> Floats:
    """Return log(1 + blocks) back to the first block with the same words; missing without one."""
    distance = page.rank - page.evidence.first
    return np.where(distance > 0, np.log1p(distance), np.nan)


def seen_before(page: Page) -> Floats:
    """Return the share of the block's three-word shingles that stand earlier in the page."""
    return page.seen_before


def topic_overlap(page: Page) -> Floats:
    """Return the share of content words that the densest prose also uses; missing without content words."""
    return page.topic


def topic_near(page: Page) -> Floats:
    """Return the mean topic overlap of the blocks within 4, weighted by words."""
    weight = np.where(np.isnan(page.topic), 0, page.size)
    near = _window_mean(np.nan_to_num(page.topic) * weight, 4)
    return near / np.maximum(_window_mean(weight, 4), 1e-9)


def is_card(page: Page) -> Floats:
    """Return the part of a card run that the block is; missing outside of runs."""
    return np.where(page.evidence.card == NONE, np.nan, page.evidence.card.astype(np.float64))


def cards_near(page: Page) -> Floats:
    """Return the share of blocks within 4 that are parts of cards."""
    return _window_mean((page.evidence.card != NONE).astype(np.float64), 4)


def period(page: Page, lag: int) -> Floats:
    """Return how well the shapes of the blocks around repeat after ``lag`` blocks (varied shapes only)."""
    code = page.code
    if len(code) <= lag:
        return np.zeros(len(code))
    same = (code[lag:] == code[:-lag]) & (code[lag:] != _shift(code.astype(np.float64), -1)[lag:])
    padded = np.concatenate((same.astype(np.float64), np.zeros(lag)))
    return np.maximum(_window_mean(padded, 6), _window_mean(np.roll(padded, lag), 6))


# --- position


def position(page: Page) -> Floats:
    """Return the place of the block among the page's blocks, 0 to 1."""
    return page.rank / max(len(page.rank) - 1, 1)


def words_before(page: Page) -> Floats:
    """Return the share of the page's words before the block."""
    return (np.cumsum(page.size) - page.size) / max(float(page.size.sum()), 1)


def prose_before(page: Page) -> Floats:
    """Return log(1 + words of prose before the block)."""
    return np.log1p(np.cumsum(page.prose) - page.prose)


def prose_after(page: Page) -> Floats:
    """Return log(1 + words of prose after the block)."""
    return np.log1p(page.prose.sum() - np.cumsum(page.prose))


def blocks_before(page: Page) -> Floats:
    """Return log(1 + blocks before)."""
    return np.log1p(page.rank)


def blocks_after(page: Page) -> Floats:
    """Return log(1 + blocks after)."""
    return np.log1p(page.rank[::-1])


def gap_before(page: Page) -> Floats:
    """Return the blank lines before the block, relative to the page's mean."""
    gap = np.minimum(page.document.gap, 5)
    return np.asarray(gap - gap.mean() if len(gap) else gap, np.float64)


def gap_after(page: Page) -> Floats:
    """Return the blank lines after the block, relative to the page's mean."""
    return _shift(gap_before(page), 1)


# --- neighbourhood


def prose_within(page: Page, radius: int) -> Floats:
    """Return log(1 + mean words of prose) of the blocks within ``radius``."""
    return np.log1p(_window_mean(page.prose, radius))


def words_within(page: Page, radius: int) -> Floats:
    """Return log(1 + mean words) of the blocks within ``radius``."""
    return np.log1p(_window_mean(np.minimum(page.size, 200), radius))


def headings_within(page: Page, radius: int) -> Floats:
    """Return the share of short lines without a full stop among the blocks within ``radius``."""
    return _window_mean(page.is_heading.astype(np.float64), radius)


def dates_within(page: Page, radius: int) -> Floats:
    """Return the share of date stamps among the blocks within ``radius``."""
    return _window_mean(page.evidence.is_date.astype(np.float64), radius)


def cues_within(page: Page, role: str) -> Floats:
    """Return the share of blocks within 8 that have a cue of a role."""
    return _window_mean((page.evidence.cues[role] > 0).astype(np.float64), 8)


def distance_back(page: Page) -> Floats:
    """Return blocks since the last prose block."""
    last = _last_before(page.is_prose)
    return np.log1p(np.where(last >= 0, page.rank - last, _FAR))


def distance_ahead(page: Page) -> Floats:
    """Return blocks to the next prose block."""
    following = _next_after(page.is_prose)
    return np.log1p(np.where(following < len(page.rank), following - page.rank, _FAR))


def neighbour_words(page: Page, step: int) -> Floats:
    """Return log(1 + words) of the block ``step`` places on; missing beyond the page."""
    return _shift(np.log1p(page.size), step)


def neighbour_ends(page: Page, step: int) -> Floats:
    """Whether the block ``step`` places on ends a sentence; missing beyond the page."""
    return _shift(page.evidence.ends_sentence.astype(np.float64), step)


def neighbour_stops(page: Page, step: int) -> Floats:
    """Return the share of function words of the block ``step`` places on."""
    return _shift(stop_share(page), step)


def since_heading(page: Page) -> Floats:
    """Return log(1 + words of prose) since the last heading-like line."""
    return _prose_since(page, page.is_heading)


def prose_since(page: Page, role: str) -> Floats:
    """Return log(1 + words of prose) since the last short line that is mostly a cue of a role; missing before one."""
    cued = page.evidence.cues[role]
    return _prose_since(page, (cued > 0) & (cued * 2 >= page.size))


def blocks_since(page: Page, role: str) -> Floats:
    """Return log(1 + blocks) since the last short line that is mostly a cue of a role; missing before one."""
    cued = page.evidence.cues[role]
    last = _last_before((cued > 0) & (cued * 2 >= page.size))
    return np.where(last >= 0, np.log1p(page.rank - last), np.nan)


def _prose_since(page: Page, mask: Bools) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(page.prose)))
    last = _last_before(mask)
    return np.where(last >= 0, np.log1p(np.maximum(total[page.rank] - total[np.maximum(last, 0)], 0)), np.nan)


def in_span(page: Page, cost: float) -> Floats:
    """Whether the block is in the page's densest span of words."""
    first, last = dense_span(page.size, cost)
    return ((page.rank >= first) & (page.rank < last)).astype(np.float64)


def from_span_start(page: Page) -> Floats:
    """Return blocks from the start of the dense span, signed and on a log scale."""
    distance = page.rank - page.span[0]
    return np.sign(distance) * np.log1p(np.abs(distance))


def to_span_end(page: Page) -> Floats:
    """Return blocks to the end of the dense span, signed and on a log scale."""
    distance = page.span[1] - page.rank
    return np.sign(distance) * np.log1p(np.abs(distance))


def in_prose_span(page: Page) -> Floats:
    """Whether the block is in the densest span of prose."""
    first, last = dense_span(page.prose, cost=8)
    return ((page.rank >= first) & (page.rank < last)).astype(np.float64)


# --- the page


def _whole(function: Callable[[Page], float]) -> Callable[[Page], Floats]:
    """Make a column of a number of the whole page."""

    def column(page: Page) -> Floats:
        return np.full(len(page.document), function(page) if len(page.document) else np.nan)

    return column


def _prose_spread(page: Page) -> float:
    """Share of the page's blocks that its prose is spread over."""
    where = np.flatnonzero(page.is_prose)
    return float(where[-1] - where[0] + 1) / len(page.rank) if len(where) else 0.0


PAGE_FEATURES: Final[dict[str, Callable[[Page], float]]] = {
    "page_blocks": lambda page: float(np.log1p(len(page.rank))),
    "page_words": lambda page: float(np.log1p(page.size.sum())),
    "page_prose": lambda page: float(page.prose.sum() / max(page.size.sum(), 1)),
    "page_prose_blocks": lambda page: float(np.log1p(page.is_prose.sum())),
    "page_prose_spread": _prose_spread,
    "page_headings": lambda page: float(page.is_heading.mean()),
    "page_dates": lambda page: float(np.log1p(page.evidence.is_date.sum())),
    "page_cards": lambda page: float((page.evidence.card != NONE).mean()),
    "page_cut": lambda page: float(page.evidence.is_cut.mean()),
    "page_repeats": lambda page: float((page.evidence.copies > 1).mean()),
    "page_comments": lambda page: float(np.log1p((page.evidence.cues["comment"] > 0).sum())),
    "page_gaps": lambda page: float((page.document.gap > 0).mean()),
    "page_bullets": lambda page: float((page.document.kind == KINDS.index("list_item")).mean()),
    "page_symbols": lambda page: float(page.evidence.counts["symbols"].sum() / max(page.size.sum(), 1)),
    "page_digits": lambda page: float(page.evidence.counts["digits"].sum() / max(page.size.sum(), 1)),
    "page_span": lambda page: float(page.size[slice(*page.span)].sum() / max(page.size.sum(), 1)),
}

_OWN: Final = (
    log_words, letters_per_word, ends_sentence, is_cut, sentences, commas, stop_share, upper_share, capitals, digits,
    symbols, starts_lower, is_date, dates, has_credit, copies, is_repeat, repeat_distance, seen_before, topic_overlap,
    topic_near, is_card, cards_near, position, words_before, prose_before, prose_after, blocks_before, blocks_after,
    gap_before, gap_after, distance_back, distance_ahead, since_heading, from_span_start, to_span_end, in_prose_span,
)  # fmt: skip
_SINCE: Final = ("related_heading", "comment", "share", "subscribe", "legal", "byline", "bio", "read_more")
_WITHIN: Final = ("navigation", "comment", "share", "legal", "related_heading", "ago")

FEATURES: Final[dict[str, Callable[[Page], Floats]]] = {
    **{function.__name__: function for function in _OWN},
    **{f"is_{kind}": partial(is_kind, kind=kind) for kind in KINDS[1:]},
    **{f"cue_{role}": partial(cue, role=role) for role in roles()},
    **{f"period_{lag}": partial(period, lag=lag) for lag in range(2, 7)},
    **{f"prose_within_{radius}": partial(prose_within, radius=radius) for radius in (1, 2, 4, 8, 16)},
    **{f"words_within_{radius}": partial(words_within, radius=radius) for radius in (1, 3, 8)},
    **{f"headings_within_{radius}": partial(headings_within, radius=radius) for radius in (2, 6)},
    **{f"dates_within_{radius}": partial(dates_within, radius=radius) for radius in (3, 8)},
    **{f"cues_within_{role}": partial(cues_within, role=role) for role in _WITHIN},
    **{f"words_{step:+d}": partial(neighbour_words, step=step) for step in (-2, -1, 1, 2)},
    **{f"ends_{step:+d}": partial(neighbour_ends, step=step) for step in (-1, 1)},
    **{f"stops_{step:+d}": partial(neighbour_stops, step=step) for step in (-1, 1)},
    **{f"prose_since_{role}": partial(prose_since, role=role) for role in _SINCE},
    **{f"blocks_since_{role}": partial(blocks_since, role=role) for role in _SINCE},
    **{f"in_span_{cost}": partial(in_span, cost=cost) for cost in (6, 12)},
    **{name: _whole(function) for name, function in PAGE_FEATURES.items()},
}
