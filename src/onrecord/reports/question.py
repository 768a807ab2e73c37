"""A question is worth putting if whoever is asked can read, word for word, why it is put."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onrecord.model.record import Quote
from onrecord.model.standing import Cited
from onrecord.reports.withholding import readable

LONGEST_QUOTE = 360
"""Characters of a quote that a sentence holds at most; the source holds all of it."""
CUT = " …"


class Gap(Enum):
    """What the record leaves open."""

    OMISSION = "omission"
    """Present in comparable documents before, not found in this one of the raiser's own side or in a joint one."""
    OMISSION_THEIRS = "omission_theirs"
    """The same in the record of the other side, or of a third."""
    CLOCK = "clock"
    """Last raised long ago, by the documents in hand."""
    DUE = "due"
    """A date by which something was to be done has passed."""
    BAR = "bar"
    """Found, but never at the level that would meet the ask."""
    PROMISE = "promise"
    """An answer that names a time which has passed, without evidence in hand."""
    CLAIMED = "claimed"
    """Said to have been raised; no record of the engagement in hand says so."""
    GENERIC = "generic"
    """Said to be raised, without an occasion."""
    DIFFERENCE = "difference"
    """Two records of one engagement put it differently."""
    NEVER = "never"
    """Not found in any document in hand."""


class Form(Enum):
    """Who puts a question, and how."""

    PRESS = "press"
    """A journalist asks aloud."""
    WRITTEN = "written"
    """A member of a parliament asks in writing."""
    RECORD = "record"
    """A committee asks for the record."""


FORM_WORDS = {
    Form.PRESS: "press question",
    Form.WRITTEN: "written question",
    Form.RECORD: "question for the record",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where words stand, or which document is meant as a whole."""

    document: str
    """Its id."""
    publisher: str
    date: str
    title: str
    url: str
    language: str
    quote: Quote | None
    """Verbatim, with its place in the text layer; None where the document as a whole is meant."""

    def __post_init__(self) -> None:
        if not self.document:
            raise ValueError("a citation needs a document")
        if self.quote is not None and not self.quote.exact.strip():
            raise ValueError(f"a citation of {self.document!r} quotes no words")

    @classmethod
    def of(cls, cited: Cited) -> Citation:
        """The citation of words in a document in hand."""
        held = cited.document
        return cls(held.id, held.publisher, held.date, held.title, held.url, held.language, cited.quote)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the sources that it rests on, by their numbers from 1 on. There is none without a source."""

    text: str
    sources: tuple[int, ...]
    quoted: tuple[str, ...] = ()
    """The words in it that are verbatim, as `said` shows them."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a sentence needs words")
        if not self.sources:
            raise ValueError(f"a sentence without a source is not written: {self.text!r}")
        for words in self.quoted:
            if words not in self.text:
                raise ValueError(f"the sentence does not hold the words that it quotes: {words!r}")


@dataclass(frozen=True, slots=True)
class Question:
    """A draft of a question, in three forms, with what is in hand to ground it. A person decides whether to put it."""

    ask_id: str
    gap: Gap
    to: str
    """The side that is asked."""
    language: str
    ground: tuple[Sentence, ...]
    forms: tuple[tuple[Form, Sentence], ...]
    sources: tuple[Citation, ...]
    weight: float
    """0 to 1: by which the questions of an ask are ordered."""
    computation: tuple[str, ...] = ()
    """How the gap was found, one sentence each."""

    def __post_init__(self) -> None:
        if not any(source.quote for source in self.sources):
            raise ValueError(f"a question on {self.ask_id!r} quotes nothing, so it is not drafted")
        if not (self.ground and self.forms):
            raise ValueError(f"a question on {self.ask_id!r} needs its ground and a form")
        for sentence in self.sentences:
            self._refuse_unsourced(sentence)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return (*self.ground, *(sentence for _, sentence in self.forms))

    def _refuse_unsourced(self, sentence: Sentence) -> None:
        if not all(1 <= number <= len(self.sources) for number in sentence.sources):
            raise ValueError(f"a sentence points to a source that the question does not have: {sentence.text!r}")
        held = [quote for number in sentence.sources if (quote := self.sources[number - 1].quote)]
        for words in sentence.quoted:
            if not any(words.removesuffix(CUT) in plain(quote) for quote in held):
                raise ValueError(f"these words stand in no source of their sentence: {words!r}")


@dataclass(frozen=True, slots=True)
class Unasked:
    """A gap of which no question is made, and why."""

    ask_id: str
    reason: str
    source: Citation | None = None


def plain(quote: Quote) -> str:
    """A quote on one line, withheld characters as their marker."""
    return " ".join(readable(quote.exact).split())


def said(quote: Quote) -> str:
    """A quote as a sentence holds it: on one line, cut at a space where it is long."""
    words = plain(quote)
    if len(words) <= LONGEST_QUOTE:
        return words
    head = words[:LONGEST_QUOTE]
    return (head.rpartition(" ")[0] or head) + CUT
