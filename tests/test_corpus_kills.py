"""A run that is killed, or whose disk is full, goes on later and gives what an undisturbed one gives."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from corpus_files import jsonl, pages, write_all

ROOT = Path(__file__).parent.parent
ROWS = pages(80)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "extractor", "corpus", *map(str, arguments)]


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False, **options)


def test_many_kills():
    kills = [sys.executable, ROOT / "scripts" / "kills.py", "--kills", "25"]
    in_memory = {"TMPDIR": "/dev/shm"} if Path("/dev/shm").is_dir() else {}  # a kill is none of the disk's business
    done = subprocess.run(kills, capture_output=True, text=True, check=False, env={**os.environ, **in_memory})
    assert "nothing lost, nothing twice" in done.stdout, done.stderr


def test_kills_of_the_command_alone(tmp_path: Path):
    inputs = write_all(tmp_path, ROWS[:40])
    sources = [inputs["members.warc.gz"], inputs["lines.jsonl.gz"], inputs["rows.parquet"]]
    whole, out, chance = tmp_path / "whole.jsonl.gz", tmp_path / "out.jsonl.gz", random.Random(0)
    start = time.monotonic()
    assert run(*sources, "-o", whole, "-j", 2).returncode == 0
    duration = time.monotonic() - start
    for _ in range(5):
        with subprocess.Popen(command(*sources, "-o", out, "-j", 2, "--resume"), stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0, duration))
            process.send_signal(signal.SIGKILL)
    assert run(*sources, "-o", out, "--resume").returncode == 0
    assert out.read_bytes() == whole.read_bytes()


def test_a_full_disk(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS)))
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert run(tmp_path / "in.jsonl", "-o", whole).returncode == 0
    room = whole.stat().st_size * 2 // 3

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = run(tmp_path / "in.jsonl", "-o", out, preexec_fn=limit)
    assert done.returncode == 1
    assert "out.jsonl: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    partial = out.with_name("out.jsonl.partial")
    assert 0 < json.loads(out.with_name("out.jsonl.checkpoint").read_text())["state"]["length"] <= room
    assert whole.read_bytes().startswith(partial.read_bytes())
    refused = run(tmp_path / "in.jsonl", "-o", out)
    assert (refused.returncode, "go on with --resume" in refused.stderr) == (2, True)
    other = run(tmp_path / "in.jsonl", "-o", out, "--resume", "--recall")
    assert (other.returncode, "begun with other focus" in other.stderr) == (2, True)
    assert run(tmp_path / "in.jsonl", "-o", out, "--resume").returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    again = run(tmp_path / "in.jsonl", "-o", out, "--resume")
    assert (again.returncode, "nothing is left to do" in again.stderr) == (0, True)


def test_two_runs_at_once(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS)))
    out = tmp_path / "out.jsonl"
    with subprocess.Popen(command(tmp_path / "in.jsonl", "-o", out, "-q")) as first:
        while not out.with_name("out.jsonl.checkpoint").exists():
            time.sleep(0.01)
        second = run(tmp_path / "in.jsonl", "-o", out, "--resume")
        assert first.poll() is None
        assert (second.returncode, "is being written by another run" in second.stderr) == (1, True)
    assert first.returncode == 0
    assert len(out.read_bytes().splitlines()) == 80


def test_progress_on_a_terminal(tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(jsonl(ROWS[:40])))
    parent, child = os.openpty()
    termios.tcsetwinsize(child, (24, 120))
    done = subprocess.run(
        command(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl"), stdout=subprocess.PIPE, stderr=child, check=True
    )
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    os.close(parent)
    assert done.stdout == b""
    assert "100%" in shown
    assert "40 records" in shown
    assert "pages/s" in shown
