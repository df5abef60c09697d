"""Pages as few labelled ones are: with lists of cards, on one line, below another name, with little text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

from align import label
from bench import Page

SEED = 1
_SENTENCE = re.compile(r"[^.!?\n]{30,300}[.!?]")
_SITE = re.compile(r"\s+[-–—|·]\s+")
_HEADINGS = ("Opinion", "Editorial", "Related stories", "More news", "Latest", "Most read", "Columns", "")
_MONTHS = ("Jan", "February", "Mar", "April", "May", "June", "Jul", "August", "Sept", "October", "Nov", "December")
_FORMS: tuple[Callable[[str, str, str], list[str]], ...] = (
    lambda title, date, teaser: [title, date, title, teaser],
    lambda title, date, teaser: [title, title, date, teaser],
    lambda title, date, teaser: [title, date, teaser],
    lambda title, date, teaser: [date, title, teaser],
    lambda title, date, teaser: [title, teaser],  # noqa: ARG005
    lambda title, date, teaser: [title, teaser, date],
)


def with_cards(pages: list[Page]) -> list[Page]:
    """Return the pages with a list of cards each: mostly after the article, sometimes before it or inside.

    Titles and teasers are those of other pages of the list; the gold text stays as it is.
    """
    chance = random.Random(SEED)
    stories = [page for page in pages if page.truth["text"] and page.truth.get("title")]
    return [_with_cards(page, stories, chance) for page in pages if page.truth["text"]]


def with_masthead(pages: list[Page]) -> list[Page]:
    """Return the pages with the site's name in the place of the document title that crawls put first."""
    changed = []
    for page in pages:
        assert isinstance(page.source, str)
        first, _, rest = page.source.partition("\n")
        parts = _SITE.split(first)
        changed.append(replace(page, source=f"{parts[-1]}\n{rest}" if len(parts) > 1 else rest))
    return changed


def on_one_line(pages: list[Page]) -> list[Page]:
    """Return every fourth page with all its lines on one."""
    return [replace(page, source=" ".join(str(page.source).split())) for page in pages[::4] if page.truth["text"]]


def shortened(pages: list[Page]) -> list[Page]:
    """Return the pages that have several lines of text with the first 10 to 250 words or so of it, and all else.

    Briefs stand among as many menus and lists as long stories, and are hardly ever labelled.
    """
    chance = random.Random(SEED)
    changed = (_shortened(page, chance) for page in pages if page.truth["text"])
    return [page for page in changed if page]


def _shortened(page: Page, chance: random.Random) -> Page | None:
    assert isinstance(page.source, str)
    lines = [line for line in page.source.splitlines() if line.strip()]
    inside = [line for line, is_inside in zip(lines, label(lines, page.truth["text"]), strict=True) if is_inside]
    count = _reaching(inside, round(10 * 25 ** chance.random()))
    kept, left = inside[:count], set(inside[count:])
    source = "\n".join(line for line in lines if line not in left)
    return replace(page, source=source, truth={**page.truth, "text": "\n".join(kept)}) if left else None


def beginnings(pages: list[Page]) -> list[Page]:
    """Return the first 50 to 350 words or so of the gold text of each page: by paragraphs, by lines or on one line."""
    chance = random.Random(SEED)
    labelled = [page for page in pages if (page.truth["text"] or "").split()]
    return [replace(page, source=_beginning(page.truth["text"], chance)) for page in labelled]


def _beginning(text: str, chance: random.Random) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    wanted, end = chance.randint(50, 350), chance.choice(("\n\n", "\n", " "))
    return end.join(lines[: _reaching(lines, wanted)])


def _reaching(lines: list[str], wanted: int) -> int:
    """Return how many lines have so many words together (all, if they have fewer)."""
    words = accumulate(len(line.split()) for line in lines)
    return next((count for count, found in enumerate(words, 1) if found >= wanted), len(lines))


def _with_cards(page: Page, stories: list[Page], chance: random.Random) -> Page:
    assert isinstance(page.source, str)
    lines = page.source.splitlines()
    gold = {line.strip() for line in page.truth["text"].splitlines()}
    inside = [index for index, line in enumerate(lines) if line.strip() in gold]
    places = [len(lines) // 2, *(inside[-1:] or [len(lines) // 2]), *(inside[:1] or [0])]
    place = chance.choices((places[1] + 1, chance.choice(inside or [0]), places[2]), (7, 2, 1))[0]
    form = chance.choice(_FORMS)
    others = chance.sample(stories, min(len(stories), chance.randint(2, 9)))
    cards = [line for other in others for line in form(*_card(other, chance))]
    heading = chance.choice(_HEADINGS)
    return replace(page, source="\n".join([*lines[:place], *([heading] if heading else []), *cards, *lines[place:]]))


def _card(page: Page, chance: random.Random) -> tuple[str, str, str]:
    sentences = _SENTENCE.findall(page.truth["text"][:3000]) or [page.truth["title"] + "."]
    teaser = " ".join(sentences[: chance.randint(1, 3)]).strip()
    if chance.random() < 0.6:  # noqa: PLR2004
        words = teaser.split()
        teaser = " ".join(words[: max(4, chance.randint(len(words) // 2, len(words)))]) + chance.choice(
            ("...", "…", " ...")
        )
    day, month, year = chance.randint(1, 28), chance.choice(_MONTHS), chance.randint(2009, 2026)
    date = chance.choice((f"{day} {month}, {year}", f"{month} {day}, {year}", f"Updated {day} {month} {year}"))
    if chance.random() < 0.2:  # noqa: PLR2004
        date = f"{chance.randint(2, 23)} {chance.choice(('hours', 'days', 'minutes'))} ago"
    return page.truth["title"], date, teaser
