/* What the HTML Standard says of elements by their names (section 13.2.6), and the attributes that count. */
#ifndef EXTRACTOR_HTML_H
#define EXTRACTOR_HTML_H

enum {
    SPECIAL = 1,           /* ends the search for the element that an end tag ends */
    SCOPE = 2,             /* bounds the scope of elements */
    LIST_SCOPE = 4,        /* ... of list items */
    BUTTON_SCOPE = 8,      /* ... of paragraphs */
    TABLE_SCOPE = 16,      /* ... of parts of tables */
    FORMATTING = 32,       /* goes on behind the end of the block in which it began */
    MARKER = 64,           /* ... but not beyond these */
    CLOSES_P = 128,
    IMPLIED_END = 256,     /* need not be ended */
    VOID = 512,            /* has no content */
    RAW = 1024,            /* its content is no markup */
    RCDATA = 2048,         /* ... but has character references */
    HEAD_CONTENT = 4096,   /* needs no body */
    TABLE_PART = 8192,
    HEADING = 16384,
    BREAKOUT = 32768,      /* ends SVG and MathML around it */
    INTEGRATION = 65536,   /* in SVG or MathML, and what is in it is HTML */
    BLOCK_END = 131072     /* its end tag ends it if it is in scope */
};

#define BLOCKS_ (SPECIAL | CLOSES_P | BLOCK_END)
#define CELL_ (SPECIAL | SCOPE | MARKER | TABLE_PART)

/* Elements with a rule of their own: constant, name, flags. A noscript is taken as a page of its own. */
#define TAGS(X)                                                        \
    X(HTML, "html", SPECIAL | SCOPE | TABLE_SCOPE)                     \
    X(HEAD, "head", SPECIAL | BREAKOUT)                                \
    X(BODY, "body", SPECIAL | BREAKOUT)                                \
    X(FRAMESET, "frameset", SPECIAL)                                   \
    X(FRAME, "frame", SPECIAL | VOID)                                  \
    X(NOSCRIPT, "noscript", SPECIAL | SCOPE | MARKER | HEAD_CONTENT | BLOCK_END) \
    X(TITLE, "title", SPECIAL | RCDATA | HEAD_CONTENT | INTEGRATION)   \
    X(SCRIPT, "script", SPECIAL | RAW | HEAD_CONTENT)                  \
    X(STYLE, "style", SPECIAL | RAW | HEAD_CONTENT)                    \
    X(TEMPLATE, "template", SPECIAL | SCOPE | TABLE_SCOPE | MARKER | HEAD_CONTENT | BLOCK_END) \
    X(META, "meta", SPECIAL | VOID | HEAD_CONTENT | BREAKOUT)          \
    X(LINK, "link", SPECIAL | VOID | HEAD_CONTENT)                     \
    X(BASE, "base", SPECIAL | VOID | HEAD_CONTENT)                     \
    X(BASEFONT, "basefont", SPECIAL | VOID | HEAD_CONTENT)             \
    X(BGSOUND, "bgsound", SPECIAL | VOID | HEAD_CONTENT)               \
    X(TEXTAREA, "textarea", SPECIAL | RCDATA)                          \
    X(XMP, "xmp", SPECIAL | CLOSES_P | RAW)                            \
    X(IFRAME, "iframe", SPECIAL | RAW)                                 \
    X(PLAINTEXT, "plaintext", SPECIAL | CLOSES_P | RAW)                \
    X(P, "p", SPECIAL | CLOSES_P | IMPLIED_END | BREAKOUT)             \
    X(DIV, "div", BLOCKS_ | BREAKOUT)                                  \
    X(ADDRESS, "address", BLOCKS_)                                     \
    X(ARTICLE, "article", BLOCKS_)                                     \
    X(ASIDE, "aside", BLOCKS_)                                         \
    X(BLOCKQUOTE, "blockquote", BLOCKS_ | BREAKOUT)                    \
    X(CENTER, "center", BLOCKS_ | BREAKOUT)                            \
    X(DETAILS, "details", BLOCKS_)                                     \
    X(DIALOG, "dialog", BLOCKS_ & ~SPECIAL)                            \
    X(DIR, "dir", BLOCKS_)                                             \
    X(DL, "dl", BLOCKS_ | BREAKOUT)                                    \
    X(FIELDSET, "fieldset", BLOCKS_)                                   \
    X(FIGCAPTION, "figcaption", BLOCKS_)                               \
    X(FIGURE, "figure", BLOCKS_)                                       \
    X(FOOTER, "footer", BLOCKS_)                                       \
    X(HEADER, "header", BLOCKS_)                                       \
    X(HGROUP, "hgroup", BLOCKS_)                                       \
    X(MAIN, "main", BLOCKS_)                                           \
    X(MENU, "menu", BLOCKS_ | BREAKOUT)                                \
    X(NAV, "nav", BLOCKS_)                                             \
    X(OL, "ol", BLOCKS_ | LIST_SCOPE | BREAKOUT)                       \
    X(UL, "ul", BLOCKS_ | LIST_SCOPE | BREAKOUT)                       \
    X(SEARCH, "search", BLOCKS_)                                       \
    X(SECTION, "section", BLOCKS_)                                     \
    X(SUMMARY, "summary", BLOCKS_)                                     \
    X(PRE, "pre", BLOCKS_ | BREAKOUT)                                  \
    X(LISTING, "listing", BLOCKS_ | BREAKOUT)                          \
    X(FORM, "form", SPECIAL | CLOSES_P)                                \
    X(HR, "hr", SPECIAL | CLOSES_P | VOID | BREAKOUT)                  \
    X(H1, "h1", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(H2, "h2", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(H3, "h3", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(H4, "h4", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(H5, "h5", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(H6, "h6", SPECIAL | CLOSES_P | HEADING | BREAKOUT)               \
    X(LI, "li", SPECIAL | IMPLIED_END | BREAKOUT)                      \
    X(DD, "dd", SPECIAL | IMPLIED_END | BREAKOUT)                      \
    X(DT, "dt", SPECIAL | IMPLIED_END | BREAKOUT)                      \
    X(BUTTON, "button", SPECIAL | BUTTON_SCOPE | BLOCK_END)            \
    X(APPLET, "applet", SPECIAL | SCOPE | MARKER | BLOCK_END)          \
    X(MARQUEE, "marquee", SPECIAL | SCOPE | MARKER | BLOCK_END)        \
    X(OBJECT, "object", SPECIAL | SCOPE | MARKER | BLOCK_END)          \
    X(TABLE, "table", SPECIAL | SCOPE | TABLE_SCOPE | CLOSES_P | BREAKOUT) \
    X(CAPTION, "caption", CELL_)                                       \
    X(COLGROUP, "colgroup", SPECIAL | TABLE_PART)                      \
    X(COL, "col", SPECIAL | TABLE_PART | VOID)                         \
    X(TBODY, "tbody", SPECIAL | TABLE_PART)                            \
    X(THEAD, "thead", SPECIAL | TABLE_PART)                            \
    X(TFOOT, "tfoot", SPECIAL | TABLE_PART)                            \
    X(TR, "tr", SPECIAL | TABLE_PART)                                  \
    X(TD, "td", CELL_)                                                 \
    X(TH, "th", CELL_)                                                 \
    X(SELECT, "select", SPECIAL | BLOCK_END)                           \
    X(OPTION, "option", IMPLIED_END)                                   \
    X(OPTGROUP, "optgroup", IMPLIED_END)                               \
    X(RUBY, "ruby", BREAKOUT)                                          \
    X(RB, "rb", IMPLIED_END)                                           \
    X(RTC, "rtc", IMPLIED_END)                                         \
    X(RP, "rp", IMPLIED_END)                                           \
    X(RT, "rt", IMPLIED_END)                                           \
    X(A, "a", FORMATTING)                                              \
    X(NOBR, "nobr", FORMATTING | BREAKOUT)                             \
    X(B, "b", FORMATTING | BREAKOUT)                                   \
    X(BIG, "big", FORMATTING | BREAKOUT)                               \
    X(CODE, "code", FORMATTING | BREAKOUT)                             \
    X(EM, "em", FORMATTING | BREAKOUT)                                 \
    X(FONT, "font", FORMATTING)                                        \
    X(I, "i", FORMATTING | BREAKOUT)                                   \
    X(S, "s", FORMATTING | BREAKOUT)                                   \
    X(SMALL, "small", FORMATTING | BREAKOUT)                           \
    X(STRIKE, "strike", FORMATTING | BREAKOUT)                         \
    X(STRONG, "strong", FORMATTING | BREAKOUT)                         \
    X(TT, "tt", FORMATTING | BREAKOUT)                                 \
    X(U, "u", FORMATTING | BREAKOUT)                                   \
    X(SPAN, "span", BREAKOUT)                                          \
    X(SUB, "sub", BREAKOUT)                                            \
    X(SUP, "sup", BREAKOUT)                                            \
    X(VAR, "var", BREAKOUT)                                            \
    X(TIME, "time", 0)                                                 \
    X(BR, "br", SPECIAL | VOID | BREAKOUT)                             \
    X(IMG, "img", SPECIAL | VOID | BREAKOUT)                           \
    X(IMAGE, "image", VOID)                                            \
    X(INPUT, "input", SPECIAL | VOID)                                  \
    X(EMBED, "embed", SPECIAL | VOID | BREAKOUT)                       \
    X(AREA, "area", SPECIAL | VOID)                                    \
    X(KEYGEN, "keygen", SPECIAL | VOID)                                \
    X(PARAM, "param", SPECIAL | VOID)                                  \
    X(SOURCE, "source", SPECIAL | VOID)                                \
    X(TRACK, "track", SPECIAL | VOID)                                  \
    X(WBR, "wbr", SPECIAL | VOID)                                      \
    X(PICTURE, "picture", 0)                                           \
    X(SVG, "svg", 0)                                                   \
    X(MATH, "math", 0)                                                 \
    X(FOREIGNOBJECT, "foreignobject", INTEGRATION)                     \
    X(DESC, "desc", INTEGRATION)                                       \
    X(MI, "mi", INTEGRATION)                                           \
    X(MO, "mo", INTEGRATION)                                           \
    X(MN, "mn", INTEGRATION)                                           \
    X(MS, "ms", INTEGRATION)                                           \
    X(MTEXT, "mtext", INTEGRATION)                                     \
    X(ANNOTATION, "annotation-xml", INTEGRATION)

#define TAG_CONSTANT(constant, name, flags) TAG_##constant,
enum { TAGS(TAG_CONSTANT) TAG_COUNT };
#undef TAG_CONSTANT

/* Attributes with a rule of their own. */
#define ATTRIBUTES(X)                                                                                                \
    X(CLASS, "class") X(ID, "id") X(ROLE, "role") X(ITEMPROP, "itemprop") X(HIDDEN, "hidden") X(STYLE, "style")       \
    X(HREF, "href") X(REL, "rel") X(CONTENT, "content") X(PROPERTY, "property") X(NAME, "name") X(LANG, "lang")      \
    X(XML_LANG, "xml:lang") X(DATETIME, "datetime") X(TYPE, "type") X(START, "start") X(VALUE, "value")               \
    X(REVERSED, "reversed") X(SHADOW, "shadowrootmode") X(SRCSET, "srcset") X(DATA_SRCSET, "data-srcset")            \
    X(COLOR, "color") X(FACE, "face") X(SIZE, "size") X(COLSPAN, "colspan") X(ROWSPAN, "rowspan")

#define ATTRIBUTE_CONSTANT(constant, name) ATTRIBUTE_##constant,
enum { ATTRIBUTES(ATTRIBUTE_CONSTANT) ATTRIBUTE_COUNT };
#undef ATTRIBUTE_CONSTANT

extern const char *const TAG_NAMES[TAG_COUNT];
extern const char *const ATTRIBUTE_NAMES[ATTRIBUTE_COUNT];

#endif
