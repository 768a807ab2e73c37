"""`onrecord statement`: what the record in hand shows after a visit, for the press."""

from __future__ import annotations

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.paper_files import Order, asked, now, paper_options, write_from_dossier
from onrecord.errors import AgendaError
from onrecord.reports.documents.statement import statement


@click.command(name="statement")
@paper_options
@json_option
@store_option
def command(*, order: Order) -> None:
    """Write a press statement on what the documents since the visit of AGENDA.yaml show, ask by ask.

    What was added to the store since the last time is read first, and its findings are recorded there.
    """
    agenda = asked(order.agenda_path)
    if not agenda.engagement.start:
        raise AgendaError(
            f"{order.agenda_path} names no first day of its engagement, so that nobody can tell what came after.",
            advice="Add it as `start:` under `engagement:`.",
        )
    write_from_dossier(order, agenda, lambda dossier: statement(dossier, made=now()))
