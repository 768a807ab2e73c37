"""A word in a sentence of several places belongs to the nearest list of them."""

from __future__ import annotations

import re

from onrecord.matching.ask_names import is_body
from onrecord.matching.lexicon import PLACE
from onrecord.matching.page import Sentence
from onrecord.matching.watch import Watch
from onrecord.text.terms import Hit

_LISTED = re.compile(r"[\s,]*(?:(?:and|or|in|as well as|&)[\s,]+)*")
Group = tuple[int, int, frozenset[str]]
"""Start, end and keys of places that stand in one list."""


def place_groups(watch: Watch, sentence: Sentence) -> list[Group]:
    """Places that the sentence lists together ("in Xinjiang, Tibet, and Hong Kong"), each list as one stretch."""
    groups: list[Group] = []
    base = sentence.span.start
    here = watch.profile.regions_only and sentence.places & watch.places
    aside = watch.profile.raiser | (watch.profile.target - watch.places if here else frozenset())
    for hit in sentence.hits:
        if not hit.key.startswith(PLACE) or hit.key in aside or is_body(hit.key):
            continue
        if groups and _LISTED.fullmatch(sentence.words, groups[-1][1] - base, hit.start - base):
            start, _, keys = groups.pop()
            groups.append((start, hit.end, keys | {hit.key}))
        else:
            groups.append((hit.start, hit.end, frozenset({hit.key})))
    return groups


_BARRIER = 40
"""Characters that a comma between a word and a place counts for ("genocide in Xinjiang, abuses in Tibet")."""


def nearest(sentence: Sentence, groups: list[Group], hit: Hit) -> frozenset[str]:
    """The keys of the list of places nearest to the hit; of two at one distance the one after it."""
    if not groups:
        return frozenset()
    return min(groups, key=lambda group: (_distance(sentence, group, hit), -group[0]))[2]


def _distance(sentence: Sentence, group: Group, hit: Hit) -> int:
    """Characters between a hit and a list of places, stops within the sentence counted as `_BARRIER` each."""
    first, last = (hit.end, group[0]) if hit.end <= group[0] else (group[1], hit.start)
    if last <= first:
        return 0
    between = sentence.words[first - sentence.span.start : last - sentence.span.start]
    return last - first + _BARRIER * (between.count(",") + between.count(";"))
