"""Two sides tell of one meeting; what only one of them tells is a fact about their texts, not about the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onrecord.model.record import Quote


class RowKind(Enum):
    """How the texts in hand of two sides stand to one topic."""

    DIFFERENT = "characterised differently"
    """Both speak of it, in words that stand for different positions, or with different numbers or dates."""
    BOTH = "both"
    """Both speak of it."""
    ONLY_OURS = "only ours"
    """Our texts in hand speak of it, and none of theirs in hand."""
    ONLY_THEIRS = "only theirs"
    """Their texts in hand speak of it, and none of ours in hand."""
    TOO_SHORT = "too little in hand"
    """One side speaks of it; what is in hand of the other is too short an account for its words to be missed."""
    NOT_CAPTURED = "not captured"
    """One side speaks of it; of the other no text in hand tells of the meeting, or only the beginning of one."""
    UNSEEN = "no words for it"
    """One side speaks of it; the lists know no word for it in the language of the other side's texts."""


@dataclass(frozen=True, slots=True)
class TextInHand:
    """A document of one side that tells of the meeting."""

    document: str
    publisher: str
    date: str
    title: str
    language: str
    complete: bool
    characters: int
    """Of the passages that tell of the meeting."""
    whole: bool
    """True if the document is about the meeting; False for replies taken from a session on many matters."""
    own: bool
    """True if the side itself published it; False where its words stand on the other side's page."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a side's officials, verbatim, with the words in it that name the topic."""

    document: str
    language: str
    speaker: str
    """As the document prints it; empty for the publisher's own prose."""
    printed_by: str
    """The publisher: a side's words may stand on the other side's page."""
    quote: Quote
    marks: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One topic with what each side says of it."""

    topic: str
    """Its key: `concept:fentanyl`, `place:TW`, `words:agreed`, `person:Kai Li`."""
    label: str
    kind: RowKind
    ours: tuple[Said, ...]
    theirs: tuple[Said, ...]
    why: tuple[str, ...] = ()
    """What differs, and what limits the claim, one sentence each."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The texts in hand of two sides on one meeting, topic by topic."""

    engagement: str
    """The engagement's id."""
    ours: str
    """Code of the side that is called ours."""
    theirs: str
    our_texts: tuple[TextInHand, ...]
    their_texts: tuple[TextInHand, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """What limits the comparison as a whole, one sentence each."""

    @property
    def comparable(self) -> bool:
        """True if something of both sides is in hand."""
        return bool(self.our_texts and self.their_texts)
