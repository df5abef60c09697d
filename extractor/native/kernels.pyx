# cython: boundscheck=False, wraparound=False, initializedcheck=False, freethreading_compatible=True
"""Buffers in, numpy arrays out: the binding of the kernels in C."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stddef cimport ptrdiff_t
from libc.stdint cimport INT32_MAX, int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

import os

import numpy as np

cdef uint64_t ODD = int.from_bytes(os.urandom(8), "little") | 1  # another one in each process


cdef extern from "counts.h" nogil:
    enum:
        _CLASS "CLASS"
        _ROWS "ROWS"
        COLUMNS

    ctypedef struct string:
        const void *data
        int width
        ptrdiff_t length

    ctypedef struct alphabet:
        const int32_t *offset
        const uint32_t *letters
        const uint8_t *counted
        uint32_t word
        uint32_t alone

    ctypedef struct page:
        string text
        string lowered
        alphabet known

    ctypedef struct spans:
        const int64_t *start
        const int64_t *end
        ptrdiff_t count

    ctypedef struct words:
        int32_t *span
        int32_t *start
        int32_t *end
        uint64_t *hash

    void counts_rows(const string *text, uint8_t *seen)
    ptrdiff_t counts_size(const page *read, const spans *parts)
    void counts_all(const page *read, const spans *parts, double *columns, const words *found)
    void counts_hashes(const uint32_t *points, const spans *parts, uint64_t *hashes)


cdef extern from "search.h" nogil:
    void search_nearest(
        const uint64_t *known, ptrdiff_t size, const uint64_t *hashes, ptrdiff_t count, int64_t *place
    )
    void search_firsts(
        const uint64_t *hashes, ptrdiff_t count, uint64_t odd, int32_t *table, int bits, int64_t *first
    )


cdef extern from "trees.h" nogil:
    ctypedef struct question:
        float threshold
        int32_t feature

    ctypedef struct forest:
        const question *questions
        const float *nodes
        ptrdiff_t count
        int depth

    ctypedef struct table:
        const float *values
        ptrdiff_t rows

    void trees_reach(const forest *trees, const table *features, ptrdiff_t row, float *reached)
    void trees_total(const forest *trees, const table *features, double *total)


CLASS, ROWS = _CLASS, _ROWS


def rows(str text not None):
    """Return the rows of 256 code points that a text has characters of, ascending."""
    cdef string read = string_of(text)
    cdef uint8_t seen[_ROWS]
    memset(seen, 0, sizeof(seen))
    with nogil:
        counts_rows(&read, seen)
    return tuple([row for row in range(_ROWS) if seen[row]])


def count(
    str text not None, str lowered not None, const int64_t[::1] start, const int64_t[::1] end, tuple letters not None
):
    """Count words (first row) and characters by class in each span; then of each word its span, start, end and hash.

    ``lowered``: the text in lower case wherever that depends on what stands around; ``letters`` knows the rest.
    """
    if len(lowered) != len(text) or len(text) > INT32_MAX:
        raise ValueError("the text is too long, or its lower case has another length")
    cdef page read
    read.text, read.lowered, read.known = string_of(text), string_of(lowered), alphabet_of(letters)
    cdef spans parts = spans_of(start, end, read.text.length)
    cdef ptrdiff_t size
    with nogil:
        size = counts_size(&read, &parts)
    columns = np.empty((COLUMNS + 1, parts.count))
    block, first, last = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)
    hashes = np.empty(size, np.uint64)
    cdef double[:, ::1] sums = columns
    cdef int32_t[::1] span_out = block, start_out = first, end_out = last
    cdef uint64_t[::1] hash_out = hashes
    cdef words found = words(&span_out[0], &start_out[0], &end_out[0], &hash_out[0])
    with nogil:
        counts_all(&read, &parts, &sums[0, 0], &found)
    return columns, block, first, last, hashes


def hash_spans(const uint32_t[::1] points, const int64_t[::1] start, const int64_t[::1] end):
    """Hash spans of code points (Rabin-Karp)."""
    cdef spans parts = spans_of(start, end, points.shape[0])
    hashes = np.empty(parts.count, np.uint64)
    cdef uint64_t[::1] out = hashes
    with nogil:
        counts_hashes(&points[0], &parts, &out[0])
    return hashes


def nearest(const uint64_t[::1] known, const uint64_t[::1] hashes):
    """Return for each hash the first place among the known ones (ascending) that is not less, or the last."""
    if not len(known):
        raise ValueError("there is no place among none")
    places = np.empty(len(hashes), np.int64)
    cdef int64_t[::1] out = places
    with nogil:
        search_nearest(&known[0], known.shape[0], &hashes[0], hashes.shape[0], &out[0])
    return places


def firsts(const uint64_t[::1] hashes):
    """Return for each hash the place of the first that is equal."""
    if len(hashes) >= INT32_MAX:
        raise ValueError("there are too many hashes")
    cdef int bits = max((2 * len(hashes) - 1).bit_length(), 1)
    places, table = np.empty(len(hashes), np.int64), np.zeros(1 << bits, np.int32)
    cdef int64_t[::1] out = places
    cdef int32_t[::1] scratch = table
    with nogil:
        search_firsts(&hashes[0], hashes.shape[0], ODD, &scratch[0], bits, &out[0])
    return places


def reach(const question[:, ::1] questions, const float[:, ::1] nodes, const float[::1] row):
    """Return the value of the leaf that a row reaches in each tree."""
    cdef forest trees = forest_of(questions, nodes)
    cdef table features = table(&row[0], 1)
    reached = np.empty(trees.count, np.float32)
    cdef float[::1] out = reached
    with nogil:
        trees_reach(&trees, &features, 0, &out[0])
    return reached


def total(const question[:, ::1] questions, const float[:, ::1] nodes, const float[:, ::1] columns):
    """Return the sum of these for each row, added in the order of the trees; ``columns``: one a feature."""
    cdef forest trees = forest_of(questions, nodes)
    cdef table features = table(&columns[0, 0], columns.shape[1])
    sums = np.empty(features.rows)
    cdef double[::1] out = sums
    with nogil:
        trees_total(&trees, &features, &out[0])
    return sums


cdef string string_of(str text) noexcept:
    return string(PyUnicode_DATA(text), PyUnicode_KIND(text), len(text))


cdef alphabet alphabet_of(tuple letters):
    cdef const int32_t[::1] offset = letters[0]
    cdef const uint32_t[:, ::1] rows = letters[1]
    cdef const uint8_t[:, ::1] counted = letters[2]
    cdef uint32_t word = letters[3], alone = letters[4]
    return alphabet(&offset[0], &rows[0, 0], &counted[0, 0], word << _CLASS, alone << _CLASS)


cdef spans spans_of(const int64_t[::1] start, const int64_t[::1] end, ptrdiff_t length):
    cdef ptrdiff_t at
    if start.shape[0] != end.shape[0]:
        raise ValueError("a span has a start and an end")
    for at in range(start.shape[0]):
        if not 0 <= start[at] <= end[at] <= length:
            raise ValueError(f"a span from {start[at]} to {end[at]} is not in a text of {length} characters")
    return spans(&start[0], &end[0], start.shape[0])


cdef forest forest_of(const question[:, ::1] questions, const float[:, ::1] nodes):
    cdef int depth = 0
    while (2 << depth) - 1 < nodes.shape[1]:
        depth += 1
    if (2 << depth) - 1 != nodes.shape[1] or (1 << depth) - 1 != questions.shape[1] or len(questions) != len(nodes):
        raise ValueError("a tree of depth n has 2**n - 1 questions and 2**(n + 1) - 1 nodes")
    return forest(&questions[0, 0], &nodes[0, 0], nodes.shape[0], depth)
