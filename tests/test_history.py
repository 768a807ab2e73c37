"""The standing is told by what the record holds, not by the order in which it came, and what is taken back is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_values import (
    AGENDA,
    ASK,
    OURS,
    RAISED,
    THEIRS,
    TODAY,
    URGED,
    WORRIED,
    Entry,
    days,
    document,
    moves,
    past,
    said,
    stood,
)
from onrecord.drafting.agenda_plain import dump
from onrecord.history import Sought, standings, touched_in
from onrecord.ledger.statements import Judged, Retracted
from onrecord.ledger.store import open_ledger
from onrecord.model.agenda import Case
from onrecord.model.finding import Answer, Channel, Verdict
from onrecord.model.occasion import Genre
from onrecord.model.record import Capture, Document, Quote
from onrecord.model.standing import Claim, ClaimKind, Standing
from onrecord.reports.standing_report import StandingReport
from onrecord.settings import Store
from onrecord.settings.standing import stand
from test_add import open_desk, run_as_another

__all__ = ["open_desk"]

PROMISE = "will resume talks on the famine by March 2024"

# Each row: what it shows, the entries, the moves in the series, days since level 1, and how many omissions, promises,
# wordings stand at the end.
TRUTH: list[tuple[str, list[Entry], list[str], int | None, tuple[int, int, int]]] = [
    ("nothing in hand", [], [], None, (0, 0, 0)),
    ("a document without the ask", [document("a", "2023-06-01")], [], None, (0, 0, 0)),
    ("raised once", [said("a", "2023-12-01", 3)], ["first"], 30, (0, 0, 1)),
    (
        "raised again in the same words",
        [said("a", "2023-06-01", 3), said("b", "2023-12-01", 3)],
        ["first", "repeated"],
        30,
        (0, 0, 1),
    ),
    (
        "stronger, then weaker",
        [said("a", "2023-06-01", 3), said("b", "2023-09-01", 4, URGED), said("c", "2023-12-01", 2, WORRIED)],
        ["first", "stronger", "weaker"],
        30,
        (0, 0, 3),
    ),
    (
        "dropped after a custom",
        [said("a", "2023-06-01", 3), said("b", "2023-09-01", 3), document("c", "2023-12-01")],
        ["first", "repeated", "dropped"],
        121,
        (1, 0, 1),
    ),
    (
        "dropped and restored",
        [said("a", "2023-06-01", 3), document("b", "2023-09-01"), said("c", "2023-12-01", 3)],
        ["first", "dropped", "restored"],
        30,
        (0, 0, 1),
    ),
    (
        "a rejected finding counts nowhere, but its words stand there, so that nothing was dropped",
        [said("a", "2023-06-01", 3), said("b", "2023-12-01", 3, verdict=Verdict.REJECTED)],
        ["first", "absent"],
        213,
        (0, 0, 1),
    ),
    (
        "a finding corrected to another level counts at it",
        [said("a", "2023-06-01", 3), said("b", "2023-12-01", 2, verdict=Verdict.CORRECTED, corrected=4)],
        ["first", "stronger"],
        30,
        (0, 0, 1),
    ),
    (
        "a finding corrected to nothing found makes no step, no clock and no wording",
        [said("a", "2023-06-01", 3), said("b", "2023-12-01", 2, verdict=Verdict.CORRECTED, corrected=0)],
        ["first", "absent"],
        213,
        (0, 0, 1),
    ),
    (
        "an announced intention is no raising",
        [said("a", "2023-12-01", 2, channel=Channel.ANNOUNCED, genre=Genre.STATEMENT)],
        [],
        None,
        (0, 0, 1),
    ),
    (
        "two documents on one day stand in the order of their ids",
        [said("b", "2023-12-01", 4, URGED), said("a", "2023-12-01", 3)],
        ["first", "stronger"],
        30,
        (0, 0, 2),
    ),
    (
        "one event published twice is one document of the series",
        [
            said("b", "2023-12-01", 3, title="Readout of the call"),
            said("a", "2023-12-01", 3, title="Readout of the call"),
        ],
        ["first"],
        30,
        (0, 0, 1),
    ),
    ("a date that is a month counts from its last day", [said("a", "2023-11", 3)], ["first"], 31, (0, 0, 1)),
    ("a document without a date starts no clock", [said("a", "", 3)], ["first"], None, (0, 0, 1)),
    ("a date one zone ahead is today", [said("a", "2024-01-01", 3)], ["first"], 0, (0, 0, 1)),
    ("a date further ahead is still to come", [said("a", "2024-02-01", 3)], ["first"], None, (0, 0, 1)),
    (
        "the other side's record is in no series of ours, and its answer promises",
        [said("a", "2023-12-01", 0, PROMISE, answer=Answer.PROMISED, publisher=THEIRS)],
        [],
        None,
        (0, 1, 0),
    ),
    (
        "a rejected promise is none",
        [said("a", "2023-12-01", 0, PROMISE, answer=Answer.PROMISED, publisher=THEIRS, verdict=Verdict.REJECTED)],
        [],
        None,
        (0, 0, 0),
    ),
    (
        "a text with no room leaves nothing out",
        [said("a", "2023-06-01", 3), said("b", "2023-09-01", 3), document("c", "2023-12-01", length=200)],
        ["first", "repeated", "absent"],
        121,
        (0, 0, 1),
    ),
    (
        "a meeting with others leaves nothing out",
        [said("a", "2023-06-01", 3), said("b", "2023-09-01", 3), document("c", "2023-12-01", parties=("JP", "US"))],
        ["first", "repeated"],
        121,
        (0, 0, 1),
    ),
]


@pytest.mark.parametrize(
    ("entries", "steps", "since", "ends"), [row[1:] for row in TRUTH], ids=[row[0] for row in TRUTH]
)
def test_what_the_record_tells(
    entries: list[Entry], steps: list[str], since: int | None, ends: tuple[int, int, int]
) -> None:
    """One line of the truth table: the whole fold over a few documents."""
    found = stood(entries)
    assert moves(found) == steps
    assert days(found) == since
    assert (len(found.omissions), len(found.promises), len(found.wordings)) == ends


def test_a_document_that_arrives_late_takes_its_place() -> None:
    """What was the first time is the second once an older text is in hand; the clock stays, the custom is older."""
    before = [said("b", "2023-06-01", 3), document("c", "2023-12-01")]
    late = said("a", "2023-03-01", 3, known="2023-12-31T00:00:00Z")
    assert moves(stood(before)) == ["first", "dropped"]
    assert moves(stood([*before, late])) == ["first", "repeated", "dropped"]
    assert not stood(before).omissions
    assert [one.document.id for one in stood([*before, late]).omissions] == ["c"]
    assert days(stood([*before, late])) == days(stood(before)) == 213


CLAIM = Claim(ClaimKind.LATE, Quote(100, 100 + len(RAISED), RAISED), RAISED, "2023-03-05", "5 March", "in a call")
GENERIC = Claim(ClaimKind.GENERIC, Quote(100, 100 + len(RAISED), RAISED), RAISED)

_DAYS = st.sampled_from(["2023-01-15", "2023-02", "2023-03-05", "2023-03-06", "2023-07-01", "2023", "", "2023-12-30"])
_ENTRIES = st.lists(
    st.builds(
        lambda ident, day, level, words, verdict, answer, channel, publisher, claims, found: (
            said(
                ident,
                day,
                level,
                words,
                verdict=verdict,
                answer=answer,
                channel=channel,
                publisher=publisher,
                claims=claims,
            )
            if found
            else document(ident, day, publisher=publisher)
        ),
        st.sampled_from("abcdefgh"),
        _DAYS,
        st.integers(0, 4),
        st.sampled_from([RAISED, URGED, WORRIED, PROMISE]),
        st.sampled_from([None, None, Verdict.CONFIRMED, Verdict.REJECTED, Verdict.UNDECIDED]),
        st.sampled_from([Answer.NONE, Answer.NONE, Answer.PROMISED, Answer.REFUSED, Answer.DONE]),
        st.sampled_from([Channel.PUBLIC, Channel.REPORTED_PRIVATE, Channel.ANNOUNCED]),
        st.sampled_from([OURS, OURS, THEIRS]),
        st.sampled_from([(), (), (CLAIM,), (GENERIC,)]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.held.document.id,
)


@given(_ENTRIES, st.data())
def test_the_order_of_arrival_changes_nothing(entries: list[Entry], data: st.DataObject) -> None:
    """Catalogue, findings and claims in any order give one standing, to the last computation."""
    shuffled = data.draw(st.permutations(entries))
    assert stood(shuffled) == stood(entries)


@given(_ENTRIES, st.permutations(["x", "y", "z"]))
def test_two_findings_in_one_document_stand_in_one_order(entries: list[Entry], order: list[str]) -> None:
    """A document that two runs of an engine read holds two findings: which came first does not tell."""
    more = [said("m", "2023-03-05", level, entry=name) for level, name in enumerate(order, 2)]
    again = sorted(more, key=lambda one: one.found.entry if one.found else "")
    first, second = ([*entries, *held] for held in (more, again))
    assert stood(first) == stood(second)


@given(_ENTRIES, _DAYS)
def test_a_document_of_others_changes_nothing(entries: list[Entry], day: str) -> None:
    """A meeting of two other parties is none of the ask's business."""
    other = document("o", day, parties=("FR", "JP"))
    assert stood([*entries, other]) == stood(entries)


@given(_ENTRIES)
def test_what_a_person_rejected_counts_nowhere(entries: list[Entry]) -> None:
    """Courses, clocks, drift, promises and omissions are those of a record in which the finding was never made."""
    judged = [one for one in entries if one.found is not None]
    gone = {one.held.document.id for one in judged if _is_rejected(one)}
    spoken = {one.held.document.id for one in judged if one.found and one.found.finding.level}
    without = [replace(one, found=None) if one.held.document.id in gone else one for one in entries]
    found = stood(entries)
    never = stood(without, touched=lambda sought: [spoken for _ in sought])
    assert _counted(found) == _counted(never)


def _is_rejected(one: Entry) -> bool:
    judgement = None if one.found is None else one.found.judgement
    return judgement is not None and judgement.verdict is Verdict.REJECTED


def _counted(found: Standing) -> tuple[object, ...]:
    """What a standing counts. That a rejected finding did not reset a clock is told, so sentences are left out."""
    clocks = [replace(clock, computation=()) for clock in found.clocks]
    return found.courses, found.omissions, clocks, found.promises, found.disclosures, found.wordings


@given(_ENTRIES, _ENTRIES)
def test_asks_do_not_lean_on_each_other(entries: list[Entry], others: list[Entry]) -> None:
    """An ask stands in an agenda of two as it stands alone."""
    second = replace(ASK, id="flood", text="Raise the flood.", object="flood")
    held = {one.held.document.id: one for one in [*others, *entries]}
    whole = past(list(held.values()))
    found = [one.found for one in others if one.found is not None]
    both = replace(
        whole, found={**whole.found, "flood": [replace(one, finding=_of("flood", one.finding)) for one in found]}
    )
    (first, _) = standings(replace(AGENDA, asks=(ASK, second)), both, today=TODAY)
    assert (first,) == standings(AGENDA, both, today=TODAY)


def test_the_names_of_one_ask_do_not_stand_for_another() -> None:
    """A text that names one ask's river says nothing of the other ask's prisoner, whose case has a name in two scripts."""
    prisoner = replace(ASK, id="prisoner", text="Raise the case.", object="", cases=("orlan",))
    river = replace(ASK, id="river", text="Raise the dam.", object="", aliases=("Tallow River",))
    agenda = replace(AGENDA, asks=(prisoner, river), cases=(Case("orlan", ("Vessa Orlan", "维萨·奥兰")),))
    texts = {"a": "They spoke of the Tallow River.", "b": "他们提到维萨·奥兰。", "c": "They spoke of the weather."}
    entries = [said(ident, f"2023-0{month}-01", 3) for month, ident in enumerate(texts, 1)]
    held: dict[str, set[str]] = {}

    def touched(sought: Sequence[Sought]) -> list[set[str]]:
        found = touched_in(sought, [Document(ident, text) for ident, text in texts.items()])
        held.update({one.ask.id: ids for one, ids in zip(sought, found, strict=True)})
        return found

    found = {ask.id: [one.found for one in entries if one.found is not None] for ask in agenda.asks}
    standings(agenda, replace(past(entries), found=found, touched=touched), today=TODAY)
    assert held == {"prisoner": {"b"}, "river": {"a"}}


def _of(ask_id: str, finding: object) -> object:
    return replace(finding, ask_id=ask_id)  # type: ignore[type-var]  # a finding


TEXTS = {
    "a": (
        "2023-01-10",
        "President Biden spoke with President Xi Jinping. He raised the famine and urged China to let aid in.",
    ),
    "b": (
        "2023-05-20",
        "The two leaders met today. President Biden raised the famine, and underscored that aid must come.",
    ),
    "c": (
        "2023-09-02",
        "President Biden met with President Xi Jinping of China. They discussed trade, travel and the weather.",
    ),
}
PADDING = " The two leaders also spoke about the many ways in which the two countries can work together on trade." * 12
CALL = "Readout of President Biden’s Meeting with President Xi Jinping of the People’s Republic of China"
NAMED = replace(AGENDA, asks=(replace(ASK, aliases=("famine in Sumara",)),))


class Home:
    """A store on the disk, with a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        ledger = open_ledger(folder / "onrecord.db", create=True, clock=lambda: "2023-12-30T00:00:00Z")
        self.store = Store(folder, ledger, None, str(folder))  # type: ignore[arg-type]  # no archive is read

    def add(self, ident: str) -> None:
        day, text = TEXTS[ident]
        capture = Capture(ident * 64, 1, "text/plain", f"{ident}.txt", "2023-12-30T00:00:00Z")
        held = Document(ident, text + PADDING, OURS, day, CALL, f"https://example.org/{ident}", "en")
        self.store.ledger.add(capture, [held])

    def stand(self) -> StandingReport:
        return stand(NAMED, self.store, today=TODAY)

    def finding(self, ident: str) -> str:
        """The digest of the entry of what was found in a document."""
        (standing,) = self.stand().standings
        return next(one.entry for one in standing.observations if one.document.id == ident)


@pytest.fixture
def homes(tmp_path: Path) -> Callable[[], Home]:
    made: list[Home] = []

    def home() -> Home:
        made.append(Home(tmp_path / str(len(made))))
        return made[-1]

    return home


def test_the_engine_finds_what_the_ledger_tests_need(homes: Callable[[], Home]) -> None:
    home = homes()
    for ident in TEXTS:
        home.add(ident)
    (standing,) = home.stand().standings
    assert [one.document.id for one in standing.observations] == ["a", "b"]
    assert moves(standing)[-1] == "dropped"


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.UNDECIDED, Verdict.CONFIRMED])
def test_a_retraction_of_a_retraction_restores_the_standing(homes: Callable[[], Home], verdict: Verdict) -> None:
    """Judged, taken back, and judged again: through the ledger, by the digest of each entry."""
    home = homes()
    for ident in TEXTS:
        home.add(ident)
    ledger, before = home.store.ledger, home.stand()
    judgement = ledger.append(Judged(home.finding("b"), verdict, "ana"))
    judged = home.stand()
    assert judged != before
    back = ledger.append(Retracted(judgement.digest, "ana", "misread"))
    assert home.stand() == before
    ledger.append(Retracted(back.digest, "ana", "not misread"))
    assert home.stand() == judged
    gone = ledger.append(Retracted(home.finding("a"), "ben", "another famine"))
    assert [one.document.id for one in home.stand().standings[0].observations] == ["b"]
    ledger.append(Retracted(gone.digest, "ben", "the same famine"))
    assert home.stand() == judged


CHAIN = ("add", "reject", "take back", "reject again")


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([ident for ident in "ab" for _ in CHAIN[:3]] + ["c"]))
def test_the_ledger_may_be_filled_in_any_order(homes: Callable[[], Home], order: Sequence[str]) -> None:
    """Documents, judgements and retractions in any interleaving: only which of one document's own came last counts."""
    mixed, plain = homes(), homes()
    for home, sequence in ((mixed, order), (plain, sorted(order))):
        last: dict[str, str] = {}
        for ident in sequence:
            if ident not in last:
                home.add(ident)
                last[ident] = ""
            elif not last[ident]:
                judged = Judged(home.finding(ident), Verdict.REJECTED, "ana")
                last[ident] = home.store.ledger.append(judged).digest
            else:
                home.store.ledger.append(Retracted(last[ident], "ana", "misread"))
    assert _unsealed(mixed.stand()) == _unsealed(plain.stand())


def _unsealed(report: StandingReport) -> list[tuple[object, ...]]:
    """The standings without the seals of entries, in which the order of all entries shows."""
    return [
        (
            [replace(one, entry="") for one in standing.observations],
            *_counted(replace(standing, promises=tuple(replace(one, entry="") for one in standing.promises))),
        )
        for standing in report.standings
    ]


def test_what_is_remembered_is_what_would_be_told_anew(homes: Callable[[], Home]) -> None:
    """A second look gives the same as the first, and so does a look after every reading was thrown away."""
    home = homes()
    for ident in TEXTS:
        home.add(ident)
    first = home.stand()
    assert home.stand() == first
    with home.store.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM readings")
    assert home.stand() == first


READ = """
import sys
from onrecord.cli import main
sys.argv = ["onrecord", "standing", sys.argv[1], "--store", sys.argv[2], "--today", "2023-12-31", "--questions", "0"]
main()
"""


def test_a_store_that_can_only_be_read_tells_what_is_recorded(open_desk: Path) -> None:
    """What came since is not read, and standard error says how much that is."""
    home = Home(open_desk / "store")
    home.add("a")
    home.stand()
    home.add("b")
    home.store.close()
    agenda = open_desk / "agenda.yaml"
    agenda.write_text(dump(NAMED))
    paths = [open_desk / "store", *(open_desk / "store").rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run_as_another(READ, str(agenda), str(open_desk / "store"))
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
    if "No module named" in done.stderr or "PermissionError" in done.stderr:
        pytest.skip("another user cannot read this checkout")
    assert done.returncode == 0, done.stderr
    assert "words on it in 1 document" in done.stdout
    assert "1 of the asks are not held against 1 of the documents" in " ".join(done.stderr.split())
