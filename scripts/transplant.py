"""The text of one labelled page within the frame of another: more sites to learn from than were labelled."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import lxml.etree
import lxml.html
from align import label
from bench import FOLDS, Page, fold_of, html_to_text

COPIES: Final = 2
_SEED: Final = "html"
_SHARE: Final = 0.95  # of the words of the text that its container holds
_LEAST: Final = 20  # words: of less the container is not sure
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "svg"})
_START: Final = b"<!DOCTYPE html><meta charset=utf-8>"
_INSIDE: Final = frozenset({"p", "span", "a", "h1", "td"})  # are no containers: what is around them is


@dataclass(frozen=True, slots=True)
class _Place:
    """A page, and the XPath of the element that holds its text."""

    page: Page
    path: str


def transplanted(pages: Sequence[Page]) -> list[Page]:
    """Return copies of pages of HTML with the text within the frame of another site, ``COPIES`` of each.

    The frame is that of a page of the same type and the same fold of domains, so that no fold learns from another; the
    head of the page and its headline come along.
    """
    chance = random.Random(_SEED)
    with ProcessPoolExecutor() as pool:
        places = [place for place in pool.map(_place, pages, chunksize=16) if place]
        alike: dict[tuple[int, str], list[_Place]] = defaultdict(list)
        for place in places:
            alike[_kind(place)].append(place)
        pairs = [
            (chance.choice(frames), place)
            for _ in range(COPIES)
            for place in places
            if (frames := [one for one in alike[_kind(place)] if one.page.domain != place.page.domain])
        ]
        return list(pool.map(_transplanted, pairs, chunksize=16))


def _kind(place: _Place) -> tuple[int, str]:
    return fold_of(place.page.domain, FOLDS), place.page.truth.get("type") or "article"


def _place(page: Page) -> _Place | None:
    """Find the smallest element that holds nearly all of the text."""
    root = _tree(page) if page.truth["text"] else None
    body = None if root is None else root.find("body")
    if body is None:
        return None
    texts = list(_texts(body))
    words: Counter[lxml.html.HtmlElement] = Counter()
    for (element, text), is_wanted in zip(texts, label([text for _, text in texts], page.truth["text"]), strict=True):
        for holder in (element, *element.iterancestors()) if is_wanted else ():
            words[holder] += len(text.split())
    holder = body
    while (inner := next((child for child in holder if words[child] >= _SHARE * words[body]), None)) is not None:
        holder = inner
    while holder.tag in _INSIDE:
        holder = holder.getparent()
    is_sure = words[body] >= _LEAST and holder is not body
    return _Place(page, body.getroottree().getpath(holder)) if is_sure else None


def _tree(page: Page) -> lxml.html.HtmlElement | None:
    assert isinstance(page.source, bytes)
    parser = lxml.html.HTMLParser(huge_tree=True)
    try:
        return lxml.html.document_fromstring(html_to_text(page.source).replace("\0", ""), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _texts(body: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """Yield the texts that can be seen, each with the element that holds it, in the order of the page."""
    unseen = {one for hidden in body.iter(*_UNSEEN) for one in hidden.iter()}
    for event, element in lxml.etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        holder = element if event == "start" else element.getparent()
        text = element.text if event == "start" else element.tail
        if text and text.strip() and holder not in unseen and element is not body:
            yield holder, text


def _transplanted(pair: tuple[_Place, _Place]) -> Page:
    """Put the second text into the place of the first one."""
    (root, holder), (other, graft) = (_found(place) for place in pair)
    for old in _headlines(root, holder)[:1]:
        tail = old.tail
        old.clear()
        old.text, old.tail = "".join(one.text_content() for one in _headlines(other, graft)[:1]), tail
    graft.tail = holder.tail
    holder.getparent().replace(holder, graft)
    frame_head, head = root.find("head"), other.find("head")
    if frame_head is not None and head is not None:
        root.replace(frame_head, head)
    source = _START + lxml.etree.tostring(root, encoding="utf-8", method="html")
    return replace(pair[1].page, source=source)


def _found(place: _Place) -> tuple[lxml.html.HtmlElement, lxml.html.HtmlElement]:
    """Return the root of a page and the container of its text."""
    root = _tree(place.page)
    assert root is not None
    return root, root.getroottree().xpath(place.path)[0]


def _headlines(root: lxml.html.HtmlElement, holder: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the headings of the first level that stand beside the text: neither within its container nor around it."""
    others = {*holder.iter("h1"), *holder.iterancestors("h1")}
    return [heading for heading in root.iter("h1") if heading not in others]
