"""A finding comes back from the ledger as it went in, and is known again wherever it comes from."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import StoreError
from onrecord.ledger.chain import sealed
from onrecord.ledger.finding_entries import ask_digest, asked_digest, claim_of, finding_of, found_of, is_of
from onrecord.ledger.judging import by_claim
from onrecord.ledger.statements import Found, Judged, Retracted, Statement, Verdict, body_of, kind_of, statement_of
from onrecord.ledger.store import SqlLedger
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel, Finding, Force, Reason, Scope, State
from onrecord.model.record import Quote, Side
from test_store import NOW, STATEMENT, Home, capture, home, ledger, socket

__all__ = ["home", "ledger", "socket"]

LAYER = hashlib.sha256(STATEMENT.text.encode()).hexdigest()
ASK = Ask("ask-1", "Call for the teacher’s release.", "Avaria", "Kharzan", aliases=("the teacher",))
FINDING = Finding(
    "ask-1",
    STATEMENT.id,
    Level.ASKED,
    force=Force.PLAIN,
    scope=Scope.OBJECT,
    channel=Channel.REPORTED_PRIVATE,
    evidence=(Quote.cut(STATEMENT.text, 45, 72),),
    confidence=0.75,
    reasons=(Reason("R3", "Somebody is told to do something.", "called for"),),
)
FOUND = found_of(FINDING, LAYER, "rules 2", ASK, Side.OURS)

quotes = st.builds(Quote, st.integers(0, 9), st.integers(10, 99), st.text(max_size=9))
findings = st.builds(
    Finding,
    ask_id=st.text(max_size=9),
    document_id=st.text(max_size=9),
    level=st.sampled_from(Level),
    state=st.none() | st.sampled_from(State),
    scope=st.none() | st.sampled_from(Scope),
    force=st.none() | st.sampled_from(Force),
    channel=st.none() | st.sampled_from(Channel),
    answer=st.sampled_from(Answer),
    answer_reported=st.booleans(),
    other_action=st.booleans(),
    evidence=st.lists(quotes, max_size=3).map(tuple),
    answer_evidence=st.lists(quotes, max_size=3).map(tuple),
    confidence=st.floats(0, 1),
    abstain=st.booleans(),
    reasons=st.lists(st.builds(Reason, st.text(max_size=5), st.text(max_size=9), st.text(max_size=9)), max_size=3).map(
        tuple
    ),
)


def through_an_entry(said: Statement) -> Statement | None:
    return statement_of(sealed(seq=1, kind=kind_of(said), at=NOW, body=body_of(said), previous="0" * 64))


@given(findings)
def test_a_finding_comes_back_from_an_entry_as_it_went_in(finding: Finding) -> None:
    found = found_of(finding, LAYER, "rules 2", ASK, Side.OURS)
    back = through_an_entry(found)
    assert isinstance(back, Found)
    assert back == found
    assert finding_of(back) == finding
    assert claim_of(back) == claim_of(found)


def test_every_field_of_a_finding_is_recorded() -> None:
    """A field that a later model adds fails here until it is mapped."""
    recorded = {"ask_id", "document_id", "level", "evidence", *FOUND.details} - {"ask", "asked", "side"}
    assert recorded == set(Finding.__slots__)


@pytest.mark.parametrize(
    "change", [{}, {"state": "loud"}, {"answer_evidence": [{"start": 1}]}, {"reasons": ["R3"]}, {"level": 5}]
)
def test_a_finding_in_another_form_is_not_guessed(change: dict[str, object]) -> None:
    level = change.get("level", 4)
    details = {**FOUND.details, **change} if change else {"force": "plain"}
    assert isinstance(level, int)
    with pytest.raises(StoreError, match="in a form that this OnRecord does not know"):
        finding_of(replace(FOUND, level=level, details=details))


def test_an_ask_is_its_id_and_its_words() -> None:
    assert is_of(FOUND, replace(ASK, bar=Level.ASKED, action=5, text="Call  for the teacher’s\nrelease."))
    assert is_of(FOUND, replace(ASK, aliases=("the teacher", "the teacher")))
    for other in (
        replace(ASK, id="ask-2"),
        replace(ASK, text="Call for the teacher’s trial."),
        replace(ASK, raiser="Lunmark"),
        replace(ASK, target="Lunmark"),
        replace(ASK, parent="prisoners"),
        replace(ASK, object="the teacher"),
        replace(ASK, aliases=("the poet",)),
        replace(ASK, cases=("poet",)),
    ):
        assert not is_of(FOUND, other)
    assert ask_digest(ASK) != ask_digest(replace(ASK, aliases=()))
    assert asked_digest(ASK) == asked_digest(replace(ASK, aliases=()))


def test_one_more_spelling_and_another_engine_leave_the_claim_as_it_was() -> None:
    other = found_of(
        replace(FINDING, confidence=0.5, reasons=()), LAYER, "rules 3", replace(ASK, aliases=("a teacher",)), Side.OURS
    )
    assert claim_of(other) == claim_of(FOUND)
    for changed in (
        replace(FINDING, level=Level.SPECIFIC),
        replace(FINDING, evidence=()),
        replace(FINDING, answer=Answer.DENIED),
    ):
        assert claim_of(found_of(changed, LAYER, "rules 2", ASK, Side.OURS)) != claim_of(FOUND)


def test_a_finding_without_an_ask_s_words_claims_nothing() -> None:
    assert claim_of(replace(FOUND, details={})) is None


@pytest.fixture
def told(ledger: SqlLedger) -> SqlLedger:
    ledger.add(capture(), [STATEMENT])
    return ledger


def test_a_finding_is_written_once(told: SqlLedger, home: Home) -> None:
    other = replace(FOUND, ask_id="ask-2")
    assert told.record([FOUND, FOUND, other]) == 2
    assert told.record([FOUND, other]) == 0
    assert home.open().record([replace(FOUND, engine="rules 3"), FOUND]) == 1
    assert len(list(told.statements("finding"))) == 3
    assert list(told.faults()) == []


def test_who_checks_again_does_not_undo_a_retraction(told: SqlLedger) -> None:
    told.record([FOUND])
    (entry,) = told.statements("finding")
    told.append(Retracted(entry.digest, "ana", "another teacher"))
    assert told.record([FOUND]) == 0
    assert told.stated().findings == {}


def test_batches_are_written_whole_and_go_on_where_they_were_stopped(told: SqlLedger) -> None:
    many = [replace(FOUND, ask_id=f"ask-{number}") for number in range(700)]
    wrong = replace(FOUND, quotes=(Quote(0, 3, "She"),))
    heard: list[tuple[int, int]] = []
    with pytest.raises(StoreError, match="are not those of the quote"):
        told.record([*many[:450], wrong, *many[450:]], said=lambda done, of: heard.append((done, of)))
    assert len(list(told.statements("finding"))) == 300
    assert heard == [(300, 701)]
    assert told.record(many) == 400


def test_the_quotes_of_an_answer_stand_in_the_text_too(told: SqlLedger) -> None:
    wrong = replace(FINDING, answer_evidence=(Quote(0, 3, "She"),))
    with pytest.raises(StoreError, match="are not those of the quote"):
        told.record([found_of(wrong, LAYER, "rules 2", ASK, Side.OURS)])


def test_the_last_judgement_of_a_claim_stands_until_it_is_retracted(told: SqlLedger) -> None:
    claim = claim_of(FOUND)
    assert claim is not None
    assert told.judged_claims() == {}
    told.record([FOUND, replace(FOUND, engine="rules 3")])
    first, second = told.statements("finding")
    told.append(Judged(first.digest, Verdict.REJECTED, "ana"))
    last = told.append(Judged(second.digest, Verdict.CORRECTED, "ben", level=2, note="softer"))
    assert [(said.by, said.level, said.at) for said in told.judged_claims().values()] == [("ben", Level.CONCERN, NOW)]
    told.append(Retracted(last.digest, "ben", "misread"))
    assert told.judged_claims()[claim].verdict is Verdict.REJECTED
    told.append(Retracted(first.digest, "ana", "another teacher"))
    assert told.judged_claims() == {}
    assert by_claim(told.entries()) == {}


def test_an_entry_is_named_by_the_beginning_of_its_digest(told: SqlLedger) -> None:
    told.record([FOUND])
    (entry,) = told.statements("finding")
    assert told.entry_named(entry.digest[:8].upper()) == entry
    assert told.short_names()[entry.digest] == entry.digest[:8]
    for name, message in ((entry.digest[:7], "names no entry"), ("0" * 8, "has no entry"), ("%" * 8, "names no entry")):
        with pytest.raises(StoreError, match=message):
            told.entry_named(name)


def test_a_beginning_that_two_entries_share_is_refused(told: SqlLedger, home: Home) -> None:
    told.record([FOUND])
    (entry,) = told.statements("finding")
    twin = entry.digest[:9] + ("0" if entry.digest[9] != "0" else "1") * 55
    with home.connected() as connection, connection.begin():
        connection.exec_driver_sql(
            f"INSERT INTO entries VALUES ({entry.seq + 1}, 'alert', '{NOW}', '{{}}', '{entry.digest}', '{twin}')"
        )
    with pytest.raises(StoreError, match="More than one entry begins with"):
        told.entry_named(entry.digest[:9])
    assert told.entry_named(entry.digest[:10]) == entry
    assert told.short_names()[entry.digest] == entry.digest[:10]


def test_a_hundred_thousand_findings_are_mapped_in_seconds() -> None:
    bodies = [json.dumps(body_of(FOUND))] * 10_000
    started = time.perf_counter()
    for body in bodies:
        held = json.loads(body)
        finding_of(replace(FOUND, details=held["details"]))
    assert (time.perf_counter() - started) * 10 < 20
