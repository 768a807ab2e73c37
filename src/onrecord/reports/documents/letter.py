"""A joint letter puts the asks with their grounds; whoever signs can look up every sentence first."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.standing import Cited, Standing
from onrecord.reports.documents.blocks import Block, Heading, Items, Kind, Paper, Prose, Said
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.letter_details import LetterDetails
from onrecord.reports.documents.opening import engagement_words, notices
from onrecord.reports.documents.parts import asked_plainly, grounds, heading_of
from onrecord.reports.documents.phrases import frame, said
from onrecord.reports.documents.record_parts import best_words, omission
from onrecord.reports.question import said as shortened
from onrecord.reports.question_subject import date_of, is_settled, publisher_of, quote_of
from onrecord.reports.withholding import readable


def letter(dossier: Dossier, details: LetterDetails, *, made: str) -> Paper:
    """The letter; its asks are numbered anew, for those that cannot be shown leave no room in it.

    Those who sign answer for it: of the record it cites only what a person has judged.
    """
    blocks: list[Block] = [*_head(dossier, details)]
    for number, (_, standing) in enumerate(dossier.numbered(), 1):
        blocks += _ask(dossier, number, standing)
    blocks += _end(details)
    title = readable(dossier.agenda.title) or "Letter"
    return Paper(Kind.LETTER, title, tuple(blocks), notices(dossier), made, dossier.report.engine)


def _head(dossier: Dossier, details: LetterDetails) -> Iterator[Block]:
    yield Prose((frame("letter-from", name=details.sender),))
    yield Prose((frame("letter-to", name=details.to),))
    yield Prose((frame("letter-date", date=dossier.report.today),))
    if details.deadline:
        yield Prose((frame("letter-deadline", date=details.deadline),), draft=True)
    yield Prose((frame("letter-greeting", name=details.to),))
    held = dossier.agenda.engagement
    evidence = {"agenda": (dossier.statement(held.quote),)}
    if held.kind != "none":
        yield Prose((said("letter-visit", evidence, what=held.kind, words=engagement_words(held)),))
    yield Prose((frame("letter-asks"),))


def _ask(dossier: Dossier, number: int, standing: Standing) -> Iterator[Block]:
    ask = standing.ask
    yield Heading(1, Said(heading_of(ask), (dossier.ask(ask),)), str(number))
    yield Prose((asked_plainly(dossier, ask),))
    members = [*(grounds(dossier, ask) if dossier.grounds(ask) else ()), *_record(dossier, standing)]
    if members:
        yield Items(tuple(members))


def _record(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    """The addressee's own words, and the latest record that leaves them out, as far as a person has judged them."""
    best = [one for one in best_words(dossier, standing) if is_settled(one)]
    if best:
        cited = Cited(best[0].document, best[0].finding.evidence[0])
        slots = {"date": date_of(cited.document), "publisher": publisher_of(cited.document)}
        evidence = {"words": (dossier.cite(cited),)}
        yield Prose((said("letter-words", evidence, **slots, quote=shortened(quote_of(cited))),))
    judged = {one.document.id for one in standing.observations if is_settled(one)}
    sure = [one for one in standing.omissions if judged.issuperset(cited.document.id for cited in one.present)]
    latest = max(sure, key=lambda one: (one.document.date, one.document.id), default=None)
    if latest is not None:
        yield Prose((next(omission(dossier, latest, "letter-omitted")),))


def unjudged(dossier: Dossier) -> int:
    """How many asks have words on record that no person has judged yet, so that the letter does not cite them."""
    own = (best_words(dossier, standing) for _, standing in dossier.numbered())
    return sum(bool(best) and not any(map(is_settled, best)) for best in own)


def _end(details: LetterDetails) -> Iterator[Block]:
    yield Prose((frame("letter-close"),))
    yield Heading(1, frame("heading-signed"))
    yield Items((Prose((frame("letter-name", name=details.sender),)),))
    if details.cosigners:
        yield Heading(1, frame("heading-cosigners"))
        yield Items(tuple(Prose((frame("letter-name", name=name),)) for name in details.cosigners))
