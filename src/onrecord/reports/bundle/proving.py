"""What was checked is said with its counts, and what a check cannot show is said beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onrecord.errors import OnRecordError
from onrecord.ledger.chain import Entry
from onrecord.reports.bundle.verify_script import FAULTS, BundleRefused, read, verify


@dataclass(frozen=True, slots=True)
class Proof:
    """How a check of a bundle or a store went."""

    kind: str
    """`bundle` or `store`."""
    faults: tuple[str, ...]
    """One sentence for each; empty if all is as it was written."""
    counts: dict[str, int | str]
    """What was checked."""
    notes: tuple[str, ...]
    """What was not checked, or cannot be."""


class Ledger(Protocol):
    """The part of a ledger that a store is proven by."""

    def entries(self) -> Iterator[Entry]: ...

    def faults(self) -> Iterator[str]: ...


class Captures(Protocol):
    """The part of an archive that a store is proven by."""

    def intact(self, digest: str) -> bool: ...


class NoBundleError(OnRecordError):
    """A path that holds neither a bundle nor a store."""


def prove_bundle(path: Path) -> Proof:
    """The proof of a bundle's file or folder, by the script that travels in it. Raises `NoBundleError`."""
    if not path.exists():
        raise NoBundleError(f"There is nothing at {path}.", advice="Name a bundle, or the folder of a store.")
    try:
        proven = verify(read(path))
    except FAULTS as fault:
        reason = (
            str(fault) if isinstance(fault, BundleRefused) else f"It is not as a bundle is ({type(fault).__name__})."
        )
        return Proof("bundle", (reason,), {}, ())
    stamped = proven.pop("time_stamped")
    packed = proven["raw_answers_not_unpacked"]
    notes = (
        *((f"Raw answers packed with brotli, which the check does not undo: {packed}.",) if packed else ()),
        "Compare the key with the fingerprint that the signer publishes elsewhere.",
        "Time-stamped: check ledger.tsr with the authority's certificate." if stamped else "Not time-stamped.",
    )
    return Proof("bundle", (), proven, notes)


def prove_store(ledger: Ledger, archive: Captures) -> Proof:
    """The proof of a store: seals, rows, texts and captures."""
    faults = list(ledger.faults())
    kinds: dict[str, int | str] = {}
    last = ""
    for entry in ledger.entries():
        kinds[f"{entry.kind} entries"] = int(kinds.get(f"{entry.kind} entries", 0)) + 1
        last = entry.digest
        if entry.kind == "capture":
            faults.extend(_not_intact(entry, archive))
    notes = ("That the end of the ledger was not cut off, only its last digest kept elsewhere shows.",)
    return Proof("store", tuple(faults), {**kinds, "last digest": last}, notes)


def _not_intact(entry: Entry, archive: Captures) -> Iterator[str]:
    """What the archive does not hold as a capture's entry names it: its bytes, or the raw answer that they came in."""
    body = json.loads(entry.body)
    for what, digest in (("capture", body["digest"]), ("raw answer", body.get("record", ""))):
        if digest and not archive.intact(digest):
            yield f"The {what} {digest} of entry {entry.seq} is missing or no longer matches its digest."
