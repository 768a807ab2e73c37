"""A captured text is read as it was frozen: every character in its place, the quoted words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.model.record import Document, Span
from onrecord.reading.passages import passages


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that is shown in one way."""

    words: str
    start: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of one speaker, or what stands between two passages."""

    speaker: str
    """As printed; empty for unsigned prose and for what stands between passages."""
    pieces: tuple[Piece, ...]


def parts(document: Document, marked: Iterable[Span]) -> tuple[Part, ...]:
    """The whole text in order, cut where a speaker or a mark begins or ends; joined again it is the layer."""
    marks = _joined(span for span in marked if span.end <= len(document.text))
    return tuple(_parts(document, marks))


def _parts(document: Document, marks: list[Span]) -> Iterator[Part]:
    at = 0
    for passage in sorted(passages(document), key=lambda held: held.span.start):
        if passage.span.start > at:
            yield Part("", tuple(_pieces(document.text, Span(at, passage.span.start), marks)))
        yield Part(passage.speaker, tuple(_pieces(document.text, passage.span, marks)))
        at = passage.span.end
    if at < len(document.text):
        yield Part("", tuple(_pieces(document.text, Span(at, len(document.text)), marks)))


def _pieces(text: str, part: Span, marks: list[Span]) -> Iterator[Piece]:
    at = part.start
    for mark in marks:
        start, end = max(mark.start, part.start), min(mark.end, part.end)
        if start >= end:
            continue
        if start > at:
            yield Piece(text[at:start], at, marked=False)
        yield Piece(text[start:end], start, marked=True)
        at = end
    if at < part.end:
        yield Piece(text[at : part.end], at, marked=False)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda held: (held.start, held.end)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
