"""What a sentence has to do with an ask: its object, a part or a class of it, its parent, or nothing."""

from __future__ import annotations

from onrecord.matching.mind import OBJECT_STAYS, PERSON_STAYS, Mind
from onrecord.matching.nearness import nearest, place_groups
from onrecord.matching.page import Sentence
from onrecord.matching.watch import HELD, PERSONAL, Watch, expanded
from onrecord.model.profile import MatchKind, enough_parts
from onrecord.text.deeds import deeds_in
from onrecord.text.patterns import pattern

_SINGULAR = pattern("one_person")
_PRONOUN = pattern("pronoun")
_POINTS_BACK = pattern("points_back")
_CONDUCT = pattern("conduct")
_WHOLE_CLASS = pattern("whole_class")
_OWN_CITIZENS = pattern("own_citizens")
_OTHER_CITIZENS = pattern("other_citizens")
_ANYWHERE = pattern("anywhere")
_TAKEN_UP = pattern("taken_up")
_REFERS = pattern("refers_to_question")


def match_of(watch: Watch, at: int, mind: Mind) -> MatchKind | None:
    """What the sentence has to do with the ask; the strongest kind that holds."""
    sentence = mind.page.sentences[at]
    named = sentence.keys & watch.persons
    if named and named <= watch.members and _WHOLE_CLASS.search(sentence.words) is None:
        return MatchKind.PART
    if named or _takes_up(watch, at, mind):
        return MatchKind.OBJECT
    if sentence.keys.isdisjoint(watch.relevant):
        return _taken_up_later(watch, at, mind)
    around = mind.around(at)
    by_facets = _by_facets(watch, at, mind, around)
    if by_facets is not None:
        return by_facets
    if watch.profile.persons and sentence.keys & HELD and mind.held and _holds(watch, at, mind, around):
        return None if _of_another_people(watch, sentence) else MatchKind.CLASS
    if watch.at_parent(around, mind.page.keys) and _of_parent(watch, at, mind):
        return MatchKind.PARENT
    if watch.profile.regions_only and sentence.places & watch.places and _CONDUCT.search(sentence.words):
        return MatchKind.PARENT
    return _taken_up_later(watch, at, mind)


def _taken_up_later(watch: Watch, at: int, mind: Mind) -> MatchKind | None:
    """The match of a sentence that names nothing, but answers a question about the object, or takes the parent up."""
    sentence = mind.page.sentences[at]
    others = mind.named(at) - watch.profile.target - watch.places - watch.parent_places
    if others:
        return None
    if mind.answers_object(at) and (_REFERS.search(sentence.words) or mind.asked_keys() & sentence.keys):
        return MatchKind.OBJECT
    if mind.since_parent(at) == 1 and _TAKEN_UP.match(sentence.words):
        return MatchKind.PARENT
    return None


def _of_parent(watch: Watch, at: int, mind: Mind) -> bool:
    """True if the sentence holds the parent topic, or takes up the one before, which does ("These attacks …").

    A place in a list of three or more is no topic of its own.
    """
    sentence = mind.page.sentences[at]
    people = watch.profile.parent_people
    if people and not people & sentence.keys and _OWN_CITIZENS.search(sentence.words) is None:
        return False
    if sentence.keys & watch.theme:
        return bool(watch.parent_places or sentence.keys & watch.themes_own) or not _elsewhere(watch, sentence)
    if sentence.keys & watch.deciding[MatchKind.PARENT]:
        return not any(keys & watch.parent_places and len(keys) > 2 for _, _, keys in place_groups(watch, sentence))
    return False


def _elsewhere(watch: Watch, sentence: Sentence) -> bool:
    """True if the sentence places its matter in a state that has no part in the ask."""
    profile = watch.profile
    return bool(sentence.places - profile.raiser - profile.target - watch.places)


def _holds(watch: Watch, at: int, mind: Mind, around: frozenset[str]) -> bool:
    """True if a class of the held is at the person's place, or is all of a kind wherever they are held (R5)."""
    words = mind.page.sentences[at].words
    everywhere = _WHOLE_CLASS.search(words) is not None and (not mind.named(at) or _ANYWHERE.search(words) is not None)
    return bool(around & watch.class_places) or everywhere


def _takes_up(watch: Watch, at: int, mind: Mind) -> bool:
    """True if the sentence only points back at an object just met ("They called for its repeal", "his release")."""
    sentence = mind.page.sentences[at]
    if mind.named(at) - watch.profile.target - watch.places - watch.parent_places:
        return False
    if (
        mind.since_object(at) == 1
        and _POINTS_BACK.search(sentence.words)
        and deeds_in(sentence.words) & watch.profile.deeds
    ):
        return True
    close = mind.since_person(at) <= PERSON_STAYS
    return close and bool(sentence.keys & PERSONAL) and _SINGULAR.search(sentence.words) is not None


def _by_facets(watch: Watch, at: int, mind: Mind, around: frozenset[str]) -> MatchKind | None:
    """The match by the object's own concepts or words, if they come together at the object's place."""
    sentence = mind.page.sentences[at]
    if sentence.keys.isdisjoint(watch.facet_keys):
        return None
    before = mind.before(at)
    earlier = frozenset[str]() if before is None else mind.page.sentences[before].keys
    if not _class_named(watch, sentence, earlier) or not _facets_met(watch, sentence.keys, earlier):
        return None
    others = mind.named(at) - watch.profile.target
    if watch.profile.abroad and others - watch.places and not around & expanded(watch.profile.abroad):
        return None
    if mind.nowhere or (around & watch.places and (not watch.profile.regions_only or _belongs(watch, sentence))):
        return MatchKind.OBJECT
    if mind.since_object(at) <= OBJECT_STAYS and not others and _PRONOUN.search(sentence.words):
        return MatchKind.OBJECT
    if watch.profile.regions_only and watch.by_concept and around & watch.profile.target and not others:
        return MatchKind.CLASS if mind.region_named and not _of_another_people(watch, sentence) else None
    return None


def _belongs(watch: Watch, sentence: Sentence) -> bool:
    """True unless the sentence ties every word of the object to another place than the ask's region."""
    groups = place_groups(watch, sentence)
    if all(keys & watch.places for _, _, keys in groups):
        return True
    hits = [hit for hit in sentence.hits if hit.key in watch.deciding[MatchKind.OBJECT]]
    return any(hit.key in watch.places or nearest(sentence, groups, hit) & watch.places for hit in hits)


def _of_another_people(watch: Watch, sentence: Sentence) -> bool:
    """True if the sentence limits the class to a people that the ask does not ("American citizens")."""
    return not watch.profile.class_places and _OTHER_CITIZENS.search(sentence.words) is not None


def _class_named(watch: Watch, sentence: Sentence, earlier: frozenset[str]) -> bool:
    """True unless the ask is limited to a people that neither this sentence nor the one before names."""
    people = watch.profile.class_places
    return not people or bool(people & (sentence.keys | earlier)) or _OWN_CITIZENS.search(sentence.words) is not None


def _facets_met(watch: Watch, here: frozenset[str], earlier: frozenset[str]) -> bool:
    """True if enough of the object's parts come together: one of alternatives, both of two, three fifths of more."""
    met = [not facet.isdisjoint(here) for facet in watch.facets]
    if watch.profile.alternatives or not any(met):
        return any(met)
    together = [now or not facet.isdisjoint(earlier) for now, facet in zip(met, watch.facets, strict=True)]
    return enough_parts(watch.profile.facets, together)
