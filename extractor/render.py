"""Article -> Markdown; JSON and plain data are ``Article.to_json`` and ``Article.to_dict``."""

from __future__ import annotations

import re
from typing import Final

from extractor.document import Article

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>])")
_LINE_START: Final = re.compile(r"^(\s*)([#>+=~-]|\d+(?=[.)]\s))", re.MULTILINE)


def to_markdown(article: Article) -> str:
    """Return title and text as CommonMark; characters with a meaning in it are escaped."""
    title = [f"# {_escape(article.title)}"] if article.title else []
    paragraphs = [_escape(part).replace("\n", "  \n") for part in article.text.split("\n\n") if part]
    return "\n\n".join([*title, *paragraphs]) + ("\n" if title or paragraphs else "")


def _escape(text: str) -> str:
    return _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", text))


def _escape_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark.isdigit() else f"{found[1]}\\{mark}"
