"""Acts between two parties: sentences of our own, in both directions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.record import Span
from onrecord.reading.acts import PENTA, Root, act_of
from onrecord.reading.acts_features import clause_of, features, hits_in, ruled, stem, told, unmarked
from onrecord.text.tables import listed, rows

ACTS = [
    ("<s>Norland</s> promised to send doctors to <t>Vale</t>.", "AGREE"),
    ("<s>Norland</s> is prepared to withdraw its soldiers from <t>Vale</t>.", "AGREE"),
    ("<s>The two ministers</s> held talks with <t>the envoy of Vale</t> in the capital.", "CONSULT"),
    ("<s>President Orm</s> met <t>his counterpart from Vale</t> on Tuesday.", "CONSULT"),
    ("<s>Norland</s> praised <t>Vale</t>'s plan for the river.", "SUPPORT"),
    ("<s>Norland</s> and <t>Vale</t> signed a fisheries agreement.", "SUPPORT"),
    ("<s>Norland</s> shared intelligence with <t>Vale</t>.", "COOPERATE"),
    ("<s>Norland</s> and <t>Vale</t> held joint naval exercises.", "COOPERATE"),
    ("<s>Norland</s> donated ten million crowns to <t>Vale</t>.", "AID"),
    ("<s>Norland</s> delivered food aid to <t>Vale</t>.", "AID"),
    ("<s>A court in Norland</s> released <t>the editor</t> after a year in prison.", "YIELD"),
    ("<s>Norland</s> lifted the embargo on <t>Vale</t>.", "YIELD"),
    ("<s>The minister</s> resigned after protests in <t>Vale</t>.", "YIELD"),
    ("<s>Norland</s> urged <t>Vale</t> to open its archives.", "REQUEST"),
    ("<s>Norland</s> said that <t>Vale</t> must leave the island.", "REQUEST"),
    ("<s>Norland</s> accused <t>Vale</t> of moving the border stones.", "ACCUSE"),
    ("<s>Prosecutors</s> opened an inquiry into <t>the bank</t>.", "ACCUSE"),
    ("<s>Norland</s> refused to free <t>the fishermen</t>.", "REJECT"),
    ("<s>Norland</s> will not end its boycott until <t>Vale</t> apologises.", "REJECT"),
    ("<s>Norland</s> turned down <t>Vale</t>'s offer of talks.", "REJECT"),
    ("<s>Norland</s> threatened to bomb <t>Vale</t>.", "THREATEN"),
    ("<s>Norland</s> gave <t>Vale</t> a final warning.", "THREATEN"),
    ("<s>Students</s> marched against <t>the new rector</t>.", "PROTEST"),
    ("<s>Miners</s> went on strike over the wages of <t>the Vale company</t>.", "PROTEST"),
    ("<s>Norland</s> expelled <t>two diplomats of Vale</t>.", "SANCTION"),
    ("<s>Norland</s> suspended military aid to <t>Vale</t>.", "SANCTION"),
    ("<s>Norland</s> put its army on alert along the border with <t>Vale</t>.", "MOBILIZE"),
    ("<s>Police</s> arrested <t>the leader of the union</t>.", "COERCE"),
    ("<s>Norland</s> banned <t>the newspaper</t>.", "COERCE"),
    ("<s>Norland</s> shelled <t>the harbour of Vale</t>, killing nine.", "ASSAULT"),
    ("<s>Gunmen</s> stormed <t>a hotel in Vale</t>.", "ASSAULT"),
]


@pytest.mark.parametrize(("marked", "root"), ACTS)
def test_an_act_has_the_root_that_plover_gives_its_meaning(marked: str, root: str) -> None:
    sentence, source, target = unmarked(marked)
    found = act_of(sentence, source=source, target=target)
    assert found.root.value == root
    assert found.direction_right
    assert found.penta == PENTA[Root(root)]


TURNED = [
    "<s>Norland</s> attacked <t>Vale</t> at dawn.",
    "<t>Three teachers</t> were arrested by <s>the police of Vale</s>.",
    "<t>The prisoners</t> have been released by <s>Norland</s>.",
    "<t>The envoy</t> was expelled from <s>Vale</s>.",
    "On Monday, <s>Norland</s> lifted its ban on <t>Vale</t>.",
    "<t>Vale</t> faced sharp criticism from <s>Norland</s>.",
    "A request by <t>Vale</t> was refused by <s>Norland</s>.",
]


@pytest.mark.parametrize("marked", TURNED)
def test_the_same_sentence_with_its_parties_swapped_is_the_wrong_direction(marked: str) -> None:
    sentence, source, target = unmarked(marked)
    assert act_of(sentence, source=source, target=target).direction_right
    swapped = act_of(sentence, source=target, target=source)
    assert not swapped.direction_right
    assert swapped.root is act_of(sentence, source=source, target=target).root


BENT = [
    ("lifted the ban on", "yield"),
    ("refused to lift the ban on", "reject"),
    ("agreed to lift the ban on", "agree"),
    ("threatened to attack", "threaten"),
    ("agreed to release", "agree"),
    ("will not meet", "reject"),
    ("demanded that it withdraw troops from", "request"),
    ("called off its strike against", "yield"),
    ("suspended aid to", "sanction"),
    ("will boycott", "threaten"),
    ("demanded an explanation from", "request"),
    ("agreed", "agree"),
    ("refused", "reject"),
    ("painted", ""),
]


@pytest.mark.parametrize(("words", "act"), BENT)
def test_an_earlier_verb_bends_a_later_one(words: str, act: str) -> None:
    sentence, source, target = unmarked(f"<s>Norland</s> {words} <t>Vale</t>.")
    clause = clause_of(sentence, source, target)
    assert told(clause, hits_in(clause))[0] == act


def test_the_reasons_are_the_phrases_that_decide() -> None:
    sentence, source, target = unmarked("<s>Norland</s> refused to meet <t>Vale</t>.")
    assert act_of(sentence, source=source, target=target).reasons == ("refuse to meet",)


def test_a_gap_in_the_lexicon_can_be_acted_out() -> None:
    clause = clause_of(*unmarked("<s>Norland</s> lambasted <t>Vale</t>."))
    assert ruled(hits_in(clause)) == "accuse"
    assert ruled(hits_in(clause, without=frozenset({"lambast"}))) == ""


@pytest.mark.parametrize(("source", "target"), [(Span(0, 7), None), (None, Span(0, 7))])
def test_one_party_alone_stands_no_wrong_way_round(source: Span | None, target: Span | None) -> None:
    found = act_of("Norland was attacked.", source=source, target=target)
    assert found.direction_right
    assert found.direction_confidence == 0.5


def test_an_act_without_a_party_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one party"):
        act_of("It rained.", source=None, target=None)


def test_marks_are_taken_out_and_their_places_kept() -> None:
    sentence, source, target = unmarked("Then <t>Vale</t> thanked <s>Norland</s>.")
    assert sentence == "Then Vale thanked Norland."
    assert source is not None and source.of(sentence) == "Norland"
    assert target is not None and target.of(sentence) == "Vale"


@pytest.mark.parametrize(
    "forms",
    [
        ("accuse", "accused", "accuses", "accusing"),
        ("agree", "agreed", "agrees", "agreeing"),
        ("deny", "denied", "denies", "denying"),
        ("ban", "banned", "banning", "bans"),
        ("free", "freed", "frees"),
        ("hold", "held", "holds", "holding"),
        ("withdraw", "withdrew", "withdrawn"),
    ],
)
def test_the_forms_of_a_verb_have_one_stem(forms: tuple[str, ...]) -> None:
    assert all(stem(one) == stem(two) for one, two in pairwise(forms))


def test_a_phrase_has_one_sense() -> None:
    phrases = [
        " ".join(map(stem, phrase.split()))
        for row in rows("acts_words.tsv", key="group")
        for phrase in listed(row["phrases"])
    ]
    assert len(phrases) == len(set(phrases))
    assert len(phrases) > 1800


def test_every_sense_is_a_root_or_a_bend_with_a_meaning_of_its_own() -> None:
    roots = {root.value.lower() for root in Root}
    alone = {row["bend"].removeprefix("alone_") for row in rows("acts_bends.tsv", key="row") if row["acts"] == "-"}
    senses = {row["sense"] for row in rows("acts_words.tsv", key="group")}
    assert senses == roots - {"agree"} | alone | {"report", "arrange"}
    assert {row["becomes"] for row in rows("acts_bends.tsv", key="row")} <= roots


def test_every_root_has_its_pentacode() -> None:
    assert set(PENTA) == set(Root)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_any_sentence_with_any_parties_has_an_act(text: str, a: int, b: int, c: int, d: int) -> None:
    places = [min(place, len(text)) for place in (a, b, c, d)]
    source, target = Span(min(places[:2]), max(places[:2])), Span(min(places[2:]), max(places[2:]))
    found = act_of(text, source=source, target=target)
    assert 0 <= found.confidence <= 1
    assert 0.5 <= found.direction_confidence <= 1
    clause = clause_of(text, source, target)
    assert features(clause.swapped().swapped()) == features(clause)
