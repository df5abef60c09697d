"""Lines become blocks: rejoined where they were broken, split where all is one line, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import segment_text as module
from extractor.document import KINDS
from extractor.segment_text import segment_text

SENTENCE = "The harbour board met on Monday and agreed that the old crane should stay where it is. "


def blocks(text: str) -> list[str]:
    document = segment_text(text)
    return [" ".join(document.block(index).split()) for index in range(len(document))]


def kinds(text: str) -> list[str]:
    return [KINDS[kind] for kind in segment_text(text).kind]


def test_a_line_is_a_block():
    assert blocks("One line\n\n  Another line \r\nThird") == ["One line", "Another line", "Third"]


def test_line_ends_of_all_systems():
    assert blocks("a b\r\nc d\re f\u2028g h\x0bi j") == ["a b", "c d", "e f", "g h", "i j"]


def test_lines_broken_by_links_are_joined():
    page = (
        "The report by the\nHarbour Board\n, which was published on Monday, blames\nthe weather\n.\n"
        "A second paragraph names\nJane Doe\n, who left the board in the spring of last year.\n"
    )
    assert blocks(page) == [
        "The report by the Harbour Board , which was published on Monday, blames the weather .",
        "A second paragraph names Jane Doe , who left the board in the spring of last year.",
    ]


def test_short_lines_of_verse_stay_apart():
    verse = "The tide goes out,\nthe tide comes in,\nand nobody asks\nwhere it has been.\n"
    assert len(blocks(f"{SENTENCE}\n\n{verse}\n{SENTENCE}")) == 6


def test_a_hard_wrapped_page_is_unwrapped():
    import textwrap

    paragraphs = [SENTENCE.strip() * 3, (SENTENCE * 4).strip(), (SENTENCE * 3).strip()]
    page = "\n\n".join("\n".join(textwrap.wrap(paragraph, 72)) for paragraph in paragraphs)
    assert len(blocks(page)) == 3


def test_a_page_on_one_line_is_split_at_sentences():
    assert len(blocks(SENTENCE * 20)) == 20
    assert len(blocks(SENTENCE * 5)) == 1


def test_kinds():
    page = (
        f"{SENTENCE}\n\n- one thing\n- another thing\n\n{SENTENCE}\n\n{SENTENCE}\n\nverse one\nverse two\n\n{SENTENCE}"
    )
    assert kinds(page) == [
        "paragraph",
        "list_item",
        "list_item",
        "paragraph",
        "paragraph",
        "paragraph",
        "line",
        "paragraph",
    ]


def test_a_page_of_very_many_lines_ends_where_reading_did(monkeypatch):
    monkeypatch.setattr(module, "MAX_BLOCKS", 3)
    document = segment_text("a\nb\nc\nd\ne")
    assert document.text == "a\nb\nc"
    assert len(document) == 3


pages = st.lists(
    st.sampled_from(
        [SENTENCE, "Home", ", and so", "the", "1 May 2020", "By Jane", "\n", "\n\n", " ", "\u00a0", "\ufeff", "。"]
    )
).map("".join)


@given(st.one_of(pages, st.text()))
def test_only_white_space_is_outside_of_blocks(text):
    document = segment_text(text)
    spans = list(zip(document.start.tolist(), document.end.tolist(), strict=True))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    outside = "".join(text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True))
    assert not outside.strip()


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\u00a0\u3000"])
def test_nothing(text):
    assert len(segment_text(text)) == 0
