"""The picture over time: every finding at its place, imprecise dates as long as they are, gaps left blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.agenda import Level
from onrecord.model.finding import Check, Coverage, State
from onrecord.model.record import Side
from onrecord.reports.calendar import Axis, Days, days
from onrecord.reports.scorecard import scorecard_html
from onrecord.reports.timeline import MARKS_A_ROW, ROWS_A_PICTURE, Timeline, timeline
from onrecord.reports.words import codebook_words
from scorecard_values import (
    CHINESE,
    COVERAGE,
    OURS_PUBLISHER,
    ask,
    check,
    fictional_check,
    many_asks,
    no_asks,
    told,
)


def drawn(value: Check | None = None) -> Timeline:
    found = timeline(value or fictional_check(), codebook_words())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2031-05-14", "2031-05-14", "2031-05-14"),
        ("2031-05", "2031-05-01", "2031-05-31"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031-12", "2031-12-01", "2031-12-31"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-05-14T08:00:00Z", "2031-05-14", "2031-05-14"),
    ],
)
def test_a_date_means_all_the_days_that_it_may_mean(written: str, first: str, last: str) -> None:
    assert days(written) == Days(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@pytest.mark.parametrize("written", ["", "soon", "2031-13", "2031-02-30", "0000", "31-05-14", "2031-5-4", "９９９９x"])
def test_what_is_no_date_is_not_guessed(written: str) -> None:
    assert days(written) is None


@given(st.dates(), st.dates())
def test_places_run_from_left_to_right_and_stay_inside(a: date, b: date) -> None:
    first, last = sorted((a.toordinal(), b.toordinal()))
    axis = Axis(first, last + 1)
    assert 0 < axis.place(first) <= axis.place(last) < 100
    ticks = axis.ticks()
    assert len(ticks) <= 7
    assert [place for place, _ in ticks] == sorted(place for place, _ in ticks)


def test_every_ask_has_its_row_and_eight_rows_make_a_picture() -> None:
    found = drawn(many_asks(20))
    assert [row.number for row in found.rows] == list(range(1, 21))
    assert [len(picture) for picture in found.pictures] == [ROWS_A_PICTURE, ROWS_A_PICTURE, 4]


def test_what_is_drawn_is_also_listed() -> None:
    for row in drawn().rows:
        by_date = sorted((mark.entry for mark in row.marks), key=lambda entry: entry.date)
        assert by_date == [entry for entry in row.entries if days(entry.date)]


def test_an_undated_finding_is_listed_and_not_drawn() -> None:
    row = drawn().rows[5]
    assert "" in [entry.date for entry in row.entries]
    assert "" not in [mark.entry.date for mark in row.marks]


def test_a_zero_is_drawn_only_where_the_record_says_something() -> None:
    asked = ask("a", "Raise it.")
    found = drawn(
        check(
            [
                (
                    asked,
                    (
                        told("a", "d1", Level.NOT_ON_RECORD, state=State.SILENT, date="2031-01-01"),
                        told("a", "d2", Level.NOT_ON_RECORD, state=State.DECLINED, date="2031-02-01"),
                        told("a", "d3", Level.NOT_ON_RECORD, state=State.INTENT_ONLY, date="2031-03-01"),
                    ),
                )
            ]
        )
    )
    assert [mark.entry.date for mark in found.rows[0].marks] == ["2031-02-01", "2031-03-01"]


def test_marks_of_one_day_do_not_hide_each_other() -> None:
    same = [told("a", f"d{side.value}", Level.CONCERN, side=side) for side in (Side.OURS, Side.THEIRS, Side.JOINT)]
    row = drawn(check([(ask("a", "Raise it."), tuple(same))])).rows[0]
    assert sorted(mark.shift for mark in row.marks) == [0, 1, 2]


def test_a_crowded_row_keeps_the_best_of_each_side_in_a_month() -> None:
    crowd = tuple(
        told("a", f"d{n}", Level(1 + n % 3), date=f"2031-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(600)
    )
    row = drawn(check([(ask("a", "Raise it."), crowd)])).rows[0]
    assert len(row.marks) <= 12 < MARKS_A_ROW
    assert {mark.entry.level for mark in row.marks} <= {1, 2, 3}
    assert drawn(check([(ask("a", "Raise it."), crowd)])).thinned
    assert not drawn().thinned


def test_a_record_that_begins_long_before_is_said_and_not_drawn() -> None:
    long_ago = replace(COVERAGE, by_publisher=((OURS_PUBLISHER, 9000, "1946-01-01", "2032-01-01"),), since="")
    found = drawn(replace(fictional_check(), coverage=long_ago))
    assert found.begins_earlier == "1946-01-01"
    assert found.first > "2026"
    assert "The record searched begins 1946-01-01" in scorecard_html(
        replace(fictional_check(), coverage=long_ago), generated_at="2032"
    )


def test_a_gap_in_a_publisher_s_record_is_left_blank() -> None:
    held = drawn().held[0]
    assert len(held.stretches) == 2
    assert held.stretches[0][1] < held.stretches[1][0]


def test_a_long_label_is_cut_and_a_chinese_one_sooner() -> None:
    rows = drawn(check([(ask("a", "x" * 200), (told("a", "d", Level.NAMED),)), (ask("b", CHINESE[1] * 9), ())])).rows
    assert len(rows[0].label) == 41 and rows[0].label.endswith("…")
    assert len(rows[1].label) == 21


def test_without_a_dated_finding_there_is_no_picture() -> None:
    assert timeline(no_asks(), codebook_words()) is None
    undated = check([(ask("a", "Raise it."), (told("a", "d", Level.NAMED, date="soon"),))])
    assert timeline(undated, codebook_words()) is None


def test_the_picture_says_in_words_what_it_shows() -> None:
    source = scorecard_html(fictional_check(), generated_at="2032-03-02")
    assert '<title id="picture-1-title">How far asks 1 to 6 were raised' in source
    assert '<desc id="picture-1-desc">' in source
    assert "<title>2031-05-14: 4 asked, ours, Norhaven Foreign Office</title>" in source


def test_a_record_without_any_known_date_still_gives_a_picture() -> None:
    lone = replace(fictional_check(), coverage=Coverage(searched=3, by_publisher=(("", 3, "", ""),)))
    assert drawn(lone).held == ()
