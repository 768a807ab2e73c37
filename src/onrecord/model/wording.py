"""Wordings of one matter, held against each other: what is fixed in them, and what another wording does.

Every quote is cut from a document, so that each word can be looked up where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from onrecord.model.record import Quote, Side

if TYPE_CHECKING:  # a standing holds wordings, which hold its quotes
    from onrecord.model.standing import Cited


class Shift(Enum):
    """What another wording does to what is said."""

    VERB_STRONGER = "stronger verb"
    """`discussed`, then `raised`; `encouraged`, then `called on`."""
    VERB_WEAKER = "weaker verb"
    CHARGE_ADDED = "charge added"
    """A word that accuses came: `practices`, then `abuses`."""
    CHARGE_DROPPED = "charge dropped"
    PLACE_ADDED = "place added"
    PLACE_DROPPED = "place dropped"
    NAME_ADDED = "name added"
    """A person, a body, a law or another thing with a name of its own that is no place."""
    NAME_DROPPED = "name dropped"
    STRESS_ADDED = "stress added"
    """A word that strengthens came: `serious`, `immediately`, `ongoing`."""
    STRESS_DROPPED = "stress dropped"
    HEDGE_ADDED = "hedge added"
    """A word that takes back a part of what is said came: `reported`, `alleged`, `where appropriate`."""
    HEDGE_DROPPED = "hedge dropped"
    NEGATION = "negation"
    """A `not` came or went."""
    NUMBER = "number"
    """Another number is given."""
    CLAUSE_ADDED = "clause added"
    """At least four words in a row that have nothing in their place on the other side."""
    CLAUSE_DROPPED = "clause dropped"
    CLAUSE_MOVED = "clause moved"
    """Such words, that stand elsewhere on the other side."""
    ORDER = "another order"
    """The same words in another order."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """One shift, with the words that show it on the side or sides where there are any."""

    shift: Shift
    before: Quote | None
    after: Quote | None


@dataclass(frozen=True, slots=True)
class Rewording:
    """One stretch of the wording before and what stands in its place; one of the two quotes may be empty.

    Unlike other quotes these keep the white space at their ends, so that a wording is the one before it with its
    rewordings made.
    """

    old: Quote
    new: Quote
    kind: str
    """`whitespace`, `punctuation_or_case`, `boilerplate` or `substance` (text/change_kinds.py)."""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in which an ask was raised, the same but for marks and capitals, with all their uses."""

    ask_id: str
    side: Side
    series: str
    """Key of the series that it is told in; empty where all documents of a side are taken together."""
    family: int
    """Wordings with one number are versions of one wording; counted from 1 in the order of first use."""
    uses: tuple[Cited, ...]
    """By date, then id of the document, then place."""
    times: int
    """On how many different days at least: two texts of one day, and dates that may be one, count once."""
    before: Cited | None
    """The words that it is held against, from a day that surely lies before its first; None where there are none."""
    alike: bool
    """True if `before` is a version of the same wording, so that what changed can be read word by word."""
    edits: tuple[Rewording, ...] = ()
    """From `before` to the first use, in order; empty unless they are alike."""
    shifts: tuple[Shifted, ...] = ()
    """What the edits do; empty unless they are alike."""
    proposal: bool = True
    """False if a person has judged every finding that it rests on."""

    @property
    def quote(self) -> Quote:
        """Its words as first used."""
        quote = self.uses[0].quote
        if quote is None:
            raise ValueError("a wording has words")
        return quote

    @property
    def first(self) -> str:
        """Date of the first use; empty where none is known."""
        return self.uses[0].document.date

    @property
    def last(self) -> str:
        return max((use.document.date for use in self.uses), default="")


class Slot(Enum):
    """What fills a gap of a formula."""

    NOTHING = "nothing"
    NAMES = "names"
    """Names, places, pronouns and the small words between them, in every use."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class FormulaUse:
    """One document's use of a formula."""

    source: Cited
    """The whole sentence or clause."""
    fillings: tuple[Quote, ...]
    """What stands before the first piece, between the pieces and after the last; empty quotes where nothing does."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Words that stand verbatim, but for marks and capitals, in documents of at least three different days."""

    pieces: tuple[str, ...]
    """The fixed words, as the first document prints them."""
    slots: tuple[Slot, ...]
    """One more than there are pieces: what fills the gaps, before, between and after."""
    uses: tuple[FormulaUse, ...]
    """By date, then id of the document."""
    times: int
    """On how many different days at least."""

    @property
    def words(self) -> str:
        """The formula as one line: its pieces, with `…` for each gap that is ever filled."""
        gaps = ["" if slot is Slot.NOTHING else "…" for slot in self.slots]
        parts = [gaps[0], *(part for pair in zip(self.pieces, gaps[1:], strict=True) for part in pair)]
        return " ".join(part for part in parts if part)
