"""How demanding an ask is: UPR Info's categories, on sentences of our own."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.drafting.specificity import CATEGORIES, shipped_model, specificity
from onrecord.drafting.specificity_features import by_rule, features, tokens

ASKS = [
    ("Seek technical assistance from the international community for its flood defences", 1),
    ("Share its experience in planting trees with other countries", 1),
    ("Continue its efforts to plant trees", 2),
    ("Maintain the policy of open archives", 2),
    ("Consider closing the prison of Lakeview", 3),
    ("Examine the possibility of a new law on archives", 3),
    ("Strengthen efforts to protect journalists", 4),
    ("Take measures to promote the rights of fishermen", 4),
    ("Continue and strengthen its efforts to protect journalists", 4),
    ("Ratify the Convention against Torture", 5),
    ("Abolish the death penalty", 5),
    ("Release all journalists in detention immediately and unconditionally", 5),
    ("Improve the life of prisoners, including by adopting a law on prison labour", 5),
]


@pytest.mark.parametrize(("ask", "category"), ASKS)
def test_an_ask_has_the_category_that_upr_info_would_give_it(ask: str, category: int) -> None:
    assert specificity(ask).category == category


def test_case_and_a_leading_to_change_nothing() -> None:
    assert specificity("to RATIFY the convention") == specificity("Ratify the convention")


def test_the_reasons_are_words_of_the_ask() -> None:
    found = specificity("Consider closing the prison of Lakeview")
    assert "consider" in found.words
    assert len(found.words) <= 3


@given(st.text(min_size=1, max_size=120))
def test_probabilities_are_of_five_categories_and_sum_to_one(text: str) -> None:
    if not any(token[0].isalnum() for token in tokens(text)):
        return
    found = specificity(text)
    assert sum(found.probabilities) == pytest.approx(1)
    assert found.category == CATEGORIES[found.probabilities.index(max(found.probabilities))]
    assert set(found.words) <= set(tokens(text))


@pytest.mark.parametrize("text", ["", "  ", "— ; ."])
def test_an_ask_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="without a word"):
        specificity(text)


RULES = [
    ("Ratify the treaty", 5),
    ("Continue and strengthen its work", 4),
    ("Strengthen the courts by adopting a law", 5),
    ("Consider adopting a law", 3),
    ("Plant trees", None),
]


@pytest.mark.parametrize(("ask", "category"), RULES)
def test_the_written_rules_alone_say_it_for_their_own_verbs(ask: str, category: int | None) -> None:
    assert by_rule(tokens(ask)) == category


def test_the_shipped_model_is_small_and_holds_no_word() -> None:
    content = files("onrecord").joinpath("data", "models", "specificity.bin").read_bytes()
    header, weights = content.split(b"\n", 1)
    assert len(content) < 2_000_000
    assert len(weights) == (1 << shipped_model().bits) * len(CATEGORIES)
    assert b"ratify" not in header.lower()


def test_every_feature_of_a_place_points_at_its_tokens() -> None:
    found = tokens("Close the prison, and by law")
    assert all(0 <= at < len(found) for places in features(found).values() for at in places)
