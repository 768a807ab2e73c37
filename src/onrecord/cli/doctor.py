"""`onrecord doctor`: what works on this machine, what is not protected, and what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from onrecord import __version__
from onrecord.cli import doctor_machine as machine
from onrecord.cli import doctor_store as stores
from onrecord.cli.doctor_lines import Line, State
from onrecord.cli.options import json_option, store_option

_COLOURS = {State.OK: "green", State.DEGRADED: "yellow", State.MISSING: "red"}


@click.command(name="doctor")
@json_option
@store_option
def command(*, as_json: bool, location: str) -> None:
    """Try what OnRecord needs here: the walls round parsers, the database, the store's place, tools, fonts, the clock.

    Each line says ok, degraded or missing and what to do. Exit status 1 if anything that every use needs is not ok;
    what only some uses need is marked as optional. Nothing of the store is shown but how many documents it holds.
    """
    lines = []
    for line in _checks(location):
        lines.append(line)
        if not as_json:
            _show(line)
    faults = [line for line in lines if line.is_fault]
    if as_json:
        click.echo(json.dumps(_document(lines, ok=not faults), ensure_ascii=False, indent=2))
    else:
        click.echo("Everything that every use needs is ok." if not faults else f"{len(faults)} to be looked at.")
    sys.exit(1 if faults else 0)


def _checks(location: str) -> Iterator[Line]:
    yield machine.parsers()
    yield stores.database()
    yield from stores.place(location)
    yield machine.clock(store=Path(location) / stores.FILE)
    yield machine.python()
    yield machine.signing()
    yield from machine.server_tools()
    yield machine.fonts()
    yield from machine.extras()


def _show(line: Line) -> None:
    state = click.style(f"{line.state.value:<8}", fg=_COLOURS[line.state])
    optional = "" if line.needed or line.state is State.OK else " (optional)"
    click.echo(f"{state}  {line.check}: {line.says}{optional}")
    if line.advice:
        click.echo(f"{'':10}{line.advice}")


def _document(lines: Iterable[Line], *, ok: bool) -> dict[str, object]:
    shown = [
        {
            "check": line.check,
            "state": line.state.value,
            "needed": line.needed,
            "says": line.says,
            "advice": line.advice,
        }
        for line in lines
    ]
    return {"onrecord": __version__, "ok": ok, "checks": shown}
