"""`onrecord search`: words looked for in the whole store, in every script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from onrecord.cli.check import filter_of
from onrecord.cli.notes import one_line
from onrecord.cli.options import json_option, store_option
from onrecord.cli.progress import progress_bar
from onrecord.ledger.searching import Match, Sought
from onrecord.settings import open_store
from onrecord.text.surroundings import Surrounded, surrounded

SHOWN = 3
"""Passages shown of one document; the JSON holds all."""

LONG = 1000
"""Documents to index from which it is said that this takes a while, where no bar can be shown."""


@click.command(name="search")
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@click.option("--since", default="", metavar="DATE", help="Only documents of this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only documents of this day or earlier.")
@click.option(
    "--publisher", "publishers", multiple=True, help="Only publishers whose name holds this; may be repeated."
)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Documents shown at most.")
@json_option
@store_option
def command(
    *,
    words: tuple[str, ...],
    since: str,
    until: str,
    publishers: tuple[str, ...],
    limit: int,
    as_json: bool,
    location: str,
) -> None:
    """Show the documents of the store that hold all WORDS, latest first, each word in its place.

    Words in quotation marks are one phrase ('"human rights"'). Case and accents do not count; nothing is stemmed.
    """
    wanted = filter_of(since, until, publishers)
    with open_store(location, create=False) as store:
        with progress_bar("Indexing the record") as bar:
            sought, found = store.ledger.seek(_asked(words), wanted, said=_telling(bar))
        show = _print_json if as_json else _print
        show(words, sought, found, limit)


def _asked(words: tuple[str, ...]) -> str:
    """The words as one search. A word that the shell gave with a space in it was quoted: it is a phrase."""
    return " ".join(f'"{word}"' if " " in word.strip() and '"' not in word else word for word in words)


def _telling(bar: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """What moves the bar, and says once that a long work begins where there is no bar to see."""
    told = False

    def said(done: int, of: int) -> None:
        nonlocal told
        if not told and of >= LONG and not Console(stderr=True).is_terminal:
            click.echo(f"Indexing {of:,} documents; the next search will not need to.", err=True)
        told = True
        bar(done, of)

    return said


def _print(words: tuple[str, ...], sought: Sought, found: Iterator[Match], limit: int) -> None:
    console = Console()
    shown = 0
    for match in found:
        if shown == limit:
            break
        _print_match(match, console)
        shown += 1
    total = _total(sought, found, shown, more=shown == limit)
    plural = "s" * (sought.searched != 1)
    if not total:
        click.echo(f"No document in {sought.searched:,} holds all these words: {one_line(' '.join(words))}")
        return
    noun = "documents hold" if total != 1 else "document holds"
    click.echo(f"{total:,} {noun} all these words, of {sought.searched:,} document{plural} searched; {shown:,} shown.")


def _print_match(match: Match, console: Console) -> None:
    document, places = match
    facts = f"{document.date or 'no date'} · {document.publisher or 'publisher not known'} · {document.title}"
    _line(console, Text(one_line(facts), style="bold"))
    names = dict.fromkeys(filter(None, (document.id, document.url)))
    _line(console, Text(one_line(" ".join(names)), style="dim"))
    passages = list(surrounded(document.text, places))
    for one in passages[:SHOWN]:
        _line(console, _marked(one), indent=2)
        at = ", ".join(f"{word.start}–{word.end}" for word in one.words)
        _line(
            console, Text(f"characters {one.passage.start}–{one.passage.end}; the words: {at}", style="dim"), indent=4
        )
    if len(passages) > SHOWN:
        _line(console, Text(f"and {len(passages) - SHOWN:,} more passages", style="dim"), indent=4)
    console.print()


def _marked(one: Surrounded) -> Text:
    """The passage on one line with the words in bold, in a form that cannot steer a terminal."""
    made, at = Text("“"), one.passage.start
    for word in one.words:
        if word.start >= at:
            made.append(_piece(one, at, word.start))
            made.append(_piece(one, word.start, word.end), style="bold underline")
            at = word.end
    made.append(_piece(one, at, one.passage.end))
    return made.append("”")


def _piece(one: Surrounded, start: int, end: int) -> str:
    words = one.passage.exact[start - one.passage.start : end - one.passage.start]
    return "".join(" " if char.isspace() else char if char.isprintable() else "\ufffd" for char in words)


def _line(console: Console, words: Text, *, indent: int = 0) -> None:
    console.print(Text(" " * indent).append(words), soft_wrap=True)


def _print_json(words: tuple[str, ...], sought: Sought, found: Iterator[Match], limit: int) -> None:
    """One document, written as it is found."""
    head = {"words": list(words), "searched": sought.searched}
    click.echo(json.dumps(head, ensure_ascii=False)[:-1] + ', "hits": [', nl=False)
    shown = 0
    for match in found:
        if shown == limit:
            break
        click.echo((", " if shown else "") + json.dumps(_json(match), ensure_ascii=False), nl=False)
        shown += 1
    click.echo(f'], "shown": {shown}, "total": {_total(sought, found, shown, more=shown == limit)}}}')


def _json(match: Match) -> dict[str, Any]:
    document, places = match
    return {
        "id": document.id,
        "publisher": document.publisher,
        "date": document.date,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "capture": document.capture_digest,
        "passages": [
            {
                "start": one.passage.start,
                "end": one.passage.end,
                "quote": one.passage.exact,
                "words": [{"start": word.start, "end": word.end, "quote": word.exact} for word in one.words],
            }
            for one in surrounded(document.text, places)
        ],
    }


def _total(sought: Sought, found: Iterator[Match], shown: int, *, more: bool) -> int:
    """How many documents hold every word. The rest is read only where the index alone cannot tell."""
    if sought.sure:
        return len(sought.proposed)
    total = shown + more  # the first that is not shown was read already
    if more:
        with progress_bar("Counting the rest") as said:
            for _ in found:
                total += 1
                said(total, len(sought.proposed))
    return total
