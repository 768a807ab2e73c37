"""Whoever adds hears of each step how it went, and what is said is safe in the store by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model.record import Side


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who adds says of it; an empty field says nothing."""

    publisher: str = ""
    date: str = ""
    url: str = ""
    title: str = ""
    side: Side | None = None
    encoding: str = ""


SAID_NOTHING = Said()
"""Nobody says anything."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Documents that are safe in the store now."""

    source: str
    new: int
    known: int
    unsourced: int
    """How many have neither a publisher nor a side, so that nobody can tell whose words they are."""
    undated: int
    claimed: int
    """How many have a publisher that only their own file names."""
    size: int
    """Bytes of the source that this step was about."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a line of a corpus, that was not taken in."""

    source: str
    reason: str
    """One sentence or two that name the source and say what to do."""
    line: int | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Records of a web archive that are no documents."""

    source: str
    kinds: Mapping[str, int]
    """How many, by what they are: `image/png`, `status 404`."""
    size: int = 0

    def __str__(self) -> str:
        """One line that names the file and the kinds, the most frequent first."""
        return f"{self.source}: passed over: {', '.join(f'{count:,} {kind}' for kind, count in self.kinds.items())}."


Step = Taken | Refused | PassedOver
"""How one step of taking in went."""
