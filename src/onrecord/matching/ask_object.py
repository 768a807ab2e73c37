"""What an ask is about: named persons, else the practices its words name, else its own words."""

from __future__ import annotations

import math
import re
from functools import cache

from onrecord.matching.ask_names import is_body, persons_in
from onrecord.matching.lexicon import CONCEPT, PLACE, ancestors, closure, personal_keys
from onrecord.model.profile import Deed, Facet
from onrecord.text.deeds import deeds_in
from onrecord.text.patterns import pattern
from onrecord.text.tables import rows
from onrecord.text.terms import Hit

OWN = "own:"

_DEED_CONCEPTS = {"release", "withdrawal"}
_SMALL_WORDS = frozenset(row["word"] for row in rows("small_words.tsv", key="word"))
_OF_OTHERS = pattern("class_of_others")
_TOPIC = pattern("topic_of_talks")
_HEAD_NOUN = re.compile(r"\s([a-z]{5,}s)\b")
"""A plural right after the concept's words."""
_RARE = 4.0
"""Documents of a thousand in which a word that the table of weights does not hold is taken to stand, at most."""
_OR = re.compile(r"\b(?:and|or)\b|[;,]")


def read_object(
    body: str, hits: list[Hit], deeds: frozenset[Deed], *, strange: tuple[str, ...], theme: frozenset[str]
) -> tuple[tuple[str, ...], tuple[Facet, ...], bool]:
    """(persons, facets, whether each facet alone is a part) of an ask's words after its opening.

    Persons stand without facets unless the ask is for their like too. `theme` holds the concepts that the ask's parent
    names, where no place tells the object from it: an object known by nothing else is looked for by its own words.
    `strange` are names that no list knows.
    """
    facets = _concept_facets(body, hits, deeds)
    about_person = Deed.RELEASE in deeds or any(facet.keys & personal_keys() for facet in facets)
    known = [(hit.start, hit.end) for hit in hits if hit.key.startswith(CONCEPT)]
    persons = persons_in(body, personal=about_person, known=known)
    if persons and not (about_person or not facets):
        people = Facet(frozenset(f"{OWN}{name.lower()}" for name in persons), " / ".join(persons))
        return (), (*facets, people), False
    if persons and not names_a_class(body):
        facets = ()
    if not persons and (not facets or _only_deeds(facets)):
        facets = own_words(body, hits, strange) or _bodies(body, hits) or facets
    elif not persons and _is_theme(facets, theme):
        words = frozenset(OWN + stem(facet.words.lower()) for facet in facets)
        facets = (Facet(words, " / ".join(facet.words for facet in facets)),)
    return persons, facets, _is_alternative(body, facets)


def names_a_class(body: str) -> bool:
    """True if the words ask for all of a kind beside whom they name ("and other Americans")."""
    return _OF_OTHERS.search(body) is not None


def concept_keys(concepts: set[str]) -> frozenset[str]:
    """The keys of the concepts with all that they contain."""
    return frozenset(CONCEPT + name for concept in concepts for name in closure(concept))


def _concept_facets(body: str, hits: list[Hit], deeds: frozenset[Deed]) -> tuple[Facet, ...]:
    """One facet for each run of overlapping concept terms, of its most specific concepts with all that they contain."""
    groups = [group for group in _runs(hits) if not _after_talks(body, group)]
    facets = [_facet(body, group) for group in groups]
    kept = [facet for facet, group in zip(facets, groups, strict=True) if not _only_deed(group)]
    if kept and Deed.RELEASE in deeds and not any(facet.keys & personal_keys() for facet in kept):
        kept.append(Facet(concept_keys({"detention"}), "release"))
    kept = _without_places(kept, [hit for hit in hits if hit.key.startswith(PLACE)], body)
    return tuple(dict.fromkeys(kept or facets))


def _runs(hits: list[Hit]) -> list[list[Hit]]:
    groups: list[list[Hit]] = []
    for hit in hits:
        if not hit.key.startswith(CONCEPT):
            continue
        if groups and hit.start < max(other.end for other in groups[-1]):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _after_talks(body: str, group: list[Hit]) -> bool:
    """True for what talks are to be about ("return to dialogue on denuclearization"): the ask is for the talks."""
    return _TOPIC.search(body, 0, group[0].start) is not None


def _without_places(facets: list[Facet], named: list[Hit], body: str) -> list[Facet]:
    """The facets but those that only repeat a place of the ask ("Taiwan"), unless nothing else is left."""
    spelled = {body[hit.start : hit.end].casefold() for hit in named}
    left = [facet for facet in facets if facet.words.casefold() not in spelled]
    return left or facets


def _only_deed(group: list[Hit]) -> bool:
    return all(hit.key.removeprefix(CONCEPT) in _DEED_CONCEPTS for hit in group)


def _is_theme(facets: tuple[Facet, ...], theme: frozenset[str]) -> bool:
    """True if every facet is the parent's own concept, so that it would not tell the object from its parent."""
    own = theme - concept_keys({"human_rights", "hostages"})
    return all(_broadest(facet) & own for facet in facets)


def _broadest(facet: Facet) -> frozenset[str]:
    """The concepts of a facet that none of its others contains."""
    names = {key.removeprefix(CONCEPT) for key in facet.keys if key.startswith(CONCEPT)}
    return frozenset(CONCEPT + name for name in names if not ancestors(name) & names)


def _only_deeds(facets: tuple[Facet, ...]) -> bool:
    return all(facet.keys <= concept_keys({"withdrawal"}) for facet in facets)


def _facet(body: str, group: list[Hit]) -> Facet:
    concepts = {hit.key.removeprefix(CONCEPT) for hit in group if not any(_within(hit, other) for other in group)}
    end = max(hit.end for hit in group)
    return Facet(concept_keys(concepts) | _head_noun(body, end), body[group[0].start : end])


def _head_noun(body: str, at: int) -> frozenset[str]:
    """The key of the noun that a concept's words only describe ("surveillance [balloons]"), if there is one."""
    found = _HEAD_NOUN.match(body, at)
    if found is None or found[1].lower() in _SMALL_WORDS or deeds_in(found[1]):
        return frozenset()
    return frozenset({OWN + stem(found[1].lower())})


def _within(hit: Hit, other: Hit) -> bool:
    """True if the other hit says more narrowly what this one says ("humanitarian" in "humanitarian access")."""
    covers = other.start <= hit.start and hit.end <= other.end and other != hit
    return covers and hit.key.removeprefix(CONCEPT) in ancestors(other.key.removeprefix(CONCEPT))


def own_words(text: str, hits: list[Hit], strange: tuple[str, ...] = ()) -> tuple[Facet, ...]:
    """The content words of a text, each a facet; places (also those that no list knows) and deeds are left out."""
    unknown = {name.casefold() for name in strange}
    taken = [(hit.start, hit.end) for hit in hits if hit.key.startswith(PLACE)]
    words = []
    for match in re.finditer(r"[^\W\d_]{4,}", text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        word = match.group().lower()
        if word not in _SMALL_WORDS and word not in unknown and not word.endswith("ly") and not deeds_in(word):
            words.append(Facet(frozenset({OWN + stem(word)}), word, weight_of(word)))
    return tuple(dict.fromkeys(words))


def weight_of(word: str) -> float:
    """How telling a word is: the natural logarithm of 1000 over the documents of a thousand that hold its stem."""
    return math.log(1000 / _shares().get(stem(word), _RARE))


@cache
def _shares() -> dict[str, float]:
    return {row["stem"]: float(row["share"]) for row in rows("word_weights.tsv", key="stem")}


def _bodies(body: str, hits: list[Hit]) -> tuple[Facet, ...]:
    """An organisation that the ask names, where it names nothing else ("cooperate with the Agency")."""
    found = [hit for hit in hits if hit.key.startswith(PLACE) and is_body(hit.key)]
    return tuple(dict.fromkeys(Facet(frozenset({hit.key}), body[hit.start : hit.end]) for hit in found))


def stem(word: str) -> str:
    """A word without its ending, so that its other forms begin alike (`ratification`, `ratify`)."""
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
    return last > first and _OR.search(body, first, last) is not None
