"""An omission is claimed only beside comparable documents in hand, and shows how it was found."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from onrecord.ledger.courses import course
from onrecord.ledger.omissions import omissions
from onrecord.ledger.series import series_of
from onrecord.matching.page import scan
from onrecord.matching.touching import touches
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Finding, Scope
from onrecord.model.occasion import Contact, Genre, Held, Occasion, Rank, Series
from onrecord.model.record import Document, Quote, Side
from onrecord.model.standing import Course, Move, Observation, Omission
from onrecord.pipeline import Reader
from onrecord.reading.occasions import occasion_of

ASK = Ask("a", "Raise the famine.", "United States", "China", object="famine")


def held(at: int, *, length: int = 2000, year: int = 2023) -> Held:
    occasion = Occasion(Genre.READOUT, Contact.MEETING, Rank.LEADERS, ("CN", "US"))
    return Held(f"d{at}", f"{year}-{at:02}-01", "WH", "T", "", "en", Side.OURS, length, True, "", occasion)


def run(documents: list[Held], having: set[int], *, least: float = 0) -> tuple[Omission, ...]:
    words = "raised the famine"
    seen = [
        Observation(
            Finding("a", document.id, Level.SPECIFIC, scope=Scope.OBJECT, evidence=(Quote(0, 17, words),)), document
        )
        for at, document in enumerate(documents, 1)
        if at in having
    ]
    return omissions([course(ASK, Series("k", tuple(documents)), seen)], least=least)


@pytest.mark.parametrize(
    ("having", "claimed"),
    [
        ({1, 2, 3}, {"d4": (3, 3)}),
        ({1, 2}, {"d3": (2, 2), "d4": (2, 3)}),
        ({1}, {}),
        ({1, 4}, {}),
        ({2, 3}, {"d4": (2, 3)}),
        ({1, 2, 3, 4}, {}),
    ],
)
def test_it_is_claimed_where_the_like_held_the_ask(having: set[int], claimed: dict[str, tuple[int, int]]) -> None:
    """At least twice, and in at least half of the last five."""
    found = run([held(at) for at in range(1, 5)], having)
    assert {one.document.id: (len(one.present), one.compared) for one in found} == claimed


def test_the_strongest_comes_first_and_is_computed_in_sentences() -> None:
    """3 of 3: 3 / 4 × √1 × 0.9."""
    (found,) = run([held(at) for at in range(1, 5)], {1, 2, 3})
    assert found.strength == pytest.approx(0.675)
    assert found.computation[0] == ("No record found in this document; present in 3 of the last 3 comparable ones.")
    assert not any("did not" in sentence for sentence in found.computation)


def test_weak_ones_are_not_claimed_by_themselves() -> None:
    """The bar is the strength from which nine in ten were right."""
    documents = [held(1), held(2), held(3, length=900)]
    assert run(documents, {1, 2}, least=0)
    assert not omissions([course(ASK, Series("k", tuple(documents)), [])])


def test_what_lies_more_than_three_years_back_does_not_count() -> None:
    """A custom of another time is none."""
    assert not run([held(1, year=2018), held(2, year=2018), held(3)], {1, 2})


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("They spoke of human rights and trade.", False),
        ("They spoke of Tibetans.", True),
        ("They spoke of Xinjiang.", False),
    ],
)
def test_an_ask_about_a_region_is_touched_by_the_regions_name(text: str, touched: bool) -> None:
    """The general norm is no word on the region."""
    ask = Ask("t", "Raise human rights in Tibet.", "United States", "China", object="human rights in Tibet")
    reader = Reader.of([ask])
    keys = scan(Document("d", text), reader.matcher).keys
    assert touches(ask, reader.watches[0], text, keys, ("CN", "US")) is touched


def test_an_ask_about_a_party_is_touched_by_any_word_of_its_object() -> None:
    """Then a silence is not certain."""
    ask = Ask("t", "Raise press freedom in China.", "United States", "China", object="press freedom")
    reader = Reader.of([ask])
    for text, touched in (("They spoke of a free press.", True), ("They spoke of trade.", False)):
        keys = scan(Document("d", text), reader.matcher).keys
        assert touches(ask, reader.watches[0], text, keys, ("CN", "US")) is touched


def _courses(shared: Path) -> dict[str, Course]:
    with gzip.open(shared / "record" / "whitehouse_2021_2026.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if "Xi Jinping" in line[:1000]]
    documents = {
        row["id"]: Document(row["id"], row["text"], row["publisher"], row["date"], row["title"], row["url"] or "", "en")
        for row in rows
    }
    every = [
        Held(
            one.id,
            one.date,
            one.publisher,
            one.title,
            one.url,
            "en",
            Side.OURS,
            len(one.text),
            True,
            "",
            occasion_of(one),
        )
        for one in documents.values()
    ]
    series = next(one for one in series_of(every) if one.key == "CN+US/leaders/readout/ours")
    asks = [
        Ask(place.lower(), f"Raise human rights in {place}.", "United States", "China",
            parent=f"human rights in {place}", object=f"human rights in {place}")
        for place in ("Tibet", "Xinjiang")
    ]  # fmt: skip
    reader = Reader.of(asks)
    seen = [
        Observation(finding, one)
        for one in series.documents
        for finding in reader.findings(documents[one.id])
        if finding is not None
    ]
    return {ask.id: course(ask, series, seen) for ask in asks}


def test_the_leaders_readouts_of_2021_to_2024(shared: Path) -> None:
    """Tibet stands in three meetings; it is gone in the call of 2 April 2024 and in the last meeting."""
    courses = _courses(shared)
    moves = {(step.document.date, step.move, step.document.occasion.contact) for step in courses["tibet"].steps}
    call, meeting = Contact.CALL, Contact.MEETING
    assert moves == {
        ("2021-02-10", Move.ABSENT, call),
        ("2021-09-09", Move.ABSENT, call),
        ("2021-11-16", Move.FIRST, meeting),
        ("2022-03-18", Move.ABSENT, call),
        ("2022-07-28", Move.ABSENT, call),
        ("2022-11-14", Move.REWORDED, meeting),
        ("2023-11-15", Move.REWORDED, meeting),
        ("2024-04-02", Move.DROPPED, call),
        ("2024-11-16", Move.ABSENT, meeting),
    }
    claimed = omissions([courses["tibet"]])
    assert [one.document.date for one in claimed] == ["2024-11-16", "2024-04-02"]
    assert [len(one.present) for one in claimed] == [3, 3]
    assert all(step.guards for step in courses["tibet"].steps if step.document.date[:4] == "2022" and not step.level)
    assert courses["xinjiang"].steps[0].move is Move.FIRST
