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

/* Add text with its character references read to some bytes. */
static void add_read(Reader *reader, Bytes *bytes, const char *p, const char *end, int in_attribute)
{
    while (p < end) {
        const char *sign = memchr(p, '&', (size_t)(end - p));
        bytes_add(bytes, p, (sign ? sign : end) - p, reader->failure);
        if (!sign) return;
        Name value;
        char made[4];
        int64_t size = read_reference(reader->known, sign, end, in_attribute, &value, made);
        if (size) bytes_add(bytes, value.start, value.size, reader->failure);
        else bytes_add(bytes, sign, 1, reader->failure);
        p = sign + (size ? size : 1);
    }
}

/* Keep the value of an attribute with its first characters. */
String keep(Reader *reader, const Attribute *value, int64_t max_points)
{
    String kept = {reader->strings.count, 0};
    if (!value) return NONE;
    add_read(reader, &reader->strings, value->value, value->value + value->size, 1);
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

/* Whether an element hides itself: by its attribute, or by display: none or visibility: hidden in its style. */
int is_hidden(const Reader *reader)
{
    if (!reader->attributes.count) return 0;
    if (attribute(reader, ATTRIBUTE_HIDDEN)) return 1;
    const Attribute *style = attribute(reader, ATTRIBUTE_STYLE);
    if (!style) return 0;
    static const char *const PROPERTIES[2] = {"display", "visibility"}, *const VALUES[2] = {"none", "hidden"};
    for (Attribute rest = *style; rest.size > 0; rest.value++, rest.size--)
        for (int i = 0; i < 2; i++) {
            if (!starts_value(&rest, PROPERTIES[i])) continue;
            Attribute value = rest;
            int64_t name = (int64_t)strlen(PROPERTIES[i]);
            value.value += name;
            value.size -= name;
            while (value.size && is_ascii_space((unsigned char)*value.value)) value.value++, value.size--;
            if (!value.size || *value.value != ':') continue;
            value.value++, value.size--;
            while (value.size && is_ascii_space((unsigned char)*value.value)) value.value++, value.size--;
            if (starts_value(&value, VALUES[i])) return 1;
        }
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
