"""Whether a clause takes a stance on what it speaks of, and by which words (R2, R11, R13)."""

from __future__ import annotations

from onrecord.grading.clauses import Clause
from onrecord.grading.cues import Act, Cue
from onrecord.grading.rules import Rule
from onrecord.model.profile import Candidate, Profile
from onrecord.text.patterns import pattern

_NEUTRAL_NORM = pattern("shared_values")
_GOES_ON = pattern("item_goes_on")
_CAPTORS = pattern("captors")
_NEED_IN_ITEM = pattern("need_in_item")
_STRONG = frozenset({Act.CONCERN, Act.EVIL, Act.RAISE, Act.DIRECT, Act.DEMAND, Act.MODAL})


def stance(
    clause: Clause, said: str, candidate: Candidate, profile: Profile, at: list[int], *, shared: bool
) -> tuple[str, Rule]:
    """The words that take a stance on the match, empty where there are none, and the rule that says so."""
    if _NEUTRAL_NORM.search(said):
        return "", Rule.SHARED_VALUES
    mentions = clause.before(max(at), Act.MENTION)
    if mentions and _softened(clause, said, mentions[-1], max(at)):
        return "", Rule.NO_STANCE
    near = list(clause.cues)
    if mentions:
        own = [anchor.start - candidate.span.start for anchor in candidate.anchors]
        near = [cue for cue in _in_item(clause, said, at) if cue.act is not Act.EVIL or cue.start not in own]
    positive = clause.before(max(at), Act.POSITIVE)
    congratulates = bool(positive) and positive[0].words.lower().startswith("congratulat")
    strong = [cue for cue in near if cue.act in _STRONG]
    norms = [cue for cue in near if cue.act in {Act.NORM, Act.OWN}]
    praises = (
        (shared and candidate.target_meets) or _praises_target(positive[0], clause, candidate, profile)
        if positive
        else False
    )
    if positive and (not candidate.kind.of_object or praises or congratulates):
        return "", Rule.NO_STANCE
    if positive and not strong:
        return positive[0].words, Rule.SUPPORT
    found = strong or norms
    if found:
        return found[0].words, Rule.STANCE
    held = _CAPTORS.search(said) if candidate.kind.of_object and not mentions else None
    return ("", Rule.NO_STANCE) if held is None else (held.group(), Rule.STANCE)


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


def _praises_target(praise: Cue, clause: Clause, candidate: Candidate, profile: Profile) -> bool:
    """True for thanks to the target itself: that is praise (level 1), not R11's support for a third party."""
    after = [
        m
        for m in candidate.mentions
        if m.key.startswith("place:") and m.span.start - candidate.span.start >= praise.end
    ]
    near = [m for m in after if m.key not in profile.raiser and m.span.start - candidate.span.start < praise.end + 60]
    return bool(near) and near[0].key in profile.target


def _softened(clause: Clause, said: str, mention: Cue, until: int) -> bool:
    """True for "discussed efforts to …": the mention is of work on the matter, not of the matter."""
    if _NEED_IN_ITEM.search(said, max(0, until - clause.start)):
        return False
    soft = [cue for cue in clause.anywhere(Act.SOFTEN) if mention.end <= cue.start < min(until, mention.end + 40)]
    sharp = clause.anywhere(Act.NORM, Act.CONCERN, Act.EVIL)
    return bool(soft) and not any(soft[0].start < cue.start < until for cue in sharp)
