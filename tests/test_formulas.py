"""Versions of one wording belong together, and what stands in documents of three days with gaps is a formula."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import DataError
from onrecord.model.occasion import Genre, Held, Occasion
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited
from onrecord.model.wording import Slot
from onrecord.text.formulas import days_of, families, formulas, surely_before, without_number, wording_key
from onrecord.text.reuse import Reuse, likeness, read_model, reuse, shipped
from onrecord.text.reuse_features import NAMES, features
from onrecord.text.tiling import tiles

OPENING = "The Minister opened the talks. "


def cited(words: str, date: str, id_: str = "") -> Cited:
    document = Held(
        id_ or f"d-{date}", date, "Ministry of Solun", "Readout", "", "en", Side.OURS, 500, True, "2031-06-01T00:00:00Z",
        Occasion(Genre.READOUT),
    )  # fmt: skip
    return Cited(document, Quote(len(OPENING), len(OPENING) + len(words), words))


RAISED = "The Minister raised concerns about {} as well as individual cases of concern."


def test_a_wording_is_the_same_but_for_marks_capitals_and_spaces():
    assert wording_key("Raised concerns, again.") == wording_key("raised  concerns – again")
    assert wording_key("Raised concerns.") != wording_key("Raised no concerns.")
    assert wording_key("called it a “centre”") != wording_key("called it a centre")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("15. We raised it.", "We raised it."), ("- We", "We"), ("(a) We", "We"), ("2021 was hard", "2021 was hard")],
)
def test_the_number_of_a_list_is_no_part_of_a_wording(written: str, kept: str):
    found = without_number(Quote(7, 7 + len(written), written))
    assert found.exact == kept
    assert found.end - found.start == len(kept)


def test_versions_of_one_wording_are_a_family_and_strangers_are_not():
    said = [
        "The President raised concerns about the practices in Northmark, Eastmark and the Isles, and rights more broadly.",
        "Both ministers welcomed the new ferry line and agreed to meet again in autumn.",
        "He raised concerns about practices in Northmark, Eastmark and the Isles.",
    ]
    assert families(said) == [[0, 2], [1]]
    assert families([]) == []


@settings(max_examples=20, deadline=None)
@given(st.permutations(["a report on the isles was read aloud in full", "a report on the isles was read aloud", "no",
                        "he urged them to release all prisoners of the isles", "he urged them to release prisoners"]))  # fmt: skip
def test_who_belongs_together_does_not_depend_on_the_order(said: list[str]):
    assert {frozenset(said[at] for at in group) for group in families(said)} == {
        frozenset(group)
        for group in (
            ["a report on the isles was read aloud in full", "a report on the isles was read aloud"],
            ["he urged them to release all prisoners of the isles", "he urged them to release prisoners"],
            ["no"],
        )
    }


def test_a_formula_has_fixed_words_and_gaps():
    uses = [
        cited(RAISED.format("forced removals in Northmark"), "2029-05-26"),
        cited(RAISED.format("forced removals in Eastmark"), "2030-01-12"),
        cited(RAISED.format("forced removals in Northmark and in the Isles"), "2031-03-02"),
    ]
    (found,) = formulas(uses)
    assert found.times == 3
    assert found.words == (
        "The Minister raised concerns about forced removals in … as well as individual cases of concern"
    )
    assert found.slots == (Slot.NOTHING, Slot.NAMES, Slot.NOTHING)
    assert [use.fillings[1].exact for use in found.uses] == ["Northmark", "Eastmark", "Northmark and in the Isles"]
    for use in found.uses:
        quote = use.source.quote
        assert quote is not None
        layer = OPENING + quote.exact
        assert all(filled.span.of(layer) == filled.exact for filled in use.fillings)


def test_a_formula_is_found_in_chinese_too():
    said = [
        "赵立坚：西藏事务纯属中国内政，不容任何外部势力干涉。",
        "西藏事务是中国内政，不容任何外部势力干涉。",
        "涉藏问题纯属中国内政，不容任何外部势力干涉。",
    ]
    (found,) = formulas([cited(words, f"202{year}-05-26") for year, words in enumerate(said)])
    assert "中国内政，不容任何外部势力干涉" in found.words
    assert found.times == 3
    assert found.slots[0] is Slot.WORDS


def test_two_days_are_no_formula_and_two_texts_of_one_day_count_once():
    words = RAISED.format("removals")
    assert (
        formulas([cited(words, "2029-05-26", "a"), cited(words, "2029-05-26", "b"), cited(words, "2030-01-01")]) == ()
    )
    assert len(formulas([cited(words, f"2029-05-{day}") for day in (26, 27, 28)])) == 1
    assert formulas([Cited(cited(words, "2029-05-26").document, None)] * 3) == ()


def test_dates_that_may_be_one_day_count_once():
    assert days_of(["2029-05-26", "2029-05", "2029"]) == 1
    assert days_of(["2029-05-26", "2030-05", "", "2031-01-01", "2031-01-01"]) == 3
    assert surely_before("2029-05", "2029-06-01")
    assert not surely_before("2029-05", "2029-05-31")
    assert not surely_before("", "2029-05-31")


def test_small_words_alone_are_no_formula():
    assert (
        formulas([cited(f"it is in the end of all for us to see {day}", f"2029-05-{day}") for day in (11, 12, 13)])
        == ()
    )


def test_reuse_is_told_in_five_degrees():
    section = "Not later than one year after the date of enactment of this Act the Secretary shall report to Parliament"
    assert reuse(section, section.upper()) is Reuse.IDENTICAL
    assert reuse(section, section.replace("one year", "two years")) >= Reuse.RELATED
    assert reuse(section, "The ferry leaves the harbour of the Isles at nine and returns at dusk") is Reuse.UNRELATED


@settings(max_examples=50, deadline=None)
@given(st.text("abc def. 1东突", max_size=60), st.text("abc def. 1东突", max_size=60))
def test_features_are_the_same_either_way_and_stay_between_0_and_1(one: str, other: str):
    found = features(one, other)
    assert len(found) == len(NAMES)
    assert all(0 <= value <= 1 for value in found)
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_tiles_are_the_same_words_on_both_sides_and_never_overlap(one: list[str], other: list[str]):
    taken: set[int] = set()
    given_: set[int] = set()
    for i, j, size in tiles(one, other):
        assert size >= 4
        assert one[i : i + size] == other[j : j + size]
        here, there = set(range(i, i + size)), set(range(j, j + size))
        assert taken.isdisjoint(here)
        assert given_.isdisjoint(there)
        taken |= here
        given_ |= there


def test_the_shipped_model_has_a_weight_for_each_number():
    assert [len(row) for row in shipped().weights] == [len(NAMES) + 1] * (len(Reuse) - 1)


def test_a_model_of_other_features_is_refused():
    with pytest.raises(DataError, match="trained with features 0"):
        read_model(b'{"features": 0, "weights": []}')
