"""An ask, documents and observations from which the truth tables of the clocks are made."""

from __future__ import annotations

from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel, Finding, Judgement, State, Verdict
from onrecord.model.occasion import Genre, Held, Occasion
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Observation

ASK = Ask("tibet-talks", "resume the dialogue", raiser="United States", target="China", bar=Level.ASKED)
QUOTE = Quote(0, 26, "called for dialogue without")


def held(
    ident: str,
    date: str,
    *,
    publisher: str = "White House",
    side: Side = Side.OURS,
    known: str = "",
    parties: tuple[str, ...] = (),
    day: str = "",
    genre: Genre = Genre.STATEMENT,
    complete: bool = True,
) -> Held:
    occasion = Occasion(genre, parties=parties, day=day)
    return Held(ident, date, publisher, "", "", "en", side, 900, complete, known or f"{date}T00:00:00Z", occasion)


def judged(verdict: Verdict) -> Judgement:
    return Judgement(verdict, "ana", "2026-11-01T00:00:00Z")


def seen(
    ident: str,
    date: str,
    level: int = 4,
    *,
    channel: Channel | None = Channel.PUBLIC,
    verdict: Verdict | None = None,
    state: State | None = None,
    abstain: bool = False,
    answer: Answer = Answer.NONE,
    reported: bool = False,
    evidence: tuple[Quote, ...] = (QUOTE,),
    answer_evidence: tuple[Quote, ...] = (),
    speaker: str = "",
    document: Held | None = None,
) -> Observation:
    finding = Finding(
        ASK.id,
        ident,
        Level(level),
        state=state,
        channel=channel,
        answer=answer,
        answer_reported=reported,
        evidence=evidence if level else (),
        answer_evidence=answer_evidence,
        abstain=abstain,
    )
    return Observation(
        finding, document or held(ident, date), None if verdict is None else judged(verdict), f"e-{ident}", speaker
    )
