#include "counts.h"

#include <string.h>

#define BASE UINT64_C(0x9E3779B97F4A7C15) /* odd: the golden ratio */
#define BATCH 240                          /* characters: a byte holds the counts of so many */
#define LOWER (((uint32_t)1 << CLASS) - 1)

/* A walk over the characters of a page, batch by batch. ``letter``: the batch, as ``alphabet`` has them, behind the
   character before it. ``small``: where their lower case is. ``words``: how many have begun; of the last one, while it
   is under way (``power`` is not 0), ``hash`` is that of its letters so far and ``power`` what the next one counts. */
typedef struct {
    const page *read;
    uint32_t letter[BATCH + 1];
    uint32_t other[BATCH + 1];
    const uint32_t *small;
    ptrdiff_t count;
    ptrdiff_t words;
    uint64_t hash;
    uint64_t power;
} walk;

static inline uint32_t letter_of(const alphabet *known, uint32_t point)
{
    return known->letters[known->offset[point / ROW] + (ptrdiff_t)point];
}

static void look_up(const alphabet *known, const string *text, ptrdiff_t start, ptrdiff_t count, uint32_t *letter)
{
    if (text->width == 1) {
        const uint8_t *data = (const uint8_t *)text->data + start;
        for (ptrdiff_t i = 0; i < count; i++) {
            letter[i] = letter_of(known, data[i]);
        }
    } else if (text->width == 2) {
        const uint16_t *data = (const uint16_t *)text->data + start;
        for (ptrdiff_t i = 0; i < count; i++) {
            letter[i] = letter_of(known, data[i]);
        }
    } else {
        const uint32_t *data = (const uint32_t *)text->data + start;
        for (ptrdiff_t i = 0; i < count; i++) {
            letter[i] = letter_of(known, data[i]);
        }
    }
}

/* Stand before a character, with no word under way. */
static void stand_before(walk *here, ptrdiff_t start)
{
    const page *read = here->read;
    here->small = read->lowered.data == read->text.data ? here->letter : here->other;
    here->count = 0;
    here->power = 0;
    here->letter[0] = 0;
    if (start > 0) {
        look_up(&read->known, &read->text, start - 1, 1, here->letter);
    }
}

/* Read the next characters, which begin at ``start``; return how many. */
static ptrdiff_t read_on(walk *here, ptrdiff_t start, ptrdiff_t end)
{
    const page *read = here->read;
    here->letter[0] = here->letter[here->count];
    here->count = end - start < BATCH ? end - start : BATCH;
    look_up(&read->known, &read->text, start, here->count, here->letter + 1);
    if (here->small == here->other) {
        look_up(&read->known, &read->lowered, start, here->count, here->other + 1);
    }
    return here->count;
}

/* Whether a word begins with a letter that stands behind another. */
static inline uint32_t begins(const alphabet *known, uint32_t letter, uint32_t before)
{
    return ((letter & known->word) != 0) & (((before & known->word) == 0) | (((letter | before) & known->alone) != 0));
}

/* Hash the letters of the word under way from place ``at`` on, as far as it goes before ``limit``; return where to. */
static ptrdiff_t hash_on(walk *here, ptrdiff_t at, ptrdiff_t limit)
{
    const uint32_t *letter = here->letter, *small = here->small, is_word = here->read->known.word;
    uint64_t hash = here->hash, power = here->power;
    for (; at < limit && letter[at] & is_word; at++) {
        hash += power * (small[at] & LOWER);
        power *= BASE;
    }
    here->hash = hash;
    here->power = at > here->count ? power : 0;
    return at;
}

/* Write the words of a batch from ``start`` on. */
static void write_words(walk *here, ptrdiff_t part, ptrdiff_t start, const words *found)
{
    const alphabet known = here->read->known;
    uint32_t is_begin[BATCH + 1];
    int32_t begin[BATCH + 1];
    ptrdiff_t size = 0;
    for (ptrdiff_t i = 1; i <= here->count; i++) {
        is_begin[i] = begins(&known, here->letter[i], here->letter[i - 1]);
    }
    for (ptrdiff_t i = 1; i <= here->count; i++) {
        begin[size] = (int32_t)i;
        size += is_begin[i];
    }
    begin[size] = (int32_t)here->count + 1;
    if (here->power) {
        found->end[here->words - 1] = (int32_t)(start + hash_on(here, 1, begin[0]) - 1);
        found->hash[here->words - 1] = here->hash;
    }
    for (ptrdiff_t i = 0; i < size; i++, here->words++) {
        here->hash = 0;
        here->power = 1;
        found->span[here->words] = (int32_t)part;
        found->start[here->words] = (int32_t)(start + begin[i] - 1);
        found->end[here->words] = (int32_t)(start + hash_on(here, begin[i], begin[i + 1]) - 1);
        found->hash[here->words] = here->hash;
    }
}

/* Write the rest of a word that goes on behind its span. */
static void write_rest(walk *here, ptrdiff_t start, const words *found)
{
    const alphabet *known = &here->read->known;
    for (; here->power && start < here->read->text.length; start++) {
        read_on(here, start, start + 1);
        found->end[here->words - 1] =
            (int32_t)(start + hash_on(here, 1, begins(known, here->letter[1], here->letter[0]) ? 1 : 2) - 1);
        found->hash[here->words - 1] = here->hash;
    }
}

static void add_counts(const walk *here, ptrdiff_t *sums)
{
    uint64_t packed = 0;
    uint8_t bytes[COLUMNS];
    for (ptrdiff_t i = 1; i <= here->count; i++) {
        uint64_t counted;
        memcpy(&counted, here->read->known.counted + (here->letter[i] >> CLASS) * COLUMNS, COLUMNS);
        packed += counted;
    }
    memcpy(bytes, &packed, COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
        sums[column] += bytes[column];
    }
}

void counts_rows(const string *text, uint8_t *seen)
{
    if (text->width == 1) {
        seen[0] = 1;
    } else if (text->width == 2) {
        const uint16_t *data = text->data;
        for (ptrdiff_t i = 0; i < text->length; i++) {
            seen[data[i] / ROW] = 1;
        }
    } else {
        const uint32_t *data = text->data;
        for (ptrdiff_t i = 0; i < text->length; i++) {
            seen[data[i] / ROW] = 1;
        }
    }
}

ptrdiff_t counts_size(const page *read, const spans *parts)
{
    walk here = {read};
    ptrdiff_t size = 0;
    for (ptrdiff_t part = 0; part < parts->count; part++) {
        ptrdiff_t at = parts->start[part], end = parts->end[part];
        for (stand_before(&here, at); at < end;) {
            uint32_t begun = 0;
            at += read_on(&here, at, end);
            for (ptrdiff_t i = 1; i <= here.count; i++) {
                begun += begins(&read->known, here.letter[i], here.letter[i - 1]);
            }
            size += begun;
        }
    }
    return size;
}

void counts_all(const page *read, const spans *parts, double *columns, const words *found)
{
    walk here = {read};
    for (ptrdiff_t part = 0; part < parts->count; part++) {
        ptrdiff_t at = parts->start[part], end = parts->end[part], first = here.words, sums[COLUMNS] = {0};
        for (stand_before(&here, at); at < end; at += here.count) {
            read_on(&here, at, end);
            add_counts(&here, sums);
            write_words(&here, part, at, found);
        }
        write_rest(&here, end, found);
        columns[part] = (double)(here.words - first);
        for (int column = 0; column < COLUMNS; column++) {
            columns[(column + 1) * parts->count + part] = (double)sums[column];
        }
    }
}

void counts_hashes(const uint32_t *points, const spans *parts, uint64_t *hashes)
{
    for (ptrdiff_t part = 0; part < parts->count; part++) {
        uint64_t hash = 0, power = 1;
        for (int64_t i = parts->start[part]; i < parts->end[part]; i++) {
            hash += power * points[i];
            power *= BASE;
        }
        hashes[part] = hash;
    }
}
