"""Explanation -> the report: one HTML page that needs nothing else and trusts nothing of the page it tells about.

``report.html`` is a template that escapes all it is given; what its script needs is one island of JSON in which no
character can end the element. The policy of the page lets only its own script and style run, known by their hashes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import PurePath
from typing import Any, Final

from extractor.explain.compare import Comparison
from extractor.explain.view import Explanation

_ESCAPES: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_FIXTURE: Final = ("status", "title", "date", "date_modified", "authors", "caption", "credit", "language", "text")
"""Fields of the article that a fixture made from the report states."""


def report(explanation: Explanation, source: bytes, name: str, comparisons: Sequence[Comparison] = ()) -> str:
    """Return the report of a page; ``source``: its bytes, ``name``: what it is called."""
    import jinja2
    from markupsafe import Markup

    template, style, script = (_part(f"report.{kind}") for kind in ("html", "css", "js"))
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.undefined = jinja2.StrictUndefined
    return environment.from_string(template).render(
        name=name,
        explanation=explanation,
        labels=sorted(Counter(block.label for block in explanation.blocks).items()),
        kept=sum(block.kept for block in explanation.blocks),
        comparisons=comparisons,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  # ours
        script=Markup(script),  # noqa: S704  # ours
        data=Markup(_island(_data(explanation, source, name))),  # noqa: S704  # no < or & is left in it
    )


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    sources = f"script-src {_hash(script)}; style-src {_hash(style)}"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _island(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _data(explanation: Explanation, source: bytes, name: str) -> dict[str, Any]:
    """Return what the script needs: the contributions, and of what a fixture is made."""
    place: dict[str, int] = {}
    terms = [
        [part for term in block.terms for part in (place.setdefault(term.feature, len(place)), term.value)]
        for block in explanation.blocks
    ]
    article = explanation.article.to_dict()
    expected = {"why": "", "url": article["url"], "article": {field: article[field] for field in _FIXTURE}}
    if article["url"] is None:
        del expected["url"]
    return {
        "bias": explanation.bias,
        "features": list(place),
        "terms": terms,
        "scores": [block.score for block in explanation.blocks],
        "lines": [block.line for block in explanation.blocks],
        "joints": [block.joint for block in explanation.blocks],
        "name": PurePath(name).stem,
        "suffix": ".html" if explanation.source == "html" else ".txt",
        "expected": expected,
        "source": base64.b64encode(gzip.compress(source, mtime=0)).decode(),
    }
