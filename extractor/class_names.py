"""What the elements of a page call themselves, searched for words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from extractor.characters import Bools


class Names:
    """The names of elements; the distinct ones are searched as one text."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of each element as written, separated by spaces."""
        distinct = {name: number for number, name in enumerate(dict.fromkeys(names))}
        lines = [name.lower() for name in distinct]
        self._number = np.fromiter(map(distinct.__getitem__, names), np.int64, len(names))
        self._text, self._start = "\n".join(lines), [0, *accumulate(len(line) + 1 for line in lines)]
        self._found: dict[str, list[int]] = {}

    def hold(self, words: Iterable[str]) -> Bools:
        """Whether the names of each element hold one of these words, whatever their case."""
        found = np.zeros(len(self._start), np.bool_)
        found[[line for word in words for line in self._lines(word)]] = True
        return found[self._number]

    def _lines(self, word: str) -> list[int]:
        """Return which of the distinct names hold a word; each word is looked for once."""
        if word not in self._found:
            found, place = list[int](), self._text.find(word)
            while place >= 0:
                found.append(bisect_right(self._start, place) - 1)
                place = self._text.find(word, self._start[found[-1] + 1])
            self._found[word] = found
        return self._found[word]
