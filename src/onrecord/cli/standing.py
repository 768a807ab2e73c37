"""`onrecord standing`: what the whole record says of each ask today, and what it leaves out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from onrecord.cli.notes import Notes
from onrecord.cli.options import day, json_option, refuse_unwritable, store_option
from onrecord.cli.whole_files import write_whole
from onrecord.drafting.series_edits import read_edits
from onrecord.errors import AgendaError
from onrecord.model.agenda import Agenda
from onrecord.model.occasion import SeriesEdit
from onrecord.reports.audience import Audience
from onrecord.reports.standing_json import standing_to_json
from onrecord.reports.standing_page import standing_html
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.standing_terminal import standing_terminal
from onrecord.settings import cores, load_agenda, open_store, read_plain_text
from onrecord.settings.standing import stand


@click.command(name="standing")
@click.argument("agenda_path", metavar="AGENDA.yaml", type=click.Path(path_type=Path))
@click.option("--today", default="", metavar="DATE", help="The day that clocks count to; without it, this day in UTC.")
@click.option(
    "--series",
    "edits_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A table of changes to the series of comparable documents.",
)
@click.option("--questions", type=click.IntRange(min=0), default=1, show_default=True, help="Next questions an ask.")
@click.option("--drift", is_flag=True, help="Print how the words changed, wording by wording.")
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page with its pictures too.",
)
@click.option("--public", is_flag=True, help="For publication: names that are not cleared for it are withheld.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read what is new; without it, one a core.",
)
@json_option
@store_option
def command(
    *,
    agenda_path: Path,
    today: str,
    edits_path: Path | None,
    questions: int,
    drift: bool,
    page: Path | None,
    public: bool,
    workers: int | None,
    as_json: bool,
    location: str,
) -> None:
    """Show how the asks of AGENDA.yaml stand: clocks, series, omissions, drift, promises, and what to ask next.

    What was added to the store since the last time is read first, and its findings are recorded there.
    """
    as_of = day(today, "--today") or datetime.now(UTC).date().isoformat()
    if len(as_of) != 10:
        raise click.BadParameter("name a day, as 2023-06-19", param_hint="--today")
    if page is not None:
        refuse_unwritable(page)
    agenda, edits = _agenda(agenda_path), _edits(edits_path)
    wanted = Wanted(edits=edits, meetings=as_json or page is not None, workers=workers or cores())
    report = _report(agenda, location, date.fromisoformat(as_of), wanted)
    audience = Audience.PUBLIC if public else Audience.TEAM
    if as_json:
        click.echo(json.dumps(standing_to_json(report, audience=audience), ensure_ascii=False))
    else:
        standing_terminal(report, Console(), audience=audience, questions=questions, drift=drift)
    if page is not None:
        generated = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        write_whole(page, standing_html(report, generated_at=generated, audience=audience).encode())
        click.echo(f"Page: {page}", err=True)


def _agenda(path: Path) -> Agenda:
    agenda = load_agenda(path)
    if not agenda.asks:
        raise AgendaError(f"{path} has no asks, so there is nothing to look for.", advice="Add one under `asks:`.")
    Notes().of_sides(agenda.asks)
    return agenda


def _edits(path: Path | None) -> tuple[SeriesEdit, ...]:
    return () if path is None else read_edits(read_plain_text(path.read_bytes(), name=str(path)), name=str(path))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report is to be made."""

    edits: tuple[SeriesEdit, ...]
    meetings: bool
    workers: int


def _report(agenda: Agenda, location: str, today: date, wanted: Wanted) -> StandingReport:
    """The report, with a bar on standard error for each long step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
        open_store(location, create=False) as store,
    ):
        tasks = {}

        def said(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what)
            progress.update(tasks[what], completed=done, total=of)

        return stand(
            agenda,
            store,
            today=today,
            workers=wanted.workers,
            edits=wanted.edits,
            meetings=wanted.meetings,
            said=said,
            noted=lambda line: click.echo(line, err=True),
        )
