"""Features that only markup shows: tags, ancestors, links, containers, repeated structure, the head.

All are missing (NaN) for flat text. See ``tree`` for the columns they are made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from extractor.characters import Bools, Floats, Hashes, Ints, are_known
from extractor.features.said import TYPES
from extractor.features.tree import FLAGS, HIDDEN, Tree
from extractor.features.windows import last_before, log_where
from extractor.markup import INLINES

_MAX_STEPS: Final = 4

TAGS: Final = {
    **{tag: (tag,) for tag in ("p", "h1", "h2", "h3", "li", "div", "pre", "blockquote", "dt", "dd", "button", "title")},
    **{tag: (tag,) for tag in ("section", "article", "body", "figcaption", "figure", "tr", "td", "a")},
    "h4": ("h4", "h5", "h6"),
}
"""Elements of its own that a block can have: name of the feature and the tags."""


def own_tag(tree: Tree, names: Sequence[str]) -> Bools:
    """Whether the block's own element is each of these ``TAGS``."""
    rows = {tag: row for row, name in enumerate(names) for tag in TAGS[name]}
    row = np.array([rows.get(tag, -1) for tag in tree.tags])[tree.tag[tree.own]]
    return np.asarray(row == np.arange(len(names))[:, None], np.bool_)


def within(tree: Tree, names: Sequence[str]) -> Bools:
    """Whether the block is in each of these elements."""
    order = list(FLAGS)
    bits = np.array([[1 << order.index(name)] for name in names])
    return np.asarray((tree.flags[tree.own] & bits) > 0, np.bool_)


def is_hidden(tree: Tree) -> Bools:
    """Whether the page hides the block."""
    return np.asarray((tree.flags[tree.own] & HIDDEN) > 0, np.bool_)


def element_depth(tree: Tree) -> Ints:
    """Return how many elements are around the block."""
    return tree.depth[tree.own]


def inline_share(tree: Tree, kinds: Sequence[str]) -> Floats:
    """Return the share of the block's characters that are within inline markup of each of these kinds."""
    return tree.inline_shares[[INLINES.index(kind) for kind in kinds]]


def inline_count(tree: Tree, kinds: Sequence[str]) -> Floats:
    """Return log(1 + runs of inline markup) of each of these kinds; images stand in the block or right before it."""
    size = len(tree.page.document)
    place = tree.markup.inlines.kind * size + tree.inline_block
    counts = np.bincount(place, minlength=len(INLINES) * size).reshape(len(INLINES), size)
    return np.log1p(counts[[INLINES.index(kind) for kind in kinds]])


def container(tree: Tree, around: Sequence[Ints]) -> Floats:
    """Return the facts of ``CONTAINER`` of some elements around each block, those of the first element first."""
    page_words, page_prose = max(float(tree.words[0]), 1.0), max(float(tree.prose[0]), 1.0)
    facts = np.array(
        (
            tree.words / page_words,
            tree.link_words / np.maximum(tree.words, 1),
            np.log1p(tree.words / np.maximum(tree.blocks, 1)),
            tree.prose / page_prose,
        )
    )
    return np.concatenate([facts.take(element, axis=1) for element in around])


CONTAINER: Final = {
    "words_share": "share of the page's words",
    "links_share": "share of its words that are links",
    "words_per_block": "log(1 + mean words of its blocks)",
    "prose_share": "share of the page's prose",
}
"""Facts of an element."""

REPEATED: Final = {
    "count": "log(siblings)",
    "words": "log(1 + their mean words)",
    "links": "share of their words that are links",
    "blocks": "log(1 + their mean blocks)",
    "prose": "share of the page's prose",
    "linked": "share of siblings that hold a linked line (cards do)",
}
"""Facts of the list of siblings that a block is part of."""


def repeat(tree: Tree) -> Floats:
    """Return the facts of ``REPEATED``; missing outside of lists."""
    group, count = tree.repeats
    columns = (tree.words, tree.link_words, tree.blocks, tree.prose, tree.linked)
    item = tree.repeated[tree.own]
    listed = group[np.maximum(item, 0)]
    words, links, blocks, prose, linked = (np.bincount(group, weights=column)[listed] for column in columns)
    size = count[listed]
    facts = (
        np.log(size),
        np.log1p(words / size),
        links / np.maximum(words, 1),
        np.log1p(blocks / size),
        prose / max(float(tree.prose[0]), 1.0),
        linked / size,
    )
    return np.where(item >= 0, facts, np.nan)


def repeat_place(tree: Tree) -> Floats:
    """Return log(1 + blocks before the block in its item)."""
    item = tree.repeated[tree.own]
    return log_where(item >= 0, tree.page.rank - tree.first[np.maximum(item, 0)])


def path_share(tree: Tree) -> Floats:
    """Return the share of the page's words in blocks whose three innermost elements have the same tags and classes."""
    return np.bincount(tree.path, weights=tree.page.size)[tree.path] / max(float(tree.words[0]), 1.0)


def path_words(tree: Tree) -> Floats:
    """Return log(1 + mean words) of the blocks with the same three innermost elements."""
    path = tree.path
    return np.log1p(np.bincount(path, weights=tree.page.size)[path] / np.bincount(path)[path])


def path_blocks(tree: Tree) -> Floats:
    """Return log(number of blocks with the same three innermost elements)."""
    return np.asarray(np.log(np.bincount(tree.path)[tree.path]), np.float64)


def in_best(tree: Tree) -> Bools:
    """Whether the block is in the best element."""
    return _inside(tree, tree.best)


def in_cover(tree: Tree, shares: Sequence[float]) -> list[Bools]:
    """Whether the block is in the smallest element with each of these shares of the prose."""
    return [_inside(tree, tree.cover(share)) for share in shares]


def from_best_start(tree: Tree) -> Floats:
    """Return blocks from the start of the best element, signed and on a log scale."""
    return _signed_log(tree.page.rank - int(tree.first[tree.best]))


def to_best_end(tree: Tree) -> Floats:
    """Return blocks to the end of the best element, signed and on a log scale."""
    return _signed_log(int(tree.last[tree.best]) - tree.page.rank)


def above_meeting(tree: Tree) -> Floats:
    """Return how many elements lie between the block and the element it shares with the best one."""
    return _up_to(tree, tree.best)


def best_above_meeting(tree: Tree) -> Floats:
    """Return how many elements lie between the best element and the one that it shares with the block."""
    return _down_to(tree, tree.best)


def above_headline_meeting(tree: Tree) -> Floats:
    """Return how many elements lie between the block and the element it shares with the headline."""
    return _up_to(tree, int(tree.own[tree.headline]))


def headline_above_meeting(tree: Tree) -> Floats:
    """Return how many elements lie between the headline and the element that it shares with the block."""
    return _down_to(tree, int(tree.own[tree.headline]))


def _up_to(tree: Tree, other: int) -> Floats:
    element = tree.own
    return np.asarray(tree.depth[element] - tree.meeting(other)[element], np.float64)


def _down_to(tree: Tree, other: int) -> Floats:
    return np.asarray(tree.depth[other] - tree.meeting(other)[tree.own], np.float64)


def _inside(tree: Tree, element: int) -> Bools:
    rank = tree.page.rank
    return np.asarray((rank >= tree.first[element]) & (rank < tree.last[element]), np.bool_)


def _signed_log(distance: Ints) -> Floats:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)), np.float64)


HEADINGS: Final = {"h": ("h1", "h2", "h3", "h4", "h5", "h6"), "h1": ("h1",)}


def since_tag(tree: Tree, names: Sequence[str]) -> Floats:
    """Return log(1 + blocks) since the last block of each of these ``HEADINGS``; missing before the first."""
    last = last_before(np.array([tree.is_tag(HEADINGS[name])[tree.own] for name in names]))
    return log_where(last >= 0, tree.page.rank - last)


def title_overlap(tree: Tree) -> Floats:
    """Return the share of the block's words that also stand in the page's ``<title>``."""
    return tree.title_overlap


def from_title(tree: Tree) -> Floats:
    """Return blocks from the headline, signed and on a log scale."""
    return _signed_log(tree.page.rank - tree.headline)


def headlines_before(tree: Tree) -> Floats:
    """Return log(1 + blocks of ``h1`` before)."""
    is_top = tree.is_tag(TAGS["h1"])[tree.own]
    return np.asarray(np.log1p(np.cumsum(is_top) - is_top), np.float64)


def articles_before(tree: Tree) -> Floats:
    """Return log(1 + outermost ``article`` elements with running text that ended before the block)."""
    return np.log1p(np.searchsorted(tree.article_ends, tree.page.rank, side="right"))


def steps_to_form(tree: Tree) -> Floats:
    """Return how many elements up from the block's own the first stands that has a form in it."""
    element, steps = tree.own, np.zeros(len(tree.page.document))
    for _ in range(_MAX_STEPS):
        steps += ~tree.forms[element]
        element = np.where(tree.forms[element], element, tree.parent[element])
    return steps


def tally(tree: Tree, names: Sequence[str]) -> Floats:
    """Return log(1 + elements) of each of these ``TALLIED`` in the page."""
    found = tree.markup.tally
    return np.log1p([[sum(found.get(tag, 0) for tag in TALLIED[name])] for name in names])


def page_links(tree: Tree) -> float:
    """Return the share of the page's words that are links."""
    return float(tree.link_words[0] / max(float(tree.words[0]), 1.0))


def best_words(tree: Tree) -> float:
    """Return the share of the page's words in the best element."""
    return float(tree.words[tree.best] / max(float(tree.words[0]), 1.0))


TALLIED: Final = {
    **{tag: (tag,) for tag in ("p", "h1", "h2", "h3", "li", "img", "form", "button", "option", "article", "time")},
    **{tag: (tag,) for tag in ("table", "td", "pre", "code", "blockquote", "section", "iframe", "figure", "dt")},
    "input": ("input", "textarea", "select"),
    "media": ("video", "audio"),
}


def _overlap(tree: Tree, said: Hashes) -> Floats:
    """Return the share of a block's shingles that are said in the head; missing where it says nothing."""
    _, hashes, _, _ = tree.page.shingles
    if not len(said) or not len(hashes):
        return np.full(len(tree.page.document), np.nan)
    return tree.page.shingle_share(are_known(hashes, said))


def body_overlap(tree: Tree) -> Floats:
    """Return the share of a block's shingles that stand in the article body of JSON-LD."""
    return _overlap(tree, tree.said.body)


def description_overlap(tree: Tree) -> Floats:
    """Return the share of a block's shingles that stand in the page's description."""
    return _overlap(tree, tree.said.description)


def has_body(tree: Tree) -> float:
    """Return log(1 + shingles) of the article body of JSON-LD."""
    return float(np.log1p(len(tree.said.body)))


def says(tree: Tree, names: Sequence[str]) -> Bools:
    """Whether the page calls itself each of these ``TYPES``."""
    types = tree.said.types
    return np.array([[any(map(TYPES[name].search, types))] for name in names])
