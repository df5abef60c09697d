"""Features that only markup shows: tags, ancestors, links, containers, repeated structure, the head.

All are missing (NaN) for flat text. See ``tree`` for the columns they are made of.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from extractor.characters import Floats, Hashes, Ints
from extractor.features.page import last_before
from extractor.features.said import TYPES
from extractor.features.tree import FLAGS, Tree

_MAX_STEPS: Final = 4

TAGS: Final = {
    **{tag: (tag,) for tag in ("p", "h1", "h2", "h3", "li", "div", "pre", "blockquote", "dt", "dd", "button", "title")},
    **{tag: (tag,) for tag in ("section", "article", "body", "figcaption", "figure", "tr", "td", "a")},
    "h4": ("h4", "h5", "h6"),
}
"""Elements of its own that a block can have: name of the feature and the tags."""


def own_tag(tree: Tree, name: str) -> Floats:
    """Whether the block's own element is one of these."""
    return tree.is_tag(TAGS[name])[tree.markup.element].astype(np.float64)


def within(tree: Tree, name: str) -> Floats:
    """Whether an element of this kind is around the block."""
    bit = 1 << list(FLAGS).index(name)
    return ((tree.flags[tree.markup.element] & bit) > 0).astype(np.float64)


def is_hidden(tree: Tree) -> Floats:
    """Whether the page hides the block."""
    return tree.hidden[tree.markup.element].astype(np.float64)


def element_depth(tree: Tree) -> Floats:
    """Return how many elements are around the block."""
    return tree.depth[tree.markup.element].astype(np.float64)


def link_share(tree: Tree) -> Floats:
    """Return the share of the block's characters that are links."""
    return tree.link_share


def links(tree: Tree) -> Floats:
    """Return how many links the block has."""
    return np.log1p(tree.inline_count("link"))


def strong_share(tree: Tree) -> Floats:
    """Return the share of the block's characters that are bold."""
    return tree.inline_share("strong")


def emphasis_share(tree: Tree) -> Floats:
    """Return the share of the block's characters that are in italics."""
    return tree.inline_share("emphasis")


def images(tree: Tree) -> Floats:
    """Return how many images stand in the block or right before it."""
    return np.log1p(tree.inline_count("image"))


def cells(tree: Tree) -> Floats:
    """Return how many table cells the block has."""
    return np.log1p(tree.inline_count("cell"))


def words_share(tree: Tree, element: Ints) -> Floats:
    """Return the share of the page's words that an element has."""
    return (tree.words / max(float(tree.words[0]), 1.0))[element]


def links_share(tree: Tree, element: Ints) -> Floats:
    """Return the share of an element's words that are links."""
    return (tree.link_words / np.maximum(tree.words, 1))[element]


def words_per_block(tree: Tree, element: Ints) -> Floats:
    """Return the mean words of an element's blocks."""
    return np.asarray(np.log1p(tree.words / np.maximum(tree.blocks, 1))[element], np.float64)


def prose_share(tree: Tree, element: Ints) -> Floats:
    """Return the share of the page's prose that an element has."""
    return (tree.prose / max(float(tree.prose[0]), 1.0))[element]


CONTAINER: Final = (words_share, links_share, words_per_block, prose_share)


def repeat_count(tree: Tree) -> Floats:
    """Return log(siblings in the list that the block is part of); missing outside of lists."""
    group, count = tree.repeats
    return _of_repeated(tree, np.log(count[group]))


def repeat_words(tree: Tree) -> Floats:
    """Return log(1 + mean words of the items of the list that the block is part of)."""
    group, count = tree.repeats
    return _of_repeated(tree, np.log1p(np.bincount(group, weights=tree.words) / count)[group])


def repeat_links(tree: Tree) -> Floats:
    """Return the share of links in the list that the block is part of."""
    group, _ = tree.repeats
    words = np.bincount(group, weights=tree.words)
    return _of_repeated(tree, (np.bincount(group, weights=tree.link_words) / np.maximum(words, 1))[group])


def repeat_blocks(tree: Tree) -> Floats:
    """Return log(1 + mean blocks of the items of the list that the block is part of)."""
    group, count = tree.repeats
    return _of_repeated(tree, np.log1p(np.bincount(group, weights=tree.blocks) / count)[group])


def repeat_prose(tree: Tree) -> Floats:
    """Return the share of the page's prose in the list that the block is part of."""
    group, _ = tree.repeats
    return _of_repeated(tree, (np.bincount(group, weights=tree.prose) / max(float(tree.prose[0]), 1.0))[group])


def repeat_place(tree: Tree) -> Floats:
    """Return log(1 + blocks before the block in its item)."""
    item = tree.repeated[tree.markup.element]
    return np.where(item >= 0, np.log1p(tree.page.rank - tree.first[np.maximum(item, 0)]), np.nan)


def repeat_linked(tree: Tree) -> Floats:
    """Return the share of items that hold a linked line, in the list that the block is part of: cards do."""
    group, count = tree.repeats
    return _of_repeated(tree, (np.bincount(group, weights=tree.linked) / count)[group])


def _of_repeated(tree: Tree, column: Floats) -> Floats:
    item = tree.repeated[tree.markup.element]
    return np.where(item >= 0, column[np.maximum(item, 0)], np.nan)


def path_share(tree: Tree) -> Floats:
    """Return the share of the page's words in blocks whose three innermost elements have the same tags and classes."""
    return np.bincount(tree.path, weights=tree.page.size)[tree.path] / max(float(tree.words[0]), 1.0)


def path_words(tree: Tree) -> Floats:
    """Return log(1 + mean words) of the blocks with the same three innermost elements."""
    path = tree.path
    return np.log1p(np.bincount(path, weights=tree.page.size) / np.maximum(np.bincount(path), 1))[path]


def path_blocks(tree: Tree) -> Floats:
    """Return log(number of blocks with the same three innermost elements)."""
    return np.asarray(np.log(np.bincount(tree.path))[tree.path], np.float64)


def in_best(tree: Tree) -> Floats:
    """Whether the block is in the best element."""
    return _inside(tree, tree.best)


def in_cover(tree: Tree, share: float) -> Floats:
    """Whether the block is in the smallest element with this share of the prose."""
    return _inside(tree, tree.cover(share))


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
    return _up_to(tree, int(tree.markup.element[tree.headline]))


def headline_above_meeting(tree: Tree) -> Floats:
    """Return how many elements lie between the headline and the element that it shares with the block."""
    return _down_to(tree, int(tree.markup.element[tree.headline]))


def _up_to(tree: Tree, other: int) -> Floats:
    element = tree.markup.element
    return np.asarray(tree.depth[element] - tree.meeting(other)[element], np.float64)


def _down_to(tree: Tree, other: int) -> Floats:
    return np.asarray(tree.depth[other] - tree.meeting(other)[tree.markup.element], np.float64)


def _inside(tree: Tree, element: int) -> Floats:
    rank = tree.page.rank
    return np.asarray((rank >= tree.first[element]) & (rank < tree.last[element]), np.float64)


def _signed_log(distance: Ints) -> Floats:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)), np.float64)


def since_tag(tree: Tree, tags: tuple[str, ...]) -> Floats:
    """Return log(1 + blocks) since the last block of one of these tags; missing before the first."""
    last = last_before(tree.is_tag(tags)[tree.markup.element])
    return np.where(last >= 0, np.log1p(tree.page.rank - last), np.nan)


def title_overlap(tree: Tree) -> Floats:
    """Return the share of the block's words that also stand in the page's ``<title>``."""
    return tree.title_overlap


def from_title(tree: Tree) -> Floats:
    """Return blocks from the headline, signed and on a log scale."""
    return _signed_log(tree.page.rank - tree.headline)


def headlines_before(tree: Tree) -> Floats:
    """Return log(1 + blocks of ``h1`` before)."""
    is_top = own_tag(tree, "h1")
    return np.log1p(np.cumsum(is_top) - is_top)


def articles_before(tree: Tree) -> Floats:
    """Return log(1 + outermost ``article`` elements with running text that ended before the block)."""
    return np.log1p(np.searchsorted(tree.article_ends, tree.page.rank, side="right"))


def steps_to_form(tree: Tree) -> Floats:
    """Return how many elements up from the block's own the first stands that has a form in it."""
    element, steps = tree.markup.element, np.zeros(len(tree.page.document))
    for _ in range(_MAX_STEPS):
        steps += ~tree.forms[element]
        element = np.where(tree.forms[element], element, tree.parent[element])
    return steps


def tally(tree: Tree, tags: tuple[str, ...]) -> float:
    """Return log(1 + elements of these tags) of the page."""
    return float(np.log1p(sum(tree.markup.tally.get(tag, 0) for tag in tags)))


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
    return tree.page.shingle_share(np.isin(hashes, said))


def body_overlap(tree: Tree) -> Floats:
    """Return the share of a block's shingles that stand in the article body of JSON-LD."""
    return _overlap(tree, tree.said.body)


def description_overlap(tree: Tree) -> Floats:
    """Return the share of a block's shingles that stand in the page's description."""
    return _overlap(tree, tree.said.description)


def has_body(tree: Tree) -> float:
    """Return log(1 + shingles) of the article body of JSON-LD."""
    return float(np.log1p(len(tree.said.body)))


def says(tree: Tree, name: str) -> float:
    """Whether the page calls itself so."""
    return float(any(re.search(TYPES[name], said) for said in tree.said.types))
