"""A name is out of a check only if it is out of every field of it, also those that a later model adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, cast

from onrecord.model.finding import Check, Finding, Source
from onrecord.model.record import Quote
from onrecord.reports.stretches import Stretch, Stretches
from onrecord.reports.withholding import LINK_MARKER, Names, masked


def redacted(check: Check, names: Names) -> Check:
    """The check without these names.

    Quotes and contexts keep their length, with `withholding.MASK` for each character of a name; any other
    string holds `withholding.MARKER` instead. An id that spells a name becomes `withheld-1` and so on.
    """
    return cast("Check", _Redaction(check, names).of(check)) if names else check


class _Redaction:
    def __init__(self, check: Check, names: Names) -> None:
        self._names = names
        self._layers = _layers(check)
        self._found: dict[Stretch, list[tuple[int, int]]] = {}
        spelled = [id_ for id_ in _ids(check) if names.in_address(id_)]
        self._ids = {id_: f"withheld-{number}" for number, id_ in enumerate(spelled, 1)}

    def of(self, value: Any, layer: Stretches | None = None) -> Any:
        """The value without the names; `layer` is what is in hand of the text that its quotes were cut from.

        Raises TypeError for a type that it does not know, since a name could hide there.
        """
        match value:
            case str():
                return self._text(value)
            case None | Enum() | int() | float():
                return value
            case Quote():
                return Quote(value.start, value.end, self._words(value.start, value.exact, layer))
            case tuple():
                return tuple(self.of(item, layer) for item in value)
            case dict():
                return {self.of(key): self.of(item, layer) for key, item in value.items()}
            case Source():
                return self._source(value)
            case Finding():
                return self._fields(value, self._layers.get(value.document_id))
            case _ if is_dataclass(value):
                return self._fields(value, layer)
        raise TypeError(f"names cannot be withheld from a {type(value).__name__}")

    def _fields(self, value: Any, layer: Stretches | None, **known: Any) -> Any:
        parts = {f.name: self.of(getattr(value, f.name), layer) for f in fields(value) if f.name not in known}
        return type(value)(**parts, **known)

    def _source(self, source: Source) -> Source:
        layer = self._layers[source.id]
        contexts = tuple((start, end, self._words(start, words, layer)) for start, end, words in source.contexts)
        return cast("Source", self._fields(source, layer, contexts=contexts))

    def _text(self, text: str) -> str:
        if text in self._ids:
            return self._ids[text]
        if "://" in text and len(text.split()) == 1 and self._names.in_address(text):
            return LINK_MARKER
        return self._names.withheld(text)

    def _words(self, start: int, words: str, layer: Stretches | None) -> str:
        """The words at `start` of a layer, masked where a name stands in them or reaches into them."""
        spans = self._names.spans(words, cut=True)
        stretch = layer.around(start, start + len(words)) if layer else None
        if stretch:
            shift = stretch.start - start
            if stretch not in self._found:
                self._found[stretch] = self._names.spans(stretch.words, cut=True)
            wider = self._found[stretch]
            spans += [(max(0, a + shift), min(len(words), b + shift)) for a, b in wider]
        return masked(words, [(a, b) for a, b in spans if a < b])


def _layers(check: Check) -> dict[str, Stretches]:
    pieces: dict[str, list[tuple[int, str]]] = {}
    for source in check.sources.values():
        pieces.setdefault(source.id, []).extend((start, words) for start, _, words in source.contexts)
    for finding in _findings(check):
        quotes = (*finding.evidence, *finding.answer_evidence)
        pieces.setdefault(finding.document_id, []).extend((quote.start, quote.exact) for quote in quotes)
    return {id_: Stretches(found) for id_, found in pieces.items()}


def _findings(check: Check) -> Iterator[Finding]:
    for result in check.results:
        yield from result.findings
        yield from result.best.values()


def _ids(check: Check) -> list[str]:
    documents = [*check.sources, *(finding.document_id for finding in _findings(check))]
    in_hand = [id_ for expected in check.coverage.expected for id_ in expected.in_hand]
    agenda = check.agenda
    asks = [ask.id for ask in (*agenda.asks, *(result.ask for result in check.results))]
    others = [*(ground.id for ground in agenda.grounds), *(case.id for case in agenda.cases)]
    return list(dict.fromkeys([*documents, *in_hand, *asks, *others]))
