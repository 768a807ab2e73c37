"""A difference is told in words, loses no character, and a comma weighs less than a `not`."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.record import Span
from onrecord.text.alignment import aligned
from onrecord.text.change_kinds import Kind, Mark, is_boilerplate_line
from onrecord.text.differences import Difference, difference


def applied(found: Difference) -> str:
    parts, at = [], 0
    for edit in found.edits:
        assert edit.old.of(found.old) == edit.before
        assert edit.new.of(found.new) == edit.after
        parts += [found.old[at : edit.old.start], edit.after]
        at = edit.old.end
    return "".join([*parts, found.old[at:]])


PIECES = [
    "the",
    "Minister",
    "raised",
    "not",
    " ",
    "  ",
    "\n\n",
    "\u202f",
    ",",
    ".",
    "“",
    "”",
    "4",
    "西",
    "藏",
    "bo\u0301d",
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.text(max_size=60))


@settings(deadline=None)
@given(old=texts, new=texts)
def test_the_edits_make_the_new_text_of_the_old_one(old: str, new: str) -> None:
    found = difference(old, new)
    assert applied(found) == new
    assert (found.edits == ()) == (old == new)
    assert all(edit.before != edit.after for edit in found.edits)


@settings(deadline=None)
@given(words=st.lists(st.sampled_from("abcdef"), max_size=30), others=st.lists(st.sampled_from("abcdef"), max_size=30))
def test_words_are_paired_with_the_same_words_in_order(words: list[str], others: list[str]) -> None:
    pairs = aligned(words, others)
    assert all(words[i] == others[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


KINDS = [
    ("strong\u202fties", "strong ties", Kind.WHITESPACE),
    ("BonomadeMachude Omar met", "Bonomade Machude Omar met", Kind.WHITESPACE),
    ("in Washington, D.C.\n", "in Washington, DC\n", Kind.PUNCTUATION_OR_CASE),
    ("the dalai lama spoke", "the Dalai Lama spoke", Kind.PUNCTUATION_OR_CASE),
    ("It costs 1.5 million", "It costs 15 million", Kind.SUBSTANCE),
    ("They spoke.\n\nLast updated: 3 May 2021", "They spoke.\n\nLast updated: 9 June 2022", Kind.BOILERPLATE),
    ("They spoke.\n\nShare on Facebook", "They spoke.", Kind.BOILERPLATE),
    ("They spoke.\n\nTel: +1 202 555 0101", "They spoke.\n\nTel: +1 202 555 0199", Kind.BOILERPLATE),
    ("会见结束。\n\n责任编辑：王一", "会见结束。\n\n责任编辑：李二", Kind.BOILERPLATE),
    ("He was released on 3 May 2021", "He was released on 9 June 2022", Kind.SUBSTANCE),
    ("the talks", "the frank talks", Kind.SUBSTANCE),
]


@pytest.mark.parametrize(("old", "new", "kind"), KINDS)
def test_a_change_has_the_kind_of_its_gravest_edit(old: str, new: str, kind: Kind) -> None:
    assert difference(old, new).kind is kind
    assert difference(new, old).kind is kind


MARKS = [
    ("They will meet", "They will not meet", Mark.NEGATION),
    ("They didn’t meet", "They met", Mark.NEGATION),
    ("中方同意", "中方不同意", Mark.NEGATION),
    ("China should release him", "China must release him", Mark.MODAL),
    ("signed by 92 states", "signed by 94 states", Mark.NUMBER),
    ("signed by two states", "signed by three states", Mark.NUMBER),
    ("genocide in Xinjiang", "genocide in East Turkestan", Mark.NAME),
    ("the talks in China", "the talks in Japan", Mark.PLACE),
    ("with Minister Vera Jourova", "with Minister Vira Jourova", Mark.NAME),
    ("called it a grave crime", "called it a “grave” crime", Mark.QUOTATION),
]


@pytest.mark.parametrize(("old", "new", "mark"), MARKS)
def test_what_makes_a_change_worth_a_look_is_marked(old: str, new: str, mark: Mark) -> None:
    found = difference(old, new)
    assert found.kind is Kind.SUBSTANCE
    assert mark in found.marks


def test_a_long_line_is_no_boilerplate_whatever_it_begins_with() -> None:
    assert is_boilerplate_line("For more information, visit www.example.org.")
    assert not is_boilerplate_line("For more information on the arrests " + "that took place in the capital " * 20)


def test_the_readable_form_shows_old_and_new_in_their_words() -> None:
    found = difference("The pledge was signed by 92 states in May.", "The pledge was signed by 94 states in May.")
    assert list(found.readable()) == ["…The pledge was signed by [92 → 94] states in May.…"]
    assert list(difference("a  b", "a b").readable(least=Kind.SUBSTANCE)) == []


def test_no_line_of_the_readable_form_can_steer_a_terminal() -> None:
    assert all(line.isprintable() for line in difference("a\x1b[2J b", "a\x1b[3J c\n\nd").readable())


@settings(deadline=None)
@given(old=texts, new=texts, start=st.integers(0, 60), length=st.integers(0, 30))
def test_untouched_words_are_where_the_difference_says(old: str, new: str, start: int, length: int) -> None:
    found = difference(old, new)
    span = Span(min(start, len(old)), min(start + length, len(old)))
    there = found.now(span)
    assert 0 <= there.start <= there.end <= len(new)
    if span.start < span.end and not found.touching(span):
        assert there.of(new) == span.of(old)


def test_a_rewritten_long_text_is_compared_in_bounded_time() -> None:
    old, new = "a b c d " * 3_000, "b a d c e " * 3_000
    assert applied(difference(old, new)) == new
