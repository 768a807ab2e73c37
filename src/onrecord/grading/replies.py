"""A reply answers an ask only if the question or its own words are about the ask's object or its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from onrecord.grading.answers_cues import kinds_of, language_of
from onrecord.model.profile import Candidate, MatchKind, Profile, enough_parts
from onrecord.model.record import Passage, Span, Voice


class Mentioned(Protocol):
    """A known term at `start:end` of the text layer."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def key(self) -> str: ...


class Spoken(Protocol):
    """A sentence of the document with its speaker and every known term in it."""

    @property
    def span(self) -> Span: ...
    @property
    def words(self) -> str: ...
    @property
    def passage(self) -> Passage: ...
    @property
    def hits(self) -> Sequence[Mentioned]: ...
    @property
    def keys(self) -> frozenset[str]: ...
    @property
    def places(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of which only a part is heard, or whose terms are only partly known."""

    span: Span
    words: str
    passage: Passage
    hits: tuple[Mentioned, ...]
    keys: frozenset[str]
    places: frozenset[str]


class Touch(IntEnum):
    """How near a sentence comes to the ask."""

    NOTHING = 0
    THEME = 1
    """The parent topic only."""
    PLACE = 2
    """The region that the ask is about."""
    OBJECT = 3
    """The object, a part of it or a class with it."""
    NAMED = 4
    """The object by a name of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a reply, with how near it and its paragraph come to the ask."""

    spoken: Spoken
    touch: Touch
    paragraph: Touch


@dataclass(frozen=True, slots=True)
class Reply:
    """What one side said in one go, and the question before it."""

    lines: tuple[Line, ...]
    question: Touch
    asked: str
    """The words of the question; empty where there was none."""

    @property
    def nearest(self) -> Touch:
        """How near the reply comes to the ask, its question among it."""
        return max((self.question, *(line.touch for line in self.lines)))


_PLACE_IS_ENOUGH = frozenset({"general", "peace"})
"""Kinds of asks that a word on the place as a whole answers: its general situation, or a war in it."""


@dataclass(frozen=True, slots=True)
class Ear:
    """What is listened for: one ask, and what the matching found of it in the document."""

    profile: Profile
    persons: frozenset[str]
    """Keys of the ask's persons and aliases, as they stand in the sentences."""
    facets: tuple[frozenset[str], ...]
    """The keys of each part of its object, as they stand in the sentences."""
    kinds: Mapping[Span, MatchKind]

    @classmethod
    def of(
        cls,
        profile: Profile,
        persons: frozenset[str],
        facets: tuple[frozenset[str], ...],
        found: Sequence[Candidate] = (),
    ) -> Ear:
        """The ear for one ask, with what the matching found of it in a document."""
        return cls(profile, persons, facets, {candidate.span: candidate.kind for candidate in found})

    def touch(self, spoken: Spoken, *, home: bool) -> Touch:
        """How near a sentence comes; `home` where the target speaks, so that its own place need not be named."""
        kind, profile = self.kinds.get(spoken.span), self.profile
        if kind is None and spoken.keys.isdisjoint(_heeded(self.profile, self.persons, self.facets)):
            return Touch.NOTHING
        if self.names_it(spoken.keys):
            return Touch.NAMED
        if kind in {MatchKind.OBJECT, MatchKind.PART, MatchKind.CLASS}:
            return Touch.OBJECT
        kinds = kinds_of(profile)
        here = bool(profile.regions_only and spoken.places & profile.places)
        implied = not profile.regions_only
        if home and (here or implied) and self.facets_met(spoken.keys, language_of(spoken.words)):
            return Touch.OBJECT
        if here:
            return Touch.PLACE if kinds & _PLACE_IS_ENOUGH else Touch.THEME
        if kind is MatchKind.PARENT and self._is_foreign_to(language_of(spoken.words)):
            return Touch.PLACE
        return Touch.NOTHING if kind is None else Touch.THEME

    def _is_foreign_to(self, language: str) -> bool:
        """True if the object has no word in the language that could be found: its parent then stands for it."""
        unnamed = not self.persons and not self.profile.regions_only
        return language == "zh" and unnamed and not any(map(_is_known, self.facets))

    def facets_met(self, keys: frozenset[str], language: str = "en") -> bool:
        """True if the words speak of enough parts of the object (as the matching counts them).

        Parts that only English words stand for cannot be met in Chinese, and are left out there.
        """
        facets = [facet for facet in self.facets if language == "en" or _is_known(facet)]
        met = sum(bool(facet & keys) for facet in facets)
        if self.profile.alternatives:
            return met >= 1
        return enough_parts(met, len(facets))

    def places_it(self, together: Sequence[Spoken]) -> bool:
        """True unless the ask is about a region's general situation and the exchange does not name it."""
        profile = self.profile
        if not profile.regions_only or "general" not in kinds_of(profile):
            return True
        return any(spoken.places & profile.places or self.names_it(spoken.keys) for spoken in together)

    def names_it(self, keys: frozenset[str]) -> bool:
        """True if a person or an alias of the ask is among the keys."""
        return bool(keys & self.persons)


@lru_cache(maxsize=4096)
def _heeded(profile: Profile, persons: frozenset[str], facets: tuple[frozenset[str], ...]) -> frozenset[str]:
    """Every key that can bring a sentence near the ask by itself."""
    return persons.union(profile.places, *facets)


def _is_known(facet: frozenset[str]) -> bool:
    """True if a concept of the shipped lists stands for the facet, which has words in every language of the lists."""
    return any(key.startswith("concept:") for key in facet)


def may_answer(ear: Ear, keys: frozenset[str]) -> bool:
    """The gate for a document of the target, which need not name itself: False only if no reply can touch the ask."""
    return ear.facets_met(keys) or ear.facets_met(keys, "zh") or bool(keys & ear.profile.places) or ear.names_it(keys)


def meets_object(ear: Ear) -> bool:
    """True if the matching found the object, a part of it or a class with it somewhere in the document."""
    return any(kind is not MatchKind.PARENT for kind in ear.kinds.values())


def replies(ear: Ear, layer: str, sentences: Sequence[Spoken], home: str) -> list[Reply]:
    """The target's own words, reply by reply, in the document's order."""
    groups: list[list[Spoken]] = []
    for spoken in sentences:
        if not speaks_for_target(spoken.passage, ear.profile, home):
            continue
        if groups and _goes_on(groups[-1][-1].passage, spoken.passage):
            groups[-1].append(spoken)
        else:
            groups.append([spoken])
    return [_reply(ear, layer, group, sentences) for group in groups]


def _goes_on(before: Passage, after: Passage) -> bool:
    """True within one passage, and over a quotation that was cut out of it."""
    return before is after or (before.answers == after.answers and before.speaker == after.speaker)


def speaks_for_target(passage: Passage, profile: Profile, home: str) -> bool:
    """True if the passage holds the target's own words."""
    if passage.country:
        key = f"place:{passage.country}"
        return passage.voice in {Voice.PUBLISHER, Voice.COUNTERPART} and key in profile.target
    return passage.voice is Voice.PUBLISHER and home in profile.target


def _reply(ear: Ear, layer: str, group: Sequence[Spoken], sentences: Sequence[Spoken]) -> Reply:
    question = group[0].passage.answers
    asking = [] if question is None else _asking(layer, question, sentences)
    nearest = max((ear.touch(spoken, home=True) for spoken in asking), default=Touch.NOTHING)
    together: frozenset[str] = frozenset().union(*(spoken.keys for spoken in asking))
    if nearest is Touch.PLACE and ear.facets_met(together, language_of(asking[0].words)):
        nearest = Touch.OBJECT
    touches = [ear.touch(spoken, home=True) for spoken in group]
    if not ear.places_it([*asking, *group]):
        nearest, touches = min(nearest, Touch.THEME), [min(touch, Touch.THEME) for touch in touches]
    lines = [
        Line(spoken, touch, paragraph)
        for spoken, touch, paragraph in zip(group, touches, by_paragraph(layer, group, touches), strict=True)
    ]
    return Reply(tuple(lines), nearest, " ".join(spoken.words for spoken in asking))


_ASKER = re.compile(r"[^：:\n。？]{1,40}[：:]")
"""Who asks, as Chinese records print it before the question: an outlet's name is no subject ("香港电台记者：")."""


def _asking(layer: str, question: Span, sentences: Sequence[Spoken]) -> list[Spoken]:
    label = _ASKER.match(layer, question.start, question.end)
    first = bisect_right(sentences, question.start, key=lambda spoken: spoken.span.end)
    last = bisect_left(sentences, question.end, key=lambda spoken: spoken.span.start)
    inside = list(sentences[first:last])
    if label is None or language_of(label.group()) != "zh":
        return inside
    return [_without(spoken, label.end()) for spoken in inside]


def _without(spoken: Spoken, end: int) -> Spoken:
    """The sentence without the terms that stand before `end`."""
    if spoken.span.start >= end or not any(hit.start < end for hit in spoken.hits):
        return spoken
    keys = frozenset(hit.key for hit in spoken.hits if hit.start >= end)
    places = frozenset(key for key in keys if key.startswith("place:"))
    span = Span(min(end, spoken.span.end), spoken.span.end)
    words = spoken.words[span.start - spoken.span.start :]
    hits = tuple(hit for hit in spoken.hits if hit.start >= end)
    return Said(span, words, spoken.passage, hits, keys, places)


def by_paragraph(layer: str, group: Sequence[Spoken], touches: Sequence[Touch]) -> list[Touch]:
    """For each sentence the nearest touch of its paragraph."""
    made: list[Touch] = []
    run: list[Touch] = []
    for index, touch in enumerate(touches):
        if index and "\n" in layer[group[index - 1].span.end : group[index].span.start]:
            made += [max(run)] * len(run)
            run = []
        run.append(touch)
    return made + [max(run)] * len(run) if run else made
