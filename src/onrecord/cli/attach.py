"""`onrecord attach`: later evidence on a promise, and who says that it is."""

from __future__ import annotations

import json

import click

from onrecord.cli.options import json_option, store_option
from onrecord.cli.person import by_option
from onrecord.errors import StoreError
from onrecord.ledger.statements import Attached, Found, statement_of
from onrecord.model.record import Document, Quote
from onrecord.settings import Store, open_store


@click.command(name="attach")
@click.argument("name", metavar="FINDING")
@click.argument("identity", metavar="DOCUMENT")
@click.option("--quote", "words", default="", help="The words in DOCUMENT that show it, exactly as they stand there.")
@by_option
@click.option("--note", default="", help="What it shows, in your words.")
@json_option
@store_option
def command(*, name: str, identity: str, words: str, by: str, note: str, as_json: bool, location: str) -> None:
    """Record that DOCUMENT, an id in the store, is later evidence on what FINDING promises; what it shows is your word.

    FINDING is a digest or the beginning of one (`onrecord findings`). `onrecord retract` takes it back.
    """
    with open_store(location, create=False) as store:
        entry = store.ledger.entry_named(name)
        if not isinstance(statement_of(entry), Found):
            raise StoreError(
                f"Entry {entry.digest[:12]} is a {entry.kind}, and evidence is attached to findings.",
                advice="`onrecord findings AGENDA.yaml` lists them.",
            )
        document = _document(store, identity)
        layer = store.ledger.layers()[identity]
        made = store.ledger.append(Attached(entry.digest, identity, _quote(document, words), by, note.strip(), layer))
    if as_json:
        held = {"entry": made.digest, "finding": entry.digest, "document": identity, "by": by, "at": made.at}
        click.echo(json.dumps(held, ensure_ascii=False))
    else:
        click.echo(f"Evidence {made.digest[:12]} is attached to finding {entry.digest[:12]} by {by}.")


def _document(store: Store, identity: str) -> Document:
    document = store.ledger.document(identity)
    if document is None:
        raise StoreError(f"The store has no document {identity!r}.", advice="Add it first, or name it by its id.")
    return document


def _quote(document: Document, words: str) -> Quote | None:
    """The words where they stand; None for the document as a whole. Raises `StoreError` unless they stand once."""
    if not words:
        return None
    count = document.text.count(words)
    if count != 1:
        raise StoreError(
            f"The words stand {'in no place' if not count else f'in {count} places'} of {document.id!r}.",
            advice="Give them exactly as they stand there, and enough of them to tell the place.",
        )
    start = document.text.index(words)
    return Quote(start, start + len(words), words)
