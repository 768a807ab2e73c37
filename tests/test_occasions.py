"""A title of an official text tells what it is, who met whom, how high and when."""

from __future__ import annotations

import time

import pytest

from onrecord.model.occasion import Contact, Genre, Rank
from onrecord.model.record import Document
from onrecord.reading.occasions import occasion_of, prepared

WH, STATE, MFA = "The White House (Biden administration)", "U.S. Department of State", "中华人民共和国外交部"


def _page(title: str, text: str = "", *, publisher: str = WH, date: str = "2023-11-15") -> Document:
    return Document("d", text, publisher=publisher, date=date, title=title)


@pytest.mark.parametrize(
    ("title", "publisher", "genre", "contact", "rank", "parties"),
    [
        ("Readout of President Doe’s Call with President Roe of Kenya", WH, "readout", "call", 3, "KE+US"),
        (
            "Readout of Vice President Doe’s Meeting with Prime Minister Roe of Georgia",
            WH,
            "readout",
            "meeting",
            3,
            "GE+US",
        ),
        ("Readout of President Doe’s Meeting with Foreign Minister Roe of Peru", WH, "readout", "meeting", 2, "PE+US"),
        (
            "Readout of Principal Deputy National Security Advisor Doe’s Call with President Roe of Ghana",
            WH,
            "readout",
            "call",
            1,
            "GH+US",
        ),
        ("Readout of White House Meeting with Asian American Leaders", WH, "readout", "meeting", None, "US"),
        (
            "Readout of President Doe’s Meeting with Families of Americans Held by Hamas",
            WH,
            "readout",
            "meeting",
            None,
            "US",
        ),
        (
            "Deputy Secretary Doe’s Meeting with Japanese Vice Foreign Minister Roe",
            STATE,
            "readout",
            "meeting",
            1,
            "JP+US",
        ),
        ("Joint Statement from the United States and Colombia", WH, "joint statement", None, None, "CO+US"),
        ("G7 Leaders’ Statement on Ukraine", WH, "joint statement", None, 3, "G7+US"),
        (
            "Remarks by President Doe and Chancellor Roe of Germany Before Bilateral Meeting",
            WH,
            "remarks",
            "meeting",
            3,
            "DE+US",
        ),
        (
            "Secretary Doe’s Meeting with State Councilor and Foreign Minister Wang Yi (Rome)",
            STATE,
            "readout",
            "meeting",
            2,
            "CN+US",
        ),
        ("Secretary Doe’s Meeting with Italian Foreign Minister Roe (Rome)", STATE, "readout", "meeting", 2, "IT+US"),
        (
            "Remarks by President Doe and President Roe of Ukraine Before Bilateral Meeting | Munich, Germany",
            WH,
            "remarks",
            "meeting",
            3,
            "UA+US",
        ),
        (
            "Remarks by President Doe at a Leaders’ Summit | Helsinki, Finland",
            WH,
            "remarks",
            "summit",
            3,
            "FI+US",
        ),
        (
            "Joint Statement of the Leaders of India, Israel, and the United States (I2U2)",
            WH,
            "joint statement",
            None,
            3,
            "I2U2+IL+IN+US",
        ),
        ("Press Briefing by Press Secretary Doe", WH, "briefing", None, None, "US"),
        ("Press Gaggle by President Doe Aboard Air Force One", WH, "press conference", None, None, "US"),
        ("FACT SHEET: A Visit to Kenya", WH, "fact sheet", None, None, "US"),
        ("A Proclamation on a Day", WH, "other", None, None, "US"),
        ("2023年9月2日外交部发言人主持例行记者会", MFA, "briefing", None, None, "CN"),
        ("外交部发言人就涉台问题答记者问", MFA, "statement", None, None, "CN"),
        ("外交部长同美国国务卿会谈", MFA, "readout", "meeting", 2, "CN+US"),
    ],
)
def test_a_title_tells(
    title: str, publisher: str, genre: str, contact: str | None, rank: int | None, parties: str
) -> None:
    """Each row is a form of title that a ministry prints, with what it says."""
    found = occasion_of(_page(title, "They met today.", publisher=publisher))
    assert found.genre is Genre(genre)
    assert found.contact is (Contact(contact) if contact else None)
    assert found.rank is (Rank(rank) if rank else None)
    assert "+".join(found.parties) == parties


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("Secretary Doe spoke today with Foreign Minister Roe.", Genre.READOUT),
        ("Secretary Doe will speak with Foreign Minister Roe, whom he met in May.", Genre.STATEMENT),
        ("Secretary Doe has traveled to Oslo, where he met allies.", Genre.STATEMENT),
        ("", Genre.STATEMENT),
    ],
)
def test_the_tense_of_the_opening_tells_a_report_from_an_announcement(text: str, genre: Genre) -> None:
    """A text named after a call may announce it; only the words tell."""
    title = "Statement by NSC Spokesperson Ann Lee on National Security Advisor Doe’s Call with Foreign Minister Roe of Peru"
    assert occasion_of(_page(title, text)).genre is genre


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("President Doe met virtually on November 14 with President Roe.", "2023-11-14"),
        ("President Doe spoke today with President Roe. It follows their call of April 2, 2022.", "2023-11-15"),
        ("President Doe spoke yesterday with President Roe.", "2023-11-14"),
        ("President Doe met with President Roe, as on July 4, 2019.", ""),
        ("President Doe met with President Roe of what they agreed on November 9.", "2023-11-09"),
        ("President Doe met with President Roe of what they agreed on November 7.", ""),
    ],
)
def test_the_day_is_the_openings_own(text: str, day: str) -> None:
    """A date far from the publication is of something else; no day is guessed."""
    assert occasion_of(_page("Readout of President Doe’s Call with President Roe of Kenya", text)).day == day


def test_a_country_that_the_title_leaves_out_is_read_in_the_opening() -> None:
    """Then the words that told it are given."""
    page = _page(
        "Readout of President Doe’s Call with President Roe", "President Doe spoke with the President of Kenya."
    )
    found = occasion_of(page)
    assert found.parties == ("KE", "US")
    assert found.quote is not None
    assert page.text[found.quote.start : found.quote.end] == found.quote.exact


@pytest.mark.parametrize(
    ("title", "text", "subject"),
    [
        ("Readout of President Doe’s Call with President Roe of Kenya on Food", "They spoke.", "Food"),
        (
            "Readout of President Doe’s Call with President Roe of Kenya",
            "The conversation focused on a drought. More.",
            "a drought",
        ),
        ("Readout of President Doe’s Call with President Roe of Kenya", "They spoke to discuss a range of issues.", ""),
        ("Readout of President Doe’s Call with President Roe of Kenya", "They spoke about a drought." + " x" * 700, ""),
    ],
)
def test_one_matter_is_told_from_many(title: str, text: str, subject: str) -> None:
    """The opening of a brief text names its matter; that of a long one is only its first."""
    assert occasion_of(_page(title, text)).subject == subject


def test_unknown_text_is_other() -> None:
    """Nothing is guessed of a document without a title."""
    found = occasion_of(Document("d", "A text."))
    assert (found.genre, found.contact, found.rank, found.parties) == (Genre.OTHER, None, None, ())


def test_titles_are_read_fast() -> None:
    """A record of fourteen thousand documents takes little more than a second."""
    prepared()
    pages = [_page(f"Remarks by President Doe on Matter {at}", "Words. " * 200) for at in range(2000)]
    began = time.perf_counter()
    for page in pages:
        occasion_of(page)
    assert time.perf_counter() - began < 1.5
