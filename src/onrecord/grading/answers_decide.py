"""Which answer stands where several are heard in one reply (A1 to A6)."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from onrecord.grading.answers_cues import Tier, kinds_of
from onrecord.grading.answers_hear import DEED, Heard
from onrecord.grading.answers_rules import RULE_OF, AnswerRule
from onrecord.model.finding import Answer, Reason
from onrecord.model.profile import Profile
from onrecord.model.record import Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with the sentences that decided it, best first, and the rules."""

    answer: Answer
    spans: tuple[Span, ...]
    reasons: tuple[Reason, ...]


_ACCESS = re.compile(
    r"访问|参观|考察|调查|对话|会谈|谈判|会晤|接触|商谈|讨论|开放|允许|\b(?:visit|access|inspect|talks|dialogue|meet)",
    re.IGNORECASE,
)


def decide(parts: Sequence[Heard], profile: Profile, *, asked: str = "") -> Verdict | None:
    """The answer of one reply, or None where nothing in it answers; `asked` are the words of its question."""
    for answer in _order(parts, profile, asked):
        chosen = [part for part in parts if part.answer is answer]
        firm = [part for part in chosen if part.tier is not Tier.FAINT]
        if chosen:
            return _verdict(answer, firm or chosen, parts)
    return None


def _order(parts: Sequence[Heard], profile: Profile, asked: str) -> list[Answer]:
    """The answers that were heard, the one that stands first.

    Terms stand before a denial only where access or talks are asked for (A4); what the target says it did or will do
    itself stands before what it says of others (A2, A3, A6).
    """
    firm, soft, faint = (_answers(parts, weight) for weight in (_FIRM, {Tier.SOFT}, {Tier.FAINT, Tier.LAST}))
    deeds = {part.answer for part in parts if part.cue == DEED}
    if Answer.DONE in deeds and Answer.CONDITIONAL not in firm:
        return [Answer.DONE]
    if deeds & {Answer.PROMISED, Answer.DONE} and Answer.CONDITIONAL not in firm and Answer.REFUSED not in firm:
        return [Answer.PROMISED, Answer.DONE]
    if _ACCESS.search(asked) or "access" in kinds_of(profile):
        order = [Answer.REFUSED, Answer.CONDITIONAL, Answer.DENIED]
    else:
        order = [Answer.REFUSED, Answer.DENIED, Answer.CONDITIONAL]
    order = [Answer.DONE, *order, Answer.ACKNOWLEDGED, Answer.PROMISED]
    made = [answer for answer in order if answer in firm]
    made += [answer for answer in (Answer.DENIED, Answer.CONDITIONAL, Answer.REFUSED) if answer in soft]
    made += [Answer.DEFLECTED] if Answer.DEFLECTED in firm else []
    return made + [answer for answer in _FAINT if answer in faint]


_FIRM = frozenset(Tier) - {Tier.SOFT, Tier.FAINT, Tier.LAST}
_FAINT = (Answer.DENIED, Answer.REFUSED, Answer.DONE, Answer.PROMISED, Answer.DEFLECTED, Answer.NOTED)


def _answers(parts: Sequence[Heard], weight: Set[Tier]) -> set[Answer]:
    return {part.answer for part in parts if part.tier in weight}


def _verdict(answer: Answer, chosen: Sequence[Heard], parts: Sequence[Heard]) -> Verdict:
    ranked = sorted(chosen, key=lambda part: (part.rank, -part.touch, part.span.start))
    others = {part.answer for part in parts if part.tier is not Tier.FAINT} - {answer}
    rule = RULE_OF[answer]
    if answer is Answer.REFUSED and Answer.DENIED in others:
        rule = AnswerRule.BOTH
    elif answer is Answer.REFUSED and Answer.CONDITIONAL in others:
        rule = AnswerRule.BARRED
    reasons = [rule.because(ranked[0].words)]
    if answer is not Answer.DEFLECTED and Answer.DEFLECTED in others:
        beside = next(part for part in parts if part.answer is Answer.DEFLECTED)
        reasons.append(AnswerRule.BESIDE.because(beside.words))
    return Verdict(answer, tuple(part.span for part in ranked), tuple(reasons))
