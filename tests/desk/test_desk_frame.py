"""A view without a door is closed, and every page carries the headers that protect its readers."""

from __future__ import annotations

from desk_people import SignIn
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onrecord.access.persons import Role
from onrecord.desk.people.models import Team

OWN = "onrecord."


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for held in resolver.url_patterns:
        found += _patterns(held) if isinstance(held, URLResolver) else [held]
    return found


def test_every_view_of_ours_says_who_may_come_in() -> None:
    own = [held for held in _patterns(get_resolver()) if held.callback.__module__.startswith(OWN)]
    assert own
    assert [
        held.lookup_str for held in own if getattr(held.callback, "door", None) not in ("all", "members", "token")
    ] == []


def test_who_is_not_signed_in_is_sent_to_the_door(db: None) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/")


def test_a_page_carries_the_headers_that_protect_its_readers(team: Team, sign_in: SignIn) -> None:
    answer = sign_in("ana", team, Role.READER).get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "no-referrer"
