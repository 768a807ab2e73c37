"""What must hold of a store after anything: whole, provable, with everything that was acknowledged, and usable."""

from __future__ import annotations

from pathlib import Path

from store_work import expected, work

from onrecord.errors import OnRecordError
from onrecord.settings import open_store


def wrong_with(folder: Path, acknowledged: list[str], *, seed: int, go_on: bool) -> str:
    """What is wrong with a store that was interrupted, in words; empty if nothing is.

    With `go_on` the same work is done again, and must end as if nothing had happened.
    """
    if not (folder / "onrecord.db").exists():
        return "acknowledged entries lost: no store" if acknowledged else ""
    try:
        return _wrong_inside(folder, acknowledged) or (_wrong_after(folder, seed) if go_on else "")
    except OnRecordError as fault:
        return f"corrupt: {fault}"


def _wrong_inside(folder: Path, acknowledged: list[str]) -> str:
    with open_store(str(folder), create=True) as store:
        for fault in store.ledger.faults():
            return f"corrupt: {fault}"
        entries = list(store.ledger.entries())
        lost = set(acknowledged) - {entry.digest for entry in entries}
        if lost:
            return f"acknowledged entries lost: {len(lost)} of {len(acknowledged)}"
        for held in store.ledger.captures():
            if not all(store.archive.intact(digest) for digest in (held.digest, held.record) if digest):
                return "corrupt: a capture of the ledger is not in the archive as it was"
        store.ledger.stated()
    return ""


def _wrong_after(folder: Path, seed: int) -> str:
    work(folder, lambda _digest: None, seed=seed)
    with open_store(str(folder), create=False) as store:
        if store.ledger.count() != len(expected(seed)):
            return "corrupt: the same work again does not end as it should"
        for fault in store.ledger.faults():
            return f"corrupt after going on: {fault}"
    return ""
