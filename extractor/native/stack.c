/* Which elements are open (see stack.h). */
#include "stack.h"

enum { ARK = 3 }; /* formatting elements of one name that go on */

#define TAG_RULES(constant, name, flags) (flags),
const uint32_t RULES[TAG_COUNT] = {TAGS(TAG_RULES)};

/* --- formatting elements */

static int32_t first_active(Reader *reader) { return reader->depth ? top_of(reader)->active : 0; }

void end_active(Reader *reader, int32_t place)
{
    Active ended = reader->active[place];
    memmove(&reader->active[place], &reader->active[place + 1],
            (size_t)(--reader->active_count - place) * sizeof(Active));
    blocks_end(reader, ended.tag, ended.handle);
}

int32_t find_active(Reader *reader, int32_t tag)
{
    for (int32_t place = reader->active_count - 1; place >= first_active(reader); place--)
        if (reader->active[place].tag == tag) return place;
    return -1;
}

/* End the first of the elements of this name, if there are as many as go on. */
static void keep_ark(Reader *reader, int32_t tag)
{
    int32_t count = 0;
    for (int32_t place = reader->active_count - 1; place >= first_active(reader); place--)
        if (reader->active[place].tag == tag && ++count == ARK) {
            end_active(reader, place);
            return;
        }
}

void start_formatting(Reader *reader, int32_t tag)
{
    int32_t open = tag == TAG_A || tag == TAG_NOBR ? find_active(reader, tag) : -1;
    if (open >= 0) end_active(reader, open); /* there is no link in a link */
    keep_ark(reader, tag);
    if (reader->active_count < MAX_ACTIVE) {
        Active active = {tag, reader->depth, blocks_start(reader, tag)};
        reader->active[reader->active_count++] = active;
    }
}

/* --- the stack */

void pop(Reader *reader)
{
    do {
        Open open = reader->stack[reader->depth - 1];
        if (open.flags & IS_MARKER)
            while (reader->active_count > open.active) end_active(reader, reader->active_count - 1);
        reader->depth--;
        reader->deep = 0;
        reader->open_count[open.tag]--;
        blocks_end(reader, open.tag, open.handle);
    } while (reader->depth && (top_of(reader)->flags & IS_OVER));
}

void pop_to(Reader *reader, int32_t depth)
{
    while (reader->depth > depth) pop(reader);
}

void push(Reader *reader, int32_t tag, int32_t flags)
{
    if (reader->depth == MAX_OPEN) {
        blocks_break(reader, tag);
        reader->deep++;
        return;
    }
    if (!flags && rules_of(tag) & MARKER) flags |= IS_MARKER;
    int32_t active = flags & IS_MARKER ? reader->active_count : first_active(reader);
    Open open = {tag, flags, active, blocks_start(reader, tag)};
    reader->stack[reader->depth++] = open;
    reader->open_count[tag]++;
}

int32_t find_open(const Reader *reader, int32_t tag, uint32_t scope)
{
    if (!reader->open_count[tag]) return -1;
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        const Open *open = &reader->stack[place];
        if (open->tag == tag && !(open->flags & (IS_FOREIGN | IS_INTEGRATION | IS_OVER))) return place;
        if (rules_in(open) & scope) return -1;
    }
    return -1;
}

int close_open(Reader *reader, int32_t tag, uint32_t scope)
{
    int32_t place = find_open(reader, tag, scope);
    if (place >= 0) pop_to(reader, place);
    return place >= 0;
}
