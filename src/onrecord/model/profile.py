"""What to look for: an ask read closely, and the places of a document that may be about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from onrecord.model.agenda import Ask
from onrecord.model.record import Passage, Span


class Deed(Enum):
    """What an ask wants done, as far as its words tell."""

    RELEASE = "release"
    STOP = "stop"
    ALLOW = "allow"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RESUME = "resume"
    HOLD = "hold"
    PROTECT = "protect"
    INVESTIGATE = "investigate"
    REPEAL = "repeal"
    RESPECT = "respect"
    RAISE = "raise"
    """Only to be spoken of."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of what an ask is about; any of its keys stands for it."""

    keys: frozenset[str]
    words: str
    """The words of the ask that it was read from."""
    weight: float = 1.0
    """How much it tells of the object beside the others: 1 for a known practice, for an own word how rare it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """An ask, read: what its object and its parent are, and who is on which side.

    Two profiles are the same only if they are one object, so that what is derived from one is cheaply looked up.
    """

    ask: Ask
    persons: tuple[str, ...]
    """Names of persons whom the ask is about, as the ask writes them."""
    names: tuple[str, ...]
    """Further names of the object, in any script: the ask's aliases."""
    members: tuple[str, ...]
    """Names of several persons for all of whom it is asked: one of them alone is a part (R4)."""
    strange: tuple[str, ...]
    """Places of the ask that the gazetteer does not know, looked for by their own names."""
    facets: tuple[Facet, ...]
    """Parts of the object that must come together (for a person: empty)."""
    alternatives: bool
    """True if each facet alone is one half of the object ("protect X and fight Y")."""
    deeds: frozenset[Deed]
    """What the ask wants done; empty where the matter is only to be spoken of."""
    places: frozenset[str]
    """Keys of the places that the object lies in or concerns; the target's where the ask names no other."""
    abroad: frozenset[str]
    """States other than the target that the ask names: what the target does there is its object."""
    regions_only: bool
    """True if the ask is about a region, so that the state's name alone is not enough."""
    class_places: frozenset[str]
    """Places whose people the ask's class is limited to ("other Americans"); empty where it is not."""
    parent_places: frozenset[str]
    """Where the parent topic lies; empty for a theme without a place, which may be met anywhere."""
    parent_keys: frozenset[str]
    """Concepts, and own words of the ask, that the parent topic contains."""
    bare_place: bool
    """True if the parent is the general situation of its place, so that the place alone names it (R1)."""
    between: bool
    """True if the parent topic lies between its places, so that all of them must be met."""
    parent_people: frozenset[str]
    """The raiser's own people where the parent topic is about them ("Americans detained in Russia")."""
    raiser: frozenset[str]
    target: frozenset[str]
    """Keys of the places whose government or group must act."""


ENOUGH = 0.55
"""Share of an object's parts, by weight, that make it up: both of two equal ones, two of three."""


def enough_parts(facets: Sequence[Facet], met: Sequence[bool]) -> bool:
    """True if the parts that are met make up the object; never none of none."""
    whole = sum(facet.weight for facet in facets)
    return whole > 0 and sum(facet.weight for facet, here in zip(facets, met, strict=True) if here) >= ENOUGH * whole


class MatchKind(Enum):
    """What a sentence has to do with the ask."""

    OBJECT = "object"
    PART = "part"
    """Some of several persons for all of whom it is asked."""
    CLASS = "class"
    PARENT = "parent"

    @property
    def of_object(self) -> bool:
        """True if the sentence is about the object or a part of it, not only about what contains it."""
        return self in {MatchKind.OBJECT, MatchKind.PART}


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a sentence: a concept, a place, a person or the ask's own words."""

    span: Span
    key: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be about the ask."""

    span: Span
    passage: Passage
    kind: MatchKind
    mentions: tuple[Mention, ...]
    """Every known term of the sentence, in order."""
    anchors: tuple[Span, ...]
    """The words that made it a match: the object's, the class's or the parent's."""
    carried: bool = False
    """True if the object or the place stands in an earlier sentence and is only carried over."""
    part: bool = False
    """True if the sentence holds only one half of a two-part ask (R4)."""
    asked: bool = False
    """True if the sentence names nothing of the ask and only answers a question about its object (R8)."""
    target_meets: bool = False
    """True if the title names the target, as where the document reports on a meeting with it."""
    others: tuple[Span, ...] = ()
    """Parts of the sentence that its speaker gives to somebody else (R8)."""
    context: Span | None = None
    """The sentence before it in the same passage."""
