"""Separate the main article of a web page from everything around it.

>>> from extractor import extract
>>> article = extract(open("page.txt", encoding="utf-8").read())  # doctest: +SKIP
>>> article.title, article.date, article.text  # doctest: +SKIP
"""

from extractor.document import Analysis, Article, Block, ExtractorError, Options
from extractor.pipeline import analyse, extract, extract_many

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Article",
    "Block",
    "ExtractorError",
    "Options",
    "__version__",
    "analyse",
    "extract",
    "extract_many",
]
