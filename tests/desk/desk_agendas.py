"""The fictional example as a team has it at the desk: its agenda, its record, its findings."""

from __future__ import annotations

from pathlib import Path

import onrecord
from onrecord.desk.agendas.files import agenda_of, new_agenda
from onrecord.desk.agendas.models import AgendaFile
from onrecord.desk.people.middleware import person_from
from onrecord.desk.people.models import Account, Team
from onrecord.drafting.agenda_file import load
from onrecord.model.record import Side
from onrecord.settings import Said, files_of, take_in
from onrecord.settings.standing import screen
from onrecord.settings.stores import Store

EXAMPLE = Path(onrecord.__file__).parent / "data" / "example"
STATEMENT = (EXAMPLE / "statement.txt").read_text(encoding="utf-8")


def fill(store: Store) -> Store:
    """Take the example's record into the store."""
    law = Said(publisher="Parliament of Valdoria", title="Sumara Engagement Act", side=Side.THIRD)
    for names, said in ((("record.jsonl", "parliament.html"), Said()), (("statute.txt",), law)):
        for _ in take_in(store, files_of([EXAMPLE / name for name in names]), said):
            pass
    return store


def example_agenda(team: Team, account: Account) -> AgendaFile:
    """The example's agenda at the desk."""
    agenda = load((EXAMPLE / "agenda.yaml").read_text(encoding="utf-8"), name="agenda.yaml")
    return new_agenda(team, agenda, by=account, person=person_from(account, strong=True), source_text=STATEMENT)


def screened(file: AgendaFile, store: Store) -> None:
    """Hold the agenda against the record, as the background job does."""
    screen(agenda_of(file), store)
