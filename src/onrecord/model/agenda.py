"""The agenda: what is asked of whom before an engagement, on what grounds, for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum

from onrecord.model.record import Quote


class Level(IntEnum):
    """How far an ask was raised in one document (codebook, version 2)."""

    NOT_ON_RECORD = 0
    """Nothing about the object or its parent by the raiser in this document."""
    NAMED = 1
    """Mentioned without a stance of the raiser's own."""
    CONCERN = 2
    """A negative or normative stance, but only on the parent topic, the place or a class."""
    SPECIFIC = 3
    """A stance on the ask's own object, but nobody is told to do anything."""
    ASKED = 4
    """A responsible party is told to do, or stop, what the ask wants."""

    @property
    def word(self) -> str:
        """The level's name in the codebook: `not on record`, `named`, `concern`, `specific`, `asked`."""
        return ("not on record", "named", "concern", "specific", "asked")[self]


class GroundKind(Enum):
    """On what an ask rests."""

    LAW = "law"
    """A statute, treaty or order, with its operative words."""
    PLEDGE = "pledge"
    """A promise that the official or the government made earlier."""
    PUBLIC_SUPPORT = "public_support"
    """Resolutions, votes, letters, long-standing support of a public or a parliament."""
    EARLIER_WORDS = "earlier_words"
    """The official's or the government's own words on the matter."""
    RANKING = "ranking"
    """A place or value in a published index."""
    POLICY = "policy"
    """A stated position of the government."""
    ASYMMETRY = "asymmetry"
    """One side grants what the other denies."""
    UN_RECOMMENDATION = "un_recommendation"
    """A recommendation of United Nations experts or bodies."""
    CLOCK = "clock"
    """A date, a duration or an age that makes the ask urgent."""
    CASE_FACTS = "case_facts"
    """What happened to a named person."""
    FINDING = "finding"
    """A fact or figure that somebody established or claims."""


class Protection(Enum):
    """How far the name of a case may travel."""

    PUBLIC = "public"
    """The name may appear in any output."""
    INTERNAL = "internal"
    """The name may appear in the team's own outputs, not in published ones."""
    SEALED = "sealed"
    """The name leaves the store in no output."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """The meeting, visit or summit that an agenda is made for."""

    kind: str
    """`visit`, `meeting`, `call`, `summit`, `dialogue`, or `none` where the text speaks of none."""
    parties: tuple[str, ...] = ()
    """Countries or bodies that meet, by their common English names."""
    officials: tuple[str, ...] = ()
    start: str = ""
    """First day, ISO 8601, as precise as is known; empty where it is not."""
    end: str = ""
    """Last day, likewise."""
    quote: Quote | None = None
    unsure: tuple[str, ...] = ()
    """What the reader should check, one sentence each."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that an official is asked to raise or do."""

    id: str
    text: str
    """The ask in words; the object, the parent and the action are derived from it where they are not given."""
    raiser: str
    """The side whose officials should raise it, e.g. `United States`."""
    target: str
    """Who must act in the end, e.g. `China`."""
    parent: str = ""
    """The wider theme that contains the object."""
    object: str = ""
    """The person, law, practice or policy that the ask itself is about."""
    action: int | None = None
    """How demanding it is: UPR Info's action category, 1 (minimal) to 5 (specific action)."""
    bar: Level | None = None
    """The level that would meet it."""
    quote: Quote | None = None
    own: bool = True
    """False where the text reports somebody else's ask."""
    claimant: str = ""
    """Whose claim it is: the issuer of the text, or the body that the text quotes."""
    aliases: tuple[str, ...] = ()
    """Further names of the object, in any script, that a reader of the record should look for."""
    cases: tuple[str, ...] = ()
    """Names (or ids) of the agenda's cases that it concerns."""
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason given for the asks, as a claim of whoever gives it."""

    id: str
    kind: GroundKind
    quote: Quote
    claimant: str = ""
    asks: tuple[str, ...] = ()
    """Ids of the asks that it supports, where the text makes that plain."""
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A person on whose behalf something is asked."""

    id: str
    names: tuple[str, ...]
    """In every script that is known; the first is the one to show."""
    quote: Quote | None = None
    consent: str = ""
    """Who consented, on what basis, until when; empty where nobody has recorded it."""
    protection: Protection = Protection.INTERNAL
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """A set of asks for an engagement."""

    title: str
    issuer: str
    """Who issued the text that the agenda was drafted from."""
    source: str
    """File name or address of that text."""
    source_digest: str
    """SHA-256 of its text layer in UTF-8, which the quotes' offsets count in."""
    engagement: Engagement
    asks: tuple[Ask, ...] = ()
    grounds: tuple[Ground, ...] = ()
    cases: tuple[Case, ...] = field(default=())
