"""Words of class names and ids: "postContent main-2" -> post, content, main."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.attributes import MIN_NAME, NAME_JOINT
from extractor.characters import Hashes, Ints, count


def name_tokens(names: Sequence[str]) -> tuple[Ints, Hashes]:
    """Return the words of many names: for each word, the index of its name and its hash."""
    distinct: dict[str, int] = {}
    number = np.array([distinct.setdefault(name.replace("\n", " "), len(distinct)) for name in names], np.int64)
    lines = NAME_JOINT.sub(" ", "\n".join(distinct))
    end = np.cumsum([len(line) + 1 for line in lines.split("\n")]) - 1
    words = count(lines, np.concatenate(([0], end[:-1] + 1)), end).words
    long = words.end - words.start >= MIN_NAME
    line, hashes = _distinct(words.block[long].astype(np.int64), words.hash[long])
    lengths = np.bincount(line, minlength=len(distinct))
    start = np.cumsum(lengths) - lengths
    counts = lengths[number] if len(number) else lengths
    site = np.repeat(np.arange(len(number)), counts)
    place = np.arange(len(site)) - np.repeat(np.cumsum(counts) - counts, counts)
    return site, hashes[start[number[site]] + place]


def _distinct(line: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return each word of a line once, the lines in order."""
    order = np.lexsort((hashes, line))
    line, hashes = line[order], hashes[order]
    is_new = np.ones(len(line), np.bool_)
    is_new[1:] = (line[1:] != line[:-1]) | (hashes[1:] != hashes[:-1])
    return line[is_new], hashes[is_new]
