"""`onrecord draft`: a statement, a letter or a resolution in, an agenda out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import BinaryIO

import click

from onrecord.cli.items import date_of, item_of, name_of, numbered, text_of
from onrecord.cli.options import day, refuse_unwritable
from onrecord.cli.whole_files import write_whole
from onrecord.drafting import draft, dump, to_json
from onrecord.errors import ItemError, UnreadableError
from onrecord.model.agenda import Agenda
from onrecord.settings import read_plain_text, read_text_layer


@click.command(name="draft")
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the agenda to this file, not to standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the agenda as one JSON document.")
@click.option(
    "--jsonl",
    "items",
    type=click.File("rb"),
    help="Draft every {item, text, …} line of this file; one agenda a line.",
)
@click.option("--issuer", default="", help="Who issued the text, where it does not say so itself.")
@click.option("--date", default="", help="The text's own date (2023-06-14): dates without a year take its year.")
@click.option("--encoding", default="", help="The encoding of a text or HTML file that does not declare it.")
def command(
    file: str | None,
    output: Path | None,
    *,
    as_json: bool,
    items: BinaryIO | None,
    issuer: str,
    date: str,
    encoding: str,
) -> None:
    """Draft an agenda from FILE (`-` reads plain text from standard input): who is asked what, and why."""
    if (file is None) == (items is None):
        raise click.UsageError("Give one FILE, or --jsonl ITEMS.jsonl.")
    written = day(date, "--date")
    if output is not None:
        refuse_unwritable(output)
    if items is not None:
        sys.exit(_many(items, output))
    source = "" if file == "-" else Path(file or "").name
    made = draft(_text(file or "", encoding), source=source, issuer=issuer, date=written)
    _write(json.dumps(to_json(made), ensure_ascii=False) + "\n" if as_json else dump(made), output)
    if not made.asks:
        click.echo("onrecord: no ask was found; the text may ask for nothing, or not in English.", err=True)
        sys.exit(1)


def _text(file: str, encoding: str) -> str:
    if file != "-":
        return read_text_layer(Path(file), encoding=encoding)
    return read_plain_text(sys.stdin.buffer.read(), name="standard input", encoding=encoding)


def _write(words: str, output: Path | None) -> None:
    if output is None:
        click.echo(words, nl=False)
        return
    try:
        write_whole(output, words.encode())
    except OSError as fault:
        raise UnreadableError(
            f"{output} cannot be written: {fault.strerror}.", advice="Choose another place with -o."
        ) from fault


def _many(items: BinaryIO, output: Path | None) -> int:
    """Draft every line; the number of the exit status: 1 if a line could not be read."""
    read = failed = 0
    made: list[str] = []
    for number, line in numbered(items):
        read += 1
        try:
            item, agenda = _drafted(line, f"{name_of(items)}, line {number}")
        except ItemError as fault:
            click.echo(f"onrecord: {fault}", err=True)
            failed = 1
            continue
        words = json.dumps(to_json(agenda, item=item), ensure_ascii=False) + "\n"
        if output is None:
            click.echo(words, nl=False)
        made.append(words if output else "")
    if not read:
        raise ItemError(f"{name_of(items)} holds no items.", advice="Write one JSON object a line.")
    if output is not None:
        _write("".join(made), output)
    return failed


def _drafted(line: bytes, where: str) -> tuple[str, Agenda]:
    held = item_of(line, where, needed=("item", "text"))
    source, issuer = (text_of(held, key, where) for key in ("url", "publisher"))
    return held["item"], draft(held["text"], source=source, issuer=issuer, date=date_of(held, "date", where))
