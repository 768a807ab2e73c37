"""Small invented documents with what was found in them, for the folds over the whole record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.history import Past, Recorded, Sought, standings
from onrecord.ledger.views import Catalogued
from onrecord.model.agenda import Agenda, Ask, Engagement, Level
from onrecord.model.finding import Answer, Channel, Finding, Judgement, Scope, Verdict
from onrecord.model.occasion import Contact, Genre, Occasion, Rank
from onrecord.model.record import Document, Quote
from onrecord.model.standing import Claim, Standing

TODAY = date(2023, 12, 31)
OURS, THEIRS = "The White House", "Ministry of Foreign Affairs of China"
ASK = Ask("famine", "Raise the famine.", "United States", "China", object="famine")
AGENDA = Agenda("T", "I", "s", "", Engagement("none"), (ASK,))
RAISED, URGED, WORRIED = "raised the famine", "urged China to end the famine", "voiced concern about the famine"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in hand and what the engine found in it for the ask; None where it found nothing."""

    held: Catalogued
    found: Recorded | None = None
    claims: tuple[Claim, ...] = ()


def document(
    ident: str,
    day: str,
    *,
    publisher: str = OURS,
    parties: tuple[str, ...] = ("CN", "US"),
    length: int = 2000,
    genre: Genre = Genre.READOUT,
    known: str = "2023-12-30T00:00:00Z",
    title: str = "",
) -> Entry:
    """A leaders' readout in which nothing was found."""
    occasion = Occasion(genre, Contact.MEETING, Rank.LEADERS, parties)
    shown = Document(ident, "", publisher, day, title or f"Readout {ident}", "", "en")
    return Entry(Catalogued(shown, length, known, occasion))


def said(
    ident: str,
    day: str,
    level: int,
    words: str = RAISED,
    *,
    verdict: Verdict | None = None,
    corrected: int | None = None,
    answer: Answer = Answer.NONE,
    channel: Channel = Channel.REPORTED_PRIVATE,
    entry: str = "",
    claims: tuple[Claim, ...] = (),
    **more: object,
) -> Entry:
    """The same with a finding; `more` are facts of the document."""
    quote = Quote(100, 100 + len(words), words)
    finding = Finding(
        ASK.id,
        ident,
        Level(level),
        scope=Scope.OBJECT,
        channel=channel,
        answer=answer,
        evidence=(quote,) if level else (),
        answer_evidence=() if answer is Answer.NONE else (quote,),
    )
    right = None if corrected is None else Level(corrected)
    judgement = None if verdict is None else Judgement(verdict, "ana", "2023-12-30T00:00:00Z", right)
    held = document(ident, day, **more).held  # type: ignore[arg-type]  # facts of a document
    return Entry(held, Recorded(finding, entry or f"entry of {ident}", judgement), claims)


def past(entries: Sequence[Entry], **more: object) -> Past:
    """Everything that the entries tell. A document holds words of the ask if a finding quotes some."""
    spoken = {one.held.document.id for one in entries if one.found is not None and one.found.finding.level}

    def touched(sought: Sequence[Sought]) -> list[set[str]]:
        return [spoken for _ in sought]

    made = Past(
        catalogue=[one.held for one in entries],
        found={ASK.id: [one.found for one in entries if one.found is not None]},
        claims={one.held.document.id: one.claims for one in entries if one.claims},
        touched=touched,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a past


def stood(entries: Sequence[Entry], *, today: date = TODAY, **more: object) -> Standing:
    """How the ask stands by these entries."""
    (standing,) = standings(AGENDA, past(entries, **more), today=today)
    return standing


def moves(standing: Standing) -> list[str]:
    """What each document of its one series does with the ask; nothing where the ask is in no series."""
    return [step.move.value for course in standing.courses for step in course.steps]


def days(standing: Standing, level: int = 1) -> int | None:
    """Days since it was last raised by anybody at this level or above; None if it never was."""
    return next(
        clock.days
        for clock in standing.clocks
        if clock.reset.value == "raised" and clock.level == level and not (clock.channel or clock.who or clock.whom)
    )
