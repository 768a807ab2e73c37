"""Who is signed in is known before a view runs, and a view without a door is not reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from onrecord.access.persons import NOBODY, Person, Role
from onrecord.desk.people.models import Account

_OWN_DOORS = ("allauth.", "django.contrib.staticfiles.", "django.views.i18n", "ninja.")
"""Modules whose views look after themselves."""


class SignedIn:
    """Sets `request.person`, and sends who is not signed in to the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.person = person_in(request)  # type: ignore[attr-defined]  # `doors.person_of` reads it with a check
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None where the view may run; raises `Http404` for a view that no door opens."""
        door = getattr(view, "door", None)
        if door in ("all", "token") or view.__module__.startswith(_OWN_DOORS):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if door != "members":
            raise Http404
        return None


def person_in(request: HttpRequest) -> Person:
    """The person of a request's session; `NOBODY` where nobody is signed in."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    strong = any(record.get("method") == "mfa" for record in get_authentication_records(request, account))
    return person_from(account, strong=strong)


def person_from(account: Account, *, strong: bool) -> Person:
    """The account as `access` knows people."""
    roles = {team: Role(role) for team, role in account.memberships.values_list("team_id", "role")}
    return Person(account.pk, roles, administrator=account.is_administrator, strong=strong)
