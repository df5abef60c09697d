"""How far the sources of a page agree on a value: the same words, more words, or fewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from extractor.data import load
from extractor.expression import expression

_TOKEN: Final = expression(r"\w+")


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a value in lower case: values with the same words are the same."""
    return tuple(_TOKEN.findall(text.lower()))


class _Saying(NamedTuple):
    """What a kind of source says: the words, those that differ, and all of them in a line.

    ``feature``: its name of the likeness to what the kind says.
    """

    feature: str
    kind: str
    key: tuple[str, ...]
    words: frozenset[str]
    line: str


class Agreement:
    """What the sources of a page say, by kind of source, to hold candidates against."""

    def __init__(self, said: Iterable[tuple[str, str]], site: frozenset[str]) -> None:
        """Take (kind, value) of all sources, and the words of the site's names."""
        keys = dict.fromkeys((kind, folded(value)) for kind, value in said)
        self.said = [_Saying(f"same_{kind}", kind, key, frozenset(key), f" {' '.join(key)} ") for kind, key in keys]
        self.site = site

    def of(self, key: tuple[str, ...]) -> dict[str, float]:
        """Return the features of a candidate with these words.

        ``same_KIND``: likeness to the most similar value of that kind (missing: there is none). ``agree``: how many
        kinds say the same. ``within``: how many say it as a part of more; ``rest_is_site``: share of the site's words
        in what else those say (-1: nothing). ``is_site``: share of the site's words in the candidate.
        """
        words, line = frozenset(key), f" {' '.join(key)} "
        same = dict.fromkeys((one.feature for one in self.said), 0.0)
        agree, within, rest_is_site = set(), set(), -1.0
        for one in self.said:
            if one.words.isdisjoint(words) and words:
                continue
            same[one.feature] = max(same[one.feature], likeness(words, one.words))
            if one.key == key:
                agree.add(one.kind)
            elif line in one.line:
                within.add(one.kind)
                rest = one.words - words
                rest_is_site = max(rest_is_site, len(rest & self.site) / max(len(rest), 1))
        return same | {
            "agree": float(len(agree)),
            "within": float(len(within)),
            "rest_is_site": rest_is_site,
            "is_site": len(words & self.site) / max(len(words), 1),
        }

    def kinds(self, key: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds of sources that say these words."""
        return frozenset(one.kind for one in self.said if one.key == key)


class Within:
    """The names that a page states, to find in what it shows ("Cranes Jane Marlow" where "Jane Marlow" is stated)."""

    def __init__(self, names: Iterable[str], site: frozenset[str]) -> None:
        """Take the stated names, and the words of the site's names, which is no person."""
        self.names = {key: name for name in names if (key := folded(name))}
        people = (name for key, name in self.names.items() if len(key) > 1 and not site.issuperset(key))
        self.people = {tuple(name.lower().split()): name for name in people if name[0].isupper()}

    def same(self, piece: str) -> str | None:
        """Return the stated name of several parts that has the words of a piece and no others ("Hay & Handle")."""
        return self.names.get(folded(piece)) if "&" in piece else None

    def stated(self, name: str) -> str:
        """Return the stated name of several words that ends a shown one; itself if none does, or "Dr" is before it."""
        words = tuple(name.lower().split())
        ends = (place for place in range(1, len(words) - 1) if words[place:] in self.people)
        place = next(ends, 0)
        return self.people[words[place:]] if place and not _are_honorific(words[:place]) else name


def _are_honorific(words: tuple[str, ...]) -> bool:
    """Whether these are words like "Dr" before a name."""
    return all(word.strip(".") in load("names")["honorific"] for word in words)


def likeness(words: frozenset[str], others: frozenset[str]) -> float:
    """Return how many words two values share, 0 to 1 (Dice's coefficient)."""
    return 2 * len(words & others) / max(len(words) + len(others), 1)
