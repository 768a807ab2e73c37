"""Whether an ask's bar was reached is a property of the record in hand, not of what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, AskResult, Finding, Scope, State, Verdict
from onrecord.model.record import Side


class Reach(Enum):
    """How the best words in hand stand to the level that would meet the ask."""

    YES = "yes"
    """A finding reaches the bar."""
    PART = "in_part"
    """Only findings about a part of what was asked reach it."""
    CLASS = "class_only"
    """Only findings about a class that contains the object have the level; they never meet the ask (R5)."""
    NOT = "not_in_the_record_held"
    """No finding in hand reaches it."""


REACH_WORDS = {
    Reach.YES: "yes",
    Reach.PART: "in part",
    Reach.CLASS: "not in the record held, only for a class",
    Reach.NOT: "not in the record held",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the bar was reached, and the first finding that shows it (None where none does)."""

    reach: Reach
    finding: Finding | None


def reached(result: AskResult, sides: Iterable[tuple[Finding, Side]]) -> Reached | None:
    """Whether the ask's bar was reached in the record held; None where the ask has no bar.

    A finding on which the engine abstains and which no person has judged, or one in a third party's document, reaches
    nothing.
    """
    if result.ask.bar is None or result.ask.bar is Level.NOT_ON_RECORD:
        return None
    counting = [
        (_reach(result.ask, finding), finding)
        for finding, side in sides
        if level_of(result, finding) >= result.ask.bar and _is_sure(result, finding) and side is not Side.THIRD
    ]
    for reach in (Reach.YES, Reach.PART, Reach.CLASS):
        for found, finding in counting:
            if found is reach:
                return Reached(reach, finding)
    return Reached(Reach.NOT, None)


def _reach(ask: Ask, finding: Finding) -> Reach:
    if finding.scope is Scope.CLASS and ask.bar is not None and ask.bar > Level.CONCERN:
        return Reach.CLASS
    return Reach.PART if finding.scope is Scope.PART else Reach.YES


def _is_sure(result: AskResult, finding: Finding) -> bool:
    judged = result.judgements.get(finding.document_id)
    return not finding.abstain or (judged is not None and judged.verdict is not Verdict.UNDECIDED)


def is_rejected(result: AskResult, finding: Finding) -> bool:
    """True if a person said that the document does not say it."""
    judged = result.judgements.get(finding.document_id)
    return judged is not None and judged.verdict is Verdict.REJECTED


def level_of(result: AskResult, finding: Finding) -> Level:
    """The level that counts: a person's where one corrected it, none where one rejected it, else the engine's."""
    judged = result.judgements.get(finding.document_id)
    if judged is not None and judged.verdict is Verdict.CORRECTED and judged.level is not None:
        return judged.level
    return Level.NOT_ON_RECORD if is_rejected(result, finding) else finding.level


def tells(finding: Finding) -> bool:
    """True if the finding says how far it was raised: a level, or a zero about which the record speaks."""
    return finding.level > Level.NOT_ON_RECORD or finding.state in (State.INTENT_ONLY, State.DECLINED)


def every_finding(result: AskResult) -> list[Finding]:
    """The findings of a result, each once, the best of each side first."""
    return list(dict.fromkeys((*result.best.values(), *result.findings)))


def answered(result: AskResult) -> list[Finding]:
    """The findings with an answer of the target that no person rejected, best first as in the result."""
    found = [finding for finding in every_finding(result) if finding.answer is not Answer.NONE]
    return [finding for finding in found if not is_rejected(result, finding)]
