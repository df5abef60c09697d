"""A page that another library has parsed -> its markup, so that there is one way to read a page."""

from __future__ import annotations

from extractor.document import ExtractorError


def markup_of(page: object) -> str | bytes:
    """Return the markup of a page that another library has parsed, without changing it.

    Takes an lxml element or tree, a BeautifulSoup object, a parsel selector, or a response of Scrapy or the like (with
    the page's bytes as ``body``). Raises ``ExtractorError`` on anything else.
    """
    library = type(page).__module__.partition(".")[0]
    if library == "lxml":
        from lxml import etree

        return etree.tostring(page, encoding="unicode", method="html", with_tail=False)  # type: ignore[call-overload, no-any-return]
    if library == "bs4" and hasattr(page, "name"):
        return str(page)
    if isinstance(body := getattr(page, "body", None), (str, bytes)):
        return body
    if library == "parsel":
        return str(page.get() or "")  # type: ignore[attr-defined]
    raise ExtractorError(
        f"source is {type(page).__name__}: give str or bytes (read the file first), or a page that lxml, "
        "BeautifulSoup, parsel or Scrapy has parsed"
    )
