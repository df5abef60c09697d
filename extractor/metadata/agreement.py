"""How far the sources of a page agree on a value: the same words, more words, or fewer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_TOKEN: Final = re.compile(r"\w+")


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a value in lower case: values with the same words are the same."""
    return tuple(_TOKEN.findall(text.lower()))


class Agreement:
    """What the sources of a page say, by kind of source, to hold candidates against."""

    def __init__(self, said: Iterable[tuple[str, str]], site: frozenset[str]) -> None:
        """Take (kind, value) of all sources, and the words of the site's names."""
        self.said = list(dict.fromkeys((kind, folded(value)) for kind, value in said))
        self.site = site

    def of(self, value: str) -> dict[str, float]:
        """Return the features of a candidate.

        ``same_KIND``: likeness to the most similar value of that kind (missing: there is none). ``agree``: how many
        kinds say the same. ``within``: how many say it as a part of more; ``rest_is_site``: share of the site's words
        in what else those say (-1: nothing). ``is_site``: share of the site's words in the candidate.
        """
        key = folded(value)
        words, line = frozenset(key), f" {' '.join(key)} "
        same: dict[str, float] = {}
        agree, within, rest_is_site = set(), set(), -1.0
        for kind, other in self.said:
            same[f"same_{kind}"] = max(same.get(f"same_{kind}", 0.0), _likeness(words, frozenset(other)))
            if other == key:
                agree.add(kind)
            elif line in f" {' '.join(other)} ":
                within.add(kind)
                rest = frozenset(other) - words
                rest_is_site = max(rest_is_site, len(rest & self.site) / max(len(rest), 1))
        return same | {
            "agree": float(len(agree)),
            "within": float(len(within)),
            "rest_is_site": rest_is_site,
            "is_site": len(words & self.site) / max(len(words), 1),
        }

    def kinds(self, value: str) -> frozenset[str]:
        """Return the kinds of sources that say a value."""
        key = folded(value)
        return frozenset(kind for kind, other in self.said if other == key)

    @staticmethod
    def likeness(value: str, other: str) -> float:
        """Return how many words two values share, 0 to 1 (Dice's coefficient of their sets)."""
        return _likeness(frozenset(folded(value)), frozenset(folded(other)))


def _likeness(words: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(words & others) / max(len(words) + len(others), 1)
