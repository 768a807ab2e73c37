"""`onrecord retract`: an entry that no longer stands, and who says so."""

from __future__ import annotations

import json

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.person import by_option
from onrecord.errors import StoreError
from onrecord.ledger.statements import RECORD, Retracted, stated
from onrecord.settings import open_store


@click.command(name="retract")
@click.argument("name", metavar="ENTRY")
@by_option
@click.option("--reason", required=True, help="Why it no longer stands.")
@json_option
@store_option
def command(*, name: str, by: str, reason: str, as_json: bool, location: str) -> None:
    """Record that ENTRY (a finding, a judgement, an alert or a retraction) no longer stands; it stays in the ledger.

    ENTRY is a digest or the beginning of one. To undo a retraction, retract it.
    """
    if not reason.strip():
        raise click.UsageError("--reason is empty. Say why the entry no longer stands.")
    with open_store(location, create=False) as store:
        entry = store.ledger.entry_named(name)
        if entry.kind in RECORD:
            raise StoreError(
                f"Entry {entry.digest[:12]} is a {entry.kind}: the record itself is kept as it was captured.",
                advice="Retract a finding, a judgement, an alert or a retraction.",
            )
        if entry.digest in stated(store.ledger.statements("retraction")).retracted:
            raise StoreError(
                f"The {entry.kind} {entry.digest[:12]} is retracted already.", advice="There is nothing to do."
            )
        made = store.ledger.append(Retracted(entry.digest, by, reason.strip()))
    if as_json:
        held = {"entry": made.digest, "retracted": entry.digest, "kind": entry.kind, "by": by, "at": made.at}
        click.echo(json.dumps({**held, "reason": reason.strip()}, ensure_ascii=False))
    else:
        click.echo(f"The {entry.kind} {entry.digest[:12]} is retracted by {by}.")
        click.echo(f"Retraction {made.digest[:12]}: retract it, and the {entry.kind} stands again.")
