"""Dates that are known to the day, the month or the year, and dates in prose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.dates import PartialDate, find_date_range, find_date_ranges, parse_iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", PartialDate(2023)),
        ("2023-06", PartialDate(2023, 6)),
        ("2023-06-19", PartialDate(2023, 6, 19)),
        (" 2023-06-19T21:04:00Z ", PartialDate(2023, 6, 19)),
    ],
)
def test_an_iso_date_is_read_as_precisely_as_it_is_written(text: str, expected: PartialDate) -> None:
    assert parse_iso(text) == expected


@pytest.mark.parametrize("text", ["", "23", "June 2023", "2023-13", "2023-02-30", "0000", "2023-6-1", "2023-06-19x"])
def test_what_is_no_date_is_refused_with_the_words_that_were_given(text: str) -> None:
    with pytest.raises(ValueError, match="date") as caught:
        parse_iso(text)
    assert repr(text) in str(caught.value)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="has no month"):
        PartialDate(2023, None, 4)


def test_a_month_and_a_day_in_it_overlap_and_neither_is_before_the_other() -> None:
    month, day = PartialDate(2023, 6), PartialDate(2023, 6, 19)
    assert month.overlaps(day)
    assert not month.before(day)
    assert not day.before(month)
    assert PartialDate(2022).before(month)
    assert (month.earliest(), month.latest()) == (date(2023, 6, 1), date(2023, 6, 30))


def test_days_between_imprecise_dates_are_a_range() -> None:
    assert PartialDate(2010, 1).days_until(PartialDate(2010, 2, 1)) == (1, 31)
    assert PartialDate(2010, 1, 30).days_until(PartialDate(2010, 2, 1)) == (2, 2)


YEAR_GIVEN = 2023
PROSE = [
    ("will travel on June 16-21 to", "2023-06-16", "2023-06-21"),
    ("from 17 to 19 June 2021, in", "2021-06-17", "2021-06-19"),
    ("on May 12–13", "2023-05-12", "2023-05-13"),
    ("met on November 14, 2022, in Bali", "2022-11-14", "2022-11-14"),
    ("2021年6月18日至19日访问", "2021-06-18", "2021-06-19"),
    ("6月30日至7月2日", "2023-06-30", "2023-07-02"),
    ("2021年6月", "2021-06", "2021-06"),
    ("Dec. 30 to Jan. 2, 2024", "2023-12-30", "2024-01-02"),
    ("30 December – 2 January", "2023-12-30", "2024-01-02"),
    ("between June 30 and July 2, 2021", "2021-06-30", "2021-07-02"),
    ("between June 16 and 21", "2023-06-16", "2023-06-21"),
    ("from Sunday, June 18 to Monday, June 19", "2023-06-18", "2023-06-19"),
    ("the 3rd of September, 2021", "2021-09-03", "2021-09-03"),
    ("in May 2021 they", "2021-05", "2021-05"),
    ("from April 2021 to March 2022", "2021-04", "2022-03"),
    ("2021-06-18 to 2021-06-20", "2021-06-18", "2021-06-20"),
]


@pytest.mark.parametrize(("text", "start", "end"), PROSE)
def test_a_range_in_prose_gives_both_ends(text: str, start: str, end: str) -> None:
    found = find_date_range(text, year=YEAR_GIVEN)
    assert found is not None
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize(
    "text", ["May we ask again", "in June", "June 31", "3 of them", "June 1,200 people", "page 12-13"]
)
def test_what_is_no_date_is_passed_over(text: str) -> None:
    assert find_date_range(text, year=YEAR_GIVEN) is None


def test_a_date_without_a_year_is_not_guessed() -> None:
    assert find_date_range("on June 16-21") is None


def test_two_dates_joined_by_and_are_two_dates() -> None:
    found = find_date_ranges("on May 20, 2021 and June 3, 2021")
    assert [str(each.start) for each in found] == ["2021-05-20", "2021-06-03"]
    assert [each.span.start for each in found] == [3, 20]


@given(st.dates(), st.integers(0, 40))
def test_a_written_range_is_read_back(start: date, days: int) -> None:
    start = start.replace(year=2000 + start.year % 100)
    end = start + timedelta(days=days)
    found = find_date_range(f"from {start:%B} {start.day}, {start.year} to {end:%B} {end.day}, {end.year}")
    assert found is not None
    assert (found.start.earliest(), found.end.latest()) == (start, end)


@given(st.text(alphabet="0123456789 -–年月日JuneMay,.to至", max_size=40))
def test_no_text_breaks_the_reader_and_starts_never_follow_ends(text: str) -> None:
    for found in find_date_ranges(text, year=YEAR_GIVEN):
        assert found.start.earliest() <= found.end.latest()
