"""What is remembered of a source is enough to go on after any interruption, and to say how the source does."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from onrecord.errors import SourcesError

FORMAT = 1
"""The number of the format of the files; a file of a later one is refused."""


@dataclass(slots=True)
class Page:
    """One document of a source, as it was fetched."""

    first: str
    """When it was taken in (UTC)."""
    due: str = ""
    """When it is to be looked at again (UTC); empty for never."""
    url: str = ""
    """The address that gave it, after redirects."""
    etag: str = ""
    modified: str = ""
    listed: str = ""
    """The day that the listing gave it."""
    gone: bool = False
    left: str = ""
    """Why it was given up; empty for a page that is in the store."""


@dataclass(slots=True)
class Waiting:
    """A document that is named and not fetched yet."""

    title: str = ""
    listed: str = ""
    tries: int = 0
    reason: str = ""
    """Why the last try failed."""


@dataclass(slots=True)
class SourceMemory:
    """What is known of one source."""

    address: str
    name: str = ""
    began: str = ""
    tried: str = ""
    succeeded: str = ""
    found_new: str = ""
    """When each happened last (UTC, ISO 8601), empty for never."""
    failures: int = 0
    """Rounds that failed, in a row."""
    reason: str = ""
    """Why the last round failed; empty if it did not."""
    broken: bool = False
    """True from the alert that it stopped working until it works again."""
    silent: bool = False
    """True from the notice that nothing new came for long until something does."""
    url: str = ""
    etag: str = ""
    modified: str = ""
    """Validators of the listing."""
    counts: list[int] = field(default_factory=list)
    """Documents that the listing named in the last rounds that worked."""
    waiting: dict[str, Waiting] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)


class MemoryFolder:
    """One file for each source, replaced whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def load(self, address: str) -> SourceMemory:
        """What is remembered of the source at an address; a fresh memory if there is none.

        Raises `SourcesError` for a file that is damaged or of a later version.
        """
        path = self._place(address)
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            return _memory(held, address)
        except FileNotFoundError:
            return SourceMemory(address)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise SourcesError(
                f"{path}: what is remembered of {address} cannot be read ({fault}).",
                advice="Delete the file: its documents are looked up again, and none is doubled.",
            ) from fault

    def save(self, memory: SourceMemory) -> None:
        """Keep what is known. Raises `SourcesError` if the disk does not take it."""
        path = self._place(memory.address)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as stream:
                json.dump({"format": FORMAT, **asdict(memory)}, stream, ensure_ascii=False)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
        except OSError as fault:
            fresh.unlink(missing_ok=True)
            raise SourcesError(
                f"{path}: what was done cannot be remembered ({fault.strerror}).",
                advice="Check the disk's free space and your rights to the folder.",
            ) from fault

    def _place(self, address: str) -> Path:
        return self.root / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"


def _memory(held: dict[str, Any], address: str) -> SourceMemory:
    if held.pop("format") != FORMAT or held["address"] != address:
        raise ValueError("it is of another version or of another source")
    held["waiting"] = {key: Waiting(**value) for key, value in held["waiting"].items()}
    held["pages"] = {key: Page(**value) for key, value in held["pages"].items()}
    memory = SourceMemory(**held)
    for slot in fields(SourceMemory):
        if not isinstance(getattr(memory, slot.name), type(getattr(SourceMemory(""), slot.name))):
            raise ValueError(f"{slot.name} is of the wrong kind")
    return memory
