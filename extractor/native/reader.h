/* HTML -> the columns of a Document, in one pass and without a tree.
 *
 * tokens.c reads tags and text (HTML Standard, section 13.2.5), tree.c knows what they open and end (13.2.6), stack.c
 * holds what is open, blocks.c makes blocks, elements and inline markup of it. What elements mean for the text of a page
 * is given by the caller (Meaning); nothing here knows a word or judges. Nothing here knows Python; all state is in the
 * Reader, so that threads can read side by side.
 */
#ifndef EXTRACTOR_READER_H
#define EXTRACTOR_READER_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "array.h"

enum { MAX_OPEN = 256 };   /* elements within each other that are told apart */
enum { MAX_ACTIVE = 64 };  /* formatting elements that go on from block to block */
enum { MAX_COLUMNS = 20, MAX_ROWS = 250, ROWS = 256 }; /* that a cell spans; see Run */
enum { MAX_OWN = 1024 };   /* names of elements that only the page has and that are told apart; a power of two */

/* --- what is known before a page is read; never changed while one is */

/* What an element means for the text of a page (see tags.py). */
enum {
    IS_INLINE = 1,    /* begins no line of its own */
    IS_UNSEEN = 2,    /* its text is not shown */
    IS_LOOSE = 4,     /* style sheets set it apart */
    IS_VERBATIM = 8,  /* its white space is kept */
    IS_IMAGE = 16,    /* an image that is an element of its own */
    IS_CELL = 32,
    IS_ROW_GROUP = 64,
    IS_HEADER = 128, /* a cell that heads a row or a column */
    IS_APART = 256,  /* no part of a line: what it stands in is no row of data */
    IS_SIGNED = 512, /* signs in it that lead to a place of the page are left out */
    IS_LINE = 1024,  /* holds a line: what no standard knows begins none in it */
    IS_PHRASE = 2048, /* nor does this */
    IS_CODE_LINE = 4096 /* a line of code where it stands in code */
};

typedef struct {
    uint16_t flags;
    int8_t kind;    /* of its blocks */
    int8_t mark;    /* kind of the inline markup that it is, -1: none */
    uint8_t within; /* number of the group whose blocks stand without blank lines between them, 0: none */
    uint8_t holds;  /* number of the group that it is around */
} Meaning;

typedef struct {
    const char *start;
    int32_t size;
} Name;

/* Names found by a hash of their lower case; a place holds the number of a name, -1: free. */
typedef struct {
    Name *items;
    int32_t count, mask;
    int32_t *places;
} Names;

typedef struct {
    Names tags; /* those of html.h first */
    Meaning *meanings;
    Names attributes; /* those of html.h first */
    uint8_t *are_told; /* of the attributes: whether those of an image are told */
    Names references; /* without the ampersand, with the semicolon where it is part of the name */
    Name *values;     /* of the references */
    int32_t line, code;                            /* kinds of blocks */
    int32_t cell, image, named, literal;           /* kinds of inline markup; named: what calls itself something; code */
    int32_t max_names, max_target, max_named;      /* characters, characters, elements of a block whose names count */
    int32_t max_line;                              /* characters of a block in a table of data that has no header */
    int32_t max_in_cell, max_in_headed;            /* blocks of a row for each of its cells: without and with one */
    int (*is_alphanumeric)(uint32_t point);
    uint32_t currencies[8];                        /* signs before a sum of money; 0 behind the last */
} Vocabulary;

/* --- what is found */

typedef struct {
    int64_t start, size; /* bytes of Reader.strings */
} String;

typedef struct {
    int64_t start, end; /* characters of the text */
    int64_t first, size; /* bytes of it */
    int32_t kind, gap, element;
    String names;
} Block;

typedef struct {
    int32_t parent, tag, first, last, hidden;
    int32_t number, next; /* of the item of a list; of the next item; -1: none */
    String names;
} Element;

typedef struct {
    int64_t start, end; /* characters of the draft, then of the text */
    int64_t first;      /* byte of the draft with which it starts */
    int32_t kind, element;
    int32_t image; /* its number; of a cell how many columns it spans beside its own, and rows times ROWS; -1: none */
    String target; /* where a link leads, "head" for a header cell, what an element calls itself */
} Run;

typedef struct {
    String name, value;
} Pair;

typedef struct {
    int32_t block;
    String value, names;
} Stamp;

typedef struct {
    int32_t image, attribute; /* attribute -1: the addresses that the picture element offers */
    String value;
} Shown;

ARRAY(Block, Blocks)
ARRAY(Element, Elements)
ARRAY(Run, Runs)
ARRAY(Pair, Pairs)
ARRAY(Stamp, Stamps)
ARRAY(Shown, Showns)
ARRAY(String, Strings)
ARRAY(int32_t, Places)

/* --- while a page is read */

/* What blocks.c made of the beginning of an element. */
typedef enum { NOTHING, BLOCK, INLINE, LINE, SKIPPED } Role;

typedef struct {
    Role role;
    int32_t index; /* of the element; of an inline one the number of marks before it */
    int64_t draft, start, first; /* number of the draft in which an inline element began, and where: character, byte */
    String names;
} Handle;

typedef struct {
    int32_t tag;
    int32_t flags;  /* see stack.h */
    int32_t active; /* formatting elements that were active before it, if they do not go on in it; else as around it */
    Handle handle;
} Open;

typedef struct {
    int32_t tag, depth;
    Handle handle;
} Active;

typedef struct {
    int32_t id; /* index of Vocabulary.attributes, -1: unknown */
    const char *value;
    int64_t size;
} Attribute;
ARRAY(Attribute, Attributes)

typedef struct {
    const char *source, *end;
    const Vocabulary *known;
    int64_t max_blocks;
    jmp_buf *failure; /* where to go when memory is short */

    /* the tag that was read last */
    int32_t tag;
    int is_self_closing;
    Attributes attributes;

    /* tree */
    Open stack[MAX_OPEN];
    Active active[MAX_ACTIVE];
    int32_t depth, active_count, deep;
    int has_head, has_body, has_doctype, is_form_open;

    Names own; /* names of elements that only this page has: numbered behind those that are known */
    Name own_items[MAX_OWN];
    int32_t own_places[2 * MAX_OWN];
    int32_t *tally, *open_count; /* by tag: elements of the page; of the stack */

    /* the block that is being read: its text with white space folded, and the inline markup in it */
    Bytes draft;
    int64_t draft_length; /* characters */
    Runs marks, waiting;  /* waiting: images since the last text, which belong to the text that comes */
    Runs open;            /* that are being read */
    Strings draft_names;
    int space, ended, loose; /* white space is due; an inline element has just ended; and one set apart has begun */
    int breaks;              /* line breaks since the last text */
    int verbatim, skipped;   /* elements around */
    int is_titled;
    int32_t element, group, image_count;
    int32_t table;           /* element of the table that began last */
    int64_t draft_number, rest; /* drafts so far; blocks beyond the limit */
    String offered;          /* addresses that a picture element gives for the image in it */

    /* what was found */
    Bytes text, strings;
    int64_t length; /* of the text, in characters */
    Blocks blocks;
    Elements elements;
    Runs runs;
    Pairs metas, links;
    Strings data;
    Stamps stamps;
    Showns shown;
    Runs moved;    /* while the rows of a table are joined: its runs, */
    Places places; /* ... and for each of its blocks the number that it gets */
    String language, base;
} Reader;

/* Read a page in UTF-8. Returns whether memory sufficed; free the reader in either case. */
int reader_read(Reader *reader, const Vocabulary *known, const char *source, int64_t size, int64_t max_blocks);
void reader_free(Reader *reader);

#endif
