"""Every format is written from one value, from which the names that its readers may not see are gone already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.model.agenda import Ask
from onrecord.model.finding import Check, Finding, Judgement, Source
from onrecord.model.record import Document
from onrecord.reports.audience import Audience, cleared, unreadable
from onrecord.reports.reach import every_finding
from onrecord.reports.withholding import Names, readable

Layer = Callable[[str], Document | None]


class FormatError(OnRecordError):
    """Something that a format cannot hold, or a file that is not in the format that it should be."""


@dataclass(frozen=True, slots=True)
class Told:
    """A check as an audience may read it, with what a format needs beside it."""

    check: Check
    """Without the names that are withheld: each is `withholding.MARKER`, in quotes too."""
    masked: Check
    """The same with `withholding.MASK` for each withheld character of a quote, so that places still count."""
    audience: Audience
    notices: tuple[str, ...]
    names: Names
    """What must not be shown, for a format that reads texts itself."""
    at: str
    """The time of the ledger's last entry: UTC, ISO 8601 with a final Z."""
    layer: Layer
    """The document of an id, or None. Its text is not cleared."""

    @classmethod
    def of(cls, check: Check, audience: Audience, *, at: str, layer: Layer) -> Told:
        """The check for this audience."""
        safe = cleared(check, audience)
        names = unreadable(check.agenda, audience)
        return cls(_readable(safe.check), safe.check, audience, safe.notices, names, at, layer)

    def findings(self) -> Iterator[tuple[Ask, Finding, Source]]:
        """Each finding of each ask once, in the agenda's order, the best of each side first."""
        for result in self.check.results:
            for finding in every_finding(result):
                yield result.ask, finding, self.check.sources[finding.document_id]

    def judgement(self, ask: Ask, finding: Finding) -> Judgement | None:
        """What a person decided on the finding; None for a proposal."""
        result = next(held for held in self.check.results if held.ask.id == ask.id)
        return result.judgements.get(finding.document_id)

    def sources(self) -> list[Source]:
        """The cited documents by date and id."""
        return sorted(self.check.sources.values(), key=lambda source: (source.date, source.id))


def _readable(value: Any) -> Any:
    match value:
        case str():
            return readable(value)
        case tuple():
            return tuple(map(_readable, value))
        case dict():
            return {_readable(key): _readable(item) for key, item in value.items()}
        case None | Enum() | int() | float():
            return value
        case _ if is_dataclass(value):
            made: Any = type(value)
            return made(**{f.name: _readable(getattr(value, f.name)) for f in fields(value)})
    raise TypeError(f"names cannot be withheld from a {type(value).__name__}")
