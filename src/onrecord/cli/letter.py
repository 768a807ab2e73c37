"""`onrecord letter`: the asks with their grounds, to be signed by many."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.paper_files import Order, asked, now, paper_options, write_from_dossier
from onrecord.model.agenda import Agenda
from onrecord.reports.audience import unreadable
from onrecord.reports.documents.blocks import Paper
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.letter import letter, unjudged
from onrecord.reports.documents.letter_details import LetterDetails, details_of, read_details
from onrecord.settings import read_plain_text


@click.command(name="letter")
@paper_options
@click.option(
    "--details",
    "details_path",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Who writes to whom, co-signers and the last day to sign.",
)
@json_option
@store_option
def command(*, order: Order, details_path: Path | None) -> None:
    """Write a joint letter that puts the asks of AGENDA.yaml with their grounds, every sentence with its source.

    What was added to the store since the last time is read first, and its findings are recorded there.
    """
    agenda = asked(order.agenda_path)
    details = _details(details_path, agenda).cleared(unreadable(agenda, order.audience))
    write_from_dossier(order, agenda, lambda dossier: _letter(dossier, details))


def _letter(dossier: Dossier, details: LetterDetails) -> Paper:
    """The letter; how much it leaves out because nobody has judged it is said on standard error."""
    left = unjudged(dossier)
    if left:
        asks = "1 ask" if left == 1 else f"{left} asks"
        click.echo(f"Note: words on {asks} are in hand and not cited: judge them first (`onrecord judge`).", err=True)
    return letter(dossier, details, made=now())


def _details(path: Path | None, agenda: Agenda) -> LetterDetails:
    if path is None:
        return details_of(agenda)
    return read_details(read_plain_text(path.read_bytes(), name=str(path)), name=str(path), agenda=agenda)
