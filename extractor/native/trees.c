#include "trees.h"

#define LANES 16          /* walks side by side, so that none waits for another */
#define BLOCK (LANES * 4) /* rows that go down a tree while it is in the cache */

/* Where walks begin: the trees of the lanes stand ``next_tree`` questions apart, their rows ``next_row`` values. */
typedef struct {
    const question *questions;
    ptrdiff_t next_tree;
    const float *values;
    ptrdiff_t next_row;
} roots;

static ptrdiff_t inner_nodes(const forest *trees)
{
    return ((ptrdiff_t)1 << trees->depth) - 1;
}

/* Walk down and find the leaves. */
static inline void walk(const roots *from, ptrdiff_t rows, int depth, int lanes, ptrdiff_t *leaf)
{
    ptrdiff_t node[LANES] = {0};
    for (int level = 0; level < depth; level++) {
        for (int lane = 0; lane < lanes; lane++) {
            const question *asked = from->questions + lane * from->next_tree + node[lane];
            const float value = from->values[asked->feature * rows + lane * from->next_row];
            node[lane] = 2 * node[lane] + 1 + (value > asked->threshold);
        }
    }
    for (int lane = 0; lane < lanes; lane++) {
        leaf[lane] = node[lane];
    }
}

/* Add to the sums of ``LANES`` rows what they reach in one tree. */
static inline void add_rows(const forest *trees, const table *features, ptrdiff_t tree, ptrdiff_t row, double *sums)
{
    const ptrdiff_t inner = inner_nodes(trees);
    const roots from = {trees->questions + tree * inner, 0, features->values + row, 1};
    const float *nodes = trees->nodes + tree * (2 * inner + 1);
    ptrdiff_t leaf[LANES];
    walk(&from, features->rows, trees->depth, LANES, leaf);
    for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += nodes[leaf[lane]];
    }
}

/* Write what one row reaches in ``LANES`` trees, or in one if fewer are left; return in how many. */
static inline int reach_trees(const forest *trees, const table *features, ptrdiff_t tree, ptrdiff_t row, float *reached)
{
    const ptrdiff_t inner = inner_nodes(trees);
    const roots from = {trees->questions + tree * inner, inner, features->values + row, 0};
    const int lanes = trees->count - tree < LANES ? 1 : LANES;
    ptrdiff_t leaf[LANES];
    if (lanes == LANES) {
        walk(&from, features->rows, trees->depth, LANES, leaf);
    } else {
        walk(&from, features->rows, trees->depth, 1, leaf);
    }
    for (int lane = 0; lane < lanes; lane++) {
        reached[lane] = trees->nodes[(tree + lane) * (2 * inner + 1) + leaf[lane]];
    }
    return lanes;
}

void trees_reach(const forest *trees, const table *features, ptrdiff_t row, float *reached)
{
    for (ptrdiff_t tree = 0; tree < trees->count;) {
        tree += reach_trees(trees, features, tree, row, reached + tree);
    }
}

void trees_total(const forest *trees, const table *features, double *total)
{
    const ptrdiff_t rows = features->rows, whole = rows - rows % LANES;
    for (ptrdiff_t row = 0; row < rows; row++) {
        total[row] = 0;
    }
    for (ptrdiff_t first = 0; first < whole; first += BLOCK) {
        const ptrdiff_t end = whole - first < BLOCK ? whole : first + BLOCK;
        for (ptrdiff_t tree = 0; tree < trees->count; tree++) {
            for (ptrdiff_t row = first; row < end; row += LANES) {
                add_rows(trees, features, tree, row, total + row);
            }
        }
    }
    for (ptrdiff_t row = whole; row < rows; row++) {
        float reached[LANES];
        for (ptrdiff_t tree = 0, lanes; tree < trees->count; tree += lanes) {
            lanes = reach_trees(trees, features, tree, row, reached);
            for (ptrdiff_t lane = 0; lane < lanes; lane++) {
                total[row] += reached[lane];
            }
        }
    }
}
