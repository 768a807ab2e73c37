"""Whose words a document holds: the raiser's, the target's, several governments' together, or a third party's."""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.matching.lexicon import PLACE
from onrecord.model.agenda import Agenda
from onrecord.model.profile import Profile
from onrecord.model.record import Document, Party, Side
from onrecord.text.places import PlaceKind, names_of, resolve

NOBODY = PLACE + "?"
"""The key of a publisher that speaks for no government that is known."""


def home_of(document: Document, profile: Profile, country: str) -> str:
    """The key of the place that the document's publisher speaks for, as far as one ask needs it.

    `country` is what the publishers' table says of it. Where the table knows nothing, a publisher that bears the
    raiser's or the target's name ("Ministry of Foreign Affairs of Kharzan") speaks for it, one that bears neither for
    nobody; a text without any publisher is read as the raiser's own.
    """
    if document.side in {Side.OURS, Side.THEIRS}:
        return min(profile.raiser if document.side is Side.OURS else profile.target)
    if country:
        place = resolve(country) if country in {"UN", "NATO"} else None
        return PLACE + (country if place is None else place.id)
    if not document.publisher:
        return min(profile.raiser) if document.side is None else NOBODY
    body = resolve(document.publisher)
    if body is not None and body.kind is PlaceKind.BODY:
        return PLACE + body.id
    for side, keys in ((profile.ask.raiser, profile.raiser), (profile.ask.target, profile.target)):
        if _bears(document.publisher, side):
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
    """A test for one agenda: does a document name a party of its engagement other than the given one?"""
    patterns = {party: _pattern(party) for party in parties_of(agenda)}

    def test(document: Document, party: Party) -> bool:
        others = [pattern for other, pattern in patterns.items() if other != party]
        return not others or any(pattern.search(document.text) or pattern.search(document.title) for pattern in others)

    return test


def _pattern(party: Party) -> re.Pattern[str]:
    place = resolve(party.name)
    names = {party.name} if place is None else {name.text for name in names_of(place) if not name.shared}
    return re.compile("|".join(sorted((rf"(?<!\w){re.escape(name)}" for name in names), key=len, reverse=True)))
