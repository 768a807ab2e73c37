"""What is object and what is parent comes from the ask itself: its names, its concepts, its places, its deed."""

from __future__ import annotations

import re
from functools import cache

from onrecord.matching.ask_names import (
    listed_places,
    persons_in,
    plain_names,
    spellings,
    stem_of_place,
    strange_places,
)
from onrecord.matching.lexicon import CONCEPT, PLACE, ancestors, closure, found_in, neighbourhood, personal_keys
from onrecord.model.agenda import Ask
from onrecord.model.profile import Deed, Facet, Profile
from onrecord.text.deeds import deeds_in
from onrecord.text.patterns import pattern
from onrecord.text.places import PlaceKind, place_of, resolve_all
from onrecord.text.tables import rows
from onrecord.text.terms import Hit, Term

PERSON = "person:"
OWN = "own:"

_DEED_CONCEPTS = {"release", "withdrawal"}
_TAIL = pattern("ask_tail")
_SMALL_WORDS = frozenset(row["word"] for row in rows("small_words.tsv", key="word"))


def read_ask(ask: Ask) -> Profile:
    """The ask's profile, derived from its text, target and parent; `object` and `aliases` refine it where given.

    Pure and repeatable. An ask whose words the shipped lists do not know is looked for by its own content words.
    """
    opening, body = _split_opening(ask.text)
    body = f"{ask.object}. {body}" if ask.object else body
    hits = found_in(body)
    target, raiser = _sides(ask.target), _sides(ask.raiser)
    deeds = _deeds(ask.text, demands=opening != "no")
    named = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE)) - target - raiser
    named = frozenset(key for key in named if not _is_body(key))
    strange = strange_places(ask, f"{body} {ask.parent}")
    named |= {PLACE + name for name in strange if name in body and PLACE + name not in target | raiser}
    persons, facets, alternatives = _object(ask, body, hits, deeds)
    in_body = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE))
    parent_places, parent_keys, bare = _parent(ask, target, facets, strange)
    if not (persons or facets or deeds) and named and parent_keys & _keys({"human_rights", "repression"}):
        # R14: an ask about a place as such is about its repression; a word that names the practice is its object.
        facets = (Facet(_keys({"repression"}), "repression"),)
    places = named or (parent_places if persons or _is_region(parent_places, target) else target)
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
        regions_only=not places & target,
        class_places=raiser & in_body if _names_a_class(body) or not persons else frozenset(),
        parent_places=parent_places or target,
        parent_keys=parent_keys,
        bare_place=bare,
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
    own = sorted(key for facet in profile.facets for key in facet.keys if key.startswith(OWN))
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


def _is_body(key: str) -> bool:
    ident = key.removeprefix(PLACE)
    return ident in listed_places() and place_of(ident).kind is PlaceKind.BODY


def _is_region(places: frozenset[str], target: frozenset[str]) -> bool:
    return bool(places) and not places & target


def _deeds(text: str, *, demands: bool) -> frozenset[Deed]:
    """The deeds that the ask's words name; none where nothing is demanded of the target.

    An ask for a release is for a release, whatever else its words name.
    """
    wanted = deeds_in(text) - {Deed.RAISE}
    if not demands:
        return frozenset()
    return frozenset({Deed.RELEASE}) if Deed.RELEASE in wanted else wanted


def _object(
    ask: Ask, body: str, hits: list[Hit], deeds: frozenset[Deed]
) -> tuple[tuple[str, ...], tuple[Facet, ...], bool]:
    facets = _concept_facets(body, hits, deeds)
    about_person = Deed.RELEASE in deeds or any(facet.keys & personal_keys() for facet in facets)
    persons = persons_in(body, personal=about_person)
    if persons and not (about_person or not facets):
        people = Facet(frozenset(f"{OWN}{name.lower()}" for name in persons), " / ".join(persons))
        return (), (*facets, people), False
    if persons and not _names_a_class(body):
        facets = ()
    if not persons and not facets:
        facets = _own_words(body, hits)
    return persons, facets, _is_alternative(body, facets)


def _names_a_class(body: str) -> bool:
    return (
        re.search(
            r"\b(?:and|or) (?:all |the )?(?:other|others|fellow)\b|\ball (?:those|political|other)\b",
            body,
            re.I,
        )
        is not None
    )


def _concept_facets(body: str, hits: list[Hit], deeds: frozenset[Deed]) -> tuple[Facet, ...]:
    """One facet for each run of overlapping concept terms, of its most specific concepts with all that they contain."""
    groups: list[list[Hit]] = []
    for hit in hits:
        if not hit.key.startswith(CONCEPT):
            continue
        if groups and hit.start < max(other.end for other in groups[-1]):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    facets = [_facet(body, group) for group in groups]
    kept = [facet for facet, group in zip(facets, groups, strict=True) if not _only_deed(group)]
    if Deed.RELEASE in deeds and not any(facet.keys & personal_keys() for facet in kept):
        kept.append(Facet(_keys({"detention"}), "release"))
    return tuple(dict.fromkeys(kept or facets))


def _only_deed(group: list[Hit]) -> bool:
    return all(hit.key.removeprefix(CONCEPT) in _DEED_CONCEPTS for hit in group)


def _facet(body: str, group: list[Hit]) -> Facet:
    concepts = {hit.key.removeprefix(CONCEPT) for hit in group if not any(_within(hit, other) for other in group)}
    return Facet(_keys(concepts), body[group[0].start : max(hit.end for hit in group)])


def _within(hit: Hit, other: Hit) -> bool:
    """True if the other hit says more narrowly what this one says ("humanitarian" in "humanitarian access")."""
    covers = other.start <= hit.start and hit.end <= other.end and other != hit
    return covers and hit.key.removeprefix(CONCEPT) in ancestors(other.key.removeprefix(CONCEPT))


def _keys(concepts: set[str]) -> frozenset[str]:
    return frozenset(CONCEPT + name for concept in concepts for name in closure(concept))


def _own_words(body: str, hits: list[Hit]) -> tuple[Facet, ...]:
    """The ask's content words, each a facet, for an ask that the shipped concepts do not know."""
    taken = [(hit.start, hit.end) for hit in hits if hit.key.startswith(PLACE)]
    words = []
    for match in re.finditer(r"[^\W\d_]{4,}", body):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        word = match.group().lower()
        if word not in _SMALL_WORDS and not word.endswith("ly") and not deeds_in(word):
            words.append(Facet(frozenset({OWN + _stem(word)}), word))
    return tuple(dict.fromkeys(words))


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _is_alternative(body: str, facets: tuple[Facet, ...]) -> bool:
    """True if the ask joins its parts by "and", "or" or a semicolon, so that one alone is a part of it."""
    if len(facets) < 2 or any(key.startswith(OWN) for facet in facets for key in facet.keys):
        return False
    first = body.find(facets[0].words) + len(facets[0].words)
    last = body.find(facets[-1].words)
    return last > first and re.search(r"\b(?:and|or)\b|[;,]", body[first:last]) is not None


def _parent(
    ask: Ask, target: frozenset[str], facets: tuple[Facet, ...], strange: tuple[str, ...]
) -> tuple[frozenset[str], frozenset[str], bool]:
    if not ask.parent:
        return target, _default_parent(facets), False
    hits = found_in(ask.parent)
    places = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE) and not _is_body(hit.key))
    places |= {PLACE + name for name in strange if name in ask.parent}
    concepts = {hit.key.removeprefix(CONCEPT) for hit in hits if hit.key.startswith(CONCEPT)}
    keys = frozenset(CONCEPT + name for concept in concepts for name in neighbourhood(concept))
    bare = not concepts
    if places & target:
        # "Americans detained in Russia" is a theme in Russia, not in America.
        places -= _sides(ask.raiser)
    return places or target, keys, bare


def _default_parent(facets: tuple[Facet, ...]) -> frozenset[str]:
    """Where the ask names no parent: the themes that contain its object, human rights for a person."""
    concepts = {key.removeprefix(CONCEPT) for facet in facets for key in facet.keys if key.startswith(CONCEPT)} or {
        "detention"
    }
    return frozenset(
        CONCEPT + name for concept in concepts for wider in ancestors(concept) | {concept} for name in closure(wider)
    )
