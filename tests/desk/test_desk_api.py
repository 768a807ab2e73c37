"""A program gets what its token's scopes name, and whatever is sent to it, the answer is never a broken server."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from desk_people import SignIn
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from onrecord.access.persons import Role
from onrecord.desk.api.interface import api
from onrecord.desk.api.models import Token
from onrecord.desk.api.tokens import PREFIX, Scope, new_token
from onrecord.desk.cases.register import new_case
from onrecord.desk.people.models import Account, Membership, Team
from onrecord.model.agenda import Case, Protection
from onrecord.model.record import Capture, Document
from onrecord.settings.stores import Store

READOUT = Document(
    id="mfa:1",
    text="The minister urged Kharzan to repeal Decree 41. He named Orlan Dsevit.",
    publisher="Ministry of Valdoria",
    date="2026-03-02",
    title="Readout",
)
ALL = frozenset(Scope)


@pytest.fixture
def held(store: Store) -> Store:
    digest = hashlib.sha256(READOUT.text.encode()).hexdigest()
    store.ledger.add(Capture(digest, len(READOUT.text), "text/plain", "f", "2026-03-04T00:00:00Z"), [READOUT])
    return store


@pytest.fixture
def account(team: Team) -> Account:
    made = Account.objects.create_user("ana@desk.example", "four plain words together", name="Ana")
    Membership.objects.create(account=made, team=team, role=int(Role.EDITOR))
    return made


def ask(secret: str, path: str, **query: Any) -> Any:
    return Client(headers={"authorization": f"Bearer {secret}"}).get(f"/api/v1{path}", query)


def test_a_token_opens_what_its_scopes_name(held: Store, account: Account, team: Team) -> None:
    _, secret = new_token(account, team, name="a script", scopes=frozenset({Scope.RECORD}), days=7)
    assert ask(secret, "/record/").json()["documents"] == 1
    (hit,) = ask(secret, "/record/search", words="decree").json()["hits"]
    assert hit["id"] == "mfa:1"
    for passage in hit["passages"]:
        assert READOUT.text[passage["start"] : passage["end"]] == passage["quote"]
    assert ask(secret, "/record/document", id="mfa:1").json()["text"] == READOUT.text
    assert ask(secret, "/record/document", id="mfa:2").status_code == 404
    answer = Client(headers={"authorization": f"Bearer {secret}"}).post(
        "/api/v1/texts/draft", {"text": "Valdoria must raise it."}, content_type="application/json"
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("change", ["ended", "inactive", "left", "unknown"])
def test_a_token_that_ended_opens_nothing(held: Store, account: Account, team: Team, change: str) -> None:
    token, secret = new_token(account, team, name="a script", scopes=ALL, days=7)
    assert ask(secret, "/record/").status_code == 200
    match change:
        case "ended":
            Token.objects.filter(pk=token.pk).update(until=timezone.now() - timedelta(seconds=1))
        case "inactive":
            Account.objects.filter(pk=account.pk).update(is_active=False)
        case "left":
            Membership.objects.all().delete()
        case _:
            secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    assert ask(secret, "/record/").status_code == 401


def test_only_a_digest_of_a_token_is_kept(account: Account, team: Team) -> None:
    token, secret = new_token(account, team, name="a script", scopes=ALL, days=7)
    assert secret.startswith(PREFIX)
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in repr(Token.objects.values_list())


def test_what_names_a_sealed_case_is_in_no_answer(held: Store, account: Account, team: Team) -> None:
    """Not even for a custodian: a token is kept in files, where others read it."""
    _, secret = new_token(account, team, name="a script", scopes=ALL, days=7)
    new_case(team, Case("c", ("Orlan Dsevit",), protection=Protection.SEALED), custodians=[account.pk])
    assert ask(secret, "/record/search", words="decree").json()["hits"] == []
    there, nowhere = (ask(secret, "/record/document", id=identity) for identity in ("mfa:1", "mfa:7"))
    assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())


def test_a_session_opens_nothing_of_it(held: Store, team: Team, sign_in: SignIn) -> None:
    assert sign_in("ben", team, Role.LEAD).get("/api/v1/record/").status_code == 401


def test_texts_are_drafted_from_and_graded(account: Account, team: Team, store: Store) -> None:
    _, secret = new_token(account, team, name="a script", scopes=ALL, days=7)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    text = "Before the visit to Kharzan, we call on Valdoria to urge Kharzan to repeal Decree 41 on Associations."
    drafted = client.post("/api/v1/texts/draft", {"text": text}, content_type="application/json").json()
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in drafted["asks"])
    sent = {"ask": "Urge Kharzan to repeal Decree 41", "raiser": "Valdoria", "target": "Kharzan", "text": READOUT.text}
    graded = client.post("/api/v1/texts/grade", sent, content_type="application/json").json()
    assert graded["level"] == 4
    assert (
        client.post("/api/v1/texts/grade", {**sent, "colour": "red"}, content_type="application/json").status_code
        == 422
    )


def test_tokens_are_made_and_ended_on_their_page(team: Team, sign_in: SignIn) -> None:
    ana, ben = sign_in("ana", team, Role.EDITOR), sign_in("ben", team, Role.EDITOR)
    sent = {"name": "a script", "team": team.pk, "scopes": ["record"], "days": 7}
    page = ana.post("/api/tokens/", sent).content.decode()
    (secret,) = re.findall(rf"{PREFIX}[\w-]+", page)
    assert ask(secret, "/record/").status_code == 200
    assert secret not in ana.get("/api/tokens/").content.decode()
    number = Token.objects.get().pk
    assert ben.post(f"/api/tokens/{number}/end/").status_code == 404
    assert ana.post(f"/api/tokens/{number}/end/").status_code == 302
    assert ask(secret, "/record/").status_code == 401


def test_a_token_needs_a_second_factor_and_ones_own_team(team: Team, other_team: Team, sign_in: SignIn) -> None:
    sent = {"name": "a script", "team": team.pk, "scopes": ["record"], "days": 7}
    assert sign_in("ana", team, Role.EDITOR, strong=False).post("/api/tokens/", sent).status_code == 403
    assert sign_in("eve", other_team, Role.LEAD).post("/api/tokens/", sent).status_code == 200
    assert not Token.objects.exists()


OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1")).get_all_operations()
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_operation_asks_for_a_token(operation: Any, db: None) -> None:
    path = operation.full_path.replace("{key}", "k").replace("{kind}", "check")
    assert Client().generic(operation.method, path).status_code == 401


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_whatever_is_sent_nothing_breaks(
    operation: Any, mode: GenerationMode, held: Store, account: Account, team: Team, live_server: Any
) -> None:
    """Requests made from the interface's own description, as it allows and as it does not: no answer is a 5xx."""
    _, secret = new_token(account, team, name="a script", scopes=ALL, days=7)

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Any) -> None:
        answer = case.call(base_url=live_server.url, headers={"Authorization": f"Bearer {secret}"}, timeout=20)
        assert answer.status_code < 500, case.as_curl_command()

    sent()
