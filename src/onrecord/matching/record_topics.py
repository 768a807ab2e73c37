"""What a sentence speaks of, in English or in Chinese, told by words that stand for the same topic in both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from onrecord.matching.lexicon import CONCEPT, PLACE, found_in
from onrecord.text.places import place_of
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Hit, Term, TermMatcher

WORDS = "words:"
"""Begins the key of an issue that is a topic by its words alone."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to characterise an issue."""

    key: str
    issue: str
    topic: str
    name: str
    label: str


@cache
def ways() -> dict[str, Way]:
    """The ways of data/characterisations.tsv by their keys."""
    return {
        row["key"]: Way(row["key"], row["issue"], row["topic"], row["name"], row["label"])
        for row in rows("characterisations.tsv", key="key")
    }


@cache
def _way_matcher() -> TermMatcher:
    return TermMatcher(
        Term(words, row["key"])
        for row in rows("characterisations.tsv", key="key")
        for words in (*listed(row["terms"]), *listed(row["zh"]))
    )


def ways_in(words: str) -> list[Hit]:
    """Where the words hold a way of characterising an issue; the keys are those of `ways`."""
    return _way_matcher().hits(words)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the words of one list's row count as a topic."""

    no_topic: bool
    not_these: frozenset[str]
    counts_as: str
    label: str


@cache
def _rules() -> dict[str, _Rule]:
    return {
        row["topic"]: _Rule(
            row["words"] == "*", frozenset(listed(row["words"].casefold())), row["as"] or row["topic"], row["label"]
        )
        for row in rows("record_topics.tsv", key="topic")
    }


def topics_in(text: str, parties: Iterable[str]) -> list[Hit]:
    """Where a text names a topic: a concept or a place, but not the parties themselves nor what is no topic.

    A concept's word inside the name of a place or a person (`Qin Gang`) is none.
    """
    own = {PLACE + party for party in parties}
    hits = sorted([*found_in(text), *_further_words().hits(text)])
    named = [(hit.start, hit.end) for hit in hits if hit.key.startswith(PLACE)]
    found = []
    for hit in hits:
        if hit.key in own or (hit.key.startswith(CONCEPT) and _inside(hit, named)):
            continue
        rule = _rules().get(hit.key)
        if rule is None:
            found.append(hit)
        elif not rule.no_topic and text[hit.start : hit.end].casefold() not in rule.not_these:
            found.append(Hit(hit.start, hit.end, rule.counts_as))
    return found


@cache
def _further_words() -> TermMatcher:
    return TermMatcher(
        Term(words, row["topic"]) for row in rows("record_topics.tsv", key="topic") for words in listed(row["also"])
    )


def _inside(hit: Hit, named: list[tuple[int, int]]) -> bool:
    """True if a longer name holds the words; the names are in the order of the text."""
    at = bisect_right(named, hit.start, key=itemgetter(0)) - 1
    return at >= 0 and hit.end <= named[at][1] and hit.end - hit.start < named[at][1] - named[at][0]


@cache
def has_words(topic: str, language: str) -> bool:
    """True if the lists know words for the topic in this language; of further languages, none."""
    if topic.startswith(PLACE):
        names = place_of(topic.removeprefix(PLACE)).names
        return any(name.language.partition("-")[0] in (language, "und") for name in names)
    if language not in ("en", "zh") or not topic.startswith(CONCEPT):
        return language in ("en", "zh")
    row = next(row for row in rows("concepts.tsv", key="concept") if row["concept"] == topic.removeprefix(CONCEPT))
    return bool(row["zh" if language == "zh" else "terms"])


def label_of(topic: str) -> str:
    """The topic as a reader is shown it."""
    rule = _rules().get(topic)
    if rule is not None and rule.label:
        return rule.label
    if topic.startswith(PLACE):
        return place_of(topic.removeprefix(PLACE)).name
    if topic.startswith(WORDS):
        return next(way.name for way in ways().values() if way.topic == topic)
    return topic.partition(":")[2].replace("_", " ")
