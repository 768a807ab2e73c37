"""The table of rights is read off real persons and real things, line by line; what it does not list is refused."""

from __future__ import annotations

import itertools

import pytest

from onrecord.access.persons import NOBODY, Person, Role
from onrecord.access.rights import RIGHTS, Deed, may
from onrecord.access.things import CaseFile, Desk, Proposal, Step, Thing, Work

TEAM, OTHER = 1, 2
READER, REVIEWER, EDITOR, LEAD = (Person(number, {TEAM: role}, strong=True) for number, role in enumerate(Role, 11))
EDITOR_WITHOUT_FACTOR = Person(15, {TEAM: Role.EDITOR})
LEAD_WITHOUT_FACTOR = Person(16, {TEAM: Role.LEAD})
STRANGER = Person(17, {OTHER: Role.LEAD}, strong=True)
ADMINISTRATOR = Person(18, administrator=True, strong=True)
ADMINISTRATOR_WITHOUT_FACTOR = Person(19, administrator=True)
CUSTODIAN = Person(20, {TEAM: Role.EDITOR}, strong=True)
SECOND_CUSTODIAN = Person(21, {TEAM: Role.EDITOR}, strong=True)
READING_CUSTODIAN = Person(22, {TEAM: Role.READER}, strong=True)
FORMER_CUSTODIAN = Person(23, {OTHER: Role.LEAD}, strong=True)

PERSONS = {
    "nobody": NOBODY, "stranger": STRANGER, "administrator": ADMINISTRATOR, "weak administrator": ADMINISTRATOR_WITHOUT_FACTOR,
    "reader": READER, "reviewer": REVIEWER, "editor": EDITOR, "weak editor": EDITOR_WITHOUT_FACTOR, "lead": LEAD,
    "weak lead": LEAD_WITHOUT_FACTOR, "custodian": CUSTODIAN, "second custodian": SECOND_CUSTODIAN,
    "reading custodian": READING_CUSTODIAN, "former custodian": FORMER_CUSTODIAN,
}  # fmt: skip

KEEPERS = frozenset({20, 21, 22, 23})
THINGS: dict[str, Thing] = {
    "desk": Desk(),
    "work": Work(TEAM),
    "sealed work": Work(TEAM, KEEPERS),
    "case": CaseFile(TEAM),
    "sealed case": CaseFile(TEAM, KEEPERS),
    "publishing": Proposal(TEAM, Step.PUBLISH, proposed_by=EDITOR.number),
    "lead's publishing": Proposal(TEAM, Step.PUBLISH, proposed_by=LEAD.number),
    "retraction": Proposal(TEAM, Step.RETRACT, proposed_by=EDITOR.number),
    "unsealing": Proposal(TEAM, Step.UNSEAL, proposed_by=CUSTODIAN.number, custodians=KEEPERS),
}

EVERYBODY_IN = {
    "reader",
    "reviewer",
    "editor",
    "weak editor",
    "lead",
    "weak lead",
    "custodian",
    "second custodian",
    "reading custodian",
}
EDITORS = {"editor", "lead", "custodian", "second custodian"}
REVIEWERS = {"reviewer", "editor", "weak editor", "lead", "weak lead", "custodian", "second custodian"}
KEEPING = {"custodian", "second custodian", "reading custodian"}

ALLOWED: dict[tuple[Deed, str], set[str]] = {
    (Deed.SEE, "work"): EVERYBODY_IN,
    (Deed.SEE, "sealed work"): KEEPING,
    (Deed.SEE, "case"): EVERYBODY_IN,
    (Deed.SEE, "sealed case"): KEEPING,
    (Deed.SEE, "publishing"): EDITORS,
    (Deed.SEE, "lead's publishing"): EDITORS,
    (Deed.SEE, "retraction"): EDITORS,
    (Deed.SEE, "unsealing"): {"custodian", "second custodian"},
    (Deed.JUDGE, "work"): REVIEWERS,
    (Deed.JUDGE, "sealed work"): {"custodian", "second custodian"},
    (Deed.ADJUDICATE, "work"): {"lead"},
    (Deed.EDIT, "work"): EDITORS,
    (Deed.EDIT, "sealed work"): {"custodian", "second custodian"},
    (Deed.EDIT, "case"): EDITORS,
    (Deed.EDIT, "sealed case"): {"custodian", "second custodian"},
    (Deed.FREEZE, "work"): EDITORS,
    (Deed.FREEZE, "sealed work"): {"custodian", "second custodian"},
    (Deed.SEAL, "case"): EDITORS,
    (Deed.SEAL, "sealed case"): {"custodian", "second custodian"},
    (Deed.PROPOSE, "work"): EDITORS,
    (Deed.PROPOSE, "sealed work"): {"custodian", "second custodian"},
    (Deed.PROPOSE, "case"): EDITORS,
    (Deed.PROPOSE, "sealed case"): {"custodian", "second custodian"},
    (Deed.APPROVE, "publishing"): {"lead"},
    (Deed.APPROVE, "retraction"): {"lead"},
    (Deed.APPROVE, "unsealing"): {"second custodian"},
    (Deed.STAFF, "work"): {"lead"},
    (Deed.ADMINISTER, "desk"): {"administrator"},
    (Deed.SEARCH, "desk"): EVERYBODY_IN | {"stranger", "former custodian"},
}
"""Who may do what with which thing, of the persons above; every cell that is not here is refused."""


@pytest.mark.parametrize(("deed", "thing", "name"), list(itertools.product(Deed, THINGS, PERSONS)))
def test_the_table_of_rights(deed: Deed, thing: str, name: str) -> None:
    """Each deed × thing × person: allowed if and only if the table above says so."""
    assert may(PERSONS[name], deed, THINGS[thing]) is (name in ALLOWED.get((deed, thing), set()))


def test_every_line_of_the_table_is_a_short_predicate_with_a_sentence() -> None:
    for right in RIGHTS.values():
        assert right.__doc__
        assert right.__doc__.endswith(".")


def test_nobody_approves_what_they_proposed() -> None:
    """Publishing a named case, a retraction or an unsealing needs two people."""
    for step, person in itertools.product(Step, PERSONS.values()):
        assert not may(person, Deed.APPROVE, Proposal(TEAM, step, proposed_by=person.number, custodians=KEEPERS))
