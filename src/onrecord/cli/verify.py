"""`onrecord verify`: a bundle or a store, proven by its own digests."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from onrecord.cli.options import json_option
from onrecord.ledger.server import is_server
from onrecord.ledger.store import FILE
from onrecord.reports.bundle.proving import Proof, prove_bundle, prove_store
from onrecord.settings import open_store


@click.command(name="verify")
@click.argument("what", metavar="BUNDLE|STORE")
@json_option
def command(*, what: str, as_json: bool) -> None:
    """Prove a bundle (its file, or the folder that it was unpacked into) or a store, and name every fault.

    Of a store: every entry's seal, every text and every capture. Exit status 1 if anything is not as it was written.
    """
    if is_server(what) or Path(what, FILE).exists():
        with open_store(what, create=False) as store:
            shown, proof = store.shown, prove_store(store.ledger, store.archive)
    else:
        shown, proof = what, prove_bundle(Path(what))
    click.echo(json.dumps(asdict(proof), ensure_ascii=False, indent=2) if as_json else _for_people(shown, proof))
    sys.exit(1 if proof.faults else 0)


def _for_people(what: str, proof: Proof) -> str:
    words = [f"{key.replace('_', ' ')}: {value}" for key, value in proof.counts.items()]
    told = [f"  {words}" for words in words] + [f"  {note}" for note in proof.notes]
    verdict = f"REFUSED: {what}" if proof.faults else f"OK: {what}"
    return "\n".join([verdict, *(f"  {fault}" for fault in proof.faults), *told])
