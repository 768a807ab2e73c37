"""Who is told: a call counts only if the one addressed can do what the ask wants (R3, R12)."""

from __future__ import annotations

import re
from enum import Enum

from onrecord.grading.clauses import Clause
from onrecord.grading.cues import Act, Cue
from onrecord.model.profile import Candidate, Profile
from onrecord.text.deeds import first_deed
from onrecord.text.patterns import pattern
from onrecord.text.places import places


class Addressee(Enum):
    """Whom a call tells to act."""

    TARGET = "target"
    """The target, a party that holds the object, or one implied by the act itself ("called for its repeal")."""
    ALL_PARTIES = "all parties"
    OTHERS = "others"
    """The world, an ally, the raiser's own side: they may help, but cannot do it (R12)."""
    NOBODY = "nobody"
    """The words are no call: a noun, an own effort, an intention of the raiser."""


_TO = re.compile(r"\s(?:to|that)\s")
_ALL = pattern("all_parties")
_OTHERS = pattern("helpers")
_HOLDER = pattern("holders")
_PASSIVE = pattern("passive")
_FIRST_PERSON = pattern("own_side")
_OWN_EFFORT = pattern("own_effort")
_STILL_CALLS = pattern("still_calls")


_SPEAKERS = pattern("speakers")


def told(cue: Cue, clause: Clause, sentence: str, candidate: Candidate, profile: Profile) -> Addressee:
    """Whom the cue tells to act, as far as its sentence shows."""
    if cue.words.lower() == "need for":
        return _needed(cue, clause, sentence, candidate, profile)
    if cue.act is Act.MODAL:
        if _NOUN_NEED.search(sentence, 0, cue.start):
            return Addressee.NOBODY
        return _modal(cue, clause, sentence, candidate, profile)
    if not _is_call(cue, sentence) or _embedded(cue, clause, sentence):
        return Addressee.NOBODY
    rest = sentence[cue.end : clause.end]
    if clause.before(cue.start, Act.POSITIVE) and _OTHERS_CALL.search(sentence, 0, cue.start):
        return Addressee.NOBODY
    if _OTHERS_TEXT.search(sentence, 0, cue.start) or (cue.words.lower() == "demands" and _is_noun(cue, sentence)):
        return Addressee.NOBODY
    if cue.act is Act.DEMAND:
        tells = cue.words.lower().startswith("urg") and _TO.search(rest[:80]) is not None
        return Addressee.NOBODY if tells else Addressee.TARGET
    if _ABOUT.match(rest):
        return Addressee.NOBODY
    if _ACT_ITSELF.match(rest):
        return Addressee.TARGET
    split = _TO.search(rest)
    if split is None or split.start() > 160:
        return Addressee.NOBODY
    if split.group().strip() == "that" and not rest[: split.start()].strip():
        return _told_that(cue.end + split.end() - 1, rest[split.end() - 1 :], sentence, candidate, profile)
    return _named(cue.end, rest[: split.start()], rest[split.end() - 1 :], sentence, candidate, profile)


def _told_that(offset: int, rest: str, sentence: str, candidate: Candidate, profile: Profile) -> Addressee:
    """ "Urged that China release her": who stands before the first deed."""
    deed = first_deed(rest)
    who = rest[: deed if deed is not None else 60]
    if _STATES.search(who):
        return Addressee.NOBODY
    return _named(offset, who, rest[len(who) :], sentence, candidate, profile)


_ABOUT = pattern("about_something")
_STATES = pattern("states_a_fact")
_ACT_ITSELF = pattern("act_itself")
_OTHERS_TEXT = pattern("others_text")
_OWN_TEXT = pattern("own_text")
_NOT_A_CALL = pattern("not_a_call")
_OTHERS_CALL = pattern("others_call")
_WANTS = pattern("wants_of_others")


def _is_noun(cue: Cue, sentence: str) -> bool:
    """True for "demands" that somebody voices: wants that are reported, no call."""
    return _NOT_A_CALL.match(sentence, cue.end) is not None or _WANTS.search(sentence, 0, cue.start) is not None


def _needed(cue: Cue, clause: Clause, sentence: str, candidate: Candidate, profile: Profile) -> Addressee:
    """ "The need for Tunisia's leaders to act" tells the target; any other need tells nobody (R3)."""
    rest = sentence[cue.end : clause.end]
    split = _TO.search(rest)
    if split is None or split.start() > 80:
        return Addressee.NOBODY
    who = _named(cue.end, rest[: split.start()], rest[split.end() - 1 :], sentence, candidate, profile)
    return (
        who
        if who is Addressee.TARGET and _places_between(candidate, cue.end, cue.end + split.start())
        else Addressee.NOBODY
    )


def _embedded(cue: Cue, clause: Clause, sentence: str) -> bool:
    """True for "urged the world to press …": a call within a call is judged by the outer one."""
    outer = [other for other in clause.before(cue.start, Act.DIRECT, Act.MODAL) if other.end < cue.start]
    return bool(outer) and re.search(r"\bto\s+(?:\w+ly\s+)?$", sentence[: cue.start]) is not None


def _is_call(cue: Cue, sentence: str) -> bool:
    """False for a bare infinitive under an effort or a need ("working with partners to press")."""
    before = sentence[: cue.start]
    if cue.words.lower().startswith(("continue", "again")) or _OWN_TEXT.search(before):
        return True
    if re.search(r"\b(?:that|which|who)\s+(?:\w+ly\s+)?$", before) or re.search(
        r"\bwho\s+(?:(?:are|is|were|was|have|had|has)\s+)?(?:been\s+)?$", before
    ):
        return False
    if cue.finite or cue.words.split()[0].lower().endswith("ing"):
        return re.search(r"\b(?:of|by|for)\s+$", before) is None
    if _STILL_CALLS.search(before):
        return True
    if re.search(r"\bto\s+(?:\w+ly\s+)?$", before):
        return _OWN_EFFORT.search(before) is None
    before = _CONTINUES.sub("", before)
    own = re.search(r"\b(?:I|we|We|they|They)\b([^.;]*)$", before)
    if own is not None and re.search(r"\bto\s+(?!\w+ing\b)[a-z]+\b", own[1]) is None:
        return True
    if cue.words.lower() == "call on" and before.endswith("and "):
        return True
    if re.search(r"\b(?:and|,)\s+(?:\w+ly\s+)?$", before):
        return re.search(r"\bto\s+(?!\w+ing\b)[a-z]+\b|\bof \w+ing\b", before) is None
    return _SPEAKERS.search(before) is not None


def _named(offset: int, who: str, what: str, sentence: str, candidate: Candidate, profile: Profile) -> Addressee:
    named = _places_between(candidate, offset, offset + len(who))
    if named & profile.target or _reach(named, profile):
        return Addressee.TARGET
    if _ALL.search(who):
        return Addressee.ALL_PARTIES
    if named - profile.raiser:
        return Addressee.OTHERS
    if not who.strip():
        return Addressee.TARGET if _PASSIVE.match(what) else Addressee.NOBODY
    if _OTHERS.search(who) or named & profile.raiser:
        return Addressee.OTHERS
    if _HOLDER.search(who):
        return Addressee.TARGET
    return Addressee.OTHERS


def _reach(named: frozenset[str], profile: Profile) -> bool:
    """True if a named place lies within the target (a regional authority can act too)."""
    return any(f"place:{place.id}" in named and f"place:{place.within}" in profile.target for place in places())


def _places_between(candidate: Candidate, start: int, end: int) -> frozenset[str]:
    base = candidate.span.start
    return frozenset(
        m.key for m in candidate.mentions if m.key.startswith("place:") and start <= m.span.start - base < end
    )


_BREAKS = pattern("subject_breaks")


def _subjects(candidate: Candidate, sentence: str, start: int, end: int) -> frozenset[str]:
    """Places that can be the subject of the verb at `end`: nothing that begins another clause stands between."""
    base = candidate.span.start
    return frozenset(
        m.key
        for m in candidate.mentions
        if m.key.startswith("place:")
        and start <= m.span.start - base < end
        and _BREAKS.search(sentence, m.span.end - base, end) is None
    )


def _modal(cue: Cue, clause: Clause, sentence: str, candidate: Candidate, profile: Profile) -> Addressee:
    """ "X must …": told is X; a passive ("they must be released") implies whoever holds the object."""
    before = sentence[max(0, cue.start - 90) : cue.start]
    after = sentence[cue.end : cue.end + 40]
    if _FIRST_PERSON.search(before):
        return Addressee.OTHERS
    if _PASSIVE.match(after):
        return Addressee.TARGET if _is_object(candidate, cue, before) else Addressee.OTHERS
    named = _subjects(candidate, sentence, max(clause.start, cue.start - 90), cue.start)
    if named & profile.target or _reach(named, profile):
        return Addressee.TARGET
    if _ALL.search(before):
        return Addressee.ALL_PARTIES
    if named - profile.raiser or _OTHERS.search(before):
        return Addressee.OTHERS
    return Addressee.TARGET if _HOLDER.search(before) else Addressee.NOBODY


_CONTINUES = re.compile(r"\b(?:continues?|remains? ready|wish(?:es)?) to \w+", re.I)
_NOUN_NEED = pattern("noun_need")
_MEMBERS = pattern("members")


def _is_object(candidate: Candidate, cue: Cue, before: str) -> bool:
    """True if the passive's subject is the match itself or a word for its members ("they must be released")."""
    near = candidate.span.start + cue.start
    return _MEMBERS.search(before) is not None or any(near - 60 <= anchor.start < near for anchor in candidate.anchors)
