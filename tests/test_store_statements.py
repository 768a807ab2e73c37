"""What is said of the record is recorded like the record, and only on a base that is there."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from onrecord.errors import StoreError
from onrecord.ledger.chain import sealed
from onrecord.ledger.statements import (
    Alerted,
    Found,
    Frozen,
    Judged,
    Published,
    Replied,
    Retracted,
    SecondRead,
    Statement,
    Verdict,
    statement_of,
)
from onrecord.ledger.store import SqlLedger
from onrecord.model.record import Quote
from test_store import NOW, STATEMENT, Home, capture, home, ledger, socket

__all__ = ["home", "ledger", "socket"]

LAYER = hashlib.sha256(STATEMENT.text.encode()).hexdigest()
FINDING = Found(
    ask_id="ask-1",
    document_id=STATEMENT.id,
    layer=LAYER,
    level=4,
    engine="onrecord 0.1.0",
    quotes=(Quote.cut(STATEMENT.text, 45, 72),),
    details={"force": "plain", "reasons": ["R3"]},
)


@pytest.fixture
def told(ledger: SqlLedger) -> SqlLedger:
    ledger.add(capture(), [STATEMENT])
    return ledger


def test_what_was_said_comes_back_as_it_was_said(told: SqlLedger) -> None:
    finding = told.append(FINDING)
    said: list[Statement] = [
        Judged(finding.digest, Verdict.CORRECTED, "ana", level=3, note="softer"),
        Retracted(finding.digest, "ana", "the page was withdrawn"),
        Alerted("https://mfa.example", "nothing for 40 days"),
        SecondRead(finding.digest, 2, "ben", "the class only"),
        Frozen("a" * 64, ("b" * 64, "c" * 64), "ana", "2023-06-16"),
        Published("scorecards/visit/", "d" * 64, "ana", "ben"),
        Replied(finding.digest, "Ministry", "We said more than that.", "2023-07-01"),
    ]
    entries = told.append_all(said)
    assert [statement_of(entry) for entry in (finding, *entries)] == [FINDING, *said]
    assert list(told.entries(since=2)) == [finding, *entries]
    assert list(told.faults()) == []


def test_state_is_a_fold_over_the_entries(told: SqlLedger) -> None:
    finding = told.append(FINDING)
    first = told.append(Judged(finding.digest, Verdict.CONFIRMED, "ana"))
    second = told.append(Judged(finding.digest, Verdict.REJECTED, "ben"))
    assert told.stated().judgements[finding.digest].by == "ben"
    back = told.append(Retracted(second.digest, "ben", "misread"))
    assert told.stated().judgements[finding.digest] == statement_of(first)
    told.append(Retracted(back.digest, "ben", "not misread"))
    assert told.stated().judgements[finding.digest] == statement_of(second)
    told.append(Retracted(finding.digest, "ana", "another person"))
    assert (told.stated().findings, told.stated().judgements) == ({}, {})


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (replace(FINDING, quotes=(Quote(0, 3, "She"),)), "are not those of the quote"),
        (replace(FINDING, layer="0" * 64), "has no document"),
        (replace(FINDING, document_id="mfa:2"), "has no document"),
        (Judged("0" * 64, Verdict.CONFIRMED, "ana"), "has no finding"),
        (Retracted("0" * 64, "ana", ""), "has no entry"),
        (SecondRead("0" * 64, 2, "ben"), "has no finding"),
        (Replied("0" * 64, "Ministry", "No.", "2023-07-01"), "has no entry"),
    ],
)
def test_a_statement_without_a_base_is_refused_whole(told: SqlLedger, statement: Statement, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        told.append_all([FINDING, statement])
    assert len(list(told.entries())) == 2


def test_a_judgement_is_of_a_finding_and_of_nothing_else(told: SqlLedger) -> None:
    document = list(told.entries())[1]
    with pytest.raises(StoreError, match="has no finding"):
        told.append(Judged(document.digest, Verdict.CONFIRMED, "ana"))


def test_an_entry_of_an_unknown_kind_is_not_passed_over() -> None:
    with pytest.raises(StoreError, match="does not know"):
        statement_of(sealed(seq=1, kind="oracle", at=NOW, body={}, previous="0" * 64))


def test_a_clock_that_was_lost_is_named_and_nothing_is_recorded_until_it_is_right(told: SqlLedger, home: Home) -> None:
    lost = home.open(clock=lambda: "1970-01-01T00:00:00Z")
    with pytest.raises(StoreError, match=r"clock of this machine says 1970.*Set the clock"):
        lost.add(capture("b"), [replace(STATEMENT, id="mfa:2")])
    with pytest.raises(StoreError, match="Set the clock"):
        lost.append(FINDING)
    assert len(list(told.entries())) == 2
    assert told.add(capture("b"), [replace(STATEMENT, id="mfa:2")]) == 1, "the clock is right again"


def test_after_a_wrong_time_in_the_ledger_a_person_sets_it_anew_on_the_record(told: SqlLedger, home: Home) -> None:
    home.open(clock=lambda: "2099-01-01T00:00:00Z").add(capture("b"), [replace(STATEMENT, id="mfa:2")])
    with pytest.raises(StoreError, match="written at 2099"):
        told.append(FINDING)
    told.append(Alerted("clock", "entries 3 and 4 were written while this machine's clock was 73 years ahead"))
    assert told.append(FINDING).at == NOW
    assert list(told.faults()) == []
