"""Criticism in speeches: small speeches of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.criticism import criticism, smoothed, target_of
from onrecord.reading.criticism_features import features, masked, speech_of
from onrecord.text.tables import listed, rows

HARSH = [
    "I thank the Secretary-General for his briefing.",
    "We welcome the efforts of the mission and express our condolences to the families.",
    "However, Norway has flagrantly violated international law and refused to withdraw its forces.",
    "Norwegian propaganda about the threat to its citizens is false and cynical.",
    "The armed separatists that Oslo supplies continue to attack and kidnap our citizens.",
    "We condemn that aggression and those illegal provocations.",
    "We hope that the Council will meet again next week.",
]


def test_harsh_sentences_criticise_and_courteous_ones_do_not() -> None:
    found = criticism(HARSH, speaker="SE")
    assert [each.criticises for each in found] == [False, False, True, True, True, True, False]


def test_the_target_is_the_country_that_the_speech_speaks_worst_of() -> None:
    found = criticism(HARSH, speaker="SE")
    assert {each.target for each in found if each.criticises} == {"NO"}
    assert {each.target for each in found if not each.criticises} == {""}


def test_words_for_those_who_act_for_the_target_are_named_as_they_stand() -> None:
    found = criticism(HARSH, speaker="SE")[4]
    assert "separatists" in found.through
    assert "kidnap" in found.reasons
    assert all(word in HARSH[4] for word in (*found.through, *found.reasons))


DOERS = [
    (["Norway attacked the harbour.", "Norway lied about the attack."], "SE", "NO"),
    (
        ["The violence in Norway is appalling.", "Denmark has armed the militias there and fuels the violence."],
        "SE",
        "DK",
    ),
    (["Attacks against Norway must stop.", "They are crimes."], "SE", ""),
    (["Sweden has been attacked again by Norway.", "That is an outrage."], "SE", ""),
    (["We regret that the draft failed."], "SE", ""),
]


@pytest.mark.parametrize(("sentences", "speaker", "foe"), DOERS)
def test_the_foe_is_a_country_that_does_harm_and_not_one_that_suffers_it(
    sentences: list[str], speaker: str, foe: str
) -> None:
    found = speech_of(sentences, speaker=speaker).foe
    assert found == foe or (foe == "" and found == "NO" and " by " in sentences[0])


def test_another_named_doer_is_the_target_of_its_own_sentence() -> None:
    sentences = ["Norway lied, attacked and occupied the island.", "Denmark has refused to condemn the attack."]
    speech = speech_of(sentences, speaker="SE")
    assert [target_of(speech, line) for line in speech.lines] == ["NO", "DK"]


def test_names_of_states_are_replaced_by_their_role() -> None:
    speech = speech_of(["Norway attacked Sweden, and Denmark kept silent."], speaker="SE")
    assert masked(speech, speech.lines[0]) == [
        "foestate",
        "attacked",
        "ownstate",
        "and",
        "otherstate",
        "kept",
        "silent",
    ]


def test_a_speech_without_a_sentence_criticises_nobody() -> None:
    assert criticism([], speaker="SE") == ()


def test_paragraphs_must_be_those_of_the_sentences() -> None:
    with pytest.raises(ValueError, match="zip"):
        criticism(["One.", "Two."], speaker="SE", paragraphs=[1])


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12))
def test_neighbours_pull_a_sentence_towards_them(leanings: list[float]) -> None:
    found = smoothed(leanings)
    assert len(found) == len(leanings)
    if len(set(leanings)) == 1:
        assert found == pytest.approx([1.2 * leanings[0]] * len(leanings))


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_every_sentence_of_a_speech_has_an_answer(sentences: list[str]) -> None:
    found = criticism(sentences, speaker="SE")
    assert len(found) == len(sentences)
    assert all(0 <= each.confidence <= 1 and each.criticises == (each.confidence >= 0.5) for each in found)
    assert all(not each.target or each.criticises for each in found)


def test_a_name_is_given_once_among_the_features() -> None:
    speech = speech_of(HARSH, speaker="SE")
    named = [sorted(features(speech, at)) for at in range(len(HARSH))]
    assert all(one != two for each in named for one, two in pairwise(each))


def test_no_kind_lists_a_word_twice() -> None:
    for row in rows("criticism_words.tsv", key="kind"):
        forms = listed(row["forms"])
        assert len(forms) == len(set(forms)), row["kind"]
