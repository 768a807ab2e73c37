"""A sentence is a candidate for an ask if it holds the ask's object, a class with it, or its parent, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from onrecord.matching.lexicon import PLACE
from onrecord.matching.mind import OBJECT_STAYS, PERSON_STAYS, Mind
from onrecord.matching.page import Page, Sentence
from onrecord.matching.watch import HELD, PERSONAL, Watch
from onrecord.model.profile import Candidate, MatchKind, Mention, enough_parts
from onrecord.model.record import Span
from onrecord.text.deeds import deeds_in
from onrecord.text.patterns import pattern
from onrecord.text.terms import Hit


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
        found = _match(watch, at, mind)
        if found is not None:
            anchors = _anchors(watch, page.sentences[at], found)
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
        mind.last_object, until = at, max(until, at + OBJECT_STAYS)
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
    all_met = all(not facet.isdisjoint(sentence.keys) for facet in watch.facets)
    part = kind is MatchKind.OBJECT and watch.profile.alternatives and not all_met
    carried = not _direct(watch, sentence)
    passage = sentence.passage
    return Candidate(sentence.span, passage, kind, mentions, anchors, carried=carried, part=part, context=context)


def _direct(watch: Watch, sentence: Sentence) -> bool:
    """True if the sentence itself names a place of the ask or of its parent."""
    return not sentence.places.isdisjoint(watch.places | watch.parent_places)


def _anchors(watch: Watch, sentence: Sentence, kind: MatchKind) -> tuple[Span, ...]:
    """The words that decide the match; for a class or a parent only those whose nearest place is the right one."""
    keys = watch.deciding[kind]
    hits = [hit for hit in sentence.hits if hit.key in keys]
    if not kind.of_object and _direct(watch, sentence):
        wanted = watch.parent_places if kind is MatchKind.PARENT else watch.class_places
        groups = _place_groups(watch, sentence)
        hits = [hit for hit in hits if hit.key in wanted or _nearest(groups, hit) & wanted]
    if not hits and kind is MatchKind.PARENT and watch.profile.regions_only:
        hits = [hit for hit in sentence.hits if hit.key in watch.places]
    if not hits and kind.of_object:
        back = _POINTS_BACK.search(sentence.words)
        return () if back is None else (Span(sentence.span.start + back.start(), sentence.span.start + back.end()),)
    return tuple(dict.fromkeys(Span(hit.start, hit.end) for hit in hits))


_LISTED = re.compile(r"[\s,]*(?:(?:and|or|in|as well as|&)[\s,]+)*")
_Group = tuple[int, int, frozenset[str]]


def _place_groups(watch: Watch, sentence: Sentence) -> list[_Group]:
    """Places that the sentence lists together ("in Xinjiang, Tibet, and Hong Kong"), each list as one stretch."""
    groups: list[_Group] = []
    base = sentence.span.start
    for hit in sentence.hits:
        if not hit.key.startswith(PLACE) or hit.key in watch.profile.raiser:
            continue
        if groups and _LISTED.fullmatch(sentence.words, groups[-1][1] - base, hit.start - base):
            start, _, keys = groups.pop()
            groups.append((start, hit.end, keys | {hit.key}))
        else:
            groups.append((hit.start, hit.end, frozenset({hit.key})))
    return groups


def _nearest(groups: list[_Group], hit: Hit) -> frozenset[str]:
    """The keys of the list of places nearest to the hit; of two at one distance the one after it."""
    if not groups:
        return frozenset()
    return min(groups, key=lambda group: (max(group[0] - hit.end, hit.start - group[1], 0), -group[0]))[2]


_SINGULAR = pattern("one_person")
_PRONOUN = pattern("pronoun")
_POINTS_BACK = pattern("points_back")
_CONDUCT = pattern("conduct")
_WHOLE_CLASS = pattern("whole_class")
_OWN_CITIZENS = pattern("own_citizens")
_OTHER_CITIZENS = pattern("other_citizens")


def _match(watch: Watch, at: int, mind: Mind) -> MatchKind | None:
    """What the sentence has to do with the ask; the strongest kind that holds."""
    sentence = mind.page.sentences[at]
    named = sentence.keys & watch.persons
    if named and named <= watch.members and _WHOLE_CLASS.search(sentence.words) is None:
        return MatchKind.PART
    if named or _takes_up(watch, at, mind):
        return MatchKind.OBJECT
    if sentence.keys.isdisjoint(watch.relevant):
        return None
    around = mind.around(at)
    by_facets = _by_facets(watch, at, mind, around)
    if by_facets is not None:
        return by_facets
    if watch.profile.persons and sentence.keys & HELD and mind.held and around & watch.class_places:
        return None if _of_another_people(watch, sentence) else MatchKind.CLASS
    if around & watch.parent_places and sentence.keys & watch.deciding[MatchKind.PARENT]:
        return MatchKind.PARENT
    if watch.profile.regions_only and sentence.places & watch.places and _CONDUCT.search(sentence.words):
        return MatchKind.PARENT
    return None


def _takes_up(watch: Watch, at: int, mind: Mind) -> bool:
    """True if the sentence only points back at an object just met ("They called for its repeal", "his release")."""
    sentence = mind.page.sentences[at]
    if mind.named(at) - watch.profile.target:
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
    before = mind.before(at)
    earlier = frozenset[str]() if before is None else mind.page.sentences[before].keys
    if not _class_named(watch, sentence, earlier) or not _facets_met(watch, sentence.keys, earlier):
        return None
    if mind.nowhere or (around & watch.places and (not watch.profile.regions_only or _belongs(watch, sentence))):
        return MatchKind.OBJECT
    others = mind.named(at) - watch.profile.target
    if mind.since_object(at) <= OBJECT_STAYS and not others and _PRONOUN.search(sentence.words):
        return MatchKind.OBJECT
    if watch.profile.regions_only and watch.by_concept and around & watch.profile.target and not others:
        return MatchKind.CLASS if mind.region_named and not _of_another_people(watch, sentence) else None
    return None


def _belongs(watch: Watch, sentence: Sentence) -> bool:
    """True unless the sentence ties every word of the object to another place than the ask's region."""
    groups = _place_groups(watch, sentence)
    if all(keys & watch.places for _, _, keys in groups):
        return True
    hits = [hit for hit in sentence.hits if hit.key in watch.deciding[MatchKind.OBJECT]]
    return any(hit.key in watch.places or _nearest(groups, hit) & watch.places for hit in hits)


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
    together = sum(now or not facet.isdisjoint(earlier) for now, facet in zip(met, watch.facets, strict=True))
    return enough_parts(together, len(met))
