"""`onrecord export`: an agenda held against the record, in a form that others can check or use."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.check import filter_of, held_against, layers_read
from onrecord.cli.notes import Notes, one_line
from onrecord.cli.options import refuse_unwritable, store_option
from onrecord.cli.whole_files import write_whole
from onrecord.errors import AgendaError, StoreError
from onrecord.model.agenda import Agenda
from onrecord.model.finding import Check
from onrecord.reports.audience import Audience
from onrecord.reports.bundle.contents import evidence, signed
from onrecord.reports.bundle.signing import signer
from onrecord.reports.formats import FORMATS, Told, written
from onrecord.reports.formats.wacz import Package, wacz
from onrecord.reports.judged import judged
from onrecord.settings import Store, load_agenda, open_store

BUNDLE, WACZ = "bundle", "wacz"
_PACKED = (BUNDLE, WACZ, "findings-xlsx", "asks-xlsx", "datapackage")
"""Formats that are no text."""

_SHOWN = 20
"""Documents that are left out and named, at most; the rest is counted."""

_AUDIENCES = {"published": Audience.PUBLIC, "team": Audience.TEAM}


@click.command(name="export")
@click.argument("agenda_path", metavar="AGENDA.yaml", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice([BUNDLE, WACZ, *FORMATS]),
    default=BUNDLE,
    show_default=True,
    help="What to make.",
)
@click.option(
    "--audience",
    type=click.Choice(list(_AUDIENCES)),
    default="published",
    show_default=True,
    help="Who will read it: names that they may not see are withheld.",
)
@click.option("--since", default="", metavar="DATE", help="Only documents of this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only documents of this day or earlier.")
@click.option(
    "--publisher", "publishers", multiple=True, help="Only publishers whose name holds this; may be repeated."
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Bundle: the Ed25519 key to sign with; without it the store's own, made when first needed.",
)
@click.option("--signer", "name", default="onrecord", show_default=True, help="Bundle: who signs, e.g. an address.")
@click.option("--whole-ledger", is_flag=True, help="Bundle: every entry of the ledger, not only those of the evidence.")
@click.option(
    "--time-stamp", "authority", default="", metavar="URL", help="Bundle: ask this RFC 3161 authority for one."
)
@store_option
def command(
    *,
    agenda_path: Path,
    output: Path | None,
    form: str,
    audience: str,
    since: str,
    until: str,
    publishers: tuple[str, ...],
    key: Path | None,
    name: str,
    whole_ledger: bool,
    authority: str,
    location: str,
) -> None:
    """Hold AGENDA.yaml against the store and write a signed bundle of the evidence, or another format.

    Without -o the result goes to standard output. `onrecord verify` checks a bundle, and so does the VERIFY.txt in it.
    """
    wanted = filter_of(since, until, publishers)
    if output is not None:
        refuse_unwritable(output)
    elif form in _PACKED and sys.stdout.isatty():
        raise click.UsageError(f"{form} is not for a terminal. Name a file with -o.")
    agenda = _agenda(agenda_path)
    readers = _AUDIENCES[audience]
    with open_store(location, create=False) as store:
        hand = signer(store.location, key=key, name=name) if form == BUNDLE else None
        before = store.ledger.layers()
        check = held_against(agenda, store, wanted)
        check = judged(check, store.ledger.judged_claims(), layers_read(check, before, store.ledger.layers()))
        if hand is not None:
            held = (store.ledger, store.archive)
            content = signed(evidence(check, readers, *held, whole_ledger=whole_ledger, authority=authority), hand)
        elif form == WACZ:
            content = _noted(wacz(check, readers, store.ledger, store.archive))
        else:
            content = written(form, _told(check, store, readers))
    _put(content, output)


def _agenda(path: Path) -> Agenda:
    agenda = load_agenda(path)
    if not agenda.asks:
        raise AgendaError(f"{path} has no asks, so there is nothing to look for.", advice="Add one under `asks:`.")
    Notes().of_sides(agenda.asks)
    return agenda


def _told(check: Check, store: Store, audience: Audience) -> Told:
    """What the formats are made of: the check, and the time of the ledger's last entry as the time of the whole."""
    at = ""
    for entry in store.ledger.entries():
        at = entry.at
    return Told.of(check, audience, at=at, layer=store.ledger.document)


def _noted(made: Package) -> bytes:
    """The web archive, once it was said on standard error what is not in it."""
    click.echo(f"Pages: {made.pages:,}. Cited documents that are left out: {len(made.left_out):,}.", err=True)
    for identity, why in made.left_out[:_SHOWN]:
        click.echo(f"  {one_line(identity)}: {why.value}", err=True)
    if len(made.left_out) > _SHOWN:
        click.echo(f"  … and {len(made.left_out) - _SHOWN:,} more; datapackage.json in it names all.", err=True)
    return made.content


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        write_whole(output, content)
    except OSError as fault:
        raise StoreError(
            f"{output} cannot be written: {fault.strerror}.", advice="Choose another place with -o."
        ) from fault
    click.echo(f"{output}: {len(content):,} bytes", err=True)
