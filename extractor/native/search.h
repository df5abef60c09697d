/* Places of hashes among sorted ones. */
#ifndef EXTRACTOR_SEARCH_H
#define EXTRACTOR_SEARCH_H

#include <stddef.h>
#include <stdint.h>

/* Write for each hash the first place among the known ones (ascending, at least one) that is not less, or the last. */
void search_nearest(const uint64_t *known, ptrdiff_t size, const uint64_t *hashes, ptrdiff_t count, int64_t *place);

#endif
