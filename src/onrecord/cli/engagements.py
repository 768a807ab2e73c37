"""`onrecord engagements`: who met whom and when by the record, and which records of it are in hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from onrecord.cli.notes import one_line
from onrecord.cli.options import day, json_option, refuse_unwritable, store_option
from onrecord.cli.progress import progress_bar
from onrecord.cli.whole_files import write_whole
from onrecord.errors import StoreError, UnreadableError
from onrecord.ledger.store import utc_now
from onrecord.model.engagements import EngagementRecord, Followed
from onrecord.reports.audience import Audience, unreadable
from onrecord.reports.engagements_view import engagement_lines, followed_to_json
from onrecord.reports.following import chosen, code_of, from_calendar, name_of
from onrecord.reports.formats.ical import followed_bytes, read_engagements
from onrecord.reports.two_records import records_wanted, two_records
from onrecord.reports.two_records_view import comparison_html, comparison_lines, comparison_to_json
from onrecord.reports.withholding import Names
from onrecord.settings import Store, load_agenda, open_store
from onrecord.settings.meetings import followed_in, known_engagements


@click.command(name="engagements")
@click.option("--since", default="", metavar="DATE", help="Only engagements that end on this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only engagements that begin on this day or earlier.")
@click.option("--party", "parties", multiple=True, metavar="NAME", help="Only with this party; may be repeated.")
@click.option("--upcoming", is_flag=True, help="Only those that begin after today, or that still go on.")
@click.option("--today", "today", default="", metavar="DATE", help="Count as if it were this day.")
@click.option(
    "--calendar",
    "calendars",
    multiple=True,
    metavar="FILE.ics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Read engagements from this calendar too; may be repeated.",
)
@click.option(
    "--ical", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write them as a calendar too."
)
@click.option(
    "--compare", "compared", default="", metavar="ID", help="Put both sides' records of this one side by side."
)
@click.option(
    "--ours", default="", metavar="NAME", help="With --compare: the party that is called ours; else the first."
)
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --compare: write the table as a piece of a page too.",
)
@click.option(
    "--agenda",
    "agenda_path",
    metavar="AGENDA.yaml",
    type=click.Path(path_type=Path),
    help="With --compare: withhold the names of this agenda that may not be read.",
)
@json_option
@store_option
def command(
    *,
    since: str,
    until: str,
    parties: tuple[str, ...],
    upcoming: bool,
    today: str,
    calendars: tuple[Path, ...],
    ical: Path | None,
    compared: str,
    ours: str,
    html: Path | None,
    agenda_path: Path | None,
    as_json: bool,
    location: str,
) -> None:
    """Show past and upcoming engagements that the documents of the store tell of, each once with all its sources.

    A record that should be in hand and is not, is called due, late or not captured: the store cannot tell that a side
    was silent.
    """
    now = utc_now()
    as_of = day(today, "--today") or now[:10]
    if len(as_of) != 10:
        raise click.BadParameter("name a day, as 2023-06-19", param_hint="--today")
    first, last = day(since, "--since"), day(until, "--until")
    for file in (ical, html):
        if file is not None:
            refuse_unwritable(file)
    if compared:
        _compare(location, compared, ours=ours, html=html, agenda_path=agenda_path, as_json=as_json, today=as_of)
        return
    if html is not None or ours or agenda_path is not None:
        raise click.UsageError("--html, --ours and --agenda go with --compare ID.")
    with open_store(location, create=False) as store:
        found = _known(store, calendars)
        kept = chosen(found, since=as_of if upcoming else first, until=last, parties=parties)
        followed = _followed(store, kept, as_of)
    if ical is not None:
        write_whole(ical, followed_bytes(followed, at=now, names=name_of))
        click.echo(f"Calendar: {one_line(str(ical))}", err=True)
    if as_json:
        click.echo(json.dumps([followed_to_json(held) for held in followed], ensure_ascii=False))
    else:
        for line in (line for held in followed for line in engagement_lines(held)):
            click.echo(line)
    click.echo(f"{len(followed):,} engagement{'s' * (len(followed) != 1)} shown, as of {as_of}.", err=True)


def _compare(
    location: str, ident: str, *, ours: str, html: Path | None, agenda_path: Path | None, as_json: bool, today: str
) -> None:
    """Print both sides' records of one engagement."""
    names = Names(()) if agenda_path is None else unreadable(load_agenda(agenda_path), Audience.TEAM)
    with open_store(location, create=False) as store:
        one = _engagement(store, ident)
        side = code_of(ours) if ours else one.parties[0]
        if side not in one.parties:
            raise click.BadParameter(
                f"{one_line(ours)} is no party of it; its parties are {', '.join(one.parties)}", param_hint="--ours"
            )
        followed = _followed(store, [one], today)[0]
        held = (store.ledger.document(wanted) for wanted in records_wanted(followed))
        documents = [document for document in held if document is not None]
    other = next(party for party in one.parties if party != side)
    made = two_records(one, documents, ours=side, theirs=other)
    if html is not None:
        html.write_text(comparison_html(made, names.withheld), encoding="utf-8")
        click.echo(f"Table: {one_line(str(html))}", err=True)
    if as_json:
        click.echo(names.withheld(json.dumps(comparison_to_json(made), ensure_ascii=False)))
        return
    for line in comparison_lines(made, names.withheld):
        click.echo(line)


def _engagement(store: Store, ident: str) -> EngagementRecord:
    """The engagement of this id; raises `StoreError` if the store's documents tell of none."""
    one = next((one for one in _known(store, ()) if one.id == ident), None)
    if one is None:
        raise StoreError(
            f"The documents of the store tell of no engagement {one_line(ident)!r}.",
            advice="`onrecord engagements` lists them with their ids.",
        )
    return one


def _known(store: Store, calendars: Iterable[Path]) -> tuple[EngagementRecord, ...]:
    """The engagements that the store's documents tell of, and those of the calendars."""
    further: list[EngagementRecord] = []
    for file in calendars:
        try:
            content = file.read_bytes()
        except OSError as fault:
            raise UnreadableError(
                f"{one_line(str(file))}: it cannot be read ({fault.strerror}).", advice="Name a calendar (.ics)."
            ) from fault
        entries = read_engagements(content, name=one_line(str(file)))
        further += from_calendar(entries, name=file.name, known="")
    with progress_bar("Reading for engagements") as said:
        return known_engagements(store, further=further, said=lambda _, done, of: said(done, of))


def _followed(store: Store, engagements: Sequence[EngagementRecord], today: str) -> tuple[Followed, ...]:
    with progress_bar("Looking for their records") as said:
        return followed_in(store, engagements, today=today, said=lambda _, done, of: said(done, of))
