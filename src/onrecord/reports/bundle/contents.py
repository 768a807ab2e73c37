"""A bundle holds what its findings rest on: texts, captures, raw answers and entries, under names that tell nothing.

The same check of the same store gives the same bytes: nothing in them says when or where they were made but the
time of the ledger's last entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files as resources
from typing import Any

from onrecord.drafting.agenda_file import dump
from onrecord.errors import StoreError
from onrecord.ledger.chain import FIRST, Entry
from onrecord.model.finding import Check
from onrecord.model.record import Document
from onrecord.reports.as_json import check_to_json
from onrecord.reports.audience import Audience, cleared, unreadable
from onrecord.reports.bundle.agenda import publishable
from onrecord.reports.bundle.gate import LARGEST, Gate, LeftOut
from onrecord.reports.bundle.held import Bytes, Custody, Finder, Held, sorted_out
from onrecord.reports.bundle.quotes import Cited, cited
from onrecord.reports.bundle.signing import Signer
from onrecord.reports.bundle.stamping import STAMP, stamped
from onrecord.reports.bundle.verify_script import (
    FAULTS,
    FORMAT,
    MANIFEST,
    NAMESPACE,
    SIGNATURE,
    SIGNERS,
    container,
    given,
    manifest,
)
from onrecord.reports.formats.warc_clearing import let_out
from onrecord.reports.scorecard import scorecard_html

SCRIPT = "verify.py"
HELP = "VERIFY.txt"
MOST_BYTES, MOST_FILES = 2 << 30, 60_000
"""Of a bundle; ZIP without extensions holds 4 GB and 65,535 files."""

_STAMPED = """yes. With the authority's certificate
in ca.pem: openssl ts -verify -data ledger.jsonl -in ledger.tsr -CAfile ca.pem"""


def evidence(
    check: Check,
    audience: Audience,
    custody: Custody,
    archive: Bytes,
    *,
    whole_ledger: bool = False,
    authority: str = "",
) -> dict[str, bytes]:
    """The files of a bundle by name, not yet signed: everything of the check that the audience may have.

    A document of which the text, the facts or the title hold a protected name is left out whole, and so is one that
    was found for a sealed ask; `bundle.json` names each with the reason. An `authority` is asked over the network for
    a time stamp, which is another each time. Raises `StampError` where it gives none, `StoreError` if a quote no longer
    stands where the check found it, or if `whole_ledger` is asked for and an entry holds a protected name.
    """
    safe = cleared(check, audience)
    gate = Gate(unreadable(check.agenda, audience))
    ledger = list(custody.entries())
    held, missing = sorted_out(check, safe, gate, Finder(custody, ledger))
    made = _texts_and_captures(held, gate, archive)
    lines = "".join(_line(entry) for entry in _chosen(ledger, held, gate, whole=whole_ledger)).encode()
    stamp = {STAMP: stamped(authority, lines)} if authority else {}
    quotes = [quote for quote in cited(safe.check) if quote.document in held]
    head = ledger[-1] if ledger else Entry(0, "", "", "", "", FIRST)
    about = {
        "format": FORMAT,
        "made_by": f"onrecord {version('onrecord')}",
        "engine": safe.check.engine,
        "audience": audience.value,
        "notices": list(safe.notices),
        "time_stamp": {"file": STAMP, "of": "ledger.jsonl", "authority": authority} if authority else None,
        "ledger": {"entries": head.seq, "head": head.digest, "in_bundle": "whole" if whole_ledger else "cited"},
        "documents": made.documents,
        "left_out": [{"document": id_, "why": why.value} for id_, why in sorted(missing.items())],
    }
    return {
        **made.files,
        **stamp,
        "agenda.yaml": dump(publishable(safe.check.agenda)).encode(),
        "bundle.json": _json(about),
        "findings.json": _json(check_to_json(check, audience=audience)),
        "ledger.jsonl": lines,
        "quotes.json": _json([_quote(quote, held[quote.document].document) for quote in quotes]),
        "scorecard.html": scorecard_html(check, generated_at=head.at, audience=audience).encode(),
        SCRIPT: _resource("verify_script.py").encode(),
    }


def signed(files: Mapping[str, bytes], signer: Signer) -> bytes:
    """The bundle's file: the files with a manifest of all of them, the signature over it and how to check it.

    Raises `StoreError` for more than a bundle holds.
    """
    size = sum(map(len, files.values()))
    if size > MOST_BYTES or len(files) > MOST_FILES:
        raise StoreError(
            f"The evidence has {len(files):,} files and {size >> 20:,} MB; a bundle holds {MOST_FILES:,} and "
            f"{MOST_BYTES >> 20:,} MB.",
            advice="Choose fewer documents with --since, --until or --publisher.",
        )
    guide = _resource(HELP).format(signer=signer.name, namespace=NAMESPACE, stamp=_stamp(files))
    everything = {
        **files,
        HELP: guide.encode(),
        SIGNERS: f'{signer.name} namespaces="{NAMESPACE}" {signer.public}\n'.encode(),
        "signer.pub": f"{signer.public}\n".encode(),
    }
    listed = manifest({name: hashlib.sha256(held).hexdigest() for name, held in everything.items()}).encode()
    return container({**everything, MANIFEST: listed, SIGNATURE: signer.sign(listed)})


@dataclass(frozen=True, slots=True)
class _Laid:
    files: dict[str, bytes]
    documents: list[dict[str, Any]]


def _texts_and_captures(held: Mapping[str, Held], gate: Gate, archive: Bytes) -> _Laid:
    """The files of the documents; a capture that several share is there once."""
    laid = _Laid({}, [])
    verdicts: dict[str, dict[str, Any]] = {}
    for number, (identity, found) in enumerate(held.items(), 1):
        layer = found.document.text.encode()
        name = f"documents/{number:04}.txt"
        laid.files[name] = layer
        digest = found.capture.digest
        if digest not in verdicts:
            verdicts[digest] = _capture(found, gate, archive, laid.files, len(verdicts) + 1)
        text = {"file": name, "sha256": hashlib.sha256(layer).hexdigest(), "characters": len(found.document.text)}
        laid.documents.append({"id": identity, "entry": found.entry.seq, "layer": text, "capture": verdicts[digest]})
    return laid


def _capture(found: Held, gate: Gate, archive: Bytes, files: dict[str, bytes], number: int) -> dict[str, Any]:
    content = archive.get(found.capture.digest)
    why = gate.refuses(content, found.capture.media_type)
    name = None if why else f"captures/{number:04}.bin"
    if name:
        files[name] = content
    return {
        "file": name,
        "sha256": found.capture.digest,
        "entry": found.captured.seq,
        "media_type": found.capture.media_type,
        "left_out": why.value if why else None,
        "record": _record(found, gate, archive, files, number) if found.capture.record else None,
    }


def _record(found: Held, gate: Gate, archive: Bytes, files: dict[str, bytes], number: int) -> dict[str, Any]:
    """The answer as it came over the wire, which proves itself before it goes out."""
    answer = archive.get(found.capture.record)
    why = LeftOut.SIZE if len(answer) > LARGEST else _withheld(answer, found.capture.digest, gate)
    name = None if why else f"records/{number:04}.warc"
    if name:
        files[name] = answer
    return {"file": name, "sha256": found.capture.record, "left_out": why.value if why else None}


def _withheld(answer: bytes, captured: str, gate: Gate) -> LeftOut | None:
    found = let_out(answer, gate)
    if isinstance(found, LeftOut):
        return found
    try:
        content = given(answer)
    except FAULTS:
        return LeftOut.UNPROVEN
    return None if content is None or hashlib.sha256(content).hexdigest() == captured else LeftOut.UNPROVEN


def _chosen(ledger: list[Entry], held: Mapping[str, Held], gate: Gate, *, whole: bool) -> list[Entry]:
    if not whole:
        wanted = {entry.seq for found in held.values() for entry in (found.entry, found.captured)}
        return [entry for entry in ledger if entry.seq in wanted]
    if not all(gate.admits(entry.body) for entry in ledger):
        raise StoreError(
            "An entry of the ledger holds a name that these readers may not see, so the whole ledger cannot go out.",
            advice="Export without --whole-ledger: the entries of the cited documents are in every bundle.",
        )
    return ledger


def _quote(quote: Cited, document: Document) -> dict[str, Any]:
    """Raises `StoreError` if the words do not stand there: the store was added to while the check was made."""
    if not quote.fits(document.text):
        raise StoreError(
            f"A quote of {quote.document!r} is not at {quote.start} in the newest text.",
            advice="The store changed meanwhile: run the command again.",
        )
    return {**asdict(quote), "exact": document.text[quote.start : quote.end]}


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _resource(name: str) -> str:
    return resources("onrecord.reports.bundle").joinpath(name).read_text(encoding="utf-8")


def _stamp(files: Mapping[str, bytes]) -> str:
    return _STAMPED if STAMP in files else "no"
