/* Arrays that grow. When memory is short they jump to where the reading began. */
#ifndef EXTRACTOR_ARRAY_H
#define EXTRACTOR_ARRAY_H

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Returns the items with room for `more`; `count` is the number of items so far. */
static inline void *array_room(void *items, int64_t count, int64_t more, int64_t *room, size_t size, jmp_buf *failure)
{
    if (count + more <= *room) return items;
    int64_t wanted = *room * 2 > count + more ? *room * 2 : count + more + 16;
    void *grown = (uint64_t)wanted < SIZE_MAX / size ? realloc(items, (size_t)wanted * size) : NULL;
    if (!grown) longjmp(*failure, 1);
    *room = wanted;
    return grown;
}

#define ARRAY(Type, Name)                                                                       \
    typedef struct {                                                                            \
        Type *items;                                                                            \
        int64_t count, room;                                                                    \
    } Name;                                                                                     \
    static inline Type *Name##_add(Name *array, Type item, jmp_buf *failure)                    \
    {                                                                                           \
        if (array->count == array->room)                                                        \
            array->items = array_room(array->items, array->count, 1, &array->room, sizeof(Type), failure); \
        array->items[array->count] = item;                                                      \
        return &array->items[array->count++];                                                   \
    }

ARRAY(char, Bytes)

static inline void bytes_reserve(Bytes *bytes, int64_t size, jmp_buf *failure)
{
    bytes->items = array_room(bytes->items, bytes->count, size, &bytes->room, 1, failure);
}

static inline void bytes_add(Bytes *bytes, const char *start, int64_t size, jmp_buf *failure)
{
    if (size <= 0) return;
    bytes_reserve(bytes, size, failure);
    memcpy(bytes->items + bytes->count, start, (size_t)size);
    bytes->count += size;
}

#endif
