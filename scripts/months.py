"""Month names of many languages, from Unicode CLDR (package Babel) and a table of forms that CLDR does not have.

Usage: ``python scripts/months.py > extractor/data/months.json``

The output maps a language to twelve entries, each the distinct forms of a month joined by ``|``: wide and abbreviated,
format (genitive, where there is one) and stand-alone, in lower case and without a trailing dot. Few names mean
different months in different languages (Polish and Croatian "listopada"); larger languages come first in the output,
so a reader that breaks ties by order takes theirs.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Mapping
from typing import Any, Final

from babel import localedata

_LOCALES: Final = (
    *("en", "en_GB", "en_CA", "de", "de_AT", "fr", "fr_CA", "es", "es_MX", "pt", "pt_PT", "it", "nl", "sv", "da", "nb"),
    *("nn", "fi", "is", "pl", "cs", "sk", "sl", "hr", "sr", "sr_Latn", "bs", "mk", "bg", "ru", "uk", "be", "hu", "ro"),
    *("el", "tr", "az", "uz", "kk", "ky", "et", "lv", "lt", "sq", "ca", "gl", "eu", "ga", "cy", "af", "sw", "so", "ha"),
    *("ar", "ar_SY", "ar_DZ", "ar_MA", "fa", "fa_AF", "ps", "ur", "he", "hi", "bn", "ta", "te", "mr", "gu", "kn", "ml"),
    *("pa", "ne", "si", "th", "lo", "my", "km", "ka", "hy", "mn", "am", "id", "ms", "fil"),
)
"""Locales with month names in words: Chinese, Japanese, Korean and Vietnamese number their months."""

_RENAMED: Final = {"nb": "no", "nn": "no", "fil": "tl"}  # to the codes of ``stopwords.json``

_EXTRA: Final[dict[str, tuple[str, ...]]] = {
    "en": ("", "", "", "", "", "", "", "", "sept", "", "", ""),
    "de": ("jän|jänner", "feber", "mrz|maerz", "", "", "", "", "", "sept", "", "", ""),
    "fr": ("", "fev|fevrier|fév", "", "", "", "", "", "aout", "", "", "", "dec|decembre|déc"),
    "es": ("", "", "", "", "", "", "", "", "set|setiembre|sep|sept", "", "", ""),
    "pt": ("", "", "marco", "", "", "", "", "", "", "", "", ""),
    "it": ("", "", "", "", "", "", "", "", "sett", "", "", ""),
    "nl": ("", "", "maa|mrt", "", "", "", "", "", "sept", "", "", ""),
    "sv": ("", "", "", "", "", "", "", "", "sept", "", "", ""),
    "pl": ("", "", "", "", "", "", "", "", "wrz", "paź|paz", "", ""),
    "ru": ("", "", "", "", "", "", "", "", "сен|сент", "", "ноя|нояб", ""),
    "uk": ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"),
    "el": (
        "ιαν|γενάρη",
        "φεβ|φλεβάρη",
        "μαρ",
        "απρ",
        "μαΐου|μαΐ|μαι",
        "ιουν",
        "ιουλ",
        "αυγ",
        "σεπ",
        "οκτ",
        "νοε",
        "δεκ",
    ),
    "tr": ("", "sub|subat", "", "", "mayis", "", "", "agustos", "eylul", "", "kasim", "aralik"),
    "ro": ("", "", "", "", "", "", "", "", "sept", "", "noi|noiem", ""),
    "id": ("", "pebruari", "", "", "", "", "", "agt|agu|agustus", "", "", "nopember|nop", ""),
    "ms": ("", "", "mac", "", "", "", "", "ogos|ogo", "", "", "", "dis|disember"),
    "ar": (
        "يناير|كانون الثاني|كانون ثاني|جانفي",
        "فبراير|شباط|فيفري",
        "مارس|آذار|أذار|اذار",
        "أبريل|ابريل|إبريل|نيسان|أفريل|افريل",
        "مايو|أيار|ايار|ماي|ماية|نوار",
        "يونيو|يونيه|حزيران|جوان",
        "يوليو|يوليه|تموز|جويلية|يوليوز",
        "أغسطس|اغسطس|آب|أوت|اوت|غشت",
        "سبتمبر|أيلول|ايلول|شتنبر",
        "أكتوبر|اكتوبر|تشرين الأول|تشرين الاول|تشرين أول",
        "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر",
        "ديسمبر|كانون الأول|كانون الاول|كانون أول|دجنبر",
    ),
    "fa": (
        "ژانویه|ژانویهٔ|جنوری",
        "فوریه|فوریهٔ|فبروری",
        "مارس|مارچ",
        "آوریل|آپریل|اپریل",
        "مه|مهٔ|می",
        "ژوئن|ژوین|جون",
        "ژوئیه|ژوئیهٔ|ژوییه|جولای",
        "اوت|آگوست|اگوست|آگست|اگست",
        "سپتامبر|سپتمبر",
        "اکتبر|اکتوبر",
        "نوامبر|نومبر",
        "دسامبر|دسمبر",
    ),
    "ur": (
        "جنوری",
        "فروری",
        "مارچ",
        "اپریل",
        "مئی",
        "جون",
        "جولائی",
        "اگست",
        "ستمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ),
    "hi": (
        "जनवरी|जन",
        "फरवरी|फ़रवरी|फ़रवरी|फर",
        "मार्च",
        "अप्रैल|अप्रेल",
        "मई",
        "जून",
        "जुलाई|जुला",
        "अगस्त|अग",
        "सितंबर|सितम्बर|सितं",
        "अक्टूबर|अक्तूबर|अक्तू",
        "नवंबर|नवम्बर|नवं",
        "दिसंबर|दिसम्बर|दिसं",
    ),
    "bn": ("জানুয়ারি|জানুয়ারী|জানুয়ারি", "ফেব্রুয়ারি|ফেব্রুয়ারী|ফেব্রুয়ারি", "", "", "", "", "", "আগষ্ট", "", "", "", ""),
    "mr": ("", "", "", "", "", "", "", "", "सप्टेंबर", "ऑक्टोबर|आक्टोबर", "", ""),
    "he": ("", "", "מרס|מארס|מרץ", "", "", "", "", "", "", "", "", ""),
    "sr": ("", "", "", "", "мај", "јуни", "јули", "", "", "", "", ""),
}
"""Spelling variants and regional names, January first (Levantine and Maghreb Arabic, Dari, German of Austria, ...)."""

_CASE_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "fi": ("n",),  # tammikuun
    "sr": ("а",),  # јануара
    "sr_Latn": ("a",),
    "bs": ("a",),
    "hu": ("i",),
    "et": ("i",),
}
"""Endings of inflected names as they stand in dates, added to the nominative of every month (some do not exist)."""

_HEBREW_IN: Final = "ב"  # "on the 3rd of May": 3 במאי
_MONTHS: Final = range(1, 13)
_MIN_LETTERS: Final = 2
_ARTICLE: Final = re.compile("^(?:de |d['’])")  # Catalan "d’abril"


def _clean(name: str) -> str | None:
    """Return the form as it is looked up, None if it is no word of at least two letters."""
    form = " ".join(name.lower().replace("\N{COMBINING DOT ABOVE}", "").split()).rstrip(".")
    form = _ARTICLE.sub("", form)
    if len(form) < _MIN_LETTERS or any(char.isdigit() for char in form):
        return None
    return form


def _months(code: str) -> Mapping[str, Any]:
    """Return the month names of a locale: context -> width -> number -> name.

    Babel keeps resolved aliases in data that locales share, so a locale can show the names of the one looked up before
    it. The copy prevents this.
    """
    own: dict[str | int | None, Any] = {"months": copy.deepcopy(localedata.load(code)["months"])}
    months: Mapping[str, Any] = localedata.LocaleDataDict(own)["months"]
    return months


def _inflected(code: str, name: str) -> list[str]:
    if code == "he":
        return [_HEBREW_IN + name]
    return [name + ending for ending in _CASE_ENDINGS.get(code, ())]


def month_names() -> dict[str, list[str]]:
    """Return for each language twelve entries of forms joined by ``|``."""
    found: dict[str, list[list[str]]] = {}
    for code in _LOCALES:
        language = code.split("_")[0]
        entries = found.setdefault(_RENAMED.get(language, language), [[] for _ in _MONTHS])
        months = _months(code)
        for entry, month in zip(entries, _MONTHS, strict=True):
            nominative = months["stand-alone"]["wide"][month]
            entry += [nominative, *_inflected(code, nominative), months["format"]["wide"][month]]
            entry += [months[context]["abbreviated"][month] for context in ("format", "stand-alone")]
    for language, extra in _EXTRA.items():
        for entry, forms in zip(found[language], extra, strict=True):
            entry.extend(forms.split("|"))
    return {
        language: _distinct([list(dict.fromkeys(filter(None, map(_clean, entry)))) for entry in entries])
        for language, entries in found.items()
    }


def _distinct(entries: list[list[str]]) -> list[str]:
    """Join the forms of each month; a form that two months of the language share is in neither."""
    counts: dict[str, int] = {}
    for entry in entries:
        for form in entry:
            counts[form] = counts.get(form, 0) + 1
    return ["|".join(form for form in entry if counts[form] == 1) for entry in entries]


def main() -> None:
    """Write the table to standard output, a language a line."""
    lines = [f'"{language}": {json.dumps(names, ensure_ascii=False)}' for language, names in month_names().items()]
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
