/* The attributes of the tag that was read last. */
#include "stages.h"
#include "utf8.h"

enum { MAX_DIGITS = 9 };

const Attribute *attribute(const Reader *reader, int32_t id)
{
    for (int64_t i = 0; i < reader->attributes.count; i++)
        if (reader->attributes.items[i].id == id) return &reader->attributes.items[i];
    return NULL;
}

static int starts_value(const Attribute *value, const char *lower_case)
{
    const char *p = value ? value->value : NULL;
    for (int64_t i = 0; lower_case[i]; i++)
        if (!p || i == value->size || (p[i] | 0x20) != lower_case[i]) return 0;
    return 1;
}

int contains(const Attribute *value, const char *lower_case)
{
    if (!value) return 0;
    Attribute rest = *value;
    for (; rest.size > 0; rest.value++, rest.size--)
        if (starts_value(&rest, lower_case)) return 1;
    return 0;
}

/* Keep the value of an attribute with its first characters. */
String keep(Reader *reader, const Attribute *value, int64_t max_points)
{
    String kept = {reader->strings.count, 0};
    if (!value) return NONE;
    Piece piece;
    for (const char *p = value->value, *end = p + value->size; p < end;) {
        p = read_piece(reader->known, p, end, 1, &piece);
        bytes_add(&reader->strings, piece.start, piece.size, reader->failure);
    }
    int64_t size = 0, points = 0, all = reader->strings.count - kept.start;
    if (all > max_points) {
        const char *start = reader->strings.items + kept.start;
        for (; size < all; size++)
            if (is_first_byte(start[size]) && points++ == max_points) break;
        reader->strings.count = kept.start + size;
    }
    kept.size = reader->strings.count - kept.start;
    return kept;
}

String keep_all(Reader *reader, int32_t id) { return keep(reader, attribute(reader, id), INT64_MAX); }

/* Keep what an element calls itself: class, id, role and itemprop, with spaces between them. */
String keep_names(Reader *reader)
{
    String names = {reader->strings.count, 0};
    int64_t left = reader->known->max_names;
    for (int32_t id = ATTRIBUTE_CLASS, count = 0; id <= ATTRIBUTE_ITEMPROP; id++) {
        const Attribute *value = attribute(reader, id);
        if (!value) continue;
        if (count++ && left > 0) {
            bytes_add(&reader->strings, " ", 1, reader->failure);
            left--;
        }
        String kept = keep(reader, value, left);
        if (!kept.size) continue;
        const char *start = reader->strings.items + kept.start;
        left -= count_points(start, start + kept.size);
    }
    names.size = reader->strings.count - names.start;
    return names;
}

static void skip(Attribute *value, int64_t size)
{
    value->value += size;
    value->size -= size;
}

static void skip_spaces(Attribute *value)
{
    while (value->size && is_ascii_space((unsigned char)*value->value)) skip(value, 1);
}

/* Whether a style begins with a property, a colon and a value. */
static int sets(Attribute style, const char *property, const char *value)
{
    if (!starts_value(&style, property)) return 0;
    skip(&style, (int64_t)strlen(property));
    skip_spaces(&style);
    if (!style.size || *style.value != ':') return 0;
    skip(&style, 1);
    skip_spaces(&style);
    return starts_value(&style, value);
}

/* Whether an element hides itself: by its attribute, or by display: none or visibility: hidden in its style. */
int is_hidden(const Reader *reader)
{
    if (attribute(reader, ATTRIBUTE_HIDDEN)) return 1;
    const Attribute *style = attribute(reader, ATTRIBUTE_STYLE);
    if (!style) return 0;
    for (Attribute rest = *style; rest.size > 0; skip(&rest, 1))
        if (sets(rest, "display", "none") || sets(rest, "visibility", "hidden")) return 1;
    return 0;
}

/* Return the whole number that an attribute holds. */
int32_t whole(const Attribute *value, int32_t without)
{
    if (!value || !value->size || value->size > MAX_DIGITS) return without;
    int32_t number = 0;
    for (int64_t i = 0; i < value->size; i++) {
        if (value->value[i] < '0' || value->value[i] > '9') return without;
        number = number * 10 + (value->value[i] - '0');
    }
    return number;
}
