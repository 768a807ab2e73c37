"""`onrecord copies`: republished texts held against the official page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from onrecord.cli.notes import one_line
from onrecord.cli.options import json_option, store_option
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter, Share
from onrecord.reading.speakers import publisher_country
from onrecord.reports.changes import cluster_to_json
from onrecord.settings import Store, open_store
from onrecord.text.change_kinds import Kind
from onrecord.text.copies import Cluster, Copies, Copy, Sketched, sketched
from onrecord.text.misquotes import Misquote, misquotes

SHOWN = 6
"""Edits of substance shown of one copy; all of them stand in the JSON."""


@click.command(name="copies")
@json_option
@store_option
def command(*, as_json: bool, location: str) -> None:
    """Show texts that stand in the store more than once, what each copy changed, and quotations that it altered.

    The official publisher's page is what copies are held against; where no official page is in hand, that is said
    and no quotation is called altered. With --json one line a cluster.
    """
    with open_store(location, create=False) as store:
        held = list(_sketches(store))
        finder = Copies(lambda entry: _read(store, entry), lambda publisher: bool(publisher_country(publisher)))
        shown = 0
        for cluster in finder.clusters(held):
            shown += 1
            found = [(copy, _altered(cluster, copy)) for copy in cluster.copies]
            if as_json:
                click.echo(json.dumps(cluster_to_json(cluster, found), ensure_ascii=False))
                continue
            for line in _lines(cluster, found):
                click.echo(line)
    click.echo(f"{shown:,} text{'s' * (shown != 1)} with copies among {len(held):,} documents.", err=True)


def _sketches(store: Store) -> Iterator[Sketched]:
    """Every newest document, sketched; texts are read a handful at a time."""
    shares = store.ledger.shares(DocumentFilter())
    console = Console(stderr=True)
    columns = (TextColumn("Reading the record"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=sum(len(share.entries) for share in shares))
        for share in shares:
            for entry, document in zip(share.entries, store.ledger.read(share), strict=True):
                yield sketched(entry, document)
            progress.advance(task, len(share.entries))


def _read(store: Store, entry: int) -> Document:
    return next(store.ledger.read(Share((entry,), 0)))


def _altered(cluster: Cluster, copy: Copy) -> list[Misquote]:
    """Quotations of a copy that the official text has in other words; none where the head is not official."""
    if not cluster.official:
        return []
    official, text = copy.difference.old, copy.difference.new
    return [found for found in misquotes(official, text) if found.in_other_words]


def _lines(cluster: Cluster, found: list[tuple[Copy, list[Misquote]]]) -> Iterator[str]:
    yield f"{_told(cluster.head)}{'' if cluster.official else '  (no official page in hand)'}"
    for copy, altered in found:
        yield f"  {_told(copy.document)}"
        edits = copy.difference.of_kind(Kind.SUBSTANCE)
        if not copy.difference.edits:
            yield "    the same text"
        elif not edits:
            yield f"    the same words; {len(copy.difference.edits):,} lighter edits"
        for line, _ in zip(copy.difference.readable(least=Kind.SUBSTANCE), range(SHOWN), strict=False):
            yield f"    {line}"
        if len(edits) > SHOWN:
            yield f"    and {len(edits) - SHOWN:,} more edits of substance"
        for one in altered:
            words = "" if one.official is None else one.official.exact
            yield f"    Inside quotation marks: “{one_line(one.quote.exact)}”; the official text: {one_line(words)}"


def _told(held: Sketched) -> str:
    return one_line(f"{held.date or 'undated'} {held.publisher}: {held.title} [{held.id}]")
