/* Places of hashes: among sorted ones, and of the first equal one. */
#ifndef EXTRACTOR_SEARCH_H
#define EXTRACTOR_SEARCH_H

#include <stddef.h>
#include <stdint.h>

/* Write for each hash the first place among the known ones (ascending, at least one) that is not less, or the last. */
void search_nearest(const uint64_t *known, ptrdiff_t size, const uint64_t *hashes, ptrdiff_t count, int64_t *place);

/* Write for each hash the place of the first that is equal. ``table`` has 2**bits places, all 0 and twice as many as there
   are hashes or more (``bits`` is at least 1). ``odd``: a number that decides where in the table a hash is looked
   for; one that nobody outside knows keeps hostile hashes from meeting there (Dietzfelbinger et al., 1997). */
void search_firsts(const uint64_t *hashes, ptrdiff_t count, uint64_t odd, int32_t *table, int bits, int64_t *first);

#endif
