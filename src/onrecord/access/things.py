"""Of a thing only that is known here by which it is decided who may touch it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as a whole."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a team works on: an agenda, a finding held against it, a document made from it."""

    team: int
    custodians: frozenset[int] | None = None
    """Where it is about a sealed case, the persons who may know of it."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A person on whose behalf something is asked."""

    team: int
    custodians: frozenset[int] | None = None
    """Of a sealed case the persons who may know of it; None for one that is not sealed."""


class Step(Enum):
    """What is done only when a second person agrees."""

    PUBLISH = "publish"
    """A page or document that names a case leaves the house."""
    RETRACT = "retract"
    """Something that was published no longer stands."""
    UNSEAL = "unseal"
    """A sealed case becomes known to its team."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step that one person proposed and another has to approve."""

    team: int
    step: Step
    proposed_by: int
    custodians: frozenset[int] | None = None
    """Where it is about a sealed case, the persons who may know of it."""


Thing = Desk | Work | CaseFile | Proposal
