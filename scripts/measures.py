"""The metrics: of text, snippets, titles, dates, authors and confidence (definitions as in the bench's README)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_TOKEN = re.compile(r"\w+")
_MAX_EXTRA = 4  # tokens that may be stated of an author beyond the name


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _TOKEN.findall(text.lower())


def page_f1(text: str, gold: str) -> tuple[float, float, float]:
    """Return word-bag F1, precision and recall of a page; an empty gold is right if the text is empty."""
    predicted, expected = Counter(tokens(text)), Counter(tokens(gold))
    if not expected:
        right = float(not predicted)
        return right, right, right
    common = sum((predicted & expected).values())
    total = sum(predicted.values())
    return 2 * common / (total + sum(expected.values())), common / max(total, 1), common / sum(expected.values())


def snippet_hits(text: str, wanted: Sequence[str], unwanted: Sequence[str]) -> tuple[int, int, int]:
    """Return the wanted snippets found, the unwanted ones found and the wanted ones missed (white space folded)."""
    folded = " ".join(text.split())
    found = sum(" ".join(snippet.split()) in folded for snippet in wanted)
    leaked = sum(" ".join(snippet.split()) in folded for snippet in unwanted)
    return found, leaked, len(wanted) - found


def snippet_f1(found: int, leaked: int, missed: int) -> float:
    """Return the F1 of snippet hits over a whole set."""
    return 2 * found / max(2 * found + leaked + missed, 1)


def same_title(value: str | None, gold: str) -> bool:
    """Whether two titles have the same tokens."""
    return tokens(value or "") == tokens(gold)


def title_f1(value: str | None, gold: str) -> float:
    """Return the token F1 of a title."""
    return page_f1(value or "", gold)[0]


def author_right(authors: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether all tokens of the gold names are stated, with at most four others."""
    stated, expected = Counter(tokens(" ".join(authors))), Counter(tokens(" ".join(gold)))
    return not (expected - stated) and sum((stated - expected).values()) <= _MAX_EXTRA


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the rank correlation of two columns (ties share their mean rank; 0 for fewer than two rows)."""
    import numpy as np

    if len(left) < 2:  # noqa: PLR2004
        return 0.0
    ranks = []
    for column in (left, right):
        _, inverse, counts = np.unique(np.asarray(column), return_inverse=True, return_counts=True)
        ends = np.cumsum(counts)
        ranks.append(((ends - counts + ends - 1) / 2)[inverse])
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
