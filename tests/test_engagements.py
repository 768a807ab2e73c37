"""Engagements are proposed from lists, announcements and readouts, folded into one each, and awaited, never called silent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import program
from onrecord.ledger.awaited_records import GRACE, status_of
from onrecord.ledger.engagements import folded, of_calendar
from onrecord.model.agenda import Engagement
from onrecord.model.engagements import EngagementRecord, RecordStatus, Telling
from onrecord.model.occasion import Contact, Genre, Occasion
from onrecord.model.record import Document, Span
from onrecord.reading.announcements import announced
from onrecord.reading.engagements import engagements_in
from onrecord.reports.following import Follower, chosen, code_of, from_calendar, name_of
from onrecord.reports.formats.ical import followed_bytes, read_engagements
from onrecord.text.persons import same_person

STATE = "U.S. Department of State"
HISTORIAN = "U.S. Department of State, Office of the Historian"
MFA = "中华人民共和国外交部 (Ministry of Foreign Affairs of the PRC)"


def line(text: str, ident: str = "list:1") -> Document:
    return Document(ident, text, publisher=HISTORIAN, date=text.split("; ")[2][:10], title="A trip", language="en")


def told(text: str, *, day: str, publisher: str = STATE, ident: str = "d", spans: tuple[Span, ...] = ()) -> Document:
    return Document(ident, text, publisher=publisher, date=day, title="A text", language="en", question_spans=spans)


TRIP = "Antony John Blinken (secretary) — Norway; Oslo; 2023-05-30 to 2023-06-02. Met with Foreign Minister Anniken Huitfeldt."


def test_a_line_of_a_travel_list_is_a_visit() -> None:
    (visit,) = engagements_in(line(TRIP), None)
    assert (visit.kind, visit.parties, visit.start, visit.end) == (
        Contact.VISIT,
        ("NO", "US"),
        "2023-05-30",
        "2023-06-02",
    )
    assert (visit.officials, visit.place) == (("Antony John Blinken",), "Oslo")
    assert visit.sources[0].telling is Telling.LISTED
    assert visit.certain


@pytest.mark.parametrize(
    ("remarks", "parties"),
    [
        ("Met with President Dina Boluarte and with President Xi Jinping of China.", ["CN"]),
        ("Met with Russian Foreign Minister Sergey Lavrov.", ["RU"]),
        ("Met with UN Special Envoy for Yemen Martin Griffiths.", []),
        ("Met with Serbian opposition leaders.", []),
        ("Discussed the Iranian hostage crisis with President Pertini.", []),
        ("Attended the G20 Summit.", []),
    ],
)
def test_remarks_give_a_meeting_for_each_further_party_that_was_met(remarks: str, parties: list[str]) -> None:
    trip = line(f"Joseph R. Biden (president) — Peru; Lima; 2024-11-15 to 2024-11-17. {remarks}")
    found = [one for one in engagements_in(trip, None) if one.kind is Contact.MEETING]
    assert [[party for party in one.parties if party != "US"] for one in found] == [[party] for party in parties]
    assert all(one.notes for one in found), "the list does not tell the day of a meeting"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Secretary Blinken will travel to Paris and to Rome July 3 to 5 to attend talks on Libya.",
            [("visit", ("FR", "US"), "2023-07-03", "2023-07-05"), ("visit", ("IT", "US"), "2023-07-03", "2023-07-05")],
        ),
        (
            "Deputy Secretary Sherman will travel to Japan July 2-3 and to Oman July 6.",
            [("visit", ("JP", "US"), "2023-07-02", "2023-07-03"), ("visit", ("OM", "US"), "2023-07-06", "2023-07-06")],
        ),
        (
            "On July 12, President Joe Biden will host Prime Minister Narendra Modi of India at the White House.",
            [("visit", ("IN", "US"), "2023-07-12", "2023-07-12")],
        ),
        (
            "President Biden will meet virtually with President Xi Jinping of the PRC on July 9.",
            [("meeting", ("CN", "US"), "2023-07-09", "2023-07-09")],
        ),
        ("Secretary Blinken traveled to Paris June 3 to 5.", []),
        ("Secretary Blinken will travel to Paris soon.", []),
        ("Reuters reported that Secretary Blinken will travel to Paris July 3.", []),
    ],
)
def test_an_announcement_gives_each_country_its_own_days(words: str, expected: list[tuple[object, ...]]) -> None:
    found = announced(told(words, day="2023-06-29"))
    assert [(one.kind.value, one.parties, *one.days) for one in found] == expected
    assert all(one.quote.exact == words for one in found)


def test_a_chinese_session_announces_in_its_opening_and_not_in_a_question() -> None:
    opening = "应外交部长王毅邀请，法国外长塞茹尔内将于4月1日至2日对中国进行正式访问。"
    question = "记者：据报道，德国总理朔尔茨将于4月5日访华。中方有何评论？"
    text = f"{opening}\n\n{question}\n\n发言人：没有消息。"
    asked = Span(text.index(question), text.index(question) + len(question))
    (visit,) = announced(replace(told(text, day="2024-03-29", publisher=MFA, spans=(asked,)), language="zh"))
    assert (visit.parties, visit.days, visit.officials[0]) == (("CN", "FR"), ("2024-04-01", "2024-04-02"), "塞茹尔内")


def test_guests_who_come_on_different_days_get_their_own() -> None:
    text = "应王毅外长邀请，安哥拉外长安东尼奥、马里外长迪奥普将分别于12月5日至8日、12月6日至11日对中国进行正式访问。"
    found = announced(replace(told(text, day="2023-12-04", publisher=MFA), language="zh"))
    assert [(one.parties, one.officials, one.days) for one in found] == [
        (("AO", "CN"), ("安东尼奥",), ("2023-12-05", "2023-12-08")),
        (("CN", "ML"), ("迪奥普",), ("2023-12-06", "2023-12-11")),
    ]


def test_a_date_after_new_year_is_in_the_next_year() -> None:
    (visit,) = announced(told("Secretary Blinken will travel to Paris January 4-5.", day="2022-12-28"))
    assert visit.days == ("2023-01-04", "2023-01-05")


READOUT = Occasion(Genre.READOUT, Contact.MEETING, parties=("NO", "US"), officials=("Blinken",), day="2023-06-01")


def test_a_readout_proves_and_a_statement_does_not() -> None:
    document = told("Secretary Blinken met with Foreign Minister Huitfeldt.", day="2023-06-01")
    (meeting,) = engagements_in(document, READOUT)
    assert meeting.sources[0].telling is Telling.RECORDED
    assert engagements_in(document, replace(READOUT, genre=Genre.STATEMENT)) == ()
    assert engagements_in(document, replace(READOUT, parties=("US",))) == ()


def proposals() -> list[EngagementRecord]:
    ahead = told("Secretary Blinken will travel to Norway May 29 to June 3.", day="2023-05-25", ident="ahead")
    after = told("Secretary Blinken met with Foreign Minister Huitfeldt.", day="2023-06-01", ident="after")
    other = told("President Biden called Prime Minister Støre.", day="2023-06-01", ident="call")
    call = Occasion(Genre.READOUT, Contact.CALL, parties=("NO", "US"), officials=("Biden",), day="2023-06-01")
    found = [*engagements_in(line(TRIP), None), *engagements_in(ahead, None)]
    return [*found, *engagements_in(after, READOUT), *engagements_in(other, call)]


def test_list_announcement_and_readout_are_one_visit_and_a_call_stays_apart() -> None:
    visit, call = folded(proposals())
    assert [source.telling for source in visit.sources] == [Telling.LISTED, Telling.RECORDED, Telling.ANNOUNCED]
    assert (visit.start, visit.end, visit.kind) == ("2023-05-30", "2023-06-02", Contact.VISIT)
    assert call.kind is Contact.CALL
    assert visit.id == "2023-05-30/visit/NO+US/blinken"


def test_two_readouts_of_two_officials_on_one_day_are_two_meetings() -> None:
    document = told("They met.", day="2023-06-10")
    mine = replace(READOUT, day="2023-06-10")
    held = [
        *engagements_in(document, mine),
        *engagements_in(replace(document, id="e"), replace(mine, officials=("Sullivan",))),
    ]
    assert len(folded(held)) == 2
    assert len({one.id for one in folded(held)}) == 2


@given(st.permutations(proposals()), st.data())
def test_the_order_of_arrival_and_repetition_change_nothing(held: list[EngagementRecord], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(held)))
    assert folded([*held, *again]) == folded(proposals())


@given(st.lists(st.sampled_from(proposals())))
def test_every_source_is_kept(held: list[EngagementRecord]) -> None:
    kept = {source for one in folded(held) for source in one.sources}
    assert kept == {source for one in held for source in one.sources}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Secretary Blinken", "Antony John Blinken", True),
        ("布林肯", "Secretary of State Antony J. Blinken", True),
        ("Sherman", "Deputy Secretary of State Wendy R. Sherman", True),
        ("First Lady Jill Biden", "President Biden", False),
        ("Jill Biden", "Joseph R. Biden, Jr.", False),
        ("President Xi", "Xi Jinping", True),
        ("Tim Lenderking", "U.S. Special Envoy for Yemen Tim Lenderking", True),
        ("Jake Sullivan", "Antony Blinken", False),
    ],
)
def test_one_official_under_several_forms(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize(
    ("found", "today", "expected"),
    [
        (True, "2023-06-01", RecordStatus.APPEARED),
        (False, "2023-06-05", RecordStatus.DUE),
        (False, "2023-06-09", RecordStatus.DUE),
        (False, "2023-06-10", RecordStatus.LATE),
        (False, "2023-07-09", RecordStatus.LATE),
        (False, "2023-07-10", RecordStatus.NOT_CAPTURED),
    ],
)
def test_a_record_is_due_then_late_then_not_captured(found: bool, today: str, expected: RecordStatus) -> None:
    assert GRACE == 30
    assert status_of(found, due="2023-06-09", late="2023-07-09", today=today) is expected


def test_no_status_says_silent() -> None:
    assert not any("silent" in status.value for status in RecordStatus)


def test_the_readout_of_another_engagement_is_not_this_ones_record() -> None:
    visit, call = folded(proposals())
    follower = Follower([visit, call])
    for ident, text in (
        ("after", "Secretary Blinken met with Norway's Foreign Minister."),
        ("call", "President Biden called."),
    ):
        follower.add(told(text, day="2023-06-01", ident=ident))
    follower.add(told("Remarks on the harvest.", day="2023-06-02", ident="else"))
    held = {one.engagement.id: one.expected for one in follower.followed("2023-06-05")}
    state = {ident: next(e for e in expected if e.description.startswith(STATE)) for ident, expected in held.items()}
    assert state[visit.id].documents == ("after",)
    assert state[call.id].documents == ("call",)
    assert state[visit.id].searched == 3
    norway = next(e for e in held[visit.id] if e.party == "NO")
    assert (norway.status, norway.searched) == (RecordStatus.DUE, 0)


def test_an_official_of_the_own_side_makes_no_record_of_a_text_on_another_matter() -> None:
    call = Occasion(Genre.READOUT, Contact.CALL, parties=("NO", "US"), officials=("Biden", "Roe"), day="2023-06-01")
    (one,) = engagements_in(told("President Biden called.", day="2023-06-01", ident="call"), call)
    follower = Follower([one])
    for ident, title, text in (
        ("lending", "Readout of a Lending Summit", "Vice President Roe hosted a summit and met owners of small firms."),
        ("vote", "Statement from President Biden on a Vote", "Yesterday, I met with the Prime Minister of Norway."),
        ("own", "Readout of Vice President Roe’s Call with Prime Minister Støre of Norway", "They spoke."),
    ):
        follower.add(replace(told(text, day="2023-06-02", ident=ident, publisher="The White House"), title=title))
    (held,) = follower.followed("2023-08-01")
    assert [ident for expected in held.expected for ident in expected.documents] == ["own"]


def test_a_calendar_is_read_and_written() -> None:
    entry = Engagement("visit", ("United States", "Norway"), ("Antony Blinken",), "2023-05-30", "2023-06-02")
    (held,) = from_calendar([entry], name="my.ics", known="")
    assert (held.parties, held.certain, held.sources[0].telling) == (("NO", "US"), False, Telling.CALENDAR)
    assert of_calendar(replace(entry, start="2023-05"), ("NO", "US"), name="my.ics", known="") is None
    follower = Follower([held])
    content = followed_bytes(follower.followed("2023-06-03"), at="2023-06-03T00:00:00Z", names=name_of)
    (again,) = read_engagements(content, name="again.ics")
    assert (again.start, again.end, set(again.parties)) == ("2023-05-30", "2023-06-02", {"United States", "Norway"})
    assert content.count(b"BEGIN:VTODO") == 3


def test_a_period_and_parties_choose_engagements() -> None:
    visit, call = folded(proposals())
    assert chosen([visit, call], since="2023-06-02") == (visit,)
    assert chosen([visit, call], until="2023-05") == (visit,)
    assert chosen([visit, call], parties=["Norway"]) == (visit, call)
    assert chosen([visit, call], parties=["CN"]) == ()
    assert code_of("China") == "CN"


def test_the_verb_lists_engagements_and_names_what_is_not_captured(tmp_path: Path) -> None:
    rows = [
        {"id": "list:1", "publisher": HISTORIAN, "date": "2023-05-30", "title": "A trip", "text": TRIP},
        {
            "id": "state:1",
            "publisher": STATE,
            "date": "2023-06-01",
            "title": "Secretary Blinken’s Meeting with Norwegian Foreign Minister Huitfeldt",
            "text": "Secretary Blinken met today with Norwegian Foreign Minister Anniken Huitfeldt in Oslo.",
        },
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    store = ["--store", str(tmp_path / "store")]
    assert CliRunner().invoke(program, ["add", str(corpus), *store]).exit_code == 0
    said = CliRunner().invoke(program, ["engagements", "--today", "2023-08-01", "--party", "Norway", *store])
    assert said.exit_code == 0, said.output
    assert "visit: Norway – United States, Oslo" in said.output
    assert "record: appeared: U.S. Department of State" in said.output
    assert "record: not captured: Government of Norway" in said.output
    assert "silent" not in said.output
    again = CliRunner().invoke(program, ["engagements", "--today", "2023-08-01", "--party", "Norway", *store])
    assert again.stdout == said.stdout, "what is kept in the store tells the same"
    calendar = tmp_path / "mine.ics"
    entry = Engagement("call", ("United States", "Norway"), (), "2023-05-01", "2023-05-01")
    followed = Follower(from_calendar([entry], name="mine.ics", known="")).followed("2023-05-02")
    calendar.write_bytes(followed_bytes(followed, at="2023-05-02T00:00:00Z", names=name_of))
    more = CliRunner().invoke(program, ["engagements", "--json", "--calendar", str(calendar), *store])
    assert [one["start"] for one in json.loads(more.stdout)] == ["2023-05-01", "2023-05-30"]
    as_json = CliRunner().invoke(program, ["engagements", "--json", "--today", "2023-06-03", *store])
    (held,) = json.loads(as_json.stdout)
    assert [source["telling"] for source in held["sources"]] == ["listed", "recorded"]
    wrong = CliRunner().invoke(program, ["engagements", "--compare", "2023-05-30/visit/CN+US", *store])
    assert wrong.exit_code == 1
    upcoming = CliRunner().invoke(program, ["engagements", "--upcoming", "--today", "2023-06-03", *store])
    assert upcoming.stdout == ""
