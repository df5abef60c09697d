/* What the stages of the reader call of each other: tokens -> tree -> blocks -> draft, rows; the values of attributes. */
#ifndef EXTRACTOR_STAGES_H
#define EXTRACTOR_STAGES_H

#include "html.h"
#include "reader.h"

static const String NONE = {0, 0};

static inline Meaning meaning_of(const Reader *reader, int32_t tag)
{
    static const Meaning UNKNOWN = {0, 0, -1, 0, 0}; /* what is not known begins a block */
    return tag < reader->known->tags.count ? reader->known->meanings[tag] : UNKNOWN;
}

/* A piece of a text; `made` has room for the value of a reference by number. */
typedef struct {
    const char *start;
    int64_t size;
    int is_reference;
    char made[4];
} Piece;

/* names.c */
void names_open(Names *names, Name *items, int32_t *places, int32_t size); /* size: of places, a power of two */
void names_add(Names *names, const char *start, int64_t size);
int32_t names_find(const Names *names, const char *start, int64_t size, int is_exact);
const char *read_piece(const Vocabulary *known, const char *p, const char *end, int in_attribute, Piece *piece);

/* tree.c */
int tree_is_foreign(const Reader *reader);
int tree_start(Reader *reader);
void tree_end(Reader *reader, int32_t tag);
void tree_raw(Reader *reader, int32_t tag, const char *start, const char *end);
void tree_text(Reader *reader, const char *start, const char *end, int has_references);
void tree_close(Reader *reader);

/* blocks.c */
void blocks_open(Reader *reader);
void blocks_page(Reader *reader);
void blocks_break(Reader *reader, int32_t tag);
void blocks_void(Reader *reader, int32_t tag);
Handle blocks_start(Reader *reader, int32_t tag);
void blocks_end(Reader *reader, int32_t tag, Handle handle);
void blocks_raw(Reader *reader, int32_t tag, const char *start, const char *end, int has_references);
void blocks_close(Reader *reader);

/* rows.c */
void rows_join(Reader *reader, int32_t table);

/* draft.c */
void draft_clear(Reader *reader);
void draft_keep_images(Reader *reader);
void draft_begin(Reader *reader, int32_t kind, int32_t element, int32_t image, String target);
void draft_mark(Reader *reader, Run run, int64_t end);
void draft_unmark(Reader *reader, int32_t kind);
void draft_cut(Reader *reader, const Handle *handle);
void draft_add(Reader *reader, const char *start, int64_t size);
void draft_text(Reader *reader, const char *start, const char *end, int has_references);

/* values.c */
const Attribute *attribute(const Reader *reader, int32_t id); /* NULL: the tag has none */
int contains(const Attribute *value, const char *lower_case);
int is_hidden(const Reader *reader);
int32_t whole(const Attribute *value, int32_t without);
String keep(Reader *reader, const Attribute *value, int64_t max_points);
String keep_all(Reader *reader, int32_t id);
String keep_names(Reader *reader);

#endif
