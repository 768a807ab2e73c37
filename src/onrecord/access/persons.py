"""What a person may do follows from their place in a team, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Role(IntEnum):
    """A place in a team; each may do all that those before it may."""

    READER = 1
    """Sees the team's agendas, findings and documents, and its cases that are not sealed."""
    REVIEWER = 2
    """Judges findings."""
    EDITOR = 3
    """Writes agendas, cases and documents, and proposes what needs two people."""
    LEAD = 4
    """Decides who is in the team, and approves what another proposed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in."""

    number: int
    roles: Mapping[int, Role] = field(default_factory=dict)
    """By the number of each team that the person is in."""
    administrator: bool = False
    """Runs the desk: accounts, teams, backups. Sees no team's work by it."""
    strong: bool = False
    """Signed in with a second factor."""

    def role_in(self, team: int) -> int:
        """0 for a team that the person is not in."""
        return self.roles.get(team, 0)


NOBODY = Person(0)
"""Who is not signed in."""
