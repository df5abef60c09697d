"""Picture captions and their credits: what markup calls so or a figure holds, and what can be seen.

To be seen are short blocks that end in a picture credit, follow a gallery's counter or say their words twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from extractor.cards import NONE
from extractor.clean import clean
from extractor.credits import find_credit, find_credit_of_caption, is_introduced, mask, owner
from extractor.document import KINDS, Caption, Label, Mark
from extractor.expression import expression
from extractor.metadata.context import Context, without_bullet
from extractor.metadata.figure import AFTER_BODY, BEFORE_BODY, VERBATIM, Figures, Finding
from extractor.twice import captions_again, said_twice

_COUNT: Final = r"[(\[]?(\d{1,3})\s?(?:/|of|von|de|sur|di|из)\s?(\d{1,3})[)\]]?"
_COUNTER: Final = expression(_COUNT, re.IGNORECASE)
_COUNTED: Final = expression(rf"{_COUNT}[\s:.–-]+(?=\S)", re.IGNORECASE)
_MAX_WORDS: Final = 80
_MAX_COUNTER: Final = 4
_MAX_TWICE: Final = 0.35  # share of the words that the scores keep: more are the text, which a converter has doubled
_MAX_REST: Final = 6  # words behind a credit that are part of it
_OWNER_WORDS: Final = (2, 3, 4)  # of a name before an agency
_BESIDE_OWNER: Final = "/|(–—"  # signs between the two
_OPENING: Final = " ([（—–|/"  # what leads to a credit
_EDGES: Final = " \t\n—–-|/()[]:：（［＝／｜"
_ENDS: Final = _EDGES + ",，、،"
_PAIRS: Final = ("()", "[]", "（）")
# What text browsers have in the place of a picture; "Credit...Ann Lee"; day and place before a Japanese photographer.
_STAND_IN: Final = expression(r"\[[^\[\]\s]+\.(?:jpe?g|png|gif|webp|avif)\]\s*", re.IGNORECASE)
_DOTTED: Final = expression(r"(?<!\w)\w{1,30}\.{3}(?=[^\W\d_a-z])")
_TAKEN_AT: Final = expression(r"[=＝][^=＝]{1,40}、$")
_TWICE: Final = "stands twice, as a picture's description and its caption do"
_HEADING: Final = KINDS.index("heading")


class Captions(NamedTuple):
    """The captions in page order, each text once, and the blocks that say them."""

    captions: tuple[Caption, ...]
    marks: dict[int, Mark]


def find_captions(page: Context) -> Captions:
    """Find the captions of the article's pictures."""
    figures = Figures(page, page.document.markup) if page.document.markup else None
    counters = _counters(page, figures)
    twice = _twice(page)
    findings = {found.block: found for found in _by_sight(page, counters, twice)}
    findings |= {found.block: found for found in figures.findings()} if figures else {}
    ordered = [findings[block] for block in sorted(findings)]
    captions: list[Caption] = []
    marks: dict[int, Mark] = {}
    for group in _groups(ordered):
        caption = _caption(page, figures, group)
        captions.append(caption)
        for found in group:
            if page.evidence.first[found.block] in marks:
                continue  # a copy
            label: Label = "credit" if found.is_credit or not caption.text else "caption"
            reason = found.reason or (f"picture credit {caption.credit}" if caption.credit else "")
            marks[found.block] = Mark(label, reason)
            if found.block - 1 in counters:
                marks.setdefault(found.block - 1, Mark("caption", "picture counter"))
            if found.block in twice:
                marks.setdefault(twice[found.block], Mark("caption", _TWICE))
    return Captions(tuple(_folded(captions)), marks)


# --- which blocks


def _by_sight(page: Context, counters: frozenset[int], twice: Iterable[int]) -> Iterator[Finding]:
    """Yield the captions that can be seen without markup: lines of code and rows of tables are none."""
    facts = page.evidence
    low, high = max(0, page.first - BEFORE_BODY), min(page.last + AFTER_BODY, len(page.size))
    is_short = (facts.size > 0) & (facts.size <= _MAX_WORDS) & (facts.card == NONE)
    is_short &= ~np.isin(page.document.kind, sorted(VERBATIM))
    below = np.zeros(len(page.size), np.bool_)
    below[[counter + 1 for counter in counters if counter + 1 < len(page.size)]] = True
    below &= page.document.kind != _HEADING
    for index in np.flatnonzero(is_short[low:high] & ((facts.credit >= 0) | below)[low:high]) + low:
        block, credit = int(index), int(facts.credit[index])
        if below[index]:
            yield Finding(block, "follows a picture counter")
        elif credit >= 0 and (block < page.last_prose or is_introduced(_masked(page, credit, block))):
            yield Finding(block, "")
    for block in twice:
        yield Finding(block, _TWICE)


def _twice(page: Context) -> dict[int, int]:
    """Return the captions of an article that stand twice, and the line that says the same (or is the same)."""
    if next(iter(page.types), None) != "article":
        return {}
    lines = np.flatnonzero(page.evidence.is_twice).tolist()
    words = sum(page.size[line] for line in lines if page.evidence.credit[line] < 0)
    is_part = words <= _MAX_TWICE * page.evidence.size[page.selection.kept].sum()
    found = {line: line for line in lines if is_part or page.evidence.credit[line] >= 0}
    found |= captions_again(page.document, page.evidence)
    return {caption: line for caption, line in found.items() if page.first <= caption < page.last_prose}


def _counters(page: Context, figures: Figures | None) -> frozenset[int]:
    """Return the lines that count the pictures of a gallery ("1 / 12"): beside one, or where the page counts 1 and 2.

    Others can be marks ("8/10").
    """
    facts = page.evidence
    rows = np.flatnonzero((facts.counts["digits"] > 0) & (facts.size > 0) & (facts.size <= _MAX_COUNTER))
    found = {int(row): count for row in rows if (count := _COUNTER.fullmatch(page.document.block(int(row)).strip()))}
    numbers = {block: (int(count[1]), int(count[2])) for block, count in found.items()}
    known = set(numbers.values())
    return frozenset(
        block
        for block, (_, total) in numbers.items()
        if known.issuperset(((1, total), (2, total)))
        or (figures and any(figures.directly_before(near) for near in (block, block + 1) if near < len(page.size)))
    )


def _groups(findings: list[Finding]) -> list[list[Finding]]:
    """Put the blocks of each caption together: those of one element, and the credit beside it."""
    groups: list[list[Finding]] = []
    for found in findings:
        above = groups[-1] if groups else None
        if above and _belongs(found, above):
            above.append(found)
        else:
            groups.append([found])
    return groups


def _belongs(found: Finding, group: list[Finding]) -> bool:
    last = group[-1]
    if found.box >= 0 and found.box == last.box:
        return True
    is_beside = found.figure >= 0 and found.figure == last.figure and found.block == last.block + 1
    return (
        is_beside
        and any(one.is_credit for one in (found, *group))
        and not all(one.is_credit for one in (found, *group))
    )


# --- caption and credit


def _caption(page: Context, figures: Figures | None, group: list[Finding]) -> Caption:
    """Read the text and the credit of the blocks of a caption."""
    texts, owners = [], []
    for found in group:
        text, credit = _split(page, figures, found)
        texts.append(text)
        owners.append(credit)
    first = next((found.block for found, text in zip(group, texts, strict=True) if text), group[0].block)
    text = without_bullet(clean(" ".join(filter(None, texts)))).rstrip(_OPENING)
    picture = figures.picture(group[0]) if figures else -1
    return Caption(text or None, next(filter(None, owners), None), page.source(first), first, picture)


def _split(page: Context, figures: Figures | None, found: Finding) -> tuple[str, str | None]:
    """Return the caption and the credit that a block holds."""
    text, index = page.document.text, found.block
    start, end = int(page.document.start[index]), int(page.document.end[index])
    once = said_twice(text[start:end])
    end = start + len(once) if once else end
    credit = _credit(page, found, end)
    named = [span for span in (figures.credits(index) if figures else ()) if span[1] <= end]
    if found.is_credit and (credit <= start or _is_owned(text[start:credit], text[credit:end])):
        return "", _owner(page, start, end)
    if named and credit < 0:
        begin, stop = named[0][0], named[-1][1]
        is_whole = text[start:begin].strip() or not _owner(page, begin, stop)
        stop = end if is_whole and len(text[stop:end].split()) <= _MAX_REST else stop
        rest = clean(f"{text[start:begin].rstrip()} {text[stop:end].lstrip()}")
        return _without_edges(rest), _owner(page, begin, stop)
    if credit < 0:
        return _uncounted(clean(text[start:end])), None
    credit = min(credit, named[0][0]) if named and named[0][0] > start else credit
    return _without_edges(clean(text[start:credit])), _owner(page, credit, end)


def _is_owned(before: str, credit: str) -> bool:
    """Whether the words before a sign and an agency name a photographer, and are no caption."""
    words, sign = before.split(), credit.lstrip()[:1]
    return sign in _BESIDE_OWNER and len(words) in _OWNER_WORDS and all(word[0].isupper() for word in words)


def _credit(page: Context, found: Finding, end: int) -> int:
    """Return where the credit of a block that is read up to ``end`` begins (-1 without one)."""
    start, credit = int(page.document.start[found.block]), int(page.evidence.credit[found.block])
    if 0 <= credit < end:
        return credit
    text, masked = page.document.text[start:end], _masked(page, start, found.block)[: end - start]
    place = find_credit(text, masked) if credit >= end else -1  # that was of the second copy of its text
    if place < 0 and not found.figure == found.box == -1:
        place = find_credit_of_caption(text, masked)
        place = place if place >= 0 else _dotted(text, masked)
    return start + place if place >= 0 else -1


def _dotted(text: str, masked: str) -> int:
    """Return where a credit begins that dots introduce ("Credit...Ann Lee for The Harbour News"; -1: none does)."""
    found = (cue.start() for cue in _DOTTED.finditer(text) if is_introduced(masked[cue.start() :]))
    return next(found, -1)


def _uncounted(text: str) -> str:
    """Return a caption without the number of its picture, and without the name of its file."""
    found = _COUNTED.match(text) or _STAND_IN.match(text)
    return text[found.end() :] if found else text


def _without_edges(text: str) -> str:
    """Return what stands before a credit without the signs that lead to it; a bracket of its own stays closed."""
    taken = _TAKEN_AT.search(text)
    text = _uncounted(text[: taken.start()] if taken else text)
    bare = text.strip(_EDGES).rstrip(_ENDS)
    for opening, closing in _PAIRS:
        if bare.count(opening) > bare.count(closing) and bare + closing in text:
            bare += closing
        if bare.count(closing) > bare.count(opening) and opening + bare in text:
            bare = opening + bare
    return bare


def _owner(page: Context, start: int, end: int) -> str | None:
    facts = page.evidence
    return owner(page.document.text[start:end], mask(page.document.text, start, end, facts.words, facts.role))


def _masked(page: Context, credit: int, index: int) -> str:
    facts = page.evidence
    return mask(page.document.text, credit, int(page.document.end[index]), facts.words, facts.role)


def _folded(captions: list[Caption]) -> Iterator[Caption]:
    """Yield each caption once, with the credit and picture that any of its copies has; a credit alone by picture."""
    known: dict[object, Caption] = {}
    for caption in (one for one in captions if one.text or one.credit):
        words = "".join(filter(str.isalnum, caption.text or caption.credit or "")).casefold()
        key = words if caption.text else (words, caption.picture)
        first = known.setdefault(key, caption)
        picture = first.picture if first.picture >= 0 else caption.picture
        known[key] = first._replace(credit=first.credit or caption.credit, picture=picture)
    yield from known.values()
