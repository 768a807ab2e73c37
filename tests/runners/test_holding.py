"""However many processes share the reading, a check says the same to the byte, or says why it cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import onrecord.settings.holding
from onrecord.errors import StoreError
from onrecord.model.agenda import Agenda, Ask, Case, Engagement
from onrecord.model.finding import Check
from onrecord.model.record import Capture, Document
from onrecord.pipeline import check
from onrecord.ports import DocumentFilter, Share
from onrecord.reports.as_json import check_to_json
from onrecord.reports.audience import Audience
from onrecord.settings import Store, hold, open_store

EVERYTHING = DocumentFilter()
ASKS = (
    Ask("a", "Call for the release of Ayla Taen.", raiser="United States", target="China"),
    Ask("b", "Press Egypt to free journalists.", raiser="United States", target="Egypt", cases=("taen",)),
)
AGENDA = Agenda(
    "Visit",
    "",
    "",
    "",
    Engagement("visit", ("United States", "China"), start="2024-05-01", end="2024-05-02"),
    ASKS,
    cases=(Case("taen", ("Ayla Taen", "泰恩")),),
)
SAID = (
    "The Secretary urged China to release Ayla Taen.",
    "He met the President of Egypt, and pressed him to free the journalists who are held.",
    "The weather was fair.",
    "QUESTION: And Ayla Taen?\n\nMR. HOLT: I have nothing on that.",
)


def document(number: int) -> Document:
    day = f"2024-05-{1 + number % 28:02}"
    words = f"{SAID[number % len(SAID)]} {'We talked of trade. ' * 3}"
    return Document(f"d{number:03}", words, publisher="The White House", date=day, title=f"Readout {number}")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "store"), create=True)
    capture = Capture("a" * 64, 10, "application/x-ndjson", "corpus.jsonl", "2026-11-23T12:00:00Z")
    store.ledger.add(capture, [document(number) for number in range(450)])
    return store


def as_bytes(result: Check) -> str:
    return json.dumps(check_to_json(result, audience=Audience.TEAM))


def test_the_result_is_the_same_to_the_byte_for_any_number_of_workers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onrecord.settings.holding, "WORTH_A_PROCESS", 1)
    whole = as_bytes(check(AGENDA, store.ledger.documents(EVERYTHING)))
    assert as_bytes(hold(AGENDA, store, EVERYTHING, workers=1)) == whole
    assert as_bytes(hold(AGENDA, store, EVERYTHING, workers=2)) == whole


def test_progress_is_told_to_the_last_document(store: Store) -> None:
    told: list[tuple[int, int]] = []
    hold(AGENDA, store, EVERYTHING, said=lambda done, of: told.append((done, of)))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_a_filter_narrows_what_the_workers_read(store: Store) -> None:
    wanted = DocumentFilter(since="2024-05-03", until="2024-05-04")
    assert hold(AGENDA, store, wanted).coverage.searched == len(list(store.ledger.documents(wanted)))


def test_an_empty_record_is_searched_in_vain(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "empty"), create=True) as empty:
        assert hold(AGENDA, empty, EVERYTHING, workers=2).coverage.searched == 0


class TestShares:
    """What `Ledger.shares` and `Ledger.read` promise."""

    def test_shares_hold_each_document_once_in_the_order_of_the_record(self, store: Store) -> None:
        shares = store.ledger.shares(EVERYTHING)
        read = [document for share in shares for document in store.ledger.read(share)]
        assert read == list(store.ledger.documents(EVERYTHING))
        assert [share.characters for share in shares] == [
            sum(len(document.text) for document in store.ledger.read(share)) for share in shares
        ]

    def test_a_share_keeps_what_it_named_when_newer_versions_come(self, store: Store) -> None:
        share = store.ledger.shares(EVERYTHING)[0]
        before = list(store.ledger.read(share))
        capture = Capture("b" * 64, 10, "application/x-ndjson", "corpus.jsonl", "2026-11-24T12:00:00Z")
        store.ledger.add(capture, [replace(document(0), text="Something else.")])
        assert list(store.ledger.read(share)) == before

    def test_a_missing_document_is_named_and_never_passed_over(self, store: Store) -> None:
        with pytest.raises(StoreError, match="entry 99999"):
            list(store.ledger.read(Share((99999,), 10)))
