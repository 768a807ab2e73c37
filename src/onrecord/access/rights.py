"""Nobody may do anything that a line of this table does not allow."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from onrecord.access.persons import Person, Role
from onrecord.access.things import CaseFile, Desk, Proposal, Step, Thing, Work


class Deed(Enum):
    """What somebody may want to do."""

    SEE = "see"
    JUDGE = "judge"
    ADJUDICATE = "adjudicate"
    EDIT = "edit"
    FREEZE = "freeze"
    SEAL = "seal"
    PROPOSE = "propose"
    APPROVE = "approve"
    STAFF = "staff"
    ADMINISTER = "administer"
    SEARCH = "search"


Right = Callable[[Person, Thing], bool]


def may(person: Person, deed: Deed, thing: Thing) -> bool:
    """True if a line of the table allows it; a deed that has no line for such a thing is refused."""
    right = RIGHTS.get((deed, type(thing)))
    return right is not None and right(person, thing)


def _knows(person: Person, thing: Thing) -> bool:
    """A sealed case is known to its custodians alone, whatever their place in the team."""
    return isinstance(thing, Desk) or thing.custodians is None or person.number in thing.custodians


def _is(role: Role, person: Person, thing: Thing) -> bool:
    return not isinstance(thing, Desk) and person.role_in(thing.team) >= role and _knows(person, thing)


def _reads(person: Person, thing: Thing) -> bool:
    """A reader sees what the team works on."""
    return _is(Role.READER, person, thing)


def _reviews(person: Person, thing: Thing) -> bool:
    """A reviewer judges."""
    return _is(Role.REVIEWER, person, thing)


def _edits(person: Person, thing: Thing) -> bool:
    """An editor writes, with a second factor."""
    return person.strong and _is(Role.EDITOR, person, thing)


def _leads(person: Person, thing: Thing) -> bool:
    """A lead decides, with a second factor."""
    return person.strong and _is(Role.LEAD, person, thing)


def _approves(person: Person, thing: Thing) -> bool:
    """Another person than the one who proposed it; an unsealing needs another custodian, the rest a lead."""
    if not isinstance(thing, Proposal) or person.number == thing.proposed_by:
        return False
    return _edits(person, thing) if thing.step is Step.UNSEAL else _leads(person, thing)


def _administers(person: Person, _thing: Thing) -> bool:
    """An administrator runs the desk, with a second factor."""
    return person.strong and person.administrator


def _is_of_a_team(person: Person, _thing: Thing) -> bool:
    """The public record is open to everybody who is in some team."""
    return bool(person.roles)


RIGHTS: dict[tuple[Deed, type], Right] = {
    (Deed.SEE, Work): _reads,
    (Deed.SEE, CaseFile): _reads,
    (Deed.SEE, Proposal): _edits,
    (Deed.JUDGE, Work): _reviews,
    (Deed.ADJUDICATE, Work): _leads,
    (Deed.EDIT, Work): _edits,
    (Deed.EDIT, CaseFile): _edits,
    (Deed.FREEZE, Work): _edits,
    (Deed.SEAL, CaseFile): _edits,
    (Deed.PROPOSE, Work): _edits,
    (Deed.PROPOSE, CaseFile): _edits,
    (Deed.APPROVE, Proposal): _approves,
    (Deed.STAFF, Work): _leads,
    (Deed.ADMINISTER, Desk): _administers,
    (Deed.SEARCH, Desk): _is_of_a_team,
}
"""By deed and kind of thing; what is not here is refused."""
