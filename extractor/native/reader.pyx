# cython: language_level=3, boundscheck=False, wraparound=False
"""HTML -> columns: the binding of the compiled reader (see reader.h)."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, int8_t
from libc.stdlib cimport calloc, free

import numpy as np

from extractor.native.columns import Columns, Meaning

cdef extern from "Python.h":
    int Py_UNICODE_ISALNUM(Py_UCS4 point) nogil
    unicode PyUnicode_DecodeUTF8(const char *start, Py_ssize_t size, const char *errors)

cdef extern from "stages.h" nogil:
    enum:
        TAG_COUNT
        ATTRIBUTE_COUNT
        CIS_INLINE "IS_INLINE", CIS_UNSEEN "IS_UNSEEN", CIS_LOOSE "IS_LOOSE", CIS_VERBATIM "IS_VERBATIM"
        CIS_IMAGE "IS_IMAGE", CIS_CELL "IS_CELL", CIS_ROW_GROUP "IS_ROW_GROUP", CIS_HEADER "IS_HEADER"
        CIS_APART "IS_APART", CIS_SIGNED "IS_SIGNED"
        CIS_LINE "IS_LINE", CIS_PHRASE "IS_PHRASE", CIS_CODE_LINE "IS_CODE_LINE"
        CROWS "ROWS"
    const char *TAG_NAMES[]
    const char *ATTRIBUTE_NAMES[]

    ctypedef struct CMeaning "Meaning":
        uint16_t flags
        int8_t kind
        int8_t mark
        uint8_t within
        uint8_t holds

    ctypedef struct Name:
        const char *start
        int32_t size

    ctypedef struct Names:
        Name *items
        int32_t count

    ctypedef struct CVocabulary "Vocabulary":
        Names tags
        CMeaning *meanings
        Names attributes
        uint8_t *are_told
        Names references
        Name *values
        int32_t line, code, cell, image, named, literal, max_names, max_target, max_named, max_line, max_in_cell, max_in_headed
        int (*is_alphanumeric)(uint32_t point) noexcept nogil
        uint32_t currencies[8]

    ctypedef struct String:
        int64_t start, size

    ctypedef struct Block:
        int64_t start, end
        int32_t kind, gap, element
        String names

    ctypedef struct Element:
        int32_t parent, tag, first, last, hidden, number
        String names

    ctypedef struct Run:
        int64_t start, end
        int32_t kind, element, image
        String target

    ctypedef struct Pair:
        String name, value

    ctypedef struct Stamp:
        int32_t block
        String value, names

    ctypedef struct Shown:
        int32_t image, attribute
        String value

    ctypedef struct Bytes:
        char *items
        int64_t count

    ctypedef struct Blocks:
        Block *items
        int64_t count

    ctypedef struct Elements:
        Element *items
        int64_t count

    ctypedef struct Runs:
        Run *items
        int64_t count

    ctypedef struct Pairs:
        Pair *items
        int64_t count

    ctypedef struct Strings:
        String *items
        int64_t count

    ctypedef struct Stamps:
        Stamp *items
        int64_t count

    ctypedef struct Showns:
        Shown *items
        int64_t count

    ctypedef struct Reader:
        Names own
        int32_t *tally
        int32_t image_count
        Bytes text, strings
        Blocks blocks
        Elements elements
        Runs runs
        Pairs metas, links
        Strings data
        Stamps stamps
        Showns shown
        String language, base

    void names_open(Names *names, Name *items, int32_t *places, int32_t size)
    void names_add(Names *names, const char *start, int64_t size)
    int reader_read(Reader *reader, const CVocabulary *known, const char *source, int64_t size, int64_t max_blocks)
    void reader_free(Reader *reader)


IS_INLINE, IS_UNSEEN, IS_LOOSE, IS_VERBATIM = CIS_INLINE, CIS_UNSEEN, CIS_LOOSE, CIS_VERBATIM
IS_IMAGE, IS_CELL, IS_ROW_GROUP, IS_HEADER = CIS_IMAGE, CIS_CELL, CIS_ROW_GROUP, CIS_HEADER
IS_APART, IS_SIGNED, IS_LINE, IS_PHRASE = CIS_APART, CIS_SIGNED, CIS_LINE, CIS_PHRASE
IS_CODE_LINE = CIS_CODE_LINE
ROWS = CROWS


cdef int _is_alphanumeric(uint32_t point) noexcept nogil:
    return Py_UNICODE_ISALNUM(point)


cdef class _Table:
    """Names and where they are found."""

    cdef Names names
    cdef Name *items
    cdef int32_t *places
    cdef list kept  # the names point into these

    def __cinit__(self, listed):
        cdef int32_t size = 16
        cdef bytes name
        self.kept = [one.encode() for one in listed]
        while size < 2 * len(self.kept):
            size *= 2
        self.items = <Name *>calloc(len(self.kept), sizeof(Name))
        self.places = <int32_t *>calloc(size, sizeof(int32_t))
        if not self.items or not self.places:
            raise MemoryError
        names_open(&self.names, self.items, self.places, size)
        for name in self.kept:
            names_add(&self.names, <const char *>name, len(name))

    def __dealloc__(self):
        free(self.items)
        free(self.places)


cdef class Vocabulary:
    """What is known before a page is read: names, and what they mean. It never changes, so threads can share it."""

    cdef CVocabulary known
    cdef _Table tags, attributes, references, values
    cdef readonly tuple tag_names, attribute_names

    def __init__(self, meanings, attributes, references, *, kinds, marks, limits, currencies):
        """Take the names.

        ``meanings``: by name of an element (flags, kind of block, kind of inline markup, group it is in, group that it
        holds), see reader.h. ``attributes``: of images, that are to be told. ``references``: of characters, as in
        ``html.entities.html5``. ``kinds``: numbers of the kinds line and code. ``marks``: numbers of the inline markup
        of a cell, an image, an element that calls itself something and code. ``limits``: characters of names, characters of
        the target of a link, elements of a block whose names count, then those of tables of data (see ``tags.ROWS``).
        """
        known = [TAG_NAMES[tag].decode() for tag in range(TAG_COUNT)]
        self.tag_names = (*known, *(name for name in meanings if name not in known))
        known = [ATTRIBUTE_NAMES[place].decode() for place in range(ATTRIBUTE_COUNT)]
        self.attribute_names = (*known, *(name for name in attributes if name not in known))
        self.tags, self.attributes = _Table(self.tag_names), _Table(self.attribute_names)
        self.references, self.values = _Table(references), _Table(references.values())
        self.known.meanings = <CMeaning *>calloc(len(self.tag_names), sizeof(CMeaning))
        self.known.are_told = <uint8_t *>calloc(len(self.attribute_names), sizeof(uint8_t))
        if not self.known.meanings or not self.known.are_told:
            raise MemoryError
        for place, name in enumerate(self.attribute_names):
            self.known.are_told[place] = name in attributes
        for place, name in enumerate(self.tag_names):
            self._mean(place, meanings.get(name, Meaning()))
        self.known.tags, self.known.attributes = self.tags.names, self.attributes.names
        self.known.references, self.known.values = self.references.names, self.values.items
        self.known.line, self.known.code = kinds
        self.known.cell, self.known.image, self.known.named, self.known.literal = marks
        self.known.max_names, self.known.max_target, self.known.max_named = limits[:3]
        self.known.max_line, self.known.max_in_cell, self.known.max_in_headed = limits[3:]
        self.known.is_alphanumeric = _is_alphanumeric
        for place, sign in enumerate(currencies):
            self.known.currencies[place] = ord(sign)

    cdef _mean(self, int32_t place, meaning):
        cdef CMeaning *given = &self.known.meanings[place]
        given.flags, given.kind, given.mark, given.within, given.holds = meaning

    def __dealloc__(self):
        free(self.known.meanings)
        free(self.known.are_told)


cdef class _Page:
    """A page that is being read, and its memory."""

    cdef Reader *reader
    cdef Vocabulary vocabulary

    def __cinit__(self, Vocabulary vocabulary, bytes source, int64_t max_blocks):
        cdef const char *start = source
        cdef int64_t size = len(source)
        cdef int is_read
        self.vocabulary = vocabulary
        self.reader = <Reader *>calloc(1, sizeof(Reader))
        if not self.reader:
            raise MemoryError
        with nogil:
            is_read = reader_read(self.reader, &vocabulary.known, start, size, max_blocks)
        if not is_read:
            raise MemoryError

    def __dealloc__(self):
        if self.reader:
            reader_free(self.reader)
            free(self.reader)

    cdef unicode text(self):
        return PyUnicode_DecodeUTF8(self.reader.text.items, self.reader.text.count, "replace")

    cdef unicode string(self, String kept):
        if not kept.size:
            return ""
        return PyUnicode_DecodeUTF8(self.reader.strings.items + kept.start, kept.size, "replace")

    cdef tuple tags(self):
        """The names of all elements, by number."""
        cdef Names *own = &self.reader.own
        listed = list(self.vocabulary.tag_names)
        for place in range(own.count):
            name = own.items[place].start[: own.items[place].size]
            listed.append(name.lower().decode("utf-8", "replace"))
        return tuple(listed)

    cdef dict tally(self, tuple tags):
        """How many elements of each name there are."""
        cdef int32_t tag
        return {tags[tag]: self.reader.tally[tag] for tag in range(len(tags)) if self.reader.tally[tag]}

    cdef tuple blocks(self):
        """Columns start, end, kind, gap, element; names."""
        cdef int64_t[:, ::1] columns
        cdef Block *block
        cdef int64_t row
        made = np.empty((5, self.reader.blocks.count), np.int64)
        columns = made
        names = []
        for row in range(self.reader.blocks.count):
            block = &self.reader.blocks.items[row]
            columns[0, row], columns[1, row], columns[2, row] = block.start, block.end, block.kind
            columns[3, row], columns[4, row] = block.gap, block.element
            names.append(self.string(block.names))
        return made, tuple(names)

    cdef tuple elements(self):
        """Columns parent, tag, first, last, hidden, number; names."""
        cdef int64_t[:, ::1] columns
        cdef Element *element
        cdef int64_t row
        made = np.empty((6, self.reader.elements.count), np.int64)
        columns = made
        names = []
        for row in range(self.reader.elements.count):
            element = &self.reader.elements.items[row]
            columns[0, row], columns[1, row], columns[2, row] = element.parent, element.tag, element.first
            columns[3, row], columns[4, row], columns[5, row] = element.last, element.hidden, element.number
            names.append(self.string(element.names))
        return made, tuple(names)

    cdef tuple runs(self):
        """Columns start, end, kind, element, image; targets."""
        cdef int64_t[:, ::1] columns
        cdef Run *run
        cdef int64_t row
        made = np.empty((5, self.reader.runs.count), np.int64)
        columns = made
        targets, known = [], {}  # by where it is kept: a link around many blocks has one target
        for row in range(self.reader.runs.count):
            run = &self.reader.runs.items[row]
            columns[0, row], columns[1, row], columns[2, row] = run.start, run.end, run.kind
            columns[3, row], columns[4, row] = run.element, run.image
            if run.target.size and run.target.start not in known:
                known[run.target.start] = self.string(run.target)
            targets.append(known[run.target.start] if run.target.size else "")
        return made, tuple(targets)

    cdef tuple images(self):
        """Of each image the attributes; those that the element around it offers are called ""."""
        cdef int64_t row
        cdef Shown shown
        found = [{} for _ in range(self.reader.image_count)]
        for row in range(self.reader.shown.count):
            shown = self.reader.shown.items[row]
            name = self.vocabulary.attribute_names[shown.attribute] if shown.attribute >= 0 else ""
            found[shown.image].setdefault(name, self.string(shown.value))
        return tuple(found)

    cdef tuple pairs(self, Pairs found):
        cdef int64_t row
        return tuple([(self.string(found.items[row].name), self.string(found.items[row].value))
                      for row in range(found.count)])

    cdef tuple data(self):
        cdef int64_t row
        return tuple([self.string(self.reader.data.items[row]) for row in range(self.reader.data.count)])

    cdef tuple stamps(self):
        cdef int64_t row
        cdef Stamp *found = self.reader.stamps.items
        return tuple([(found[row].block, self.string(found[row].value), self.string(found[row].names))
                      for row in range(self.reader.stamps.count)])


def read(Vocabulary vocabulary, bytes source, int64_t max_blocks):
    """Read a page in UTF-8; blocks beyond the limit are only in the text."""
    page = _Page(vocabulary, source, max_blocks)
    tags = page.tags()
    return Columns(
        page.text(),
        tags,
        page.tally(tags),
        *page.blocks(),
        *page.elements(),
        *page.runs(),
        page.images(),
        page.pairs(page.reader.metas),
        page.pairs(page.reader.links),
        page.data(),
        page.string(page.reader.language),
        page.string(page.reader.base),
        page.stamps(),
    )
