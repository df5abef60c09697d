"""The command line, as a process where that matters."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGE = str(FIXTURES / "founding.txt")
EMPTY = str(FIXTURES / "empty.txt")


def run(*arguments: str, stdin: bytes | None = None):
    return CliRunner().invoke(main, list(arguments), input=stdin)


def test_stdin_gives_one_object():
    for arguments in ((), ("-",)):
        done = run(*arguments, stdin=Path(PAGE).read_bytes())
        assert done.exit_code == 0
        found = json.loads(done.stdout)
        assert found["title"].startswith("'Come to Russia'")
        assert "blocks" not in found
        assert found["metadata_sources"]["date"]["source"] == "text line 3"


def test_files_give_one_line_each():
    done = run(PAGE, EMPTY, PAGE)
    assert done.exit_code == 1
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["ok", "too_short", "ok"]
    assert run(PAGE, PAGE).exit_code == 0


def test_no_article():
    assert run(EMPTY).exit_code == 3
    assert run(stdin=b"").exit_code == 3


def test_a_missing_file_is_one_record_and_a_message():
    done = run(PAGE, "no-such-file.txt")
    assert done.exit_code == 1
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["ok", "error"]
    assert "no-such-file.txt" in done.stderr


def test_blocks():
    found = json.loads(run(PAGE, "--blocks").stdout)
    assert len(found["blocks"]) == 40
    assert set(found["blocks"][0]) == {"text", "start", "end", "kind", "label", "kept", "probability", "reasons"}


def test_formats():
    text = run(PAGE, "--format", "text").stdout
    assert text.startswith("Russian Foreign Minister")
    markdown = run(PAGE, "--format", "markdown").stdout
    assert markdown.startswith("# 'Come to Russia'")
    assert markdown.endswith(text[-40:])
    assert "passages" not in json.loads(run(PAGE).stdout)
    found = json.loads(run(PAGE, "--format", "structure").stdout)
    assert "".join(passage["joint"] + passage["text"] for passage in found["passages"]) == found["text"]


def test_url_and_focus():
    found = json.loads(run(PAGE, "-u", "https://news.example/a", "--precision").stdout)
    assert (found["url"], found["hostname"]) == ("https://news.example/a", "news.example")
    assert run(PAGE, "--recall").exit_code == 0


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["--nonsense"], ["--blocks", "--format", "text"]])
def test_wrong_usage(arguments):
    done = run(PAGE, *arguments)
    assert done.exit_code == 2
    assert "Error" in done.stderr


def test_a_reader_that_stops_reading():
    with subprocess.Popen(
        [sys.executable, "-m", "extractor", *[PAGE] * 50, "--blocks"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) != 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted():
    with subprocess.Popen(
        [sys.executable, "-m", "extractor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # in the background it is ignored
    ) as process:
        process.stdin.write(b"waiting")
        process.stdin.flush()
        wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) in (-signal.SIGINT, 130)
        assert process.stderr.read() == process.stdout.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="streams of POSIX")
@pytest.mark.parametrize(
    ("redirection", "status"), [("<&-", 2), (f"{PAGE} >&-", 1), (f"{PAGE} > /dev/full", 1), ("/dev/zero", 1)]
)
def test_broken_streams_are_a_message(redirection, status):
    if "/dev/" in redirection and not Path("/dev/full").exists():
        pytest.skip("no such device")
    done = subprocess.run(
        f"{sys.executable} -m extractor {redirection}", shell=True, capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()[-1]) < 80


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_terminal_gets_the_help():
    parent, child = os.openpty()
    done = subprocess.run([sys.executable, "-m", "extractor"], stdin=child, capture_output=True, text=True, check=False)
    os.close(parent)
    os.close(child)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


def test_a_form_feed_between_texts():
    first, none, last = run(PAGE, EMPTY, PAGE, "--format", "text").stdout.split("\f")
    assert first == last == run(PAGE, "--format", "text").stdout
    assert none == ""


def wait_until_it_reads(pid: int) -> None:
    """Wait until the process sleeps in a read of its standard input."""
    import time

    for _ in range(600):
        try:
            if Path(f"/proc/{pid}/wchan").read_text() in ("pipe_read", "anon_pipe_read"):
                return
            if "pipe_read" in Path(f"/proc/{pid}/stack").read_text():
                return
        except OSError:
            pass
        time.sleep(0.01)
