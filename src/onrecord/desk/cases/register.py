"""A case has one place at the desk; agendas and outputs take its names and its protection from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from onrecord.access.persons import Person
from onrecord.access.rights import Deed, may
from onrecord.access.things import CaseFile as CaseThing
from onrecord.desk.cases.models import CaseFile
from onrecord.desk.people.models import Team
from onrecord.drafting.agenda_file import dump, load
from onrecord.model.agenda import Agenda, Case, Engagement, Protection
from onrecord.reports.withholding import Names

_NOTHING = Agenda(title="", issuer="", source="", source_digest="", engagement=Engagement("none"))


def case_of(file: CaseFile) -> Case:
    """The case in a file, under the file's key as its id and with the protection that holds now."""
    return replace(_read(file.body), id=file.key, protection=Protection(file.protection))


def body_of(case: Case) -> str:
    """What a file holds of a case: the library's own form of an agenda that has this case and nothing else."""
    return dump(replace(_NOTHING, cases=(case,)))


@lru_cache(maxsize=4096)
def _read(body: str) -> Case:
    return load(body, name="case").cases[0]


def thing_of(file: CaseFile) -> CaseThing:
    """The file as `access` knows it."""
    sealed = file.protection == Protection.SEALED.value
    return CaseThing(file.team_id, frozenset(held.pk for held in file.custodians.all()) if sealed else None)


def cases_of(team: Team | int) -> tuple[Case, ...]:
    """Every case of a team, sealed ones too: for gates that keep names out, never to be shown."""
    return tuple(map(case_of, CaseFile.objects.filter(team=team).order_by("pk")))


def visible(team: Team | int, person: Person) -> list[CaseFile]:
    """The team's cases that the person may know of, the newest first."""
    found = CaseFile.objects.filter(team=team).prefetch_related("custodians").order_by("-made_at", "-pk")
    return [file for file in found if may(person, Deed.SEE, thing_of(file))]


def withheld_from(person: Person) -> Names:
    """The names of sealed cases of the person's teams, and with `spare` those of the others."""
    files = CaseFile.objects.filter(team__in=list(person.roles)).order_by("pk")
    cases = [case_of(file) for file in files]
    sealed = tuple(name for case in cases if case.protection is Protection.SEALED for name in case.names)
    return _names(
        sealed, tuple(name for case in cases if case.protection is not Protection.SEALED for name in case.names)
    )


@lru_cache(maxsize=64)
def _names(sealed: tuple[str, ...], spare: tuple[str, ...]) -> Names:
    return Names(sealed, spare=spare)


def new_case(team: Team, case: Case, *, custodians: Iterable[int] = ()) -> CaseFile:
    """Keep a case. A sealed one is known to these custodians alone."""
    file = CaseFile.objects.create(team=team, protection=case.protection.value, body=body_of(case))
    file.custodians.set(custodians)
    return file
