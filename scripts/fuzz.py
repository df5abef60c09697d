"""Feed broken pages to the compiled HTML reader: ``python scripts/fuzz.py [--seconds 1800] [--corpus FOLDER]``.

Builds ``fuzz/reader.c`` with libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer (clang is needed) around the
reader's own sources and what the reader is told by ``segment_html``, and starts from the HTML fixtures. Exits with an
error and names the input when a read leaves its memory, takes 10 seconds, leaks, or breaks what holds of every page.
"""

from __future__ import annotations

import argparse
import shutil
import string
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from extractor.native.reader import Meaning, Vocabulary
from extractor.segment_html import known

PROJECT: Final = Path(__file__).parent.parent
NATIVE: Final = PROJECT / "extractor/native"
HARNESS: Final = PROJECT / "scripts/fuzz/reader.c"
STAGES: Final = ("names", "tokens", "stack", "tree", "values", "draft", "rows", "blocks")
FLAGS: Final = (
    *("-std=c99", "-O2", "-g", "-Wall", "-Wextra", "-Wshadow", "-pedantic", "-Werror"),
    *("-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all"),
    *("-Wl,--wrap=calloc", "-Wl,--wrap=realloc"),
)
SYNTAX: Final = ("<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!doctype html>", "<?", "</", "/>", "=", "'", "&#", "&#x")
TYPES: Final = ("application/ld+json", "display:none", "license")
SOME: Final = 97  # one reference in so many is in the dictionary
SEEDS: Final = (
    "<ul>" * 300 + "x" + "</ul>" * 200 + "<p>y",
    "<math><![CDATA[x]]><mi><p>y</mi></math><svg><foreignObject><p>z</svg>",
    "<ol start=3><li value=7>x<li>y<div style='visibility: hidden'>z</div></ol>",
)
"""What the fixtures do not have."""

PLAIN: Final = frozenset(string.ascii_letters + string.digits + string.punctuation + " ") - set('"\\')


def main() -> None:
    """Build and run."""
    arguments = argparse.ArgumentParser(description="Feed broken pages to the compiled HTML reader.")
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--corpus", type=Path, default=PROJECT / "build/fuzz/corpus")
    given = arguments.parse_args()
    program = build(PROJECT / "build/fuzz")
    given.corpus.mkdir(parents=True, exist_ok=True)
    seeds = program.parent / "seeds"
    seeds.mkdir(exist_ok=True)
    for page in PROJECT.glob("fixtures/*.html"):
        shutil.copy(page, seeds)
    for number, page in enumerate(SEEDS):
        (seeds / str(number)).write_text(page)
    options = (f"-dict={program.parent / 'dictionary'}", "-timeout=10", "-max_len=4096", "-print_final_stats=1")
    limits = (f"-max_total_time={given.seconds}", f"-artifact_prefix={program.parent}/")
    raise SystemExit(subprocess.call([program, *options, *limits, given.corpus, seeds]))


def build(folder: Path) -> Path:
    """Write what the reader is told and the dictionary of the fuzzer, and compile; return the program."""
    folder.mkdir(parents=True, exist_ok=True)
    told = known()
    names = Vocabulary(**told)
    (folder / "vocabulary.h").write_text(header(names, told))
    words = [f"<{name}" for name in names.tag_names] + [f"</{name}>" for name in names.tag_names]
    words += [f" {name}=" for name in names.attribute_names]
    words += [f"&{name}" for name in list(told["references"])[::SOME]]
    (folder / "dictionary").write_text("".join(f"{quoted(word)}\n" for word in (*words, *SYNTAX, *TYPES)))
    program = folder / "reader"
    sources = [HARNESS, *(NATIVE / f"{stage}.c" for stage in STAGES)]
    subprocess.run(["clang", *FLAGS, f"-I{NATIVE}", f"-I{folder}", *sources, "-o", program], check=True)
    return program


def header(names: Vocabulary, told: Mapping[str, Any]) -> str:
    """Return what the reader is told, in C."""
    size = 1 << (2 * len(told["references"]) - 1).bit_length()
    tags = [f"{{{quoted(name)}, {braced(told['meanings'].get(name, Meaning()))}}}" for name in names.tag_names]
    wanted = [f"{{{quoted(name)}, {int(name in told['attributes'])}}}" for name in names.attribute_names]
    characters = [f"{{{quoted(name)}, {quoted(value)}}}" for name, value in told["references"].items()]
    lists = {"MeantTag MEANT_TAGS": tags, "ToldAttribute TOLD_ATTRIBUTES": wanted, "Reference REFERENCES": characters}
    lists |= {f"int32_t {name.upper()}": told[name] for name in ("kinds", "marks", "limits")}
    lists["uint32_t CURRENCIES"] = [*map(ord, told["currencies"])]
    rows = [f"static const {name}[] = {braced(listed)};" for name, listed in lists.items()]
    return "\n".join([f"enum {{ MAX_PLACES = {size} }};", *rows, ""])


def braced(values: Any) -> str:
    """Return values as a list in C."""
    return "{" + ", ".join(map(str, values)) + "}"


def quoted(text: str) -> str:
    """Return a text as a string in C, and in a dictionary of libFuzzer, which is alike for ASCII."""
    plain = (chr(byte) if chr(byte) in PLAIN else f"\\{byte:03o}" for byte in text.encode())
    return '"' + "".join(plain) + '"'


if __name__ == "__main__":
    main()
