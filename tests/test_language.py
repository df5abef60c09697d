"""The vote of function words."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.characters import count
from extractor.language import is_function_word, listed, vote

SENTENCES = {
    "en": "The council said that it would look at the plan again, and that there was no need to hurry.",
    "de": "Der Rat teilte mit, dass er den Plan noch einmal prüfen werde und dass es keine Eile gebe.",
    "fr": "Le conseil a déclaré qu'il allait revoir le projet et qu'il n'y avait pas de raison de se presser.",
    "es": "El consejo dijo que volvería a estudiar el plan y que no había ninguna prisa para hacerlo.",
    "pt": "O conselho disse que vai analisar o plano mais uma vez e que não há pressa para isso.",
    "ru": "Совет сообщил, что он ещё раз рассмотрит план и что спешить с этим не нужно.",
    "ur": "کونسل نے کہا کہ وہ اس منصوبے پر دوبارہ غور کرے گی اور اس میں جلدی کی ضرورت نہیں ہے۔",
    "zh": "市议会表示，他们将再次审查这个计划，而且没有必要着急，因为这是我们的城市。",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_vote(language, sentence):
    rows = listed(count(sentence, np.array([0]), np.array([len(sentence)])).words)
    assert vote(rows) == language
    assert is_function_word(rows, language).sum() >= 4


@pytest.mark.parametrize("text", ["", "Kim Lavrov Pyongyang", "12 345"])
def test_no_guess(text):
    rows = listed(count(text, np.array([0]), np.array([len(text)])).words)
    assert vote(rows) is None
    assert not is_function_word(rows, None).any()
