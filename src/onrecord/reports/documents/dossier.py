"""A dossier is all that a document may draw on: a standing whose names are cleared, and where its words lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.model.agenda import Agenda, Ask, Ground
from onrecord.model.record import Quote
from onrecord.model.standing import Cited, Standing
from onrecord.reports.audience import Audience, unreadable
from onrecord.reports.documents.blocks import Cite, Searched
from onrecord.reports.question import Citation
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_report import Dated, StandingReport
from onrecord.reports.withholding import Names

LISTED_ONE_BY_ONE = 40
"""Up to so many documents are listed each; of more, each publisher's number."""


@dataclass(frozen=True, slots=True)
class Kept:
    """By what a document's bytes and text can be told from others, in hexadecimal digits of SHA-256."""

    capture: str
    """Empty where the text never was in a store as bytes."""
    layer: str


@dataclass(frozen=True, slots=True)
class Binding:
    """Words of a statute that a ground names."""

    ground: str
    """Id of the ground."""
    cited: Citation
    binds: str
    """`shall`, `should`, `may`: verbatim."""
    section: str


@dataclass(frozen=True, slots=True)
class Materials:
    """What documents need of a store beside the standing."""

    kept: Mapping[str, Kept] = field(default_factory=dict)
    """By document id."""
    bindings: tuple[Binding, ...] = ()
    """For each ask's grounds, best first."""
    statement: str = ""
    """Id of the document whose text is the agenda's source; empty where it is not in the store."""
    statement_url: str = ""
    statement_date: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Made by `dossier`, which takes the protected names out."""

    report: StandingReport
    materials: Materials
    notices: tuple[str, ...]

    @property
    def agenda(self) -> Agenda:
        return self.report.agenda

    def numbered(self) -> Iterator[tuple[int, Standing]]:
        """The standings that may be shown, each under its number in the agenda."""
        for number, standing in enumerate(self.report.standings, 1):
            if standing.ask.text != SEALED_ASK:
                yield number, standing

    def cite(self, cited: Cited) -> Cite:
        """The note for words in hand."""
        return self.of(Citation.of(cited))

    def of(self, citation: Citation) -> Cite:
        """The note for a citation, with the digests of its document."""
        if self.is_statement(citation):
            return self.statement(citation.quote)
        kept = self.materials.kept.get(citation.document, Kept("", ""))
        return Cite(citation, kept.capture, kept.layer)

    def is_statement(self, citation: Citation) -> bool:
        """True for words of the text that the agenda was drafted from."""
        return citation.document in (self.agenda.source, f"sha256:{self.agenda.source_digest}")

    def statement(self, quote: Quote | None) -> Cite:
        """The note for words of the text that the agenda was drafted from, or for all of it."""
        return statement_cite(self.agenda, self.materials, quote)

    def ask(self, ask: Ask) -> Cite:
        """The note for an ask: its own words, or the agenda as a whole where it quotes none."""
        return self.statement(ask.quote if ask.quote and ask.quote.exact.strip() else None)

    def grounds(self, ask: Ask) -> tuple[Ground, ...]:
        """The grounds that are tied to the ask."""
        return tuple(ground for ground in self.agenda.grounds if ask.id in ground.asks and ground.quote.exact.strip())

    def common_grounds(self) -> tuple[Ground, ...]:
        """The grounds that are tied to no ask."""
        return tuple(ground for ground in self.agenda.grounds if not ground.asks and ground.quote.exact.strip())

    def searched(self, since: str = "") -> Searched:
        """Every document in hand, or those that are dated on this day or later."""
        held = [one for one in self.report.held if not since or one.date >= since]
        return Searched(len(held), _listing(held))

    @property
    def since_start(self) -> Searched:
        """The documents in hand from the first day of the engagement on; all, where that day is not known."""
        return self.searched(self.agenda.engagement.start)


def statement_cite(agenda: Agenda, materials: Materials, quote: Quote | None) -> Cite:
    """The note for words of the agenda's own text: the document in the store, or else the file and its digest."""
    name = materials.statement or agenda.source or agenda.title or "agenda"
    kept = materials.kept.get(materials.statement, Kept("", agenda.source_digest))
    url = materials.statement_url or agenda.source
    citation = Citation(name, agenda.issuer, materials.statement_date, agenda.title, url, "", quote)
    return Cite(citation, kept.capture, kept.layer)


def cleared_materials(materials: Materials, names: Names) -> Materials:
    """The materials without these names, and without the digests of a document whose id spells one.

    Words of a statute that hold one are left out whole.
    """
    return Materials(
        kept={id_: held for id_, held in materials.kept.items() if not names.in_address(id_)},
        bindings=tuple(one for one in materials.bindings if not any(map(names.spans, _words(one)))),
        statement=_unless(names, materials.statement),
        statement_url=_unless(names, materials.statement_url),
        statement_date=materials.statement_date,
    )


def _words(one: Binding) -> tuple[str, ...]:
    quote = one.cited.quote.exact if one.cited.quote else ""
    return (quote, one.section, one.cited.title, one.cited.publisher, one.cited.url, one.cited.document)


def _unless(names: Names, address: str) -> str:
    return "" if names.in_address(address) else address


def dossier(report: StandingReport, materials: Materials, audience: Audience) -> Dossier:
    """What a document for these readers may draw on: every name that may not reach them is out of it."""
    safe = cleared_standing(report, audience)
    names = unreadable(report.agenda, audience)
    return Dossier(safe.report, cleared_materials(materials, names), safe.notices)


def _listing(held: list[Dated]) -> tuple[str, ...]:
    if len(held) <= LISTED_ONE_BY_ONE:
        return tuple(f"{one.date or 'no date'} {one.publisher or 'publisher not known'}" for one in held)
    days: dict[str, list[str]] = {}
    for one in held:
        days.setdefault(one.publisher or "publisher not known", []).append(one.date)
    counted = sorted(days.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(f"{publisher}: {len(dates):,}{_stretch(dates)}" for publisher, dates in counted)


def _stretch(dates: list[str]) -> str:
    dated = sorted(filter(None, dates))
    return f" ({dated[0]} to {dated[-1]})" if dated else ""
