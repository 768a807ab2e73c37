"""Briefs, letters, statements and scorecards are asked for and written in one way; the file's name says the format."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from onrecord.cli.notes import Notes
from onrecord.cli.options import day, refuse_unwritable
from onrecord.cli.whole_files import write_whole
from onrecord.errors import AgendaError
from onrecord.model.agenda import Agenda
from onrecord.reports.audience import Audience
from onrecord.reports.documents.as_docx import docx
from onrecord.reports.documents.as_html import html
from onrecord.reports.documents.as_pdf import pdf
from onrecord.reports.documents.blocks import Paper
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.flat import flat
from onrecord.settings import Store, cores, load_agenda, open_store
from onrecord.settings.documents import dossier_of, prove

FORMATS: dict[str, Callable[[Paper], bytes]] = {
    ".html": lambda paper: html(paper).encode(),
    ".pdf": pdf,
    ".docx": docx,
}
"""By the end of the file's name."""
NEEDS = {".pdf": "typst", ".docx": "docx"}
"""Packages of the extra `documents`, by the format that they write."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    agenda_path: Path
    out: Path | None
    today: str
    public: bool
    workers: int | None
    as_json: bool
    location: str

    @property
    def audience(self) -> Audience:
        return Audience.PUBLIC if self.public else Audience.TEAM


def paper_options(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and the options of a verb that writes a document, passed to the command together as `order`."""

    @click.argument("agenda_path", metavar="AGENDA.yaml", type=click.Path(path_type=Path))
    @click.option(
        "-o",
        "--out",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The file to write; its name ends in .html, .pdf or .docx.",
    )
    @click.option(
        "--today", default="", metavar="DATE", help="The day that clocks count to; without it, this day in UTC."
    )
    @click.option("--public", is_flag=True, help="For publication: names that are not cleared for it are withheld.")
    @click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that read what is new; without it, one a core.",
    )
    @functools.wraps(command)
    def wrapped(
        *, agenda_path: Path, out: Path | None, today: str, public: bool, workers: int | None,
        as_json: bool, location: str, **others: object,
    ) -> None:  # fmt: skip
        as_of = day(today, "--today") or datetime.now(UTC).date().isoformat()
        if len(as_of) != 10:
            raise click.BadParameter("name a day, as 2023-06-19", param_hint="--today")
        refuse_out(out, as_json=as_json)
        command(order=Order(agenda_path, out, as_of, public, workers, as_json, location), **others)

    return wrapped


def refuse_out(out: Path | None, *, as_json: bool) -> None:
    """Raises `click.UsageError` for a file that could not be written, or of a format that nothing writes."""
    if out is None and not as_json:
        raise click.UsageError("Name the file to write with -o, or ask for --json.")
    if out is not None and out.suffix.casefold() not in FORMATS:
        raise click.UsageError(f"{out} is of no format that is written. End its name in {', '.join(FORMATS)}.")
    if out is not None:
        package = NEEDS.get(out.suffix.casefold(), "onrecord")
        if find_spec(package) is None:
            raise click.UsageError(
                f"{out} needs the package {package}. Install onrecord[documents], or end it in .html."
            )
        refuse_unwritable(out)


def asked(path: Path) -> Agenda:
    """The agenda in a file. Raises `AgendaError` for one without asks."""
    agenda = load_agenda(path)
    if not agenda.asks:
        raise AgendaError(f"{path} has no asks, so there is nothing to write of.", advice="Add one under `asks:`.")
    Notes().of_sides(agenda.asks)
    return agenda


def now() -> str:
    """This moment, in UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_from_dossier(order: Order, agenda: Agenda, make: Callable[[Dossier], Paper]) -> None:
    """Bring the standing up to date, make the document, hold its quotes against the store, write it."""
    with open_store(order.location, create=False) as store, progress() as said:
        found = dossier_of(
            agenda,
            store,
            order.audience,
            today=date.fromisoformat(order.today),
            workers=order.workers or cores(),
            said=said,
        )
        deliver(make(found), store, order.out, as_json=order.as_json)


def deliver(paper: Paper, store: Store, out: Path | None, *, as_json: bool) -> None:
    """Write the document once its quotes were held against the store, and say on standard error where it is."""
    proven = prove(paper, store)
    if as_json:
        click.echo(json.dumps(flat(paper), ensure_ascii=False))
    if out is not None:
        content = FORMATS[out.suffix.casefold()](paper)
        try:
            write_whole(out, content)
        except OSError as fault:
            raise click.FileError(str(out), hint=f"{fault.strerror}. Name a file in a folder that is yours.") from fault
        name = paper.kind.value.capitalize()
        click.echo(f"{name}: {out} ({len(paper.notes())} sources, {proven} quotes held against the store)", err=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each long step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {}

        def said(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what)
            bars.update(tasks[what], completed=done, total=of)

        yield said
