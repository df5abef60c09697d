from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Letters: TypeAlias = tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.uint8], int, int]
"""What is known of characters: ``alphabet`` in counts.h, in its order."""

CLASS: int
"""The first bit of the classes of a letter."""

ROWS: int
"""Rows of code points that there are."""

def rows(text: str) -> tuple[int, ...]: ...
def count(
    text: str, lowered: str, start: NDArray[np.int64], end: NDArray[np.int64], letters: Letters
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64]]: ...
def hash_spans(points: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]: ...
def nearest(known: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.int64]: ...
def firsts(hashes: NDArray[np.uint64]) -> NDArray[np.int64]: ...
def reach(questions: NDArray[np.void], nodes: NDArray[np.float32], row: NDArray[np.float32]) -> NDArray[np.float32]: ...
def total(
    questions: NDArray[np.void], nodes: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float64]: ...
