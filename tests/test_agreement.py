"""How far the sources of a page agree on a value."""

from __future__ import annotations

import pytest

from extractor.metadata.agreement import Agreement, Within, folded, likeness

SAID = [
    ("og", "The old crane stays | Harbour News"),
    ("h1", "The old crane stays"),
    ("h1", "Letters"),
    ("ld", "THE old crane stays!"),
]
SITE = frozenset({"harbour", "news"})


@pytest.mark.parametrize(
    ("text", "words"),
    [("The old  Crane!", ("the", "old", "crane")), ("廃線の駅舎", ("廃線の駅舎",)), ("—", ()), ("", ())],
)
def test_folded(text, words):
    assert folded(text) == words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("The old crane stays", {"agree": 2, "within": 1, "rest_is_site": 1, "is_site": 0, "same_h1": 1, "same_ld": 1}),
        ("The old crane stays | Harbour News", {"agree": 1, "within": 0, "rest_is_site": -1, "same_og": 1}),
        ("Harbour News", {"agree": 0, "within": 1, "rest_is_site": 0, "is_site": 1, "same_h1": 0}),
        ("stay", {"agree": 0, "within": 0}),  # a part of a word is no part of a title
    ],
)
def test_of(value, expected):
    found = Agreement(SAID, SITE).of(folded(value))
    assert {name: found[name] for name in expected} == expected


def test_what_no_source_says_is_missing():
    assert "same_ld" not in Agreement([("og", "A")], SITE).of(("a",))
    assert Agreement([], frozenset()).of(()) == {"agree": 0, "within": 0, "rest_is_site": -1, "is_site": 0}


def test_kinds():
    assert Agreement(SAID, SITE).kinds(folded("the OLD crane stays")) == {"h1", "ld"}
    assert Agreement(SAID, SITE).kinds(("another",)) == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("a b", "b A", 1), ("a b", "b c", 0.5), ("a", "b", 0), ("", "", 0)]
)
def test_likeness(one, other, expected):
    assert likeness(frozenset(folded(one)), frozenset(folded(other))) == expected


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Cranes Jane Marlow", "Jane Marlow"),
        ("CRANES JANE MARLOW", "Jane Marlow"),
        ("Jane Marlow Jr.", "Jane Marlow Jr."),
        ("Jane Marlow-Lee", "Jane Marlow-Lee"),
        ("Mary-Jane Marlow", "Mary-Jane Marlow"),
        ("Jane Marlows Cranes", "Jane Marlows Cranes"),
        ("Dr. Jane Marlow", "Dr. Jane Marlow"),
        ("Harbour News Staff", "Harbour News Staff"),
        ("Kj Naxos", "Kj Naxos"),
        ("", ""),
    ],
)
def test_the_stated_name_that_a_shown_one_holds(shown, name):
    stated = ["Jane Marlow", "Jane Marlow Lee", "Harbour News", "kj"]
    assert Within(stated, frozenset({"harbour", "news"})).stated(shown) == name
