"""`onrecord grade`: one ask × one text a line in, one finding a line out."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

import click

from onrecord.cli.items import date_of, item_of, name_of, numbered, text_of, texts_of
from onrecord.cli.notes import Notes
from onrecord.errors import ItemError
from onrecord.matching.read_as import ReadAs, read_as
from onrecord.model.agenda import Ask
from onrecord.model.record import Document, Side, Span
from onrecord.pipeline import grade
from onrecord.reports.as_json import finding_to_json

_NEEDED = ("item", "ask", "raiser", "target", "text")


@click.command(name="grade")
@click.argument("items", type=click.File("rb"))
@click.option("--explain", is_flag=True, help="Print each finding with its reasons for a person to read, not as JSON.")
def command(items: BinaryIO, explain: bool) -> None:
    """Grade ITEMS (JSON lines: item, ask, raiser, target, parent, text, publisher …); `-` reads standard input."""
    read = failed = 0
    notes = Notes()
    for number, line in numbered(items):
        read += 1
        try:
            name, ask, document = read_item(line, f"{name_of(items)}, line {number}")
        except ItemError as fault:
            click.echo(f"onrecord: {fault}", err=True)
            failed += 1
            continue
        notes.of_sides([ask])
        finding = finding_to_json(grade(ask, document))
        click.echo(
            _explained(name, ask, finding) if explain else json.dumps({"item": name, **finding}, ensure_ascii=False)
        )
    if not read:
        raise ItemError(f"{name_of(items)} holds no items.", advice="Write one JSON object a line.")
    sys.exit(1 if failed else 0)


def read_item(line: bytes, where: str) -> tuple[str, Ask, Document]:
    """The item's name, ask and document; raises `ItemError` naming what is missing or of another kind."""
    held = item_of(line, where, needed=_NEEDED)
    return held["item"], _ask(held, where), _document(held, where)


def _ask(held: dict[str, Any], where: str) -> Ask:
    return Ask(
        id=text_of(held, "ask_id", where) or held["item"],
        text=held["ask"],
        raiser=held["raiser"],
        target=held["target"],
        parent=text_of(held, "parent", where),
        object=text_of(held, "object", where),
        aliases=texts_of(held, "aliases", where),
    )


def _document(held: dict[str, Any], where: str) -> Document:
    """The item's text; one that comes without a publisher is read as the raiser's own."""
    publisher = text_of(held, "publisher", where).strip()
    return Document(
        id=held["item"],
        text=held["text"],
        publisher=publisher,
        date=date_of(held, "date", where),
        title=text_of(held, "title", where),
        url=text_of(held, "url", where),
        language=text_of(held, "language", where),
        side=None if publisher else Side.OURS,
        question_spans=_spans(held.get("question_spans") or (), len(held["text"]), where),
    )


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


def _explained(item: str, ask: Ask, finding: dict[str, Any]) -> str:
    """How the ask was read, the level with what goes with it, the quotes, and the reasons in the order they decided."""
    shown = [f"{key} {finding[key]}" for key in ("state", "scope", "force", "channel") if finding[key] is not None]
    sure = f"confidence {finding['confidence']:.2f}" + (
        ", too low to say: a person decides" if finding["abstain"] else ""
    )
    lines = [f"{item}: level {finding['level']} ({', '.join([*shown, sure])})", f"  asked: {_read(read_as(ask))}"]
    lines += [f"  “{quote['quote']}”" for quote in finding["evidence"]]
    lines += [
        f"  {reason['rule']}: {reason['sentence']}" + (f" [{reason['words']}]" if reason["words"] else "")
        for reason in finding["reasons"]
    ]
    return "\n".join(lines)


def _read(ask: ReadAs) -> str:
    objects = (" or " if ask.each_alone else " + ").join(ask.object)
    parts = [
        ("of", ", ".join((*ask.persons, objects) if objects else ask.persons)),
        ("wants", ", ".join(ask.wants) or "only to be spoken of"),
        ("at", ", ".join(ask.at)),
        ("told", ", ".join(ask.told)),
        ("parent", f"{len(ask.parent)} themes at {', '.join(ask.parent_at) or 'any place'}"),
    ]
    return "; ".join(f"{name} {words}" for name, words in parts if words)
