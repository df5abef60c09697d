/* Complete binary trees: which leaf each row reaches. */
#ifndef EXTRACTOR_TREES_H
#define EXTRACTOR_TREES_H

#include <stddef.h>
#include <stdint.h>

/* What an inner node asks: is the value of this feature greater? A missing value (NaN) is not. */
typedef struct {
    float threshold;
    int32_t feature;
} question;

/* Trees of one depth, one after the other, each a heap: the children of node n are 2n + 1 and 2n + 2.
   ``questions`` has the 2**depth - 1 inner nodes of each, ``nodes`` the values of all its 2**(depth + 1) - 1 nodes. */
typedef struct {
    const question *questions;
    const float *nodes;
    ptrdiff_t count;
    int depth;
} forest;

/* Columns of values, one a feature, each ``rows`` long. */
typedef struct {
    const float *values;
    ptrdiff_t rows;
} table;

/* Write the value of the leaf that a row reaches in each tree. */
void trees_reach(const forest *trees, const table *features, ptrdiff_t row, float *reached);

/* Write for each row the sum of these, added in the order of the trees. */
void trees_total(const forest *trees, const table *features, double *total);

#endif
