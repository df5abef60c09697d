"""Imports run downwards only: no stage imports another, and heavy packages stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from extractor.expression import Expression

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
PAGES = PACKAGE.parent / "fixtures"
SLOW = {"concurrent.futures", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.random", "numpy.testing", "unittest"}
"""What a page must not need, though numpy and the standard library have it."""
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


def imported_by(code: str) -> set[str]:
    """What a process imports to run this code."""
    code = f"import __future__, sys, typing; known = set(sys.modules); {code}; print(*set(sys.modules) - known)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def packages_of(modules: set[str]) -> set[str]:
    """The packages beyond the standard library; Cython has a module for what its modules share."""
    names = {name.split(".")[0] for name in modules} - sys.stdlib_module_names
    return {name for name in names if not name.startswith(("_cython", "cython_runtime"))}


def test_the_package_imports_nothing_until_it_is_used():
    assert imported_by("import extractor") == {"extractor"}


def test_the_command_line_imports_little():
    modules = imported_by("import extractor.cli, extractor.explain.command")
    assert packages_of(modules) == {"click", "extractor", "numpy"}


@pytest.mark.parametrize("name", ["founding.txt", "html-meta-published-and-modified.html"])
def test_a_page_imports_little(name: str):
    modules = imported_by(f"import extractor; extractor.extract(open({str(PAGES / name)!r}, 'rb').read())")
    assert packages_of(modules) == {"extractor", "numpy"}
    assert modules.isdisjoint(SLOW)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_regular_expression_compiles(path: Path):
    if "import expression" not in path.read_text(encoding="utf-8"):
        return
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    module = import_module(".".join(part for part in parts if part != "__init__"))
    assert all(value.pattern for value in vars(module).values() if isinstance(value, Expression))
