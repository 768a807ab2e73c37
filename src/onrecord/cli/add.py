"""`onrecord add`: files, corpora and web pages into the store; what cannot be read is named, the rest goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from onrecord.cli.notes import one_line
from onrecord.cli.options import day, is_address, json_option, store_option, web_options
from onrecord.model.record import Side
from onrecord.settings import (
    Manners,
    PassedOver,
    Refused,
    Said,
    SourceFile,
    Step,
    files_of,
    open_store,
    take_from_web,
    take_in,
)

_OF_MANY = (".jsonl", ".ndjson", ".warc", ".wacz")
"""How the names of files with many documents end, `.gz` left out."""


@dataclass(slots=True)
class _Tally:
    """How the whole command went so far."""

    new: int = 0
    known: int = 0
    unsourced: int = 0
    undated: int = 0
    claimed: int = 0
    refused: list[Refused] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)

    def count(self, step: Step) -> None:
        if isinstance(step, Refused):
            self.refused.append(step)
            return
        if isinstance(step, PassedOver):
            self.passed.append(step)
            return
        self.new += step.new
        self.known += step.known
        self.unsourced += step.unsourced
        self.undated += step.undated
        self.claimed += step.claimed

    def __str__(self) -> str:
        return f"{self.new:,} new, {self.known:,} already there, {len(self.refused):,} unreadable"


@click.command(name="add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option(
    "--side", type=click.Choice([side.value for side in Side]), help="Whose record it is, seen from who asks."
)
@click.option(
    "--publisher",
    default="",
    help="Who published it, whatever a page says of itself; for a corpus, where a line does not say.",
)
@click.option("--date", default="", help="When it was published (2023-06-19, 2023-06 or 2023); likewise.")
@click.option(
    "--url",
    default="",
    help="Where it was published; one file only. The same address again is a new version.",
)
@click.option("--title", default="", help="Its title; one file only.")
@click.option("--encoding", default="", help="The encoding of a text or HTML file that does not declare it.")
@web_options
@json_option
@store_option
def command(
    *,
    paths: tuple[str, ...],
    side: str | None,
    publisher: str,
    date: str,
    url: str,
    title: str,
    encoding: str,
    manners: Manners,
    as_json: bool,
    location: str,
) -> None:
    """Add each PATH to the store: text, HTML, PDF, DOCX, corpora (.jsonl, .jsonl.gz), web archives (.warc,
    .warc.gz, .wacz), folders of these.

    A URL (http, https) is fetched and what stands there is added under that address. A block page, a captcha
    or an empty shell is named and never added.

    Adding the same thing twice changes nothing, and an interrupted run goes on where it stopped when it is
    started again. A file that cannot be read is named on standard error, and the exit status is 1.
    """
    addresses = [path for path in paths if is_address(path)]
    said = Said(
        publisher=publisher.strip(),
        date=day(date, "--date"),
        url=url.strip(),
        title=title.strip(),
        side=Side(side) if side else None,
        encoding=encoding.strip(),
    )
    files = list(files_of(Path(path) for path in paths if not is_address(path)))
    _refuse_shared_labels(files, addresses, said)
    tally = _Tally()
    with open_store(location, create=True) as store:
        with _telling_what_is_safe(tally, store.shown):
            _watch(chain(take_in(store, files, said), take_from_web(store, addresses, said, manners)), files, tally)
        _report(tally, store.shown, store.ledger.count(), as_json=as_json)
    sys.exit(1 if tally.refused else 0)


def _refuse_shared_labels(files: list[SourceFile], addresses: list[str], said: Said) -> None:
    """An address or a title belongs to one document, and what is fetched has its address already."""
    if said.url and addresses:
        raise click.UsageError("--url says where a file was published; a page that is fetched has its address.")
    if not (said.url or said.title):
        return
    many = [file for file in files if file.path.name.lower().removesuffix(".gz").endswith(_OF_MANY)]
    if len(files) + len(addresses) != 1 or many:
        raise click.UsageError("--url and --title say something of one document. Name one file that holds one.")


@contextmanager
def _telling_what_is_safe(tally: _Tally, location: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"Interrupted. Safe in {location}: {tally}. Run the same command again to go on.", err=True)
        raise


def _watch(steps: Iterator[Step], files: list[SourceFile], tally: _Tally) -> None:
    """Go through the steps with a bar (by bytes read) on standard error, where that is a terminal."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("Adding"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(str(tally), total=sum(file.size for file in files) or None)
        for step in steps:
            tally.count(step)
            _show(progress, task, step, tally)


def _show(progress: Progress, task: TaskID, step: Step, tally: _Tally) -> None:
    progress.update(task, advance=step.size, description=str(tally))
    said = step.reason if isinstance(step, Refused) else str(step) if isinstance(step, PassedOver) else ""
    if said:
        progress.console.print(one_line(said), markup=False, highlight=False, soft_wrap=True)


def _report(tally: _Tally, location: str, documents: int, *, as_json: bool) -> None:
    if as_json:
        refused = [{"source": held.source, "line": held.line, "reason": held.reason} for held in tally.refused]
        counts = {"new": tally.new, "known": tally.known, "documents": documents}
        passed = [{"source": held.source, "kinds": dict(held.kinds)} for held in tally.passed]
        said = {"store": location, **counts, "unreadable": refused, "passed_over": passed}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{tally}. {location} holds {documents:,} documents.")
    if tally.unsourced:
        what = "has" if tally.unsourced == 1 else "have"
        note = f"Note: {tally.unsourced:,} {what} no publisher; say whose it is with --publisher or --side."
        click.echo(note, err=True)
    if tally.claimed:
        what = (
            "has its publisher from its own page" if tally.claimed == 1 else "have their publisher from their own page"
        )
        click.echo(f"Note: {tally.claimed:,} {what}; if it is another, say so with --publisher.", err=True)
    if tally.undated:
        what = "has" if tally.undated == 1 else "have"
        click.echo(
            f"Note: {tally.undated:,} {what} no date, and no search by date finds them; say it with --date.",
            err=True,
        )
