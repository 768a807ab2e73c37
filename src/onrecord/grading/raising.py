"""How far one sentence raises an ask: the clause that holds it, who speaks, who is told, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.grading.addressee import Addressee, told
from onrecord.grading.clauses import Clause, clauses
from onrecord.grading.cues import Act, Cue, strongest
from onrecord.grading.rules import Rule
from onrecord.grading.subject import Subject, subject_of
from onrecord.grading.wanted import wants
from onrecord.model.agenda import Level
from onrecord.model.finding import Force, Reason, Scope
from onrecord.model.profile import Candidate, MatchKind, Profile
from onrecord.model.record import Span
from onrecord.text.patterns import pattern

_NEGATED = pattern("negated")
_NEUTRAL_NORM = pattern("shared_values")


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
    if subject is Subject.OTHER:
        return _verdict(clause, candidate, Level.NAMED, [Rule.SPEAKER.because(clause.subject[-80:])], weight=0.2)
    if _NEGATED.search(said):
        return _verdict(clause, candidate, Level.NOT_ON_RECORD, [Rule.NEGATION.because(said)])
    if subject is Subject.BOTH:
        steps.append(Rule.SHARED.because(clause.subject[-60:]))
    directive = _directive(clause, sentence, candidate, profile, at)
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


_WILL = pattern("will")


def _will(clause: Clause, sentence: str) -> list[Cue]:
    """Cues of speaking that stand under a "will" of the same clause ("will use the summit to press")."""
    found = _WILL.search(sentence, clause.start, clause.end)
    if found is None:
        return []
    spoken = clause.anywhere(Act.DIRECT, Act.DEMAND, Act.RAISE, Act.MENTION)
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
    stance, rule = _stance(clause, said, candidate, profile, at)
    if not stance:
        return _verdict(clause, candidate, Level.NAMED, [*steps, rule.because(said[:120])], weight=0.5)
    if candidate.kind.of_object:
        return _verdict(clause, candidate, Level.SPECIFIC, [*steps, rule.because(stance)], weight=1.0)
    return _verdict(
        clause,
        candidate,
        Level.CONCERN,
        [*steps, rule.because(stance), Rule.SCOPE_CAP.because("")],
        weight=1.0,
    )


def _stance(clause: Clause, said: str, candidate: Candidate, profile: Profile, at: list[int]) -> tuple[str, Rule]:
    """The words that take a stance on the match, empty where there are none, and the rule that says so."""
    if _NEUTRAL_NORM.search(said):
        return "", Rule.SHARED_VALUES
    mentions = clause.before(max(at), Act.MENTION)
    if mentions and _softened(clause, mentions[-1], max(at)):
        return "", Rule.NO_STANCE
    near = list(clause.cues)
    if mentions:
        own = [anchor.start - candidate.span.start for anchor in candidate.anchors]
        near = [cue for cue in _in_item(clause, said, at) if cue.act is not Act.EVIL or cue.start not in own]
    positive = list(clause.before(max(at), Act.POSITIVE))
    strong = [cue for cue in near if cue.act in _STRONG]
    norms = [cue for cue in near if cue.act in {Act.NORM, Act.OWN}]
    if positive and (not candidate.kind.of_object or _praises_target(positive[0], clause, candidate, profile)):
        return "", Rule.NO_STANCE
    if positive and not strong:
        return positive[0].words, Rule.SUPPORT
    found = strong or norms
    return (found[0].words, Rule.STANCE) if found else ("", Rule.NO_STANCE)


_STRONG = frozenset({Act.CONCERN, Act.EVIL, Act.RAISE, Act.DIRECT, Act.DEMAND, Act.MODAL})


def _in_item(clause: Clause, said: str, at: list[int]) -> list[Cue]:
    """In a list of topics ("discussed A, the need for B, and C"), the cues of the match's own item."""
    kept: dict[Cue, None] = {}
    for place in at:
        start = max(said.rfind(",", 0, place - clause.start), said.rfind(";", 0, place - clause.start)) + clause.start
        stops = [
            stop for stop in (said.find(",", place - clause.start), said.find(";", place - clause.start)) if stop >= 0
        ]
        end = clause.start + min(stops, default=len(said))
        if _GOES_ON.match(said, end - clause.start):
            later = said.find(",", end - clause.start + 1)
            end = clause.start + (later if later >= 0 else len(said))
        kept.update(dict.fromkeys(cue for cue in clause.cues if start <= cue.start < end))
    return list(kept)


_GOES_ON = pattern("item_goes_on")


def _praises_target(praise: Cue, clause: Clause, candidate: Candidate, profile: Profile) -> bool:
    """True for thanks to the target itself: that is praise (level 1), not R11's support for a third party."""
    after = [
        m
        for m in candidate.mentions
        if m.key.startswith("place:") and m.span.start - candidate.span.start >= praise.end
    ]
    near = [m for m in after if m.key not in profile.raiser and m.span.start - candidate.span.start < praise.end + 60]
    return bool(near) and near[0].key in profile.target


def _softened(clause: Clause, mention: Cue, until: int) -> bool:
    """True for "discussed efforts to …": the mention is of work on the matter, not of the matter."""
    soft = [cue for cue in clause.anywhere(Act.SOFTEN) if mention.end <= cue.start < min(until, mention.end + 40)]
    return bool(soft) and not any(soft[0].start < cue.start < until for cue in clause.anywhere(Act.NORM, Act.CONCERN))


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
