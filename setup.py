"""The compiled kernels of ``extractor.native``; everything else about the package stands in pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, ExecError, PlatformError

NATIVE: Final = "extractor/native"
HEADERS: Final = sorted(str(path) for path in Path(NATIVE).glob("*.h"))
SOURCES: Final = {
    "kernels": ["counts.c", "search.c", "trees.c"],
    "reader": ["names.c", "tokens.c", "stack.c", "tree.c", "values.c", "draft.c", "rows.c", "blocks.c"],
}
"""The C sources behind each binding (``NAME.pyx``)."""

FLAGS: Final = {
    "msvc": ["/O2", "/fp:precise"],
    "unix": ["-std=c99", "-O3", "-g0", "-ffp-contract=off", "-fvisibility=hidden"],
}
"""By kind of compiler. Sums are rounded as numpy rounds them: no fused or reordered arithmetic; names stay
within their module."""

NO_COMPILER: Final = (
    "extractor has parts in C: install a C compiler (Debian: gcc and python3-dev; macOS: xcode-select --install; "
    "Windows: Microsoft C++ Build Tools), or take a wheel: pip install --only-binary extractor extractor"
)


class BuildKernels(build_ext):
    """Compiles the kernels; without a compiler, says what to do."""

    def build_extensions(self) -> None:
        """Compile every kernel with the flags of the compiler at hand."""
        for extension in self.extensions:
            extension.extra_compile_args = FLAGS["msvc" if self.compiler.compiler_type == "msvc" else "unix"]
        super().build_extensions()

    def run(self) -> None:
        """Build, or end with one line that names the fix."""
        try:
            super().run()
        except (CCompilerError, ExecError, PlatformError, OSError) as error:
            raise SystemExit(f"{NO_COMPILER} ({error})") from None


def kernel(name: str, sources: list[str]) -> Extension:
    """Return an extension module of a binding and its C sources."""
    paths = [f"{NATIVE}/{source}" for source in (f"{name}.pyx", *sources)]
    return Extension(f"extractor.native.{name}", paths, include_dirs=[NATIVE], depends=HEADERS)


setup(
    ext_modules=cythonize([kernel(*one) for one in SOURCES.items()], build_dir="build", language_level=3),
    cmdclass={"build_ext": BuildKernels},
)
