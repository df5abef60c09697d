/* The block that is being read: its text with white space folded, and the inline markup in it. */
#include "stages.h"
#include "utf8.h"

void draft_clear(Reader *reader)
{
    reader->draft.count = reader->draft_length = 0;
    reader->marks.count = reader->waiting.count = reader->draft_names.count = 0;
    reader->draft_number++;
    for (int64_t i = 0; i < reader->open.count; i++) /* what is open goes on in the next block */
        reader->open.items[i].start = reader->open.items[i].first = 0;
}

/* Begin anew because there was no text but white space: images wait for the next text. */
void draft_keep_images(Reader *reader)
{
    for (int64_t i = 0; i < reader->marks.count; i++) {
        Run mark = reader->marks.items[i];
        mark.start = mark.end = mark.first = 0;
        if (mark.kind == reader->known->image) Runs_add(&reader->waiting, mark, reader->failure);
    }
    int64_t waiting = reader->waiting.count;
    draft_clear(reader);
    reader->waiting.count = waiting;
}

void draft_mark(Reader *reader, Run run, int64_t end)
{
    run.end = end;
    Runs_add(&reader->marks, run, reader->failure);
}

/* End the innermost run of a kind, if there is one. */
void draft_unmark(Reader *reader, int32_t kind)
{
    for (int64_t i = reader->open.count - 1; i >= 0; i--) {
        Run run = reader->open.items[i];
        if (run.kind != kind) continue;
        memmove(&reader->open.items[i], &reader->open.items[i + 1], (size_t)(--reader->open.count - i) * sizeof run);
        draft_mark(reader, run, reader->draft_length);
        return;
    }
}

void draft_begin(Reader *reader, int32_t kind, int32_t element, int32_t image, String target)
{
    Run run = {reader->draft_length, 0, reader->draft.count, kind, element, image, target};
    if (reader->open.count < MAX_ACTIVE) Runs_add(&reader->open, run, reader->failure);
}

/* Take away the text that was read since an inline element began; images in it stay. */
void draft_cut(Reader *reader, const Handle *handle)
{
    int64_t kept = handle->index;
    for (int64_t i = kept; i < reader->marks.count; i++) {
        Run mark = reader->marks.items[i];
        if (mark.kind != reader->known->image) continue;
        if (mark.start > handle->start) mark.start = mark.end = handle->start, mark.first = handle->first;
        reader->marks.items[kept++] = mark;
    }
    if (kept < reader->marks.count) reader->marks.count = kept;
    for (int64_t i = 0; i < reader->open.count; i++) {
        Run *run = &reader->open.items[i];
        if (run->start > handle->start) run->start = handle->start, run->first = handle->first;
    }
    if (reader->draft.items[handle->first] == ' ') reader->space = 1;
    reader->draft.count = handle->first;
    reader->draft_length = handle->start;
}

/* --- text */

/* Whether two texts would run into one word without white space between them. */
static int is_word_joint(const Reader *reader, const char *next, const char *end)
{
    const char *stop = reader->draft.items + reader->draft.count, *last = stop - 1;
    while (last > reader->draft.items && !is_first_byte(*last)) last--;
    uint32_t before = point_at(last, stop), after = point_at(next, end);
    if (!reader->known->is_alphanumeric(before)) return 0;
    for (const uint32_t *sign = reader->known->currencies; *sign; sign++)
        if (*sign == after) return 1;
    return reader->known->is_alphanumeric(after);
}

/* Add text as it is; a block does not begin with the end of a line. */
void draft_add(Reader *reader, const char *start, int64_t size)
{
    if (!reader->draft.count)
        while (size && (*start == '\r' || *start == '\n')) start++, size--;
    bytes_add(&reader->draft, start, size, reader->failure);
    reader->draft_length += count_points(start, start + size);
}

static void add_words(Reader *reader, const char *start, const char *end)
{
    int is_due = reader->space || (reader->loose && reader->draft.count && is_word_joint(reader, start, end));
    if (is_due && reader->draft.count) draft_add(reader, " ", 1);
    draft_add(reader, start, end - start);
    reader->space = reader->ended = reader->loose = 0;
}

/* Add text with its white space folded. */
static void add_folded(Reader *reader, const char *p, const char *end)
{
    while (p < end) {
        const char *word = p;
        int space = 0;
        while (p < end && !(space = space_at(p, end))) p++;
        if (p > word) add_words(reader, word, p);
        if (space) reader->space = 1;
        p += space;
    }
}

/* Add text with its white space; a carriage return is, or is part of, the end of a line. */
static void add_as_it_is(Reader *reader, const char *start, const char *end)
{
    for (const char *p = start; p < end; p++)
        if (*p == '\r') {
            draft_add(reader, start, p - start);
            if (p + 1 == end || p[1] != '\n') draft_add(reader, "\n", 1);
            start = p + 1;
        }
    draft_add(reader, start, end - start);
}

static void add_piece(Reader *reader, const char *start, const char *end)
{
    if (reader->verbatim) add_as_it_is(reader, start, end);
    else add_folded(reader, start, end);
}

void draft_text(Reader *reader, const char *p, const char *end, int has_references)
{
    if (reader->skipped) return;
    if (!has_references) {
        add_piece(reader, p, end);
        return;
    }
    Piece piece;
    while (p < end) {
        p = read_piece(reader->known, p, end, 0, &piece);
        if (piece.is_reference && reader->verbatim) draft_add(reader, piece.start, piece.size);
        else add_piece(reader, piece.start, piece.start + piece.size);
    }
}
