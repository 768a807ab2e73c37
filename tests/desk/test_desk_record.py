"""The record is searched and read as it was captured; a document that names a sealed case is not there."""

from __future__ import annotations

import hashlib
import html
import re

import pytest
from desk_people import SignIn, body_of
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onrecord.access.persons import Role
from onrecord.desk.cases.register import new_case
from onrecord.desk.people.models import Team
from onrecord.desk.record.document_page import parts
from onrecord.model.agenda import Case, Protection
from onrecord.model.record import Capture, Document, Span
from onrecord.settings.stores import Store

READOUT = Document(
    id="mfa:1",
    text="The minister raised the case of <b>Decree 41</b> & asked for its repeal.\n\nShe also spoke of the harvest.",
    publisher="Ministry of Valdoria",
    date="2026-03-02",
    title="Readout of the talks in Kharzan",
    url="https://mfa.valdoria.example/1",
    language="en",
)
NAMING = Document(
    id="mfa:2",
    text="The spokesperson named Orlan Dsevit, who is held in Sumara. Decree 41 was not discussed.",
    publisher="Ministry of Valdoria",
    date="2026-03-03",
    title="Press briefing",
)
SEALED = Case("c1", ("Orlan Dsevit",), protection=Protection.SEALED)


@pytest.fixture
def held(store: Store) -> Store:
    for document in (READOUT, NAMING):
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        store.ledger.add(
            Capture(digest, len(document.text), "text/plain", document.id, "2026-03-04T00:00:00Z"), [document]
        )
    return store


@pytest.fixture
def reader(team: Team, sign_in: SignIn) -> Client:
    return sign_in("ana", team, Role.READER)


def _page(client: Client, **query: str) -> str:
    answer = client.get("/record/", query)
    assert answer.status_code == 200
    return body_of(answer)


def test_words_are_found_in_their_place(held: Store, reader: Client) -> None:
    page = _page(reader, words='"Decree 41"')
    assert page.count("<article") == 2
    assert "characters " in page
    assert "&lt;b&gt;" in page


def test_what_is_not_found_is_said_with_the_number_of_documents(held: Store, reader: Client) -> None:
    assert "No record found in 2 documents." in _page(reader, words="locusts")


def test_words_that_cannot_be_searched_are_named(held: Store, reader: Client) -> None:
    assert "There is no word to search for" in html.unescape(_page(reader, words="!!"))


def test_results_narrow_by_day_and_publisher(held: Store, reader: Client) -> None:
    assert _page(reader, words="decree", since="2026-03-03").count("<article") == 1
    assert _page(reader, words="decree", publisher="Kharzan").count("<article") == 0


def test_a_document_is_shown_whole_with_the_words_marked(held: Store, reader: Client) -> None:
    answer = reader.get("/record/document/", {"id": "mfa:1", "mark": "4-12"})
    page = answer.content.decode()
    assert '<mark id="c4">minister</mark>' in page
    body = page.split('dir="auto">', 1)[1].split("</div>", 1)[0]
    assert html.unescape(re.sub("<[^>]*>", "", body)).strip() == READOUT.text


@pytest.mark.parametrize(
    "query", [{"words": "Dsevit"}, {"words": "Orlan"}, {"words": "spokesperson"}, {"words": '"Orlan Dsevit"'}]
)
def test_a_document_that_names_a_sealed_case_is_as_if_it_were_not_there(
    held: Store, reader: Client, team: Team, query: dict[str, str]
) -> None:
    """The answer is the one that words get which no document holds: same status, same body but for the words."""
    assert "<article" in _page(reader, **query)
    new_case(team, SEALED)
    page = _page(reader, **query)
    nothing = _page(reader, words="xqzv")
    own = html.escape(query["words"])
    assert page.replace(own, "xqzv").replace(f"words={own}", "words=xqzv") == nothing
    absent = [reader.get("/record/document/", {"id": identity}) for identity in ("mfa:2", "mfa:9")]
    assert [answer.status_code for answer in absent] == [404, 404]
    assert body_of(absent[0]) == body_of(absent[1])


def test_only_the_team_of_a_sealed_case_does_without_its_documents(
    held: Store, team: Team, other_team: Team, sign_in: SignIn
) -> None:
    new_case(team, SEALED)
    assert "<article" in _page(sign_in("eve", other_team), words="spokesperson")


def test_who_is_in_no_team_does_not_search(held: Store, sign_in: SignIn) -> None:
    outsider = sign_in("admin", administrator=True)
    assert outsider.get("/record/").status_code == 404
    assert outsider.get("/record/document/", {"id": "mfa:1"}).status_code == 404


@given(
    text=st.text(alphabet="ab:.“” \nQA", max_size=200),
    marks=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted), max_size=5),
)
def test_the_parts_of_a_document_are_the_whole_text(text: str, marks: list[list[int]]) -> None:
    """A quote is `layer[start:end]`: no character is lost or doubled by marking."""
    document = Document(id="d", text=text)
    shown = [piece for part in parts(document, [Span(*mark) for mark in marks]) for piece in part.pieces]
    assert "".join(piece.words for piece in shown) == text
    assert all(text[piece.start : piece.start + len(piece.words)] == piece.words for piece in shown)
