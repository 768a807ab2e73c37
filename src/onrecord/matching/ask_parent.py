"""The wider topic that contains an ask's object: where it lies, and what counts as it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.matching.ask_names import is_body, listed_places
from onrecord.matching.ask_object import own_words
from onrecord.matching.lexicon import CONCEPT, PLACE, ancestors, closure, found_in, neighbourhood
from onrecord.model.agenda import Ask
from onrecord.model.profile import Facet
from onrecord.text.patterns import pattern
from onrecord.text.places import PlaceKind, place_of
from onrecord.text.tables import rows

_REPRESSION = frozenset({CONCEPT + "human_rights", CONCEPT + "repression", CONCEPT + "detention"})
_BETWEEN = pattern("between_places")
_GENERAL = frozenset(row["word"] for row in rows("general_topics.tsv", key="word"))


@dataclass(frozen=True, slots=True)
class Parent:
    """An ask's parent topic."""

    places: frozenset[str]
    """Where it lies; empty for a theme without a place, which may be met anywhere."""
    keys: frozenset[str]
    """Concepts, and the ask's own words, that it contains."""
    bare_place: bool
    """True if it is the general situation of its place, so that the place alone names it (R1)."""
    people: frozenset[str] = frozenset()
    """The raiser's own people where the topic is about them ("Americans detained in Russia")."""
    between: bool = False
    """True if it lies between its places, so that all of them must be met."""


def read_parent(
    ask: Ask,
    target: frozenset[str],
    raiser: frozenset[str],
    facets: tuple[Facet, ...],
    strange: tuple[str, ...],
    *,
    personal: bool,
) -> Parent:
    """The parent that the ask gives; where it gives none, the themes that contain its object, at the target."""
    if not ask.parent:
        return Parent(target, default_keys(facets), bare_place=False)
    hits = found_in(ask.parent)
    places = frozenset(hit.key for hit in hits if hit.key.startswith(PLACE) and not is_body(hit.key))
    places |= {PLACE + name for name in strange if name in ask.parent}
    # "Americans detained in Russia" is a theme in Russia, not in America; a state that raises is no theme's place.
    places -= raiser - target
    people = frozenset(hit.key for hit in hits) & raiser - target
    if places and all(_holds_states(key) for key in places):
        places |= target
    named = {ask.parent[hit.start : hit.end] for hit in hits if hit.key.startswith(PLACE)}
    themes = [hit for hit in hits if hit.key.startswith(CONCEPT) and ask.parent[hit.start : hit.end] not in named]
    concepts = {hit.key.removeprefix(CONCEPT) for hit in themes}
    keys = frozenset(CONCEPT + name for concept in concepts for name in neighbourhood(concept))
    left = [facet for facet in own_words(ask.parent, hits, strange) if facet.words not in _GENERAL]
    general = {hit.key for hit in themes if ask.parent[hit.start : hit.end].casefold() in _GENERAL}
    bare = bool(places) and not left and len(general) == len({hit.key for hit in themes})
    if not concepts and left:
        # A theme that no list knows is known by its own words, and by the themes that contain the ask's object.
        keys = default_keys(facets).union(*(facet.keys for facet in left))
    if personal and not people:
        # Whoever asks for persons held at a place hears of the repression there as of the same theme.
        keys |= _REPRESSION
    between = len(places) > 1 and _BETWEEN.search(ask.parent) is not None
    return Parent(places or (frozenset() if concepts else target), keys, bare, people, between)


def themes_of(parent: str) -> frozenset[str]:
    """The concepts that a parent's words name."""
    return frozenset(hit.key for hit in found_in(parent) if hit.key.startswith(CONCEPT))


def _holds_states(key: str) -> bool:
    """True for a region that is wider than a state, such as the Sahel."""
    ident = key.removeprefix(PLACE)
    return ident in listed_places() and place_of(ident).kind is PlaceKind.REGION and not place_of(ident).within


def default_keys(facets: tuple[Facet, ...]) -> frozenset[str]:
    """The themes that contain the object; those that contain detention where the ask names persons alone."""
    concepts = {key.removeprefix(CONCEPT) for facet in facets for key in facet.keys if key.startswith(CONCEPT)} or {
        "detention"
    }
    return frozenset(
        CONCEPT + name for concept in concepts for wider in ancestors(concept) | {concept} for name in closure(wider)
    )
