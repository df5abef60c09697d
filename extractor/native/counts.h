/* Characters of spans by class, and the words in them. */
#ifndef EXTRACTOR_COUNTS_H
#define EXTRACTOR_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#define COLUMNS 8 /* classes that are counted */
#define ROW 256   /* code points */
#define ROWS (0x110000 / ROW)
#define CLASS 21 /* first bit of the classes of a letter, above its lower case */

/* A text as code points of ``width`` bytes (1, 2 or 4). */
typedef struct {
    const void *data;
    int width;
    ptrdiff_t length;
} string;

/* What is known of characters. ``letters``: rows of 256 characters, for each its code point in lower case and its
   classes (bits from ``CLASS`` on). ``offset``: of each row of code points that occurs, where it is in ``letters``, less
   its first code point.
   ``counted``: for each combination of classes, 1 in the columns it counts in.
   ``word``: the class that words are made of, ``alone``: that of what is a word by itself. */
typedef struct {
    const int32_t *offset;
    const uint32_t *letters;
    const uint8_t *counted;
    uint32_t word;
    uint32_t alone;
} alphabet;

/* What is read: ``lowered`` is as long as ``text``, and in lower case wherever that depends on what stands around. */
typedef struct {
    string text;
    string lowered;
    alphabet known;
} page;

/* Spans of a text, ascending and disjoint. */
typedef struct {
    const int64_t *start;
    const int64_t *end;
    ptrdiff_t count;
} spans;

/* Words in order: the span that each begins in, where it stands in the text, and the hash of its lower case. */
typedef struct {
    int32_t *span;
    int32_t *start;
    int32_t *end;
    uint64_t *hash;
} words;

/* Set the flag of each row of code points that a text has. */
void counts_rows(const string *text, uint8_t *seen);

/* Return the number of words that begin in the spans. */
ptrdiff_t counts_size(const page *read, const spans *parts);

/* Write the words, and for each span their number (first column) and that of its characters by class (the others); a
   column is ``parts->count`` long. */
void counts_all(const page *read, const spans *parts, double *columns, const words *found);

/* Hash spans of code points: the sum of code point * base**offset, modulo 2**64 (Rabin-Karp). */
void counts_hashes(const uint32_t *points, const spans *parts, uint64_t *hashes);

#endif
