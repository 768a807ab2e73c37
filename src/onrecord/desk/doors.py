"""Every view says who may come in; one that says nothing is closed, and what one may not see is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase

from onrecord.access.persons import NOBODY, Person
from onrecord.access.rights import Deed, may
from onrecord.access.things import Thing
from onrecord.desk.people.models import Account

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """The view answers people who are not signed in too."""
    view.door = "all"  # type: ignore[attr-defined]  # functions take attributes; the middleware reads this one
    return view


def for_members(view: View) -> View:
    """The view answers whoever is signed in; what it shows of things it asks `must` for, thing by thing."""
    view.door = "members"  # type: ignore[attr-defined]  # as above
    return view


def by_token(view: View) -> View:
    """The view looks for a token itself: no session opens it."""
    view.door = "token"  # type: ignore[attr-defined]  # as above
    return view


def person_of(request: HttpRequest) -> Person:
    """Who asks, as `access` knows people."""
    person = getattr(request, "person", NOBODY)
    assert isinstance(person, Person)
    return person


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in. Raises `Http404` where nobody is."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def must(request: HttpRequest, deed: Deed, thing: Thing) -> None:
    """Raises `Http404`, as if the thing were not there, unless the table of rights allows it."""
    if not may(person_of(request), deed, thing):
        raise Http404
