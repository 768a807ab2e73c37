"""The codebook's words for readers: complete, checked on reading, and free of words that claim too much."""

from __future__ import annotations

import re

import pytest

from onrecord.errors import DataError
from onrecord.model.agenda import Level
from onrecord.reports.words import FILE, codebook_words, read_words
from onrecord.text.tables import data_text

SHIPPED = data_text(FILE)


def test_the_levels_bear_the_names_of_the_model() -> None:
    assert {level: meaning.word for level, meaning in codebook_words().levels.items()} == {
        level: level.word for level in Level
    }


def test_every_rule_of_the_codebook_has_its_sentence() -> None:
    numbers = [f"R{n}" for n in range(1, 15)] + [f"A{n}" for n in range(1, 7)]
    assert list(codebook_words().rules) == numbers
    assert all(rule.sentence.endswith(".") for rule in codebook_words().rules.values())


def test_an_unknown_rule_has_no_sentence() -> None:
    assert codebook_words().rule_sentence("R99") == ""
    assert codebook_words().rule_sentence("R6").startswith("An intention")


def test_no_word_shown_claims_success_cause_or_silence() -> None:
    shown = " ".join(re.findall(r"(?:word|name|sentence): (.*)", SHIPPED)).lower()
    for word in ("success", "failed", "silent", "silence", "because of", "ignored", "caused"):
        assert word not in shown


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("  - value: class\n", "  - value: object\n", "'object' stands twice"),
        ("value: conditional", "value: maybe", "unknown or missing: ['conditional', 'maybe']"),
        ("number: R2\n", "number: R1\n", "'R1' stands twice"),
        ("    word: named\n", "    word: named\n    word: mentioned\n", "'word' stands twice"),
        ("states:\n", "conditions:\n", "not the table of words"),
        ("levels:\n", "levels: [\n", "not the table of words"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(written: str, instead: str, problem: str) -> None:
    assert written in SHIPPED
    with pytest.raises(DataError, match=re.escape(problem)):
        read_words(SHIPPED.replace(written, instead, 1))
