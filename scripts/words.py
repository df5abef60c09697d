"""Learn the weights of words: of class names, lines, prose and headings (see ``extractor.features.vocabulary``)."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from extractor.attributes import name_words
from extractor.characters import Hashes, Ints, are_known, hash_words, lower
from extractor.document import Document, Evidence
from extractor.expression import expression
from extractor.features import vocabulary
from extractor.features.page import Page
from extractor.features.vocabulary import (
    KINDS,
    MARKUP_KINDS,
    NAME_KINDS,
    PAIRS,
    SUMS,
    context,
    tokens,
    touches,
)

MIN_DOMAINS: Final = 20
"""Sites that a word must stand on: rarer ones are names of a site's own."""

_YEAR: Final = expression(r"\d{4,}")
_MOST: Final = 3  # what a token counts at most in a block when it is fitted: as seven times
_ROUNDS: Final = 60

Tables = Mapping[str, Hashes]


class Recipe(NamedTuple):
    """How the words of a kind of source are learned.

    ``kinds``: of tokens. ``strength``: inverse of the penalty. ``kept``: tokens with the most effect, which keep their
    weight. ``sums``: those of ``vocabulary.SUMS`` that are features.
    """

    kinds: tuple[str, ...]
    strength: float
    kept: int
    sums: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features."""
        return tuple(f"weight_{name}" for name in self.sums)


_OF_MARKUP: Final = ("name", "around", "word", "opening", "heading", "first")
RECIPES: Final = {
    "html": Recipe(_OF_MARKUP, strength=0.003, kept=1500, sums=_OF_MARKUP),
    "text": Recipe(tuple(KINDS), strength=0.015, kept=8000, sums=tuple(SUMS)),
}
"""By kind of source. HTML gains nothing by pairs and by the words of long blocks, and with less penalty it learns the
class names of single sites (docs/adr/0028, 0029)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a page.

    ``found``: by kind, the tokens, and blocks and the sites that touch them. ``words``: the words as text.
    ``pairs``: the hash of each two words in a row, and of the two. ``capital``, ``small``: words that running text has
    within sentences with a capital only, and others.
    """

    size: int
    found: Mapping[str, tuple[vocabulary.Tokens, Ints, Ints]]
    words: Mapping[int, str]
    pairs: tuple[Hashes, Hashes, Hashes]
    capital: frozenset[int]
    small: frozenset[int]


def tokens_of(document: Document, evidence: Evidence, kinds: Sequence[str]) -> Tokens:
    """Collect the tokens of a page."""
    page = Page(document, evidence, {})
    kinds = [kind for kind in kinds if document.markup is not None or kind not in MARKUP_KINDS]
    found = {kind: (tokens(page, kind), *touches(page, kind)) for kind in kinds}
    hashes, places = np.unique(evidence.words.hash, return_index=True)
    spans = zip(evidence.words.start[places].tolist(), evidence.words.end[places].tolist(), strict=True)
    lowered = lower(document.text)  # as a whole, as it was hashed: a sigma that ends a word is another letter
    words = {code: lowered[start:end] for code, (start, end) in zip(hashes.tolist(), spans, strict=True)}
    if document.markup is not None:
        listed = (*document.markup.elements.names, *document.markup.names)
        names = sorted({word for names in listed for word in name_words(names)})
        words |= dict(zip(hash_words(names).tolist(), names, strict=True))
    return Tokens(len(document), found, words, _pairs(page), *_by_case(document, page))


def _pairs(page: Page) -> tuple[Hashes, Hashes, Hashes]:
    """Return each two words in a row, once: the hash of both and of each."""
    words, (_, hashes) = page.evidence.words, page.pairs
    is_within = words.block[:-1] == words.block[1:]
    pairs, places = np.unique(hashes, return_index=True)
    return pairs, words.hash[:-1][is_within][places], words.hash[1:][is_within][places]


def _by_case(document: Document, page: Page) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words that stand within running text with a capital only, and those that also stand without."""
    words = page.evidence.words
    inside = page.is_prose[words.block]
    inside[1:] &= words.block[1:] == words.block[:-1]
    is_capital = np.array([document.text[start].isupper() for start in words.start[inside].tolist()], np.bool_)
    hashes = words.hash[inside]
    small = frozenset(hashes[~is_capital].tolist())
    return frozenset(hashes[is_capital].tolist()) - small, small


def passing_words(pages: Sequence[Tokens]) -> Hashes:
    """Return the words that say nothing of other pages: names, which most pages write with a capital, and years."""
    seen: Counter[int] = Counter()
    for page in pages:
        seen.update(dict.fromkeys(page.capital, 1))
        seen.subtract(dict.fromkeys(page.small, 1))
    names = {code for code, votes in seen.items() if votes > 0}
    years = {code for page in pages for code, word in page.words.items() if _YEAR.fullmatch(word)}
    return np.array(sorted(names | years), np.uint64)


def common_tokens(pages: Sequence[tuple[str, Tokens]], kinds: Sequence[str]) -> Tables:
    """Return by kind the sorted hashes of the tokens that stand on enough domains; takes (domain, tokens).

    Passing words are left out, but not of class names.
    """
    passing = passing_words([page for _, page in pages])
    number = {domain: place for place, domain in enumerate(sorted({domain for domain, _ in pages}))}
    tables = {}
    for kind in kinds:
        codes = [_distinct(page, kind, passing) for _, page in pages]
        domain = np.repeat([number[name] for name, _ in pages], [len(found) for found in codes])
        order = np.lexsort((domain, found := np.concatenate(codes)))
        found, domain = found[order], domain[order]
        is_new = (np.diff(found, prepend=found[:1]) != 0) | (np.diff(domain, prepend=-1) != 0)
        token, domains = np.unique(found[is_new], return_counts=True)
        tables[kind] = token[domains >= MIN_DOMAINS]
    return tables


def _distinct(page: Tokens, kind: str, passing: Hashes) -> Hashes:
    """Return the tokens of a kind on a page, each once, without those of passing words."""
    if kind not in page.found:
        return np.zeros(0, np.uint64)
    found = np.unique(page.found[kind][0].hash)
    if kind in NAME_KINDS:
        return found
    if kind not in PAIRS:
        return found[~are_known(found, passing)]
    pairs, first, second = page.pairs
    return found[~(are_known(first, passing) | are_known(second, passing))[np.searchsorted(pairs, found)]]


def spellings(pages: Sequence[Tokens], tables: Tables) -> dict[str, dict[int, str]]:
    """Return by kind the tokens of the tables as text."""
    words = {code: word for page in pages for code, word in page.words.items()}
    known = np.unique(np.concatenate([np.zeros(0, np.uint64), *(tables[kind] for kind in PAIRS if kind in tables)]))
    pairs = {}
    for page in pages:
        chosen = are_known(page.pairs[0], known)
        for pair, first, second in zip(*(column[chosen].tolist() for column in page.pairs), strict=True):
            pairs[pair] = f"{words[first]} {words[second]}"
    return {kind: pairs if kind in PAIRS else words for kind in tables}


def matrix(page: Tokens, tables: Tables) -> Any:
    """Return how often each block (down) is touched by each token (across), sparse."""
    return sparse.hstack([_of_kind(page, kind, table) for kind, table in tables.items()], format="csr")


def _of_kind(page: Tokens, kind: str, table: Hashes) -> Any:
    if kind not in page.found or not len(table):
        return sparse.csr_matrix((page.size, len(table)), dtype=np.float32)
    (site, hashes, amount), block, touching = page.found[kind]
    place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    known = table[place] == hashes
    sites = max(int(site.max(initial=-1)), int(touching.max(initial=-1))) + 1
    stand = sparse.csr_matrix((amount[known], (site[known], place[known])), shape=(sites, len(table)), dtype=np.float32)
    reach = sparse.csr_matrix((np.ones(len(block), np.float32), (block, touching)), shape=(page.size, sites))
    return reach @ stand


def fit_words(
    pages: Sequence[Any], labels: NDArray[np.bool_], weights: NDArray[np.float64], recipe: Recipe
) -> NDArray[np.float64]:
    """Return the weight of each column of the matrices: logistic regression, all but the most telling set to 0."""
    stacked = sparse.vstack(pages, format="csr")
    stacked.data = np.minimum(stacked.data, _MOST)
    model = LogisticRegression(C=recipe.strength, max_iter=_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # good enough long before
        model.fit(stacked, labels, sample_weight=weights / weights.mean())
    weight = model.coef_[0].astype(np.float64)
    squares = stacked.multiply(stacked)
    effect = np.abs(weight) * np.sqrt(np.asarray(squares.T @ weights).ravel() / weights.sum())
    least = np.sort(effect)[-min(recipe.kept, len(effect))]
    return np.where(effect >= least, weight, 0.0)


def sums(page: Any, weight: NDArray[np.float64], tables: Tables, names: Sequence[str]) -> NDArray[np.float32]:
    """Return the features: these of ``vocabulary.SUMS`` (across) for each block (down)."""
    ends = np.cumsum([len(table) for table in tables.values()])
    parts = dict.fromkeys(KINDS, np.zeros(page.shape[0]))
    for end, (kind, table) in zip(ends.tolist(), tables.items(), strict=True):
        parts[kind] = page[:, end - len(table) : end] @ weight[end - len(table) : end]
    of_kinds = list(parts.values())
    found = dict(zip(SUMS, [*of_kinds, *context(of_kinds)], strict=True))
    return np.stack([found[name] for name in names], axis=1).astype(np.float32)


def words_to_json(
    weight: NDArray[np.float64], tables: Tables, spelled: Mapping[str, Mapping[int, str]]
) -> dict[str, dict[str, float]]:
    """Return the weights by kind and token, those that are 0 left out; ``spelled``: see ``spellings``."""
    starts = np.cumsum([0, *(len(table) for table in tables.values())])
    found = {}
    for (kind, table), start in zip(tables.items(), starts.tolist(), strict=False):
        text = [spelled[kind][code] for code in table.tolist()]
        rounded = weight[start : start + len(table)].round(3).tolist()
        found[kind] = {token: value for token, value in sorted(zip(text, rounded, strict=True)) if value}
    return found
