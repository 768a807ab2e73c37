"""What the program needs from the outside world, named by need and not by product."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from onrecord.model.record import Capture, Document, Span

Task_contra = TypeVar("Task_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)
OneTask = TypeVar("OneTask")
OneResult = TypeVar("OneResult")


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents of the record to read; an empty field does not narrow."""

    since: str = ""
    """First date (included), ISO 8601."""
    until: str = ""
    """Last date (included)."""
    publishers: tuple[str, ...] = ()
    """Case-insensitive parts of publishers' names; one match is enough."""
    after: int = 0
    """Only documents whose newest version was recorded after the entry of this number."""


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of the record, named but not read: it can be sent to where the reading is done."""

    entries: tuple[int, ...]
    """One document each, by the number of its entry in the ledger, in the record's order."""
    characters: int
    """Of all their texts together."""

    def __str__(self) -> str:
        return f"{len(self.entries)} documents of the store (entries {min(self.entries)} to {max(self.entries)})"


@dataclass(frozen=True, slots=True)
class Hit:
    """A document in which a search found every word."""

    document_id: str
    spans: tuple[Span, ...]
    """Where the words stand in its text layer, in order."""
    capture_digest: str
    """The capture that this version of the text was read from."""


class Ledger(Protocol):
    """The append-only store of captures and documents."""

    def add(self, capture: Capture, documents: Iterable[Document]) -> int:
        """Record one capture with its documents, whole or not at all.

        What the store holds already (same id, same text and facts) is left as it is. Returns how many are new.
        """
        ...

    def documents(self, wanted: DocumentFilter) -> Iterator[Document]:
        """The newest version of each document that the filter admits, by date and id, one at a time."""
        ...

    def shares(self, wanted: DocumentFilter) -> tuple[Share, ...]:
        """The same documents in the same order, as stretches that are read one by one, here or elsewhere."""
        ...

    def read(self, share: Share) -> Iterator[Document]:
        """The documents of a share, each of them; raises `StoreError` if one is missing."""
        ...

    def count(self) -> int:
        """How many documents (newest versions) the store holds."""
        ...

    def close(self) -> None:
        """Let go of the store's files and locks."""
        ...


class Archive(Protocol):
    """Bytes by digest: what goes in comes out the same, for ever."""

    def put(self, content: bytes, *, media_type: str, source: str, captured_at: str) -> Capture:
        """Keep the bytes; keeping the same bytes twice changes nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes of a digest; raises `StoreError` if they are missing or no longer match it."""
        ...


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version in hand, so that it need not send the same again."""

    url: str = ""
    """The address that gave this version, after redirects; validators are sent to it alone."""
    etag: str = ""
    modified: str = ""
    """Its Last-Modified, as received."""


NOTHING_KNOWN = Validators()
"""No version is in hand."""


class Fetcher(Protocol[Result_co]):
    """Brings what stands at a public web address."""

    def fetch(self, url: str, *, known: Validators = NOTHING_KNOWN) -> Result_co:
        """The server's answer whatever its status, redirects followed.

        Raises `ForbiddenError` where it does not go, `NotNowError` where it should come back later, and
        `FetchError` for everything else that is no whole answer.
        """
        ...


class Work(Protocol[Task_contra, Result_co]):
    """One thing to be done many times over, which can be sent to another process (it pickles)."""

    def ready(self) -> Callable[[Task_contra], Result_co]:
        """What does it; whatever that needs for every task is made here, once in each process."""
        ...


class Runner(Protocol):
    """Where work runs."""

    def run(self, work: Work[OneTask, OneResult], tasks: Iterable[OneTask]) -> Generator[OneResult, None, None]:
        """The result of each task, in the tasks' order, each exactly once or not at all.

        The first task, in their order, that raises ends the run with what it raised. Whoever stops listening ends
        the work too. A task may be done twice where a machine fails, so the work must not care.
        """
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words as a message shows them, and where they stand."""

    exact: str
    language: str
    """BCP 47; empty where it is not known."""
    source: str
    """Date, publisher and title of the document."""
    url: str
    """Of the document; empty where none may be shown."""
    place: str
    """E.g. `characters 79 to 135`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news, with no name in it that its reader may not see."""

    key: str
    heading: str
    """What happened, with which ask."""
    why: str
    words: tuple[Words, ...]
    document: str = ""
    """Date, publisher and title of the document that it is about, as in `Words.source`."""
    url: str = ""
    """Of that document; empty where none may be shown."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent at one time to one place."""

    key: str
    """The same for the same items: who gets a message twice can tell."""
    wish: str
    """The name of the alert that it was made for."""
    at: str
    """When it was made: UTC, ISO 8601 to the second, with a final Z."""
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
    """What else a reader must know: sources that failed, documents that came late, one sentence each."""
    heading: str = ""
    """What a message without items is about: `the alert is set`."""


class Notifier(Protocol):
    """A place to which messages go."""

    @property
    def place(self) -> str:
        """Where, as it may be shown: without a password."""
        ...

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        """Deliver the message; `earlier` are those that went there before, oldest first, for places that show them all.

        Raises `DeliveryError` if it did not arrive. It may arrive twice where the program is killed.
        """
        ...
