"""`onrecord check`: an agenda held against the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from onrecord.cli.notes import Notes, one_line
from onrecord.cli.options import day, json_option, refuse_unwritable, store_option
from onrecord.cli.progress import progress_bar
from onrecord.cli.whole_files import write_whole
from onrecord.errors import AgendaError, StoreError
from onrecord.ledger.finding_entries import found_of
from onrecord.model.agenda import Agenda
from onrecord.model.finding import Check
from onrecord.ports import DocumentFilter
from onrecord.reports.as_json import check_to_json
from onrecord.reports.audience import Audience
from onrecord.reports.judged import judged
from onrecord.reports.scorecard import scorecard_html
from onrecord.reports.terminal import scorecard_terminal
from onrecord.settings import Store, cores, hold, load_agenda, open_store


@click.command(name="check")
@click.argument("agenda_path", metavar="AGENDA.yaml", type=click.Path(path_type=Path))
@click.option("--since", default="", metavar="DATE", help="Only documents of this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only documents of this day or earlier.")
@click.option(
    "--publisher", "publishers", multiple=True, help="Only publishers whose name holds this; may be repeated."
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the scorecard to one HTML file too.",
)
@click.option("--public", is_flag=True, help="For publication: names that are not cleared for it are withheld.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that share the reading; 1 reads in this one. Without it, one a core. The result is the same.",
)
@click.option("--record", is_flag=True, help="Write the findings into the ledger, where persons can judge them.")
@json_option
@store_option
def command(
    *,
    agenda_path: Path,
    since: str,
    until: str,
    publishers: tuple[str, ...],
    page: Path | None,
    public: bool,
    workers: int | None,
    record: bool,
    as_json: bool,
    location: str,
) -> None:
    """Hold the asks of AGENDA.yaml against the store: level, answer and quotes for each, and what was not in hand."""
    wanted = filter_of(since, until, publishers)
    if page is not None:
        refuse_unwritable(page)
    agenda = load_agenda(agenda_path)
    if not agenda.asks:
        raise AgendaError(
            f"{agenda_path} has no asks, so there is nothing to look for.", advice="Add one under `asks:`."
        )
    Notes().of_sides(agenda.asks)
    with open_store(location, create=False) as store:
        before = store.ledger.layers()
        result = held_against(agenda, store, wanted, workers=workers)
        layers = layers_read(result, before, store.ledger.layers())
        if record:
            recorded(result, store, layers)
        result = judged(result, store.ledger.judged_claims(), layers)
    audience = Audience.PUBLIC if public else Audience.TEAM
    if as_json:
        for piece in _pieces(check_to_json(result, audience=audience)):
            click.echo(piece, nl=False)
        click.echo()
    else:
        scorecard_terminal(result, Console(), audience=audience)
    if page is not None:
        write_page(page, result, audience)


def layers_read(check: Check, before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """For each cited document the digest of the text that was read; one that changed meanwhile is left out."""
    return {id_: after[id_] for id_ in check.sources if id_ in after and before.get(id_) == after[id_]}


def recorded(check: Check, store: Store, layers: dict[str, str]) -> None:
    """Write the findings into the ledger with a bar on standard error, and say there how many are new.

    Raises `StoreError` for a document that got another text while it was read; nothing is written then.
    """
    changed = [id_ for id_ in check.sources if id_ not in layers]
    if changed:
        raise StoreError(
            f"{one_line(changed[0])} got another text while the record was read, so that nothing was recorded.",
            advice="Run the command again.",
        )
    found = sorted(
        (
            found_of(
                finding,
                layers[finding.document_id],
                check.engine,
                result.ask,
                check.sources[finding.document_id].side,
            )
            for result in check.results
            for finding in result.findings
        ),
        key=lambda one: (one.document_id, one.ask_id),
    )
    with progress_bar("Recording") as said:
        new = store.ledger.record(found, said=said)
    click.echo(f"Recorded: {new:,} new findings, {len(found) - new:,} known already.", err=True)


def _pieces(value: dict[str, Any]) -> Iterator[str]:
    """What `json.dumps` says of the value, item by item: made whole, a large check needs several times its size."""
    yield "{"
    for number, (key, held) in enumerate(value.items()):
        yield f"{', ' if number else ''}{json.dumps(key)}: "
        if isinstance(held, list):
            yield "["
            for place, item in enumerate(held):
                yield (", " if place else "") + json.dumps(item, ensure_ascii=False)
            yield "]"
        else:
            yield json.dumps(held, ensure_ascii=False)
    yield "}"


def filter_of(since: str, until: str, publishers: tuple[str, ...]) -> DocumentFilter:
    """Which documents the options choose; raises `click.UsageError` where no day lies between them."""
    first, last = day(since, "--since"), day(until, "--until")
    shared = min(len(first), len(last))
    if first[:shared] > last[:shared]:
        raise click.UsageError(f"--since {first} is later than --until {last}: no day lies between. Exchange the two.")
    return DocumentFilter(since=first, until=last, publishers=publishers)


def held_against(agenda: Agenda, store: Store, wanted: DocumentFilter, *, workers: int | None = None) -> Check:
    """The agenda held against the store by so many processes (None: one a core), with a bar on standard error."""
    with progress_bar("Reading the record") as said:
        return hold(agenda, store, wanted, workers=workers or cores(), said=said)


def write_page(page: Path, result: Check, audience: Audience) -> None:
    """Write the HTML scorecard and say where it is, on standard error."""
    generated = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        write_whole(page, scorecard_html(result, generated_at=generated, audience=audience).encode())
    except OSError as fault:
        raise click.FileError(str(page), hint=f"{fault.strerror}. Name a file in a folder that is yours.") from fault
    click.echo(f"Scorecard: {page}", err=True)
