"""A check of this machine ends in one line: what was looked at, how it stands, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How one thing stands."""

    OK = "ok"
    """It works, and was tried where it can be."""
    DEGRADED = "degraded"
    """It works in part, or a protection is missing."""
    MISSING = "missing"
    """It is not there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check and its outcome."""

    check: str
    state: State
    says: str
    advice: str = ""
    """What to do; empty where nothing need be done."""
    needed: bool = True
    """False for what only some uses need: its absence is no fault of the set-up."""

    @property
    def is_fault(self) -> bool:
        """True if something that every use needs is not as it should be."""
        return self.needed and self.state is not State.OK
