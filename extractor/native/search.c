#include "search.h"

#define MAX_BITS 12 /* of a hash that choose its bucket: there are at most 4,096 */

/* Return the first place from ``first`` on, before ``end``, where the known hash is not less, or ``end``. Halving without
   branches: the steps of one search overlap with those of the next. */
static inline ptrdiff_t lower_bound(const uint64_t *known, ptrdiff_t first, ptrdiff_t end, uint64_t hash)
{
    for (ptrdiff_t left = end - first; left > 0; left /= 2) {
        first += (known[first + left / 2] < hash) * (left - left / 2);
    }
    return first;
}

/* Write where the known hashes of each bucket end, and before that 0. */
static void find_ends(const uint64_t *known, ptrdiff_t size, int bits, ptrdiff_t *ends)
{
    ends[0] = 0;
    for (ptrdiff_t bucket = 0, at = 0; bucket < (ptrdiff_t)1 << bits; bucket++) {
        while (at < size && known[at] >> (64 - bits) == (uint64_t)bucket) {
            at++;
        }
        ends[bucket + 1] = at;
    }
}

/* Many hashes are looked up in buckets of their first bits: they are spread evenly, about one known one in each. */
void search_nearest(const uint64_t *known, ptrdiff_t size, const uint64_t *hashes, ptrdiff_t count, int64_t *place)
{
    ptrdiff_t ends[(1 << MAX_BITS) + 1];
    int bits = 1;
    while (bits < MAX_BITS && (ptrdiff_t)1 << bits < size) {
        bits++;
    }
    const int is_many = count > size / 16;
    if (is_many) {
        find_ends(known, size, bits, ends);
    }
    for (ptrdiff_t i = 0; i < count; i++) {
        const ptrdiff_t *bucket = ends + (hashes[i] >> (64 - bits));
        const ptrdiff_t first = is_many ? bucket[0] : 0, end = is_many ? bucket[1] : size;
        const ptrdiff_t found = lower_bound(known, first, end, hashes[i]);
        place[i] = found < size ? found : size - 1;
    }
}

/* Return a number whose upper bits are spread: one multiplication alone leaves numbers at some equal distances side by
   side. */
static inline uint64_t spread(uint64_t hash, uint64_t odd)
{
    hash *= odd;
    return (hash ^ hash >> 32) * odd;
}

void search_firsts(const uint64_t *hashes, ptrdiff_t count, uint64_t odd, int32_t *table, int bits, int64_t *first)
{
    const uint64_t last = ((uint64_t)1 << bits) - 1;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint64_t at = spread(hashes[i], odd) >> (64 - bits);
        while (table[at] && hashes[table[at] - 1] != hashes[i]) {
            at = (at + 1) & last;
        }
        if (!table[at]) {
            table[at] = (int32_t)i + 1;
        }
        first[i] = table[at] - 1;
    }
}
