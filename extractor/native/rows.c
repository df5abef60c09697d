/* Rows of tables of data: what was read in their cells as blocks becomes one block, as if it had been one line. */
#include "stages.h"

enum { MIN_ROWS = 2 }; /* of a table of data, in which two cells have text */

typedef struct {
    int32_t element, end; /* the row, and the element behind it; equal: there is no row */
    int32_t first, last;  /* its blocks */
    int32_t cells, said;  /* its cells; those with text */
    int is_headed, is_apart, is_short;
    int64_t run; /* the first behind it */
} Row;

/* How far a table has been read and written again. Nothing is longer than it was, so it is written where it stands. */
typedef struct {
    Reader *reader;
    int64_t block, run, behind;          /* that are read next; byte behind the text that was read */
    int64_t made, bytes, length;         /* blocks, bytes and characters so far */
    int is_below;                        /* the last block is a row */
    int32_t cell;                        /* of the row that is joined: the element from which on cells are missing */
    int64_t cell_run, cell_end;          /* the run of the last cell, and the end of its text */
} Writer;

static Element *element_at(const Reader *reader, int32_t place) { return &reader->elements.items[place]; }

static Meaning meaning_at(const Reader *reader, int32_t place)
{
    return meaning_of(reader, element_at(reader, place)->tag);
}

static int is_cell_of(const Reader *reader, int32_t place, const Row *row)
{
    return element_at(reader, place)->parent == row->element && meaning_at(reader, place).flags & IS_CELL;
}

/* --- which rows are joined */

/* Look at the elements of a row. */
static void look_at_elements(const Reader *reader, Row *row)
{
    for (; row->end < reader->elements.count && element_at(reader, row->end)->parent >= row->element; row->end++) {
        const Element *inner = element_at(reader, row->end);
        int is_cell = is_cell_of(reader, row->end, row), flags = meaning_at(reader, row->end).flags;
        row->cells += is_cell;
        row->is_headed |= is_cell && flags & IS_HEADER;
        row->is_apart |= flags & IS_APART || (inner->hidden && (is_cell || inner->first < inner->last));
    }
}

/* Whether a row has an image: it stands between blocks, one behind the last block where the next begins. */
static int has_image(const Reader *reader, const Row *row, int64_t run)
{
    int is_last = row->last == reader->blocks.count;
    int64_t end = is_last ? reader->length : reader->blocks.items[row->last].start;
    for (; row->first < row->last && run < reader->runs.count; run++) {
        const Run *image = &reader->runs.items[run];
        if (image->start > end) break;
        if (image->kind == reader->known->image && image->element >= row->element && image->element < row->end) return 1;
    }
    return 0;
}

/* Look at the blocks of a row and at the cells in which they stand. */
static void look_at_blocks(const Reader *reader, Row *row)
{
    int64_t end = -1;
    for (int32_t block = row->first; block < row->last; block++) {
        const Block *text = &reader->blocks.items[block];
        row->is_short &= text->end - text->start <= reader->known->max_line;
        end = text->end;
    }
    row->is_short &= row->last - row->first <= reader->known->max_in_cell * row->cells;
    row->is_apart |= has_image(reader, row, row->run);
    int32_t cell = row->element;
    for (; row->run < reader->runs.count && reader->runs.items[row->run].start <= end; row->run++) {
        const Run *run = &reader->runs.items[row->run];
        if (run->kind != reader->known->cell || run->start == run->end || run->element <= cell) continue;
        cell = run->element;
        row->said++;
    }
}

/* Find the first row from an element on; `run`: from where on the runs in it are looked for. */
static Row next_row(const Reader *reader, int32_t place, int64_t run)
{
    while (place < reader->elements.count && element_at(reader, place)->tag != TAG_TR) place++;
    Row row = {place, place, 0, 0, 0, 0, 0, 0, 1, run};
    if (place == reader->elements.count) return row;
    row.first = element_at(reader, place)->first;
    row.last = element_at(reader, place)->last;
    row.end++;
    look_at_elements(reader, &row);
    look_at_blocks(reader, &row);
    return row;
}

/* Whether a row is other than one block of its own, and can be one. */
static int is_joined(const Reader *reader, const Row *row)
{
    int32_t count = row->last - row->first;
    if (row->is_apart || row->cells < 2 || !count || count > reader->known->max_in_headed * row->cells) return 0;
    return count > 1 || reader->blocks.items[row->first].element != row->element;
}

/* Whether a table has rows to be joined and is one of data: it has a header, or all of its rows are short. */
static int is_data(const Reader *reader, int32_t table, int64_t run)
{
    int32_t joined = 0, told = 0;
    int is_headed = 0, is_short = 1;
    for (Row row = next_row(reader, table, run); row.element < row.end; row = next_row(reader, row.end, row.run)) {
        joined += is_joined(reader, &row);
        told += row.said > 1;
        is_headed |= row.is_headed;
        is_short &= row.is_short && !row.is_apart;
    }
    return joined && told >= MIN_ROWS && (is_headed || is_short);
}

/* --- joining them */

/* Take the next block; `made`: number of the block that it is part of. */
static Block take_block(Writer *at, int64_t made)
{
    Places_add(&at->reader->places, (int32_t)made, at->reader->failure);
    return at->reader->blocks.items[at->block++];
}

/* Put the text of a block behind what was written, after a sign or, without one, the lines that were before it. */
static void put_text(Writer *at, const Block *block, char sign)
{
    char *text = at->reader->text.items;
    int64_t breaks = sign ? 1 : block->first - at->behind;
    at->behind = block->first + block->size;
    if (sign) text[at->bytes] = sign;
    else memmove(text + at->bytes, text + block->first - breaks, (size_t)breaks);
    memmove(text + at->bytes + breaks, text + block->first, (size_t)block->size);
    at->bytes += breaks + block->size;
    at->length += breaks + block->end - block->start;
}

/* Write a block; rows stand without blank lines between them. */
static void put_block(Writer *at, Block block, int is_row)
{
    int is_next = is_row && at->is_below;
    put_text(at, &block, is_next ? '\n' : 0);
    block.start += at->length - block.end;
    block.end = at->length;
    block.first = at->bytes - block.size;
    if (is_next) block.gap = 0;
    at->reader->blocks.items[at->made++] = block;
    at->is_below = is_row;
}

/* Write the cells of a row before an element that are missing: they are empty. */
static void put_cells(Writer *at, const Row *row, int32_t end)
{
    for (; at->cell < end; at->cell++) {
        if (!is_cell_of(at->reader, at->cell, row)) continue;
        Run run = {at->cell_end, at->cell_end, 0, at->reader->known->cell, at->cell, 0, NONE};
        at->cell_run = at->reader->moved.count;
        Runs_add(&at->reader->moved, run, at->reader->failure);
    }
}

/* Write what stands in a cell. */
static void put_cell(Writer *at, const Row *row, const Run *run)
{
    put_cells(at, row, run->element + 1);
    Run *whole = &at->reader->moved.items[at->cell_run];
    whole->target = run->target;
    whole->image = run->image;
    if (run->start == run->end) return;
    if (whole->start == whole->end) whole->start = run->start;
    at->cell_end = whole->end = run->end;
}

/* Write the runs of a block whose text was written last; those of cells in a row that is joined are one a cell. */
static void put_runs(Writer *at, const Block *block, const Row *row)
{
    const Runs *runs = &at->reader->runs;
    int64_t shift = at->length - block->end;
    for (; at->run < runs->count && runs->items[at->run].start <= block->end; at->run++) {
        Run run = runs->items[at->run];
        run.start += shift;
        run.end += shift;
        int is_cell = row && run.kind == at->reader->known->cell && is_cell_of(at->reader, run.element, row);
        if (is_cell && run.element + 1 >= at->cell) put_cell(at, row, &run);
        else Runs_add(&at->reader->moved, run, at->reader->failure);
    }
}

/* Write blocks as they are; `row`: in which they stand, NULL: in none. */
static void copy_blocks(Writer *at, int32_t last, const Row *row)
{
    while (at->block < last) {
        Block block = take_block(at, at->made);
        int is_row = row && block.element == row->element && block.kind == meaning_at(at->reader, row->element).kind;
        put_block(at, block, is_row);
        put_runs(at, &block, NULL);
    }
}

/* Write the blocks of a row as one; as in a row of one line, no element in it has a block. */
static void join_blocks(Writer *at, const Row *row)
{
    for (int32_t place = row->element + 1; place < row->end; place++)
        element_at(at->reader, place)->first = element_at(at->reader, place)->last = row->first;
    Block block = take_block(at, at->made), whole = block;
    whole.kind = meaning_at(at->reader, row->element).kind;
    whole.element = row->element;
    put_block(at, whole, 1);
    Block *made = &at->reader->blocks.items[at->made - 1];
    at->cell = row->element + 1;
    at->cell_end = made->start;
    put_runs(at, &block, row);
    while (at->block < row->last) {
        block = take_block(at, at->made - 1);
        put_text(at, &block, ' ');
        put_runs(at, &block, row);
        if (!made->names.size) made->names = block.names;
    }
    made->end = at->length;
    made->size = at->bytes - made->first;
    put_cells(at, row, row->end);
}

/* Give what refers to blocks of the table their new numbers. */
static void move_places(Reader *reader, int32_t table, int32_t first)
{
    const int32_t *places = reader->places.items;
    for (int32_t place = table + 1; place < reader->elements.count; place++) {
        Element *element = element_at(reader, place);
        element->first = places[element->first - first];
        element->last = places[element->last - first];
    }
    for (int64_t i = reader->stamps.count; i > 0 && reader->stamps.items[i - 1].block >= first; i--)
        reader->stamps.items[i - 1].block = places[reader->stamps.items[i - 1].block - first];
}

/* Put the runs that were moved in the place of those that were there. */
static void move_runs(Reader *reader, int64_t run)
{
    reader->runs.count = run;
    for (int64_t i = 0; i < reader->moved.count; i++) Runs_add(&reader->runs, reader->moved.items[i], reader->failure);
    reader->moved.count = 0;
}

/* Write a table again from its first block and the first run in it on. */
static void write_table(Reader *reader, int32_t table, int32_t first, int64_t run)
{
    const Block *before = first ? &reader->blocks.items[first - 1] : NULL;
    int64_t behind = before ? before->first + before->size : 0;
    Writer at = {reader, first, run, behind, first, behind, before ? before->end : 0, 0, 0, 0, 0};
    reader->places.count = 0;
    for (Row row = next_row(reader, table, run); row.element < row.end; row = next_row(reader, row.end, row.run)) {
        copy_blocks(&at, row.first, NULL);
        if (is_joined(reader, &row)) join_blocks(&at, &row);
        else copy_blocks(&at, row.last, &row);
    }
    copy_blocks(&at, (int32_t)reader->blocks.count, NULL);
    Places_add(&reader->places, (int32_t)at.made, reader->failure);
    move_places(reader, table, first);
    move_runs(reader, run);
    reader->blocks.count = at.made;
    reader->text.count = at.bytes;
    reader->length = at.length;
}

/* Take the end of a table without another one in it, whose text has been read. */
void rows_join(Reader *reader, int32_t table)
{
    int32_t first = element_at(reader, table)->first;
    if (first == reader->blocks.count || reader->rest) return;
    int64_t run = reader->runs.count;
    while (run && reader->runs.items[run - 1].start >= reader->blocks.items[first].start) run--;
    if (is_data(reader, table, run)) write_table(reader, table, first, run);
}
