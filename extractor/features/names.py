"""Words of class names and ids: "postContent main-2" -> post, content, main."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from extractor.attributes import MIN_NAME
from extractor.characters import Hashes, Ints, code_points, hash_spans

_CASE: Final = 32  # what a small letter has more than its capital


def numbered(values: Sequence[Any]) -> tuple[Ints, list[Any]]:
    """Return for each value its number among the distinct ones, and these."""
    distinct = list(dict.fromkeys(values))
    number = {value: place for place, value in enumerate(distinct)}
    return np.fromiter(map(number.__getitem__, values), np.int64, len(values)), distinct


def name_tokens(names: Iterable[str]) -> tuple[Ints, Hashes]:
    """Return the distinct words of each name as ``name_words`` finds them: the index of its name and its hash."""
    points = code_points("\n".join(name.replace("\n", " ") for name in names))
    small = points | np.uint32(_CASE)
    is_letter = (small >= ord("a")) & (small <= ord("z"))
    is_hump = is_letter[1:] & is_letter[:-1] & (points[1:] < ord("a")) & (points[:-1] >= ord("a"))
    edge = np.append(is_letter[1:] != is_letter[:-1], is_letter[-1:]) | np.append(is_hump, np.zeros(1, np.bool_))
    bounds = np.flatnonzero(edge) + 1  # behind each word and before it
    start = np.append(0, bounds)[:-1]
    long = is_letter[start] & (bounds - start >= MIN_NAME)
    line_end = np.flatnonzero(points == ord("\n"))
    return _distinct(np.searchsorted(line_end, start[long]), hash_spans(small, start[long], bounds[long]))


def _distinct(line: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return each word of a line once, the lines in order."""
    order = np.lexsort((hashes, line))
    line, hashes = line[order], hashes[order]
    is_new = np.ones(len(line), np.bool_)
    is_new[1:] = (line[1:] != line[:-1]) | (hashes[1:] != hashes[:-1])
    return line[is_new], hashes[is_new]
