"""A line of text with inline markup -> CommonMark that every parser reads back as the same words.

What could have a meaning is escaped where it could have it. Markup that a parser would not recognise where it stands
(emphasis that ends in a full stop inside a word) or should not follow (a link that is a script) is left out, never its
words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from extractor.addresses import resolve
from extractor.clean import clean
from extractor.expression import expression
from extractor.passage import Span

_SPECIAL: Final = expression(
    r"""(?P<word>(?<=[^\W_])_+(?=[^\W_]))  # within a word it means nothing
    | [*_`\[\]]
    | \\(?=[!-/:-@\[-`{-~\n]|\Z)
    | <(?!\s)
    | &(?=\#?\w*(?:;|\Z))
    | ~(?!\w) | (?<=\S)~""",
    re.VERBOSE,
)
"""What has a meaning in the middle of a line; after the end of a piece anything could follow."""

_LINE_START: Final = expression(r"(?:#{1,6}|[+-]|(?P<number>[0-9]{1,9})[.)])(?:\s|\Z)|>|[-=:|\s]+\Z")
"""What has a meaning at the start of a line: headings, lists, quotes; underlines of headings and tables."""

_IN_ADDRESS: Final = expression(r"(?P<escaped>[()]|&(?=#?\w+;))|[\s<>\[\]`|\\]")

_DELIMITER: Final = {"emphasis": "*", "strong": "**"}
_RANK: Final = {kind: rank for rank, kind in enumerate(("link", "strong", "emphasis", "code", "image"))}
"""Which markup of the same words is outside of which."""


@dataclass(slots=True)
class _Node:
    """A span with those in it; it can become longer by the next one of its kind."""

    span: Span
    end: int
    inner: list[_Node] = field(default_factory=list)


@dataclass(slots=True)
class _Token:
    """A piece of the line, whose ``role`` is text, code, opens or closes (of the emphasis of this ``number``)."""

    text: str
    role: str = "text"
    number: int = -1
    plain: str = ""


def inline(text: str, spans: Iterable[Span]) -> str:
    """Return one line of text with its markup; targets are from ``address``."""
    tokens: list[_Token] = []
    _write(_tree(text, spans), text, tokens)
    _drop_unseen(tokens)
    return "".join(token.text for token in tokens)


def paragraph_line(text: str, spans: Iterable[Span]) -> str:
    """Return a line that begins no heading, list, quote or table where a line begins."""
    line = inline(text, spans)
    found = _LINE_START.match(line)
    if not found:
        return line
    cut = len(found["number"] or "")
    return f"{line[:cut]}\\{line[cut:]}"


def escape(text: str) -> str:
    """Return text in which nothing has a meaning in the middle of a line."""
    return _SPECIAL.sub(lambda found: found[0] if found["word"] else f"\\{found[0]}", text)


def address(target: str, kind: str, base: str | None) -> str | None:
    """Return where a link leads or an image is, as Markdown has it; None as for ``resolve``."""
    found = resolve(target, kind, base)
    if found is None:
        return None
    return _IN_ADDRESS.sub(lambda sign: f"\\{sign[0]}" if sign["escaped"] else quote(sign[0]), found)


# --- spans that stand in each other


def _tree(text: str, spans: Iterable[Span]) -> _Node:
    """Nest the spans: what crosses the end of the one around ends there, nothing stands in its own kind or in code."""
    root = _Node(Span("", 0, len(text)), len(text))
    around = [root]
    trimmed = [_trimmed(span, text) for span in spans if span.kind in _RANK]
    for span in sorted(trimmed, key=lambda span: (span.start, -span.end, _RANK[span.kind])):
        while len(around) > 1 and around[-1].end <= span.start:
            around.pop()
        if not {span.kind, "code"} & {node.span.kind for node in around} and (span.start < span.end or _is_image(span)):
            _add(span, around)
    return root


def _trimmed(span: Span, text: str) -> Span:
    """Move the white space at the ends of a span out of it."""
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return span if _is_image(span) else replace(span, start=start, end=start + len(inside.strip()))


def _add(span: Span, around: list[_Node]) -> None:
    """Add a span to the innermost one, or to its neighbour where that is the same markup, cut in two."""
    parent = around[-1]
    last = parent.inner[-1] if parent.inner else None
    end = min(span.end, parent.end)
    if last and last.end == span.start and not _is_image(span) and _markup(last.span) == _markup(span):
        last.end = end
        around.append(last)
        return
    node = _Node(span, end)
    parent.inner.append(node)
    if not _is_image(span):
        around.append(node)


def _is_image(span: Span) -> bool:
    return span.kind == "image"


def _markup(span: Span) -> tuple[str, str]:
    return span.kind, span.target


# --- pieces of the line


def _write(node: _Node, text: str, tokens: list[_Token]) -> None:
    """Add the pieces of what stands in a node."""
    position = node.span.start
    for inner in node.inner:
        tokens.append(_Token(_piece(text, position, inner.span.start)))
        _write_markup(inner, text, tokens)
        position = inner.end
    tokens.append(_Token(_piece(text, position, node.end)))


def _write_markup(node: _Node, text: str, tokens: list[_Token]) -> None:
    span = node.span
    if span.kind == "image":
        tokens.append(_Token(_image(span, text)))
    elif span.kind == "code":
        plain = text[span.start : node.end]
        tokens.append(_Token(_code(plain), "code", plain=escape(plain)))
    elif span.kind == "link":
        tokens.append(_Token("["))
        _write(node, text, tokens)
        tokens.append(_Token(f"]({span.target})"))
    else:
        delimiter, number = _DELIMITER[span.kind], len(tokens)
        tokens.append(_Token(delimiter, "opens", number))
        _write(node, text, tokens)
        tokens.append(_Token(delimiter, "closes", number))


def _piece(text: str, start: int, end: int) -> str:
    """Return plain text; a link can follow, which ``!`` before it would make an image, or the end of the line."""
    if end == len(text):
        return escape(f"{text[start:]}\n")[:-1]
    piece = escape(text[start:end])
    return f"{piece[:-1]}\\!" if piece.endswith("!") else piece


def _code(text: str) -> str:
    """Return code between more backticks than it has in a row."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _image(span: Span, text: str) -> str:
    """Return an image, apart from the word before it if that ends here."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.start : span.start + 1]
    space = " " if before.strip() and not after.strip() else ""
    return f"{space}![{escape(clean(span.label))}]({span.target})"


# --- emphasis that a parser would not see (CommonMark, section 6.2)


def _drop_unseen(tokens: list[_Token]) -> None:
    """Empty the delimiters that would be read as text, and undo code that touches the code before."""
    marks = [index for index, token in enumerate(tokens) if token.number >= 0]
    while unseen := _unseen(tokens, marks):
        for index in marks:
            if tokens[index].number in unseen:
                tokens[index] = _Token("")
        marks = [index for index in marks if tokens[index].text]
    above = _Token("")
    for token in tokens:
        if token.role == above.role == "code":
            token.text, token.role = token.plain, "text"
        above = token if token.text else above


def _unseen(tokens: list[_Token], marks: list[int]) -> set[int]:
    """Return the numbers of the emphases with a delimiter that a parser would not see as what it is."""
    unseen, depth = set(), 0
    for index in marks:
        opens = tokens[index].role == "opens"
        if not (_opens(tokens, index, is_nested=depth > 0) if opens else _closes(tokens, index)):
            unseen.add(tokens[index].number)
        depth += 1 if opens else -1
    return unseen


def _opens(tokens: list[_Token], index: int, *, is_nested: bool) -> bool:
    """Whether a delimiter opens; one that could close as well must not stand in an emphasis, which it could end."""
    outer, inner = _beside(tokens, index, -1), _beside(tokens, index, 1)
    if outer.role == "closes":
        return False  # their delimiters would run together
    before, after = outer.text[-1], inner.text[0]
    return _is_flanking(after, before) and not (is_nested and _can_flank(before, after))


def _closes(tokens: list[_Token], index: int) -> bool:
    return _is_flanking(_beside(tokens, index, -1).text[-1], _beside(tokens, index, 1).text[0])


def _is_flanking(inside: str, outside: str) -> bool:
    """Whether a delimiter is next to a word on its inner side, or apart from words on its outer side."""
    return not inside.isspace() and (not _may_be_sign(inside) or outside.isspace() or _is_sign(outside))


def _can_flank(inside: str, outside: str) -> bool:
    """Whether some version of CommonMark says so."""
    return not inside.isspace() and (not _is_sign(inside) or outside.isspace() or _may_be_sign(outside))


def _beside(tokens: list[_Token], index: int, step: int) -> _Token:
    """Return what stands beside a run of delimiters; the end of a line counts as a space."""
    role = tokens[index].role
    while 0 <= (index := index + step) < len(tokens):
        if tokens[index].text and tokens[index].role != role:
            return tokens[index]
    return _Token(" ")


def _is_sign(character: str) -> bool:
    """Whether all versions of CommonMark call it punctuation."""
    return unicodedata.category(character)[0] == "P" or (character.isascii() and not character.isalnum())


def _may_be_sign(character: str) -> bool:
    """Whether some version of CommonMark calls it punctuation (from 0.31 on symbols are)."""
    return unicodedata.category(character)[0] in "PS"
