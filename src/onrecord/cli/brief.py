"""`onrecord brief`: one page an ask, for whoever goes into the meeting."""

from __future__ import annotations

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.paper_files import Order, asked, now, paper_options, write_from_dossier
from onrecord.reports.documents.brief import brief


@click.command(name="brief")
@paper_options
@json_option
@store_option
def command(*, order: Order) -> None:
    """Write the brief for the engagement of AGENDA.yaml: one page an ask, every sentence with its source.

    What was added to the store since the last time is read first, and its findings are recorded there.
    """
    write_from_dossier(order, asked(order.agenda_path), lambda dossier: brief(dossier, made=now()))
