"""Article -> Markdown; JSON and plain data are ``Article.to_json`` and ``Article.to_dict``.

The passages of an article are grouped by the places in which they stand, outermost first; each place becomes a block of
Markdown around the blocks of its group. No word is added or lost: a parser gives them back (a test holds it).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest
from typing import Final, NamedTuple

from extractor import tags
from extractor.clean import clean
from extractor.document import Article
from extractor.expression import expression
from extractor.inline import address, inline, paragraph_line
from extractor.passage import Passage, Place, Span

_Line = tuple[str, tuple[Span, ...]]
"""A line of text and the markup in it."""

_BULLET: Final = expression(r"(?:[•·*‣▪◦●○-]|(\d{1,2})[.)])\s")
"""What begins an item in flat text. A dash is none: it can be somebody speaking."""

_CLOSING: Final = expression(r"(?<!\S)(?=#+\Z)")
"""Number signs that would end a heading, not be its last word."""

_INTERRUPTS: Final = expression(r"[-*] |1[.)] ")
"""The lists that need no blank line below a paragraph."""

_NUMBERED: Final = expression(r"\d+\. ")
_MIN_COLUMNS: Final = 2
_MIN_ROWS: Final = 2
_MAX_DIGITS: Final = 9  # of the number of an item


def to_markdown(article: Article) -> str:
    """Return title and text as CommonMark with the tables of GitHub.

    Links and images are resolved where ``article.url`` is known. The title is the only heading of the first level.
    """
    title = [_heading(1, (clean(article.title), ()))] if article.title else []
    passages = article.passages or tuple(_plain(article.text))
    prepared = (_prepared(passage, number, article.url) for number, passage in enumerate(passages))
    shown = [passage for passage in prepared if (passage.spans if passage.kind == "image" else passage.text.strip())]
    blocks = [*title, *_blocks(shown, 0)]
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _plain(text: str) -> Iterator[Passage]:
    """Yield the lines of an article of which nothing but the text is known."""
    for part in text.split("\n\n"):
        for number, line in enumerate(part.split("\n")):
            yield Passage("line", clean(line), "\n" if number else "\n\n")


# --- passages made ready


def _prepared(passage: Passage, number: int, url: str | None) -> Passage:
    """Return a passage with its addresses resolved, a bullet of flat text turned into a place, a term made strong."""
    text, places, spans = passage.text, passage.places, tuple(_resolved(passage.spans, url))
    bullet = _BULLET.match(text) if passage.kind == "list_item" else None
    if bullet and not any(place.tag in tags.ITEMS for place in places):
        text, spans = _part((text, spans), bullet.end())
        places = (*places, Place("li", -1 - number, bullet[1] or ""))
    if places and places[-1].tag == "dt" and passage.kind != "image":
        spans = (Span("strong", 0, len(text)), *spans)
    return replace(passage, text=text, places=places, spans=spans)


def _resolved(spans: Iterable[Span], url: str | None) -> Iterator[Span]:
    """Yield the spans with the addresses of links and images, without those that lead nowhere."""
    for span in spans:
        if span.kind not in ("link", "image"):
            yield span
        elif (target := address(span.target, span.kind, url)) is not None:
            yield replace(span, target=target)


def _part(line: _Line, start: int) -> _Line:
    """Return the end of a line from an offset on."""
    text, spans = line
    moved = (replace(span, start=max(span.start - start, 0), end=max(span.end - start, 0)) for span in spans)
    return text[start:], tuple(moved)


# --- blocks


def _blocks(passages: list[Passage], depth: int) -> list[str]:
    """Return the blocks of passages that share their places up to a depth."""
    blocks: list[str] = []
    for place, members in groupby(passages, lambda passage: _group(passage, depth)):
        group = list(members)
        if place is None:
            blocks += _paragraphs(group)
        elif place.tag == "blockquote":
            blocks.append(_indented("\n\n".join(_blocks(group, depth + 1)), "> ", "> "))
        elif place.tag == "pre":
            blocks.append(_fenced("\n".join(passage.text for passage in group), place.note))
        elif place.tag == "table":
            blocks += _table(group)
        elif place.tag[0] == "h":
            blocks.append(_heading(max(2, int(place.tag[1])), _joined(group)))
        else:
            blocks += _lists(group, depth + (place.tag not in tags.ITEMS), blocks[-1] if blocks else "")
    return blocks


def _group(passage: Passage, depth: int) -> Place | None:
    """Return the place at a depth; items that stand in no list are one."""
    place = (*passage.places, None)[depth]
    return Place("li", 0) if place and place.tag in tags.ITEMS else place


def _indented(block: str, first: str, rest: str) -> str:
    """Put something before the first line of a block and before the others."""
    lines = block.split("\n")
    return "\n".join((rest if number else first) + line if line else rest.rstrip() for number, line in enumerate(lines))


def _paragraphs(passages: list[Passage]) -> Iterator[str]:
    """Yield paragraphs and images; lines of a group are lines of one paragraph."""
    lines: list[list[Passage]] = []
    for passage in passages:
        if passage.kind == "image" or passage.joint not in (" ", "\n"):
            yield from _paragraph(lines)
            lines = []
        if passage.kind == "image":
            yield _figure(passage)
        elif passage.joint == " " and lines:
            lines[-1].append(passage)
        else:
            lines.append([passage])
    yield from _paragraph(lines)


def _paragraph(lines: list[list[Passage]]) -> Iterator[str]:
    if lines:
        yield "  \n".join(paragraph_line(*_joined(line)) for line in lines)


def _joined(passages: list[Passage]) -> _Line:
    """Return passages as one line."""
    texts: list[str] = []
    spans: list[Span] = []
    offset = 0
    for passage in passages:
        spans += (replace(span, start=span.start + offset, end=span.end + offset) for span in passage.spans)
        texts.append(passage.text)
        offset += len(passage.text) + 1
    return " ".join(texts), tuple(spans)


def _figure(image: Passage) -> str:
    """Return an image and below it its caption."""
    caption = paragraph_line(image.text, (Span("emphasis", 0, len(image.text)),))
    return inline("", image.spans) + (f"  \n{caption}" if caption else "")


def _heading(level: int, line: _Line) -> str:
    """Return a heading, which needs no strong words."""
    text, spans = line
    written = _CLOSING.sub(r"\\", inline(text, [span for span in spans if span.kind != "strong"]))
    return f"{'#' * level} {written}"


def _fenced(code: str, language: str) -> str:
    """Return code between fences that are longer than any it holds."""
    lines = re.sub(r"\r\n?", "\n", code)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", lines)), default=0))
    return f"{fence}{language}\n{lines}\n{fence}"


# --- lists


class _Item(NamedTuple):
    """An item of a list, with its number if it has one, or a term, which stands before its own list."""

    blocks: list[str]
    number: int | None
    is_term: bool


def _lists(passages: list[Passage], depth: int, above: str) -> list[str]:
    """Return the lists that the passages of one make: terms interrupt it, and numbers that are no sequence.

    ``above``: the block above.
    """
    blocks: list[str] = []
    for items in _runs(_items(passages, depth)):
        if items[0].is_term:
            blocks += (block for item in items for block in item.blocks)
        else:
            blocks.append(_list(items, blocks[-1] if blocks else above))
    return blocks


def _items(passages: list[Passage], depth: int) -> list[_Item]:
    """Return the items of a list; what stands beside them belongs to the one above."""
    items: list[_Item] = []
    for place, members in groupby(passages, lambda passage: (*passage.places, None)[depth]):
        is_item = place is not None and place.tag in tags.ITEMS
        blocks = _blocks(list(members), depth + is_item)
        if items and not is_item:
            items[-1].blocks.extend(blocks)
        else:
            note = place.note if place and is_item and len(place.note) <= _MAX_DIGITS else ""
            items.append(_Item(blocks, int(note) if note else None, place is None or place.tag not in ("li", "dd")))
    return items


def _runs(items: list[_Item]) -> Iterator[list[_Item]]:
    """Yield the items that are one list of Markdown: bullets, or numbers one after the other."""
    run: list[_Item] = []
    for item in items:
        follows = run and item.number == (None if run[-1].number is None else run[-1].number + 1)
        if run and not (follows and item.is_term == run[-1].is_term):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _list(items: list[_Item], above: str) -> str:
    """Return a list, whose markers are not those of a list directly above: it would go on."""
    bullet = "*" if above.startswith("- ") else "-"
    stop = ")" if _NUMBERED.match(above) else "."
    lines: list[str] = []
    is_tight = True
    for item in items:
        marker = f"{bullet} " if item.number is None else f"{item.number}{stop} "
        content = item.blocks[0]
        for upper, block in pairwise(item.blocks):
            is_close = bool(_INTERRUPTS.match(block)) and upper[0] not in ">|"
            is_tight &= is_close
            content += ("\n" if is_close else "\n\n") + block
        lines.append(_indented(content, marker, " " * len(marker)))
    return ("\n" if is_tight else "\n\n").join(lines)


# --- tables


def _table(rows: list[Passage]) -> Iterable[str]:
    """Return a table if it is regular, else its rows as lines; without cells of a header the header is empty."""
    cells = [_cells(row) for row in rows]
    if len(rows) < _MIN_ROWS or not all(cells) or max(map(len, cells)) < _MIN_COLUMNS:
        return _paragraphs(rows)
    table = list(_spread(rows, cells))
    width = len(table[0])
    if any(len(row) != width for row in table):
        return _paragraphs(rows)
    if any(cell.target != "head" for cell in cells[0] if cell.start < cell.end):
        table.insert(0, [""] * width)
    table.insert(1, ["---"] * width)
    return ("\n".join(f"| {' | '.join(row)} |" for row in table),)


def _spread(rows: list[Passage], cells: list[list[Span]]) -> Iterator[list[str]]:
    """Yield what the columns of each row hold: a cell is in the first that it spans, in the first of its rows."""
    below: dict[int, int] = {}  # by column: rows that a cell above spans still
    for row, inside in zip(rows, cells, strict=True):
        line: list[str] = []
        for text, cell in zip(_row(row, inside), inside, strict=True):
            line += _spanned(below, len(line))
            columns, height = map(int, cell.label.split() or (1, 1))
            below |= dict.fromkeys(range(len(line), len(line) + columns), height - 1)
            line += [text, *[""] * (columns - 1)]
        line += _spanned(below, len(line))
        yield line


def _spanned(below: dict[int, int], column: int) -> Iterator[str]:
    """Yield an empty cell for each column from one on that a cell above spans."""
    while below.get(column, 0):
        below[column] -= 1
        column += 1
        yield ""


def _cells(row: Passage) -> list[Span]:
    """Return the cells of a row, none if they do not hold all of its words or more than once."""
    found = (span for span in row.spans if span.kind == "cell")
    ordered = sorted(found, key=lambda cell: (cell.start, cell.start < cell.end, -cell.end))
    around = (after is not None and after.start < cell.end for cell, after in zip_longest(ordered, ordered[1:]))
    cells = [cell for cell, is_around in zip(ordered, around, strict=True) if not is_around]  # of a table around it
    ends, starts = [0, *(cell.end for cell in cells)], [*(cell.start for cell in cells), len(row.text)]
    between = zip(ends, starts, strict=True)
    return [] if any(start < end or row.text[end:start].strip() for end, start in between) else cells


def _row(row: Passage, cells: list[Span]) -> list[str]:
    """Return what the cells of a row hold; an image between two is in the one that has no words."""
    starts = [cell.start for cell in cells]
    empty = {cell.start: number for number, cell in reversed([*enumerate(cells)]) if cell.start == cell.end}
    inner: list[list[Span]] = [[] for _ in cells]
    for span in row.spans:
        if span.kind != "cell":
            number = max(0, bisect_right(starts, span.start) - 1)
            number = empty.get(span.start, number) if span.kind == "image" else number
            inner[number].append(replace(span, end=min(span.end, cells[number].end)))
    return [_cell(row.text, cell, spans) for cell, spans in zip(cells, inner, strict=True)]


def _cell(text: str, cell: Span, spans: list[Span]) -> str:
    """Return a cell; code in which a bar follows a backslash cannot be told apart from an end of the cell."""
    told = [span for span in spans if span.kind != "code" or "\\|" not in text[span.start : span.end]]
    line = _part((text[: cell.end], tuple(told)), cell.start)
    return inline(*line).replace("|", "\\|")
