"""Learn the weights of words: of class names, short lines and headings (see ``extractor.features.vocabulary``)."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from extractor.attributes import name_words
from extractor.characters import Hashes, Ints, hash_words
from extractor.document import Document, Evidence
from extractor.features.page import Page
from extractor.features.vocabulary import KINDS, MARKUP_KINDS, tokens, touches

MIN_DOMAINS: Final = 20
"""Sites that a word must stand on: rarer ones are names of a site's own."""

NAME_KINDS: Final = ("name", "around")
_KEPT: Final = 1500  # words with the most effect
_STRENGTH: Final = 0.003  # inverse of the penalty; .1 learns the vocabulary of single sites
_MAX_TIMES: Final = 3  # times that a word counts in a block
_ROUNDS: Final = 100

Tables = Mapping[str, Hashes]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a page.

    ``found``: by kind, sites and hashes, blocks and the sites that touch them. ``words``: the words as text.
    ``capital``, ``small``: words that running text has within sentences with a capital only, and others.
    """

    size: int
    found: Mapping[str, tuple[Ints, Hashes, Ints, Ints]]
    words: Mapping[int, str]
    capital: frozenset[int]
    small: frozenset[int]


def tokens_of(document: Document, evidence: Evidence) -> Tokens:
    """Collect the tokens of a page."""
    page = Page(document, evidence, {})
    kinds = [kind for kind in KINDS if document.markup is not None or kind not in MARKUP_KINDS]
    found = {kind: (*tokens(page, kind), *touches(page, kind)) for kind in kinds}
    hashes, places = np.unique(evidence.words.hash, return_index=True)
    spans = zip(evidence.words.start[places].tolist(), evidence.words.end[places].tolist(), strict=True)
    words = {code: document.text[start:end].lower() for code, (start, end) in zip(hashes.tolist(), spans, strict=True)}
    if document.markup is not None:
        listed = (*document.markup.elements.names, *document.markup.names)
        names = sorted({word for names in listed for word in name_words(names)})
        words |= dict(zip(hash_words(names).tolist(), names, strict=True))
    return Tokens(len(document), found, words, *_by_case(document, page))


def _by_case(document: Document, page: Page) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words that stand within running text with a capital only, and those that also stand without."""
    words = page.evidence.words
    inside = page.is_prose[words.block]
    inside[1:] &= words.block[1:] == words.block[:-1]
    is_capital = np.array([document.text[start].isupper() for start in words.start[inside].tolist()], np.bool_)
    hashes = words.hash[inside]
    small = frozenset(hashes[~is_capital].tolist())
    return frozenset(hashes[is_capital].tolist()) - small, small


def proper_names(pages: Iterable[Tokens]) -> Hashes:
    """Return the words that most pages write with a capital: people and places say nothing of other pages."""
    seen: Counter[int] = Counter()
    for page in pages:
        seen.update(dict.fromkeys(page.capital, 1))
        seen.subtract(dict.fromkeys(page.small, 1))
    return np.array(sorted(code for code, votes in seen.items() if votes > 0), np.uint64)


def common_tokens(pages: Sequence[tuple[str, Tokens]]) -> Tables:
    """Return by kind the sorted hashes of the tokens that stand on enough domains; takes (domain, tokens).

    Proper names are left out, but not of class names.
    """
    domains: dict[str, dict[int, set[str]]] = {kind: defaultdict(set) for kind in KINDS}
    names = proper_names(page for _, page in pages)
    for domain, page in pages:
        for kind, (_, hashes, _, _) in page.found.items():
            unique = np.unique(hashes)
            for code in (unique if kind in NAME_KINDS else np.setdiff1d(unique, names)).tolist():
                domains[kind][code].add(domain)
    return {
        kind: np.array(sorted(code for code, seen in found.items() if len(seen) >= MIN_DOMAINS), np.uint64)
        for kind, found in domains.items()
    }


def matrix(page: Tokens, tables: Tables) -> Any:
    """Return how often each block (down) is touched by each token (across), sparse."""
    return sparse.hstack([_of_kind(page, kind, table) for kind, table in tables.items()], format="csr")


def _of_kind(page: Tokens, kind: str, table: Hashes) -> Any:
    if kind not in page.found or not len(table):
        return sparse.csr_matrix((page.size, len(table)), dtype=np.float32)
    site, hashes, block, touching = page.found[kind]
    place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    known = table[place] == hashes
    sites = max(int(site.max(initial=-1)), int(touching.max(initial=-1))) + 1
    ones = np.ones(int(known.sum()), np.float32)
    stand = sparse.csr_matrix((ones, (site[known], place[known])), shape=(sites, len(table)))
    reach = sparse.csr_matrix((np.ones(len(block), np.float32), (block, touching)), shape=(page.size, sites))
    return reach @ stand


def fit_words(pages: Sequence[Any], labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each column of the matrices: logistic regression, all but the most telling set to 0."""
    stacked = sparse.vstack(pages, format="csr")
    stacked.data = np.minimum(stacked.data, _MAX_TIMES)
    model = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # good enough long before
        model.fit(stacked, labels, sample_weight=weights / weights.mean())
    weight = model.coef_[0].astype(np.float64)
    squares = stacked.multiply(stacked)
    effect = np.abs(weight) * np.sqrt(np.asarray(squares.T @ weights).ravel() / weights.sum())
    least = np.sort(effect)[-min(_KEPT, len(effect))]
    return np.where(effect >= least, weight, 0.0)


def sums(page: Any, weight: NDArray[np.float64], tables: Tables) -> NDArray[np.float32]:
    """Return the features: the sum of the weights of each kind (across) for each block (down)."""
    ends = np.cumsum([len(table) for table in tables.values()])
    parts = [
        page[:, end - len(table) : end] @ weight[end - len(table) : end]
        for end, table in zip(ends, tables.values(), strict=True)
    ]
    return np.stack(parts, axis=1).astype(np.float32)


def words_to_json(weight: NDArray[np.float64], tables: Tables, words: Mapping[int, str]) -> dict[str, dict[str, float]]:
    """Return the weights by kind and word, those that are 0 left out."""
    starts = np.cumsum([0, *(len(table) for table in tables.values())])
    return {
        kind: {
            words[code]: round(float(value), 3)
            for code, value in sorted(
                zip(table.tolist(), weight[start:], strict=False), key=lambda pair: words[pair[0]]
            )
            if round(float(value), 3)
        }
        for (kind, table), start in zip(tables.items(), starts, strict=False)
    }
