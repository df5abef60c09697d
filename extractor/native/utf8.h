/* Characters of UTF-8 text; broken text is read as something, never beyond its end. */
#ifndef EXTRACTOR_UTF8_H
#define EXTRACTOR_UTF8_H

#include <stdint.h>

static inline int is_first_byte(char c) { return ((unsigned char)c & 0xC0) != 0x80; }

static inline int64_t count_points(const char *start, const char *end)
{
    int64_t count = 0;
    for (; start < end; start++) count += is_first_byte(*start);
    return count;
}

static inline int is_ascii_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31); }

static inline uint32_t point_at(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    uint32_t point = more ? c & (0x3Fu >> more) : c;
    for (p++; more && p < end; more--, p++) point = point << 6 | ((unsigned char)*p & 0x3F);
    return point;
}

/* Return the bytes of the white space at p, 0 if there is none (Unicode's White_Space and the separators of ASCII). */
static inline int space_at(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    if (c < 0x80) return is_ascii_space(c);
    if (c != 0xC2 && c != 0xE1 && c != 0xE2 && c != 0xE3) return 0;
    uint32_t point = point_at(p, end);
    if (c == 0xC2) return point == 0x85 || point == 0xA0 ? 2 : 0;
    if (end - p < 3) return 0;
    return point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029
                   || point == 0x202F || point == 0x205F || point == 0x3000
               ? 3
               : 0;
}

#endif
