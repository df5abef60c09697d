"""The recipe of the documentation in a real crawl of a local server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from extractor import extract

ROOT = Path(__file__).parent.parent
STORY = (ROOT / "fixtures" / "founding.html").read_bytes()
SENTENCE = "Паром снова ходит, и многие встали рано, чтобы увидеть, как он отходит от причала в тумане. "
OLD = f"<html><body><p>{SENTENCE * 6}</p></body></html>".encode("koi8-r")
START = (
    b'<html><body><a href="/story.html">story</a> <a href="/old.html">old</a> <a href="/no.bin">no</a></body></html>'
)


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def guess_type(self, path: str) -> str:
        return "text/html; charset=koi8-r" if "old" in str(path) else super().guess_type(path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, page in (("index.html", START), ("story.html", STORY), ("old.html", OLD)):
        (pages / name).write_bytes(page)
    (pages / "no.bin").write_bytes(bytes(range(256)) * 9)
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(pages)))
    Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def recipe() -> str:
    """Return the program of the documentation."""
    text = (ROOT / "docs" / "scrapy.md").read_text(encoding="utf-8")
    return text.partition("```python\n")[2].partition("```")[0]


def test_the_recipe(server: str, tmp_path: Path):
    spider = recipe().replace("https://harbour-courier.example", server)
    assert server in spider
    (tmp_path / "courier.py").write_text(spider)
    program = [sys.executable, "-m", "scrapy", "runspider", "courier.py", "-o", "articles.jsonl"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-3_000:]
    assert "Traceback" not in done.stderr, done.stderr
    lines = (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    found = {item["url"].removeprefix(server): item for item in map(json.loads, lines)}
    assert set(found) == {"/", "/story.html", "/old.html", "/no.bin"}
    expected = json.loads(extract(STORY).to_json())
    assert {name: found["/story.html"][name] for name in ("text", "title", "date")} == {
        name: expected[name] for name in ("text", "title", "date")
    }
    assert SENTENCE.strip() in found["/old.html"]["text"]
    assert found["/no.bin"]["status"] == "not_text"
