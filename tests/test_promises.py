"""A promise is dated by its words and followed by what a person attaches; the program says kept of none."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock_values import ASK, held, seen
from onrecord.ledger.clocks import clocks
from onrecord.ledger.promises import promises
from onrecord.model.finding import Answer, Verdict
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Attached, Observation, Promise
from onrecord.reading.due_dates import due_in


def answered(words: str, answer: Answer = Answer.PROMISED, **more: object) -> Observation:
    quote = Quote(10, 10 + len(words), words)
    return seen("m", "2024-05-02", 0, answer=answer, answer_evidence=(quote,), **more)  # type: ignore[arg-type]


def made(*observations: Observation, attached: tuple[Attached, ...] = ()) -> tuple[Promise, ...]:
    return promises(observations, due_in=due_in, attached=attached, documents={"later": held("later", "2026-01-01")})


# Each row: the answer, (due, the words that name it) of each promise.
TABLE = [
    ("a year", answered("We will ratify it by 2027."), [("2027", "by 2027")]),
    ("relative to the text", answered("We will ratify it by the end of next year."), [("2025-12-31", "by the end of next year")]),
    ("Chinese", answered("中方将在2027年底前完成修法。"), [("2027-12-31", "在2027年底前")]),
    ("no date", answered("We will look into it."), [("", "")]),
    ("another event", answered("We will answer before the next session."), [("", "before the next session")]),
    ("two dates", answered("We will answer within 90 days and ratify by 2027."), [("2024-07-31", "within 90 days"), ("2027", "by 2027")]),
    ("said to be done", answered("It was abolished by 2027.", Answer.DONE), [("", "")]),
    ("refused", answered("We will never do so by 2027.", Answer.REFUSED), []),
    ("rejected by a person", answered("We will by 2027.", verdict=Verdict.REJECTED), []),
    ("left open by a person", answered("We will by 2027.", verdict=Verdict.UNDECIDED), []),
]  # fmt: skip


@pytest.mark.parametrize(("case", "observation", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_promises(case: str, observation: Observation, expected: list[tuple[str, str]]) -> None:
    assert [(promise.due, promise.due_words) for promise in made(observation)] == expected


def test_a_promise_says_who_made_it() -> None:
    own, told = made(answered("We will."))[0], made(answered("They will.", reported=True))[0]
    joint = made(answered("Both will.", document=held("m", "2024-05-02", side=Side.JOINT)))[0]
    assert (own.reported, told.reported, joint.reported, joint.source.document.side) == (False, True, False, Side.JOINT)


def test_reopening_a_judgement_brings_the_promise_back() -> None:
    rejected = answered("We will by 2027.", verdict=Verdict.REJECTED)
    assert made(rejected) == ()
    assert made(replace(rejected, judgement=None))[0].proposal


EVIDENCE = Attached("e-m", "later", Quote(0, 4, "Done"), "ana", "a note")


def test_evidence_hangs_on_the_finding() -> None:
    (promise,) = made(answered("We will by 2027."), attached=(EVIDENCE, replace(EVIDENCE, finding="another")))
    assert [cited.document.id for cited in promise.evidence] == ["later"]
    assert "ana attached later." in promise.computation


def test_evidence_in_a_document_that_is_not_in_hand_is_told() -> None:
    (promise,) = made(answered("We will by 2027."), attached=(replace(EVIDENCE, document_id="gone"),))
    assert promise.evidence == ()
    assert "ana attached gone, which is not in hand." in promise.computation


def test_the_clock_of_a_promise_shows_evidence_and_no_verdict() -> None:
    found = made(answered("We will by 2025."), attached=(EVIDENCE,))
    (clock,) = [
        one for one in clocks(ASK, [], today=date(2026, 11, 24), promises=found) if "promise fell due" in one.label
    ]
    assert clock.days == 328
    assert "1 later text(s) stand beside it." in clock.computation
    assert "Whether it was done, the clock does not tell." in clock.computation


MANY = st.lists(
    st.builds(
        seen,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["2024-05-02", "2024", ""]),
        st.just(0),
        answer=st.sampled_from([Answer.PROMISED, Answer.DONE, Answer.NONE]),
        answer_evidence=st.just((Quote(0, 16, "We will by 2027.."),)),
        verdict=st.sampled_from([None, *Verdict]),
    ),
    max_size=5,
    unique_by=lambda one: one.document.id,
)


@given(MANY, st.integers())
def test_the_order_of_arrival_changes_nothing(observations: list[Observation], seed: int) -> None:
    shuffled = random.Random(seed).sample(observations, len(observations))
    evidence = (replace(EVIDENCE, finding="e-a"), replace(EVIDENCE, finding="e-a", by="ben"))
    assert made(*shuffled, attached=evidence[::-1]) == made(*observations, attached=evidence)
