"""A page that was changed after publication keeps all its faces here, in the order in which they were first seen.

Read from the ledger's entries alone: a version is the text and facts of one entry. What a person must know of a
change is where it stands between two neighbours, and of which kind it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from onrecord.ledger.chain import Entry
from onrecord.model.record import Document
from onrecord.ports import Share
from onrecord.text.change_kinds import Kind
from onrecord.text.differences import Difference, difference

FACTS = ("title", "date", "publisher", "url", "language", "side")
"""What is told of a version beside its text."""


class Remembering(Protocol):
    """A ledger that can be asked for all that it ever recorded."""

    def entries(self) -> Iterator[Entry]: ...

    def read(self, share: Share) -> Iterator[Document]: ...


@dataclass(frozen=True, slots=True)
class Version:
    """One face of a document, named but not read."""

    id: str
    number: int
    """1 for the first of its id."""
    entry: int
    """The number of its entry in the ledger."""
    seen: str
    """When the bytes that it was read from were first captured: UTC, ISO 8601 to the second, with a final Z."""
    layer: str
    """SHA-256 of the text."""
    characters: int
    capture: str
    facts: tuple[tuple[str, str], ...]
    """The facts of `FACTS`, as the ledger's entry says them."""

    @property
    def url(self) -> str:
        return dict(self.facts)["url"]


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one document, in the order first seen."""

    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def texts(self) -> int:
        """How many different texts they hold."""
        return len({version.layer for version in self.versions})


@dataclass(frozen=True)
class Change:
    """What differs between a version and the next one."""

    earlier: Version
    later: Version
    old: Document
    new: Document

    @cached_property
    def text(self) -> Difference:
        return difference(self.old.text, self.new.text)

    @cached_property
    def facts(self) -> tuple[tuple[str, Difference], ...]:
        """The facts that changed, each with its difference in words."""
        pairs = zip(self.earlier.facts, self.later.facts, strict=True)
        return tuple((name, difference(was, now)) for (name, was), (_, now) in pairs if was != now)

    @property
    def kind(self) -> Kind | None:
        """The gravest kind of edit in text or title; None where other facts alone changed."""
        kinds = [self.text.kind, *(facts.kind for name, facts in self.facts if name == "title")]
        return max((kind for kind in kinds if kind is not None), default=None)


def histories(ledger: Remembering) -> tuple[History, ...]:
    """Every document that the ledger remembers, in the order first seen; no text is read.

    Versions belong together by their id, and by their address where no single capture brought both: a corpus that
    lists two documents at one address says that they are two.
    """
    found: dict[str, list[Version]] = {}
    for version in _versions(ledger.entries()):
        found.setdefault(version.id, []).append(version)
    return tuple(sorted((_history(group) for group in _at_one_address(found)), key=lambda own: own.versions[0].entry))


def changed(ledger: Remembering) -> tuple[History, ...]:
    """The documents of which text or title has more than one version."""
    return tuple(own for own in histories(ledger) if own.texts > 1 or _titles(own) > 1)


def history_of(ledger: Remembering, name: str) -> History | None:
    """The history of the document with this id or address; None if the ledger never held one."""
    address = _address(name)
    for own in histories(ledger):
        if any(version.id == name or (address and _address(version.url) == address) for version in own.versions):
            return own
    return None


def changes(ledger: Remembering, history: History) -> Iterator[Change]:
    """The change from each version to the next, where text or facts differ, two texts in memory at a time."""
    old: Document | None = None
    for earlier, later in zip(history.versions, history.versions[1:], strict=False):
        old = read(ledger, earlier) if old is None else old
        new = read(ledger, later)
        if old.text != new.text or earlier.facts != later.facts:
            yield Change(earlier, later, old, new)
        old = new


def read(ledger: Remembering, version: Version) -> Document:
    """The document as it was in one version. Raises `StoreError` where the ledger no longer holds it."""
    return next(ledger.read(Share((version.entry,), version.characters)))


def _versions(entries: Iterable[Entry]) -> Iterator[Version]:
    captured: dict[str, str] = {}
    for entry in entries:
        if entry.kind == "capture":
            body = json.loads(entry.body)
            captured[body["digest"]] = body["captured_at"]
        elif entry.kind == "document":
            body = json.loads(entry.body)
            facts = tuple((name, body[name]) for name in FACTS)
            yield Version(
                body["id"], body["version"], entry.seq, captured[body["capture"]], body["layer"], body["characters"],
                body["capture"], facts,
            )  # fmt: skip


def _history(versions: Sequence[Version]) -> History:
    return History(tuple(sorted(versions, key=lambda version: version.entry)))


def _titles(own: History) -> int:
    return len({dict(version.facts)["title"] for version in own.versions})


def _at_one_address(by_id: dict[str, list[Version]]) -> list[list[Version]]:
    """The versions of each document, those of several ids at one address together."""
    groups: list[list[Version]] = []
    standing: dict[str, list[list[Version]]] = {}
    for versions in by_id.values():
        address = _address(versions[-1].url) or _address(versions[-1].id)
        captures = {version.capture for version in versions}
        others = standing.setdefault(address, []) if address else []
        same = [group for group in others if captures.isdisjoint(version.capture for version in group)]
        if len(same) == len(others) == 1:
            same[0].extend(versions)
            continue
        groups.append(list(versions))
        others.append(groups[-1])
    return groups


def _address(url: str) -> str:
    """A web address without what does not tell pages apart: scheme, `www.`, fragment and last slash; else empty."""
    match = re.match(r"https?://(?:www\.)?([^#]+)", url.strip(), re.I)
    if match is None:
        return ""
    host, slash, path = match[1].partition("/")
    return (host.lower() + slash + path).rstrip("/")
