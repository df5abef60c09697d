/* Reads any bytes as a page and checks what must hold of every page; see ../fuzz.py, which writes vocabulary.h. */
#include <stdio.h>

#include "stages.h"
#include "utf8.h"

typedef struct {
    const char *name;
    Meaning meaning;
} MeantTag;

typedef struct {
    const char *name;
    uint8_t is_told;
} ToldAttribute;

typedef struct {
    const char *name, *value;
} Reference;

#include "vocabulary.h" /* MEANT_TAGS, TOLD_ATTRIBUTES, REFERENCES, KINDS, MARKS, LIMITS, CURRENCIES, MAX_PLACES */

#define COUNT(list) ((int32_t)(sizeof(list) / sizeof *(list)))
#define CHECK(condition)                                                          \
    do {                                                                          \
        if (!(condition)) {                                                       \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                              \
        }                                                                         \
    } while (0)

/* --- memory that runs out: the linker puts these in the place of calloc and realloc */

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *items, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *items, size_t size);

static int64_t asked, failing = -1; /* calls so far; number of the call that fails, as do those behind it */

static int is_short(void) { return failing >= 0 && asked++ >= failing; }

void *__wrap_calloc(size_t count, size_t size) { return is_short() ? NULL : __real_calloc(count, size); }

void *__wrap_realloc(void *items, size_t size) { return is_short() ? NULL : __real_realloc(items, size); }

/* --- what is known */

static Vocabulary known;

static int is_alphanumeric(uint32_t point)
{
    return (point >= '0' && point <= '9') || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z') || point >= 0xC0;
}

static void add_name(Names *names, Name *items, int32_t *places, const char *name)
{
    if (!names->items) names_open(names, items, places, MAX_PLACES);
    names_add(names, name, (int64_t)strlen(name));
}

static void learn(void)
{
    static Name tags[COUNT(MEANT_TAGS)], attributes[COUNT(TOLD_ATTRIBUTES)], names[COUNT(REFERENCES)];
    static Name values[COUNT(REFERENCES)];
    static int32_t tag_places[MAX_PLACES], attribute_places[MAX_PLACES], places[MAX_PLACES];
    static Meaning meanings[COUNT(MEANT_TAGS)];
    static uint8_t are_told[COUNT(TOLD_ATTRIBUTES)];
    for (int32_t i = 0; i < COUNT(MEANT_TAGS); i++) {
        add_name(&known.tags, tags, tag_places, MEANT_TAGS[i].name);
        meanings[i] = MEANT_TAGS[i].meaning;
    }
    for (int32_t i = 0; i < COUNT(TOLD_ATTRIBUTES); i++) {
        add_name(&known.attributes, attributes, attribute_places, TOLD_ATTRIBUTES[i].name);
        are_told[i] = TOLD_ATTRIBUTES[i].is_told;
    }
    for (int32_t i = 0; i < COUNT(REFERENCES); i++) {
        add_name(&known.references, names, places, REFERENCES[i].name);
        values[i].start = REFERENCES[i].value;
        values[i].size = (int32_t)strlen(REFERENCES[i].value);
    }
    known.meanings = meanings;
    known.are_told = are_told;
    known.values = values;
    known.line = KINDS[0], known.code = KINDS[1];
    known.cell = MARKS[0], known.image = MARKS[1], known.named = MARKS[2], known.literal = MARKS[3];
    known.max_names = LIMITS[0], known.max_target = LIMITS[1], known.max_named = LIMITS[2];
    known.max_line = LIMITS[3], known.max_in_cell = LIMITS[4], known.max_in_headed = LIMITS[5];
    known.is_alphanumeric = is_alphanumeric;
    memcpy(known.currencies, CURRENCIES, sizeof CURRENCIES);
}

/* --- what must hold */

static int is_utf8(const char *start, int64_t size)
{
    int more = 0;
    for (int64_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)start[i];
        if (more ? is_first_byte(start[i]) : !is_first_byte(start[i])) return 0;
        more = more ? more - 1 : c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    }
    return !more;
}

/* Characters are counted as Python counts them, and none is cut. */
static void check_text(const Reader *reader)
{
    const char *text = reader->text.items;
    CHECK(reader->length == (text ? count_points(text, text + reader->text.count) : 0));
    if (!is_utf8(reader->source, reader->end - reader->source)) return;
    CHECK(is_utf8(text, reader->text.count));
    CHECK(is_utf8(reader->strings.items, reader->strings.count));
    for (int64_t i = 0; i < reader->elements.count; i++) {
        String names = reader->elements.items[i].names;
        CHECK(!names.size || is_utf8(reader->strings.items + names.start, names.size));
    }
}

static void check_string(const Reader *reader, String string)
{
    CHECK(string.start >= 0 && string.size >= 0 && string.start + string.size <= reader->strings.count);
}

static void check_blocks(const Reader *reader, int64_t max_blocks)
{
    int64_t end = 0;
    int is_valid = is_utf8(reader->source, reader->end - reader->source); /* otherwise a block can be half a character */
    CHECK(reader->blocks.count <= max_blocks);
    for (int64_t i = 0; i < reader->blocks.count; i++) {
        Block block = reader->blocks.items[i];
        CHECK(block.start == end + (i ? 1 + block.gap : 0));
        CHECK(block.start + is_valid <= block.end && block.end <= reader->length);
        CHECK(block.gap == 0 || block.gap == 1);
        CHECK(block.element >= 0 && block.element < reader->elements.count);
        check_string(reader, block.names);
        Element element = reader->elements.items[block.element];
        CHECK(element.first <= i && i < element.last);
        end = block.end;
    }
    CHECK(reader->rest || end == reader->length);
}

static void check_elements(const Reader *reader)
{
    int32_t tags = known.tags.count + reader->own.count;
    CHECK(reader->elements.count > 0);
    for (int64_t i = 0; i < reader->elements.count; i++) {
        Element element = reader->elements.items[i], around = reader->elements.items[element.parent];
        CHECK(element.parent >= 0 && element.parent < (i ? i : 1));
        CHECK(element.tag >= 0 && element.tag < tags);
        CHECK(around.first <= element.first && element.first <= element.last && element.last <= around.last);
        CHECK(element.last <= reader->blocks.count);
        CHECK(element.number >= -1);
        check_string(reader, element.names);
    }
}

static void check_runs(const Reader *reader)
{
    for (int64_t i = 0; i < reader->runs.count; i++) {
        Run run = reader->runs.items[i];
        CHECK(run.start >= 0 && run.start <= run.end && run.end <= reader->length);
        CHECK(run.start < run.end || run.kind == known.image || run.kind == known.cell);
        CHECK(run.element >= 0 && run.element < reader->elements.count);
        int64_t images = run.kind == known.image ? reader->image_count : run.kind == known.cell ? ROWS * MAX_ROWS : 0;
        CHECK(images ? run.image >= 0 && run.image < images : run.image == -1);
        check_string(reader, run.target);
    }
}

static void check_strings(const Reader *reader)
{
    for (int64_t i = 0; i < reader->metas.count; i++) {
        check_string(reader, reader->metas.items[i].name);
        check_string(reader, reader->metas.items[i].value);
    }
    for (int64_t i = 0; i < reader->links.count; i++) {
        check_string(reader, reader->links.items[i].name);
        check_string(reader, reader->links.items[i].value);
    }
    for (int64_t i = 0; i < reader->data.count; i++) check_string(reader, reader->data.items[i]);
    for (int64_t i = 0; i < reader->stamps.count; i++) {
        Stamp stamp = reader->stamps.items[i];
        CHECK(stamp.block >= 0 && stamp.block <= reader->blocks.count);
        check_string(reader, stamp.value);
        check_string(reader, stamp.names);
    }
    for (int64_t i = 0; i < reader->shown.count; i++) {
        Shown shown = reader->shown.items[i];
        CHECK(shown.image >= 0 && shown.image < reader->image_count);
        CHECK(shown.attribute >= -1 && shown.attribute < known.attributes.count);
        check_string(reader, shown.value);
    }
    check_string(reader, reader->language);
    check_string(reader, reader->base);
}

/* What was opened was closed. */
static void check_state(const Reader *reader)
{
    CHECK(!reader->depth && !reader->active_count && !reader->element && !reader->open.count);
    CHECK(!reader->skipped && !reader->verbatim);
    for (int32_t tag = 0; tag < known.tags.count + reader->own.count; tag++) CHECK(!reader->open_count[tag]);
}

/* --- the harness */

static uint32_t digest(const uint8_t *source, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ source[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

/* Read a page with memory that runs out after some calls; it ends, and nothing is lost. */
static void read_in_short_memory(const uint8_t *source, size_t size, int64_t calls)
{
    static Reader reader;
    asked = 0;
    failing = calls;
    int is_read = reader_read(&reader, &known, (const char *)source, (int64_t)size, INT64_MAX);
    CHECK(is_read == (asked <= calls));
    failing = -1;
    reader_free(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *source, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *source, size_t size)
{
    static Reader reader;
    if (!known.tags.count) learn();
    uint32_t hash = digest(source, size);
    int64_t max_blocks = hash % 4 ? 100000 : 3;
    asked = 0;
    failing = INT64_MAX;
    int is_read = reader_read(&reader, &known, (const char *)source, (int64_t)size, max_blocks);
    failing = -1;
    CHECK(is_read);
    int64_t calls = asked;
    check_text(&reader);
    check_blocks(&reader, max_blocks);
    check_elements(&reader);
    check_runs(&reader);
    check_strings(&reader);
    check_state(&reader);
    reader_free(&reader);
    read_in_short_memory(source, size, (int64_t)(hash >> 2) % (calls + 1));
    return 0;
}
