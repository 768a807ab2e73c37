"""What one ask is looked for by, as sets of keys: computed once, asked of every sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.matching.ask_object import OWN
from onrecord.matching.ask_parent import themes_of
from onrecord.matching.asks import PERSON, ask_terms, read_ask
from onrecord.matching.lexicon import CONCEPT, PLACE, closure, personal_keys
from onrecord.model.agenda import Ask
from onrecord.model.profile import MatchKind, Profile, enough_parts
from onrecord.text.places import places
from onrecord.text.terms import Term

PERSONAL = personal_keys()

HELD = frozenset(CONCEPT + name for name in closure("detention") | closure("hostages"))
"""Words for the class of those who are held."""


@cache
def expanded(keys: frozenset[str]) -> frozenset[str]:
    """The places with those inside them, and those whose asks are addressed to them."""
    return keys | {PLACE + p.id for p in places() if {PLACE + p.within, *(PLACE + to for to in p.addressed)} & keys}


@dataclass(frozen=True, slots=True)
class Watch:
    """An ask's profile with the keys that decide, ready for any number of documents."""

    profile: Profile
    terms: tuple[Term, ...]
    """What only this ask looks for."""
    persons: frozenset[str]
    """Keys of its persons and aliases."""
    members: frozenset[str]
    """Those of them that name one of several persons."""
    facets: tuple[frozenset[str], ...]
    facet_keys: frozenset[str]
    """Those of all facets: a sentence without any of them holds no part of the object."""
    places: frozenset[str]
    parent_places: frozenset[str]
    class_places: frozenset[str]
    """Where a class that holds the person is looked for."""
    theme: frozenset[str]
    """Keys of the parent topic but its place."""
    themes_own: frozenset[str]
    """Those of them that the ask's parent itself names."""
    deciding: dict[MatchKind, frozenset[str]]
    """For each kind of match, the keys whose words are its anchors."""
    relevant: frozenset[str]
    """A sentence without any of these keys cannot be a candidate by itself."""

    @classmethod
    def of(cls, ask: Ask, number: int) -> Watch:
        """The watch of an ask; `number` tells its own terms from those of other asks in the same agenda."""
        profile = read_ask(ask)
        terms = tuple(ask_terms(profile, number))
        persons = frozenset(term.key for term in terms if term.key.startswith(PERSON))
        members = frozenset(key for key in persons if key.endswith(":member"))
        facets = tuple(_numbered(facet.keys, number) for facet in profile.facets)
        near, around = expanded(profile.places), expanded(profile.parent_places)
        theme = _numbered(profile.parent_keys, number)
        deciding = _deciding(profile, persons, facets, theme | (around if profile.bare_place else frozenset()))
        relevant = frozenset().union(*deciding.values(), near if profile.regions_only else ())
        held = expanded(profile.places | profile.target)
        return cls(
            profile,
            terms,
            persons,
            members,
            facets,
            frozenset[str]().union(*facets),
            near,
            around,
            held,
            theme,
            themes_of(ask.parent),
            deciding,
            relevant,
        )

    @property
    def by_concept(self) -> bool:
        """True if the object is known by shipped concepts and not by the ask's own words alone."""
        return any(key.startswith(CONCEPT) for facet in self.facets for key in facet)

    def at_parent(self, around: frozenset[str], document: frozenset[str]) -> bool:
        """True if a sentence about these places, in a document that names those, may be about the parent topic."""
        if self.profile.between and not self._between(around, document):
            return False
        return not self.parent_places or not around.isdisjoint(self.parent_places)

    def _between(self, around: frozenset[str], document: frozenset[str]) -> bool:
        """True if the document names all the places, or the sentence a place inside one ("Nagorno-Karabakh")."""
        ends = self.profile.parent_places
        inside = around & self.parent_places - ends
        return bool(inside) or all(document & expanded(frozenset({key})) for key in ends)

    def may_concern(self, keys: frozenset[str]) -> bool:
        """The gate that most documents do not pass: False only if no sentence can be a candidate."""
        if not keys.isdisjoint(self.persons):
            return True
        if keys.isdisjoint(self.relevant):
            return False
        if not self.parent_places:
            return True
        if self._parent_may_be_met(keys) or (self.profile.regions_only and not keys.isdisjoint(self.places)):
            return True
        return self._object_may_be_met(keys)

    def _parent_may_be_met(self, keys: frozenset[str]) -> bool:
        return not keys.isdisjoint(self.parent_places) and not keys.isdisjoint(self.deciding[MatchKind.PARENT])

    def _object_may_be_met(self, keys: frozenset[str]) -> bool:
        """True if the document names enough parts of the object, and its place, or none but the raiser's."""
        met = [not keys.isdisjoint(facet) for facet in self.facets]
        if not (any(met) if self.profile.alternatives else enough_parts(self.profile.facets, met)):
            return False
        if not keys.isdisjoint(self.places) or (self.profile.regions_only and not keys.isdisjoint(self.profile.target)):
            return True
        return not any(key.startswith(PLACE) and key not in self.profile.raiser for key in keys)


def _numbered(keys: frozenset[str], number: int) -> frozenset[str]:
    """The keys, the ask's own words under its number."""
    return frozenset(f"{OWN}{number}:{key.removeprefix(OWN)}" if key.startswith(OWN) else key for key in keys)


def _deciding(
    profile: Profile, persons: frozenset[str], facets: tuple[frozenset[str], ...], theme: frozenset[str]
) -> dict[MatchKind, frozenset[str]]:
    object_keys = persons.union(*facets)
    return {
        MatchKind.OBJECT: object_keys | (PERSONAL if profile.persons else frozenset()),
        MatchKind.PART: object_keys | PERSONAL,
        MatchKind.CLASS: object_keys | HELD,
        MatchKind.PARENT: theme,
    }
