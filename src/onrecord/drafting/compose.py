"""A statement read once gives an agenda: every ask, ground and case with its words, and every doubt said."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from onrecord.drafting.asks import composed
from onrecord.drafting.clauses import plain
from onrecord.drafting.engagements import engagement, with_unlisted
from onrecord.drafting.grounds import Reasoned, grounds
from onrecord.drafting.issuers import issuer_of
from onrecord.drafting.layout import Block, Zone, blocks
from onrecord.drafting.officials import surnames
from onrecord.drafting.parties import Scene, scene
from onrecord.drafting.persons import Person, persons, places_of
from onrecord.drafting.selection import Voiced, lead_end, once, voiced
from onrecord.drafting.walk import Draft, drafts
from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground
from onrecord.model.record import Quote, Span

_NO_CONSENT = "The text does not record whether this person or the family consents to the name being used."


def draft(text: str, *, source: str = "", issuer: str = "", date: str = "") -> Agenda:
    """The agenda that a statement, a letter or a resolution in English makes.

    `issuer` and `date` (ISO 8601) are of the document; where they are not given, they are read from it if it
    says them. Every quote is verbatim, with offsets in `text`. Every case is for internal use until somebody
    records consent. What the reader should check stands in `unsure`.
    """
    words = plain(text)
    layout = blocks(text)
    issuer = issuer or issuer_of(words, layout)
    made = engagement(text, words, layout, year=_year(words, date))
    sides = scene(text, words, issuer=issuer, parties=made.parties)
    made = with_unlisted(made, sides)
    officials = surnames(words)
    actors = (
        officials
        | {mention.state.lower() for mention in sides.mentions}
        | {text[m.start : m.end].lower() for m in sides.mentions}
    )
    every = list(drafts(text, words, layout, actors=actors))
    found = _asks(words, layout, issuer, every)
    people = persons(text, layout, officials, actors - officials)
    cases = _cases(text, people)
    asks = composed(text, words, found, sides, cases, issuer=issuer)
    spans = [Span(one.start, one.end) for one in every if one.block.zone is not Zone.PREAMBLE]
    names = places_of([person.name for person in people], words)
    reasons = grounds(text, words, layout, spans, names)
    made = _with_sides(made, sides)
    return Agenda(
        title=_title(text, layout, made, issuer),
        issuer=issuer,
        source=source,
        source_digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        engagement=made,
        asks=asks,
        grounds=tuple(
            _ground(text, number, reason, issuer, _beside(reason, asks, layout))
            for number, reason in enumerate(reasons, start=1)
        ),
        cases=cases,
    )


def _asks(words: str, layout: list[Block], issuer: str, every: list[Draft]) -> list[Voiced]:
    prose = [block.end for block in layout if block.zone in (Zone.BODY, Zone.LETTER) and block.end - block.start > 60]
    lead = lead_end(words, prose)
    every_voiced = (voiced(found, words, issuer=issuer, lead=lead) for found in every)
    return once([ask for ask in every_voiced if ask is not None], words)


def _year(words: str, date: str) -> int | None:
    """The document's year: of its date, else the only year that its first lines name."""
    if date:
        return int(date[:4])
    years = set(re.findall(r"\b(?:19|20)\d\d\b", words[:300]))
    return int(years.pop()) if len(years) == 1 else None


def _with_sides(made: Engagement, sides: Scene) -> Engagement:
    """An engagement of which only one side is named takes the raiser's as the other."""
    if made.kind == "none" or sides.raiser in made.parties or not sides.raiser:
        return made
    note = f"{sides.raiser} is taken as a side of the engagement because its officials are asked."
    return replace(made, parties=(sides.raiser, *made.parties), unsure=(*made.unsure, note))


def _cases(text: str, people: list[Person]) -> tuple[Case, ...]:
    return tuple(
        Case(f"c{number}", (person.name,), Quote.cut(text, person.start, person.end), unsure=(_NO_CONSENT,))
        for number, person in enumerate(people, start=1)
    )


def _beside(reason: Reasoned, asks: tuple[Ask, ...], layout: list[Block]) -> tuple[str, ...]:
    """The asks of the paragraph that gives the reason; a recital stands for all, so it names none."""
    block = next(block for block in layout if block.start <= reason.start < block.end)
    if block.zone is Zone.PREAMBLE:
        return ()
    return tuple(ask.id for ask in asks if ask.quote and block.start <= ask.quote.start < block.end)


def _ground(text: str, number: int, reason: Reasoned, issuer: str, asks: tuple[str, ...]) -> Ground:
    unsure: tuple[str, ...] = ()
    if reason.others:
        kinds = ", ".join(kind.value for kind in reason.others)
        unsure = (f"The kind may also be {kinds}.",)
    return Ground(f"g{number}", reason.kind, Quote.cut(text, reason.start, reason.end), issuer, asks, unsure)


def _title(text: str, layout: list[Block], made: Engagement, issuer: str) -> str:
    headings = [block for block in layout[:5] if block.zone is Zone.HEADING and block.end - block.start > 20]
    heading = max(headings, key=lambda block: block.end - block.start, default=None)
    if heading:
        return " ".join(text[heading.start : heading.end].split())
    if made.kind != "none":
        parties = " and ".join(made.parties[:3])
        return f"{made.kind.capitalize()}: {', '.join(made.officials[:2])} ({parties})".replace(":  (", ": (")
    return f"Asks of {issuer}" if issuer else "Asks"
