"""`onrecord alerts`: one round of what is new, to each place that asked to hear of it; what fails is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from onrecord.cli.notes import one_line
from onrecord.cli.options import day, json_option, store_option
from onrecord.delivery.wishes import Wishes, load_wishes
from onrecord.delivery.wording import plain, subject
from onrecord.reports.alert_notes import forecast_lines
from onrecord.settings import cores, open_store
from onrecord.settings.alerting import Foreseen, Outcome, alert_round, forecasts, moment
from onrecord.settings.library import Progress as Said
from onrecord.settings.stores import Store


@click.command(name="alerts")
@click.argument("file", type=click.Path(path_type=Path), metavar="ALERTS.yaml")
@click.option("--forecast", is_flag=True, help="Show what each alert would have told so far; nothing is sent.")
@click.option("--dry-run", "rehearsal", is_flag=True, help="Show what would be sent, and where; nothing is sent.")
@click.option("--today", default="", metavar="DATE", help="The day to count from; without it, this day in UTC.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read what is new; without it, one a core.",
)
@json_option
@store_option
def command(
    *, file: Path, forecast: bool, rehearsal: bool, today: str, workers: int | None, as_json: bool, location: str
) -> None:
    """Tell each place in ALERTS.yaml what came into the store since it was last told something.

    The first round of an alert says that it is set and tells nothing of what is there. Exit status 1 if a message did
    not arrive: it is named, nothing is recorded for its place, and the next round sends it.
    """
    if forecast and rehearsal:
        raise click.UsageError("--forecast and --dry-run are two things. Choose one.")
    as_of = day(today, "--today")
    if as_of and len(as_of) != 10:
        raise click.BadParameter("name a day, as 2023-06-19", param_hint="--today")
    wishes, now = load_wishes(file), moment(as_of)
    with open_store(location, create=False) as store:
        if forecast:
            _forecast(wishes, store, now, workers or cores(), as_json=as_json)
            return
        outcomes = list(told(wishes, store, now, workers=workers or cores(), rehearsal=rehearsal))
    if as_json:
        click.echo(json.dumps({"alerts": [to_json(one) for one in outcomes]}, ensure_ascii=False))
    else:
        for one in outcomes:
            _show(one, rehearsal=rehearsal)
    sys.exit(1 if any(one.fault is not None for one in outcomes) else 0)


def told(wishes: Wishes, store: Store, now: datetime, *, workers: int, rehearsal: bool = False) -> Iterator[Outcome]:
    """One round, with a bar for what takes long; each fault is named on standard error when it happens."""
    with _progress() as said:
        for one in alert_round(wishes, store, now=now, rehearsal=rehearsal, workers=workers, said=said):
            if one.fault is not None:
                click.echo(one_line(f"{one.wish}, {one.place}: {one.fault}"), err=True)
            yield one


def line_of(outcome: Outcome) -> str:
    """What became of one place, on one line."""
    if outcome.fault is not None:
        return one_line(f"{outcome.place}: not sent")
    if outcome.message is None:
        return one_line(f"{outcome.wish} → {outcome.place}: {outcome.cause.value}")
    return one_line(f"{subject(outcome.message)} → {outcome.place}")


def _show(outcome: Outcome, *, rehearsal: bool) -> None:
    if outcome.fault is not None:
        return
    click.echo(line_of(outcome))
    if rehearsal and outcome.message is not None:
        for line in plain(outcome.message).splitlines():
            click.echo(f"    {line}".rstrip())


def _forecast(wishes: Wishes, store: Store, now: datetime, workers: int, *, as_json: bool) -> None:
    with _progress() as said:
        seen = list(forecasts(wishes, store, now=now, workers=workers, said=said))
    if as_json:
        click.echo(json.dumps({"forecasts": [_forecast_json(one) for one in seen]}, ensure_ascii=False))
        return
    for one in seen:
        click.echo(one_line(one.wish))
        for line in forecast_lines(one.forecast):
            click.echo(f"  {line}")


def _forecast_json(seen: Foreseen) -> dict[str, object]:
    held = seen.forecast
    months = [{"month": month, "notices": count} for month, count in held.months]
    numbers = {"total": held.total, "last_7_days": held.last_week, "last_30_days": held.last_month}
    return {"alert": seen.wish, "since": seen.since, **numbers, "last": held.last, "months": months}


def to_json(outcome: Outcome) -> dict[str, object]:
    """What became of one place, as JSON can hold it."""
    return {
        "alert": outcome.wish,
        "place": outcome.place,
        "cause": outcome.cause.value,
        "sent": outcome.sent,
        "fault": None if outcome.fault is None else str(outcome.fault),
        "message": None if outcome.message is None else asdict(outcome.message),
    }


@contextmanager
def _progress() -> Iterator[Said]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {}

        def said(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what)
            progress.update(tasks[what], completed=done, total=of)

        yield said
