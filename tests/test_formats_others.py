"""Calendars, feeds, citations, entities and open data hold what their standards ask for, and no protected name."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_values import INTERNAL, OPEN, SEALED, Held, filled
from onrecord.model.agenda import Agenda, Engagement, Protection
from onrecord.model.finding import Check, Coverage
from onrecord.model.record import Document
from onrecord.reports.audience import Audience
from onrecord.reports.formats import FORMATS, Told, written
from onrecord.reports.formats.ftm import ftm_bytes, read_cases
from onrecord.reports.formats.ical import ical_bytes, read_engagements
from onrecord.reports.formats.told import FormatError
from scorecard_values import fictional_check


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return filled(tmp_path_factory.mktemp("others"))


@pytest.fixture(scope="module")
def fictional() -> Told:
    return Told.of(fictional_check(), Audience.TEAM, at="2032-03-02T00:00:00Z", layer=_nothing)


def _nothing(_: str) -> Document | None:
    return None


def read_whole(content: bytes) -> str:
    """The words of a format, unpacked where it is packed."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(
            [*packed.namelist(), *(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())]
        )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("audience", "hidden"), [(Audience.PUBLIC, (INTERNAL, SEALED)), (Audience.TEAM, (SEALED,))])
def test_no_protected_name_is_in_any_format(held: Held, form: str, audience: Audience, hidden: tuple[str, ...]) -> None:
    if form.endswith("xlsx"):
        pytest.importorskip("xlsxwriter", reason="the extra `tables` is not installed")
    content = read_whole(written(form, held.told(audience))).casefold()
    assert [part for name in hidden for part in name.casefold().split() if part in content] == []
    assert content


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_is_the_same_bytes_each_time(held: Held, form: str) -> None:
    if form.endswith("xlsx"):
        pytest.importorskip("xlsxwriter", reason="the extra `tables` is not installed")
    told = held.told(Audience.TEAM)
    assert written(form, told) == written(form, told)


def engaged(engagement: Engagement, title: str = "T") -> Told:
    check = Check(Agenda(title, "", "", "", engagement), (), {}, Coverage(0, ()), "e")
    return Told.of(check, Audience.TEAM, at="2026-11-24T10:00:00Z", layer=_nothing)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


@given(
    st.sampled_from(["visit", "call", "summit"]),
    st.lists(NAMES, max_size=3),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(0, 9),
)
def test_an_engagement_comes_back_from_a_calendar(kind: str, parties: list[str], day: date, longer: int) -> None:
    end = date.fromordinal(day.toordinal() + longer).isoformat()
    engagement = Engagement(kind, tuple(parties), (), day.isoformat(), end)
    content = ical_bytes(engaged(engagement))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert read_engagements(content, name="a.ics") == (engagement,)


def test_another_reader_of_calendars_reads_ours(fictional: Told) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    officials = ("Lord A; B, of \\ C", "次官")
    engagement = replace(fictional.check.agenda.engagement, officials=officials)
    check = replace(fictional.check, agenda=replace(fictional.check.agenda, engagement=engagement, title=officials[0]))
    calendar = icalendar.Calendar.from_ical(ical_bytes(replace(fictional, check=check)))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == date(2031, 5, 13)
    assert event["DTEND"].dt == date(2031, 5, 16)
    assert str(event["DESCRIPTION"]) == "Lord A; B, of \\ C"
    assert read_engagements(ical_bytes(replace(fictional, check=check)), name="a") == (engagement,)
    due = calendar.walk("VTODO")
    assert len(due) == 2
    assert all("not captured" in str(task["SUMMARY"]) for task in due)


def test_a_date_known_to_the_month_stands_in_no_calendar() -> None:
    assert b"VEVENT" not in ical_bytes(engaged(Engagement("visit", (), (), "2023-06", "")))


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def test_a_meeting_from_somebody_elses_calendar() -> None:
    lines = 'DTSTART;TZID="Europe/Paris":20230619T090000\r\nDTEND:20230619T100000Z\r\nSUMMARY;LANGUAGE=en:Lunch with the\r\n  Premier\\, X'
    (found,) = read_engagements(CALENDAR.format(lines).encode(), name="a.ics")
    assert (found.kind, found.start, found.end) == ("meeting", "2023-06-19", "2023-06-19")
    assert found.unsure == ("The calendar does not say what kind of engagement it is: Lunch with the Premier, X",)


@pytest.mark.parametrize(
    "content", [b"", b"words", b"\xff", CALENDAR.format("SUMMARY:x").encode(), CALENDAR.format("DTSTART:soon").encode()]
)
def test_what_is_no_calendar_is_named(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.ics"):
        read_engagements(content, name="a.ics")


ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_has_what_rfc_4287_asks_for(fictional: Told) -> None:
    feed = ElementTree.fromstring(written("atom", fictional))
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("title", "id", "updated", "author"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) >= 8
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "id", "updated", "content"))
        assert entry.findtext(f"{ATOM}updated").endswith("T00:00:00Z")
        assert len(entry.findtext(f"{ATOM}updated")) == 20
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True)


def test_a_feed_says_that_its_findings_are_proposals(fictional: Told) -> None:
    assert "proposals until a person has judged them" in ElementTree.fromstring(written("atom", fictional)).findtext(
        f"{ATOM}subtitle"
    )


def test_citations_name_each_document_once(fictional: Told) -> None:
    titles = [source.title for source in fictional.sources()]
    ris = written("ris", fictional).decode()
    assert ris.count("TY  - GOVDOC\r\n") == ris.count("ER  - \r\n") == len(titles)
    read = [
        dict(line.split("  - ", 1) for line in block.splitlines() if "  - " in line)
        for block in ris.split("ER  - \r\n")
    ]
    assert [entry["TI"] for entry in read if entry] == titles
    csl = json.loads(written("csl", fictional))
    assert [entry["title"] for entry in csl] == titles
    assert all(entry["type"] == "document" and entry["author"][0]["literal"] for entry in csl)
    bibtex = written("bibtex", fictional).decode()
    assert bibtex.count("@misc{") == len(titles)
    assert bibtex.count("{") == bibtex.count("}")
    assert len({entry["id"] for entry in csl}) == len(titles)


@pytest.mark.parametrize(
    ("day", "parts"), [("2023-06-19", [2023, 6, 19]), ("2023-06", [2023, 6]), ("2023", [2023]), ("", None)]
)
def test_an_imprecise_date_stays_imprecise_in_a_citation(fictional: Told, day: str, parts: list[int] | None) -> None:
    first = fictional.sources()[0]
    one = replace(fictional.check, sources={first.id: replace(first, date=day, title="100 % of {A_B} & $C \\ D")})
    told = replace(fictional, check=one)
    (entry,) = json.loads(written("csl", told))
    assert entry.get("issued") == (None if parts is None else {"date-parts": [parts]})
    bibtex = written("bibtex", told).decode()
    assert r"100 \% of \{A\_B\} \& \$C \textbackslash{} D" in bibtex
    assert ("year = {2023}" in bibtex) == bool(day)


def test_entities_are_valid_to_followthemoney(fictional: Told) -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    lines = [json.loads(line) for line in ftm_bytes(fictional).splitlines()]
    assert {line["schema"] for line in lines} >= {"Document", "Person", "Event", "Organization"}
    for line in lines:
        ftm.model.get(line["schema"]).validate(line)
        proxy = ftm.model.get_proxy(line)
        for name, values in line["properties"].items():
            assert len(proxy.get(name)) == len(set(values)), name


def test_people_come_in_as_cases_that_nobody_may_publish(held: Held) -> None:
    cases = read_cases(ftm_bytes(held.told(Audience.PUBLIC)), name="people.json")
    assert OPEN in {name for case in cases for name in case.names}
    assert {case.protection for case in cases} == {Protection.INTERNAL}
    assert ("Ana Reyes-Lund", "安娜·雷耶斯") in {case.names for case in cases}


@pytest.mark.parametrize(
    "line", ["{", "[]", "3", '{"schema": "Person"}', '{"id": "x", "schema": "Person", "properties": {}}']
)
def test_a_line_that_is_no_entity_is_named(line: str) -> None:
    with pytest.raises(FormatError, match="line 2"):
        read_cases(f'{{"id": "b", "schema": "Company", "properties": {{}}}}\n{line}\n'.encode(), name="people.json")


def test_a_data_package_describes_every_column_of_its_tables(fictional: Told) -> None:
    with zipfile.ZipFile(io.BytesIO(written("datapackage", fictional))) as packed:
        package = json.loads(packed.read("datapackage.json"))
        for resource in package["resources"]:
            content = packed.read(resource["path"])
            heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            fields = resource["schema"]["fields"]
            assert heading == [field["name"] for field in fields]
            assert resource["bytes"] == len(content)
            assert all(field["description"] for field in fields)
            for field, column in zip(fields, zip(*rows, strict=True), strict=True):
                known = field.get("constraints", {}).get("enum")
                assert known is None or {cell for cell in column if cell} <= {str(value) for value in known}
            assert rows


def test_a_data_package_is_valid_to_its_schema(fictional: Told) -> None:
    """The keys that the specification requires, with its patterns for names and paths."""
    with zipfile.ZipFile(io.BytesIO(written("datapackage", fictional))) as packed:
        package = json.loads(packed.read("datapackage.json"))
    types = {"string", "integer", "number", "boolean"}
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    for resource in package["resources"]:
        assert resource["name"].islower()
        assert not resource["path"].startswith(("/", "."))
        assert {field["type"] for field in resource["schema"]["fields"]} <= types
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names
