"""A parser that ended without an answer still says something: whether it was slow, swamped or broken."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from enum import Enum

from onrecord.errors import UnreadableError


class Fate(Enum):
    """How a parser ended instead of answering."""

    LATE = "late"
    """It took longer than it may."""
    SWAMPED = "swamped"
    """It needed more memory than it may have."""
    BROKE = "broke"
    """It crashed, raised what nobody expected, or answered nonsense."""
    NOT_STARTED = "not started"
    """The parser itself did not start: the fault is the machine's, not the document's."""


class ParserEndedError(UnreadableError):
    """A document whose parser ended without an answer; `fate` says how."""

    def __init__(self, problem: str, *, advice: str, fate: Fate) -> None:
        super().__init__(problem, advice=advice)
        self.fate = fate


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a process that did not answer."""

    status: int
    """Exit status, or the negative number of the signal that ended it."""
    said: str
    """The end of its error stream."""
    peak: int
    """Bytes of memory that it held at most; 0 where nobody counted."""
    late: bool = False

    @property
    def reason(self) -> str:
        """The cause in one line."""
        lines = self.said.strip().splitlines()
        if self.status < 0 and -self.status != _KILLED:
            return f"stopped by signal {signal.Signals(-self.status).name}"
        return lines[-1][:200] if lines else f"it ended without a word (status {self.status})"

    def fate(self, memory: int) -> Fate:
        """Slow, swamped or broken. A reader in C that gets no memory crashes: half of what it may have tells that."""
        if self.late or (self.status < 0 and -self.status == _OUT_OF_TIME):
            return Fate.LATE
        crashed = self.status < 0 and 2 * self.peak > memory
        return Fate.SWAMPED if crashed or "MemoryError" in self.said else Fate.BROKE


_KILLED = int(getattr(signal, "SIGKILL", 9))
_OUT_OF_TIME = int(getattr(signal, "SIGXCPU", 24))


def fault_of(ending: Ending, name: str, *, seconds: float, memory: int) -> ParserEndedError:
    """The error that says of a document how its parser ended, and what to do."""
    fate = ending.fate(memory)
    if fate is Fate.LATE:
        problem = f"{name}: reading it took longer than {seconds:g} seconds, so it was stopped."
        advice = "It may be damaged or made to jam a reader; open it, save it as plain text and add that."
    elif fate is Fate.SWAMPED:
        problem = f"{name}: reading it needs more than {memory >> 20} MB of memory."
        advice = "It may be made to swamp a reader; open it, save it as plain text and add that."
    else:
        problem = f"{name}: the reader broke on it ({ending.reason})."
        advice = "It may be damaged; open it, save it as plain text and add that."
    return ParserEndedError(problem, advice=advice, fate=fate)
