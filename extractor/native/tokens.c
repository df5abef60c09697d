/* Tags and text of a page (HTML Standard, section 13.2.5); the loop of the reading. */
#include "stages.h"

static inline int is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
static inline int is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static const char *find(const char *p, const char *end, char c)
{
    const char *found = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
    return found ? found : end;
}

static int starts_with(const char *p, const char *end, const char *lower_case)
{
    for (; *lower_case; p++, lower_case++)
        if (p == end || (*p >= 'A' && *p <= 'Z' ? *p + 32 : *p) != *lower_case) return 0;
    return 1;
}

/* --- what is neither text nor tag */

static const char *skip_comment(const char *p, const char *end)
{
    if (starts_with(p, end, ">")) return p + 1;
    if (starts_with(p, end, "->")) return p + 2;
    for (const char *dash = p; (dash = find(dash, end, '-')) < end; dash++) {
        if (starts_with(dash, end, "-->")) return dash + 3;
        if (starts_with(dash, end, "--!>")) return dash + 4;
    }
    return end;
}

static const char *skip_to(const char *p, const char *end)
{
    p = find(p, end, '>');
    return p < end ? p + 1 : end;
}

static const char *read_cdata(Reader *reader, const char *p)
{
    const char *stop = p;
    while ((stop = find(stop, reader->end, ']')) < reader->end && !starts_with(stop, reader->end, "]]>")) stop++;
    tree_text(reader, p, stop, 0);
    return stop < reader->end ? stop + 3 : stop;
}

static const char *read_declaration(Reader *reader, const char *p)
{
    if (starts_with(p, reader->end, "--")) return skip_comment(p + 2, reader->end);
    if (starts_with(p, reader->end, "[cdata[") && tree_is_foreign(reader)) return read_cdata(reader, p + 7);
    if (starts_with(p, reader->end, "doctype")) reader->has_doctype = 1;
    return skip_to(p, reader->end);
}

/* --- tags */

static int32_t tag_of(Reader *reader, const char *start, int64_t size)
{
    int32_t known = names_find(&reader->known->tags, start, size, 0), count = reader->known->tags.count;
    if (known >= 0) return known;
    int32_t own = names_find(&reader->own, start, size, 0);
    if (own < 0 && reader->own.count < MAX_OWN) {
        own = reader->own.count;
        names_add(&reader->own, start, size);
    }
    return count + (own < 0 ? MAX_OWN - 1 : own);
}

/* Read the value behind an equals sign; returns what is behind it, the end of the page if the value does not end. */
static const char *read_value(const char *p, const char *end, Attribute *attribute)
{
    while (p < end && is_space(*p)) p++;
    if (p < end && (*p == '"' || *p == '\'')) {
        const char *stop = find(p + 1, end, *p);
        attribute->value = p + 1;
        attribute->size = stop - p - 1;
        return stop < end ? stop + 1 : end;
    }
    attribute->value = p;
    while (p < end && !is_space(*p) && *p != '>') p++;
    attribute->size = p - attribute->value;
    return p;
}

/* Read an attribute; of those that are known, the first of its name counts. */
static const char *read_attribute(Reader *reader, const char *p, int is_wanted)
{
    const char *end = reader->end, *name = p++;
    while (p < end && !is_space(*p) && *p != '/' && *p != '>' && *p != '=') p++;
    Attribute found = {-1, p, 0};
    int64_t size = p - name;
    const char *behind = p;
    while (behind < end && is_space(*behind)) behind++;
    if (behind < end && *behind == '=') p = read_value(behind + 1, end, &found);
    if (is_wanted) found.id = names_find(&reader->known->attributes, name, size, 0);
    if (found.id >= 0 && !attribute(reader, found.id))
        Attributes_add(&reader->attributes, found, reader->failure);
    return p;
}

/* Read a tag from its name on; returns what is behind it, NULL if the page ends in it. */
static const char *read_tag(Reader *reader, const char *p, int is_end)
{
    const char *end = reader->end, *name = p;
    while (p < end && !is_space(*p) && *p != '/' && *p != '>') p++;
    reader->tag = tag_of(reader, name, p - name);
    reader->attributes.count = 0;
    for (;;) {
        const char *behind = p;
        while (p < end && (is_space(*p) || *p == '/')) p++;
        if (p == end) return NULL;
        if (*p == '>') {
            reader->is_self_closing = p > behind && p[-1] == '/';
            return p + 1;
        }
        p = read_attribute(reader, p, !is_end);
    }
}

/* --- elements whose content is no markup */

static int is_end_tag(const char *p, const char *end, Name name)
{
    if (end - p < name.size + 2 || p[1] != '/') return 0;
    for (int32_t i = 0; i < name.size; i++)
        if ((p[i + 2] | 0x20) != (name.start[i] | 0x20)) return 0;
    p += name.size + 2;
    return p < end && (is_space(*p) || *p == '/' || *p == '>');
}

static int is_script_tag(const char *p, const char *end)
{
    return starts_with(p, end, "<script") && p + 7 < end && (is_space(p[7]) || p[7] == '/' || p[7] == '>');
}

/* Find the end tag of a script: within a comment, one that ends a script within it does not count (13.2.5.20). */
static const char *find_end_of_script(const char *p, const char *end, Name name)
{
    int is_comment = 0, is_nested = 0;
    for (; p < end; p++) {
        if (is_comment && starts_with(p, end, "-->")) is_comment = is_nested = 0;
        if (*p != '<') continue;
        if (is_end_tag(p, end, name)) {
            if (!is_nested) return p;
            is_nested = 0;
        } else if (is_comment && is_script_tag(p, end)) {
            is_nested = 1;
        } else if (!is_comment && starts_with(p, end, "<!--")) {
            is_comment = 1;
            p += 1; /* the dashes may be those of its end: <!--> */
        }
    }
    return end;
}

static const char *read_raw(Reader *reader, int32_t tag, const char *p)
{
    const char *end = reader->end, *stop = p;
    Name name = reader->known->tags.items[tag], noscript = reader->known->tags.items[TAG_NOSCRIPT];
    int in_noscript = reader->open_count[TAG_NOSCRIPT] > 0; /* which browsers with scripts take as a whole */
    if (tag == TAG_PLAINTEXT) stop = end;
    else if (tag == TAG_SCRIPT) stop = find_end_of_script(p, end, name);
    else
        while ((stop = find(stop, end, '<')) < end && !is_end_tag(stop, end, name)
               && !(in_noscript && is_end_tag(stop, end, noscript)))
            stop++;
    tree_raw(reader, tag, p, stop);
    if (stop == end || !is_end_tag(stop, end, name)) return stop;
    const char *behind = read_tag(reader, stop + 2, 1);
    return behind ? behind : end;
}

/* --- the loop */

static const char *read_markup(Reader *reader, const char *p)
{
    const char *end = reader->end;
    char next = p + 1 < end ? p[1] : 0;
    if (is_letter(next)) {
        const char *behind = read_tag(reader, p + 1, 0);
        if (!behind) return end;
        int32_t tag = reader->tag;
        return tree_start(reader) ? read_raw(reader, tag, behind) : behind;
    }
    if (next == '!') return read_declaration(reader, p + 2);
    if (next == '?') return skip_to(p + 2, end);
    if (next == '/' && p + 2 < end) {
        if (!is_letter(p[2])) return skip_to(p + 2, end);
        const char *behind = read_tag(reader, p + 2, 1);
        if (!behind) return end;
        tree_end(reader, reader->tag);
        return behind;
    }
    tree_text(reader, p, p + 1, 0);
    return p + 1;
}

static void read_page(Reader *reader)
{
    const char *p = reader->source;
    while (p < reader->end) {
        const char *stop = find(p, reader->end, '<');
        if (stop > p) tree_text(reader, p, stop, 1);
        p = stop < reader->end ? read_markup(reader, stop) : stop;
    }
    tree_close(reader);
}

int reader_read(Reader *reader, const Vocabulary *known, const char *source, int64_t size, int64_t max_blocks)
{
    jmp_buf failure;
    memset(reader, 0, sizeof *reader);
    reader->source = source;
    reader->end = source + size;
    reader->known = known;
    reader->max_blocks = max_blocks;
    reader->failure = &failure;
    if (setjmp(failure)) return 0;
    size_t tags = (size_t)(known->tags.count + MAX_OWN);
    reader->tally = calloc(2 * tags, sizeof(int32_t));
    if (!reader->tally) return 0;
    reader->open_count = reader->tally + tags;
    names_open(&reader->own, reader->own_items, reader->own_places, 2 * MAX_OWN);
    blocks_open(reader);
    read_page(reader);
    return 1;
}

void reader_free(Reader *reader)
{
    void *owned[] = {
        reader->tally, reader->attributes.items, reader->draft.items, reader->marks.items, reader->waiting.items,
        reader->open.items, reader->draft_names.items, reader->text.items, reader->strings.items,
        reader->blocks.items, reader->elements.items, reader->runs.items, reader->metas.items,
        reader->links.items, reader->data.items, reader->stamps.items, reader->shown.items,
        reader->moved.items, reader->places.items,
    };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
}
