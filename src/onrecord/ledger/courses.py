"""What a document says of an ask is news only beside what the comparable ones before it said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from onrecord.ledger.comparable import STANCE, TOUCHED, Gap, compared_with, guards, within_reach
from onrecord.model.agenda import Ask
from onrecord.model.finding import Finding, Force, Scope, Verdict
from onrecord.model.occasion import Held, Series
from onrecord.model.record import Quote
from onrecord.model.standing import Cited, Course, Move, Observation, Step
from onrecord.text.folding import fold
from onrecord.text.own_words import regions_in, says

_WORDS = re.compile(r"\w+")
_FORCES = (None, Force.SOFT, Force.PLAIN, Force.HARD)
_JUDGED = frozenset({Verdict.CONFIRMED, Verdict.CORRECTED})


@dataclass(frozen=True, slots=True)
class Said:
    """What one document says of an ask, by all its findings."""

    document: Held
    level: int
    force: int
    """0 where there is none, 1 soft to 3 hard."""
    quotes: tuple[Quote, ...]
    proposal: bool
    own: bool
    """True if it speaks of what is asked itself: what makes a custom."""
    theme: bool
    """True if only the parent topic stands in it."""

    @property
    def quote(self) -> Quote | None:
        return self.quotes[0] if self.quotes else None

    @property
    def words(self) -> frozenset[tuple[str, ...]]:
        """Its quotes as words, so that white space, case and kinds of quotation mark do not tell."""
        return frozenset(tuple(_WORDS.findall(fold(quote.exact).text)) for quote in self.quotes)


def course(
    ask: Ask,
    series: Series,
    observations: Iterable[Observation],
    *,
    gaps: Iterable[Gap] = (),
    touched: Container[str] | None = None,
    of_region: bool = False,
) -> Course:
    """The ask through the series, one step for each document, in the series' order whatever came when.

    A document without an observation says nothing on the ask. A rejected finding does not count; of several findings
    on one document those that a person judged count, else the highest. A finding that abstains, or that nobody could
    decide, counts as a proposal.

    `gaps` are stretches of a publisher's record that are not in hand. `touched` holds the ids of the documents that
    hold words of the ask at all: absence from one of them is not claimed, and a finding in a document that names
    nothing of the ask makes no custom. None where that is not known. With `of_region` the ask is about a region's
    general situation: then words on the region make a custom too.
    """
    inside = {document.id for document in series.documents}
    said = _said(ask, (one for one in observations if one.document.id in inside), touched, of_region=of_region)
    known_gaps = tuple(gaps)
    steps: list[Step] = []
    spoken: list[Said] = []
    for place, document in enumerate(series.documents):
        here = said.get(document.id)
        if here is not None and here.level:
            steps.append(_present(here, spoken, steps))
            spoken.append(here)
        else:
            steps.append(_absent(document, spoken, series.documents[:place], known_gaps, touched))
    return Course(ask.id, series, tuple(steps))


def _said(
    ask: Ask, observations: Iterable[Observation], touched: Container[str] | None, *, of_region: bool
) -> dict[str, Said]:
    by_document: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        if observation.finding.ask_id == ask.id and not observation.is_rejected:
            by_document[observation.document.id].append(observation)
    return {
        ident: _together(ask, found, named=touched is None or ident in touched, of_region=of_region)
        for ident, found in by_document.items()
    }


def _together(ask: Ask, found: Sequence[Observation], *, named: bool, of_region: bool) -> Said:
    judged = [one for one in found if one.judgement is not None and one.judgement.verdict in _JUDGED]
    best = max(judged or found, key=lambda one: (one.finding.level, _force(one), one.entry))
    finding = best.finding
    theme = finding.scope is Scope.PARENT
    said = not theme and (bool(judged) or (named and _says_it(ask, finding)))
    own = _makes_a_custom(best) and (said or (of_region and _names_its_region(ask, finding)))
    return Said(best.document, int(finding.level), _force(best), finding.evidence, not judged, own, theme)


def _makes_a_custom(observation: Observation) -> bool:
    """A stance that the engine is sure enough of, in a text that is not about nothing else."""
    about_it_alone = bool(observation.document.occasion.subject)
    return observation.finding.level >= STANCE and not about_it_alone and not observation.finding.abstain


def _names_its_region(ask: Ask, finding: Finding) -> bool:
    """True if the words name the region that the ask names."""
    wanted = regions_in(ask.object or ask.text)
    return any(wanted & regions_in(quote.exact) for quote in finding.evidence[:1])


def _says_it(ask: Ask, finding: Finding) -> bool:
    return any(says(ask, quote.exact) for quote in finding.evidence[:1])


def _force(observation: Observation) -> int:
    return _FORCES.index(observation.finding.force)


def _present(here: Said, spoken: Sequence[Said], steps: Sequence[Step]) -> Step:
    if not spoken:
        return Step(here.document, Move.FIRST, here.level, here.quote, None, (), here.proposal, here.own, here.theme)
    last = spoken[-1]
    before = Cited(last.document, last.quote)
    return Step(
        here.document, _move(here, last, steps), here.level, here.quote, before, (), here.proposal, here.own, here.theme
    )


def _move(here: Said, last: Said, steps: Sequence[Step]) -> Move:
    if _was_left_out(steps):
        return Move.RESTORED
    strength, was = (here.level, here.force), (last.level, last.force)
    if strength != was:
        return Move.STRONGER if strength > was else Move.WEAKER
    return Move.REPEATED if here.words & last.words else Move.REWORDED


def _was_left_out(steps: Sequence[Step]) -> bool:
    """True if a comparable document since the last one with the ask was without it."""
    for step in reversed(steps):
        if step.level:
            return False
        if step.before is not None and not step.guards:
            return True
    return False


def _absent(
    document: Held,
    spoken: Sequence[Said],
    earlier: Sequence[Held],
    gaps: Sequence[Gap],
    touched: Container[str] | None,
) -> Step:
    holders = [one.document for one in spoken if one.own and within_reach(one.document, document)]
    own = [holder for holder in holders if holder.publisher == document.publisher] or holders
    if not own:
        return Step(document, Move.ABSENT, 0, None, None)
    why = guards(document, own, gaps)
    if touched is not None and document.id in touched:
        why = (*why, TOUCHED)
    last = next(one for one in reversed(spoken) if one.document is own[-1])
    like = () if why else compared_with(document, earlier, own)
    dropped = bool(like) and like[0] is own[-1]
    move = Move.DROPPED if dropped else Move.ABSENT
    return Step(document, move, 0, None, Cited(last.document, last.quote), why)
