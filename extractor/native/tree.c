/* What a start tag opens and closes, what an end tag ends (HTML Standard, section 13.2.6).
 *
 * Formatting elements (a, b, font) are not on the stack: they go on behind the end of the block in which they began,
 * which is what the standard's adoption agency comes to for text. Content of tables that belongs in no cell stays where
 * it is. Elements nested too deeply are not told apart: they only begin and end blocks.
 */
#include "stack.h"

int tree_is_foreign(const Reader *reader)
{
    return reader->depth && (reader->stack[reader->depth - 1].flags & IS_FOREIGN);
}

static void close_p(Reader *reader) { close_open(reader, TAG_P, SCOPE | BUTTON_SCOPE); }

static void close_implied(Reader *reader)
{
    while (reader->depth && rules_in(top_of(reader)) & IMPLIED_END) pop(reader);
}

/* --- html, head, body */

/* Open an element that the page need not write. */
static void push_implied(Reader *reader, int32_t tag)
{
    int64_t attributes = reader->attributes.count;
    reader->attributes.count = 0;
    push(reader, tag, 0);
    reader->attributes.count = attributes;
}

/* Close the head, if the page has no body yet; returns whether that is so. A template in it can hold anything. */
static int end_head(Reader *reader)
{
    if (reader->has_body || reader->open_count[TAG_TEMPLATE]) return 0;
    pop_to(reader, 0);
    return reader->has_body = reader->has_head = 1;
}

static void imply_body(Reader *reader)
{
    if (end_head(reader)) push_implied(reader, TAG_BODY);
}

/* Take the start tags that are about the page, and open what others need; returns whether it was one of the former. */
static int start_page(Reader *reader, int32_t tag)
{
    if (tag == TAG_HTML) {
        if (!reader->open_count[TAG_TEMPLATE]) blocks_page(reader);
    } else if (tag == TAG_BODY || tag == TAG_FRAMESET) {
        if (end_head(reader)) push(reader, tag, 0);
    } else if (tag == TAG_HEAD || (rules_of(tag) & HEAD_CONTENT && !reader->has_head)) {
        if (!reader->has_head) (tag == TAG_HEAD ? push(reader, tag, 0) : push_implied(reader, TAG_HEAD));
        reader->has_head = 1;
        return tag == TAG_HEAD;
    } else {
        if (!(rules_of(tag) & HEAD_CONTENT)) imply_body(reader);
        return 0;
    }
    return 1;
}

/* --- tables */

/* Close what is open down to one of these parts of the innermost table; returns whether there is a table. */
static int clear_to(Reader *reader, int32_t first, int32_t second, int32_t third, int32_t fourth)
{
    int32_t table = find_open(reader, TAG_TABLE, TABLE_SCOPE);
    if (table < 0) return 0;
    while (reader->depth > table + 1) {
        int32_t tag = top_of(reader)->tag;
        if (tag == first || tag == second || tag == third || tag == fourth) break;
        pop(reader);
    }
    return 1;
}

/* Whether what comes stands in a table, but in none of its cells. */
static int is_between_cells(const Reader *reader)
{
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        uint32_t rules = rules_in(&reader->stack[place]);
        if (rules & (TABLE_PART | TABLE_SCOPE)) return !(rules & MARKER);
    }
    return 0;
}

static void start_table_part(Reader *reader, int32_t tag)
{
    if (tag == TAG_TD || tag == TAG_TH) {
        if (!clear_to(reader, TAG_TR, TAG_TBODY, TAG_THEAD, TAG_TFOOT)) return;
        if (is_top(reader, TAG_TABLE)) push_implied(reader, TAG_TBODY);
        if (!is_top(reader, TAG_TR)) push_implied(reader, TAG_TR);
    } else if (tag == TAG_TR) {
        if (!clear_to(reader, TAG_TBODY, TAG_THEAD, TAG_TFOOT, TAG_TBODY)) return;
        if (is_top(reader, TAG_TABLE)) push_implied(reader, TAG_TBODY);
    } else if (!clear_to(reader, TAG_TABLE, TAG_TABLE, TAG_TABLE, TAG_TABLE)) {
        return;
    }
    if (tag != TAG_COL && tag != TAG_COLGROUP) push(reader, tag, 0);
}

/* --- start tags */

/* Close the item that a new one ends: the search stops at what an item can have in it. */
static void close_item(Reader *reader, int32_t tag, int32_t other)
{
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        int32_t open = reader->stack[place].tag;
        if (open == tag || open == other) {
            pop_to(reader, place);
            return;
        }
        if (rules_in(&reader->stack[place]) & SPECIAL && open != TAG_ADDRESS && open != TAG_DIV && open != TAG_P) return;
    }
}

/* Close what cannot be around an element of this name. */
static void make_room(Reader *reader, int32_t tag)
{
    uint32_t rules = rules_of(tag);
    if (tag == TAG_LI) close_item(reader, TAG_LI, TAG_LI);
    if (tag == TAG_DD || tag == TAG_DT) close_item(reader, TAG_DD, TAG_DT);
    if (rules & CLOSES_P && (tag != TAG_TABLE || reader->has_doctype)) close_p(reader);
    if (tag == TAG_LI || tag == TAG_DD || tag == TAG_DT) close_p(reader);
    if (rules & HEADING && reader->depth && rules_in(top_of(reader)) & HEADING) pop(reader);
    if (tag == TAG_TABLE && is_between_cells(reader)) close_open(reader, TAG_TABLE, TABLE_SCOPE);
    if (tag == TAG_BUTTON) close_open(reader, TAG_BUTTON, SCOPE);
    if (tag == TAG_INPUT || tag == TAG_TEXTAREA || tag == TAG_KEYGEN) close_open(reader, TAG_SELECT, SCOPE);
    if ((tag == TAG_OPTION || tag == TAG_OPTGROUP) && is_top(reader, TAG_OPTION)) pop(reader);
    if (tag == TAG_OPTGROUP && is_top(reader, TAG_OPTGROUP)) pop(reader);
    if ((tag == TAG_RB || tag == TAG_RTC || tag == TAG_RP || tag == TAG_RT) && find_open(reader, TAG_RUBY, SCOPE) >= 0)
        while (is_top(reader, TAG_RB) || is_top(reader, TAG_RP) || is_top(reader, TAG_RT)) pop(reader);
}

static void start_form(Reader *reader)
{
    if (reader->is_form_open) return;
    close_p(reader);
    reader->is_form_open = 1;
    if (!is_between_cells(reader)) push(reader, TAG_FORM, 0); /* there it ends at once */
}

/* Take a start tag within SVG or MathML; returns whether it is part of it. */
static int start_foreign(Reader *reader, int32_t tag)
{
    int is_styled = attribute(reader, ATTRIBUTE_COLOR) || attribute(reader, ATTRIBUTE_FACE)
                    || attribute(reader, ATTRIBUTE_SIZE);
    if (!(rules_of(tag) & BREAKOUT || (tag == TAG_FONT && is_styled))) {
        if (!reader->is_self_closing) push(reader, tag, rules_of(tag) & INTEGRATION ? IS_INTEGRATION : IS_FOREIGN);
        return 1;
    }
    while (tree_is_foreign(reader)) pop(reader);
    return 0;
}

static void start_in_body(Reader *reader, int32_t tag)
{
    uint32_t rules = rules_of(tag);
    make_room(reader, tag);
    if (tag == TAG_FORM) start_form(reader);
    else if (tag == TAG_SELECT && close_open(reader, TAG_SELECT, SCOPE)) return;
    else if (rules & FORMATTING) start_formatting(reader, tag);
    else if (rules & VOID) blocks_void(reader, tag);
    else if (tag == TAG_SVG || tag == TAG_MATH) {
        if (!reader->is_self_closing) push(reader, tag, IS_FOREIGN);
    } else if (!(rules & (RAW | RCDATA))) push(reader, tag, 0);
}

/* Take the start tag that was read; returns whether the content of its element is no markup. */
int tree_start(Reader *reader)
{
    int is_foreign = tree_is_foreign(reader);
    int32_t tag = reader->tag == TAG_IMAGE && !is_foreign ? TAG_IMG : reader->tag;
    reader->tally[tag]++;
    if (is_foreign && start_foreign(reader, tag)) return 0;
    if (start_page(reader, tag)) return 0;
    if (rules_of(tag) & TABLE_PART) {
        start_table_part(reader, tag);
        return 0;
    }
    start_in_body(reader, tag);
    return (rules_of(tag) & (RAW | RCDATA)) != 0;
}

/* --- end tags */

/* End the innermost element of this name, unless one is around it that such a tag cannot end. */
static void end_any(Reader *reader, int32_t tag)
{
    if (!reader->open_count[tag]) return;
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        const Open *open = &reader->stack[place];
        if (open->tag == tag && !(open->flags & (IS_FOREIGN | IS_INTEGRATION))) {
            pop_to(reader, place);
            return;
        }
        if (rules_in(open) & SPECIAL) return;
    }
}

static void end_formatting(Reader *reader, int32_t tag)
{
    int32_t place = find_active(reader, tag);
    if (place < 0) return;
    int32_t depth = reader->active[place].depth, is_crossed = 0;
    end_active(reader, place);
    for (int32_t open = depth; open < reader->depth; open++)
        is_crossed |= (int32_t)(rules_in(&reader->stack[open]) & SPECIAL);
    if (!is_crossed) pop_to(reader, depth);
}

static void end_heading(Reader *reader)
{
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        uint32_t rules = rules_in(&reader->stack[place]);
        if (rules & HEADING) {
            pop_to(reader, place);
            return;
        }
        if (rules & SCOPE) return;
    }
}

/* End a form without the elements in it that are still open. */
static void end_form(Reader *reader)
{
    reader->is_form_open = 0;
    int32_t place = find_open(reader, TAG_FORM, SCOPE);
    if (place < 0) return;
    close_implied(reader);
    if (place == reader->depth - 1) pop(reader);
    else if (place < reader->depth) reader->stack[place].flags |= IS_OVER;
}

static void end_p(Reader *reader)
{
    if (close_open(reader, TAG_P, SCOPE | BUTTON_SCOPE)) return;
    push_implied(reader, TAG_P); /* as browsers do */
    close_open(reader, TAG_P, SCOPE | BUTTON_SCOPE);
}

/* Take an end tag; returns whether it was that of an element of SVG or MathML. */
static int end_foreign(Reader *reader, int32_t tag)
{
    if (tag == TAG_P || tag == TAG_BR) {
        while (tree_is_foreign(reader)) pop(reader);
        return 0;
    }
    for (int32_t place = reader->depth - 1; place >= 0; place--) {
        if (!(reader->stack[place].flags & (IS_FOREIGN | IS_INTEGRATION))) return 0;
        if (reader->stack[place].tag == tag) {
            pop_to(reader, place);
            return 1;
        }
    }
    return 0;
}

static void end_in_body(Reader *reader, int32_t tag)
{
    uint32_t rules = rules_of(tag);
    if (tag == TAG_P) end_p(reader);
    else if (tag == TAG_FORM) end_form(reader);
    else if (tag == TAG_LI) close_open(reader, tag, SCOPE | LIST_SCOPE);
    else if (tag == TAG_DD || tag == TAG_DT) close_open(reader, tag, SCOPE);
    else if (rules & HEADING) end_heading(reader);
    else if (rules & (TABLE_PART | TABLE_SCOPE)) close_open(reader, tag, TABLE_SCOPE);
    else if (rules & BLOCK_END) close_open(reader, tag, SCOPE);
    else if (rules & FORMATTING) end_formatting(reader, tag);
    else end_any(reader, tag);
}

void tree_end(Reader *reader, int32_t tag)
{
    if (end_foreign(reader, tag)) return;
    if (tag == TAG_HEAD && !reader->has_body && !reader->open_count[TAG_TEMPLATE]) pop_to(reader, 0);
    if (tag == TAG_HTML || tag == TAG_HEAD || tag == TAG_BODY) return;
    if (tag == TAG_BR) {
        reader->attributes.count = 0;
        imply_body(reader);
        blocks_void(reader, tag);
    } else if (reader->deep && !(rules_of(tag) & (FORMATTING | VOID))) {
        reader->deep--;
        blocks_break(reader, tag);
    } else {
        if (tag == TAG_P) imply_body(reader);
        end_in_body(reader, tag);
    }
}

/* --- text */

static int is_blank(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || (*start >= '\t' && *start <= '\r'))) start++;
    return start == end;
}

void tree_text(Reader *reader, const char *start, const char *end, int has_references)
{
    if (!reader->has_body) {
        if (is_blank(start, end)) return;
        imply_body(reader);
    }
    draft_text(reader, start, end, has_references);
}

/* Take an element whose content is no markup. */
void tree_raw(Reader *reader, int32_t tag, const char *start, const char *end)
{
    blocks_raw(reader, tag, start, end, (rules_of(tag) & RCDATA) != 0);
}

void tree_close(Reader *reader)
{
    pop_to(reader, 0);
    while (reader->active_count) end_active(reader, reader->active_count - 1);
    blocks_close(reader);
}
