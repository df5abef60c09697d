"""Captions and credits that markup tells, and the images they belong to."""

from __future__ import annotations

import numpy as np
import pytest

from extractor import Options, analyse, extract
from extractor.characters import count
from extractor.credits import find_credit, find_credit_of_caption, mask, owner
from extractor.data import load
from extractor.lexicon import word_roles

BODY = [
    "The old crane on the north quay will not be sold, the harbour board decided on Monday after a debate of four hours.",
    "The crane was built in 1911 and has not lifted anything since the harbour lost its last coal merchant, thirty years ago.",
    "A scrap dealer had offered 40,000 crowns for it, which would have paid for the new lights along the quay and for little else.",
    "Nobody had asked the gulls, which have nested in the cabin since the war and are said to know every captain by his hat.",
]
TITLE = "Harbour board decides not to sell the old crane"


def page(figure: str, after: str = "", url: str | None = None):
    first, *rest = (f"<p>{text}</p>" for text in BODY)
    html = f"<html><body><article><h1>{TITLE}</h1>{first}{figure}{''.join(rest)}</article>{after}</body></html>"
    return extract(html, url, options=Options(blocks=True))


IMAGE = "<img src=/i.jpg alt='A crane'>"
CAPTIONS = {
    "figcaption": (f"<figure>{IMAGE}<figcaption>Dusk at the quay.</figcaption></figure>", "Dusk at the quay.", None),
    "a figure without figcaption": (
        f"<figure>{IMAGE}<p>Dusk at the old quay.</p></figure>",
        "Dusk at the old quay.",
        None,
    ),
    "class": (f"<div class=photo>{IMAGE}<p class=photo-caption>Dusk at the quay.</p></div>", "Dusk at the quay.", None),
    "class of an inline element": (
        f"<p>{IMAGE}<span class=imgCaption>Dusk at the quay.</span></p>",
        "Dusk at the quay.",
        None,
    ),
    "itemprop": (f"<div>{IMAGE}<p itemprop=caption>Dusk at the quay.</p></div>", "Dusk at the quay.", None),
    "alt": ("<div><img src=/i.jpg alt='Dusk at the quay'><p>Dusk at the quay.</p></div>", "Dusk at the quay.", None),
    "credit in its own block": (
        f"<figure>{IMAGE}<figcaption>Dusk.</figcaption><div class=credit>Ann Lee</div></figure>",
        "Dusk.",
        "Ann Lee",
    ),
    "credit in its own element": (
        f"<figure>{IMAGE}<figcaption>Dusk. <small class=copyright><b>Photo:</b> Ann Lee</small></figcaption></figure>",
        "Dusk.",
        "Ann Lee",
    ),
    "credit of two elements": (
        f"<figure>{IMAGE}<figcaption>Dusk. <span class=credit>Ann Lee</span> <span class=agency>/AFP</span></figcaption></figure>",
        "Dusk.",
        "Ann Lee /AFP",
    ),
    "a block that is a credit, with an agency": (
        f"<figure>{IMAGE}<figcaption><p>Dusk.</p><p class=credit>Ann Lee / Getty Images</p></figcaption></figure>",
        "Dusk.",
        "Ann Lee / Getty Images",
    ),
    "a caption in a block that is called a credit": (
        f"<figure>{IMAGE}<p class=credit>Dusk at the quay / AFP</p></figure>",
        "Dusk at the quay",
        "AFP",
    ),
    "only the cue is called a credit": (
        f"<figure>{IMAGE}<figcaption><p>Dusk (</p><p><span class=credit>Image:</span> Ann Lee)</p></figcaption></figure>",
        "Dusk",
        "Ann Lee",
    ),
    "a number": (f"<figure>{IMAGE}<figcaption>3/12 Dusk at the quay.</figcaption></figure>", "Dusk at the quay.", None),
    "a caption without an address": (
        "<div class=video><p class=caption>Dusk at the quay.</p></div>",
        "Dusk at the quay.",
        None,
    ),
}


@pytest.mark.parametrize(("figure", "caption", "credit"), CAPTIONS.values(), ids=CAPTIONS)
def test_captions_of_markup(figure, caption, credit):
    article = page(figure)
    assert (article.caption, article.credit) == (caption, credit)
    assert article.captions == (caption,)
    assert article.text == "\n\n".join(BODY)
    labels = {block.label for block in article.blocks if block.text in figure.replace("<b>", "").replace("</b>", "")}
    assert labels <= {"caption", "credit"}
    assert all(block.reasons[0] for block in article.blocks if block.label in ("caption", "credit"))


NO_CAPTIONS = {
    "a table": "<figure><table><tr><td>1911<td>built</table><figcaption>The years of the crane</figcaption></figure>",
    "a quotation": "<figure><blockquote>It will not be sold.</blockquote><figcaption>The chair</figcaption></figure>",
    "code": "<figure><pre>lift(3)</pre><figcaption>How to lift</figcaption></figure>",
    "a line of code": "<pre>services:\n  image: harbour/crane:1.4\n</pre>",
    "a row of a table": "<table><tr><td>Crane<td>Photo: Ann Lee<tr><td>Lamp<td>Photo: Max Roe</table>",
    "an author": f"<div class=author-bio><figure>{IMAGE}<figcaption>Ann Lee, reporter</figcaption></figure></div>",
    "an advertisement": f"<div class=ad><figure>{IMAGE}<figcaption>Buy a crane today.</figcaption></figure></div>",
    "another story": f"<a href=/x><figure>{IMAGE}<figcaption>The lamps of the south quay</figcaption></figure></a>",
    "a byline": f"<figure>{IMAGE}<figcaption>By Ann Lee</figcaption></figure>",
    "a class without a picture": "<div class=table-caption>The years of the crane</div>",
    "a class that says no": f"<div>{IMAGE}<p class=no-caption>It has rained since.</p></div>",
    "a paragraph beside a picture": f"<div>{IMAGE}<p>It has rained on every day since then.</p></div>",
}


@pytest.mark.parametrize("figure", NO_CAPTIONS.values(), ids=NO_CAPTIONS)
def test_what_is_no_caption(figure):
    article = page(figure)
    assert (article.caption, article.credit, article.captions) == (None, None, ())


def test_copies_are_folded_with_what_each_of_them_knows():
    figure = f"<figure>{IMAGE}<figcaption>Dusk at the quay.</figcaption></figure>"
    again = figure.replace("quay.", "quay. <i class=credit>Ann Lee</i>")
    article = page(figure + again)
    assert (article.captions, article.credit) == (("Dusk at the quay.",), "Ann Lee")
    assert article.text == "\n\n".join(BODY)


def test_a_caption_names_its_block_and_its_image():
    html = f"<article><h1>{TITLE}</h1><p>{BODY[0]}<figure>{IMAGE}<figcaption>Dusk.</figcaption></figure><p>{BODY[1]}<p>{BODY[2]}"
    analysis = analyse(html)
    (caption,) = analysis.metadata.captions
    assert analysis.document.block(caption.block) == "Dusk."
    assert analysis.document.markup.inlines.target[caption.picture] == "/i.jpg"
    assert analysis.labels.reasons[caption.block] == "caption of a figure"


FORMS = [
    ("Dusk. (Photo by Ann Lee/AFP via Getty Images)", "Ann Lee/AFP via Getty Images"),
    ("Dusk. © dpa | Jens Rother", "dpa | Jens Rother"),
    ("Dusk. Bild © Jens Rother (hr)", "Jens Rother (hr)"),
    ("Dusk. Crédit photo : Léa Martin", "Léa Martin"),
    ("Dusk. LÉA MARTIN / AFP", "LÉA MARTIN / AFP"),
    ("Dusk. MARTA RUIZ (EFE)", "MARTA RUIZ (EFE)"),
    ("Dusk. Photo courtesy of Ann Lee", "Ann Lee"),
    ("Dusk. Image courtesy of: Ann Lee", "Ann Lee"),
    ("Dusk. Credit: Shutterstock.com", "Shutterstock.com"),
    ("Кран. Фото: Иван Петров / ТАСС", "Иван Петров / ТАСС"),
    ("الرافعة (تصوير: سامي حداد)", "سامي حداد"),
    ("शाम। फ़ोटो: एएफपी", "एएफपी"),
    ("夕暮れ（写真：佐伯千尋）", "佐伯千尋"),
    ("夕暮れ＝佐伯ちひろ撮影", "佐伯ちひろ"),
    ("夕暮れ＝ロイター", "ロイター"),
    ("黄昏。图片来源：新华社", "新华社"),
    ("黃昏。（圖／王小明攝）", "王小明"),
    ("해질녘. [사진=김민수]", "김민수"),
    ("Dusk (AFP)", "AFP"),
    ("Dusk (AFP, 2024)", "AFP, 2024"),
    ("Dusk. Photo: Ann Lee (AFP 2024)", "AFP 2024"),
]
FORMS_OF_CAPTIONS = [
    ("Dusk. Getty Images", "Getty Images"),
    ("Dusk, AFP", "AFP"),
    ("Dusk. 연합뉴스", "연합뉴스"),
    ("Dusk. Beeld Jan Smit", "Jan Smit"),
    ("Dusk (Photo Léa Martin)", "Léa Martin"),
    ("Dusk. Source: Harbour Museum", "Harbour Museum"),
    ("Dusk | Fuente: Marta Ruiz", "Marta Ruiz"),
    ("Dusk. Courtesy Harbour Museum", "Harbour Museum"),
    ("Dusk. Credit...Ann Lee/Harbour News", "Ann Lee/Harbour News"),
    ("Divers at the source of the river", None),
    ("A photo of the crane at dusk", None),
    ("The crane, in a photo from 1911", None),
    ("He works for Reuters", None),
]


def credit_of(text: str, *finders) -> str | None:
    words = count(text, np.array([0]), np.array([len(text)])).words
    role = word_roles(words)
    masked = mask(text, 0, len(text), words, role)
    start = next((place for place in (finder(text, masked) for finder in finders) if place >= 0), -1)
    return owner(text[start:], mask(text, start, len(text), words, role)) if start >= 0 else None


@pytest.mark.parametrize(("text", "credit"), FORMS)
def test_credits(text, credit):
    assert credit_of(text, find_credit) == credit


@pytest.mark.parametrize("source", ["AFP 2024", "AFP, 1999a", "see AFP 2024", "Getty Images 2019", "AFP 2023, 2024"])
def test_a_long_text_cites_a_study(source):
    text = f"{'Ships burn as much as ever. ' * 7}({source})."
    assert credit_of(text[len("Ships burn as much as ever. ") :], find_credit)
    assert credit_of(text, find_credit) is None
    assert credit_of(text.replace(source, "AFP"), find_credit) == "AFP"


@pytest.mark.parametrize("source", ["Photo: Ann Lee/AFP 2024", "Photo: AFP, 2024", "© AFP 2024", "Ann Lee/AFP, 2019"])
def test_a_long_text_can_have_a_credit_with_a_year(source):
    assert credit_of(f"{'Ships burn as much as ever. ' * 7}({source})", find_credit)


@pytest.mark.parametrize(("text", "credit"), FORMS_OF_CAPTIONS)
def test_credits_of_what_is_known_to_be_a_caption(text, credit):
    assert credit_of(text, find_credit) is None
    assert credit_of(text, find_credit, find_credit_of_caption) == credit


def test_a_class_word_has_one_role():
    words = [word for listed in load("pictures")["roles"].values() for word in listed]
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


GALLERY = [f"<p>{number} / 3</p><p>{text}</p>" for number, text in enumerate(("Dusk.", "Dawn.", "Noon at sea."), 1)]
COUNTERS = {
    "a mark": ("<p>8/10</p><p>A good crane.</p>", ()),
    "a mark above a heading": ("<p>4/5</p><h3>For the crane</h3>", ()),
    "several marks": ("<p>7/10</p><p>A good crane.</p><p>8/10</p><p>A better crane.</p>", ()),
    "a mark beside a picture, above a heading": (f"{IMAGE}<p>9 / 10</p><h3>For the crane</h3>", ()),
    "a picture beside it": (f"{IMAGE}<p>3 / 12</p><p>Dusk at the quay.</p>", ("Dusk at the quay.",)),
    "a picture behind it": (f"<p>3 / 12</p>{IMAGE}<p>Dusk at the quay.</p>", ("Dusk at the quay.",)),
    "a gallery": ("".join(GALLERY), ("Dusk.", "Dawn.", "Noon at sea.")),
}


@pytest.mark.parametrize(("part", "captions"), COUNTERS.values(), ids=COUNTERS)
def test_counters_of_pictures(part, captions):
    article = page(part)
    assert article.captions == captions
    labels = {block.text: block.label for block in article.blocks}
    assert all(labels[caption] == "caption" for caption in captions)
    assert captions or "caption" not in labels.values()


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("<span>Credit...</span><span>Ann Lee for The Harbour News</span>", None, "Ann Lee for The Harbour News"),
        ("Dusk.<span>Credit...</span><span>Ann Lee for The Post</span>", "Dusk.", "Ann Lee for The Post"),
        ("Dusk at the quay, <i class=credit>Ann Lee</i>", "Dusk at the quay", "Ann Lee"),
        ("Dusk at the quay, Photo: Ann Lee", "Dusk at the quay", "Ann Lee"),
        ("Dusk [at the quay] Photo: Ann Lee", "Dusk [at the quay]", "Ann Lee"),
        ("Dusk (archive) Photo: Ann Lee", "Dusk (archive)", "Ann Lee"),
        ("[Dusk at the quay] Photo: Ann Lee", "Dusk at the quay", "Ann Lee"),
        ("Dusk at the quay [Photo: Ann Lee]", "Dusk at the quay", "Ann Lee"),
        ("[quay.jpg] Dusk at the quay. — Reuters", "Dusk at the quay.", "Reuters"),
        ("夕暮れのクレーン=2019年8月19日、青波町、高梨真由撮影", "夕暮れのクレーン", "高梨真由"),
        ("Dusk at the quay... Nobody came.", "Dusk at the quay... Nobody came.", None),
    ],
)
def test_what_is_left_of_a_caption_without_its_credit(text, caption, credit):
    article = page(f"<figure>{IMAGE}<figcaption>{text}</figcaption></figure>")
    assert (article.caption, article.credit) == (caption, credit)
