"""Hash the known words: ``python scripts/hashes.py`` after a change of ``lexicon.json`` or ``stopwords.json``.

What is looked up on every page, the phrases of the lexicon and the function words of all languages, is looked up by
hash. The hashes are written to ``extractor/data/hashes.json``, so that no process has to make them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from extractor.characters import chain, count, hash_words
from extractor.data import load, packed
from extractor.lexicon import COLUMNS, phrases, roles

PATH: Final = Path(__file__).parent.parent / "extractor" / "data" / "hashes.json"


def hashed_phrases() -> dict[str, NDArray[Any]]:
    """Return all phrases in columns (see ``lexicon.COLUMNS``)."""
    listed = [(phrase, role) for role, name in enumerate(roles()) for phrase in sorted(phrases(name))]
    end = np.cumsum([len(phrase) + 1 for phrase, _ in listed]) - 1
    start = end - [len(phrase) for phrase, _ in listed]
    words = count("\n".join(phrase for phrase, _ in listed), start, end).words
    first = np.searchsorted(words.block, np.arange(len(listed)))
    size = np.bincount(words.block, minlength=len(listed))
    assert size.all(), "a phrase has no word"
    order = np.argsort(size)
    hashes, place = np.unique(chain(words.hash, first[order], size[order]), return_index=True)
    firsts, begun = np.unique(words.hash[first], return_inverse=True)
    lengths = np.zeros(len(firsts), np.int64)
    np.bitwise_or.at(lengths, begun, 1 << size)
    role = np.array([role for _, role in listed])
    columns = (size[order][place], hashes, role[order][place], firsts, lengths)
    return dict(zip(COLUMNS, columns, strict=True))


def hashed_stopwords() -> dict[str, NDArray[Any]]:
    """Return the function words, ascending by hash: a row of bits a word says which languages it is of."""
    lists: dict[str, list[str]] = load("stopwords")
    words = sorted({word for listed in lists.values() for word in listed})
    hashes = hash_words(words)
    order = np.argsort(hashes)
    member = np.array([[words[row] in listed for listed in map(set, lists.values())] for row in order.tolist()])
    return {"hash": hashes[order], "member": np.packbits(member, axis=1)}


def tables() -> dict[str, Any]:
    """Return the content of ``hashes.json``."""
    stopwords = {name: packed(column, column.dtype) for name, column in hashed_stopwords().items()}
    listed = {name: packed(column, COLUMNS[name]) for name, column in hashed_phrases().items()}
    return {"made_by": "scripts/hashes.py", "phrases": listed, "stopwords": stopwords}


if __name__ == "__main__":
    PATH.write_text(json.dumps(tables(), indent=1) + "\n", encoding="utf-8")
