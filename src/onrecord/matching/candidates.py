"""A sentence is a candidate for an ask if it holds the ask's object, a class with it, or its parent, at its place.

A place or a person stays in force over the next sentences of a passage until another country takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.matching.asks import OWN, PERSON, deeds_in
from onrecord.matching.lexicon import CONCEPT, PLACE, closure
from onrecord.matching.page import Page, Sentence
from onrecord.model.profile import Candidate, MatchKind, Mention, Profile
from onrecord.model.record import Span
from onrecord.text.patterns import pattern
from onrecord.text.places import places
from onrecord.text.terms import Hit

_PERSONAL = frozenset(
    CONCEPT + name
    for theme in ("detention", "killing", "fair_trial", "torture", "exit_ban", "consular", "accountability")
    for name in closure(theme)
)
_CLASS = frozenset(CONCEPT + name for name in closure("detention"))


@cache
def expanded(keys: frozenset[str]) -> frozenset[str]:
    """The places with those inside them, and those whose asks are addressed to them."""
    return keys | {PLACE + p.id for p in places() if {PLACE + p.within, *(PLACE + to for to in p.addressed)} & keys}


def candidates(profile: Profile, number: int, page: Page) -> list[Candidate]:
    """The document's candidates for one ask, in its order."""
    return list(_scan(profile, number, page))


def may_concern(profile: Profile, number: int, keys: frozenset[str]) -> bool:
    """The gate that most documents do not pass: False only if no sentence can be a candidate."""
    if any(key.startswith(f"{PERSON}{number}:") for key in keys):
        return True
    return bool(keys & (expanded(profile.places) | expanded(profile.parent_places) | profile.target))


@dataclass
class _Carried:
    """What a reader has in mind when a sentence begins."""

    places: frozenset[str]
    from_title: frozenset[str]
    since: int = 0
    """Sentences since the places were named."""
    person: int = 99
    """Sentences since the person was named."""
    object: int = 99
    nowhere: bool = False
    """True if the document names no place but the raiser's, so that no place can speak against the match."""
    held: bool = False
    """True if the document names the person, so that a class of the held plainly holds them (R5)."""

    def around(self, named: frozenset[str]) -> frozenset[str]:
        """The places that a sentence is about: those it names, else those still in mind.

        A list of three or more places, or one named more than four sentences ago and not in the title, fades.
        """
        if named:
            return named
        if len(self.places) <= 2 and (self.since <= 4 or self.places & self.from_title):
            return self.places
        return self.from_title if len(self.from_title) <= 2 else frozenset()

    def turn(self, *, follows: bool) -> None:
        """Another speaker begins; only who answers has the question still in mind."""
        if not follows:
            self.places, self.since, self.person, self.object = self.from_title, 0, 99, 99

    def move(self, named: frozenset[str], found: MatchKind | None, *, person: bool) -> None:
        """Take in a sentence that was read."""
        self.places = named or self.places
        self.since = 0 if named else self.since + 1
        self.person = 0 if person else self.person + 1
        self.object = 0 if found is MatchKind.OBJECT else self.object + 1


def _scan(profile: Profile, number: int, page: Page) -> Iterator[Candidate]:
    title = page.title_places - profile.raiser
    elsewhere = {key for key in page.keys if key.startswith(PLACE)} - profile.raiser
    named_person = any(key.startswith(f"{PERSON}{number}:") for key in page.keys)
    mind = _Carried(title, title, nowhere=not elsewhere, held=named_person)
    before: Sentence | None = None
    for sentence in _without_headline(page):
        named = sentence.places - profile.raiser
        if before is not None and before.passage is not sentence.passage:
            mind.turn(follows=sentence.passage.answers == before.passage.span)
        found = _match(profile, number, sentence, before, mind.around(named), mind)
        if found is not None:
            direct = bool(named & (expanded(profile.places) | expanded(profile.parent_places)))
            candidate = _candidate(profile, number, sentence, before, found, carried=not direct)
            if candidate is not None:
                yield candidate
        mind.move(named, found, person=any(key.startswith(f"{PERSON}{number}:") for key in sentence.keys))
        before = sentence


def _without_headline(page: Page) -> tuple[Sentence, ...]:
    """The sentences but a first line that ends without a stop: a headline takes no stance (R6)."""
    if len(page.sentences) < 2:
        return page.sentences
    first, second = page.sentences[:2]
    between = page.document.text[first.span.end : second.span.start]
    alone = "\n\n" in between and not first.words.rstrip().endswith((".", "!", "?", ":", "。", "”", '"', ","))
    return page.sentences[1:] if alone and len(first.words) < 200 and not first.passage.speaker else page.sentences


def _candidate(
    profile: Profile,
    number: int,
    sentence: Sentence,
    before: Sentence | None,
    kind: MatchKind,
    *,
    carried: bool,
) -> Candidate | None:
    anchors = _anchors(profile, number, sentence, kind, carried=carried)
    if not anchors:
        return None
    mentions = tuple(Mention(Span(hit.start, hit.end), hit.key) for hit in sentence.hits)
    context = before.span if before is not None and before.passage is sentence.passage else None
    return Candidate(sentence.span, sentence.passage, kind, mentions, anchors, carried, context)


def _anchors(profile: Profile, number: int, sentence: Sentence, kind: MatchKind, *, carried: bool) -> tuple[Span, ...]:
    """The words that decide the match; for a parent topic only those whose nearest place is the parent's."""
    hits = [hit for hit in sentence.hits if _decides(profile, number, hit.key, kind)]
    if kind is not MatchKind.OBJECT and not carried:
        groups = _place_groups(profile, sentence)
        wanted = expanded(profile.parent_places if kind is MatchKind.PARENT else profile.places | profile.target)
        hits = [hit for hit in hits if hit.key in wanted or _nearest(groups, hit) & wanted]
    if not hits and kind is MatchKind.PARENT and profile.regions_only:
        hits = [hit for hit in sentence.hits if hit.key in expanded(profile.places)]
    if not hits and kind is MatchKind.OBJECT:
        back = _POINTS_BACK.search(sentence.words)
        return () if back is None else (Span(sentence.span.start + back.start(), sentence.span.start + back.end()),)
    return tuple(dict.fromkeys(Span(hit.start, hit.end) for hit in hits))


def _decides(profile: Profile, number: int, key: str, kind: MatchKind) -> bool:
    if key.startswith(f"{PERSON}{number}:"):
        return True
    if kind is MatchKind.OBJECT:
        return any(key in _keyed(facet.keys, number) for facet in profile.facets) or (
            bool(profile.persons) and key in _PERSONAL
        )
    if kind is MatchKind.CLASS:
        return key in _CLASS or any(key in _keyed(facet.keys, number) for facet in profile.facets)
    return key in profile.parent_keys or (profile.bare_place and key in expanded(profile.parent_places))


_LISTED = re.compile(r"[\s,]*(?:(?:and|or|in|as well as|&)[\s,]+)*")


def _place_groups(profile: Profile, sentence: Sentence) -> list[tuple[int, int, frozenset[str]]]:
    """Places that the sentence lists together ("in Xinjiang, Tibet, and Hong Kong"), each list as one stretch."""
    groups: list[tuple[int, int, frozenset[str]]] = []
    for hit in sentence.hits:
        if not hit.key.startswith(PLACE) or hit.key in profile.raiser:
            continue
        if groups and _LISTED.fullmatch(
            sentence.words, groups[-1][1] - sentence.span.start, hit.start - sentence.span.start
        ):
            start, _, keys = groups.pop()
            groups.append((start, hit.end, keys | {hit.key}))
        else:
            groups.append((hit.start, hit.end, frozenset({hit.key})))
    return groups


def _nearest(groups: list[tuple[int, int, frozenset[str]]], hit: Hit) -> frozenset[str]:
    """The keys of the list of places nearest to the hit; of two at one distance the one after it."""
    if not groups:
        return frozenset()
    return min(groups, key=lambda group: (max(group[0] - hit.end, hit.start - group[1], 0), -group[0]))[2]


_SINGULAR = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_PRONOUN = re.compile(r"\b(?:they|them|their|it|its|these|those|this|he|she|him|her|his)\b", re.I)


def _match(
    profile: Profile,
    number: int,
    sentence: Sentence,
    before: Sentence | None,
    around: frozenset[str],
    mind: _Carried,
) -> MatchKind | None:
    if any(key.startswith(f"{PERSON}{number}:") for key in sentence.keys):
        return MatchKind.OBJECT
    named = sentence.places - profile.raiser - profile.target
    if profile.facets and _class_named(profile, sentence, before) and _facets_met(profile, number, sentence, before):
        if around & expanded(profile.places) or mind.nowhere:
            return MatchKind.OBJECT
        if mind.object < 2 and not named and _PRONOUN.search(sentence.words):
            return MatchKind.OBJECT
        if profile.regions_only and sentence.places & profile.target and not named - expanded(profile.places):
            return MatchKind.CLASS
    if (
        mind.object == 0
        and not named
        and _POINTS_BACK.search(sentence.words)
        and deeds_in(sentence.words) & profile.deeds
    ):
        return MatchKind.OBJECT
    if mind.person < 3 and not named and sentence.keys & _PERSONAL and _SINGULAR.search(sentence.words):
        return MatchKind.OBJECT
    if profile.persons and sentence.keys & _CLASS and around & expanded(profile.places | profile.target):
        return MatchKind.CLASS if mind.held else MatchKind.PARENT
    if around & expanded(profile.parent_places) and (
        sentence.keys & profile.parent_keys
        or (profile.bare_place and sentence.places & expanded(profile.parent_places))
    ):
        return MatchKind.PARENT
    if sentence.places & expanded(profile.places) and profile.regions_only and _CONDUCT.search(sentence.words):
        return MatchKind.PARENT
    return None


_POINTS_BACK = re.compile(r"\b(?:its|their|his|her|it|them|him|this|these|those)\b", re.I)
_CONDUCT = pattern("conduct")
"""Words by which a bare place is spoken of as a matter of concern (R14)."""


def _class_named(profile: Profile, sentence: Sentence, before: Sentence | None) -> bool:
    """True unless the ask is limited to a people that neither this sentence nor the one before names."""
    keys = sentence.keys | (before.keys if before is not None else frozenset())
    return not profile.class_places or bool(profile.class_places & keys)


def _facets_met(profile: Profile, number: int, sentence: Sentence, before: Sentence | None) -> bool:
    met = sum(bool(_keyed(facet.keys, number) & sentence.keys) for facet in profile.facets)
    if profile.alternatives:
        return met >= 1
    if met == 0:
        return False
    keys = sentence.keys | (before.keys if before is not None and before.passage is sentence.passage else frozenset())
    together = sum(bool(_keyed(facet.keys, number) & keys) for facet in profile.facets)
    needed = len(profile.facets) if len(profile.facets) <= 2 else -(-len(profile.facets) * 3 // 5)
    return together >= needed


@cache
def _keyed(keys: frozenset[str], number: int) -> frozenset[str]:
    return frozenset(f"{OWN}{number}:{key.removeprefix(OWN)}" if key.startswith(OWN) else key for key in keys)
