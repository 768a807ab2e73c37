"""A reviewer goes through a queue by single keys; a second reader sees neither the engine's word nor the first one's."""

from __future__ import annotations

import re

import pytest
from desk_agendas import example_agenda, fill, screened
from desk_people import SignIn, body_of
from django.test import Client

from onrecord.access.persons import Role
from onrecord.desk.agendas.models import AgendaFile
from onrecord.desk.people.models import Team
from onrecord.desk.review import reading
from onrecord.ledger.statements import Judged, Retracted, SecondRead, statement_of
from onrecord.model.finding import Verdict
from onrecord.settings.stores import Store


@pytest.fixture
def reviewer(team: Team, sign_in: SignIn) -> Client:
    return sign_in("ana", team, Role.REVIEWER)


@pytest.fixture
def file(store: Store, team: Team, reviewer: Client) -> AgendaFile:
    reading.forget()
    made = example_agenda(team, reviewer.account)  # type: ignore[attr-defined]  # the tests' own handle
    screened(made, fill(store))
    return made


def first(client: Client, file: AgendaFile) -> str:
    """The digest of the finding that is judged next."""
    page = body_of_raw(client, f"/review/{file.key}/")
    found = re.search(rf'class="button main" href="/review/{file.key}/([0-9a-f]{{64}})/"', page)
    assert found is not None
    return found[1]


def body_of_raw(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def said(store: Store, *kinds: str) -> list[object]:
    return [statement_of(entry) for entry in store.ledger.statements(*kinds)]


def test_a_finding_is_shown_with_its_words_and_its_rule(file: AgendaFile, reviewer: Client) -> None:
    page = body_of_raw(reviewer, f"/review/{file.key}/{first(reviewer, file)}/")
    assert "<mark>" in page
    assert re.search(r"characters \d+ to \d+", page)
    assert 'class="proposal"' in page
    assert 'class="by-person"' not in page
    assert re.search(r"<b>R\d+", page)
    assert set(re.findall(r'data-key="(.)"', page)) >= set("c01234rntzjhq")


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("confirm", Verdict.CONFIRMED),
        ("reject", Verdict.REJECTED),
        ("undecided", Verdict.UNDECIDED),
        ("1", Verdict.CORRECTED),
    ],
)
def test_a_word_goes_into_the_ledger_and_the_next_finding_comes(
    file: AgendaFile, reviewer: Client, store: Store, word: str, verdict: Verdict
) -> None:
    entry = first(reviewer, file)
    answer = reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": word, "note": "seen"})
    assert answer.status_code == 302
    assert entry not in answer["Location"]
    judged = [one for one in said(store, "judgement") if isinstance(one, Judged)]
    assert {(one.verdict, one.note) for one in judged} == {(verdict, "seen")}
    assert judged[0].finding == entry
    assert judged[0].by == f"ana ({reviewer.account.pk})"  # type: ignore[attr-defined]  # the tests' own handle
    page = body_of_raw(reviewer, f"/review/{file.key}/{entry}/")
    assert 'class="by-person"' in page
    assert 'class="proposal"' in page


def test_the_last_word_can_be_taken_back_from_the_next_screen(file: AgendaFile, reviewer: Client, store: Store) -> None:
    entry = first(reviewer, file)
    reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": "confirm"})
    answer = reviewer.post(f"/review/{file.key}/undo/")
    assert answer["Location"] == f"/review/{file.key}/{entry}/"
    assert any(isinstance(one, Retracted) for one in said(store, "retraction"))
    assert first(reviewer, file) == entry


def test_nobody_takes_back_anothers_word(file: AgendaFile, reviewer: Client, team: Team, sign_in: SignIn) -> None:
    entry = first(reviewer, file)
    reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": "confirm"})
    ben = sign_in("ben", team, Role.REVIEWER)
    ben.post(f"/review/{file.key}/{entry}/undo/")
    assert "another person" in body_of_raw(ben, f"/review/{file.key}/{entry}/")


def test_an_unknown_word_changes_nothing(file: AgendaFile, reviewer: Client, store: Store) -> None:
    entry = first(reviewer, file)
    for word in ("", "5", "maybe"):
        assert reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": word}).status_code == 422
    assert said(store, "judgement") == []


def test_a_second_reader_sees_no_level_and_no_judgement(
    file: AgendaFile, reviewer: Client, team: Team, sign_in: SignIn, store: Store
) -> None:
    """ "a second reader coding blind": the page is the same whatever the engine and the first reader said."""
    entry = first(reviewer, file)
    ben = sign_in("ben", team, Role.REVIEWER)
    assert "Nothing to read blind" in ben.get(f"/review/{file.key}/second/", follow=True).content.decode()
    reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": "confirm", "note": "a note of the first reader"})
    before = body_of(ben.get(f"/review/{file.key}/second/{entry}/"))
    assert not re.search(
        "proposal|by-person|a note of the first|confirmed|abstain|confidence",
        before.split("<main")[1].split("codebook")[0],
    )
    reviewer.post(f"/review/{file.key}/undo/")
    reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": "1"})
    after = body_of(ben.get(f"/review/{file.key}/second/{entry}/"))
    assert after.split("<h1")[1] == before.split("<h1")[1]
    assert ben.post(f"/review/{file.key}/second/{entry}/", {"level": "3"}).status_code == 302
    (read,) = [one for one in said(store, "second_reading") if isinstance(one, SecondRead)]
    assert (read.finding, read.level) == (entry, 3)
    assert reviewer.get(f"/review/{file.key}/second/{entry}/").status_code == 404


def test_a_disagreement_is_settled_by_a_third_person_with_a_note(
    file: AgendaFile, reviewer: Client, team: Team, sign_in: SignIn
) -> None:
    entry = first(reviewer, file)
    ben, cleo = sign_in("ben", team, Role.REVIEWER), sign_in("cleo", team, Role.REVIEWER)
    reviewer.post(f"/review/{file.key}/{entry}/say/", {"said": "1"})
    ben.post(f"/review/{file.key}/second/{entry}/", {"level": "4"})
    assert "Two readers differ." in body_of_raw(cleo, f"/review/{file.key}/{entry}/")
    assert cleo.post(f"/review/{file.key}/{entry}/say/", {"said": "4"}).status_code == 422
    assert ben.post(f"/review/{file.key}/{entry}/say/", {"said": "4", "note": "mine"}).status_code == 422
    assert cleo.post(f"/review/{file.key}/{entry}/say/", {"said": "4", "note": "it says urge"}).status_code == 302
    page = body_of_raw(cleo, f"/review/{file.key}/agreement/")
    assert "it says urge" in page
    assert "10 are the least for a kappa" in page


def test_who_may_not_judge_finds_nothing(
    file: AgendaFile, team: Team, other_team: Team, sign_in: SignIn, reviewer: Client
) -> None:
    entry = first(reviewer, file)
    reader, stranger = sign_in("rea", team, Role.READER), sign_in("eve", other_team, Role.LEAD)
    nothing = body_of(reader.get("/review/nothing/"))
    for client in (reader, stranger):
        for path in ("", f"{entry}/", "agreement/", "second/", f"second/{entry}/"):
            answer = client.get(f"/review/{file.key}/{path}")
            assert (answer.status_code, body_of(answer)) == (404, nothing)
        for path in (f"{entry}/say/", f"{entry}/undo/", "undo/"):
            assert client.post(f"/review/{file.key}/{path}", {"said": "confirm"}).status_code == 404
        assert file.key not in client.get("/review/").content.decode()


def test_a_finding_of_another_agenda_is_not_there(file: AgendaFile, reviewer: Client, store: Store, team: Team) -> None:
    other = example_agenda(team, reviewer.account)  # type: ignore[attr-defined]  # the tests' own handle
    assert reviewer.get(f"/review/{file.key}/{'0' * 64}/").status_code == 404
    assert body_of_raw(reviewer, f"/review/{other.key}/")
