"""The desk is tested with its real database, its real store, and people signed in as they would be."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.desk.conf")
pytest.importorskip("django", reason="the extra `desk` is not installed")

import django

django.setup()

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.http import HttpResponse
from django.test import Client

from onrecord.access.persons import Role
from onrecord.desk.pages import kept_text
from onrecord.desk.people.models import Account, Membership, Team
from onrecord.desk.record import holdings
from onrecord.settings.stores import Store

PASSPHRASE = "four plain words together"


@pytest.fixture(autouse=True)
def store_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own for the store of each test."""
    home = tmp_path / "store"
    monkeypatch.setenv("ONRECORD_STORE", str(home))
    _forget()
    yield home
    if holdings.the_store.cache_info().currsize:
        holdings.the_store().close()
    _forget()


def _forget() -> None:
    holdings.the_store.cache_clear()
    kept_text.identity.cache_clear()


@pytest.fixture
def store(store_home: Path) -> Store:
    """The store that the desk of this test serves."""
    return holdings.the_store()


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Kharzan desk")


@pytest.fixture
def other_team(db: None) -> Team:
    return Team.objects.create(name="Another desk")


SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Makes an account with a place in a team and gives a browser in which it is signed in, with a second factor or not."""

    def signed_in(
        name: str,
        team: Team | None = None,
        role: Role = Role.READER,
        *,
        strong: bool = True,
        administrator: bool = False,
    ) -> Client:
        account = Account.objects.create_user(
            f"{name}@desk.example", PASSPHRASE, name=name, is_administrator=administrator
        )
        if team is not None:
            Membership.objects.create(account=account, team=team, role=int(role))
        return client_of(account, strong=strong)

    return signed_in


def client_of(account: Account, *, strong: bool) -> Client:
    """A browser in which the account is signed in. `client.account` is the account."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    records = [{"method": "password", "at": time.time()}] + (
        [{"method": "mfa", "type": "totp", "at": time.time()}] if strong else []
    )
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    session.save()
    client.account = account  # type: ignore[attr-defined]  # the tests' own handle
    return client


def body_of(answer: HttpResponse) -> str:
    """What an answer says, without the token that differs each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "TOKEN", answer.content.decode())
