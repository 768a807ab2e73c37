"""A clock counts from the last act that somebody dated; the truth tables say what that is, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock_values import ASK, QUOTE, held, seen
from onrecord.ledger.clocks import clocks
from onrecord.ledger.due_clocks import round_of
from onrecord.model.finding import Answer, Channel, State, Verdict
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Account, Cited, Clock, Disclosure, Due, Duty, Event, Observation, Promise, Reset

TODAY = date(2026, 11, 24)
INTENT = {"channel": Channel.ANNOUNCED, "state": State.INTENT_ONLY}


def one(found: tuple[Clock, ...], label: str) -> Clock:
    return next(clock for clock in found if clock.label == label)


def asked(*observations: Observation, today: date = TODAY, disclosures: tuple[Disclosure, ...] = ()) -> Clock:
    found = clocks(ASK, observations, today=today, disclosures=disclosures)
    return one(found, "last raised at level 4 (asked)")


def claim(
    document: str, *, generic: bool = False, happened: str = "", quote: Quote = QUOTE, known: str = "2024-05-02"
) -> Disclosure:
    source = Cited(held(document, known), quote)
    return Disclosure(ASK.id, source, happened, known, "", Account.CLAIMED_ONLY, generic)


# Each row: what is observed, and (since, at least, at most) of the clock of level 4.
LAST_ASKED = [
    ("nothing", [], ("", None, None)),
    ("one document", [seen("a", "2024-07-12")], ("2024-07-12", 865, 865)),
    ("the later of two", [seen("a", "2023-06-19"), seen("b", "2024-07-12")], ("2024-07-12", 865, 865)),
    ("a lower level later", [seen("a", "2023-06-19"), seen("b", "2024-07-12", 3)], ("2023-06-19", 1254, 1254)),
    ("two documents on one day", [seen("b", "2024-07-12"), seen("a", "2024-07-12")], ("2024-07-12", 865, 865)),
    ("a date of a month", [seen("a", "2023-06")], ("2023-06", 1243, 1272)),
    ("a date of a year", [seen("a", "2023")], ("2023", 1059, 1423)),
    ("a month beside one of its days", [seen("a", "2023-06"), seen("b", "2023-06-19")], ("2023-06", 1243, 1254)),
    ("a day after the month", [seen("a", "2023-06"), seen("b", "2023-07-01")], ("2023-07-01", 1242, 1242)),
    ("this year, no more is known", [seen("a", "2026")], ("2026", 0, 327)),
    ("today", [seen("a", "2026-11-24")], ("2026-11-24", 0, 0)),
    ("tomorrow: today in another time zone", [seen("a", "2026-11-25")], ("2026-11-25", 0, 0)),
    ("a date still to come", [seen("a", "2026-11-26"), seen("b", "2024-07-12")], ("2024-07-12", 865, 865)),
    ("no date", [seen("a", ""), seen("b", "2024-07-12")], ("2024-07-12", 865, 865)),
    ("an announced intention", [seen("a", "2024-07-12"), seen("b", "2024-09-01", 0, **INTENT)], ("2024-07-12", 865, 865)),
    ("announced, with a level", [seen("a", "2024-09-01", channel=Channel.ANNOUNCED)], ("", None, None)),
    ("a rejected finding", [seen("a", "2024-07-12"), seen("b", "2025-01-01", verdict=Verdict.REJECTED)],
     ("2024-07-12", 865, 865)),
    ("one left open", [seen("a", "2024-07-12"), seen("b", "2025-01-01", verdict=Verdict.UNDECIDED)],
     ("2024-07-12", 865, 865)),
    ("one that the engine is unsure of", [seen("a", "2024-07-12"), seen("b", "2025-01-01", abstain=True)],
     ("2024-07-12", 865, 865)),
    ("unsure, but confirmed", [seen("b", "2025-01-01", abstain=True, verdict=Verdict.CONFIRMED)],
     ("2025-01-01", 692, 692)),
    ("a document that arrived late", [seen("a", "2024-07-12"), seen("b", "2023-01-01", document=held("b", "2023-01-01", known="2026-11-20T00:00:00Z"))],
     ("2024-07-12", 865, 865)),
    ("a late one that is the last", [seen("a", "2023-01-01"), seen("b", "2024-07-12", document=held("b", "2024-07-12", known="2026-11-20T00:00:00Z"))],
     ("2024-07-12", 865, 865)),
]  # fmt: skip


@pytest.mark.parametrize(("case", "observations", "expected"), LAST_ASKED, ids=[row[0] for row in LAST_ASKED])
def test_last_asked(case: str, observations: list[Observation], expected: tuple[str, int | None, int | None]) -> None:
    clock = asked(*observations)
    assert (clock.since, clock.days, clock.at_most) == expected


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (seen("b", "2024-09-01", 0, **INTENT), "an intention is not an act"),
        (seen("b", "2024-09-01", verdict=Verdict.REJECTED), "a person rejected it"),
        (seen("b", "2024-09-01", verdict=Verdict.UNDECIDED), "left it open"),
        (seen("b", "2024-09-01", abstain=True), "the engine is not sure"),
        (seen("b", "2026-12-31"), "still to come"),
        (seen("b", ""), "no date"),
    ],
)
def test_what_came_later_and_did_not_reset_it_is_told(later: Observation, why: str) -> None:
    told = asked(seen("a", "2024-07-12"), later).computation
    assert [sentence for sentence in told if "did not reset it" in sentence and why in sentence], told


def test_what_came_earlier_is_not_told() -> None:
    told = asked(seen("a", "2024-07-12"), seen("b", "2024-01-01", 0, **INTENT)).computation
    assert not [sentence for sentence in told if "did not reset" in sentence]


class TestClaims:
    """A generic claim and a later disclosure are never counted from the day on which they were written."""

    last = seen("a", "2024-03-01")
    later = seen("b", "2024-05-02")

    def test_a_generic_claim_resets_nothing(self) -> None:
        clock = asked(self.last, self.later, disclosures=(claim("b", generic=True),))
        assert clock.since == "2024-03-01"
        assert any("a claim that names no occasion" in sentence for sentence in clock.computation)

    def test_a_disclosure_counts_from_the_day_that_it_tells(self) -> None:
        clock = asked(self.later, disclosures=(claim("b", happened="2023-12-05"),))
        assert (clock.since, clock.days) == ("2023-12-05", 1085)
        assert "Made known on 2024-05-02; claimed only." in clock.computation

    def test_a_disclosure_is_no_public_act(self) -> None:
        found = clocks(ASK, [self.later], today=TODAY, disclosures=(claim("b", happened="2023-12-05"),))
        assert one(found, "last raised at level 4 (asked) in public").days is None
        assert one(found, "last raised at level 4 (asked) in a meeting or call, as reported").since == "2023-12-05"

    def test_a_disclosure_without_a_day_resets_nothing(self) -> None:
        clock = asked(self.last, self.later, disclosures=(claim("b"),))
        assert clock.since == "2024-03-01"
        assert any("it says that it was raised earlier, not when" in sentence for sentence in clock.computation)

    def test_a_passage_beside_the_claim_counts_from_its_own_document(self) -> None:
        both = seen("b", "2024-05-02", evidence=(QUOTE, Quote(40, 60, "call for the release")))
        clock = asked(both, disclosures=(claim("b", generic=True),))
        assert clock.since == "2024-05-02"
        assert clock.source is not None
        assert clock.source.quote == Quote(40, 60, "call for the release")

    def test_another_ask_in_the_same_document_is_not_touched(self) -> None:
        elsewhere = claim("b", generic=True, quote=Quote(100, 120, "raise it every time."))
        assert asked(self.later, disclosures=(elsewhere,)).since == "2024-05-02"


def test_two_documents_on_one_day_are_both_named() -> None:
    clock = asked(seen("b", "2024-07-12"), seen("a", "2024-07-12"))
    assert clock.source is not None
    assert clock.source.document.id == "a"
    assert "Of the same date: b." in clock.computation


def test_a_judged_finding_goes_before_a_proposal_of_the_same_day() -> None:
    clock = asked(seen("a", "2024-07-12"), seen("b", "2024-07-12", verdict=Verdict.CONFIRMED))
    assert clock.source is not None
    assert clock.source.document.id == "b"
    assert any("judged by a person" in sentence for sentence in clock.computation)


def test_reopening_a_judgement_counts_the_proposal_again() -> None:
    rejected = seen("a", "2024-07-12", verdict=Verdict.REJECTED)
    assert asked(rejected).days is None
    reopened = replace(rejected, judgement=None)
    assert asked(reopened).since == "2024-07-12"
    assert any("a proposal that no person has judged" in sentence for sentence in asked(reopened).computation)


def test_a_late_arrival_is_told_with_its_day() -> None:
    late = held("b", "2024-07-12", known="2026-11-20T08:00:00Z")
    assert "The store took that document in on 2026-11-20." in asked(seen("b", "", document=late)).computation


def test_an_imprecise_date_shows_both_ends() -> None:
    told = asked(seen("a", "2023-06")).computation
    assert (
        "From its last possible day, 2023-06-30, to 2026-11-24 are 1243 days; from its first, 2023-06-01, 1272 days."
        in told
    )


CHANNELS = [
    seen("p", "2024-07-12", channel=Channel.PUBLIC),
    seen("r", "2023-11-15", 2, channel=Channel.REPORTED_PRIVATE,
         document=held("r", "2023-11-15", parties=("CN", "US"))),
    seen("j", "2022-01-01", channel=Channel.JOINT, document=held("j", "2022-01-01", side=Side.JOINT)),
    seen("s", "2021-01-01", 3, speaker="Antony Blinken", document=held("s", "2021-01-01", publisher="Department of State")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "since"),
    [
        ("last raised at level 1 (named) or above", "2024-07-12"),
        ("last raised at level 1 (named) or above in public", "2024-07-12"),
        ("last raised at level 1 (named) or above in a meeting or call, as reported", "2023-11-15"),
        ("last raised at level 4 (asked) in a meeting or call, as reported", ""),
        ("last raised at level 1 (named) or above in a joint text", "2022-01-01"),
        ("last raised at level 1 (named) or above by publisher Department of State", "2021-01-01"),
        ("last raised at level 1 (named) or above by speaker Antony Blinken", "2021-01-01"),
        ("last raised at level 4 (asked) by side joint", "2022-01-01"),
        ("last raised at level 1 (named) or above to CN", "2023-11-15"),
    ],
)
def test_channels_speakers_and_counterparts_have_clocks(label: str, since: str) -> None:
    assert one(clocks(ASK, CHANNELS, today=TODAY), label).since == since


def test_to_whom_is_not_told_where_the_raiser_took_no_part() -> None:
    apart = seen("x", "2024-01-01", document=held("x", "2024-01-01", parties=("CN", "FR")))
    assert not [clock for clock in clocks(ASK, [apart], today=TODAY) if clock.whom]


ANSWERS = [
    seen("n", "2024-06-20", 0, answer=Answer.CONDITIONAL),
    seen("y", "2025-07-08", 0, answer=Answer.REFUSED),
    seen("z", "2025-07-09", 0, answer=Answer.REFUSED, verdict=Verdict.REJECTED),
    seen("p", "2023-01-05", 1, answer=Answer.PROMISED, reported=True),
]


@pytest.mark.parametrize(
    ("label", "since"),
    [("last answered", "2025-07-08"), ("last promised", "2023-01-05"), ("last refused", "2025-07-08"),
     ("last said to be done", "")],
)  # fmt: skip
def test_answers_have_clocks(label: str, since: str) -> None:
    clock = one(clocks(ASK, ANSWERS, today=TODAY), label)
    assert (clock.reset, clock.since) == (Reset.ANSWERED, since)


def test_a_reported_answer_is_marked() -> None:
    assert "The raiser reports the answer." in one(clocks(ASK, ANSWERS, today=TODAY), "last promised").computation


class TestEvents:
    """An event of the agenda's grounds counts from the words that name its date."""

    def test_dormant_since_january_2010(self) -> None:
        event = Event("dialogue dormant since January 2010", "2010-01", "January 2010")
        clock = clocks(ASK, [], today=TODAY, events=[event])[-1]
        assert (clock.since, clock.days, clock.at_most) == ("2010-01", 6141, 6171)

    def test_an_event_without_a_date_never_started(self) -> None:
        clock = clocks(ASK, [], today=TODAY, events=[Event("his advancing age", "", "")])[-1]
        assert (clock.reset, clock.days) == (Reset.EVENT, None)

    def test_an_event_of_another_ask_is_left_out(self) -> None:
        event = Event("dormant", "2010", "2010", asks=("another",))
        assert not [clock for clock in clocks(ASK, [], today=TODAY, events=[event]) if clock.reset is Reset.EVENT]


WORDS = Quote(0, 12, "180 days after")
YEARLY = Due(WORDS, "2003-03-29", "enactment", every_months=12)

# Each row: the due date, today, (last, next, how many passed).
ROUNDS = [
    (YEARLY, TODAY, ("2026-03-29", "2027-03-29", 24)),
    (YEARLY, date(2003, 3, 28), (None, "2003-03-29", 0)),
    (YEARLY, date(2003, 3, 29), (None, "2003-03-29", 0)),
    (YEARLY, date(2003, 3, 30), ("2003-03-29", "2004-03-29", 1)),
    (replace(YEARLY, first="2019-03-19", times=5), TODAY, ("2024-03-19", None, 6)),
    (replace(YEARLY, first="2018-03-18", until="2031-12-31"), date(2031, 6, 1), ("2031-03-18", None, 14)),
    (Due(WORDS, "2020-01-31", "date", every_months=1), date(2020, 3, 1), ("2020-02-29", "2020-03-31", 2)),
    (Due(WORDS, "2020-01-01", "date", every_days=180), date(2020, 12, 1), ("2020-06-29", "2020-12-26", 2)),
    (Due(WORDS, "2027", "date"), TODAY, (None, "2027", 0)),
    (Due(WORDS, "2026", "date"), TODAY, (None, "2026", 0)),
    (Due(WORDS, "2025", "date"), TODAY, ("2025", None, 1)),
    (Due(WORDS, "", "the next session"), TODAY, (None, None, 0)),
]


@pytest.mark.parametrize(("due", "today", "expected"), ROUNDS)
def test_rounds(due: Due, today: date, expected: tuple[str | None, str | None, int]) -> None:
    rounds = round_of(due, today)
    told = [None if day is None else str(day) for day in (rounds.last, rounds.next)]
    assert (*told, rounds.passed) == expected


STATUTE = Cited(held("pl:107-228", "2002-09-30", publisher="United States Congress"), WORDS)


def test_a_statutory_clock_shows_how_it_was_counted() -> None:
    duty = Duty(STATUTE, "The President shall transmit a report", YEARLY, "2002-09-30")
    ahead, behind = clocks(ASK, [], today=TODAY, dues=[duty])[-2:]
    assert (ahead.since, ahead.days, behind.since, behind.days) == ("2027-03-29", -125, "2026-03-29", 240)
    assert ahead.computation == (
        "Enacted 2002-09-30; by the words it first falls due on 2003-03-29; then every 12 months.",
        "From 2026-11-24 to its last possible day, 2027-03-29, are 125 days.",
    )
    assert any("Whether it was done, the clock does not tell." in sentence for sentence in behind.computation)


def test_a_promise_has_a_clock_to_its_date_and_past_it() -> None:
    promise = Promise(ASK.id, Answer.PROMISED, Cited(held("m", "2025-01-10"), WORDS), False, "2027", "by 2027")
    clock = clocks(ASK, [], today=TODAY, promises=[promise])[-1]
    assert (clock.label, clock.since, clock.days, clock.at_most) == ("until a promise falls due", "2027", -402, -38)
    late = clocks(ASK, [], today=date(2028, 1, 2), promises=[promise])[-1]
    assert (late.label, late.days, late.at_most) == ("since a promise fell due", 2, 366)


def test_a_promise_without_a_date_has_no_due_clock() -> None:
    promise = Promise(ASK.id, Answer.PROMISED, Cited(held("m", "2025-01-10"), WORDS), False, "", "")
    assert not [clock for clock in clocks(ASK, [], today=TODAY, promises=[promise]) if clock.reset is Reset.DUE]


DATES = st.sampled_from(["", "2022", "2023-06", "2023-06-19", "2024-07-12", "2024-07", "2026-11-25", "2027-01-01"])
SEEN = st.builds(
    seen,
    st.sampled_from([f"d{number}" for number in range(6)]),
    DATES,
    st.integers(0, 4),
    channel=st.sampled_from(list(Channel)),
    verdict=st.sampled_from([None, *Verdict]),
    abstain=st.booleans(),
    answer=st.sampled_from(list(Answer)),
)
MANY = st.lists(SEEN, max_size=7, unique_by=lambda one: one.document.id)
TOLD = (claim("d0", generic=True), claim("d1", happened="2023-12-05"), claim("d2"))


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(observations: list[Observation], chance: object) -> None:
    shuffled = list(observations)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first = clocks(ASK, observations, today=TODAY, disclosures=TOLD)
    assert clocks(ASK, shuffled, today=TODAY, disclosures=tuple(reversed(TOLD))) == first


@given(MANY, SEEN)
def test_an_entry_that_is_taken_out_and_put_back_restores_every_clock(
    observations: list[Observation], more: Observation
) -> None:
    before = clocks(ASK, observations, today=TODAY)
    with_it = [*observations, more]
    without = [held for held in with_it if held is not more]
    assert clocks(ASK, without, today=TODAY) == before
    assert clocks(ASK, [more, *without], today=TODAY) == clocks(ASK, with_it, today=TODAY)


@given(MANY)
def test_no_clock_runs_backwards_or_is_longer_than_its_range(observations: list[Observation]) -> None:
    for clock in clocks(ASK, observations, today=TODAY):
        assert clock.days is None or clock.at_most is None or 0 <= clock.days <= clock.at_most
