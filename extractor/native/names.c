/* Names of elements, attributes and characters, and character references (HTML Standard, section 13.2.5.72). */
#include "stages.h"

#define TAG_NAME(constant, name, flags) name,
const char *const TAG_NAMES[TAG_COUNT] = {TAGS(TAG_NAME)};
#define ATTRIBUTE_NAME(constant, name) name,
const char *const ATTRIBUTE_NAMES[ATTRIBUTE_COUNT] = {ATTRIBUTES(ATTRIBUTE_NAME)};

enum { MAX_REFERENCE = 32, MAX_BARE = 6 }; /* characters of the longest name, of the longest without a semicolon */

static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
}; /* what the references to the characters 0x80 to 0x9F are taken for */

static inline unsigned char lower(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static uint32_t hash_of(const char *start, int64_t size)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (int64_t i = 0; i < size; i++) hash = (hash ^ lower(start[i])) * 16777619u;
    return hash ^ (hash >> 15);
}

static int is_same(Name name, const char *start, int64_t size, int is_exact)
{
    if (name.size != size) return 0;
    if (is_exact) return memcmp(name.start, start, (size_t)size) == 0;
    for (int64_t i = 0; i < size; i++)
        if (lower(name.start[i]) != lower(start[i])) return 0;
    return 1;
}

void names_open(Names *names, Name *items, int32_t *places, int32_t size)
{
    names->items = items;
    names->places = places;
    names->count = 0;
    names->mask = size - 1;
    memset(places, 0xFF, (size_t)size * sizeof(int32_t));
}

void names_add(Names *names, const char *start, int64_t size)
{
    uint32_t place = hash_of(start, size) & (uint32_t)names->mask;
    while (names->places[place] >= 0) place = (place + 1) & (uint32_t)names->mask;
    names->places[place] = names->count;
    names->items[names->count].start = start;
    names->items[names->count++].size = (int32_t)size;
}

int32_t names_find(const Names *names, const char *start, int64_t size, int is_exact)
{
    uint32_t place = hash_of(start, size) & (uint32_t)names->mask;
    int32_t number;
    while ((number = names->places[place]) >= 0) {
        if (is_same(names->items[number], start, size, is_exact)) return number;
        place = (place + 1) & (uint32_t)names->mask;
    }
    return -1;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_alphanumeric(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

static int digit_of(char c, int base)
{
    if (is_digit(c)) return c - '0';
    return base == 16 && lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static int32_t write_point(uint32_t point, char made[4])
{
    if (point >= 0x80 && point < 0xA0) point = WINDOWS_1252[point - 0x80];
    if (!point || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
    int32_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (size == 1) {
        made[0] = (char)point;
        return 1;
    }
    for (int32_t i = size - 1; i; i--, point >>= 6) made[i] = (char)(0x80 | (point & 0x3F));
    made[0] = (char)((0xF00 >> size) | point);
    return size;
}

static int64_t read_number(const char *at, const char *end, Name *value, char made[4])
{
    const char *p = at + 2;
    int base = p < end && lower(*p) == 'x' ? 16 : 10, digit;
    if (base == 16) p++;
    const char *first = p;
    uint32_t point = 0;
    for (; p < end && (digit = digit_of(*p, base)) >= 0; p++)
        if (point <= 0x10FFFF) point = point * (uint32_t)base + (uint32_t)digit;
    if (p == first) return 0;
    value->start = made;
    value->size = write_point(point, made);
    return p + (p < end && *p == ';') - at;
}

/* Read the character reference at an ampersand. Returns its length, 0 if it is none; `made` has room for the value. */
static int64_t read_reference(const Vocabulary *known, const char *at, const char *end, int in_attribute, Name *value,
                              char made[4])
{
    const char *first = at + 1, *p = first;
    if (first < end && *first == '#') return read_number(at, end, value, made);
    while (p < end && p - first < MAX_REFERENCE && is_alphanumeric(*p)) p++;
    if (p == first) return 0;
    int32_t number = p < end && *p == ';' ? names_find(&known->references, first, p - first + 1, 1) : -1;
    if (number >= 0) p++;
    else if (p - first > MAX_BARE) p = first + MAX_BARE;
    for (; number < 0 && p - first >= 2; p -= number < 0) number = names_find(&known->references, first, p - first, 1);
    if (number < 0) return 0;
    int is_bare = p[-1] != ';';
    if (in_attribute && is_bare && p < end && (*p == '=' || is_alphanumeric(*p))) return 0;
    *value = known->values[number];
    return p - at;
}

/* Read the next piece of a text (not empty): what stands before a character reference, or what one means. */
const char *read_piece(const Vocabulary *known, const char *p, const char *end, int in_attribute, Piece *piece)
{
    const char *sign = memchr(p, '&', (size_t)(end - p));
    piece->is_reference = 0;
    piece->start = p;
    piece->size = (sign ? sign : end) - p;
    if (sign != p) return p + piece->size;
    Name value;
    int64_t size = read_reference(known, sign, end, in_attribute, &value, piece->made);
    piece->is_reference = size > 0;
    piece->start = size ? value.start : sign;
    piece->size = size ? value.size : 1;
    return sign + (size ? size : 1);
}
