"""Folding makes two spellings one and never loses a character's place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.folding import fold

ALPHABET = st.characters(codec="utf-8") | st.sampled_from("İßéＡﬁ \n\t’“—\u00ad\u2060\u0301西藏བོད")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Erdoğan", "erdogan"),
        ("COVID-\u206019", "covid-19"),
        ("“People’s”", '"people\'s"'),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("co\u00adoperation", "cooperation"),
        ("Go Sherab\n    Gyatso", "go sherab gyatso"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("西藏", "西藏"),
        ("Re\u0301union", "reunion"),
    ],
)
def test_two_spellings_of_one_name_fold_to_one(written: str, folded: str) -> None:
    assert fold(written).text == folded


@given(st.text(ALPHABET, max_size=60))
def test_every_folded_stretch_lies_in_the_original(text: str) -> None:
    """Offsets of any folded stretch are offsets of the original, in order and within it."""
    folded = fold(text)
    for start in range(len(folded.text)):
        at, until = folded.span(start, start + 1)
        assert 0 <= at < until <= len(text)


@given(st.text(ALPHABET, max_size=20), st.text(ALPHABET, max_size=20))
def test_a_name_is_found_where_it_stands(before: str, after: str) -> None:
    """A name between any other characters is mapped back to its own place."""
    text = f"{before} Qelbinur {after}"
    folded = fold(text)
    places = [folded.span(at, at + 8) for at in range(len(folded.text)) if folded.text[at : at + 8] == "qelbinur"]
    assert (len(before) + 1, len(before) + 9) in places
