"""A document may hold an ask's words where no sentence could be read as raising it; then its silence is not certain."""

from __future__ import annotations

from onrecord.matching.lexicon import PLACE
from onrecord.matching.watch import Watch
from onrecord.model.agenda import Ask
from onrecord.model.profile import enough_parts
from onrecord.text.own_words import named_in

GENERAL = 15
"""Concepts that the words of an ask reach, from which it is about a place's situation in general: human rights reach 20
to 87, a practice or a group of persons at most 11."""


def about_its_region(watch: Watch) -> bool:
    """True for an ask about the general situation of a region: it is raised wherever that region is spoken of with
    concern, and missed where it no longer is. Its region is named, nobody else is, and its words are its theme's."""
    facets = watch.facet_keys
    is_general = len(facets) >= GENERAL and facets <= watch.theme
    return watch.profile.regions_only and not watch.persons and is_general


def touches(ask: Ask, watch: Watch, text: str, keys: frozenset[str], parties: tuple[str, ...]) -> bool:
    """True if a document of this text and these keys holds a name of the ask, or words for its object or theme.

    `parties` are the codes of those who meet. They are named in every text of theirs; so an ask about another place
    or a third state is touched where that is named, or all of its object. An ask about one of the parties is touched
    by any word for its object or theme; one about a region only by the region's name; and one that concerns a party
    but is addressed to somebody else (Ukraine's defence, in a talk with Ukraine) by everything that is said to it.
    """
    if not keys.isdisjoint(watch.persons):
        return True
    profile = watch.profile
    there = {PLACE + party for party in (*parties, *(party.lower() for party in parties))}
    if profile.target.isdisjoint(there) and not profile.places.isdisjoint(there):
        return True
    elsewhere = (profile.places | profile.parent_places | profile.target) - profile.raiser - there
    if not keys.isdisjoint(elsewhere):
        return True
    if profile.regions_only:
        return False
    if named_in(ask, text):
        return True
    if not there.isdisjoint(profile.parent_places):
        return not keys.isdisjoint(watch.facet_keys | watch.theme)
    if not elsewhere:
        return not keys.isdisjoint(watch.facet_keys)
    return enough_parts(profile.facets, [not keys.isdisjoint(facet) for facet in watch.facets])
