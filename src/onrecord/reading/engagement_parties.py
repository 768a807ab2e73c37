"""Who meets whom: the states and bodies that a sentence names as places to go to or as officials to meet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.text.officials import leaders
from onrecord.text.places import Mention, NameKind, PlaceKind, PlaceName, mentions, place_of

_NAMED = (NameKind.NAME, NameKind.ALIAS)
_PLACED = (*_NAMED, NameKind.CAPITAL)
_TITLE = (
    r"(?:[Pp]residents?|Prime Ministers?|Premier|Chancellor|Kings?|Queen|Ministers?|Secretary|Councilor|[Oo]fficials|"
    r"leaders|counterparts?|Ambassador|Director|Amir|Emir|Prince|Politburo|Heads? of (?:State|Government))"
)
_OFFICE = re.compile(rf"\s+(?:(?!opposition)[\w’'.-]+\s+){{0,3}}?{_TITLE}\b")
_OF = re.compile(r"(?:\bof|\bfrom|\bwith|[,(]|\band)\s+(?:the\s+)?$", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A party named at `start`."""

    start: int
    end: int
    party: str
    words: str


def party_of(ident: str) -> str:
    """The code by which engagements name a place: a region's or former state's successor, a body in capitals."""
    place = place_of(ident)
    if place.kind is PlaceKind.BODY:
        return ident.upper()
    if place.kind in (PlaceKind.REGION, PlaceKind.FORMER) and place.within:
        return place.within
    return ident


def destinations(words: str) -> tuple[Named, ...]:
    """States that a sentence names as somewhere to go, seats of government among them, in order. A body is no place."""
    return _chosen(words, _PLACED, lambda _words, _mention, _name: True)


def met(words: str, *, day: str) -> tuple[Named, ...]:
    """States whose officials a sentence names: `Chinese Foreign Minister`, `President … of Peru`, a leader's full name.

    A leader counts for the place whose office the list says was held on the day (ISO 8601; a missing limit is open).
    """
    return _chosen(
        words, (*_NAMED, NameKind.DEMONYM, NameKind.LEADER), lambda text, at, name: _is_official(text, at, name, day)
    )


def _is_official(words: str, mention: Mention, name: PlaceName, day: str) -> bool:
    before = words[: mention.start]
    if _FOR.search(before):
        return False
    if name.kind is NameKind.LEADER:
        return (" " in name.text or any(char > "\u2e80" for char in name.text)) and _in_office(name, day)
    if name.language != "en" or _OFFICE.match(words, mention.end):
        return True
    return name.kind in _NAMED and _OF.search(before) is not None and re.search(rf"\b{_TITLE}\b", before) is not None


def _in_office(name: PlaceName, day: str) -> bool:
    """False only where the list knows the person of this name and says that the office was held at another time."""
    held = [
        term
        for leader in leaders()
        if any(form.text == name.text for form in leader.forms)
        or (leader.surname and name.text.endswith(leader.surname))
        for term in leader.terms
        if term.place == name.place
    ]
    return not held or any(
        (not term.start or term.start <= day) and (not term.until or day[: len(term.until)] <= term.until)
        for term in held
    )


def _chosen(
    words: str, kinds: tuple[NameKind, ...], admits: Callable[[str, Mention, PlaceName], bool]
) -> tuple[Named, ...]:
    found: list[Named] = []
    for mention in mentions(words):
        ids = {
            party_of(name.place): name
            for name in mention.names
            if name.kind in kinds and _is_state(name.place) and admits(words, mention, name)
        }
        if len(ids) == 1 and all(not name.shared or name.kind is NameKind.CAPITAL for name in ids.values()):
            found.append(Named(mention.start, mention.end, next(iter(ids)), words[mention.start : mention.end]))
    return tuple(found)


def _is_state(ident: str) -> bool:
    return ident == "EU" or place_of(ident).kind in (PlaceKind.STATE, PlaceKind.FORMER)
