"""READ THIS SECOND: findings of many documents → observations → series, clocks, promises → the standing of each ask.

Whatever needs more than one document is a fold, and each is a pure function of what it is given: the same entries in
any order of arrival give the same standing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.ledger.clock_events import clock_events
from onrecord.ledger.clocks import clocks
from onrecord.ledger.comparable import Gap
from onrecord.ledger.courses import course
from onrecord.ledger.disclosures import disclosures
from onrecord.ledger.drift import drift
from onrecord.ledger.omissions import omissions
from onrecord.ledger.own_answers import own_answers
from onrecord.ledger.promises import promises
from onrecord.ledger.raisings import in_order
from onrecord.ledger.views import Catalogued, Hand, View, is_joint
from onrecord.matching.lexicon import PLACE
from onrecord.matching.page import scan
from onrecord.matching.sides import home_of, side_of
from onrecord.matching.touching import about_its_region, touches
from onrecord.matching.watch import Watch
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.engagements import EngagementRecord
from onrecord.model.finding import Finding, Judgement, Verdict
from onrecord.model.occasion import Held, Series, SeriesEdit
from onrecord.model.profile import Profile
from onrecord.model.record import Document, Side
from onrecord.model.standing import Attached, Claim, Duty, Observation, Standing
from onrecord.model.wording import Wording
from onrecord.pipeline import with_case_names
from onrecord.reading.due_dates import due_in
from onrecord.reading.speakers import publisher_country
from onrecord.text.terms import TermMatcher


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


def _drifts(asked: Sequence[tuple[Ask, Sequence[Observation]]]) -> list[tuple[Wording, ...]]:
    return [drift(seen) for _, seen in asked]


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
    touched: Callable[[Sequence[Sought]], Sequence[Collection[str]]] = lambda sought: [()] * len(sought)
    """For each ask the ids of the documents that hold words of it, among those sought. An absence is not claimed where
    words of the ask stand that nobody could read as raising it; so the documents of a series are looked at again."""
    wordings: Callable[[Sequence[tuple[Ask, Sequence[Observation]]]], Sequence[tuple[Wording, ...]]] = _drifts
    """How the words of each ask changed; what remembers what `drift` said of the same observations may stand here."""


@dataclass(frozen=True, slots=True)
class Sought:
    """An ask with the documents in which words of it are sought."""

    watch: Watch
    ask: Ask
    documents: tuple[Held, ...]


def touched_in(sought: Sequence[Sought], documents: Iterable[Document]) -> list[set[str]]:
    """For each ask the ids of those of its documents that hold words of it; `documents` have texts, in any order."""
    matcher = TermMatcher(term for one in sought for term in one.watch.terms)
    wanted = [{held.id: held.occasion.parties for held in one.documents} for one in sought]
    found: list[set[str]] = [set() for _ in sought]
    for document in documents:
        keys = scan(document, matcher).keys
        for one, parties, touched in zip(sought, wanted, found, strict=True):
            if document.id in parties and touches(one.ask, one.watch, document.text, keys, parties[document.id]):
                touched.add(document.id)
    return found


def standings(agenda: Agenda, past: Past, *, today: date) -> tuple[Standing, ...]:
    """How each ask of the agenda stands on a day, in the agenda's order."""
    return tuple(_Folding(agenda, past, today).standings())


class _Folding:
    """One agenda's folds; what asks of the same two sides share is made once."""

    def __init__(self, agenda: Agenda, past: Past, today: date) -> None:
        self._agenda, self._past, self._today = agenda, past, today
        self._events = clock_events(agenda.grounds, said=agenda.engagement.start)
        self._hand = Hand(past.catalogue)
        self._views: dict[tuple[str, str], View] = {}
        self._rows = [self._row(ask, number) for number, ask in enumerate(agenda.asks)]
        sought = [row.sought for row in self._rows if row.series]
        told = past.wordings([(row.ask, row.seen) for row in self._rows])
        self._wordings = {row.ask.id: wordings for row, wordings in zip(self._rows, told, strict=True)}
        self._touched = {one.ask.id: ids for one, ids in zip(sought, past.touched(sought), strict=True)}

    def standings(self) -> Iterator[Standing]:
        for row in self._rows:
            yield self._standing(row)

    def _row(self, ask: Ask, number: int) -> _Row:
        pair = (ask.raiser, ask.target)
        named = with_case_names(ask, self._agenda)
        watch = Watch.of(named, number)
        if pair not in self._views:
            self._views[pair] = view_of(watch.profile, self._hand, self._past.edits)
        view = self._views[pair]
        seen = _observed(view, self._past.found.get(ask.id, ()))
        spoken = {one.document.id for one in seen if one.finding.level > 0 and not one.is_rejected}
        series = tuple(one for one in view.series if any(held.id in spoken for held in one.documents))
        return _Row(ask, named, watch, view, seen, series)

    def _standing(self, row: _Row) -> Standing:
        ask, seen, past = row.ask, row.seen, self._past
        touched = self._touched.get(ask.id)
        of_region = about_its_region(row.watch)
        courses = tuple(
            course(ask, one, seen, gaps=past.gaps, touched=touched, of_region=of_region) for one in row.series
        )
        told = disclosures(ask, seen, past.claims, engagements=past.engagements, records=row.view.records)
        answered = own_answers(ask, seen, of_person=bool(row.watch.persons))
        bound = promises(answered, due_in=due_in, attached=past.attached, documents=row.view)
        return Standing(
            ask=ask,
            observations=seen,
            courses=courses,
            omissions=omissions(courses),
            clocks=clocks(
                ask,
                answered,
                today=self._today,
                events=self._events,
                dues=self._past.duties,
                promises=bound,
                disclosures=told,
            ),
            promises=bound,
            disclosures=told,
            wordings=self._wordings[row.ask.id],
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One ask, with what its folds are given."""

    ask: Ask
    named: Ask
    """It under every name of its cases, as the engine looks for it."""
    watch: Watch
    view: View
    seen: tuple[Observation, ...]
    series: tuple[Series, ...]
    """Those in which it was found at all."""

    @property
    def sought(self) -> Sought:
        held = {document.id: document for one in self.series for document in one.documents}
        return Sought(self.watch, self.named, tuple(held.values()))


def view_of(profile: Profile, hand: Hand, edits: Sequence[SeriesEdit] = ()) -> View:
    """The record as the raiser and the target of an ask see it."""

    def side(one: Catalogued) -> Side:
        home = home_of(one.document, profile, publisher_country(one.document.publisher))
        return side_of(one.document, profile, home, joint=is_joint(one))

    parties = frozenset(place.removeprefix(PLACE).upper() for place in profile.raiser | profile.target)
    return View(hand, side, parties, edits)


def _observed(view: View, found: Iterable[Recorded]) -> tuple[Observation, ...]:
    """The findings with their documents, by date; a finding in a document that is no longer in hand is left out."""
    return tuple(in_order(_observation(one, held) for one in found if (held := view.get(one.finding.document_id))))


def _observation(one: Recorded, held: Held) -> Observation:
    """The finding, at the level that a person corrected it to."""
    finding, judged = one.finding, one.judgement
    if judged is not None and judged.verdict is Verdict.CORRECTED and judged.level is not None:
        finding = replace(finding, level=judged.level)
    document = held if one.side in {None, held.side} else replace(held, side=one.side)
    return Observation(finding, document, judged, one.entry, one.speaker)
