"""`You`, `Beijing` and `Prime Minister X` are sides: whoever is asked or must act is named by country.

Where the words name nobody, the engagement's or the document's own sides are taken, and the ask says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from onrecord.drafting.officials import surnames, titled
from onrecord.drafting.vocabulary import party_pattern, pattern, patterns
from onrecord.text import places
from onrecord.text.places import PlaceKind


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for a country, a region, a body or its officials at `text[start:end]`."""

    start: int
    end: int
    state: str
    """The common English name of the state or body that would act; empty for a region of no one state."""
    name: str
    """The region's own name where the words name a region, else the state's."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who speaks to whom in a document."""

    mentions: tuple[Mention, ...]
    raiser: str
    """The side whose officials are asked, where an ask names none."""
    target: str
    """The side that must act in the end, where an ask names none; empty if the document has no other side."""
    place: str
    """The place that the document speaks of most besides the raiser: a region (`Tibet`) or a country."""

    def within(self, start: int, end: int) -> list[Mention]:
        return [mention for mention in self.mentions if start <= mention.start < end]


def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention of a side in the text, by place.

    A form that names something else too counts only where the text names its place otherwise; one that two
    places hold goes to the place that the text names otherwise.
    """
    found = places.mentions(text)
    sure = {name.place for mention in found if len(mention.names) == 1 for name in mention.names if not name.shared}
    kept = []
    for mention in found:
        chosen = [name for name in mention.names if name.place in sure or (not name.shared and len(mention.names) == 1)]
        if chosen:
            place = places.place_of(chosen[0].place)
            kept.append(Mention(mention.start, mention.end, _acting(place.id), place.name))
    return tuple(kept)


@cache
def _acting(ident: str) -> str:
    """The state, body or group that would act for a place; empty where the gazetteer leaves it open."""
    place = places.place_of(ident)
    if place.kind in (PlaceKind.STATE, PlaceKind.BODY, PlaceKind.GROUP):
        return place.name
    return places.place_of(place.within).name if place.within else ""


@cache
def _bodies() -> frozenset[str]:
    return frozenset(place.name for place in places.places() if place.kind is PlaceKind.BODY and place.id != "EU")


_OPENING = 1000
"""Characters at the start of a text in which a journey's end is a state; later ones may be a region."""


def _unlisted(text: str, words: str) -> list[Mention]:
    """Countries that the gazetteer does not know, where the text gives them a government or a visit."""
    named = {match.group("name") for _, form in patterns("unlisted") for match in form.finditer(words)}
    unknown = {name for name in named if not places.mentions(name) and name.split()[-1].lower() not in surnames(words)}
    unknown -= {name for name in named if pattern("calendar").search(name) or party_pattern().search(name)}
    if not unknown:
        return []
    either = "|".join(re.escape(name) for name in sorted(unknown, key=len, reverse=True))
    listed = [(mention.start, mention.end) for mention in places.mentions(text)]
    states = {
        match.group("name")
        for name, form in patterns("unlisted")
        if name != "journey"
        for match in form.finditer(words)
    }
    states |= {match.group("name") for match in pattern("unlisted_journey").finditer(words, 0, _OPENING)}
    return [
        Mention(*match.span(), match.group() if match.group() in states else "", match.group())
        for match in re.finditer(rf"\b(?:{either})\b", words)
        if not any(start <= match.start() < end for start, end in listed)
    ]


def unlisted(sides: Scene) -> list[str]:
    """The sides of a document that the gazetteer does not know."""
    return sorted({mention.state for mention in sides.mentions if mention.state and not places.resolve(mention.state)})


def meets(state: str) -> bool:
    """True for a state or the European Union, which hold meetings; False for other bodies and for groups."""
    return state in _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(place.name for place in places.places() if place.kind is PlaceKind.STATE or place.id == "EU")


def scene(text: str, words: str, *, issuer: str, parties: tuple[str, ...]) -> Scene:
    """The sides of a document: those of its engagement, else the issuer's and the most named other."""
    found = tuple(sorted((*mentions(text), *_unlisted(text, words)), key=lambda mention: mention.start))
    counted = Counter(mention.state for mention in found if mention.state and mention.state not in _bodies())
    raiser = _raiser(words, issuer, found, parties)
    others = [state for state, _ in counted.most_common() if state != raiser]
    target = next((party for party in parties if party != raiser and party in counted), others[0] if others else "")
    named = Counter(mention.name for mention in found if mention.state in (target, ""))
    return Scene(found, raiser, target, _narrowest(named, target))


def _narrowest(named: Counter[str], target: str) -> str:
    """A region stands for the document's place if the text names it at least half as often as its state."""
    regions = [(name, count) for name, count in named.most_common() if name != target]
    if regions and regions[0][1] * 2 >= named[target]:
        return regions[0][0]
    return target


def _raiser(words: str, issuer: str, found: tuple[Mention, ...], parties: tuple[str, ...]) -> str:
    if pattern("us_congress").search(issuer) or pattern("us_congress").search(words[:1500]):
        return "United States"
    officials = [
        mention.state
        for start, end, _ in titled(words, 0, len(words))
        for mention in found
        if start <= mention.start < end and mention.state
    ]
    if officials:
        return Counter(officials[:3]).most_common(1)[0][0]
    hosts = {match.group("name") for match in pattern("unlisted_journey").finditer(words, 0, _OPENING)}
    sides = [*parties, *(mention.state for mention in found if mention.state)]
    return next((side for side in sides if side not in hosts), "")


def side_of(who: str, at: int, made: Scene) -> str:
    """The side that the words for whoever is asked, standing at `at`, name; empty for none."""
    named = [mention.state for mention in made.within(at, at + len(who)) if mention.state]
    return named[0] if named else ""
