"""What is object and what is parent comes from the ask itself: its names, its concepts, its places, its deed."""

from __future__ import annotations

from functools import cache

from onrecord.matching.ask_names import is_body, listed_places, plain_names, spellings, stem_of_place, strange_places
from onrecord.matching.ask_object import OWN, concept_keys, names_a_class, read_object
from onrecord.matching.ask_parent import read_parent, themes_of
from onrecord.matching.lexicon import PLACE, found_in, personal_keys
from onrecord.model.agenda import Ask
from onrecord.model.profile import Deed, Facet, Profile
from onrecord.text.deeds import deeds_in
from onrecord.text.patterns import pattern
from onrecord.text.places import PlaceKind, place_of, resolve_all
from onrecord.text.tables import rows
from onrecord.text.terms import Hit, Term

PERSON = "person:"

_TAIL = pattern("ask_tail")


def read_ask(ask: Ask) -> Profile:
    """The ask's profile, derived from its text, target and parent; `object` and `aliases` refine it where given.

    Pure and repeatable. An ask whose words the shipped lists do not know is looked for by its own content words.
    """
    opening, body = _split_opening(ask.text)
    body = f"{ask.object}. {body}" if ask.object else body
    hits = found_in(body)
    raiser = _sides(ask.raiser)
    target = _sides(ask.target) | _addressed(body, hits) - raiser
    deeds = _deeds(ask.text, demands=opening != "no")
    named = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE)) - target - raiser
    named = frozenset(key for key in named if not is_body(key))
    strange = tuple(
        name for name in strange_places(ask, f"{body} {ask.parent}") if not _meant_already(name, ask.target)
    )
    named |= {PLACE + name for name in strange if name in body and PLACE + name not in target | raiser}
    persons, facets, alternatives = read_object(
        body, hits, deeds, strange=strange, theme=frozenset() if named else themes_of(ask.parent)
    )
    in_body = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE))
    personal = bool(persons) or any(facet.keys & personal_keys() for facet in facets)
    parent = read_parent(ask, target, raiser, facets, strange, personal=personal)
    if not (persons or facets or deeds) and named and parent.keys & concept_keys({"human_rights", "repression"}):
        # R14: an ask about a place as such is about its repression; a word that names the practice is its object.
        facets = (Facet(concept_keys({"repression"}), "repression"),)
    narrower = parent.places if persons or _is_region(parent.places, target) else target
    abroad = named if _are_states(named) else frozenset()
    places = named | (target if abroad else frozenset()) or narrower or target
    return Profile(
        ask=ask,
        persons=persons,
        names=ask.aliases,
        members=ask.cases if len(ask.cases) > 1 else (),
        strange=strange,
        facets=facets,
        alternatives=alternatives,
        deeds=deeds,
        places=places,
        abroad=abroad,
        regions_only=not places & target,
        class_places=raiser & in_body if names_a_class(body) or not persons else frozenset(),
        parent_places=parent.places,
        parent_keys=parent.keys,
        bare_place=parent.bare_place,
        between=parent.between,
        parent_people=parent.people,
        raiser=raiser,
        target=target,
    )


def ask_terms(profile: Profile, number: int) -> list[Term]:
    """The terms that only this ask looks for: its persons, aliases and own words, keyed by the ask's `number`."""
    terms = [
        Term(form, f"{PERSON}{number}:{index}", cased=cased)
        for index, name in enumerate(profile.persons)
        for form, cased in spellings(name)
    ]
    terms += [Term(name, f"{PERSON}{number}:alias") for name in profile.names]
    terms += [Term(name, f"{PERSON}{number}:member") for name in profile.members]
    terms += [Term(stem_of_place(name) + "*", PLACE + name, cased=True) for name in profile.strange]
    terms += [Term(name, key, cased=True) for key in sorted(profile.target) for name in plain_names(key)]
    keys = profile.parent_keys.union(*(facet.keys for facet in profile.facets))
    own = sorted(key for key in keys if key.startswith(OWN))
    return terms + [Term(key.removeprefix(OWN) + "*", f"{OWN}{number}:{key.removeprefix(OWN)}") for key in own]


@cache
def _openings() -> tuple[tuple[str, str], ...]:
    table = [(row["opening"], row["demands"]) for row in rows("ask_openings.tsv", key="opening")]
    return tuple(sorted(table, key=lambda row: -len(row[0])))


def _split_opening(text: str) -> tuple[str, str]:
    """(does the opening demand an act: yes, no or empty; the rest without a tail such as "with its leaders")."""
    for opening, demands in _openings():
        if text.lower().startswith(opening + " "):
            return demands, _TAIL.sub("", text[len(opening) + 1 :])
    return "", _TAIL.sub("", text)


def _sides(name: str) -> frozenset[str]:
    """Keys of the places that a raiser or target names, groups in brackets included ("Sudan (SAF and RSF)")."""
    return frozenset(PLACE + place.id for place in resolve_all(name)) or frozenset({PLACE + name})


def _are_states(named: frozenset[str]) -> bool:
    """True if the places are states: an ask about what its target does to another state lies in either of them."""
    idents = [key.removeprefix(PLACE) for key in named]
    return bool(idents) and all(
        ident in listed_places() and place_of(ident).kind is PlaceKind.STATE for ident in idents
    )


def _meant_already(name: str, side: str) -> bool:
    """True for a short name of a side that the gazetteer knows by its long one ("the Congo")."""
    return name in side.split() and bool(resolve_all(side))


_TOLD = pattern("told_at_first")


def _addressed(body: str, hits: list[Hit]) -> frozenset[str]:
    """Whom the ask itself tells, where its words begin with it ("[Call on] the Security Council to …")."""
    told = _TOLD.match(body)
    return (
        frozenset()
        if told is None
        else frozenset(
            hit.key
            for hit in hits
            if hit.key.startswith(PLACE) and hit.start <= told.end("told") and hit.end == told.end("told")
        )
    )


def _is_region(places: frozenset[str], target: frozenset[str]) -> bool:
    """True for places inside one state or addressed to the target, not for a wider region such as the Sahel."""
    idents = {key.removeprefix(PLACE) for key in places}
    if not idents or places & target:
        return False
    return all(ident not in listed_places() or ident.isupper() or place_of(ident).within for ident in idents)


def _deeds(text: str, *, demands: bool) -> frozenset[Deed]:
    """The deeds that the ask's words name; none where nothing is demanded of the target.

    An ask for a release is for a release, whatever else its words name.
    """
    wanted = deeds_in(text) - {Deed.RAISE}
    if not demands:
        return frozenset()
    return frozenset({Deed.RELEASE}) if Deed.RELEASE in wanted else wanted
