"""A document begins with what it is about, what was in hand to make it from, and what was not."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.agenda import Engagement
from onrecord.reports.documents.blocks import Prose, Row, Table, Text
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.phrases import frame, said
from onrecord.reports.question import said as shortened
from onrecord.reports.withholding import readable


def notices(dossier: Dossier) -> tuple[str, ...]:
    """The gate's lines, which stand at the head of every document."""
    return dossier.notices


def engagement(dossier: Dossier) -> Iterator[Text]:
    """What the agenda is for, and whose asks it holds."""
    agenda = dossier.agenda
    held = agenda.engagement
    evidence = {"agenda": (dossier.statement(held.quote),)}
    if held.kind == "none":
        yield said("engagement-none", evidence)
    else:
        yield said("engagement", evidence, what=held.kind, words=engagement_words(held))
    if held.quote and held.quote.exact.strip():
        yield said("engagement-quote", evidence, quote=shortened(held.quote))
    whole = {"agenda": (dossier.statement(None),)}
    issuer, title = readable(agenda.issuer) or "an issuer that is not known", readable(agenda.title)
    yield said("issued", whole, issuer=issuer, title=title)
    others = sum(not ask.own for ask in agenda.asks)
    if others:
        yield said("reported-asks", whole, count=str(others), all=str(len(agenda.asks)))


def engagement_words(held: Engagement) -> str:
    """`Helene Marrow; Valdoria and Kharzan; 2026-06-09 to 2026-06-11`."""
    days = held.start if held.start == held.end or not held.end else f"{held.start} to {held.end}"
    parts = (", ".join(held.officials), " and ".join(held.parties), days.removeprefix(" to "))
    return readable("; ".join(filter(None, parts))) or "no party and no day is named"


def coverage(dossier: Dossier) -> Table:
    """The publishers of what is in hand, with their numbers and days."""
    head = tuple(map(frame, ("head-publisher", "head-documents", "head-days")))
    searched = dossier.searched()
    rows = tuple(
        Row(
            (readable(publisher) or "publisher not known", f"{number:,}", f"{first} to {last}" if first else "no date"),
            (searched,),
        )
        for publisher, number, first, last in dossier.report.coverage.by_publisher
    )
    return Table(frame("heading-record"), head, rows or (Row(("nothing is in hand", "0", ""), (searched,)),))


def missing(dossier: Dossier) -> Iterator[Prose]:
    """The expected records that are not in hand, each named; or that all are."""
    searched = {"searched": (dossier.since_start,)}
    expected = dossier.report.coverage.expected
    lacking = [one for one in expected if not one.in_hand]
    for one in lacking:
        yield Prose((said("not-captured", searched, description=readable(one.description)),))
    if not lacking:
        yield Prose((said("all-captured" if expected else "none-expected", searched),))
