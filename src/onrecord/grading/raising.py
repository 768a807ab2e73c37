"""How far one sentence raises an ask: the clause that holds it, who speaks, who is told, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.grading.addressee import Addressee, told
from onrecord.grading.clauses import Clause, clauses
from onrecord.grading.cues import Act, Cue, strongest
from onrecord.grading.rules import Rule
from onrecord.grading.stance import stance
from onrecord.grading.subject import Subject, subject_of
from onrecord.grading.wanted import wants
from onrecord.model.agenda import Level
from onrecord.model.finding import Force, Reason, Scope
from onrecord.model.profile import Candidate, MatchKind, Profile
from onrecord.model.record import Span
from onrecord.text.patterns import pattern

_NEGATED = pattern("negated")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one clause amounts to for the ask."""

    level: Level
    span: Span
    """The clause, in offsets of the layer."""
    scope: Scope | None
    force: Force | None
    other_action: bool
    intent: bool
    reasons: tuple[Reason, ...]
    weight: float
    """How strong the evidence is, to choose among verdicts of one level."""


def verdicts(candidate: Candidate, layer: str, profile: Profile) -> Iterator[Verdict]:
    """A verdict for each clause of the sentence that holds a word of the match."""
    sentence = candidate.span.of(layer)
    at = [anchor.start - candidate.span.start for anchor in candidate.anchors]
    for clause in clauses(sentence):
        held = [place for place in at if clause.start <= place < clause.end]
        if not held and candidate.kind.of_object and any(place < clause.start for place in at):
            held = _points_back(clause, sentence)
        if held:
            yield _judge(clause, sentence, candidate, profile, held)


_BACK = re.compile(r"\b(?:its|their|his|her|it|them|him)\b", re.I)


def _points_back(clause: Clause, sentence: str) -> list[int]:
    """Where a later clause takes the object up again ("and called for its repeal"); empty where it does not."""
    if not clause.anywhere(Act.DIRECT, Act.DEMAND, Act.MODAL):
        return []
    back = _BACK.search(sentence, clause.start, clause.end)
    return [] if back is None else [back.start()]


def _judge(clause: Clause, sentence: str, candidate: Candidate, profile: Profile, at: list[int]) -> Verdict:
    said = sentence[clause.start : clause.end]
    steps: list[Reason] = []
    subject = subject_of(clause, candidate, profile)
    if subject is Subject.OTHER or _of_others(candidate, at):
        praised = clause.anywhere(Act.POSITIVE) and not _of_others(candidate, [clause.anywhere(Act.POSITIVE)[0].start])
        if praised and candidate.kind.of_object and _of_others(candidate, at):
            return _verdict(clause, candidate, Level.SPECIFIC, [Rule.SUPPORT.because(said)], weight=0.8)
        return _verdict(clause, candidate, Level.NAMED, [Rule.SPEAKER.because(clause.subject[-80:])], weight=0.2)
    if _NEGATED.search(said):
        return _verdict(clause, candidate, Level.NOT_ON_RECORD, [Rule.NEGATION.because(said)])
    if subject is Subject.BOTH:
        steps.append(Rule.SHARED.because(clause.subject[-60:]))
    directive = _directive(clause, sentence, candidate, profile, at)
    if directive is not None and directive.cue is not None and _of_others(candidate, [directive.cue.end + 1]):
        return _verdict(clause, candidate, Level.NAMED, [Rule.SPEAKER.because(directive.words)], weight=0.2)
    later = _will(clause, sentence)
    intends = later or clause.before(max(at) + 1, Act.INTENT)
    if intends and (directive is None or directive.cue in later):
        return _verdict(
            clause,
            candidate,
            Level.NOT_ON_RECORD,
            [*steps, Rule.INTENTION.because(intends[0].words)],
            intent=True,
        )
    if directive is not None:
        return _directed(clause, sentence, candidate, profile, directive, steps)
    return _stated(clause, said, candidate, profile, steps, at)


def _of_others(candidate: Candidate, at: list[int]) -> bool:
    """True if all these places of the sentence lie in words that its speaker gives to somebody else (R8)."""
    base = candidate.span.start
    return all(any(span.start <= base + place < span.end for span in candidate.others) for place in at)


_WILL = pattern("will")
_TOLD = pattern("bare_report")


def _will(clause: Clause, sentence: str) -> list[Cue]:
    """Cues of speaking that stand under a "will" of the same clause ("will use the summit to press")."""
    found = _WILL.search(sentence, clause.start, clause.end)
    if found is None:
        return []
    spoken = clause.anywhere(Act.DIRECT, Act.DEMAND, Act.RAISE, Act.MENTION)
    spoken += [cue for cue in clause.anywhere(Act.NORM) if _TOLD.match(cue.words)]
    return [cue for cue in spoken if cue.start >= found.end() and not cue.finite]


@dataclass(frozen=True, slots=True)
class _Directive:
    cue: Cue | None
    addressee: Addressee
    force: Force
    words: str


def _directive(
    clause: Clause, sentence: str, candidate: Candidate, profile: Profile, at: list[int]
) -> _Directive | None:
    """The strongest call of the clause that governs the match, if there is one (R3)."""
    last = max(at) + 1
    for cue in reversed(clause.before(max(last, clause.end), Act.DIRECT, Act.DEMAND, Act.MODAL)):
        addressee = told(cue, clause, sentence, candidate, profile)
        if addressee is Addressee.NOBODY:
            continue
        words = sentence[cue.start : clause.end]
        return _Directive(cue, addressee, strongest(cue.force, words), words)
    if imperative(sentence):
        return _Directive(None, Addressee.TARGET, strongest(Force.PLAIN, sentence), sentence)
    return None


_IMPERATIVE = pattern("imperative")


def imperative(sentence: str) -> bool:
    """True for a sentence that begins with a bare order: "Release them immediately."""
    return _IMPERATIVE.match(sentence) is not None and len(sentence) < 160


def _directed(
    clause: Clause,
    sentence: str,
    candidate: Candidate,
    profile: Profile,
    call: _Directive,
    steps: list[Reason],
) -> Verdict:
    if candidate.kind is MatchKind.PARENT:
        return _verdict(clause, candidate, Level.CONCERN, [*steps, Rule.SCOPE_CAP.because(call.words)], weight=2.0)
    if call.addressee is Addressee.OTHERS:
        level = Level.SPECIFIC if candidate.kind.of_object else Level.CONCERN
        return _verdict(clause, candidate, level, [*steps, Rule.WRONG_ADDRESSEE.because(call.words)], weight=2.0)
    if not wants(profile, call.words, sentence):
        level = Level.SPECIFIC if candidate.kind.of_object else Level.CONCERN
        return _verdict(
            clause, candidate, level, [*steps, Rule.OTHER_ACTION.because(call.words)], other=True, weight=2.0
        )
    if candidate.kind is MatchKind.CLASS and not profile.deeds:
        return _verdict(clause, candidate, Level.CONCERN, [*steps, Rule.SCOPE_CAP.because(call.words)], weight=2.0)
    rule, scope = Rule.DIRECTIVE, None
    if candidate.kind is MatchKind.CLASS or call.addressee is Addressee.ALL_PARTIES or _class_only(candidate, profile):
        rule, scope = Rule.CLASS, Scope.CLASS
    elif candidate.part:
        rule, scope = Rule.PART, Scope.PART
    return _verdict(
        clause,
        candidate,
        Level.ASKED,
        [*steps, rule.because(call.words)],
        force=call.force,
        weight=3.0,
        scope=scope,
    )


def _class_only(candidate: Candidate, profile: Profile) -> bool:
    """True if an ask for named persons and their like is met by its class alone ("Release them")."""
    named = any(mention.key.startswith("person:") for mention in candidate.mentions)
    return bool(profile.persons and profile.facets) and not named


def _stated(
    clause: Clause, said: str, candidate: Candidate, profile: Profile, steps: list[Reason], at: list[int]
) -> Verdict:
    """A stance or a bare mention, where nobody is told to do anything."""
    shared = any(step.rule == Rule.SHARED.number for step in steps)
    found, rule = stance(clause, said, candidate, profile, at, shared=shared)
    if not found and candidate.asked:
        return _verdict(clause, candidate, Level.NOT_ON_RECORD, [*steps, Rule.SHORT_ANSWER.because(said[:120])])
    if not found and (coming := _COMING.search(_before_match(said, at, clause))):
        return _verdict(
            clause, candidate, Level.NOT_ON_RECORD, [*steps, Rule.INTENTION.because(coming.group())], intent=True
        )
    if not found:
        return _verdict(clause, candidate, Level.NAMED, [*steps, rule.because(said[:120])], weight=0.5)
    if candidate.kind.of_object:
        return _verdict(clause, candidate, Level.SPECIFIC, [*steps, rule.because(found)], weight=1.0)
    return _verdict(
        clause,
        candidate,
        Level.CONCERN,
        [*steps, rule.because(found), Rule.SCOPE_CAP.because("")],
        weight=1.0,
    )


def _before_match(said: str, at: list[int], clause: Clause) -> str:
    """The words of the clause before the match."""
    return said[: max(0, max(at) - clause.start)]


_COMING = pattern("will")


_SCOPES = {
    MatchKind.OBJECT: Scope.OBJECT,
    MatchKind.PART: Scope.PART,
    MatchKind.CLASS: Scope.CLASS,
    MatchKind.PARENT: Scope.PARENT,
}


def _verdict(
    clause: Clause,
    candidate: Candidate,
    level: Level,
    reasons: list[Reason],
    *,
    force: Force | None = None,
    other: bool = False,
    intent: bool = False,
    weight: float = 0.0,
    scope: Scope | None = None,
) -> Verdict:
    span = Span(candidate.span.start + clause.start, candidate.span.start + clause.end)
    if scope is None:
        scope = _SCOPES[candidate.kind]
    weight -= 0.4 * candidate.carried
    return Verdict(level, span, scope if level else None, force, other, intent, tuple(reasons), weight)
