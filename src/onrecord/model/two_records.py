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
    """Both speak of it, each in its own words."""
    TOGETHER = "said together"
    """A text that both issued together speaks of it; one side at most speaks of it in words of its own too."""
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
    together: bool = False
    """True for a text that both sides issued together: it stands among the texts of each and is no account of one."""


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
    together: tuple[Said, ...] = ()
    """The words of both sides together, in a text that they issued jointly; they stand in neither side's list."""


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
        """True if something of both sides is in hand, other than what they said together."""
        return all(any(not text.together for text in texts) for texts in (self.our_texts, self.their_texts))
