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
from onrecord.grading.answers_topic import topic_of
from onrecord.grading.answers_turns import asked_parts, numbers
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
    charged: bool = True
    """False if the question is about somebody else's conduct, so that nothing is there to deny or to defend."""

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
        return max(self._by_terms(spoken, home=home), self.by_topic(spoken.words))

    def by_topic(self, words: str) -> Touch:
        """How near Chinese words come by the glossary of topics, which knows what the shipped terms do not."""
        if language_of(words) != "zh":
            return Touch.NOTHING
        topic = topic_of(self.profile)
        if topic.names_it(words):
            return Touch.NAMED
        if topic.meets(words):
            return Touch.OBJECT
        wide = topic.at_place(words) and not topic.persons and kinds_of(self.profile) & _PLACE_IS_ENOUGH
        return Touch.PLACE if wide else Touch.NOTHING

    def _by_terms(self, spoken: Spoken, *, home: bool) -> Touch:
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
        read = zip(self.profile.facets, self.facets, strict=True)
        parts = [(facet, bool(found & keys)) for facet, found in read if language == "en" or _is_known(found)]
        met = [here for _, here in parts]
        if self.profile.alternatives:
            return any(met)
        return enough_parts([facet for facet, _ in parts], met)

    def places_it(self, together: Sequence[Spoken]) -> bool:
        """True unless the ask is about a region's general situation and the exchange does not name it."""
        profile = self.profile
        if not profile.regions_only or "general" not in kinds_of(profile):
            return True
        return any(spoken.places & profile.places or self.names_it(spoken.keys) for spoken in together)

    def names_place(self, asked: str, group: Sequence[Spoken]) -> bool:
        """True unless the ask is about certain places, and neither a question in Chinese nor its reply names one."""
        topic = topic_of(self.profile)
        if language_of(asked) != "zh" or topic.anywhere or topic.persons:
            return True
        return topic.at_place(asked) or any(topic.at_place(spoken.words) for spoken in group)

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
    if ear.facets_met(keys) or ear.facets_met(keys, "zh") or keys & ear.profile.places or ear.names_it(keys):
        return True
    # The glossary's words are no keys: where it knows the ask, a text that names one of its sides is read.
    return bool(keys & (ear.profile.target | ear.profile.raiser)) and topic_of(ear.profile).is_known


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
        theirs = passage.voice is Voice.PUBLISHER or passage.voice is Voice.COUNTERPART
        return theirs and f"place:{passage.country}" in profile.target
    return passage.voice is Voice.PUBLISHER and home in profile.target


def _reply(ear: Ear, layer: str, group: Sequence[Spoken], sentences: Sequence[Spoken]) -> Reply:
    question = group[0].passage.answers
    asking = [] if question is None else _asking(layer, question, sentences)
    nearest = max((ear.touch(spoken, home=True) for spoken in asking), default=Touch.NOTHING)
    together: frozenset[str] = frozenset().union(*(spoken.keys for spoken in asking))
    if nearest is Touch.PLACE and ear.facets_met(together, language_of(asking[0].words)):
        nearest = Touch.OBJECT
    asked = "".join(spoken.words for spoken in asking)
    met = [(number, ear.by_topic(words)) for number, words in asked_parts(asked)]
    nearest = max([nearest, *(touch for _, touch in met)])
    group = _without_others(group, {number: touch for number, touch in met if number})
    touches = [ear.touch(spoken, home=True) for spoken in group]
    if not ear.places_it([*asking, *group]) or not ear.names_place(asked, group):
        nearest, touches = min(nearest, Touch.THEME), [min(touch, Touch.THEME) for touch in touches]
    lines = [
        Line(spoken, touch, paragraph)
        for spoken, touch, paragraph in zip(group, touches, by_paragraph(layer, group, touches), strict=True)
    ]
    about = "".join(words for number, words in asked_parts(asked) if ear.by_topic(words)) or asked
    charged = language_of(asked) != "zh" or topic_of(ear.profile).charges(about)
    return Reply(tuple(lines), nearest, " ".join(spoken.words for spoken in asking), charged)


def _without_others(group: Sequence[Spoken], met: Mapping[int, Touch]) -> Sequence[Spoken]:
    """The reply without what it says to a numbered question that is not about the ask, where another is."""
    about = {number for number, touch in met.items() if touch >= Touch.PLACE}
    if not about or about == met.keys():
        return group
    to = numbers([spoken.words for spoken in group])
    kept = [spoken for spoken, number in zip(group, to, strict=True) if not number or number in about]
    return kept or group


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
    if spoken.span.start >= end:
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
