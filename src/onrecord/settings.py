"""The only place that wires things: which store, which readers, behind which wall."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from onrecord.capture.archive import FolderArchive
from onrecord.capture.fetch import WebFetcher
from onrecord.capture.intake import SINGLE, Intake, Refused, Said, Taken
from onrecord.capture.listing_reader import ListingReader
from onrecord.capture.manners import DEFAULT, Manners, manners_of
from onrecord.capture.sandbox import Sample, Sandbox
from onrecord.capture.source_health import Condition, Health, health_of
from onrecord.capture.source_memory import MemoryFolder
from onrecord.capture.sources import SourceFile, files_of
from onrecord.capture.watch_list import Source, load_sources
from onrecord.capture.watching import Event, News, Watcher
from onrecord.drafting.agenda_file import load
from onrecord.errors import FetchError, StoreError, UnreadableError
from onrecord.ledger.server import is_server, shown, url_of
from onrecord.ledger.store import FILE, SqlLedger, open_ledger, open_server, utc_now
from onrecord.model.agenda import Agenda
from onrecord.model.finding import Check
from onrecord.model.record import Document
from onrecord.pipeline import Checker, Part, checked
from onrecord.ports import DocumentFilter, Runner, Share
from onrecord.reading.corpus import BadLine, day_of, read_corpus
from onrecord.reading.encodings import decode
from onrecord.reading.kinds import HEAD, Kind, kind_of
from onrecord.reading.plain import read_plain
from onrecord.runners.in_process import InProcess
from onrecord.runners.processes import Processes
from onrecord.text.tables import data_text

__all__ = [
    "Condition", "Event", "Health", "Manners", "News", "ReadingRoom", "Refused", "Said", "Source", "SourceFile",
    "Store", "Taken", "cores", "day_of", "files_of", "hold", "load_agenda", "load_sources", "manners_of",
    "open_store", "read_plain_text", "read_text_layer", "source_healths", "take_from_web", "take_in", "watching",
]  # fmt: skip

PARSER = "onrecord.reading.extract:read_fields"
"""What the sandbox runs on outside bytes."""

WATCHED = "watching"
"""The folder, in a store's folder, of what is remembered of watched sources."""

ARCHIVE = "archive"
"""The archive's folder in a store's folder."""

ARCHIVE_VARIABLE = "ONRECORD_ARCHIVE"
KEY_VARIABLE, KEY_FILE_VARIABLE = "ONRECORD_STORE_KEY", "ONRECORD_STORE_KEY_FILE"


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger and the archive of the bytes that it speaks of."""

    location: Path
    """The folder of its files."""
    ledger: SqlLedger
    archive: FolderArchive
    address: str
    """What `open_store` opens it with: the folder again, or the address of a database, perhaps with a password."""

    @property
    def shown(self) -> str:
        """The address as it may be shown: without its password."""
        return shown(url_of(self.address)) if is_server(self.address) else self.address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files and locks."""
        self.ledger.close()


def open_store(location: str, *, create: bool) -> Store:
    """The store in a folder or in a PostgreSQL database; with `create`, a missing or empty one becomes a store.

    A folder's ledger is encrypted with the key in `ONRECORD_STORE_KEY`, or in the file that `ONRECORD_STORE_KEY_FILE`
    names, where one is given. Raises `StoreError` where there is none, and where what is there is locked, damaged, of
    another program or of a newer version.
    """
    folder = folder_of(location)
    archive = FolderArchive(folder / ARCHIVE)
    if is_server(location):
        return Store(folder, open_server(location, create=create), archive, location)
    if create:
        _make_folder(folder)
    return Store(folder, open_ledger(folder / FILE, create=create, key=_key()), archive, location)


def folder_of(location: str) -> Path:
    """Where the files of a store lie: its folder, or for one on a server the folder in `ONRECORD_ARCHIVE`.

    Raises `StoreError` for a store on a server while `ONRECORD_ARCHIVE` names no folder.
    """
    if not is_server(location):
        return Path(location)
    folder = os.environ.get(ARCHIVE_VARIABLE, "")
    if not folder:
        raise StoreError(
            f"A store on a server keeps its captured files in a folder, and {ARCHIVE_VARIABLE} names none.",
            advice=f"Set {ARCHIVE_VARIABLE} to a folder that the whole team uses.",
        )
    return Path(folder)


def _key() -> str:
    """The key of an encrypted store, from the environment or from the file that it names; empty for none."""
    file = os.environ.get(KEY_FILE_VARIABLE, "")
    if not file:
        return os.environ.get(KEY_VARIABLE, "")
    try:
        key = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise StoreError(
            f"The key file {file} cannot be read.", advice=f"Name a text file in {KEY_FILE_VARIABLE}."
        ) from fault
    if not key:
        raise StoreError(f"The key file {file} is empty.", advice="Write the store's key into it.")
    return key


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = [held.name for held in folder.iterdir() if held.name != ARCHIVE and not _is_ledger(held)]
    except OSError as fault:
        raise StoreError(
            f"The folder {folder} cannot be used for a store: {fault.strerror}.",
            advice="Name a folder that is yours with --store.",
        ) from fault
    if strangers and not (folder / FILE).exists():
        raise StoreError(
            f"The folder {folder} holds other things ({strangers[0]}) and no store.",
            advice="Name an empty or a new folder with --store.",
        )


def _is_ledger(path: Path) -> bool:
    return path.name.startswith(FILE)


class ReadingRoom:
    """Readers for every kind of file; large parsers work behind the sandbox's wall."""

    def __init__(self) -> None:
        self._sandbox = Sandbox(PARSER, warm=[Sample("page.html", data_text("warm_page.html").encode())])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._sandbox.close()

    def media_type(self, head: bytes, *, name: str) -> str:
        """What kind of file it is by its first bytes and its name."""
        return kind_of(head, name=name).value

    def document(self, content: bytes, *, name: str, encoding: str = "", media_type: str = "") -> Document:
        """The one document of a file, without an id; plain text is read here, all else in the sandbox.

        `media_type` is what a server called it: it counts where the first bytes do not tell.
        """
        kind = kind_of(content[:HEAD], name=name, media_type=media_type or None)
        if kind is Kind.CORPUS:
            raise UnreadableError(
                f"{name}: it is a corpus of many documents, not one.", advice="Add it with `onrecord add`."
            )
        if kind is Kind.TEXT:
            plain = read_plain(content, name=name, encoding=encoding)
            return Document(id="", text=plain.text, language=plain.language)
        said = self._sandbox.run(content, name=name, encoding=encoding, media_type=media_type)
        return Document(
            id="",
            text=said["text"],
            publisher=said["publisher"],
            date=said["date"],
            title=said["title"],
            language=said["language"],
        )

    def corpus(self, stream: BinaryIO, *, name: str) -> Iterator[Document | Refused]:
        """The many documents of a corpus, each with its own id."""
        for item in read_corpus(stream):
            if isinstance(item, BadLine):
                reason = f"{name}: line {item.number}: {item.reason}. {item.advice}"
                yield Refused(name, reason, line=item.number)
            else:
                yield item


def read_text_layer(path: Path, *, encoding: str = "") -> str:
    """The text layer of a text, HTML, PDF or DOCX file. Raises `UnreadableError`, naming file and reason."""
    with ReadingRoom() as room:
        return room.document(_content(path), name=str(path), encoding=encoding).text


def read_plain_text(content: bytes, *, name: str, encoding: str = "") -> str:
    """The words of bytes that are plain text. Raises `UnreadableError`, naming where they came from and the reason."""
    return read_plain(content, name=name, encoding=encoding).text


def _content(path: Path) -> bytes:
    for file in files_of([path]):
        if file.fault is not None:
            raise file.fault
        if file.size > SINGLE:
            raise UnreadableError(
                f"{path}: it has {file.size >> 20} MB; one text may have {SINGLE >> 20} MB.", advice="Split it."
            )
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UnreadableError(
            f"{path}: it cannot be read ({fault.strerror}).", advice="Name one file that is yours to read."
        ) from fault


def take_in(store: Store, files: Iterable[SourceFile], said: Said) -> Iterator[Taken | Refused]:
    """Take files into a store and say of each step how it went (see `Intake.take`)."""
    with ReadingRoom() as room:
        yield from Intake(store.ledger, store.archive, room, utc_now).take(files, said)


def take_from_web(
    store: Store, addresses: Iterable[str], said: Said, manners: Manners = DEFAULT
) -> Iterator[Taken | Refused]:
    """Fetch each address, take what stands there into a store and say of each how it went."""
    fetcher = WebFetcher(manners)
    with ReadingRoom() as room:
        intake = Intake(store.ledger, store.archive, room, utc_now)
        for address in addresses:
            try:
                yield intake.take_answer(fetcher.fetch(address), said)
            except FetchError as fault:
                yield Refused(address, str(fault))


@contextmanager
def watching(store: Store, manners: Manners = DEFAULT) -> Iterator[Watcher]:
    """Who asks sources what is new and takes it into a store; what is remembered of them stands in its folder."""
    with ReadingRoom() as room, closing(ListingReader()) as read:
        take = Intake(store.ledger, store.archive, room, utc_now).take_answer
        memories = MemoryFolder(store.location / WATCHED)
        yield Watcher(WebFetcher(manners), read, lambda held, said, listed: take(held, said, listed=listed), memories)


def source_healths(location: str, sources: Iterable[Source]) -> tuple[Health, ...]:
    """How each source does, by what the store in a folder remembers of it; nothing is fetched."""
    memories = MemoryFolder(folder_of(location) / WATCHED)
    return tuple(health_of(source, memories.load(source.address)) for source in sources)


def load_agenda(path: Path) -> Agenda:
    """The agenda in a YAML file. Raises `AgendaError`, naming the line, where it does not say what an agenda must."""
    return load(decode(_content(path), name=str(path)), name=str(path))


WORTH_A_PROCESS = 4_000_000
"""Characters from which a worker process is worth its start (a second): about a second's reading for each of two."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Holding:
    """The work of holding an agenda against shares of a store, wherever it is done."""

    agenda: Agenda
    location: str

    def ready(self) -> Callable[[Share], Part]:
        """What reads a share from the store and says what it gives to the check."""
        checker = Checker.of(self.agenda)

        def part(share: Share) -> Part:
            with open_store(self.location, create=False) as store:
                return checker.part(store.ledger.read(share))

        return part


def hold(
    agenda: Agenda,
    store: Store,
    wanted: DocumentFilter,
    *,
    workers: int = 1,
    said: Callable[[int, int], None] = lambda _done, _of: None,
) -> Check:
    """The agenda held against the documents of a store that the filter admits.

    `workers` processes share the reading, as far as there is enough of it; the result is the same. `said` hears
    after each stretch how many documents are done, and of how many. Raises `StoreError` where the store cannot be
    read, and `WorkerLostError` where worker processes are killed from outside.
    """
    shares = store.ledger.shares(wanted)
    total = sum(len(share.entries) for share in shares)
    useful = sum(share.characters for share in shares) // WORTH_A_PROCESS
    runner: Runner = InProcess() if min(workers, useful) < 2 else Processes(min(workers, useful))

    def parts(results: Iterable[Part]) -> Iterator[Part]:
        done = 0
        for part in results:
            yield part
            done += part.count.searched
            said(done, total)

    with closing(runner.run(Holding(agenda, store.address), shares)) as results:
        check = checked(agenda, parts(results), since=wanted.since, until=wanted.until)
    assert check.coverage.searched == total, "a runner lost a part of the record"
    return check
