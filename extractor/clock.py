"""How long the stages of a page take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Clock:
    """Calls stages and adds up the seconds of each by the name of its function (of wall clock)."""

    seconds: dict[str, float] = field(default_factory=dict)

    def __call__(self, stage: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> R:
        """Call a stage."""
        start = time.perf_counter()
        result = stage(*arguments, **named)
        self.seconds[stage.__name__] = self.seconds.get(stage.__name__, 0.0) + time.perf_counter() - start
        return result
