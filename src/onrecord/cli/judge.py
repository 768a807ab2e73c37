"""`onrecord judge`: a person's word on a recorded finding."""

from __future__ import annotations

import json

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.person import by_option
from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.statements import Found, Judged, Stated, Verdict, stated, statement_of
from onrecord.settings import Store, open_store

_VERDICTS = {
    "confirm": Verdict.CONFIRMED,
    "correct": Verdict.CORRECTED,
    "reject": Verdict.REJECTED,
    "undecided": Verdict.UNDECIDED,
}


@click.command(name="judge")
@click.argument("name", metavar="FINDING")
@click.argument("said", metavar="confirm|correct LEVEL|reject|undecided", type=click.Choice(list(_VERDICTS)))
@click.argument("level", metavar="", type=click.IntRange(1, 4), required=False)
@by_option
@click.option("--note", default="", help="Why, in your words.")
@json_option
@store_option
def command(*, name: str, said: str, level: int | None, by: str, note: str, as_json: bool, location: str) -> None:
    """Record what a person decided on FINDING, named by its digest or the beginning of it (`onrecord findings`).

    LEVEL is 1 to 4; a finding that should be 0 is rejected. A later judgement of the same finding takes the place of an
    earlier one; both stay in the ledger.
    """
    if (said == "correct") != (level is not None):
        raise click.UsageError("A LEVEL (1 to 4) stands behind `correct`, and behind nothing else.")
    with open_store(location, create=False) as store:
        entry, found = _finding(store, name)
        if level == found.level:
            raise click.UsageError(f"The finding has level {level} already. Confirm it, or name another level.")
        judged = Judged(entry.digest, _VERDICTS[said], by, level=level, note=note.strip())
        if _said(store).judgements.get(entry.digest) == judged:
            click.echo("The same judgement stands already; nothing was recorded.", err=True)
            return
        made = store.ledger.append(judged)
    if as_json:
        held = {"entry": made.digest, "finding": entry.digest, "verdict": judged.verdict.value, "level": level}
        click.echo(json.dumps({**held, "by": by, "at": made.at, "note": judged.note}, ensure_ascii=False))
    else:
        change = "" if level is None else f" from {found.level} to {level}"
        click.echo(f"Finding {entry.digest[:12]}, level {found.level}: {judged.verdict.value}{change} by {by}.")
        click.echo(f"Judgement {made.digest[:12]}, which `onrecord retract` takes back.")


def _said(store: Store) -> Stated:
    """How judgements and retractions stand; findings are not read for it."""
    return stated(store.ledger.statements("judgement", "retraction"))


def _finding(store: Store, name: str) -> tuple[Entry, Found]:
    """The finding's entry. Raises `StoreError` where it is another statement, or was retracted."""
    entry = store.ledger.entry_named(name)
    found = statement_of(entry)
    if not isinstance(found, Found):
        raise StoreError(
            f"Entry {entry.digest[:12]} is a {entry.kind}, and only findings are judged.",
            advice="`onrecord findings AGENDA.yaml` lists them.",
        )
    retracted = _said(store).retracted.get(entry.digest)
    if retracted is not None:
        raise StoreError(
            f"Finding {entry.digest[:12]} was retracted by {retracted.by}: {retracted.reason}",
            advice="Retract the retraction first if it should stand again.",
        )
    return entry, found
