"""A statute's report duties, with the day of its enactment; and the events that grounds count from."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from clock_values import ASK, held
from onrecord.ledger.clock_events import clock_events
from onrecord.ledger.clocks import clocks
from onrecord.model.agenda import Ground, GroundKind
from onrecord.model.record import Document, Quote
from onrecord.model.standing import Cited, Duty
from onrecord.reading.duties import report_duties
from onrecord.reading.enactment import enacted_on
from onrecord.text.imprecise_dates import elapsed, is_yet_to_come, may_be_one_event, moved, read_date

TODAY = date(2026, 11, 24)
LAW = Document(
    "law",
    "§ 3. REPORTS.\n\n(a) In general.— Not later than 180 days after the date of the enactment of this Act, and annually "
    "thereafter, the Secretary of State, after consultation, shall submit to Congress a report on access.\n\n"
    "(b) Period.— The first report shall cover activities during the next year.\n\n"
    "(c) Lists.— Not later than March 1 and September 1 of each year, the Secretary should transmit a list of prisoners.\n\n"
    "(d) Sense.— Congress hopes for progress within 90 days.",
    date="2018-12-19",
    title="Access Act (Public Law 115-999)",
)


def test_duties_of_a_law() -> None:
    found = report_duties(LAW)
    assert [(duty.due.first, duty.due.every_months, duty.operative) for duty in found] == [
        ("2019-06-17", 12, "shall"),
        ("2019-03-01", 12, "should"),
        ("2019-09-01", 12, "should"),
    ]
    assert found[0].label.startswith("the Secretary of State, after consultation, shall submit")
    assert all(LAW.text[duty.due.quote.start : duty.due.quote.end] == duty.due.quote.exact for duty in found)
    assert [duty.counted_from for duty in found] == ["2018-12-19", "", ""]


# Each row: title, opening of the text, date of the document, enactment.
ENACTED = [
    ("Access Act (Public Law 115-999, 132 Stat. 1)", "", "2018-12-19", "2018-12-19"),
    ("Access Act of 2018", "Public Law 115–999\n\nAn Act", "2018-12-19", "2018-12-19"),
    ("Access Act (H.R. 1) — H.R. 1 Introduced in House", "", "2017-04-04", ""),
    ("Access Act (S. 1; became Public Law 118-70, July 12, 2024) — S. 1 Enrolled Bill", "", "2024-05-23", "2024-07-12"),
    ("22 U.S.C. 6901 note: Policy", "Policy\nPub. L. 118–70, § 3, July 12, 2024, 138 Stat. 1488, provided that: ", "2026-08-16", "2024-07-12"),
    ("22 U.S.C. 6901 note: Policy", "Policy", "2026-08-16", ""),
    ("A speech on access", "", "2020-01-01", ""),
]  # fmt: skip


@pytest.mark.parametrize(("title", "opening", "day", "enacted"), ENACTED)
def test_enactment(title: str, opening: str, day: str, enacted: str) -> None:
    document = Document("law", f"{opening}The Secretary shall report.", date=day, title=title)
    assert enacted_on(document, len(opening)) == enacted


# Real statutes: id, a word of the duty, (first, last before today, next).
REAL = [
    ("pl:107-228:tibetan-policy-act", "transmit", ("2003-03-29", "2026-03-29", "2027-03-29")),
    ("pl:115-330", "make available to the public", ("2019-03-19", "2024-03-19", None)),
    ("pl:116-145", "Banking", ("2020-12-14", "2025-12-14", "2026-12-14")),
    ("pl:105-292", "Annual Report on International Religious Freedom", ("1999-09-01", "2026-09-01", "2027-09-01")),
]


@pytest.fixture(scope="module")
def statutes(shared: Path) -> dict[str, Document]:
    with gzip.open(shared / "record" / "us_statutes_rights.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: Document(row["id"], row["text"], row["publisher"], row["date"], row["title"]) for row in rows}


@pytest.mark.parametrize(("ident", "word", "expected"), REAL, ids=[row[0] for row in REAL])
def test_real_statutes(
    statutes: dict[str, Document], ident: str, word: str, expected: tuple[str, str, str | None]
) -> None:
    found = next(duty for duty in report_duties(statutes[ident]) if word in duty.sentence.exact)
    duty = Duty(Cited(held(ident, statutes[ident].date), found.sentence), found.label, found.due, found.counted_from)
    made = {
        clock.days is not None and clock.days > 0: clock.since
        for clock in clocks(ASK, [], today=TODAY, dues=[duty])
        if "due" in clock.label
    }
    assert (found.due.first, made.get(True), made.get(False)) == expected


# Each row: the ground's words, the date.
EVENTS = [
    ("the dialogue has been dormant since January 2010", "2010-01"),
    ("talks have been dormant since 2010", "2010"),
    ("he has been held since May 17, 1995, and in 2020 was said to be well", "1995-05-17"),
    ("the last round of talks was held in January 2010", "2010-01"),
    ("no round has been held since the ninth, in January 2010", "2010-01"),
    ("自2010年以来没有对话", "2010"),
    ("the Dalai Lama's advancing age", ""),
    ("for more than 27 years", ""),
    ("the Games will open in 2030", ""),
]


@pytest.mark.parametrize(("words", "since"), EVENTS)
def test_events(words: str, since: str) -> None:
    ground = Ground("g", GroundKind.CLOCK, Quote(0, len(words), words))
    other = Ground("h", GroundKind.LAW, Quote(0, 10, "since 2010"))
    (event,) = clock_events([ground, other], said="2023-06-13")
    assert event.since == since
    assert event.since_words in words


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2023-07-01", (1, 1)),
        ("2023-06", (2, 31)),
        ("2023", (-182, 182)),
        ("2023-07-02", (0, 0)),
        ("2023-08-02", (-31, -31)),
    ],
)
def test_elapsed(since: str, expected: tuple[int, int]) -> None:
    day = read_date(since)
    assert day is not None
    assert elapsed(day, date(2023, 7, 2)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2023-11-15", "2023-11-16", True), ("2023-11-15", "2023-11-17", False), ("2023-11", "2023-12-01", True),
     ("2023-11", "2023-12-02", False), ("2023", "2023-06-19", True)],
)  # fmt: skip
def test_a_difference_of_one_day_is_no_contradiction(one: str, other: str, same: bool) -> None:
    first, second = read_date(one), read_date(other)
    assert first is not None
    assert second is not None
    assert may_be_one_event(first, second) is same
    assert may_be_one_event(second, first) is same


def test_tomorrow_is_today_elsewhere() -> None:
    days = [read_date(words) for words in ("2026-11-25", "2026-11-26", "2026-12", "2026-11")]
    assert [is_yet_to_come(day, TODAY) for day in days if day is not None] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2020-01-31", 1, "2020-02-29"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-01-15", -1, "2019-12-15"),
    ],
)
def test_months_end_on_their_last_day(day: str, months: int, expected: str) -> None:
    assert moved(date.fromisoformat(day), months=months).isoformat() == expected
