"""A sentence is a candidate for an ask if it holds the ask's object, a class with it, or its parent, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from onrecord.matching.match import match_of
from onrecord.matching.mind import OBJECT_STAYS, PERSON_STAYS, QUESTION_STAYS, Mind
from onrecord.matching.nearness import nearest, place_groups
from onrecord.matching.page import Page, Sentence
from onrecord.matching.watch import Watch
from onrecord.model.profile import Candidate, MatchKind, Mention
from onrecord.model.record import Span, Voice
from onrecord.text.patterns import pattern

_POINTS_BACK = pattern("points_back")
_TAKEN_UP = pattern("taken_up")
_REFERS = pattern("refers_to_question")


def candidates(watch: Watch, page: Page) -> list[Candidate]:
    """The document's candidates for one ask, in its order."""
    return list(_scan(watch, page))


def _scan(watch: Watch, page: Page) -> Iterator[Candidate]:
    mind = Mind.at_start(watch, page)
    waiting = [at for key in watch.relevant & page.keys for at in page.index.get(key, ())]
    heapify(waiting)
    done = 0 if _has_headline(page) else -1
    while waiting:
        at = heappop(waiting)
        if at <= done:
            continue
        done = at
        found = match_of(watch, at, mind)
        if found is not None:
            anchors = _anchors(watch, page.sentences[at], found) or _shared_with_question(at, mind)
            if anchors:
                yield _candidate(watch, at, mind, found, anchors)
        for later in _stays(watch, at, mind, found):
            heappush(waiting, later)


def _stays(watch: Watch, at: int, mind: Mind, found: MatchKind | None) -> range:
    """Note what was met, and name the sentences in which it may be taken up without its own words."""
    until = at
    if not mind.page.sentences[at].keys.isdisjoint(watch.persons):
        mind.last_person, until = at, at + PERSON_STAYS
    if found is not None and found.of_object:
        asked = mind.page.sentences[at].passage.voice is Voice.REPORTER
        mind.last_object, until = at, max(until, at + (QUESTION_STAYS if asked else OBJECT_STAYS))
        mind.last_asked = at if asked else mind.last_asked
    elif found is MatchKind.PARENT:
        mind.last_parent, until = at, max(until, at + 1)
    return range(at + 1, min(until + 1, len(mind.page.sentences)))


def _has_headline(page: Page) -> bool:
    """True if the first line stands alone and ends without a stop: a headline takes no stance (R6)."""
    if len(page.sentences) < 2:
        return False
    first, second = page.sentences[:2]
    between = page.document.text[first.span.end : second.span.start]
    alone = "\n\n" in between and not first.words.rstrip().endswith((".", "!", "?", ":", "。", "”", '"', ","))
    return alone and len(first.words) < 200 and not first.passage.speaker


def _candidate(watch: Watch, at: int, mind: Mind, kind: MatchKind, anchors: tuple[Span, ...]) -> Candidate:
    sentence = mind.page.sentences[at]
    mentions = tuple(Mention(Span(hit.start, hit.end), hit.key) for hit in sentence.hits)
    before = mind.before(at)
    context = None if before is None else mind.page.sentences[before].span
    asked = kind is MatchKind.OBJECT and not sentence.keys & watch.deciding[kind] and mind.answers_object(at)
    all_met = all(not facet.isdisjoint(sentence.keys) for facet in watch.facets)
    part = kind is MatchKind.OBJECT and watch.profile.alternatives and not all_met
    carried = not _direct(watch, sentence)
    passage = sentence.passage
    return Candidate(
        sentence.span,
        passage,
        kind,
        mentions,
        anchors,
        carried=carried,
        part=part,
        asked=asked,
        target_meets=bool(mind.title & watch.profile.target),
        context=context,
    )


def _direct(watch: Watch, sentence: Sentence) -> bool:
    """True if the sentence itself names a place of the ask or of its parent."""
    return not sentence.places.isdisjoint(watch.places | watch.parent_places)


def _anchors(watch: Watch, sentence: Sentence, kind: MatchKind) -> tuple[Span, ...]:
    """The words that decide the match; for a class or a parent only those whose nearest place is the right one."""
    keys = watch.deciding[kind]
    hits = [hit for hit in sentence.hits if hit.key in keys]
    if not kind.of_object and _direct(watch, sentence):
        wanted = watch.parent_places if kind is MatchKind.PARENT else watch.class_places
        groups = place_groups(watch, sentence)
        hits = [hit for hit in hits if not wanted or hit.key in wanted or nearest(sentence, groups, hit) & wanted]
    if not hits and kind is MatchKind.PARENT and watch.profile.regions_only:
        hits = [hit for hit in sentence.hits if hit.key in watch.places]
    if not hits:
        return _pointing(sentence, *((_POINTS_BACK, _REFERS) if kind.of_object else (_TAKEN_UP,)))
    return tuple(dict.fromkeys(Span(hit.start, hit.end) for hit in hits))


def _shared_with_question(at: int, mind: Mind) -> tuple[Span, ...]:
    """In a reply, the words for what the question spoke of too."""
    shared = mind.asked_keys() if mind.answers_object(at) else frozenset[str]()
    return tuple(Span(hit.start, hit.end) for hit in mind.page.sentences[at].hits if hit.key in shared)


def _pointing(sentence: Sentence, *patterns: re.Pattern[str]) -> tuple[Span, ...]:
    """The first words that point back, by the first of the patterns that finds any; empty where none does."""
    for words in patterns:
        found = words.search(sentence.words)
        if found is not None:
            return (Span(sentence.span.start + found.start(), sentence.span.start + found.end()),)
    return ()
