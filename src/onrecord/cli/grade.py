"""`onrecord grade`: one ask × one text a line in, one finding a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click

from onrecord.errors import ItemError
from onrecord.model.agenda import Ask
from onrecord.model.record import Document, Span
from onrecord.pipeline import grade
from onrecord.reports.as_json import finding_to_json

_NEEDED = ("item", "ask", "raiser", "target", "text")


@click.command(name="grade")
@click.argument("items", type=click.File("r", encoding="utf-8"))
@click.option("--explain", is_flag=True, help="Print each finding with its reasons for a person to read, not as JSON.")
def command(items: TextIO, explain: bool) -> None:
    """Grade ITEMS (JSON lines: item, ask, raiser, target, parent, text, publisher …); `-` reads standard input."""
    failed = 0
    for number, line in _lines(items):
        try:
            item = read_item(line, f"{items.name}, line {number}")
        except ItemError as fault:
            click.echo(f"onrecord: {fault}", err=True)
            failed += 1
            continue
        finding = finding_to_json(grade(*item[1:]))
        click.echo(
            _explained(item[0], finding) if explain else json.dumps({"item": item[0], **finding}, ensure_ascii=False)
        )
    sys.exit(1 if failed else 0)


def _lines(items: TextIO) -> Iterator[tuple[int, str]]:
    try:
        yield from ((number, line) for number, line in enumerate(items, start=1) if line.strip())
    except UnicodeDecodeError as fault:
        raise ItemError(f"{items.name} is not UTF-8 text ({fault.reason}).", advice="Save it as UTF-8.") from fault


def read_item(line: str, where: str) -> tuple[str, Ask, Document]:
    """The item's name, ask and document; raises `ItemError` naming what is missing."""
    try:
        held: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise ItemError(f"{where}: not JSON ({fault}).", advice="Write one JSON object a line.") from fault
    if not isinstance(held, dict):
        raise ItemError(f"{where}: not a JSON object.", advice="Write one JSON object a line.")
    missing = [key for key in _NEEDED if not isinstance(held.get(key), str)]
    if missing:
        raise ItemError(
            f"{where}: {', '.join(missing)} missing or not text.",
            advice=f"Each line needs {', '.join(_NEEDED)}.",
        )
    return held["item"], _ask(held), _document(held, where)


def _ask(held: dict[str, Any]) -> Ask:
    return Ask(
        id=_text(held, "ask_id") or held["item"],
        text=held["ask"],
        raiser=held["raiser"],
        target=held["target"],
        parent=_text(held, "parent"),
        object=_text(held, "object"),
        aliases=tuple(str(alias) for alias in held.get("aliases") or ()),
    )


def _document(held: dict[str, Any], where: str) -> Document:
    return Document(
        id=held["item"],
        text=held["text"],
        publisher=_text(held, "publisher"),
        date=_text(held, "date"),
        title=_text(held, "title"),
        url=_text(held, "url"),
        language=_text(held, "language"),
        question_spans=_spans(held.get("question_spans") or (), len(held["text"]), where),
    )


def _text(held: dict[str, Any], key: str) -> str:
    value = held.get(key)
    return value if isinstance(value, str) else ""


def _spans(pairs: Any, length: int, where: str) -> tuple[Span, ...]:
    try:
        spans = tuple(Span(int(start), int(end)) for start, end in pairs)
    except (TypeError, ValueError) as fault:
        raise ItemError(
            f"{where}: question_spans is not a list of [start, end].", advice="Give offsets within the text."
        ) from fault
    if any(span.end > length for span in spans):
        raise ItemError(f"{where}: a question span ends after the text.", advice="Give offsets within the text.")
    return spans


def _explained(item: str, finding: dict[str, Any]) -> str:
    lines = [f"{item}: level {finding['level']}", *(f"  “{quote['quote']}”" for quote in finding["evidence"])]
    lines += [
        f"  {reason['rule']}: {reason['sentence']}" + (f" [{reason['words']}]" if reason["words"] else "")
        for reason in finding["reasons"]
    ]
    return "\n".join(lines)
