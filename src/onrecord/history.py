"""READ THIS SECOND: findings of many documents → observations → series, clocks, promises → the standing of each ask.

Whatever needs more than one document is a fold, and each is a pure function of what it is given: the same entries in
any order of arrival give the same standing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.ledger.clock_events import clock_events
from onrecord.ledger.clocks import clocks
from onrecord.ledger.comparable import Gap
from onrecord.ledger.courses import course
from onrecord.ledger.disclosures import disclosures
from onrecord.ledger.drift import drift
from onrecord.ledger.omissions import omissions
from onrecord.ledger.promises import promises
from onrecord.ledger.series import series_of
from onrecord.matching.lexicon import PLACE
from onrecord.matching.page import scan
from onrecord.matching.sides import home_of, side_of
from onrecord.matching.touching import touches
from onrecord.matching.watch import Watch
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.engagements import EngagementRecord
from onrecord.model.finding import Finding, Judgement, Verdict
from onrecord.model.occasion import Genre, Held, Occasion, Series, SeriesEdit
from onrecord.model.profile import Profile
from onrecord.model.record import Document, Side
from onrecord.model.standing import Attached, Claim, Duty, Observation, Standing
from onrecord.reading.due_dates import due_in
from onrecord.reading.speakers import publisher_country
from onrecord.text.terms import TermMatcher


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A document in hand as the store lists it."""

    document: Document
    """Without its text."""
    length: int
    known_at: str
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding as the ledger holds it."""

    finding: Finding
    entry: str
    """Digest of its entry; empty for one that is not recorded."""
    judgement: Judgement | None = None
    side: Side | None = None
    """Whose record its document is for the ask, where that was told when it was found."""
    speaker: str = ""
    """Who says the deciding words, as the document prints it."""


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that the standing of an agenda is told from."""

    catalogue: Sequence[Catalogued]
    """Every document in hand, in any order."""
    found: Mapping[str, Sequence[Recorded]]
    """By ask id."""
    claims: Mapping[str, Sequence[Claim]]
    """By document id: what a text claims to have raised at another time."""
    engagements: Sequence[EngagementRecord] = ()
    duties: Sequence[Duty] = ()
    attached: Sequence[Attached] = ()
    edits: Sequence[SeriesEdit] = ()
    gaps: Sequence[Gap] = ()
    texts: Callable[[Sequence[str]], Iterable[Document]] = lambda _ids: ()
    """Documents by their ids, whole. An absence is not claimed where words of the ask stand that nobody could read as
    raising it; so the documents of a series are looked at again."""


def standings(agenda: Agenda, past: Past, *, today: date) -> tuple[Standing, ...]:
    """How each ask of the agenda stands on a day, in the agenda's order."""
    return tuple(_Folding(agenda, past, today).standings())


class _Folding:
    """One agenda's folds; what asks of the same two sides share is made once."""

    def __init__(self, agenda: Agenda, past: Past, today: date) -> None:
        self._agenda, self._past, self._today = agenda, past, today
        self._events = clock_events(agenda.grounds, said=agenda.engagement.start)
        self._views: dict[tuple[str, str], View] = {}
        self._rows = [self._row(ask) for ask in agenda.asks]
        self._touched = _touched(self._rows, past)

    def standings(self) -> Iterator[Standing]:
        for row in self._rows:
            yield self._standing(row)

    def _row(self, ask: Ask) -> _Row:
        pair = (ask.raiser, ask.target)
        watch = Watch.of(ask, 0)
        if pair not in self._views:
            self._views[pair] = View.of(watch.profile, self._past)
        view = self._views[pair]
        seen = view.observed(self._past.found.get(ask.id, ()))
        spoken = {one.document.id for one in seen if one.finding.level > 0}
        series = tuple(one for one in view.series if any(held.id in spoken for held in one.documents))
        return _Row(ask, watch, view, seen, series)

    def _standing(self, row: _Row) -> Standing:
        ask, seen, held = row.ask, row.seen, row.view.held
        touched = self._touched.get(ask.id)
        courses = tuple(course(ask, one, seen, gaps=self._past.gaps, touched=touched) for one in row.series)
        told = disclosures(ask, seen, self._past.claims, engagements=self._past.engagements, held=tuple(held.values()))
        bound = promises(seen, due_in=due_in, attached=self._past.attached, documents=held)
        return Standing(
            ask=ask,
            observations=seen,
            courses=courses,
            omissions=omissions(courses),
            clocks=clocks(
                ask,
                seen,
                today=self._today,
                events=self._events,
                dues=self._past.duties,
                promises=bound,
                disclosures=told,
            ),
            promises=bound,
            disclosures=told,
            wordings=drift(seen),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One ask, with what its folds are given."""

    ask: Ask
    watch: Watch
    view: View
    seen: tuple[Observation, ...]
    series: tuple[Series, ...]
    """Those in which it was found at all."""


@dataclass(frozen=True, slots=True)
class View:
    """The record as two sides see it: whose each document is depends on who asks and who is asked."""

    held: Mapping[str, Held]
    """By id."""
    series: tuple[Series, ...]
    """The raiser's own and the joint ones with the target."""

    @classmethod
    def of(cls, profile: Profile, past: Past) -> View:
        sides: dict[tuple[str, Side | None, bool], Side] = {}

        def side(one: Catalogued) -> Side:
            document, joint = one.document, one.occasion.genre is Genre.JOINT_STATEMENT
            key = (document.publisher, document.side, joint)
            if key not in sides:
                home = home_of(document, profile, publisher_country(document.publisher))
                sides[key] = side_of(document, profile, home, joint=joint)
            return sides[key]

        held = {one.document.id: _held(one, side(one)) for one in past.catalogue}
        parties = {place.removeprefix(PLACE).upper() for place in profile.raiser | profile.target}
        between = [one for one in held.values() if one.side in SPEAKS and len(parties & {*one.occasion.parties}) > 1]
        return cls(held, series_of(between, past.edits))

    def observed(self, found: Iterable[Recorded]) -> tuple[Observation, ...]:
        """The findings with their documents, by date; a finding in a document that is no longer in hand is left out."""
        made = [
            _observation(one, self.held[one.finding.document_id])
            for one in found
            if one.finding.document_id in self.held
        ]
        return tuple(sorted(made, key=lambda one: (one.document.date, one.document.id)))


SPEAKS = frozenset({Side.OURS, Side.JOINT})
"""Sides whose documents raise an ask."""


def _held(one: Catalogued, side: Side) -> Held:
    document = one.document
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language,
        side, one.length, document.complete, one.known_at, one.occasion,
    )  # fmt: skip


def _observation(one: Recorded, held: Held) -> Observation:
    """The finding, at the level that a person corrected it to."""
    finding, judged = one.finding, one.judgement
    if judged is not None and judged.verdict is Verdict.CORRECTED and judged.level is not None:
        finding = replace(finding, level=judged.level)
    document = held if one.side in {None, held.side} else replace(held, side=one.side)
    return Observation(finding, document, judged, one.entry, one.speaker)


def _touched(rows: Sequence[_Row], past: Past) -> dict[str, set[str]]:
    """By ask id: the documents of its series that hold words of it."""
    wanted = {held.id: held for row in rows for one in row.series for held in one.documents}
    matcher = TermMatcher(term for row in rows if row.series for term in row.watch.terms)
    touched: dict[str, set[str]] = {row.ask.id: set() for row in rows if row.series}
    for document in past.texts(list(wanted)) if wanted else ():
        keys = scan(document, matcher).keys
        parties = wanted[document.id].occasion.parties
        for row in rows:
            if row.series and touches(row.ask, row.watch, document.text, keys, parties):
                touched[row.ask.id].add(document.id)
    return touched
