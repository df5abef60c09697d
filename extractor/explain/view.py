"""A page -> Explanation: what there is to say of each block and each value, as plain frozen data.

The terminal, ``--json`` and the report all show this and nothing else. It judges nothing: everything comes from the
``Analysis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from extractor.boxes import inline_share
from extractor.clean import clean, clean_lines
from extractor.decode import decode
from extractor.document import Analysis, Article, Block, Candidate
from extractor.options import Options
from extractor.pipeline import Kind, analyse
from extractor.structure import joints

_MAX_TERMS: Final = 3  # for, and against
_MIN_TERM: Final = 0.05  # log-odds
_MAX_RUNNERS_UP: Final = 5
_LINKED: Final = 0.8  # share of link text in a block that is nothing but a link


@dataclass(frozen=True, slots=True)
class Term:
    """What a feature adds to the log-odds of a block."""

    feature: str
    value: float


@dataclass(frozen=True, slots=True)
class ExplainedBlock:
    """A block, what was decided about it and why.

    ``text``: as it stands, or would stand, in the article. ``line``: of the source, from 1 (0: not read). ``joint``:
    what stands before it in the article if the block above is kept too. ``rule``: what fixed the label, None if the
    score did. ``score``: log-odds of being part of the article, the sum of all contributions and the bias. ``terms``:
    the strongest contributions, those for it first. ``in_body``: within the densest run of kept blocks.
    ``is_navigation``: a dropped block that is a menu's, or nothing but a link outside the body.
    """

    index: int
    text: str
    kind: str
    line: int
    joint: str
    label: str
    kept: bool
    probability: float
    rule: str | None
    score: float = 0.0
    terms: tuple[Term, ...] = ()
    in_body: bool = False
    is_navigation: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """A value of the article, where it was found, how sure it is and what else was considered, the surest first."""

    name: str
    value: str
    source: str | None
    confidence: float | None
    runners_up: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All there is to say of a page.

    ``source``: html or text. ``encoding``: None for a str. ``words``, ``kept_words``: of the page and of the article
    (ideographs count for a part of a word). ``bias``: log-odds that every block starts from. ``seconds``: by stage.
    """

    article: Article
    source: str
    encoding: str | None
    words: int
    kept_words: int
    bias: float
    seconds: Mapping[str, float]
    fields: tuple[ExplainedField, ...]
    blocks: tuple[ExplainedBlock, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data, the article as ``extractor`` prints it."""
        names = ("source", "encoding", "words", "kept_words", "bias", "seconds")
        return {
            "article": self.article.to_dict(),
            **{name: getattr(self, name) for name in names},
            "fields": [asdict(field) for field in self.fields],
            "blocks": [asdict(block) for block in self.blocks],
        }


def explain(source: str | bytes, url: str | None = None, *, kind: Kind = "auto") -> Explanation:
    """Explain what is extracted from a page; takes what ``extract`` takes, but for parsed pages."""
    analysis = analyse(source, url, kind=kind, options=Options(blocks=True))
    size = analysis.evidence.size
    return Explanation(
        article=replace(analysis.article, blocks=None),
        source=analysis.document.source,
        encoding=decode(source).encoding,
        words=round(float(size.sum())),
        kept_words=round(float(size[analysis.labels.kept].sum())),
        bias=round(analysis.scores.bias, 3),
        seconds={stage: round(seconds, 6) for stage, seconds in analysis.seconds.items()},
        fields=tuple(_fields(analysis)),
        blocks=tuple(_blocks(analysis)),
    )


def _blocks(analysis: Analysis) -> list[ExplainedBlock]:
    document, selection = analysis.document, analysis.selection
    linked = (inline_share(document, "link") >= _LINKED).tolist()
    strongest, listed = _Terms(analysis), analysis.article.blocks or ()
    between = joints(document, np.ones(len(document), np.bool_))
    blocks = []
    for index, block in enumerate(listed[: len(document)]):
        in_body = selection.first <= index < selection.last
        is_menu = block.label == "navigation" or (linked[index] and not in_body)
        blocks.append(
            ExplainedBlock(
                index=index,
                text=(clean_lines if block.kind == "code" else clean)(block.text),
                kind=block.kind,
                line=int(document.line[index]) + 1,
                joint=between[index] or "\n\n",
                label=block.label,
                kept=block.kept,
                probability=block.probability,
                rule=analysis.labels.reasons[index] or None,
                score=round(float(analysis.scores.total[index]), 3),
                terms=strongest.of(index),
                in_body=in_body,
                is_navigation=is_menu and not block.kept,
            )
        )
    return blocks + [_unread(len(document) + place, block) for place, block in enumerate(listed[len(document) :])]


def _unread(index: int, block: Block) -> ExplainedBlock:
    """Return what was not judged."""
    return ExplainedBlock(
        index=index,
        text=clean(block.text),
        kind=block.kind,
        line=0,
        joint="\n\n",
        label=block.label,
        kept=False,
        probability=0.0,
        rule=block.reasons[0],
    )


class _Terms:
    """The strongest contributions of each block."""

    def __init__(self, analysis: Analysis) -> None:
        self.names, self.rows = analysis.features.names, analysis.scores.contributions
        ascending = np.argsort(self.rows, axis=1, kind="stable")
        self.lowest, self.highest = ascending[:, :_MAX_TERMS].tolist(), ascending[:, : -_MAX_TERMS - 1 : -1].tolist()

    def of(self, index: int) -> tuple[Term, ...]:
        """Return those of a block, for it and then against it, the strongest of each first."""
        row = self.rows[index]
        columns = (*self.highest[index], *self.lowest[index])
        signs = (*(1 for _ in self.highest[index]), *(-1 for _ in self.lowest[index]))
        return tuple(
            Term(self.names[column], round(float(row[column]), 3))
            for column, sign in zip(columns, signs, strict=True)
            if sign * row[column] >= _MIN_TERM
        )


def _fields(analysis: Analysis) -> list[ExplainedField]:
    """Return the fields that have a value or at least candidates, in the order of the article."""
    article, considered = analysis.article, analysis.metadata.candidates
    values = article.to_dict()
    names = [name for name in values if name in article.metadata_sources or considered.get(name)]
    return [_field(name, values[name], article.metadata_sources.get(name), considered.get(name, ())) for name in names]


def _field(name: str, value: Any, stated: Candidate | None, considered: tuple[Candidate, ...]) -> ExplainedField:
    values = value if isinstance(value, list) else [value] if value else []
    others = [other for other in considered if other.value and other.value not in values]
    source, confidence = (stated.source, stated.confidence) if stated else (None, None)
    shown = "; ".join(values) or " or ".join(stated.alternatives if stated else ())
    return ExplainedField(name, shown, source, confidence, tuple(others[:_MAX_RUNNERS_UP]))
