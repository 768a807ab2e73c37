"""After a visit the record in hand is told ask by ask; where it holds nothing, it is told how much was searched."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.standing import Cited, Observation, Standing
from onrecord.reports.documents.blocks import Block, Heading, Items, Kind, Paper, Prose, Said, Text
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.opening import missing, notices
from onrecord.reports.documents.parts import heading_of
from onrecord.reports.documents.phrases import frame, said
from onrecord.reports.documents.record_parts import answer, answered, of_words, omission, reading
from onrecord.reports.question_forms import in_a_sentence
from onrecord.reports.question_subject import Subject, found
from onrecord.reports.withholding import readable

WORDS_SHOWN = 2


def statement(dossier: Dossier, *, made: str) -> Paper:
    """The press statement on an engagement that is over, from the documents dated on its first day or later.

    Asks that cannot be shown leave no trace in it. Where the agenda names no first day every document in hand counts,
    so `onrecord statement` refuses such an agenda.
    """
    blocks: list[Block] = [*_head(dossier)]
    for number, (_, standing) in enumerate(dossier.numbered(), 1):
        blocks.append(Heading(1, Said(heading_of(standing.ask), (dossier.ask(standing.ask),)), str(number)))
        blocks.append(Items(tuple(_ask(dossier, standing))))
    blocks += [Heading(1, frame("heading-missing")), Items(tuple(missing(dossier)))]
    title = readable(dossier.agenda.title) or "Press statement"
    return Paper(Kind.STATEMENT, title, tuple(blocks), notices(dossier), made, dossier.report.engine)


def _head(dossier: Dossier) -> Iterator[Block]:
    agenda = dossier.agenda
    yield Prose((frame("statement-contact", name=readable(agenda.issuer) or "—", date=dossier.report.today),))
    searched = dossier.since_start
    lead: list[Text] = []
    if agenda.engagement.start:
        slots = {"start": agenda.engagement.start, "what": agenda.engagement.kind, "searched": searched.words}
        lead.append(said("statement-lead", {"searched": (searched,)}, **slots))
    yield Prose((*lead, frame("proposal"), frame("absence"), frame("no-cause")))


def _ask(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    since = dossier.agenda.engagement.start
    own = _furthest([one for one in found(Subject(standing, dossier.report)) if one.document.date >= since])
    for one in own[:WORDS_SHOWN]:
        cited = Cited(one.document, one.finding.evidence[0])
        yield Prose((of_words(dossier, "statement-found", cited, one.speaker), reading(dossier, one)))
    searched = {"searched": (dossier.since_start,)}
    words = dossier.since_start.words
    if not own:
        yield Prose((said("statement-none", searched, searched=words),))
    for lack in [one for one in standing.omissions if one.document.date >= since][-1:]:
        yield Prose(tuple(omission(dossier, lack)))
    given = answered(one for one in standing.observations if one.document.date >= since)
    if given:
        yield Prose(tuple(answer(dossier, given[0], "statement-answer")))
    else:
        target = in_a_sentence(readable(standing.ask.target))
        yield Prose((said("statement-no-answer", searched, target=target, searched=words),))


def _furthest(own: list[Observation]) -> list[Observation]:
    """Those with words, the highest level first and of equals the earliest, each wording once."""
    seen: dict[str, Observation] = {}
    for one in sorted(own, key=lambda one: (-int(one.finding.level), one.document.date, one.document.id)):
        if one.finding.evidence:
            seen.setdefault(one.finding.evidence[0].exact, one)
    return list(seen.values())
