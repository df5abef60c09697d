"""The pictures of an article: which images of a page stand in what is kept of it, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from extractor.addresses import resolve
from extractor.attributes import BESIDE, picture_roles
from extractor.characters import Bools, Ints
from extractor.clean import clean
from extractor.document import KINDS, Caption, Document, Image
from extractor.markup import INLINES, Markup
from extractor.sums import sums_before

_IMAGE: Final = INLINES.index("image")
_ROW: Final = KINDS.index("table_row")


class Shown(NamedTuple):
    """An image of the article: its row among the inlines, the block at which it stands, and its caption.

    ``is_inner``: it stands among the words of a kept block.
    """

    row: int
    block: int
    is_inner: bool
    caption: Caption | None


def shown_images(document: Document, kept: Bools, captions: Iterable[Caption]) -> list[Shown]:
    """Return the images of the article in page order, each address once.

    An image is the article's if it stands between kept blocks, below the headline above them or right behind them, and
    the innermost element around it that has any text has kept text: pictures of teasers do not. One with a caption is,
    wherever the caption stands.
    """
    if document.markup is None or not kept.any():
        return []
    finder = _Finder(document, document.markup, kept, tuple(captions))
    first: dict[str, Shown] = {}  # pages that load pictures late have each twice
    for shown in finder.images():
        target = document.markup.inlines.target[shown.row]
        known = first.setdefault(target, shown)
        if known.caption is None and shown.caption:
            first[target] = known._replace(row=shown.row, caption=shown.caption)
    return list(first.values())


def images_of(document: Document, shown: Iterable[Shown]) -> Iterator[Image]:
    """Yield what is known of images; those whose address cannot be shown are left out."""
    if document.markup is None:
        return
    inlines = document.markup.inlines
    for one in shown:
        source, alt = resolve(inlines.target[one.row], "image", None), clean(inlines.label[one.row])
        if source:
            text, credit = (one.caption.text, one.caption.credit) if one.caption else (None, None)
            yield Image(source, alt or None, text, credit)


def located(images: Iterable[Image], url: str | None) -> tuple[Image, ...]:
    """Return images with their whole addresses, each once; ``url``: address of the page, if it is known."""
    found: dict[str, Image] = {}
    for image in images:
        source = resolve(image.src, "image", url)
        if source:
            found.setdefault(source, replace(image, src=source))
    return tuple(found.values())


class _Finder:
    """Looks at the images of a page where something is kept."""

    def __init__(self, document: Document, markup: Markup, kept: Bools, captions: tuple[Caption, ...]) -> None:
        self.document, self.markup, self.kept = document, markup, kept
        wanted = kept.copy()
        wanted[[caption.block for caption in captions if caption.block >= 0]] = True
        self.before = sums_before(wanted)
        size = document.end - document.start
        self.size, self.kept_size = sums_before(size), sums_before(np.where(wanted, size, 0))
        self.captions = {caption.picture: caption for caption in captions if caption.picture >= 0}
        self.below = {caption.block: caption for caption in captions if caption.picture < 0 <= caption.block}

    def images(self) -> Iterator[Shown]:
        """Yield the images of the article, copies too."""
        inlines, document = self.markup.inlines, self.document
        rows = np.flatnonzero(inlines.kind == _IMAGE)
        blocks = document.blocks_at(inlines.start[rows])
        between = (self.before[blocks + 1] > 0) & (self.before[blocks] < self.before[-1])
        near = self.is_near(blocks)
        chosen = (between | near).tolist()
        found = [
            (row, block, inside)
            for row, block, inside, is_chosen in zip(
                rows.tolist(), blocks.tolist(), between.tolist(), chosen, strict=True
            )
            if row in self.captions or (is_chosen and inlines.target[row] and self.is_held(row, is_between=inside))
        ]
        last = {block: row for row, block, _ in found}
        for row, block, _ in found:
            leads = inlines.start[row] == document.start[block] and document.kind[block] != _ROW
            is_inner = bool(self.kept[block]) and not leads
            if not (is_inner and _is_sign(inlines.label[row])):
                below = self.below.get(block) if row == last[block] and not self.kept[block] else None
                yield Shown(row, block, is_inner, self.captions.get(row, below))

    def is_near(self, blocks: Ints) -> Bools:
        """Whether images stand between the headline and the first kept block, or right behind the last one."""
        first, last = np.flatnonzero(self.before[1:] > self.before[:-1])[[0, -1]].tolist()
        tags, elements = self.markup.elements.tag, self.markup.element
        head = next((block for block in range(first, -1, -1) if tags[elements[block]] == "h1"), first)
        return np.asarray((blocks >= head) & (blocks <= last + 1), np.bool_)

    def is_held(self, row: int, *, is_between: bool) -> bool:
        """Whether the innermost element around an image that has blocks has wanted ones, or is mostly such."""
        elements, element = self.markup.elements, int(self.markup.inlines.element[row])
        while element and elements.first[element] == elements.last[element]:
            if BESIDE & picture_roles(elements.names[element]):
                return False
            element = int(elements.parent[element])
        first, last = elements.first[element], elements.last[element]
        if is_between:
            return bool(self.before[last] > self.before[first])
        return bool(2 * (self.kept_size[last] - self.kept_size[first]) >= self.size[last] - self.size[first])


def _is_sign(label: str) -> bool:
    """Whether the words for an image are a sign alone (emoji)."""
    return bool(label) and not any(map(str.isalnum, label))
