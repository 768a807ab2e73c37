"""What is news is told once to each place, whatever the order, the batches and the failures on the way."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord.capture.source_memory import MemoryFolder, SourceMemory
from onrecord.cli import program
from onrecord.delivery.feed import NAMESPACE, feed_bytes
from onrecord.delivery.wishes import Place, Wish, Wishes
from onrecord.delivery.wording import SHORT, html, plain, subject
from onrecord.errors import DeliveryError, StoreError
from onrecord.ledger.alerts import forecast, news, taken_back
from onrecord.ledger.chain import FIRST, sealed
from onrecord.ledger.statements import Alerted, Judged, Retracted, body_of
from onrecord.ledger.telling import Telling, alerted, name_of, tellings
from onrecord.model.agenda import Level
from onrecord.model.alerts import Arrival, Notice, Occurrence, Told, Wanted
from onrecord.model.finding import Answer, Verdict
from onrecord.model.record import Capture, Document
from onrecord.model.standing import Cited, Observation, Omission, Standing
from onrecord.ports import DocumentFilter, Item, Message, Words
from onrecord.reports.alert_items import message_of
from onrecord.settings import open_store
from onrecord.settings.alerting import Cause, Outcome, alert_round
from onrecord.settings.stores import Store
from standing_objects import K3, V1, V2, V3, V4, V5, ask, held, observed, quote

NOW = datetime.now(UTC)
AGENDA = """
title: Before the visit
issuer: Sumara Rights Forum
asks:
- {id: talks, text: Urge Laos to resume talks with the envoys of the Keeper., raiser: Norway, target: Laos,
   parent: human rights in Sumara, object: talks with the envoys of the Keeper, action: 5, bar: 4}
- {id: schools, text: Press Laos to close the boarding schools of Sumara., raiser: Norway, target: Laos,
   parent: human rights in Sumara, object: boarding schools of Sumara, action: 2, bar: 4}
"""
SAID = (
    "The Foreign Minister spoke of trade and rivers, and thanked the hosts.",
    "The Foreign Minister urged Laos to resume talks with the envoys of the Keeper.",
    "The Foreign Minister called on Laos to close the boarding schools of Sumara.",
    "The Foreign Minister urged Laos to resume talks with the envoys of the Keeper, and called on Laos to close the "
    "boarding schools of Sumara.",
)
"""What a document may say, by the number of asks that it raises: none, the first, the second, both."""
RAISES = (set[str](), {"talks"}, {"schools"}, {"talks", "schools"})


@dataclass
class Shelf:
    """A place that keeps what it is sent, and fails as often as a test says."""

    failures: int = 0
    kept: list[Message] = field(default_factory=list)

    @property
    def place(self) -> str:
        return "the shelf"

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        if self.failures:
            self.failures -= 1
            raise DeliveryError("The shelf did not take the message.", advice="It is sent with the next round.")
        self.kept.append(message)

    def keys(self) -> list[str]:
        return [item.key for message in self.kept for item in message.items]

    def told(self) -> set[tuple[str, str]]:
        """(url, first word of the ask) of each raising."""
        items = [item for message in self.kept for item in message.items]
        told = [(item.url, *item.heading.split(": ", 1)) for item in items]
        return {(url, ask.split()[0]) for url, kind, ask in told if kind in {"raised", "first in a long time"}}


@dataclass(frozen=True)
class Post:
    """A document on its way into the store."""

    number: int
    says: int
    age: int
    """Days before today."""

    @property
    def url(self) -> str:
        return f"https://mfa.example/{self.number}"

    def asks(self) -> set[tuple[str, str]]:
        return {(self.url, {"talks": "Urge", "schools": "Press"}[one]) for one in RAISES[self.says]}


class Office:
    """A store with two places that want to hear of everything."""

    def __init__(self, folder: Path, store: Store, **wish: object) -> None:
        self.folder, self.store, self.now = folder, store, NOW
        (folder / "agenda.yaml").write_text(AGENDA, encoding="utf-8")
        self.shelves = (Shelf(), Shelf())
        places = tuple(Place(shelf, f"shelf {number}") for number, shelf in enumerate(self.shelves))
        made = Wish("Desk", folder / "agenda.yaml", Wanted(least=Level.ASKED), places)
        self.wishes = Wishes((replace(made, **wish),))  # type: ignore[arg-type]

    def add(self, posts: Sequence[Post], *, version: int = 1) -> None:
        for post in posts:
            words = f"Readout {post.number}.{version}\n\n{SAID[post.says]}"
            digest = hashlib.sha256(words.encode()).hexdigest()
            day = (NOW.date() - timedelta(post.age)).isoformat()
            capture = Capture(digest, len(words), "text/plain", post.url, f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
            publisher = "Ministry of Foreign Affairs of Norway"
            title = "Readout of a meeting with the Foreign Minister of Laos"
            self.store.ledger.add(
                capture, [Document(post.url, words, publisher, day, title, post.url, "en", None, (), True, digest)]
            )

    def round(self, *, days: int = 0) -> list[Outcome]:
        return list(alert_round(self.wishes, self.store, now=self.now + timedelta(days)))


posts = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 5, 13, 40, 900])), min_size=1, max_size=5).map(
    lambda listed: [Post(number, says, age) for number, (says, age) in enumerate(listed)]
)
plans = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 1), st.integers(0, 1)), min_size=4, max_size=4)
few = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@few
@given(posts, plans)
def test_each_thing_is_told_once_to_each_place_in_whatever_batches_it_comes(
    listed: list[Post], plan: list[tuple[int, int, int]]
) -> None:
    """The issue: "no repeats, none from back-filling"; nothing is lost when a place fails in between."""
    with TemporaryDirectory() as folder, open_store(f"{folder}/store", create=True) as store:
        office = Office(Path(folder), store)
        before = [replace(post, number=post.number + 100) for post in listed]
        office.add(before)
        assert {one.cause for one in office.round()} == {Cause.SET}
        waiting = list(listed)
        for size, *failures in plan:
            office.add(waiting[:size])
            del waiting[:size]
            for shelf, count in zip(office.shelves, failures, strict=True):
                shelf.failures = count
            outcomes = office.round()
            assert all(one.sent != (one.fault is not None) for one in outcomes if one.message)
            office.add(listed[: len(listed) - len(waiting)])
        office.add(waiting)
        for shelf in office.shelves:
            shelf.failures = 0
        office.round()
        expected = set[tuple[str, str]]().union(*(post.asks() for post in listed if post.age <= 14))
        for shelf in office.shelves:
            assert max(Counter(shelf.keys()).values(), default=1) == 1
            assert shelf.told() == expected
        sent = [len(shelf.kept) for shelf in office.shelves]
        assert {one.cause for one in office.round()} == {Cause.NOTHING}
        assert [len(shelf.kept) for shelf in office.shelves] == sent
        assert list(store.ledger.faults()) == []


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, open_store(str(tmp_path / "store"), create=True))


def test_a_round_that_is_killed_after_sending_repeats_the_same_message_once(office: Office) -> None:
    office.add([Post(1, 1, 300)])
    office.round()
    office.add([Post(2, 1, 1)])
    first, second = office.shelves

    class KilledError(Exception):
        pass

    def die(_statement: object) -> None:
        raise KilledError

    ledger = office.store.ledger
    real, said = ledger.append, []

    def append(statement: object) -> object:
        said.append(statement)
        return die(statement) if isinstance(statement, Alerted) else real(statement)  # type: ignore[arg-type]

    ledger.append = append  # type: ignore[method-assign, assignment]
    with pytest.raises(KilledError):
        office.round()
    ledger.append = real  # type: ignore[method-assign]
    office.round()
    office.round()
    assert [message.key for message in first.kept[1:]] == [first.kept[1].key] * 2
    assert len(second.kept) == 2


def test_a_heartbeat_says_what_was_asked_and_what_failed(office: Office) -> None:
    sources = office.folder / "sources.yaml"
    sources.write_text("sources:\n- {name: Ministry, address: 'https://mfa.example/rss', kind: feed}\n", "utf-8")
    office.wishes = replace(office.wishes, sources=sources)
    office.round()
    assert {one.cause for one in office.round(days=6)} == {Cause.NOTHING}
    office.add([Post(1, 0, 0)])
    memory = SourceMemory(address="https://mfa.example/rss", tried=f"{NOW:%Y-%m-%dT%H:%M:%SZ}", failures=1)
    MemoryFolder(office.store.location / "watching").save(replace(memory, reason="status 503"))
    assert {one.cause for one in office.round(days=7)} == {Cause.HEARTBEAT}
    told = plain(office.shelves[0].kept[-1])
    assert "1 new document came" in told and "1 of 1 sources failed: Ministry (failing: status 503)" in told
    assert {one.cause for one in office.round(days=7)} == {Cause.NOTHING}
    MemoryFolder(office.store.location / "watching").save(replace(memory, failures=3, broken=True, reason="gone"))
    assert {one.cause for one in office.round(days=8)} == {Cause.SOURCE}
    assert "Ministry (broken: gone)" in plain(office.shelves[0].kept[-1])
    assert {one.cause for one in office.round(days=9)} == {Cause.NOTHING}


def test_an_ask_that_is_added_later_begins_then(office: Office) -> None:
    path = office.folder / "agenda.yaml"
    both = path.read_text(encoding="utf-8")
    path.write_text(both[: both.index("- {id: schools")], encoding="utf-8")
    office.round()
    office.add([Post(1, 3, 1)])
    path.write_text(both, encoding="utf-8")
    office.round()
    assert office.shelves[0].told() == {("https://mfa.example/1", "Urge")}
    assert "From now on it also covers: Press Laos to close" in plain(office.shelves[0].kept[-1])
    office.add([Post(2, 3, 0)])
    office.round()
    assert office.shelves[0].told() >= {("https://mfa.example/2", "Urge"), ("https://mfa.example/2", "Press")}
    assert ("https://mfa.example/1", "Press") not in office.shelves[0].told()


def test_a_changed_page_is_told_and_a_reprinted_collection_is_counted(office: Office) -> None:
    office.add([Post(1, 1, 400), Post(2, 1, 300)])
    office.round()
    office.add([Post(1, 0, 400)], version=2)
    office.round()
    (item,) = office.shelves[0].kept[-1].items
    assert item.heading.startswith("changed after publication: Urge")
    assert "level 4 (asked) before, level 0 (not on record) now. Nothing stands" in item.why
    office.add([Post(1, 1, 400)], version=3)
    office.round()
    (item,) = office.shelves[0].kept[-1].items
    assert "Words on the ask came into it: level 0 (not on record) before, level 4 (asked) now" in item.why
    capture = Capture("c" * 64, 9, "application/jsonl", "corpus.jsonl", f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
    texts = [next(iter(office.store.ledger.read(one))) for one in office.store.ledger.shares(DocumentFilter())[:1]]
    both = [replace(held, text=f"Nothing {held.id}", capture_digest="c" * 64) for held in texts]
    both += [
        Document("https://mfa.example/9", "Nothing.", "MFA", "2020-01-01", "T", "", "en", None, (), True, "c" * 64)
    ]
    office.store.ledger.add(capture, both)
    assert {one.cause for one in office.round()} == {Cause.NOTHING}
    office.round(days=8)
    assert "what changed in 1 document that a whole collection brought anew" in plain(office.shelves[0].kept[-1])


def test_what_a_person_takes_back_is_told_to_who_was_told_it(office: Office) -> None:
    office.round()
    office.add([Post(1, 1, 1), Post(2, 2, 1)])
    office.round()
    for entry in list(office.store.ledger.statements("finding")):
        body = json.loads(entry.body)
        if body["ask_id"] == "talks" and body["document_id"].endswith("/1"):
            office.store.ledger.append(Judged(entry.digest, Verdict.REJECTED, "Ana"))
        if body["ask_id"] == "schools" and body["document_id"].endswith("/2"):
            office.store.ledger.append(Retracted(entry.digest, "Ana", "Misread."))
    office.round()
    office.round()
    told = list(office.shelves[0].kept[-1].items)
    assert [item.heading.partition(":")[0] for item in told] == ["taken back", "taken back"]
    assert "rejected the finding" in told[0].why and "retracted the finding" in told[1].why
    assert len(office.shelves[0].kept) == 3


def test_two_rounds_at_once_are_refused(office: Office) -> None:
    running = alert_round(office.wishes, office.store, now=NOW)
    next(running)
    with pytest.raises(StoreError, match="Another program sends the alerts"):
        office.round()
    running.close()  # type: ignore[attr-defined]
    office.round()


ALL = {document.id: Arrival(10, f"{document.date}T12:00:00Z") for document in (V1, V2, V3, V4, V5, K3)}


def standing(*seen: Observation, omissions: tuple[Omission, ...] = ()) -> Standing:
    return Standing(ask("sumara", "Raise the crackdown in Sumara."), seen, omissions=omissions)


TABLE = [
    ("the first in the record", [observed("sumara", V1, Level.SPECIFIC)], {"V1": Occurrence.FIRST_IN}),
    (
        "again after 206 days",
        [observed("sumara", V1, Level.SPECIFIC), observed("sumara", V2, Level.CONCERN)],
        {"V2": Occurrence.FIRST_IN},
    ),
    (
        "again after 189 days, and once more after 223",
        [observed("sumara", one, Level.CONCERN) for one in (V2, V3, V4)],
        {"V3": Occurrence.FIRST_IN, "V4": Occurrence.FIRST_IN},
    ),
    ("below the wanted level", [observed("sumara", V1, Level.NAMED)], {}),
    ("rejected by a person", [observed("sumara", V1, Level.ASKED, verdict=Verdict.REJECTED)], {}),
    ("the other side's words", [observed("sumara", K3, Level.ASKED)], {}),
    ("an answer", [observed("sumara", K3, Level.NOT_ON_RECORD, answer=Answer.REFUSED)], {"K3": Occurrence.ANSWERED}),
]


@pytest.mark.parametrize(("name", "seen", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_what_counts_as_news(name: str, seen: list[Observation], expected: dict[str, Occurrence]) -> None:
    told = {one.document.id.upper(): one.occurrence for one in news([standing(*seen)], Wanted(), arrived=ALL).notices}
    assert expected.items() <= told.items() and (expected or not told), name


DATES = [
    ("2031-05-20", "2031-06-03", 1, 0, 0),
    ("2031-05-20", "2031-06-04", 0, 1, 0),
    ("2031-05", "2031-06-10", 1, 0, 0),
    ("2031-05", "2031-06-15", 0, 1, 0),
    ("2031", "2031-03-01", 1, 0, 0),
    ("", "2031-06-03", 0, 0, 1),
    ("2031-06-30", "2031-06-03", 1, 0, 0),
]


@pytest.mark.parametrize(("dated", "came", "told", "stale", "undated"), DATES)
def test_a_late_addition_is_counted_and_not_told(dated: str, came: str, told: int, stale: int, undated: int) -> None:
    document = held("late", dated)
    arrived = {"late": Arrival(1, f"{came}T23:59:59Z")}
    found = news([standing(observed("sumara", document, Level.ASKED))], Wanted(), arrived=arrived)
    assert (len(found.notices), found.stale, found.undated) == (told, stale, undated)


def test_an_omission_may_be_told_when_what_it_is_compared_with_comes_later() -> None:
    omission = Omission("sumara", "series", V5, (Cited(V4, quote("concern")),), 1, 0.9, ())
    seen = observed("sumara", V5, Level.ASKED)
    again = {V5.id: Arrival(10, "2026-06-11T08:00:00Z", is_new=False)}
    told = news([standing(seen, omissions=(omission,))], Wanted(), arrived=again).notices
    assert [one.occurrence for one in told] == [Occurrence.DROPPED]
    assert not news([standing(omissions=(omission,))], Wanted(), arrived=again, begun={"sumara": 10}).notices


def test_a_correction_is_taken_back_once_and_a_confirmation_is_not() -> None:
    seen = observed("sumara", V1, Level.ASKED)
    (notice,) = news([standing(seen)], Wanted(), arrived=ALL).notices
    told = tellings_of([notice])
    assert not taken_back(told, [standing(seen)], {V1.id: V1})
    lower = observed("sumara", V1, Level.CONCERN, verdict=Verdict.CORRECTED)
    assert lower.judgement is not None
    lower = replace(lower, judgement=replace(lower.judgement, level=Level.CONCERN))
    (back,) = taken_back(told, [standing(lower)], {V1.id: V1})
    assert "a person corrected the finding to level 2 (concern)" in back.why
    assert not taken_back(told, [standing(observed("sumara", V1, Level.ASKED, verdict=Verdict.CONFIRMED))], {V1.id: V1})
    assert not taken_back(told, [standing()], {V1.id: V1})
    assert taken_back(told, [standing()], {V1.id: V1}, retracted={("sumara", V1.id)})


def tellings_of(notices: list[Notice]) -> tuple[Told, ...]:
    return entries_folded([(message_of("Desk", at="2031-05-02T10:00:00Z", heading="x"), notices)]).told


def entries_folded(said: list[tuple[Message, list[Notice]]]) -> Telling:
    made, previous = [], FIRST
    for number, (message, notices) in enumerate(said, 1):
        body = body_of(alerted(name_of("Desk", "shelf"), message, notices, through=number, asks=["sumara"]))
        made.append(sealed(seq=number, kind="alert", at=message.at, body=body, previous=previous))
        previous = made[-1].digest
    (held_,) = tellings(made).values()
    return held_


def test_a_forecast_counts_what_would_have_been_told() -> None:
    seen = [observed("sumara", one, Level.SPECIFIC) for one in (V1, V2, V3, V4, V5)]
    found = forecast([standing(*seen)], Wanted(), since="2024-02-01", today="2026-06-12")
    assert found.total == 5 and dict(found.months)["2025-03"] == 1 and dict(found.months)["2025-04"] == 0
    assert (found.last_week, found.last_month, found.last) == (1, 1, "2026-06-10")
    assert len(found.months) == 29
    year = forecast(
        [standing(observed("sumara", held("y", "2025"), Level.ASKED))], Wanted(), since="2024-02-01", today="2026-06-12"
    )
    assert (year.total, year.undated) == (1, 1)


def many(count: int) -> Message:
    words = Words(
        "urged Laos to resume talks", "en", "2031-05-02, MFA: Readout", "https://mfa.example/a", "characters 1 to 9"
    )
    items = tuple(
        Item(
            f"k{number}",
            f"raised: Ask {number}.",
            "Found at level 4 (asked).",
            (words,),
            f"Document {number // 3}",
            "https://mfa.example/a",
        )
        for number in range(count)
    )
    return message_of("Desk", items, at="2031-05-02T10:00:00Z")


@pytest.mark.parametrize("count", [1, 2, SHORT, SHORT + 1, 1200])
def test_every_item_of_a_message_is_in_it_however_many_they_are(count: int) -> None:
    """The issue: no silent cap; a long message names all of them and stays short."""
    message = many(count)
    for told in (plain(message), html(message)):
        assert all(f"raised: Ask {number}." in told for number in range(count))
        assert told.count("Document 0") == 1
    assert len(plain(many(SHORT + 1))) < 80 * (SHORT + 20)
    entries = list(ElementTree.fromstring(feed_bytes([many(1), message])).iter(f"{{{NAMESPACE}}}entry"))
    assert len(entries) == count
    assert subject(many(3)) == "Desk: 3 raised"
    assert subject(many(1)) == "Desk: raised: Ask 0."


def test_a_feed_that_grows_says_what_left_it() -> None:
    old = [replace(many(1), items=(replace(many(1).items[0], key=f"o{number}"),)) for number in range(700)]
    root = ElementTree.fromstring(feed_bytes([*old, many(2)]))
    assert len(list(root.iter(f"{{{NAMESPACE}}}entry"))) == 500
    assert "202 older entries have left this feed" in (root.findtext(f"{{{NAMESPACE}}}subtitle") or "")


def test_a_feed_is_as_rfc_4287_wants_it() -> None:
    """4.1.1 and 4.1.2: what must be there once; ids are IRIs and never twice; dates as RFC 3339; no control characters."""
    evil = replace(many(2), wish="Desk\x0c\ud800 <b>&", notes=("A note\x00.",))
    raw = feed_bytes([evil], "https://forum.example/feed.xml")
    root = ElementTree.fromstring(raw)
    ns = f"{{{NAMESPACE}}}"
    entries = list(root.iter(f"{ns}entry"))
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ns}{name}")
            assert found.text
        assert datetime.fromisoformat(element.findtext(f"{ns}updated") or "").tzinfo is not None
        assert (element.findtext(f"{ns}id") or "").startswith("urn:uuid:")
    assert root.findtext(f"{ns}author/{ns}name")
    ids = [element.findtext(f"{ns}id") for element in (root, *entries)]
    assert len(set(ids)) == len(ids) == 4
    assert [link.attrib["rel"] for link in root.findall(f"{ns}link")] == ["self"]
    for entry in entries:
        assert len(entry.findall(f"{ns}content[@type='html']")) == 1
        assert len([link for link in entry.findall(f"{ns}link") if link.attrib["rel"] == "alternate"]) <= 1
    assert b"\x0c" not in raw and b"\x00" not in raw


def test_a_retracted_message_leaves_the_feed_and_is_not_told_again(office: Office) -> None:
    office.round()
    office.add([Post(1, 1, 1)])
    office.round()
    (entry, *_) = list(office.store.ledger.statements("alert"))[-2:]
    office.store.ledger.append(Retracted(entry.digest, "Ana", "Sent too early."))
    folded = tellings(office.store.ledger.statements("alert"), retracted={entry.digest})
    assert sorted(len(one.messages) for one in folded.values()) == [1, 2]
    assert {one.cause for one in office.round()} == {Cause.NOTHING}


@pytest.mark.parametrize("option", ["--forecast", "--dry-run"])
def test_what_only_shows_sends_and_records_nothing(office: Office, option: str) -> None:
    office.add([Post(1, 1, 1)])
    (office.folder / "alerts.yaml").write_text(
        "alerts: [{name: Desk, agenda: agenda.yaml, to: [{feed: feed.xml}]}]", encoding="utf-8"
    )
    words = ["alerts", str(office.folder / "alerts.yaml"), option, "--json", "--store", str(office.store.location)]
    shown = CliRunner().invoke(program, words)
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)
    assert not (office.folder / "feed.xml").exists()
    assert list(office.store.ledger.statements("alert")) == []
    both = CliRunner().invoke(program, [*words, "--forecast", "--dry-run"])
    assert both.exit_code == 2 or both.exception is not None
