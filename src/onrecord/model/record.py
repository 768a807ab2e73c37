"""The record: what was captured, its frozen text, and who speaks in which part of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """Whose record a document is, seen from the raiser of an ask."""

    OURS = "ours"
    """Published by the raiser's own side."""
    THEIRS = "theirs"
    """Published by the side that the ask is addressed to in the end (the target)."""
    JOINT = "joint"
    """Issued together by the raiser and others."""
    THIRD = "third"
    """Published by anybody else: a rights group, the press, an international body."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text layer: characters `start` (included) to `end` (excluded)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span cannot run from {self.start} to {self.end}")

    def of(self, layer: str) -> str:
        """The words of the layer in this span."""
        return layer[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words with their place: `layer[start:end] == exact`, always."""

    start: int
    end: int
    exact: str

    @classmethod
    def cut(cls, layer: str, start: int, end: int) -> Quote:
        """The quote of `layer[start:end]`, with white space at its ends left out."""
        words = layer[start:end]
        start += len(words) - len(words.lstrip())
        exact = words.strip()
        return cls(start, start + len(exact), exact)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were received, named by their digest."""

    digest: str
    """SHA-256 of the bytes, 64 hexadecimal digits."""
    size: int
    """In bytes."""
    media_type: str
    source: str
    """The path or address that the bytes came from, as given."""
    captured_at: str
    """UTC, ISO 8601 to the second, with a final Z."""
    record: str = ""
    """SHA-256 of the archive's object that holds the answer as it came over the wire, an uncompressed WARC file;
    empty for a file that somebody added."""


@dataclass(frozen=True, slots=True)
class Document:
    """A frozen text layer and what is known of it. Offsets everywhere count its characters."""

    id: str
    text: str
    publisher: str = ""
    """As the source names it; empty where it is not known."""
    date: str = ""
    """ISO 8601, as precise as is known: `2023-06-19`, `2023-06` or `2023`; empty where it is not known."""
    title: str = ""
    url: str = ""
    language: str = ""
    """BCP 47; empty where it is not known."""
    side: Side | None = None
    """Set where the person who added the document said whose record it is; else it follows from the publisher."""
    question_spans: tuple[Span, ...] = ()
    """Reporters' questions that the source marks; the rest of such a page is the spokesperson's."""
    complete: bool = True
    """False where the source says that it gives only the beginning of the text."""
    capture_digest: str = ""
    """The capture that this layer was read from; empty for a text that never was in a store."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an engagement, as the record is expected to show it."""

    name: str
    country: str
    """ISO 3166 alpha-2, or empty where the gazetteer does not know the name."""
    side: Side


class Voice(Enum):
    """Whose words a passage holds, as far as its own document tells."""

    PUBLISHER = "publisher"
    """The publisher's officials, or the publisher's own prose."""
    JOINT = "joint"
    """Several governments or bodies together."""
    COUNTERPART = "counterpart"
    """An official of another side who speaks in the document (a guest at the lectern)."""
    REPORTER = "reporter"
    """A journalist's or moderator's question."""
    THIRD_PARTY = "third_party"
    """Somebody quoted or named as the speaker who is neither."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document with one speaker."""

    span: Span
    voice: Voice
    speaker: str = ""
    """The speaker's label or name as the document prints it; empty for unsigned prose."""
    country: str = ""
    """ISO 3166 alpha-2 of the speaker's side where it is known (`US`), else empty."""
    answers: Span | None = None
    """For a reply: the span of the question that it follows."""
