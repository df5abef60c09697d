"""Imports run downwards only: no stage imports another, and heavy packages stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "extractor"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = {
    "decode",
    "segment_html",
    "segment_text",
    "evidence",
    "features",
    "score",
    "cut",
    "metadata",
    "label",
    "parsed",
    "assemble",
    "render",
}
COMPOSITION = {"__init__", "__main__", "cli", "corpus", "explain", "pipeline", "spark"}
ABOVE = {"corpus", "explain", "peers", "spark"}
HOMES = {
    "bs4": {"decode"},
    "click": {"cli", "console", "corpus", "explain"},
    "fastwarc": {"corpus"},
    "jinja2": {"explain"},
    "lxml": {"parsed", "peers"},
    "markupsafe": {"explain"},
    "pyarrow": {"corpus", "spark"},
    "pyspark": {"spark"},
    "rapidfuzz": {"explain"},
    "rich": {"explain"},
    "tqdm": {"corpus"},
    "trafilatura": {"peers"},
}
KERNELS = {"kernels": {"characters", "model"}, "reader": {"segment_html"}}


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def inner(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("extractor.")}


def test_every_stage_exists():
    assert {module_of(path) for path in FILES} >= STAGES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_layers(path: Path):
    module = module_of(path)
    if module in COMPOSITION:
        return
    allowed = {"render"} if module == "document" else set()  # ``Article.to_markdown``, when it is called
    assert inner(path) & (STAGES | {"cli", "pipeline"}) <= allowed | {module}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_knows_nothing_of_what_is_made_of_it(path: Path):
    assert module_of(path) in {"cli", *ABOVE} or not inner(path) & ABOVE


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_packages_stay_at_home(path: Path):
    used = {name.split(".")[0] for name in imports(path)}
    for package, homes in HOMES.items():
        assert package not in used or module_of(path) in homes


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_kernel_stands_behind_one_contract(path: Path):
    used = {name.split(".")[2] for name in imports(path) if name.startswith("extractor.native.")}
    assert all(module_of(path) in KERNELS[kernel] for kernel in used)


@pytest.mark.parametrize("path", sorted(PACKAGE.joinpath("native").glob("*.[ch]")), ids=lambda path: path.name)
def test_c_sources_know_nothing_of_python(path: Path):
    assert "Python.h" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_short(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 40, node.name


def test_start_up_imports_nothing_heavy():
    heavy = {"bs4", "chardet", "jinja2", "lxml", "rapidfuzz", "rich", "trafilatura"}
    code = f"import sys, extractor.cli, extractor.explain.command; print(*sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
