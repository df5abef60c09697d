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


def test_lower_case_lines_tell_of_links_that_broke_the_lines():
    page = (
        "Home\nHarbour\nAbout us\nThe chair of the board\nJane Doe\nin\n"
        "Northport on Thursday invited the owner\nJohn Roe\nto the next meeting that it holds in May.\n"
        "Weather\nContact\n"
    )
    sentence = "The chair of the board Jane Doe in Northport on Thursday invited the owner John Roe to the next meeting"
    assert blocks(page)[3:-2] == [f"{sentence} that it holds in May."]


@pytest.mark.parametrize(("opening", "closing"), [("„", "“"), ("»", "«"), ("“", "”"), ("‚", "‘")])
def test_a_quotation_ends_a_line_in_any_language(opening, closing):
    said = f"Der Trainer war nach dem Spiel zufrieden und sagte: {opening}Wir haben alles gegeben.{closing}"
    caption = "Der Trainer auf der Brücke am Hafen. Foto: Anna Brandt"
    assert [*blocks(f"{said}\n{caption}")] == [said, caption]


def test_on_an_all_lower_case_page_a_lower_case_line_continues_nothing():
    page = f"old crane stays\n{SENTENCE.lower().rstrip(' .')} by the quay\nemail\nclick to share on facebook\n"
    assert len(blocks(page)) == 4


def test_a_stamp_is_not_wrapped_into_the_title_above():
    import textwrap

    title = "The old crane of the northern quay will not be sold after all, says council"
    page = "\n".join([title, "Published May 31, 2018", *textwrap.wrap(SENTENCE * 8, 72)])
    assert blocks(page)[:2] == [title, "Published May 31, 2018"]


def test_a_hard_wrapped_title_ends_above_a_byline_of_another_script():
    import textwrap

    title = "घाट की पुरानी क्रेन आख़िरकार नहीं बिकेगी, नगर परिषद ने फ़ैसला किया"
    sentence = "परिषद सोमवार को मिली और तय किया कि क्रेन वहीं रहेगी जहाँ वह खड़ी है। "
    page = "\n".join([title, "लेखक: आशा वर्मा", *textwrap.wrap(sentence * 8, 66)])
    assert blocks(page)[:2] == [title, "लेखक: आशा वर्मा"]


@pytest.mark.parametrize(
    "byline",
    [
        "by Jane Marlow",
        "by Piet van der Berg",
        "by Jane Marlow | 4 March 2018 | 2 comments",
        "by Jane Marlow, Harbour Correspondent",
        "von Jane Marlow 4. März 2018",
    ],
)
def test_a_byline_goes_on_with_no_title(byline):
    title = "The old crane of the northern quay will not be sold after all, the council says"
    page = f"Home\nHarbour News\n{title}\n{byline}\n{SENTENCE}\nWeather\n"
    assert blocks(page)[2:4] == [title, byline]


def test_a_line_that_goes_on_about_somebody_is_no_byline():
    title = "The old crane of the northern quay was painted once more last summer"
    assert blocks(f"{title}\nby Jane Marlow, who lives beside it.\n{SENTENCE}")[0].startswith(f"{title} by Jane")


def test_short_lines_of_verse_stay_apart():
    verse = "The tide goes out,\nthe tide comes in,\nand nobody asks\nwhere it has been.\n"
    assert len(blocks(f"{SENTENCE}\n\n{verse}\n{SENTENCE}")) == 6


def test_a_hard_wrapped_page_is_unwrapped():
    import textwrap

    paragraphs = [SENTENCE.strip() * 3, (SENTENCE * 4).strip(), (SENTENCE * 3).strip()]
    page = "\n\n".join("\n".join(textwrap.wrap(paragraph, 72)) for paragraph in paragraphs)
    assert len(blocks(page)) == 3


def test_a_hard_wrapped_page_with_a_running_head_and_a_list_of_addresses():
    import textwrap

    head = "The Quarterly of Harbours" + " " * 40 + "Vol. 12, No. 3"
    text = "\n".join(textwrap.wrap((SENTENCE * 9).strip(), 70))
    addresses = [f"{number}. https://harbour.example/of/the/north/port/{number}" for number in range(1, 30)]
    found = blocks("\n".join((head, "", text, "", *addresses)))
    assert found == [" ".join(head.split()), (SENTENCE * 9).strip(), *addresses]


def test_chinese_and_japanese_lines_break_between_any_two_signs():
    lines = [
        "社会",
        "町長が新しい港を開く",
        "港は来年の春に開く予定で、町が百人の働き手を探しているという。",
        "天気",
    ] * 4
    assert blocks("\n".join(lines)) == lines


def test_a_sign_alone_tells_of_a_link_that_broke_a_paragraph():
    page = f"{SENTENCE.strip()}\nThe rest of it was told to\nJane Doe\n.\n{SENTENCE.strip()}\n"
    assert blocks(page)[1] == "The rest of it was told to Jane Doe ."


def test_a_page_on_one_line_is_split_at_sentences():
    assert len(blocks(SENTENCE * 20)) == 20
    assert len(blocks(SENTENCE * 5)) == 1


@pytest.mark.parametrize("mark", ["\0", "\ud800", "\u200b", "\ufeff"])
def test_lines_of_invisible_characters_are_blank(mark):
    page = f"Title\n\n{SENTENCE}\n\nThe report by the\nHarbour Board\n, it says\n, is late.\n"
    plain, marked = segment_text(page), segment_text(page.replace("\n", f"{mark}\n"))
    assert [marked.block(index).replace(mark, "").split() for index in range(len(marked))] == [
        plain.block(index).split() for index in range(len(plain))
    ]
    assert marked.gap.tolist() == plain.gap.tolist()
    assert marked.kind.tolist() == plain.kind.tolist()
    assert len(segment_text(f"{mark}\n {mark} \n")) == 1


def test_the_header_of_an_archived_record_is_one_block():
    header = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Date: 2021-03-04T10:00:00Z\r\nContent-Length: 99"
    assert blocks(f"{header}\r\n\r\nTitle\r\n4 May 2020\r\n") == [" ".join(header.split()), "Title", "4 May 2020"]


def test_a_line_of_very_many_dates_is_read_in_good_time(monkeypatch):
    monkeypatch.setattr(module, "MAX_BLOCKS", 50)
    assert len(segment_text("12 May 2019 " * 20_000)) == 50
    assert len(segment_text("It is late. " * 20_000)) == 50


def test_a_chinese_quotation_on_one_line_keeps_its_opening_sign():
    page = "市议会周二投票决定重建码头旁的旧起重机。“这是我们城市的象征。”市长说。" * 60
    assert set(blocks(page)) == {"市议会周二投票决定重建码头旁的旧起重机。", "“这是我们城市的象征。”", "市长说。"}


def test_a_page_on_one_line_is_split_at_dates_with_a_stamp():
    page = f"{SENTENCE * 20}Old crane stays Last updated: 12 May 2019 {SENTENCE * 5}"
    assert "Last updated: 12 May 2019" in blocks(page)
    assert "by Jane Doe" in blocks(page.replace("Last updated:", "by Jane Doe"))


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
        [
            SENTENCE,
            "Home",
            ", and so",
            "the",
            "1 May 2020",
            "By Jane",
            "\n",
            "\n\n",
            " ",
            "\u00a0",
            "\ufeff",
            "。",
            "\0",
            "\ud800",
        ]
    )
).map("".join)


@given(st.one_of(pages, st.text()))
def test_only_white_space_is_outside_of_blocks(text):
    document = segment_text(text)
    spans = list(zip(document.start.tolist(), document.end.tolist(), strict=True))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert len(document.kind) == len(document.gap) == len(document.line) == len(spans)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    outside = "".join(text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True))
    assert not outside.strip()


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\u00a0\u3000"])
def test_nothing(text):
    assert len(segment_text(text)) == 0


def test_lines_that_are_wrapped_and_broken_at_links():
    text = """The harbour board met on Monday to decide what is to become of the old crane that
fell into the water during the storm of last week, and of the men who worked it for
thirty years and more. The goal of raising it, said the harbour master, is to open
the
quay
to the ferries again before the summer, when most of the guests of the island come
by boat. Nobody had been hurt, for the crane had stood empty since Friday, when the
wind rose and the board had closed the whole of the eastern side of the harbour. By
Tuesday two
divers
, a tug and a barge had been ordered from the mainland, and were expected by noon of
the next day. The insurers sent a man with a camera, who walked around the wreck for
an hour and left by the evening ferry
.
"""
    menu = ["Home", "Island", "Markets", "Weather", "Sport", "Letters"]
    document = segment_text("\n".join([*menu, text]))
    assert [document.block(index) for index in range(len(document))] == [*menu, text.strip()]


def test_what_is_not_wrapped_on_a_wrapped_page_stays_apart():
    prose = """The harbour board met on Monday to decide what is to become of the old crane that
fell into the water during the storm of last week, and of the men who worked it for
thirty years and more. The goal of raising it, said the harbour master, is to open
the eastern side of the harbour before the summer, when most of the guests come by
ferry
, and to close it again in the autumn before the first of the storms from the north.
The insurers sent a man with a camera, who walked around the wreck for an hour and
left by the evening ferry
. Nobody had been hurt."""
    files = ["plans/crane.txt", "plans/quay.txt", "width: six metres", "height: nine metres"]
    document = segment_text("\n".join(["Harbour", "Island", "Markets", "Weather", *files, "", prose]))
    blocks = [document.block(index) for index in range(len(document))]
    assert blocks == ["Harbour", "Island", "Markets", "Weather", *files, prose]


@pytest.mark.parametrize("gap", ["", " "])
def test_a_picture_that_is_said_twice_does_not_go_on_with_a_line(gap: str):
    picture = "the old crane of the harbour" + gap + "the old crane of the harbour"
    text = f"""The board met on Monday, said the master of the harbour, Ann Lee, to decide
on the old crane
, and of the men who worked it
, who are thirty.
The goal of raising it is to open the eastern side of the harbour before the summer
{picture}
The insurers sent a man with a camera, who walked around the wreck for an hour."""
    document = segment_text(text)
    assert picture in [document.block(index) for index in range(len(document))]
