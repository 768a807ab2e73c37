"""`onrecord versions`: what changed in a document after it was published, and which findings that touches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from onrecord.cli.notes import one_line
from onrecord.cli.options import json_option, store_option
from onrecord.errors import StoreError
from onrecord.ledger.versions import Change, History, changed, changes, history_of
from onrecord.pipeline import Reader
from onrecord.reports.audience import Audience, unreadable
from onrecord.reports.changes import history_to_json
from onrecord.reports.touched import TouchedFinding, touched
from onrecord.reports.withholding import Names
from onrecord.settings import Store, load_agenda, open_store
from onrecord.text.change_kinds import Kind

_KINDS = {kind.label: kind for kind in Kind}


@click.command(name="versions")
@click.argument("name", metavar="[URL|ID]", default="")
@click.option(
    "--agenda",
    "agenda_path",
    metavar="AGENDA.yaml",
    type=click.Path(path_type=Path),
    help="Name the findings of this agenda that a change touches.",
)
@click.option(
    "--least",
    type=click.Choice(list(_KINDS)),
    default=Kind.PUNCTUATION_OR_CASE.label,
    show_default=True,
    help="The lightest kind of edit that is shown.",
)
@json_option
@store_option
def command(*, name: str, agenda_path: Path | None, least: str, as_json: bool, location: str) -> None:
    """Show every document of the store whose text or title changed, or the one with this address or id.

    With --json one line a document, with every edit whatever its kind.
    """
    reader, names = None, Names(())
    if agenda_path is not None:
        agenda = load_agenda(agenda_path)
        reader, names = Reader.of_agenda(agenda), unreadable(agenda, Audience.TEAM)
    with open_store(location, create=False) as store:
        shown = 0
        for history in _histories(store, name):
            shown += 1
            found = [(change, _touched(reader, change)) for change in changes(store.ledger, history)]
            if as_json:
                click.echo(json.dumps(_masked(history_to_json(history, found), names), ensure_ascii=False))
                continue
            for line in _lines(history, found, _KINDS[least]):
                click.echo(names.withheld(line))
    click.echo(f"{shown:,} document{'s' * (shown != 1)} shown.", err=True)


def _histories(store: Store, name: str) -> tuple[History, ...]:
    if not name:
        return changed(store.ledger)
    history = history_of(store.ledger, name)
    if history is None:
        raise StoreError(
            f"The store holds no document with the address or id {one_line(name)!r}.",
            advice="`onrecord versions` without a name lists those that changed.",
        )
    return (history,)


def _touched(reader: Reader | None, change: Change) -> list[TouchedFinding]:
    return [] if reader is None else list(touched(reader, change.old, change.new, change.text))


def _lines(history: History, found: list[tuple[Change, list[TouchedFinding]]], least: Kind) -> Iterator[str]:
    newest = dict(history.newest.facts)
    yield f"{newest['date']} {newest['publisher']}: {one_line(newest['title'])}"
    yield f"  {one_line(newest['url'] or history.newest.id)}"
    for change, findings in found:
        kind = "facts" if change.kind is None else change.kind.label
        yield f"  seen {change.earlier.seen} → {change.later.seen}: {kind}"
        for name, told in change.facts:
            yield f"    {name}: {one_line(told.old) or '∅'} → {one_line(told.new) or '∅'}"
        yield from _edits(change, least)
        for finding in findings:
            yield from _finding(finding)
    if not found:
        yield "  One version: nothing changed."


def _edits(change: Change, least: Kind) -> Iterator[str]:
    kept = [edit for edit in change.text.edits if edit.kind >= least]
    for edit, line in zip(kept, change.text.readable(least=least), strict=True):
        marks = ", ".join(sorted(mark.value for mark in edit.marks))
        yield f"    {edit.kind.label}{f' ({marks})' if marks else ''}: {line}"
    lighter = len(change.text.edits) - len(kept)
    if lighter:
        yield f"    {lighter:,} lighter edit{'s' * (lighter != 1)} not shown."


def _finding(finding: TouchedFinding) -> Iterator[str]:
    after = "no finding" if finding.after is None else f"level {int(finding.after.level)}"
    yield f"    Touches the finding on {one_line(finding.ask)}: level {int(finding.before.level)} → {after}"
    for quote in finding.quotes:
        now = "" if quote.stands is None else f"; there now: “{one_line(quote.stands.exact)}”"
        yield f"      {quote.fate.value}: “{one_line(quote.quote.exact)}”{now}"


def _masked(held: object, names: Names) -> object:
    """The same JSON with each withheld name masked in every string."""
    if isinstance(held, str):
        return names.withheld(held)
    if isinstance(held, list):
        return [_masked(one, names) for one in held]
    if isinstance(held, dict):
        return {key: _masked(value, names) for key, value in held.items()}
    return held
