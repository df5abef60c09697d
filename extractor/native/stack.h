/* Which elements are open: the stack, and the formatting elements beside it (HTML Standard, section 13.2.4). */
#ifndef EXTRACTOR_STACK_H
#define EXTRACTOR_STACK_H

#include "stages.h"

/* Flags of Open: of SVG or MathML; of them too, but what is in it is HTML; bounds formatting; ended before those in it. */
enum { IS_FOREIGN = 1, IS_INTEGRATION = 2, IS_MARKER = 4, IS_OVER = 8 };

extern const uint32_t RULES[TAG_COUNT];

static inline uint32_t rules_of(int32_t tag) { return tag < TAG_COUNT ? RULES[tag] : 0; }

static inline uint32_t rules_in(const Open *open)
{
    if (open->flags & IS_FOREIGN) return 0;
    return open->flags & IS_INTEGRATION ? SPECIAL | SCOPE : rules_of(open->tag);
}

static inline Open *top_of(Reader *reader) { return reader->depth ? &reader->stack[reader->depth - 1] : NULL; }

static inline int is_top(Reader *reader, int32_t tag) { return reader->depth && top_of(reader)->tag == tag; }

void push(Reader *reader, int32_t tag, int32_t flags);
void pop(Reader *reader);
void pop_to(Reader *reader, int32_t depth);
int32_t find_open(const Reader *reader, int32_t tag, uint32_t scope); /* place of the innermost in scope, -1: none */
int close_open(Reader *reader, int32_t tag, uint32_t scope);

void start_formatting(Reader *reader, int32_t tag);
void end_active(Reader *reader, int32_t place);
int32_t find_active(Reader *reader, int32_t tag);

#endif
