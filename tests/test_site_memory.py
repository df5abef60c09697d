"""What is learned of a site, that it never takes a story away, and that it shows among the reasons."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import reduce
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from measures import page_f1

from extractor import ExtractorError, Options, analyse, extract, extract_many
from extractor.cli import main
from extractor.corpus import learn_arrow, learning, sample_of, sample_schema
from extractor.corpus.learning import Page, Sample, merge, remembered, sample_record, write_memory
from extractor.corpus.records import Record
from extractor.evidence import observe
from extractor.memory import FEATURE, Site, recall, site_name, sites_in
from extractor.segment_text import segment_text

SITES = sorted((Path(__file__).parent.parent / "fixtures" / "sites").glob("*.jsonl"))
HOST = "https://paper.example"


def sampled(rows: Iterable[tuple[str, str]], hosts: int = 10) -> Sample:
    """Return the sample of pages, given as address and text."""
    sample = Sample(hosts)
    for url, text in rows:
        assert sample_record(sample, Record(None, url, text, "text"))
    return sample


def lines_of(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Return found and pages of what is remembered of one host, by text."""
    (pages,) = sampled(rows).sites.values()
    return {line.text: (line.found, line.pages) for line in remembered(pages.values())}


DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spelt(number: int) -> str:
    return " ".join(DIGITS[int(digit)] for digit in str(number))


def prose(number: int, sentences: int = 3) -> list[str]:
    """Return paragraphs that no other number has."""
    return [
        f"The report of {spelt(number)} tells in its part {spelt(part)} at length what nobody had told the town before that morning, "
        "and names all who had a hand in it, one after the other, as they were heard."
        for part in range(sentences)
    ]


def page(*stories: list[str], middle: str = "Send us your letter", end: str = "All rights reserved") -> str:
    body = [line for story in stories for line in story]
    return "\n".join(["Front page", "Sport and games", *body[:1], middle, *body[1:], "Yes.", end])


def news(count: int, first: int = 0) -> list[tuple[str, str]]:
    return [(f"{HOST}/{number}", page(prose(number))) for number in range(first, first + count)]


# --- sites written for this project


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_there_are_sites():
    assert {path.stem for path in SITES} >= {"courier-html", "courier-text"}


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
def test_a_site_loses_furniture_and_no_story(path: Path, tmp_path: Path):
    memory = tmp_path / "site.json"
    assert run("learn", path, "-o", memory).exit_code == 0
    rows = rows_of(path)
    told = [line[3] for site in json.loads(memory.read_text())["hosts"].values() for line in site["lines"]]
    assert len(told) > 20
    assert not [line for line in told for row in rows if line in row["story"]]
    options = Options(blocks=True, site_memory=memory)
    for row in rows:
        with_memory, without = extract(row["text"], row["url"], options=options), extract(row["text"], row["url"])
        assert page_f1(with_memory.text, row["story"])[0] >= page_f1(without.text, row["story"])[0]
        story = [block for block in with_memory.blocks or () if block.text in row["story"].split("\n")]
        assert len(story) == len(row["story"].split("\n"))
        assert not [block.text for block in story if any(FEATURE in reason for reason in block.reasons)]
        assert not [block.text for block in story if not block.kept and len(block.text.split()) >= 12]


def test_flat_text_gains(tmp_path: Path):
    rows = rows_of(SITES[[path.stem for path in SITES].index("courier-text")])
    memory = tmp_path / "site.json"
    write_memory(sampled((row["url"], row["text"]) for row in rows), str(memory))
    with_memory = [extract(row["text"], row["url"], options=Options(site_memory=memory)).text for row in rows]
    without = [extract(row["text"], row["url"]).text for row in rows]
    before, after = (
        np.mean([page_f1(text, row["story"])[1] for text, row in zip(texts, rows, strict=True)])
        for texts in (without, with_memory)
    )
    assert after > before + 0.15  # precision


# --- a story is a story, however often it is there


def test_lines_on_most_pages():
    found = lines_of(news(5))
    assert found == dict.fromkeys(
        ("Front page", "Sport and games", "Send us your letter", "Yes.", "All rights reserved"), (5, 5)
    )


def test_two_pages_tell_nothing():
    assert lines_of(news(2)) == {}


def test_half_of_the_pages_is_not_most():
    rows = [(f"{HOST}/{number}", page(prose(number), middle=f"Part {spelt(number % 2)}")) for number in range(8)]
    assert "Part zero" not in lines_of(rows)


def test_a_page_that_is_crawled_again():
    again = [(f"{HOST}/0#top", page(prose(0))), (f"{HOST}/0", page(prose(0)))]
    assert lines_of([*news(2), *again * 5]) == {}


def test_a_story_on_many_addresses():
    copies = [(f"{HOST}/section/{number}", page(prose(0), middle="The pier is closed")) for number in range(10)]
    assert lines_of(copies) == {}
    found = lines_of([*copies, *news(4, first=1)])
    assert found["Front page"] == (4, 4)  # on the page of the story it stands beside what is copied
    assert "The pier is closed" not in found


def test_a_story_that_is_updated():
    versions = [(f"{HOST}/v{size}", page(prose(0, 4 + size), middle="The pier is closed")) for size in range(6)]
    assert lines_of(versions) == {}
    assert "The pier is closed" not in lines_of([*versions, *news(3, first=1)])
    rewritten = [
        (f"{HOST}/r{number}", page(prose(0, 4), prose(100 + number), middle="The pier is closed"))
        for number in range(6)
    ]
    assert "The pier is closed" not in lines_of([*rewritten, *news(3, first=1)])


def test_a_story_in_archives():
    story = [prose(0)[0], "The pier is closed", *prose(0)[1:]]
    archives = [(f"{HOST}/archive/{number}", page(prose(number + 50, 4), story)) for number in range(6)]
    found = lines_of([*archives, *news(2, first=1)])
    assert "Front page" in found
    assert "The pier is closed" not in found


def test_prose_on_every_page_is_no_line():
    notice = prose(999)[0]
    rows = [(url, f"{text}\n{notice}") for url, text in news(6)]
    found = lines_of(rows)
    assert notice[:80].strip() not in found
    assert "All rights reserved" not in found  # it stands beside what may be a story
    assert found["Front page"] == (6, 6)


def test_a_page_that_cannot_tell_does_not_count():
    rows = [*news(6), (f"{HOST}/digest", page(prose(0)[:1], prose(90, 4)))]
    found = lines_of(rows)
    assert found["Send us your letter"] == (5, 5)
    assert found["All rights reserved"] == (7, 7)


def test_hosts_do_not_mix():
    other = [(url.replace("paper", "journal"), text.replace("Front page", "Start")) for url, text in news(4)]
    sample = sampled([*news(4), *other])
    assert set(sample.sites) == {"paper.example", "journal.example"}
    texts = {host: {line.text for line in remembered(pages.values())} for host, pages in sample.sites.items()}
    assert "Start" not in texts["paper.example"]
    assert "Front page" not in texts["journal.example"]


# --- samples merge, and are bounded


pages_of_hosts = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.builds(
            lambda rank, key: Page(rank, np.array([key], "<u8").tobytes(), b"\x01\0", str(key)),
            st.integers(0, 60),
            st.integers(1, 3),
        ),
    ),
    max_size=60,
)


def sample_with(pages: Iterable[tuple[str, Page]]) -> Sample:
    sample = Sample(3)
    for host, one in pages:
        sample.add(host, one)
    return sample


@given(pages_of_hosts, pages_of_hosts, pages_of_hosts, st.randoms())
def test_samples_merge(one, two, three, chance):
    together = [*one, *two, *three]
    chance.shuffle(together)
    expected = sample_with(together).sites
    assert len(expected) <= 3
    assert all(len(pages) <= learning.PAGES for pages in expected.values())
    for order in permutations(map(sample_with, (one, two, three))):
        assert reduce(merge, order).sites == expected
        assert merge(order[0], merge(order[1], order[2])).sites == expected
    whole = sample_with(together)
    assert merge(whole, whole).sites == expected


def test_the_file_does_not_depend_on_the_order(tmp_path: Path):
    rows = [*news(40), *((url.replace("paper", "journal"), text) for url, text in news(9))]
    for name, ordered in (("a", rows), ("b", rows[::-1])):
        write_memory(sampled(ordered), str(tmp_path / name))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    hosts = json.loads((tmp_path / "a").read_text())["hosts"]
    assert list(hosts) == ["journal.example", "paper.example"]
    assert hosts["paper.example"]["lines"][0][1:3] == [32, 32]


def test_a_page_and_a_host_are_bounded():
    rows = [
        (f"{HOST}/{number}", "\n".join([*prose(number), *(f"line {spelt(place)} is here" for place in range(2_000))]))
        for number in range(4)
    ]
    (pages,) = sampled(rows).sites.values()
    assert {len(list(page.blocks())) for page in pages.values()} == {learning.LINES}
    assert len(remembered(pages.values())) <= learning.LINES


def test_pages_that_are_not_sampled():
    sample = Sample()
    assert not sample_record(sample, Record(None, HOST, "", problem="no page"))
    assert sample_record(sample, Record(None, HOST, ""))
    assert sample_record(sample, Record(None, HOST, b"\0\1\2\3" * 100))
    assert sample.sites == {}
    for _ in range(2):
        sample_record(sample, Record(None, None, "the same words"))
    assert [len(pages) for pages in sample.sites.values()] == [1]


def test_arrow():
    pa = pytest.importorskip("pyarrow", reason="needs extractor[corpus]")
    rows = [{"url": url, "text": text} for url, text in [*news(40), *news(3)]]
    parts = [list(learn_arrow(pa.Table.from_pylist(part).to_batches(7))) for part in (rows[:11], rows[11:])]
    found = sample_of(row for part in parts for batch in part for row in batch.to_pylist())
    assert found.sites == sampled((row["url"], row["text"]) for row in rows).sites
    assert parts[0][0].schema.equals(sample_schema())
    assert list(learn_arrow([])) == []


@pytest.mark.skipif(not shutil.which("java"), reason="SPARK IS NOT TESTED: there is no Java")
def test_spark(tmp_path: Path):
    pytest.importorskip("pyspark", reason="SPARK IS NOT TESTED: needs extractor[spark]")
    rows = jsonl(tmp_path / "in.jsonl", [*news(40), *news(5)])
    assert run("learn", rows, "-o", tmp_path / "one.json").exit_code == 0
    program = f"""
from pyspark.sql import SparkSession
from extractor.corpus import write_memory
from extractor.spark import learn_frame
spark = SparkSession.builder.master("local[1]").getOrCreate()
write_memory(learn_frame(spark.read.json({str(rows)!r}).repartition(2)), {str(tmp_path / "two.json")!r})
"""
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3_000:]
    assert (tmp_path / "two.json").read_bytes() == (tmp_path / "one.json").read_bytes()


# --- what the memory says of a page


def test_the_host_of_an_address():
    names = [
        site_name(url) for url in ("https://www.Paper.example:80/a", "http://paper.example", None, "http://[", "x")
    ]
    assert names == ["paper.example", "paper.example", "", "", ""]


def test_a_longer_line_and_more_pages_say_more():
    document = segment_text("one two\none two three four\nelse")
    evidence = observe(document)
    keys = evidence.key.tolist()

    def against(found: int, pages: int) -> list[float]:
        site = Site.of((key, found, pages) for key in keys[:2])
        return site.against(evidence.key, evidence.size).tolist()

    assert against(5, 5) == pytest.approx([np.log(11), 2 * np.log(11), 0])
    assert against(20, 20)[0] > against(5, 5)[0] > against(5, 8)[0] > 0
    assert Site.of([]).against(evidence.key, evidence.size).tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["html", "text"])
def test_it_is_one_more_contribution(kind, tmp_path: Path):
    def marked(text: str) -> str:
        return "".join(f"<p>{line}</p>\n" for line in text.split("\n")) if kind == "html" else text

    sample = Sample()
    for url, text in news(12):
        sample_record(sample, Record(None, url, marked(text), kind))
    write_memory(sample, str(tmp_path / "site.json"))
    options = Options(blocks=True, site_memory=tmp_path / "site.json")
    source, url = marked(page(prose(3))), f"{HOST}/3"
    plain, found = analyse(source, url, kind=kind), analyse(source, url, kind=kind, options=options)
    scores = found.scores
    assert scores.bias + scores.contributions.sum(axis=1) == pytest.approx(scores.total, abs=1e-3)
    assert found.features.names == (*plain.features.names, FEATURE)
    assert scores.contributions.shape == found.features.values.shape
    added = scores.contributions[:, -1]
    assert scores.total - plain.scores.total == pytest.approx(added, abs=1e-6)
    texts = [found.document.block(index) for index in range(len(found.document))]
    said = dict(zip(texts, added.tolist(), strict=True))
    assert said["Send us your letter"] < -1
    assert all(said[paragraph] == 0 for paragraph in prose(3))
    blocks = {block.text: block.reasons for block in found.article.blocks}
    assert f"{FEATURE} {said['Send us your letter']:+.2f}" in blocks["Send us your letter"]


def test_of_another_host_nothing_is_said(tmp_path: Path):
    write_memory(sampled(news(5)), str(tmp_path / "site.json"))
    options = Options(site_memory=tmp_path / "site.json")
    for url in ("https://journal.example/1", None):
        assert FEATURE not in analyse(page(prose(1)), url, options=options).features.names
    assert recall(None, HOST) is None


def test_a_file_that_changes_is_read_again(tmp_path: Path):
    memory = tmp_path / "site.json"
    write_memory(sampled(news(3)), str(memory))
    before = recall(memory, HOST)
    write_memory(sampled(news(9)), str(memory))
    after = recall(memory, HOST)
    assert before.pages.max() == 3
    assert after.pages.max() == 9
    assert recall(memory, HOST) is after


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "7", '{"format": 1}', '{"format": 1, "hosts": []}', '{"format": 1, "hosts": {"a": {}}}',
     '{"format": 1, "hosts": {"a": {"lines": [["x", 1, 1, ""]]}}}', '{"format": 1, "hosts": {"a": {"lines": [[1]]}}}',
     '{"format": 1, "hosts": {"a": {"lines": [["fffffffffffffffff", 1, 1, ""]]}}}', '{"format": 1, "hosts": {"a": {"lines": [["f", 2, 1, ""]]}}}', '{"format": 2, "hosts": {}}'],
)  # fmt: skip
def test_what_is_no_site_memory(content: str, tmp_path: Path):
    (tmp_path / "site.json").write_text(content)
    with pytest.raises(ExtractorError, match=r"make it (again )?with extractor learn"):
        sites_in(tmp_path / "site.json")


def test_options():
    with pytest.raises(ExtractorError, match=r"no\.json: No such file"):
        Options(site_memory="no.json")
    with pytest.raises(ExtractorError, match="site_memory is dict: give the path"):
        Options(site_memory={})
    with pytest.raises(ExtractorError, match="charset is bytes: give the name"):
        Options(charset=b"utf-8")


def test_in_several_processes(tmp_path: Path):
    write_memory(sampled(news(5)), str(tmp_path / "site.json"))
    options = Options(site_memory=tmp_path / "site.json")
    pages = [page(prose(number)) for number in range(3)]
    assert list(extract_many(pages, 2, options=options)) == [extract(one, options=options) for one in pages]


# --- the commands


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def jsonl(path: Path, rows: Iterable[tuple[str, str]]) -> Path:
    path.write_text("".join(json.dumps({"url": url, "text": text}) + "\n" for url, text in rows))
    return path


def test_learn_and_use(tmp_path: Path):
    parts = [jsonl(tmp_path / f"{part}.jsonl", news(4, first=4 * part)) for part in range(3)]
    done = run("learn", *parts, "-o", tmp_path / "one.json")
    assert (done.exit_code, done.stderr) == (0, "12 records; 5 lines of 1 hosts, of 1\n")
    assert run("learn", *parts[::-1], "-o", tmp_path / "two.json", "-j", 2, "-q").output == ""
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    url, memory = f"{HOST}/3", tmp_path / "one.json"
    (tmp_path / "page.txt").write_text(page(prose(3)))
    alone = run(tmp_path / "page.txt", "-u", url, "--site-memory", memory, "--blocks")
    assert f"{FEATURE} -" in alone.stdout
    assert run("corpus", parts[0], "-o", tmp_path / "out.jsonl", "--site-memory", memory).exit_code == 0
    result = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[3])
    expected = json.loads(alone.stdout)
    assert {name: result[name] for name in ("text", "confidence")} == {
        name: expected[name] for name in ("text", "confidence")
    }
    assert result["confidence"] != extract(page(prose(3)), url).confidence


def test_another_memory_is_another_run(tmp_path: Path):
    rows = jsonl(tmp_path / "in.jsonl", news(4))
    run("learn", rows, "-o", tmp_path / "site.json")
    run("corpus", rows, "-o", tmp_path / "out.jsonl", "--site-memory", tmp_path / "site.json")
    identity = {"version": "0", "inputs": [], "site_memory": "other"}
    (tmp_path / "out.jsonl").rename(tmp_path / "out.jsonl.partial")
    state = {"position": [0, 0, 0], "length": 0, "statuses": {}, "damages": [], "damaged": 0}
    (tmp_path / "out.jsonl.checkpoint").write_text(json.dumps({"identity": identity, "state": state}))
    done = run("corpus", rows, "-o", tmp_path / "out.jsonl", "--site-memory", tmp_path / "site.json", "--resume")
    assert done.exit_code == 2
    assert "site_memory" in done.stderr


def test_a_folder_is_one_host(tmp_path: Path):
    (tmp_path / "pages").mkdir()
    for number in range(5):
        (tmp_path / "pages" / f"{number}.txt").write_text(page(prose(number)))
    assert run("learn", tmp_path / "pages", "-o", tmp_path / "site.json").exit_code == 0
    assert set(sites_in(tmp_path / "site.json")) == {""}
    found = run(tmp_path / "pages" / "1.txt", "--site-memory", tmp_path / "site.json", "--blocks")
    assert f"{FEATURE} -" in found.stdout


def test_damage_is_told(tmp_path: Path):
    rows = jsonl(tmp_path / "in.jsonl", news(4))
    rows.write_text(rows.read_text() + '{"text": "cut')
    done = run("learn", rows, "-o", tmp_path / "site.json")
    assert done.exit_code == 1
    assert "5 records (1 without a page)" in done.stderr
    assert "in.jsonl, byte" in done.stderr
    assert len(recall(tmp_path / "site.json", HOST).keys) == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["learn", "", "-o", "new.json"], "an input is called ''"),
        (["learn", "in.jsonl", "-o", "in.jsonl"], "in.jsonl is there already"),
        (["learn", "in.jsonl", "-o", "no/new.json"], "no/new.json: there is no folder no"),
        (["learn", "none.jsonl", "-o", "new.json"], "none.jsonl: no such file"),
        (["corpus", "in.jsonl", "-o", "out.jsonl", "--site-memory", "none"], "none: No such file"),
        (["corpus", "in.jsonl", "-o", "out.jsonl", "--site-memory", "in.jsonl"], "in.jsonl is no site memory"),
        (["in.jsonl", "--site-memory", "in.jsonl"], "in.jsonl is no site memory"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    jsonl(tmp_path / "in.jsonl", news(1))
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
