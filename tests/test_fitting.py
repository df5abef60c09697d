"""What models are fitted on: texts within the frames of other sites, and the loss of a choice."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rapidfuzz")

from bench import FOLDS, Page, fold_of
from choice import Choice
from transplant import transplanted
from words import MIN_DOMAINS, common_tokens, matrix, spellings, sums, tokens_of, words_to_json

from extractor.evidence import observe
from extractor.features import tabulate
from extractor.features.vocabulary import KINDS, SUMS
from extractor.model import Weights
from extractor.segment_html import segment_html
from extractor.segment_text import segment_text

TEXTS = {
    "crane": "The harbour board agreed on Monday that the old crane should stay where it is for another ten years.",
    "bridge": "A new bridge across the river will be wide enough for bicycles, the mayor told a meeting on Friday.",
}


def page_of(word: str, domain: str, kind: str = "article") -> Page:
    markup = f"""<html><head><title>About the {word}</title></head><body><nav>Menu of the {word}</nav>
        <h1>The <i>{word}</i></h1> by line <main class="{word}-main"><p>{TEXTS[word]}</p><!-- ad --><p>{TEXTS[word]}</p>
        </main><footer>Imprint of the {word}</footer></body></html>"""
    truth = {"text": f"{TEXTS[word]}\n{TEXTS[word]}", "type": kind}
    return Page(markup.encode(), truth, domain)


def domains(fold: int) -> list[str]:
    return [name for number in range(99) if fold_of(name := f"site{number}.example", FOLDS) == fold]


def test_a_text_stands_within_the_frame_of_another_site():
    one, other = domains(0)[:2]
    made = transplanted([page_of("crane", one), page_of("bridge", other)])
    assert [page.domain for page in made] == [one, other, one, other]
    assert made[0].source == (
        b'<!DOCTYPE html><meta charset=utf-8><html><head><title>About the crane</title></head><body><nav>Menu of the '
        b'bridge</nav>\n        <h1>The crane</h1> by line <main class="crane-main"><p>' + TEXTS["crane"].encode() +
        b"</p><!-- ad --><p>" + TEXTS["crane"].encode() + b"</p>\n        </main><footer>Imprint of the bridge"
        b"</footer></body></html>"
    )  # fmt: skip
    assert made[0].truth["text"].startswith(TEXTS["crane"])


def test_frames_are_of_the_same_fold_and_type_and_another_site():
    crane, bridge = domains(0)[:2]
    assert not transplanted([page_of("crane", crane), page_of("bridge", crane)])
    assert not transplanted([page_of("crane", crane), page_of("bridge", domains(1)[0])])
    assert not transplanted([page_of("crane", crane), page_of("bridge", bridge, "forum")])


@pytest.mark.parametrize(
    "source", [b"", b"\x00", b"<p>", b"<body>text</body>", b"<!-- -->", b"<frameset></frameset>", b"\xff\xfe<"]
)
def test_pages_without_a_container_are_left_out(source):
    one, other = domains(0)[:2]
    for text in (None, "", "text", TEXTS["crane"]):
        broken = Page(source, {"text": text, "type": "article"}, other)
        assert not transplanted([page_of("crane", one), broken])


@pytest.mark.parametrize(
    "heading", ["<h1>{0}<div><p>{1}</p><p>{1}</p></div></h1>", "<h1><div><p>{1}</p><p>{1}</p></div></h1>"]
)
def test_a_headline_around_the_text_stays(heading):
    one, other = domains(0)[:2]
    around = page_of("bridge", other)
    source = f"<body><nav>Menu</nav>{heading.format('Bridges', TEXTS['bridge'])}<footer>Imprint</footer></body>"
    made = transplanted([page_of("crane", one), Page(source.encode(), around.truth, other)])
    words = ("crane", "bridge", "crane", "bridge")
    assert [page.source.count(TEXTS[word].encode()) for page, word in zip(made, words, strict=True)] == [2] * 4


def test_words_that_were_learned_weigh_the_same_in_a_page():
    flat = "".join(
        f"The old crane {word}\n\nThe old crane of Oslo {word} in 2021, {word} and again, all of it.\n\n"
        for word in "abc"
    )
    documents = [
        segment_text(flat),
        segment_html("".join(f"<p class=old-{line}>{line}" for line in flat.split("\n\n"))),
    ]
    for document in documents:
        evidence = observe(document)
        page = tokens_of(document, evidence, list(KINDS))
        tables = common_tokens([(f"site{number}.example", page) for number in range(MIN_DOMAINS)], list(KINDS))
        spelled = spellings([page], tables)
        words = {kind: {spelled[kind][code] for code in table.tolist()} for kind, table in tables.items()}
        assert {"the", "old crane"} <= words["prose"] | words["phrase"]
        assert not {"oslo", "2021", "of oslo", "in 2021"} & set().union(*words.values())
        weight = np.random.default_rng(1).normal(size=sum(map(len, tables.values()))).round(3)
        learned = words_to_json(weight, tables, spelled)
        expected = sums(matrix(page, tables), weight, tables, list(SUMS))
        weights = {kind: Weights(found) for kind, found in learned.items()}
        found = tabulate(document, evidence, [f"weight_{name}" for name in SUMS], weights).values
        assert found == pytest.approx(expected, abs=1e-4, nan_ok=True)
        assert (expected[:, list(SUMS).index("text")] != 0).all()


def loss(score: np.ndarray, right: np.ndarray, weight: np.ndarray, page: np.ndarray) -> float:
    """The loss whose derivative ``Choice`` is, said page by page."""
    total = 0.0
    for number in np.unique(page):
        mine, hits = score[page == number], right[page == number] > 0
        whole = 1 + np.exp(mine).sum()
        total -= weight[page == number][0] * np.log((np.exp(mine[hits]).sum() if hits.any() else 1) / whole)
    return total


def test_the_slope_of_a_choice_is_that_of_its_loss():
    page = np.array([3, 3, 3, 5, 5, 9])
    right = np.array([0.0, 1, 1, 0, 0, 1])
    weight = np.array([2.0, 2, 2, 1, 1, 0.5])
    score = np.array([0.3, -1.2, 2.0, 0.0, -4.0, 1.5])
    slope, curve = Choice(right, weight, page)(score)
    for index, found in enumerate(slope):
        step = np.where(np.arange(len(score)) == index, 1e-5, 0)
        change = loss(score + step, right, weight, page) - loss(score - step, right, weight, page)
        assert found == pytest.approx(change / 2e-5, abs=1e-6)
    assert (curve > 0).all()


def test_a_choice_bears_any_score():
    slope, curve = Choice(np.array([1.0, 0]), np.ones(2), np.zeros(2, np.int64))(np.array([-900.0, 900]))
    assert slope.tolist() == [-1, 1]
    assert np.isfinite(curve).all()
