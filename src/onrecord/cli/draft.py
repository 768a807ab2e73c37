"""`onrecord draft`: a statement, a letter or a resolution in, an agenda out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from onrecord.drafting import draft, dump, to_json
from onrecord.errors import ItemError, UnreadableError
from onrecord.model.agenda import Agenda
from onrecord.settings import read_text_layer

_PLAIN = (".txt", ".md", ".markdown", ".text", "")


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
@click.option("--date", "day", default="", help="The text's own date (2023-06-14): dates without a year take its year.")
def command(
    file: str | None, output: Path | None, *, as_json: bool, items: BinaryIO | None, issuer: str, day: str
) -> None:
    """Draft an agenda from FILE (`-` reads plain text from standard input): who is asked what, and why."""
    if (file is None) == (items is None):
        raise click.UsageError("Give one FILE, or --jsonl ITEMS.jsonl.")
    if items is not None:
        sys.exit(_many(items, output))
    made = draft(_text(file or ""), source="" if file == "-" else Path(file or "").name, issuer=issuer, date=_day(day))
    _write(json.dumps(to_json(made), ensure_ascii=False) + "\n" if as_json else dump(made), output)
    if not made.asks:
        click.echo("onrecord: no ask was found; the text may ask for nothing, or not in English.", err=True)
        sys.exit(1)


def _day(day: str) -> str:
    if day and not (day[:4].isdecimal() and len(day) in (4, 7, 10)):
        raise click.UsageError(f"--date {day!r} is no date: write 2023-06-14, 2023-06 or 2023.")
    return day


def _text(file: str) -> str:
    if file == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    path = Path(file)
    if path.suffix.lower() not in _PLAIN:
        return read_text_layer(path)
    try:
        return _decoded(path.read_bytes(), file)
    except OSError as fault:
        raise UnreadableError(
            f"{file} cannot be read: {fault.strerror}.", advice="Check the path and the permissions."
        ) from fault


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableError(
            f"{name}: byte {fault.start} is not UTF-8 text.",
            advice="Save the file as UTF-8, or give the original HTML, PDF or DOCX.",
        ) from fault
    if "\0" in text or not text.strip():
        what = "holds binary data" if "\0" in text else "is empty"
        raise UnreadableError(f"{name} {what}.", advice="Give the text of a statement, a letter or a resolution.")
    return text


def _write(words: str, output: Path | None) -> None:
    if output is None:
        click.echo(words, nl=False)
        return
    try:
        output.write_text(words, encoding="utf-8")
    except OSError as fault:
        raise UnreadableError(
            f"{output} cannot be written: {fault.strerror}.", advice="Choose another place with -o."
        ) from fault


def _many(items: BinaryIO, output: Path | None) -> int:
    """Draft every line; the number of the exit status: 1 if a line could not be read."""
    failed = 0
    made: list[str] = []
    for number, line in _lines(items):
        try:
            item, agenda = _drafted(line, f"{items.name}, line {number}")
        except ItemError as fault:
            click.echo(f"onrecord: {fault}", err=True)
            failed = 1
            continue
        words = json.dumps(to_json(agenda, item=item), ensure_ascii=False) + "\n"
        if output is None:
            click.echo(words, nl=False)
        made.append(words if output else "")
    if output is not None:
        _write("".join(made), output)
    return failed


def _lines(items: BinaryIO) -> Iterator[tuple[int, bytes]]:
    yield from ((number, line) for number, line in enumerate(items, start=1) if line.strip())


def _drafted(line: bytes, where: str) -> tuple[str, Agenda]:
    try:
        held: Any = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise ItemError(f"{where}: not JSON ({fault}).", advice="Write one JSON object a line, in UTF-8.") from fault
    if not isinstance(held, dict) or not isinstance(held.get("item"), str) or not isinstance(held.get("text"), str):
        raise ItemError(f"{where}: item or text missing or not text.", advice="Each line needs item and text.")
    source, issuer, day = (held[key] if isinstance(held.get(key), str) else "" for key in ("url", "publisher", "date"))
    return held["item"], draft(held["text"], source=source, issuer=issuer, date=day if day[:4].isdecimal() else "")
