"""A truth table of what a document does with an ask, beside the comparable ones before it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.courses import course
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Finding, Force, Judgement, Scope, Verdict
from onrecord.model.occasion import Contact, Genre, Held, Occasion, Rank, Series
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Move, Observation

ASK = Ask("a", "Raise the famine.", "United States", "China", object="famine")


def held(day: int, *, length: int = 2000, subject: str = "", complete: bool = True, publisher: str = "WH") -> Held:
    date = f"2023-{day:02}-01"
    occasion = Occasion(Genre.READOUT, Contact.MEETING, Rank.LEADERS, ("CN", "US"), subject=subject)
    return Held(f"d{day}", date, publisher, "T", "", "en", Side.OURS, length, complete, "", occasion)


def said(document: Held, level: int, words: str = "raised the famine", **more: object) -> Observation:
    finding = Finding("a", document.id, Level(level), scope=Scope.OBJECT, evidence=(Quote(0, len(words), words),))
    return Observation(replace(finding, **more), document)  # type: ignore[arg-type]  # fields of a finding


def moves(documents: list[Held], observations: list[Observation], **more: object) -> list[Move]:
    found = course(ASK, Series("k", tuple(documents)), observations, **more)  # type: ignore[arg-type]
    return [step.move for step in found.steps]


ONE, TWO, THREE, FOUR = (held(day) for day in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        ([], ["absent", "absent", "absent"]),
        ([said(ONE, 3), said(TWO, 3), said(THREE, 3)], ["first", "repeated", "repeated"]),
        ([said(ONE, 3), said(TWO, 3, " Raised  the “FAMINE”")], ["first", "repeated", "dropped"]),
        ([said(ONE, 3), said(TWO, 3, "spoke of the famine")], ["first", "reworded", "dropped"]),
        ([said(ONE, 3), said(TWO, 4), said(THREE, 2)], ["first", "stronger", "weaker"]),
        ([said(ONE, 3), said(THREE, 3)], ["first", "dropped", "restored"]),
        ([said(ONE, 3)], ["first", "dropped", "absent"]),
        (
            [said(ONE, 4, force=Force.SOFT), said(TWO, 4, force=Force.HARD)],
            ["first", "stronger", "dropped"],
        ),
        ([said(TWO, 3)], ["absent", "first", "dropped"]),
        ([said(ONE, 3, scope=Scope.PARENT)], ["first", "absent", "absent"]),
        ([said(ONE, 3, "the weather")], ["first", "absent", "absent"]),
        ([said(ONE, 1)], ["first", "absent", "absent"]),
        ([said(ONE, 3, abstain=True)], ["first", "absent", "absent"]),
    ],
)
def test_each_document_makes_its_move(observations: list[Observation], expected: list[str]) -> None:
    """Three comparable documents, and what was found in them."""
    assert moves([ONE, TWO, THREE], observations) == [Move(move) for move in expected]


def test_a_persons_word_counts() -> None:
    """A rejected finding counts for nothing, a corrected one at its level, and the step is no proposal."""
    judge = Judgement(Verdict.REJECTED, "r", "2023-01-01T00:00:00Z")
    rejected = replace(said(TWO, 4), judgement=judge)
    assert moves([ONE, TWO], [said(ONE, 3), rejected]) == [Move.FIRST, Move.DROPPED]
    corrected = replace(said(TWO, 2), judgement=replace(judge, verdict=Verdict.CORRECTED))
    found = course(ASK, Series("k", (ONE, TWO)), [said(ONE, 3), said(TWO, 4), corrected])
    assert (found.steps[1].move, found.steps[1].level, found.steps[1].proposal) == (Move.WEAKER, 2, False)


@pytest.mark.parametrize(
    ("document", "more", "word"),
    [
        (held(2, length=400), {}, "no room"),
        (held(2, length=700), {}, "median"),
        (held(2, complete=False), {}, "beginning"),
        (held(2, subject="a storm"), {}, "a storm"),
        (held(2, publisher="Other"), {}, "another publisher"),
        (TWO, {"gaps": [("WH", "2023-01-10", "2023-01-20")]}, "gap"),
        (TWO, {"touched": {"d1", "d2"}}, "holds words"),
    ],
)
def test_a_guard_forbids_to_compare(document: Held, more: dict[str, object], word: str) -> None:
    """Each says in a sentence why the absence is not called an omission."""
    found = course(ASK, Series("k", (ONE, document)), [said(ONE, 3)], **more)  # type: ignore[arg-type]
    assert found.steps[1].move is Move.ABSENT
    assert any(word in guard for guard in found.steps[1].guards)


def test_what_was_left_out_only_where_nothing_can_be_compared_is_not_restored() -> None:
    """A short note between two readouts changes nothing."""
    assert moves([ONE, held(2, length=300), THREE], [said(ONE, 3), said(THREE, 3)])[2] is Move.REPEATED


def test_the_words_compared_with_are_given() -> None:
    """Every step but the first shows the last words before it."""
    found = course(ASK, Series("k", (ONE, TWO)), [said(ONE, 3)])
    before = found.steps[1].before
    assert before is not None and before.document is ONE and before.quote is not None


@given(st.permutations([said(ONE, 3), said(TWO, 4), said(FOUR, 2), said(FOUR, 3, "famine again")]))
def test_the_order_of_arrival_does_not_matter(observations: list[Observation]) -> None:
    """A course is a fold."""
    expected = [Move.FIRST, Move.STRONGER, Move.DROPPED, Move.RESTORED]
    assert moves([ONE, TWO, THREE, FOUR], observations) == expected
