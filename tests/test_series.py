"""Comparable documents stand in one series, one document for each event, and a person may change it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.drafting.series_edits import read_edits
from onrecord.errors import AgendaError
from onrecord.ledger.series import key_of, series_of
from onrecord.model.occasion import Change, Contact, Genre, Held, Occasion, Rank, SeriesEdit
from onrecord.model.record import Side

KEY = "CN+US/leaders/readout/ours"


def held(
    ident: str,
    date: str,
    *,
    contact: Contact = Contact.MEETING,
    length: int = 2000,
    title: str = "Readout of a meeting",
) -> Held:
    occasion = Occasion(Genre.READOUT, contact, Rank.LEADERS, ("CN", "US"), ("Doe", "Roe"), date)
    return Held(ident, date, "The White House", title, "", "en", Side.OURS, length, True, "", occasion)


def test_the_key_tells_parties_rank_genre_and_side() -> None:
    """A person edits a series by it."""
    assert key_of(held("a", "2023-01-01")) == KEY


def test_a_meeting_and_a_call_stand_in_one_series_with_the_contact_kept() -> None:
    """They are told apart in the document, not by the series."""
    (series,) = series_of([held("b", "2023-02-01", contact=Contact.CALL), held("a", "2023-01-01")])
    assert [document.occasion.contact for document in series.documents] == [Contact.MEETING, Contact.CALL]


def test_one_event_published_twice_is_one_member() -> None:
    """The longer text stays; a call on the same day is another event."""
    once, twice = held("a", "2023-01-01"), held("a-2", "2023-01-01", length=2100)
    call = held("c", "2023-01-01", contact=Contact.CALL)
    (series,) = series_of([once, twice, call])
    assert [document.id for document in series.documents] == ["a-2", "c"]


def test_a_person_takes_out_puts_in_and_parts() -> None:
    """Each change is told in a sentence."""
    other = Held("x", "2023-05-01", "P", "T", "", "en", Side.OURS, 900, True, "", Occasion(Genre.STATEMENT))
    edits = (
        SeriesEdit(KEY, Change.REMOVE, "a", "an arrival ceremony"),
        SeriesEdit(KEY, Change.ADD, "x"),
        SeriesEdit(KEY, Change.APART, "call"),
    )
    documents = [held("a", "2023-01-01"), held("b", "2023-02-01"), held("c", "2023-03-01", contact=Contact.CALL), other]
    found = {series.key: series for series in series_of(documents, edits)}
    assert [document.id for document in found[KEY].documents] == ["b", "x"]
    assert [document.id for document in found[f"{KEY}/call"].documents] == ["c"]
    assert found[KEY].edited[0] == "a was taken out (an arrival ceremony)."


def test_edits_are_read_from_a_table() -> None:
    """One change a line."""
    table = f"# ours\nkey\tchange\twhat\twhy\n{KEY}\tremove\ta\tceremony\n{KEY}\tapart\tcall\n"
    assert read_edits(table) == (
        SeriesEdit(KEY, Change.REMOVE, "a", "ceremony"),
        SeriesEdit(KEY, Change.APART, "call"),
    )
    assert read_edits("") == ()


@pytest.mark.parametrize("row", ["k\tmove\ta", "k\tapart\tvisitation", "k\tadd", "\tadd\ta"])
def test_an_edit_that_cannot_be_read_names_its_line(row: str) -> None:
    """Nothing is dropped silently."""
    with pytest.raises(AgendaError, match="line 2"):
        read_edits(f"key\tchange\twhat\n{row}\n")


def test_a_table_without_its_columns_is_refused() -> None:
    """The first line names them."""
    with pytest.raises(AgendaError, match="columns"):
        read_edits("a\tb\n")


@given(st.permutations([held(str(at), f"2023-0{at}-01") for at in range(1, 6)]))
def test_the_order_of_arrival_does_not_matter(documents: list[Held]) -> None:
    """A series is a fold over what is in hand."""
    assert series_of(documents) == series_of(sorted(documents, key=lambda one: one.id))
