"""Whether a text holds words of an ask never changes until either does: it is looked up once and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from onrecord.history import Sought, touched_in
from onrecord.ledger.finding_entries import ask_digest
from onrecord.pipeline import ENGINE
from onrecord.settings.library import Library

VERSION = "1"
"""Raised when `matching.touching` says something else of the same words."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The documents in which words of an ask were sought, by the numbers of their entries."""

    at: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()
    """Those that hold such words."""


def touched(sought: Sequence[Sought], library: Library) -> list[set[str]]:
    """For each ask the ids of those of its documents that hold words of it; texts are read only for what is new."""
    names = [_name(one) for one in sought]
    known = _known(names, library)
    missing = [
        replace(one, documents=tuple(held for held in one.documents if library.entry(held.id) not in known[name].at))
        for name, one in zip(names, sought, strict=True)
    ]
    ids = {held.id for one in missing for held in one.documents}
    found = touched_in(missing, library.documents(sorted(ids, key=library.entry))) if ids else [set() for _ in sought]
    for name, one, new in zip(names, missing, found, strict=True):
        if one.documents:
            _keep(name, one, new, library)
    return [
        new | {held.id for held in one.documents if library.entry(held.id) in known[name].held}
        for name, one, new in zip(names, sought, found, strict=True)
    ]


def _name(one: Sought) -> str:
    """The name of the reading: of the ask's words, the engine that reads them, and what tells the parties."""
    told = "\n".join((ask_digest(one.ask), ENGINE, Library.TOLD))
    return f"touched {hashlib.sha256(told.encode()).hexdigest()[:40]}/{VERSION}"


def _known(names: Sequence[str], library: Library) -> dict[str, Looked]:
    found = dict.fromkeys(names, Looked())
    for name, body in library.kept_under(names):
        new = msgspec.json.decode(body, type=Looked)
        found[name] = Looked(found[name].at | new.at, found[name].held | new.held)
    return found


def _keep(name: str, one: Sought, found: set[str], library: Library) -> None:
    at = {library.entry(held.id) for held in one.documents}
    looked = {"at": sorted(at), "held": sorted(map(library.entry, found))}
    library.keep(name, {max(at): msgspec.json.encode(looked).decode()})
