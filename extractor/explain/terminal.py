"""Explanation and comparisons -> tables for a terminal, as narrow as it may be.

Nothing of the page can steer the terminal: what is shown has no control characters, and no markup of rich is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.clean import clean, clean_lines
from extractor.explain.compare import Comparison, Piece
from extractor.explain.view import ExplainedBlock, ExplainedField, Explanation

_SHOWN: Final = 240  # characters of a block or a value
_STRETCH: Final = 12  # words at either end of a stretch that two texts share
_STYLES: Final = {"both": "", "ours": "green", "theirs": "red"}
_SIGNS: Final = {"both": "{}", "ours": "[+{}+]", "theirs": "[-{}-]"}


def explanation_table(explanation: Explanation) -> str:
    """Return an explanation as a terminal shows it."""
    parts = (
        _totals(explanation),
        "",
        _fields(explanation.fields),
        "",
        _blocks(explanation.blocks),
        "",
        _times(explanation),
    )
    return _printed(Group(*parts))


def comparison_table(comparisons: Sequence[Comparison]) -> str:
    """Return comparisons as a terminal shows them."""
    return _printed(Group(*(part for comparison in comparisons for part in (*_comparison(comparison), ""))))


def _printed(what: RenderableType) -> str:
    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(what)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _short(text: str) -> str:
    folded = clean(text)
    return folded if len(folded) <= _SHOWN else f"{folded[: _SHOWN - 1]}…"


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), expand=False, header_style="bold", show_header=any(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _totals(explanation: Explanation) -> Table:
    article, blocks = explanation.article, explanation.blocks
    rows = {
        "status": article.status + (f": {article.reason}" if article.reason else ""),
        "words kept": f"{explanation.kept_words} of {explanation.words}",
        "blocks kept": f"{sum(block.kept for block in blocks)} of {len(blocks)}",
        "confidence": f"{article.confidence:.3f}",
        "page type": article.page_type or "unknown",
        "language": article.language or "unknown",
        "encoding": f"{explanation.encoding or 'text'}, {explanation.source}",
    }
    table = _table("", "")
    for name, value in rows.items():
        table.add_row(Text(name, "bold"), Text(_short(value)))
    return table


def _fields(fields: Iterable[ExplainedField]) -> Table:
    table = _table("field", "value, where it was found, runners-up")
    for field in fields:
        told = Text(_short(field.value) or "none")
        if field.source:
            told.append(f"\n{_sure(field.source, field.confidence)}", "dim")
        for other in field.runners_up:
            told.append(f"\nnot: {_short(other.value or '')} ({_sure(other.source, other.confidence)})", "dim")
        table.add_row(Text(field.name, "bold"), told)
    return table


def _sure(source: str, confidence: float | None) -> str:
    return source if confidence is None else f"{source}, {confidence:.3f}"


def _blocks(blocks: Iterable[ExplainedBlock]) -> Table:
    table = _table("", "%", "label", "block, and why")
    table.columns[1].justify = "right"
    for block in blocks:
        told = Text(_short(block.text))
        told.append(f"\n{_why(block)}", "dim")
        sign = Text("✓", "bold green") if block.kept else Text("✗", "bold red")
        table.add_row(sign, Text(f"{block.probability * 100:.0f}"), Text(block.label), told)
    return table


def _why(block: ExplainedBlock) -> str:
    terms = [f"{term.feature} {term.value:+.2f}" for term in block.terms]
    return "; ".join(filter(None, (block.rule, ", ".join(terms))))


def _times(explanation: Explanation) -> Text:
    times = (f"{stage} {seconds * 1000:.1f}" for stage, seconds in explanation.seconds.items())
    return Text(f"Milliseconds: {', '.join(times)}")


def _comparison(comparison: Comparison) -> tuple[Text, Text]:
    counts = f"{comparison.ours} words here, {comparison.theirs} there, agreement {comparison.agreement:.3f}"
    problem = f" ({clean(comparison.problem)})" if comparison.problem else ""
    head = Text(f"Beside {comparison.peer}: {counts}{problem}. [+only here+] [-only there-]", "bold")
    diff = Text()
    for piece in comparison.pieces:
        diff.append(_SIGNS[piece.side].format(_elided(piece)), _STYLES[piece.side])
    return head, diff


def _elided(piece: Piece) -> str:
    """Return a piece; of a long stretch that both have, only its ends."""
    text = clean_lines("\n".join(piece.text.splitlines()))
    words = text.split(" ")
    if piece.side != "both" or len(words) <= 3 * _STRETCH:
        return text
    left_out = len(words) - 2 * _STRETCH
    return " ".join((*words[:_STRETCH], f"… ({left_out} words) …", *words[-_STRETCH:]))
