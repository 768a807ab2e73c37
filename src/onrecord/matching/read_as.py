"""How an ask was read can be told in a line: whoever doubts a finding looks here first."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.matching.ask_names import listed_places
from onrecord.matching.asks import read_ask
from onrecord.matching.lexicon import CONCEPT, PLACE
from onrecord.model.agenda import Ask
from onrecord.text.places import place_of


@dataclass(frozen=True, slots=True)
class ReadAs:
    """An ask as the engine reads it; every tuple in a stable order, empty where there is nothing."""

    persons: tuple[str, ...]
    object: tuple[str, ...]
    """The words of the ask that make up its object, where it is no person."""
    each_alone: bool
    """True if each of them alone is a part of the object."""
    wants: tuple[str, ...]
    """Deeds, as data/deeds.tsv names them; empty where the matter is only to be spoken of."""
    at: tuple[str, ...]
    """Places where the object lies."""
    parent: tuple[str, ...]
    """Themes that count as the parent topic, by the names of data/concepts.tsv."""
    parent_at: tuple[str, ...]
    """Places of the parent topic; empty for a theme that may be met anywhere."""
    told: tuple[str, ...]
    """Who must act."""


def read_as(ask: Ask) -> ReadAs:
    """How the engine reads the ask. `object`, `parent`, `aliases` and `cases` of the agenda refine it."""
    profile = read_ask(ask)
    return ReadAs(
        persons=(*profile.persons, *profile.names, *profile.members),
        object=tuple(facet.words for facet in profile.facets),
        each_alone=profile.alternatives,
        wants=tuple(sorted(deed.value for deed in profile.deeds)),
        at=_places(profile.places),
        parent=tuple(sorted(key.removeprefix(CONCEPT) for key in profile.parent_keys if key.startswith(CONCEPT))),
        parent_at=_places(profile.parent_places),
        told=_places(profile.target),
    )


def _places(keys: frozenset[str]) -> tuple[str, ...]:
    idents = sorted(key.removeprefix(PLACE) for key in keys)
    return tuple(place_of(ident).name if ident in listed_places() else ident for ident in idents)
