"""The nouns that the stages share: Document, Evidence, Scores, Labels, Article, Analysis and the error.

Every class is frozen; a block's index in the Document is its identity in every later record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.characters import Bools, Floats, Hashes, Ints, Words
from extractor.dates import DateSpan
from extractor.markup import Markup
from extractor.passage import Passage

Source = Literal["html", "text"]
Status = Literal[
    "ok",
    "partial",
    "truncated",
    "index_page",
    "consent_wall",
    "paywall",
    "error_page",
    "too_short",
    "not_text",
    "error",
]
Label = Literal[
    "body",
    "title",
    "date",
    "byline",
    "caption",
    "credit",
    "duplicate",
    "sidebar heading",
    "card title",
    "card date",
    "card teaser",
    "related",
    "comment",
    "second article",
    "author bio",
    "navigation",
    "share",
    "subscribe",
    "advertisement",
    "legal",
    "boilerplate",
    "unread",
]

USABLE: Final = frozenset({"ok", "partial", "truncated", "paywall"})
"""Statuses of a page that gave an article (or the visible part of one)."""

KINDS: Final = ("paragraph", "list_item", "line", "heading", "table_row", "code")
"""Kinds of blocks: ``line`` is a line that stands on its own within a group (verse); flat text shows the first three.
The lines of ``code`` are kept as they are."""


MAX_BLOCKS: Final = 100_000
"""Blocks of a page that are judged; what comes after them is one block labelled ``unread``."""


class ExtractorError(ValueError):
    """Wrong usage of the library (never bad content); the message names the fix."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as a list of blocks, column by column.

    ``text``: what all offsets point into (for flat text: the input itself). ``start``, ``end``: a block is
    ``text[start:end]``; the spans ascend, do not overlap and leave only white space between them.
    ``kind``: index into ``KINDS``. ``gap``: blank lines between a block and the one before. ``line``: number of the
    source line on which a block starts (several blocks share a line when a long line was split). ``markup``: what else
    a page of markup says, None for flat text.
    """

    text: str
    source: Source
    start: Ints
    end: Ints
    kind: Ints
    gap: Ints
    line: Ints
    markup: Markup | None = None

    def __len__(self) -> int:
        return len(self.start)

    def block(self, index: int) -> str:
        """Return the text of a block, verbatim."""
        return self.text[self.start[index] : self.end[index]]

    def blocks_at(self, offsets: Ints | Sequence[int]) -> Ints:
        """Return the last block that begins at or before each offset (-1: none)."""
        return np.searchsorted(self.start, offsets, side="right") - 1


MAX_HEADING: Final = 8
"""Words of a line that can head a list of comments, other stories and the like."""


class Evidence(NamedTuple):
    """Columns of facts, a row a block.

    ``counts``: see ``characters.COUNTED``. ``words``: all words. ``listed``, ``is_stop``, ``role``: for each word, its
    row in the list of function words (see ``language``), whether it is one of the page's language and which cue role it
    has (-1: none). ``cues``: role -> words of that role in
    the block. ``dates``: the dates of each block, offsets into the page. ``is_date``: nothing but a date stamp.
    ``ends_sentence``, ``is_cut``: how the block ends (full stop; ellipsis). ``key``: hash of the block's words (0: no
    words). ``first``: index of the first block with the same words. ``copies``: how many have them.
    ``card``: part of a card run (see ``cards``). ``is_twice``: whether it is a line that says its text twice (see
    ``twice``; no item, row, heading or card). ``credit``: offset in the page at which a picture credit begins
    that ends the block, -1 without one.
    """

    counts: dict[str, Floats]
    words: Words
    listed: Ints
    language: str | None
    is_stop: Bools
    role: Ints
    stops: Floats
    cues: dict[str, Floats]
    dates: dict[int, tuple[DateSpan, ...]]
    is_date: Bools
    ends_sentence: Bools
    is_cut: Bools
    key: Hashes
    first: Ints
    copies: Ints
    card: Ints
    is_twice: Bools
    credit: Ints

    @property
    def size(self) -> Floats:
        """Words of each block (ideographs count for a part of a word, see ``characters``)."""
        return self.counts["words"]

    def is_headed(self, role: str) -> Bools:
        """Whether each block is a short line that is mostly cues of a role."""
        cued = self.cues[role]
        return np.asarray((cued > 0) & (self.size <= MAX_HEADING) & (cued * 2 >= self.size), np.bool_)


class FeatureTable(NamedTuple):
    """The features of a page: ``values[i, j]`` is feature ``names[j]`` of block i (NaN: missing)."""

    names: tuple[str, ...]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """What the scorer says of each block.

    ``total``: log-odds that the block is part of the article. ``explain`` makes the ``contributions``.
    """

    bias: float
    total: Floats
    explain: Callable[[], NDArray[np.float32]]

    @cached_property
    def contributions(self) -> NDArray[np.float32]:
        """What each feature (across, in the order of the feature table) adds to the score of each block (down).

        ``bias`` plus the sum of a row is ``total``, up to rounding. Made when first asked for.
        """
        return self.explain()


class Selection(NamedTuple):
    """Which blocks the scores alone would keep.

    ``probability``: of each block to be part of the article. ``expected_f1``: word F1 that is expected of the page.
    ``first``, ``last``: the densest run ``[first, last)`` of kept blocks, where the body stands.
    """

    probability: Floats
    kept: Bools
    expected_f1: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A metadata value, where it was found and how sure it is.

    ``source``: ``text line 3`` (1-based), ``json-ld headline``, ``meta og:image``. ``confidence``: 0 to 1, None where a
    rule decides. ``block``: index of the block it stands in (-1: no single one).
    ``alternatives``: readings of an ambiguous
    date (``value`` is then None).
    """

    value: str | None
    source: str
    confidence: float | None
    block: int
    alternatives: tuple[str, ...] = ()


class Caption(NamedTuple):
    """The text under a picture and whose picture it is; ``picture``: row of its image in ``Inlines`` (-1: unknown)."""

    text: str | None
    credit: str | None
    source: str
    block: int
    picture: int = -1


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: its address, the words that stand for it, its caption and whose picture it is."""

    src: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


class Mark(NamedTuple):
    """A label for a block and why it has it."""

    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about its article.

    ``fields``: by name the values that it simply states (site_name, description, image, section, license, url).
    ``paywalled``: whether the article costs money, None if the page does not say. ``candidates``: by field the values
    that were considered, the surest first. ``marks``: the blocks that say any of it, by index.
    """

    title: Candidate | None
    date: Candidate | None
    date_modified: Candidate | None
    authors: tuple[Candidate, ...]
    captions: tuple[Caption, ...]
    tags: tuple[Candidate, ...]
    language: Candidate | None
    fields: Mapping[str, Candidate]
    paywalled: bool | None
    candidates: Mapping[str, tuple[Candidate, ...]]
    marks: Mapping[int, Mark] = field(default_factory=dict)


class Labels(NamedTuple):
    """The verdict on every block. ``reasons``: of the rule that fixed the label, "" where the score did."""

    kept: Bools
    names: tuple[Label, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the page with what was decided about it: a row of ``Article.blocks``.

    ``text == page_text[start:end]``. ``probability``: that the block is part of the article.
    ``reasons``: first the rule that fixed the label if one did, then the strongest contributions
    to the score (``name +1.23``: raises the log-odds by 1.23).
    """

    text: str
    start: int
    end: int
    kind: str
    label: str
    kept: bool
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The article of a page and what is known about it; falsy when there is none.

    Unknown is ``None`` (an empty tuple for lists), never an empty string. ``date``: of publication (of the last change
    where the page gives no other), in ISO 8601 as precise as it is given. ``caption``: of the lead picture, without its
    credit. ``images``: the pictures in the body and the lead picture, in page order. ``url``: the address that the page
    calls its own, if it is on the host the page was read from; else the one given. ``paywalled``: what schema.org's
    ``isAccessibleForFree`` says. ``confidence``: expected word F1 of ``text``, 0 to 1. ``reason``: why the status is
    not ``ok``, or what was wrong with the bytes. ``metadata_sources``: for each field found in the page, where.
    ``blocks``: only on request.
    ``passages``: the text once more with its structure, from which Markdown is made (two articles that say the same
    are equal, however they are marked up).
    """

    text: str = ""
    title: str | None = None
    date: str | None = None
    date_modified: str | None = None
    authors: tuple[str, ...] = ()
    caption: str | None = None
    credit: str | None = None
    captions: tuple[str, ...] = ()
    site_name: str | None = None
    hostname: str | None = None
    url: str | None = None
    description: str | None = None
    image: str | None = None
    images: tuple[Image, ...] = ()
    tags: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    license: str | None = None
    paywalled: bool | None = None
    page_type: str | None = None
    status: Status = "ok"
    reason: str | None = None
    confidence: float = 0.0
    metadata_sources: Mapping[str, Candidate] = field(default_factory=dict)
    blocks: tuple[Block, ...] | None = None
    passages: tuple[Passage, ...] = field(default=(), repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.text) and self.status in USABLE

    def to_dict(self, *, passages: bool = False) -> dict[str, Any]:
        """Return the article as plain data; ``blocks`` and ``passages`` are left out unless they were asked for."""
        whole = self if passages else replace(self, passages=())
        data = {name: _plain(value) for name, value in asdict(whole).items()}
        if self.blocks is None:
            del data["blocks"]
        if not passages:
            del data["passages"]
        return data

    def to_markdown(self) -> str:
        """Return title and text as CommonMark with the tables of GitHub."""
        from extractor.render import to_markdown

        return to_markdown(self)

    def to_json(self, indent: int | None = None, *, passages: bool = False) -> str:
        """Return ``to_dict`` as one JSON object (lone surrogates of the page are escaped)."""
        dumped = json.dumps(self.to_dict(passages=passages), ensure_ascii=False, indent=indent)
        return dumped.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(value: object) -> object:
    """Turn tuples into lists, as JSON has them."""
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the pipeline found out about a page, stage by stage, and its result.

    ``seconds``: that each stage took, by the name of its function.
    """

    document: Document
    evidence: Evidence
    features: FeatureTable
    scores: Scores
    selection: Selection
    metadata: Metadata
    labels: Labels
    article: Article
    seconds: Mapping[str, float]
