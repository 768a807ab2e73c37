"""What an agenda says is in its newest version; who its cases are and what protects them is in the register."""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest

from onrecord.access.persons import Person
from onrecord.access.rights import Deed
from onrecord.access.things import Work
from onrecord.desk.agendas.models import AgendaFile, AgendaVersion
from onrecord.desk.cases.models import CaseFile
from onrecord.desk.cases.register import case_of, new_case, thing_of, visible
from onrecord.desk.doors import must
from onrecord.desk.people.models import Account, Team
from onrecord.drafting.agenda_file import dump, load
from onrecord.errors import OnRecordError
from onrecord.model.agenda import Agenda, Ask, Case, Protection
from onrecord.reports.withholding import Names, masked


class ConflictError(OnRecordError):
    """Somebody else changed the agenda since this person loaded it."""


def newest(file: AgendaFile) -> AgendaVersion:
    """The version that holds."""
    return file.versions.order_by("-number")[0]


def agenda_for(request: HttpRequest, key: str, deed: Deed = Deed.SEE) -> AgendaFile:
    """The agenda of this key. Raises `Http404` where there is none, or none for this person to do this with."""
    file = AgendaFile.objects.select_related("team").filter(key=key).first()
    if file is None:
        raise Http404
    must(request, deed, Work(file.team_id))
    return file


def agenda_of(file: AgendaFile, person: Person | None = None) -> Agenda:
    """The newest agenda with the register laid over it: names, protection and consent as they are now.

    The team's other cases stand behind its own, so that their names are withheld from what is made of it. A sealed case
    of which `person` is custodian is open to them as an internal one is; without a person every sealed case is closed.
    """
    agenda = load(newest(file).text, name="agenda")
    register = {held.key: held for held in CaseFile.objects.filter(team=file.team_id).prefetch_related("custodians")}
    known = {key: _opened(held, person) for key, held in register.items()}
    own = tuple(_laid_over(case, known) for case in agenda.cases)
    listed = {case.id for case in own}
    return replace(agenda, cases=(*own, *(case for key, case in known.items() if key not in listed)))


def _opened(file: CaseFile, person: Person | None) -> Case:
    case, custodians = case_of(file), thing_of(file).custodians
    is_open = custodians is not None and person is not None and person.number in custodians
    return replace(case, protection=Protection.INTERNAL) if is_open else case


def _laid_over(case: Case, known: dict[str, Case]) -> Case:
    held = known.get(case.id)
    if held is None:
        return case
    names = tuple(dict.fromkeys((*held.names, *case.names)))
    return replace(held, names=names, quote=case.quote, unsure=case.unsure)


def sealed_names(agenda: Agenda) -> Names:
    """The names of its sealed cases."""
    sealed = [name for case in agenda.cases if case.protection is Protection.SEALED for name in case.names]
    return Names(sealed, spare=[name for case in agenda.cases if name_is_open(case) for name in case.names])


def name_is_open(case: Case) -> bool:
    """True unless the case is sealed."""
    return case.protection is not Protection.SEALED


def seen_by(agenda: Agenda, file: AgendaFile, person: Person) -> Agenda:
    """The agenda as this person's pages show it: what is about a sealed case that they do not keep is not there.

    `agenda` is what `agenda_of(file, person)` gives, or an earlier version of it.
    """
    names = sealed_names(agenda)
    own = {case.id for case in load(newest(file).text, name="agenda").cases}
    cases = tuple(case for case in agenda.cases if case.id in own and name_is_open(case))
    if not names:
        return replace(agenda, cases=cases)
    closed = {spelling for case in agenda.cases if not name_is_open(case) for spelling in (case.id, *case.names)}
    return replace(
        agenda,
        title=names.withheld(agenda.title),
        issuer=names.withheld(agenda.issuer),
        asks=tuple(ask for ask in agenda.asks if not (closed & {*ask.cases} or _is_about(ask, names))),
        grounds=tuple(held for held in agenda.grounds if not names.spans(held.quote.exact)),
        cases=cases,
    )


def _is_about(ask: Ask, names: Names) -> bool:
    words = (ask.text, ask.object, ask.parent, *ask.aliases, ask.quote.exact if ask.quote else "")
    return any(map(names.named_in, words))


def source_seen_by(agenda: Agenda, file: AgendaFile) -> str:
    """The statement's text with a mask for every character of a sealed name, so that places still count."""
    names = sealed_names(agenda)
    return masked(file.source_text, names.spans(file.source_text)) if names else file.source_text


def new_agenda(
    team: Team, agenda: Agenda, *, by: Account, person: Person, source_text: str = "", change: str = "imported"
) -> AgendaFile:
    """Keep an agenda. Each case becomes a file of the register, or the one that this person knows by a name."""
    with transaction.atomic():
        kept = _registered(agenda, team, person)
        file = AgendaFile.objects.create(team=team, source_text=source_text, source_name=agenda.source)
        AgendaVersion.objects.create(agenda=file, number=1, text=dump(kept), change=change, by=by)
    return file


def _registered(agenda: Agenda, team: Team, person: Person) -> Agenda:
    known = {_folded(name): file.key for file in visible(team, person) for name in case_of(file).names}
    renamed: dict[str, str] = {}
    for case in agenda.cases:
        key = next((known[_folded(name)] for name in case.names if _folded(name) in known), "")
        renamed[case.id] = key or new_case(team, case).key
    spelled = {name: renamed[case.id] for case in agenda.cases for name in (case.id, *case.names)}
    return replace(
        agenda,
        cases=tuple(_once({renamed[case.id]: replace(case, id=renamed[case.id]) for case in agenda.cases})),
        asks=tuple(
            replace(ask, cases=tuple(dict.fromkeys(spelled.get(name, name) for name in ask.cases)))
            for ask in agenda.asks
        ),
    )


def _once(cases: dict[str, Case]) -> list[Case]:
    return list(cases.values())


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def change(file: AgendaFile, agenda: Agenda, *, by: Account, what: str, expected: int) -> AgendaVersion:
    """Keep what an agenda says from now on. Raises `ConflictError` if `expected` is not the newest version's number."""
    with transaction.atomic():
        held = newest(file)
        if held.number != expected:
            raise ConflictError(
                f"Somebody changed this agenda meanwhile (version {held.number}; you changed version {expected}).",
                advice="Look at what they did, then make your change again.",
            )
        own = {case.id for case in load(held.text, name="agenda").cases}
        referred = {name for ask in agenda.asks for name in ask.cases}
        cases = tuple(case for case in agenda.cases if case.id in own or case.id in referred)
        try:
            return AgendaVersion.objects.create(
                agenda=file, number=expected + 1, text=dump(replace(agenda, cases=cases)), change=what, by=by
            )
        except IntegrityError as fault:
            raise ConflictError("Somebody changed this agenda in the same moment.", advice="Load it again.") from fault
