"""What an office says of one matter changes word by word, and that it says the same words again is news too.

For each ask and side, in the order of date: every wording, how often it was used, and how it differs from a version of
it that an earlier day saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.finding import Finding, Verdict
from onrecord.model.occasion import Series
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited, Observation
from onrecord.model.wording import Rewording, Shifted, Wording
from onrecord.text.differences import Difference, Edit, difference
from onrecord.text.formulas import days_of, families, surely_before, without_number, wording_key
from onrecord.text.reuse import closeness
from onrecord.text.wording_shifts import shifts

NEARLY = 0.15
"""Versions whose closeness differs by no more are about as close: the latest of them is the one to compare with."""

_JUDGED = frozenset({Verdict.CONFIRMED, Verdict.CORRECTED})


@dataclass(frozen=True, slots=True)
class _Use:
    """One quote of one finding, with the family that it belongs to."""

    cited: Cited
    quote: Quote
    family: int
    judged: bool

    @property
    def date(self) -> str:
        return self.cited.document.date


def drift(observations: Iterable[Observation], *, series: Sequence[Series] = ()) -> tuple[Wording, ...]:
    """The wordings of each ask on each side, by ask, side, series and date of first use.

    Without series all documents of a side stand together, and a wording is held against the version of an earlier day
    that is closest to it, the latest of those about as close (`NEARLY`). In a series it is held against its last
    version of an earlier day, and where there is none against the last words of an earlier day, whatever they are
    (`alike` is False, and no edits are told). Documents of one day, or of dates that may be one, are not held against
    each other: which came first is not known.

    Rejected findings do not count, nor those without a level or a quote, nor those on which the engine abstains unless
    a person confirmed or corrected them. The best quote of a finding counts, and of the others those that are versions
    of another document's words.
    """
    groups: dict[tuple[str, Side], list[Observation]] = {}
    for observation in sorted(observations, key=_by_date):
        if _counts(observation):
            groups.setdefault((observation.finding.ask_id, observation.document.side), []).append(observation)
    found: list[Wording] = []
    for (ask_id, side), held in sorted(groups.items(), key=lambda group: (group[0][0], group[0][1].value)):
        uses = _uses(held)
        if not series:
            found += _wordings(uses, ask_id, side, "")
        for own in sorted(series, key=lambda one: one.key):
            inside = {document.id for document in own.documents}
            found += _wordings([use for use in uses if use.cited.document.id in inside], ask_id, side, own.key)
    return tuple(found)


def cited_by(observations: Iterable[Observation]) -> tuple[Cited, ...]:
    """The quotes that drift is told from, for `text.formulas.formulas`."""
    return tuple(use.cited for use in _uses(sorted(filter(_counts, observations), key=_by_date)))


def _by_date(observation: Observation) -> tuple[bool, str, str, str]:
    document = observation.document
    return not document.date, document.date, document.id, observation.finding.ask_id


def _counts(observation: Observation) -> bool:
    finding = observation.finding
    if observation.is_rejected or not finding.evidence or finding.level == 0:
        return False
    return not finding.abstain or _is_judged(observation)


def _is_judged(observation: Observation) -> bool:
    """True if a person found that the document says it."""
    return observation.judgement is not None and observation.judgement.verdict in _JUDGED


def _uses(held: Sequence[Observation]) -> list[_Use]:
    """The quotes that count, in the order of their documents, each with the number of its family."""
    quotes = [(one, quote) for one in held for quote in _once(one.finding)]
    kin = families([quote.exact for _, quote in quotes])
    kept: list[tuple[int, _Use]] = []
    for number, members in enumerate(kin, 1):
        shared = len({quotes[at][0].document.id for at in members}) > 1
        for at in members:
            one, quote = quotes[at]
            if shared or quote.end == one.finding.evidence[0].end:
                kept.append((at, _Use(Cited(one.document, quote), quote, number, _is_judged(one))))
    return [use for _, use in sorted(kept, key=lambda pair: pair[0])]


def _once(finding: Finding) -> tuple[Quote, ...]:
    """The quotes of the evidence without those that lie inside another."""
    return tuple(
        without_number(quote)
        for at, quote in enumerate(finding.evidence)
        if not any(
            other.start <= quote.start and quote.end <= other.end and (other.span != quote.span or before < at)
            for before, other in enumerate(finding.evidence)
            if before != at
        )
    )


def _wordings(uses: Sequence[_Use], ask_id: str, side: Side, series: str) -> Iterator[Wording]:
    groups: dict[tuple[str, ...], list[_Use]] = {}
    kin: dict[int, list[_Use]] = {}
    for use in uses:
        groups.setdefault(wording_key(use.quote.exact), []).append(use)
        kin.setdefault(use.family, []).append(use)
    numbers: dict[int, int] = {}
    for same in groups.values():
        first = same[0]
        family = numbers.setdefault(first.family, len(numbers) + 1)
        before = _before(first, kin[first.family], uses if series else ())
        alike = before is not None and before.family == first.family
        found = difference(before.quote.exact, first.quote.exact) if before and alike else None
        yield Wording(
            ask_id, side, series, family, tuple(use.cited for use in same), days_of(use.date for use in same),
            before.cited if before else None, alike, *_changed(before, found, first),
            proposal=not all(use.judged for use in same),
        )  # fmt: skip


def _before(first: _Use, family: Sequence[_Use], uses: Sequence[_Use]) -> _Use | None:
    """The use that a wording is held against, from a day that surely lies before; see `drift`.

    `uses` are all of the series; none where documents stand together without one.
    """
    versions = [use for use in family if surely_before(use.date, first.date)]
    if uses:
        earlier = versions or [use for use in uses if surely_before(use.date, first.date)]
        return next(reversed(earlier), None)
    near = [(closeness(use.quote.exact, first.quote.exact), use) for use in versions]
    nearest = max((found for found, _ in near), default=0.0)
    return next((use for found, use in reversed(near) if found >= nearest - NEARLY), None)


def _changed(
    before: _Use | None, found: Difference | None, first: _Use
) -> tuple[tuple[Rewording, ...], tuple[Shifted, ...]]:
    if before is None or found is None:
        return (), ()
    edits = tuple(_rewording(edit, before.quote.start, first.quote.start) for edit in found.edits)
    return edits, shifts(found, before.quote, first.quote)


def _rewording(edit: Edit, old: int, new: int) -> Rewording:
    return Rewording(
        Quote(old + edit.old.start, old + edit.old.end, edit.before),
        Quote(new + edit.new.start, new + edit.new.end, edit.after),
        edit.kind.label,
        tuple(sorted(mark.value for mark in edit.marks)),
    )
