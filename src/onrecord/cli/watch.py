"""`onrecord watch`: sources asked what is new; each on its own, and each with a health that can be read."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from onrecord.cli import alerts
from onrecord.cli.notes import one_line
from onrecord.cli.options import json_option, store_option, web_options
from onrecord.delivery.wishes import Wishes, load_wishes
from onrecord.errors import OnRecordError
from onrecord.settings import (
    Condition,
    Event,
    Health,
    Manners,
    News,
    Source,
    Store,
    cores,
    load_sources,
    open_store,
    source_healths,
    watching,
)
from onrecord.settings.alerting import moment

_LOUD = frozenset({News.ALERT, News.RECOVERED, News.GONE, News.CHANGED, News.NEW, News.GIVEN_UP, News.SILENT})
"""What is worth a line on standard output; the rest is a note on standard error."""


@click.command(name="watch")
@click.argument("file", type=click.Path(path_type=Path), metavar="SOURCES.yaml")
@click.option("--once", is_flag=True, help="Ask each source once and end.")
@click.option("--every", default=60, show_default=True, type=click.IntRange(5), help="Minutes from round to round.")
@click.option("--health", is_flag=True, help="Show how each source does; nothing is fetched.")
@click.option(
    "--alerts",
    "alerts_path",
    metavar="ALERTS.yaml",
    type=click.Path(path_type=Path),
    help="Send the alerts in this file after each round.",
)
@web_options
@json_option
@store_option
def command(
    *,
    file: Path,
    once: bool,
    every: int,
    health: bool,
    alerts_path: Path | None,
    manners: Manners,
    as_json: bool,
    location: str,
) -> None:
    """Ask the sources in SOURCES.yaml what is new and add it to the store.

    One line for each document that is new, changed or gone, and for each source that stops working or works
    again. With --json, one JSON object a line. Exit status 1 if a source is broken at the end, or an alert of the
    last round did not arrive.
    """
    sources = load_sources(file)
    wishes = None if alerts_path is None else load_wishes(alerts_path)
    failed = False
    if health:
        _show(source_healths(location, sources), as_json=as_json)
    else:
        failed = _watch(sources, wishes, location, manners, minutes=0 if once else every, as_json=as_json)
    broken = [held for held in source_healths(location, sources) if held.condition is Condition.BROKEN]
    sys.exit(1 if broken or failed else 0)


def _watch(
    sources: Sequence[Source], wishes: Wishes | None, location: str, manners: Manners, *, minutes: int, as_json: bool
) -> bool:
    """Round after round, until the person stops it; one round if `minutes` is 0. True if an alert did not arrive."""
    with open_store(location, create=True) as store, watching(store, manners) as watcher:
        while True:
            counts = _tell(watcher.round(sources), len(sources), as_json=as_json)
            told = ", ".join(f"{count} {news.value}" for news, count in counts.items())
            click.echo(f"{len(sources)} sources asked: {told}.", err=True)
            failed = wishes is not None and _alert(wishes, store, as_json=as_json)
            if not minutes:
                return failed
            time.sleep(minutes * 60)


def _alert(wishes: Wishes, store: Store, *, as_json: bool) -> bool:
    """Send the alerts; a round without news reads nothing. What cannot be sent stops no later round."""
    try:
        outcomes = list(alerts.told(wishes, store, moment(), workers=cores()))
    except OnRecordError as fault:
        click.echo(one_line(f"Alerts: {fault}"), err=True)
        return True
    for one in outcomes:
        if as_json:
            click.echo(json.dumps(alerts.to_json(one), ensure_ascii=False))
        elif one.sent:
            click.echo(alerts.line_of(one))
    return any(one.fault is not None for one in outcomes)


def _tell(events: Iterator[Event], sources: int, *, as_json: bool) -> Counter[News]:
    counts: Counter[News] = Counter()
    console = Console(stderr=True)
    with console.status(f"Asking {sources} sources …"):
        for event in events:
            counts[event.news] += 1
            if as_json:
                click.echo(json.dumps({**asdict(event), "news": event.news.value}, ensure_ascii=False))
            else:
                click.echo(_line(event), err=event.news not in _LOUD)
    return counts


def _line(event: Event) -> str:
    why = event.words.replace(f"{event.address}: ", "")
    words = f"{event.source}: {event.news.value}: {event.address}"
    return one_line(f"{words} ({why})" if why else words)


def _show(healths: Sequence[Health], *, as_json: bool) -> None:
    if as_json:
        listed = [{**asdict(held), "condition": held.condition.value} for held in healths]
        click.echo(json.dumps({"sources": listed}, ensure_ascii=False, indent=2))
        return
    for held in healths:
        click.echo(one_line(f"{held.source}: {held.condition.value}{f': {held.reason}' if held.reason else ''}"))
        click.echo(
            f"  last success {held.last_success or 'never'}, last new document {held.last_new or 'never'}, "
            f"{held.documents} documents, {held.waiting} waiting, {held.given_up} given up, {held.failures} failures"
        )
