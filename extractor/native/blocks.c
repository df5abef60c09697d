/* Blocks, elements and inline markup of what is open and what is said in it. */
#include "stack.h"
#include "utf8.h"

enum { NO_NUMBER = -1, NO_LIST = -1 };

static Element *around(const Reader *reader) { return &reader->elements.items[reader->element]; }

static void keep_attributes(Reader *reader, int32_t image)
{
    for (int64_t i = 0; i < reader->attributes.count; i++) {
        const Attribute *value = &reader->attributes.items[i];
        if (value->id < 0 || !reader->known->are_told[value->id]) continue;
        Shown shown = {image, value->id, keep(reader, value, INT64_MAX)};
        Showns_add(&reader->shown, shown, reader->failure);
    }
    Shown offered = {image, -1, reader->offered};
    if (reader->offered.size) Showns_add(&reader->shown, offered, reader->failure);
    reader->offered = NONE;
}

static void add_image(Reader *reader)
{
    Run run = {reader->draft_length, 0, reader->draft.count, reader->known->image, reader->element, reader->image_count, NONE};
    keep_attributes(reader, reader->image_count++);
    draft_mark(reader, run, reader->draft_length);
}

/* --- blocks */

static int32_t group_of(const Reader *reader)
{
    const Element *own = around(reader);
    int32_t within = meaning_of(reader, own->tag).within, holder = own->parent;
    if (!within || !reader->element || meaning_of(reader, reader->elements.items[holder].tag).holds != within) return 0;
    int is_row_group = meaning_of(reader, reader->elements.items[holder].tag).flags & IS_ROW_GROUP;
    return is_row_group ? reader->elements.items[holder].parent : holder;
}

/* Put the text of the draft behind the page's; returns the lines between them. */
static int add_text(Reader *reader, const char *start, const char *end, int is_joined)
{
    int breaks = !reader->text.count ? 0 : is_joined ? 1 : 2;
    bytes_add(&reader->text, "\n\n", breaks, reader->failure);
    bytes_add(&reader->text, start, end - start, reader->failure);
    reader->length += breaks + count_points(start, end);
    return breaks;
}

/* Put inline markup behind that of the blocks before; it begins with a character and ends with the block. */
static void add_runs(Reader *reader, const Runs *runs, const Block *block, const char *text)
{
    int64_t size = block->end - block->start;
    for (int64_t i = 0; i < runs->count; i++) {
        Run run = runs->items[i];
        if (run.end > size) run.end = size;
        while (run.start < run.end && text[run.first] == ' ') run.start++, run.first++;
        if (run.start >= run.end) {
            if (run.kind != reader->known->image && run.kind != reader->known->cell) continue;
            run.start = run.end;
        }
        run.start += block->start;
        run.end += block->start;
        Runs_add(&reader->runs, run, reader->failure);
    }
}

/* Mark what goes on behind the block; of what is alike, the innermost. */
static void mark_open(Reader *reader)
{
    const Runs *open = &reader->open;
    for (int64_t i = 0; i < open->count; i++) {
        int64_t inner = i + 1;
        while (inner < open->count
               && (open->items[inner].kind != open->items[i].kind || open->items[inner].start > open->items[i].start))
            inner++;
        if (inner == open->count) draft_mark(reader, open->items[i], reader->draft_length);
    }
}

static String join_names(Reader *reader)
{
    if (!reader->draft_names.count) return NONE;
    if (reader->draft_names.count == 1) return reader->draft_names.items[0];
    String joined = {reader->strings.count, 0};
    for (int64_t i = 0; i < reader->draft_names.count; i++) {
        String names = reader->draft_names.items[i];
        if (i) bytes_add(&reader->strings, " ", 1, reader->failure);
        bytes_reserve(&reader->strings, names.size, reader->failure); /* they are copied within the same bytes */
        bytes_add(&reader->strings, reader->strings.items + names.start, names.size, reader->failure);
    }
    joined.size = reader->strings.count - joined.start;
    return joined;
}

static void add_block(Reader *reader, const char *start, const char *end, int is_line)
{
    int32_t kind = meaning_of(reader, around(reader)->tag).kind, group = 0;
    if (is_line && kind != reader->known->code) kind = reader->known->line;
    else group = group_of(reader);
    int is_joined = is_line || (group && group == reader->group);
    int breaks = add_text(reader, start, end, is_joined);
    int64_t size = end - start;
    Block block = {0, reader->length, reader->text.count - size, size, kind, breaks > 1, reader->element, NONE};
    block.names = join_names(reader);
    block.start = block.end - count_points(start, end);
    Blocks_add(&reader->blocks, block, reader->failure);
    reader->group = group;
    mark_open(reader);
    add_runs(reader, &reader->waiting, &block, reader->draft.items);
    add_runs(reader, &reader->marks, &block, reader->draft.items);
}

static const char *trim_end(const char *start, const char *end)
{
    for (const char *last = end; last > start; end = last) {
        for (last = end - 1; last > start && !is_first_byte(*last); last--) continue;
        if (space_at(last, end) != end - last) break;
    }
    return end;
}

/* Make a block of what was read since the last one, if it has any text. */
static void flush(Reader *reader)
{
    int is_line = reader->breaks == 1;
    reader->breaks = 0;
    if (!reader->draft.count && !reader->marks.count && !reader->draft_names.count) return;
    const char *start = reader->draft.items, *end = start;
    if (reader->draft.count) end += reader->draft.count;
    if (reader->verbatim) end = trim_end(start, end);
    if (start == end) {
        draft_keep_images(reader);
        return;
    }
    if (reader->blocks.count < reader->max_blocks) add_block(reader, start, end, is_line);
    else add_text(reader, start, end, reader->rest++ > 0);
    draft_clear(reader);
}

/* --- elements */

static void add_pair(Reader *reader, Pairs *pairs, String name, String value)
{
    Pair pair = {name, value};
    Pairs_add(pairs, pair, reader->failure);
}

/* Keep what an element with a content says about the page. */
static void add_meta(Reader *reader)
{
    static const int32_t NAMES[3] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEMPROP};
    for (int i = 0; i < 3; i++) {
        const Attribute *name = attribute(reader, NAMES[i]);
        if (!name || !name->size) continue;
        String kept = keep(reader, name, INT64_MAX);
        add_pair(reader, &reader->metas, kept, keep_all(reader, ATTRIBUTE_CONTENT));
        return;
    }
}

static void add_link(Reader *reader)
{
    String rel = keep_all(reader, ATTRIBUTE_REL);
    add_pair(reader, &reader->links, rel, keep_all(reader, ATTRIBUTE_HREF));
}

/* The first base element with an address counts. */
static void add_base(Reader *reader)
{
    if (!reader->base.size) reader->base = keep_all(reader, ATTRIBUTE_HREF);
}

static int32_t number_of(Reader *reader, int32_t tag, int32_t *next)
{
    Element *list = around(reader);
    if (tag == TAG_OL && !attribute(reader, ATTRIBUTE_REVERSED)) {
        *next = whole(attribute(reader, ATTRIBUTE_START), 1);
    } else if (tag == TAG_LI && list->next != NO_LIST) {
        int32_t number = whole(attribute(reader, ATTRIBUTE_VALUE), list->next);
        list->next = number + 1;
        return number;
    }
    return NO_NUMBER;
}

/* Return how many columns or rows a cell spans beside its own. */
static int32_t beside(const Reader *reader, int32_t id, int32_t most)
{
    int32_t span = whole(attribute(reader, id), 1);
    return span < 2 ? 0 : span < most ? span - 1 : most - 1;
}

static Handle start_block(Reader *reader, int32_t tag, Meaning meaning)
{
    if (!(meaning.flags & IS_CELL) || around(reader)->tag != TAG_TR) flush(reader);
    int32_t next = NO_LIST, number = number_of(reader, tag, &next), first = (int32_t)reader->blocks.count;
    Element element = {reader->element, tag, first, first, is_hidden(reader), number, next, keep_names(reader)};
    Elements_add(&reader->elements, element, reader->failure);
    Handle handle = {BLOCK, (int32_t)reader->elements.count - 1, 0, 0, 0, NONE};
    reader->element = handle.index;
    if (tag == TAG_TABLE) reader->table = handle.index;
    if (meaning.flags & IS_VERBATIM) reader->verbatim++;
    if (meaning.flags & IS_IMAGE) add_image(reader);
    if (meaning.flags & IS_CELL) {
        String head = {reader->strings.count, meaning.flags & IS_HEADER ? 4 : 0};
        bytes_add(&reader->strings, "head", head.size, reader->failure);
        int32_t span = beside(reader, ATTRIBUTE_COLSPAN, MAX_COLUMNS);
        int32_t rows = beside(reader, ATTRIBUTE_ROWSPAN, MAX_ROWS);
        reader->space = 1;
        draft_begin(reader, reader->known->cell, handle.index, span + ROWS * rows, head);
    }
    return handle;
}

static void end_block(Reader *reader, int32_t tag, Handle handle)
{
    Meaning meaning = meaning_of(reader, tag);
    Element *element = &reader->elements.items[handle.index];
    if (meaning.flags & IS_CELL) draft_unmark(reader, reader->known->cell);
    int is_in_row = meaning.flags & IS_CELL && reader->elements.items[element->parent].tag == TAG_TR
                    && element->first == reader->blocks.count; /* then its row is still one block */
    if (!is_in_row) flush(reader);
    if (tag == TAG_TABLE && reader->table == handle.index) rows_join(reader, handle.index);
    if (meaning.flags & IS_VERBATIM) reader->verbatim--;
    element->last = (int32_t)reader->blocks.count;
    reader->element = element->parent;
}

static Handle skip(Reader *reader)
{
    Handle handle = {SKIPPED, 0, 0, 0, 0, NONE};
    reader->skipped++;
    return handle;
}

static Handle start_inline(Reader *reader, int32_t tag, Meaning meaning)
{
    int is_void = tag == TAG_IMG || tag == TAG_INPUT;
    if (!is_void && is_hidden(reader)) return skip(reader);
    if (reader->ended && meaning.flags & IS_LOOSE) reader->loose = 1;
    reader->ended = 0;
    Handle handle = {INLINE, (int32_t)reader->marks.count, reader->draft_number, reader->draft_length, 0, NONE};
    handle.first = reader->draft.count;
    if (meaning.mark >= 0)
        draft_begin(reader, meaning.mark, 0, -1,
                  tag == TAG_A ? keep(reader, attribute(reader, ATTRIBUTE_HREF), reader->known->max_target) : NONE);
    if (tag == TAG_IMG) add_image(reader);
    String names = keep_names(reader);
    if (names.size && reader->draft_names.count < reader->known->max_named)
        Strings_add(&reader->draft_names, names, reader->failure);
    if (!is_void) handle.names = names;
    return handle;
}

static int has_word(const Reader *reader, const char *p, const char *end)
{
    for (; p < end; p++)
        if (is_first_byte(*p) && reader->known->is_alphanumeric(point_at(p, end))) return 1;
    return 0;
}

/* Whether code was read since an inline element began. */
static int has_code(const Reader *reader, const Handle *handle)
{
    for (int64_t i = handle->index; i < reader->marks.count; i++)
        if (reader->marks.items[i].kind == reader->known->literal) return 1;
    return 0;
}

/* Whether what was read since an inline element began is a sign that leads to a place of the page; one of code is an
   operator. */
static int is_sign(const Reader *reader, int32_t kind, const Handle *handle)
{
    int64_t open = reader->open.count - 1;
    while (open >= 0 && reader->open.items[open].kind != kind) open--;
    if (open < 0 || handle->draft != reader->draft_number || handle->first >= reader->draft.count) return 0;
    const Run *run = &reader->open.items[open];
    if (run->first != handle->first || !run->target.size || reader->strings.items[run->target.start] != '#') return 0;
    const char *text = reader->draft.items;
    return !has_word(reader, text + handle->first, text + reader->draft.count) && !has_code(reader, handle);
}

static void end_inline(Reader *reader, int32_t tag, Handle handle)
{
    Meaning meaning = meaning_of(reader, tag);
    int is_signed = meaning_of(reader, around(reader)->tag).flags & IS_SIGNED;
    if (tag == TAG_A && is_signed && is_sign(reader, meaning.mark, &handle)) draft_cut(reader, &handle);
    if (meaning.mark >= 0) draft_unmark(reader, meaning.mark);
    if (handle.names.size && handle.draft == reader->draft_number) {
        Run run = {handle.start, 0, handle.first, reader->known->named, 0, -1, handle.names};
        draft_mark(reader, run, reader->draft_length);
    }
    reader->ended = 1;
}

static void break_line(Reader *reader)
{
    if (reader->verbatim) {
        draft_add(reader, "\n", 1);
    } else if (reader->draft.count) {
        flush(reader);
        reader->breaks = 1;
    } else if (reader->breaks) {
        reader->breaks++; /* a second one in a row begins a paragraph */
    }
}

/* Whether an element is a line of the code around it, not a block. */
static int is_line_of_code(const Reader *reader, Meaning meaning)
{
    if (!reader->verbatim || !(meaning.flags & IS_CODE_LINE)) return 0;
    for (int64_t i = 0; i < reader->open.count; i++)
        if (reader->open.items[i].kind == reader->known->literal) return 1;
    return 0;
}

static void break_code(Reader *reader)
{
    if (reader->draft.count && reader->draft.items[reader->draft.count - 1] != '\n') draft_add(reader, "\n", 1);
}

static Handle start_line(Reader *reader)
{
    Handle handle = {LINE, 0, 0, 0, 0, NONE};
    if (is_hidden(reader)) return skip(reader);
    break_code(reader);
    return handle;
}

/* Keep the addresses from which a browser chooses one for the image that follows. */
static void offer(Reader *reader)
{
    const Attribute *choices = attribute(reader, ATTRIBUTE_SRCSET);
    if (!choices || !choices->size) choices = attribute(reader, ATTRIBUTE_DATA_SRCSET);
    if (!reader->offered.size) reader->offered = keep(reader, choices, INT64_MAX);
}

/* Whether an element is part of the line around it: always, or where it stands. */
static int is_inline(const Reader *reader, int32_t tag, Meaning meaning)
{
    if (meaning.flags & (IS_INLINE | IS_IMAGE)) return meaning.flags & IS_INLINE;
    if (!(meaning_of(reader, around(reader)->tag).flags & IS_LINE)) return 0;
    return meaning.flags & IS_PHRASE || !(rules_of(tag) || meaning.flags || meaning.kind);
}

/* Take an element that ends with its start tag. */
void blocks_void(Reader *reader, int32_t tag)
{
    Meaning meaning = meaning_of(reader, tag);
    if (reader->skipped) return;
    if (attribute(reader, ATTRIBUTE_CONTENT)) add_meta(reader);
    if (tag == TAG_BR) break_line(reader);
    else if (tag == TAG_LINK) add_link(reader);
    else if (tag == TAG_BASE) add_base(reader);
    else if (is_inline(reader, tag, meaning)) blocks_end(reader, tag, start_inline(reader, tag, meaning));
    else if (tag != TAG_META) flush(reader);
    if (tag == TAG_SOURCE) offer(reader);
}

static void add_stamp(Reader *reader)
{
    String value = keep_all(reader, ATTRIBUTE_DATETIME);
    Stamp stamp = {(int32_t)reader->blocks.count, value, keep_names(reader)};
    Stamps_add(&reader->stamps, stamp, reader->failure);
}

/* Take the beginning of an element. */
Handle blocks_start(Reader *reader, int32_t tag)
{
    Meaning meaning = meaning_of(reader, tag);
    Handle nothing = {NOTHING, 0, 0, 0, 0, NONE};
    if (reader->skipped) return nothing;
    if (attribute(reader, ATTRIBUTE_CONTENT)) add_meta(reader);
    if (meaning.flags & IS_UNSEEN && !attribute(reader, ATTRIBUTE_SHADOW)) return skip(reader);
    if (tag == TAG_A && contains(attribute(reader, ATTRIBUTE_REL), "license")) add_link(reader);
    if (tag == TAG_TIME && attribute(reader, ATTRIBUTE_DATETIME)) add_stamp(reader);
    if (is_line_of_code(reader, meaning)) return start_line(reader);
    return is_inline(reader, tag, meaning) ? start_inline(reader, tag, meaning) : start_block(reader, tag, meaning);
}

/* Take the end of an element. */
void blocks_end(Reader *reader, int32_t tag, Handle handle)
{
    if (handle.role == BLOCK) end_block(reader, tag, handle);
    else if (handle.role == INLINE) end_inline(reader, tag, handle);
    else if (handle.role == LINE) break_code(reader);
    else if (handle.role == SKIPPED) reader->skipped--;
    if (tag == TAG_PICTURE) reader->offered = NONE;
}

/* Take the beginning or end of an element that is nested too deeply to be told apart. */
void blocks_break(Reader *reader, int32_t tag)
{
    if (!reader->skipped && !(meaning_of(reader, tag).flags & (IS_INLINE | IS_UNSEEN))) flush(reader);
}

static void add_title(Reader *reader, const char *start, const char *end)
{
    if (reader->is_titled) return;
    int verbatim = reader->verbatim;
    flush(reader);
    reader->verbatim = 0;
    draft_text(reader, start, end, 1);
    reader->is_titled = reader->draft.count > 0;
    flush(reader);
    reader->verbatim = verbatim;
}

/* Take an element whose content is no markup. */
void blocks_raw(Reader *reader, int32_t tag, const char *start, const char *end, int has_references)
{
    if (reader->skipped) return;
    if (tag == TAG_TITLE) {
        add_title(reader, start, end);
    } else if (tag == TAG_SCRIPT && contains(attribute(reader, ATTRIBUTE_TYPE), "ld+json")) {
        String kept = {reader->strings.count, end - start};
        bytes_add(&reader->strings, start, end - start, reader->failure);
        Strings_add(&reader->data, kept, reader->failure);
    } else if (!(meaning_of(reader, tag).flags & IS_UNSEEN)) {
        Handle handle = blocks_start(reader, tag);
        draft_text(reader, start, end, has_references);
        blocks_end(reader, tag, handle);
    }
}

/* Take what the root says. */
void blocks_page(Reader *reader)
{
    Element *root = &reader->elements.items[0];
    if (!reader->language.size) reader->language = keep_all(reader, ATTRIBUTE_LANG);
    if (!reader->language.size) reader->language = keep_all(reader, ATTRIBUTE_XML_LANG);
    if (!root->names.size) root->names = keep_names(reader);
}

void blocks_open(Reader *reader)
{
    Element root = {0, TAG_HTML, 0, 0, 0, NO_NUMBER, NO_LIST, NONE};
    Elements_add(&reader->elements, root, reader->failure);
}

void blocks_close(Reader *reader)
{
    flush(reader);
    reader->elements.items[0].last = (int32_t)reader->blocks.count;
}
