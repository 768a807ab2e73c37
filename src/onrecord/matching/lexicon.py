"""Which words speak of which concept and which place, compiled once for every document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from operator import itemgetter

from onrecord.text.folding import Folded
from onrecord.text.places import NameKind, excluded_phrases, place_names
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Hit, Term, TermMatcher

CONCEPT = "concept:"
PLACE = "place:"
_SHARED = "shared:"
_VOID = "void:"


@cache
def lexicon() -> TermMatcher:
    """Finds every concept (`concept:detention`) and place (`place:CN`) of the shipped data."""
    return TermMatcher([*_concept_terms(), *_place_terms()])


def _concept_terms() -> Iterator[Term]:
    for row in rows("concepts.tsv", key="concept"):
        for words in (*listed(row["terms"]), *listed(row["zh"])):
            yield Term(words, CONCEPT + row["concept"])


def _place_terms() -> Iterator[Term]:
    for name in place_names():
        if name.kind is NameKind.OPPONENT:
            continue
        yield Term(name.text, (_SHARED if name.shared else PLACE) + name.place, cased=name.case_sensitive)
    for name in excluded_phrases():
        yield Term(name.text, _VOID + name.place)


def found_in(text: str, folded: Folded | None = None) -> list[Hit]:
    """The concepts and places that a text names, by place in it.

    A place's words inside a phrase that is no mention of it ("Tibetan Plateau"), or inside a longer place name, do not
    count; words that name several things count where the same text names the place otherwise.
    """
    hits = lexicon().hits(text, folded)
    named = [hit for hit in hits if hit.key.startswith((PLACE, _SHARED, _VOID))]
    believed = _believed(named)
    states = [(hit.start, hit.end) for hit in believed if hit.key.removeprefix(PLACE).isupper()]
    concepts = [hit for hit in hits if hit.key.startswith(CONCEPT) and not _part_of_a_name(hit, states)]
    return sorted(concepts + believed)


def _part_of_a_name(hit: Hit, states: list[tuple[int, int]]) -> bool:
    """True for "Democratic" inside a state's name, as in the Democratic Republic of the Congo: it is no theme there."""
    if hit.key != CONCEPT + "democracy":
        return False
    before = bisect_right(states, hit.start, key=itemgetter(0)) - 1
    return before >= 0 and hit.end <= states[before][1] and (hit.start, hit.end) != states[before]


def _believed(named: list[Hit]) -> list[Hit]:
    sure = {hit.key for hit in named if hit.key.startswith(PLACE)}
    void: dict[str, list[Hit]] = {}
    for hit in named:
        if hit.key.startswith(_VOID):
            void.setdefault(hit.key.removeprefix(_VOID), []).append(hit)
    kept: list[Hit] = []
    for hit in sorted(named, key=lambda hit: (hit.start, -hit.end)):
        kind, _, place = hit.key.partition(":")
        key = PLACE + place
        if kind == "void" or (kind == "shared" and key not in sure):
            continue
        if place in void and any(v.start <= hit.start and hit.end <= v.end for v in void[place]):
            continue
        if kept and hit.end <= kept[-1].end and hit.end - hit.start < kept[-1].end - kept[-1].start:
            continue
        kept.append(Hit(hit.start, hit.end, key))
    return kept


@cache
def _broader() -> dict[str, tuple[str, ...]]:
    return {row["concept"]: listed(row["broader"]) for row in rows("concepts.tsv", key="concept")}


@cache
def ancestors(concept: str) -> frozenset[str]:
    """Every concept that contains this one, itself left out."""
    direct = _broader()[concept]
    return frozenset(direct).union(*(ancestors(parent) for parent in direct))


@cache
def closure(concept: str) -> frozenset[str]:
    """The concept with every concept that it contains."""
    return frozenset(name for name in _broader() if name == concept or concept in ancestors(name))


@cache
def neighbourhood(concept: str) -> frozenset[str]:
    """What counts as the same wider theme where the concept is a parent topic: its closure, and those near it."""
    table = {row["concept"]: listed(row["near"]) for row in rows("concepts.tsv", key="concept")}
    return closure(concept).union(*(closure(other) for other in table[concept]))


_OF_PERSONS = (
    "detention", "hostages", "killing", "accountability", "fair_trial", "torture", "exit_ban", "death_penalty",
    "consular",
)  # fmt: skip


@cache
def personal_keys() -> frozenset[str]:
    """The keys of what happens to persons."""
    return frozenset(CONCEPT + name for theme in _OF_PERSONS for name in closure(theme))
