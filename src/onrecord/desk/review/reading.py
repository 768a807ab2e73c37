"""The findings of an agenda are read once by each process; after that only what the ledger has gained is read."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from onrecord.access.persons import Person, Role
from onrecord.desk.agendas.files import agenda_of
from onrecord.desk.agendas.models import AgendaFile
from onrecord.desk.people.models import Account, Membership, Team
from onrecord.desk.record.holdings import the_store
from onrecord.model.agenda import Agenda
from onrecord.settings.reviewing import Review, refreshed, review

KEPT = 12
"""Agendas whose findings a process keeps in memory."""

_kept: OrderedDict[tuple[str, Agenda, float], Review] = OrderedDict()
_lock = Lock()


def review_of(file: AgendaFile, person: Person) -> Review:
    """The agenda's findings as this person may see them, as the ledger stands now."""
    agenda, share = agenda_of(file, person), file.team.double_share / 100
    key = (file.key, agenda, share)
    with _lock:
        held = _kept.pop(key, None)
        found = refreshed(held, the_store()) if held is not None else review(agenda, the_store(), share=share)
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def forget() -> None:
    """Read everything anew: for a process that serves another store."""
    _kept.clear()


def signature(account: Account) -> str:
    """Under what name an account's word goes into the ledger: the number tells two of one name apart."""
    return f"{' '.join(account.name.split())} ({account.pk})"


def leads_of(team: Team) -> list[str]:
    """The signatures of those who may settle what two readers see differently."""
    leads = Membership.objects.filter(team=team, role__gte=int(Role.LEAD)).select_related("account")
    return [signature(held.account) for held in leads]
