"""Whose words a document holds: the raiser's, the target's, several governments' together, or a third party's."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.matching.lexicon import PLACE
from onrecord.matching.telling import Telling
from onrecord.model.agenda import Agenda
from onrecord.model.profile import Profile
from onrecord.model.record import Document, Party, Side
from onrecord.text.places import PlaceKind, resolve

NOBODY = PLACE + "?"
"""The key of a publisher that speaks for no government that is known."""


def home_of(document: Document, profile: Profile, country: str) -> str:
    """The key of the place that the document's publisher speaks for, as far as one ask needs it.

    What the person who added the document said of its side comes first: a third party's record speaks for neither
    side of the ask. `country` is what the publishers' table says. Where the table knows nothing, a publisher that
    bears the raiser's or the target's name ("Ministry of Foreign Affairs of Kharzan") speaks for it; one that bears
    neither, or a document without a publisher, speaks for nobody.
    """
    if document.side in {Side.OURS, Side.THEIRS}:
        return min(profile.raiser if document.side is Side.OURS else profile.target)
    home = _home_of_publisher(document.publisher, profile, country)
    if document.side is Side.THIRD and home in profile.raiser | profile.target:
        return NOBODY
    return home


def _home_of_publisher(publisher: str, profile: Profile, country: str) -> str:
    if country:
        place = resolve(country) if country in {"UN", "NATO"} else None
        return PLACE + (country if place is None else place.id)
    if not publisher:
        return NOBODY
    body = resolve(publisher)
    if body is not None and body.kind is PlaceKind.BODY:
        return PLACE + body.id
    for side, keys in ((profile.ask.raiser, profile.raiser), (profile.ask.target, profile.target)):
        if _bears(publisher, side):
            return min(keys)
    return NOBODY


def _bears(publisher: str, side: str) -> bool:
    return bool(side) and resolve(side) is None and side.lower() in publisher.lower()


def side_of(document: Document, profile: Profile, home: str, *, joint: bool) -> Side:
    """Whose record the document is for one ask: as its adder said, else by the place it speaks for."""
    if document.side is not None:
        return document.side
    if joint:
        return Side.JOINT
    if home in profile.raiser:
        return Side.OURS
    return Side.THEIRS if home in profile.target else Side.THIRD


def parties_of(agenda: Agenda) -> tuple[Party, ...]:
    """The engagement's parties, each on the side of the asks' raisers, of their targets, or on neither."""
    raisers = {_key(ask.raiser) for ask in agenda.asks if ask.own}
    targets = {_key(ask.target) for ask in agenda.asks if ask.own} - raisers
    made = []
    for name in agenda.engagement.parties:
        key = _key(name)
        side = Side.OURS if key in raisers else Side.THEIRS if key in targets else Side.THIRD
        made.append(Party(name, key if resolve(name) is not None else "", side))
    return tuple(made)


def _key(name: str) -> str:
    place = resolve(name)
    return name.casefold() if place is None else place.id


def names_another_party(agenda: Agenda) -> Callable[[Document, Party], bool]:
    """A test for one agenda: does a document of the given party tell of the engagement with another of its parties?"""
    return Telling.of(agenda.engagement, parties_of(agenda)).tells
