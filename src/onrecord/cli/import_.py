"""`onrecord import`: asks, recommendations, an engagement or cases that others keep, as an agenda."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from onrecord.cli.options import refuse_unwritable
from onrecord.cli.whole_files import write_whole
from onrecord.drafting import dump
from onrecord.errors import StoreError, UnreadableError
from onrecord.model.agenda import Agenda, Engagement
from onrecord.reports.formats.asks_table import read_asks
from onrecord.reports.formats.ftm import read_cases
from onrecord.reports.formats.ical import read_engagements
from onrecord.reports.formats.recommendations import Taken, Wanted, read_uhri, read_upr
from onrecord.reports.formats.sheets import TableError
from onrecord.reports.formats.told import FormatError

_SHOWN = 20
"""Cells that are wrong and named, at most; the rest is counted."""

Reader = Callable[[bytes, str, Wanted], Agenda]


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--from",
    "form",
    type=click.Choice(["asks", "upr", "uhri", "ical", "ftm"]),
    required=True,
    help="What the file is: a table of asks, recommendations of UPR Info or UHRI, a calendar, FollowTheMoney people.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The agenda to write.")
@click.option("--target", default="", help="Only recommendations to this State.")
@click.option("--asked-by", default="", help="Only recommendations made by this State or body.")
@click.option("--raiser", default="", help="Whose officials are to raise them; without it, whoever made them.")
@click.option("--title", default="", help="The agenda's title.")
@click.option("--issuer", default="", help="Whose agenda it is.")
def command(
    *,
    file: Path,
    form: str,
    output: Path | None,
    target: str,
    asked_by: str,
    raiser: str,
    title: str,
    issuer: str,
) -> None:
    """Make an agenda of FILE; nothing is taken over unless every row can be. Each wrong cell is named."""
    if output is not None:
        refuse_unwritable(output)
    try:
        content = file.read_bytes()
        made = _READERS[form](content, file.name, Wanted(target.strip(), asked_by.strip(), raiser.strip()))
    except OSError as fault:
        raise UnreadableError(
            f"{file}: it cannot be read ({fault.strerror}).", advice="Name a file of yours."
        ) from fault
    except TableError as fault:
        for wrong in fault.wrong[:_SHOWN]:
            click.echo(f"{file.name}: {wrong}", err=True)
        raise
    text = dump(replace(made, title=title, issuer=issuer, source=file.name))
    if output is None:
        click.echo(text, nl=False)
    else:
        _put(text, output)
    click.echo(f"{len(made.asks):,} asks, {len(made.cases):,} cases.", err=True)


def _put(text: str, output: Path) -> None:
    try:
        write_whole(output, text.encode())
    except OSError as fault:
        raise StoreError(
            f"{output} cannot be written: {fault.strerror}.", advice="Choose another place with -o."
        ) from fault


def _agenda(**parts: object) -> Agenda:
    return replace(Agenda("", "", "", "", Engagement("none")), **parts)  # type: ignore[arg-type]  # named by the caller


def _taken(made: Taken) -> Agenda:
    for reason, count in made.passed_over.items():
        click.echo(f"Passed over: {count:,} {reason}.", err=True)
    if made.columns:
        click.echo(f"Note: no list knows the columns {', '.join(dict.fromkeys(made.columns))}.", err=True)
    return _agenda(asks=made.asks)


def _calendar(content: bytes, name: str, _wanted: Wanted) -> Agenda:
    found = read_engagements(content, name=name)
    if len(found) != 1:
        raise FormatError(f"{name}: it holds {len(found)} events.", advice="Export the one event alone.")
    return _agenda(engagement=found[0])


_READERS: dict[str, Reader] = {
    "asks": lambda content, name, _: _agenda(asks=read_asks(content, name=name)),
    "upr": lambda content, name, wanted: _taken(read_upr(content, name=name, wanted=wanted)),
    "uhri": lambda content, name, wanted: _taken(read_uhri(content, name=name, wanted=wanted)),
    "ical": _calendar,
    "ftm": lambda content, name, _: _agenda(cases=read_cases(content, name=name)),
}
