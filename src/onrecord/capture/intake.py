"""Taking in loses nothing and doubles nothing: bytes are kept, read as kept, and recorded in batches."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from onrecord.capture.archive import FolderArchive
from onrecord.capture.blockpages import block_in
from onrecord.capture.response import Response
from onrecord.capture.sources import SourceFile
from onrecord.capture.steps import SAID_NOTHING, PassedOver, Refused, Said, Step, Taken
from onrecord.capture.warc_import import READERS, Archived, Unusable, found_in
from onrecord.capture.warc_writing import MEDIA_TYPE, warc_of
from onrecord.capture.web_address import web_address
from onrecord.errors import UnreadableError
from onrecord.model.record import Capture, Document
from onrecord.ports import Ledger

CORPUS = "application/x-ndjson"
"""The media type of a file that holds many documents."""

SINGLE = 64 << 20
"""Bytes that a file with one document may have; a corpus may have any size."""

HEAD = 1024
"""Bytes by which a file's kind is told."""

BATCH = 300
"""Documents of a corpus that are recorded together, and lost together if the power fails."""

BATCH_CHARACTERS = 6_000_000
"""Characters after which a batch is full before it has `BATCH` documents: this bounds memory."""


class Memory(Ledger, Protocol):
    """The ledger, as far as taking in needs it."""

    def document(self, identity: str) -> Document | None:
        """The newest version of one document; None if there is none of that id."""
        ...

    def capture(self, digest: str) -> Capture | None:
        """The capture of that digest; None if there is none."""
        ...


class Readers(Protocol):
    """Those who turn bytes into documents without an id. All raise `UnreadableError`."""

    def media_type(self, head: bytes, *, name: str) -> str:
        """What kind of file it is by its first bytes and its name."""
        ...

    def document(self, content: bytes, *, name: str, encoding: str, media_type: str = "") -> Document:
        """The one document of a file; `media_type` is what a server called it."""
        ...

    def corpus(self, stream: BinaryIO, *, name: str) -> Iterator[Document | Refused]:
        """The many documents of a corpus, each with its own id."""
        ...


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes files into a store."""

    ledger: Memory
    archive: FolderArchive
    readers: Readers
    clock: Callable[[], str]

    def take(self, files: Iterable[SourceFile], said: Said) -> Iterator[Step]:
        """Take each file in and say how it went; what a step has said is safe against any interruption.

        Raises `StoreError` if the store fails; whatever was said before stays.
        """
        for file in files:
            if file.fault is not None:
                yield Refused(str(file.path), str(file.fault), size=file.size)
                continue
            try:
                yield from self._take_file(file, said)
            except UnreadableError as fault:
                yield Refused(str(file.path), str(fault), size=file.size)
            except OSError as fault:
                reason = f"{file.path}: it cannot be read ({fault.strerror}). Check your rights to it."
                yield Refused(str(file.path), reason, size=file.size)

    def take_answer(self, response: Response, said: Said, *, listed: Said = SAID_NOTHING) -> Taken | Refused:
        """Take one answer from the web in, under the address that was asked for; a block page never is.

        `listed` is what a listing says of the document: it fills what neither the person nor the page says.
        Raises `StoreError` if the store fails.
        """
        return self._take_page(response, said, listed, lambda: warc_of(response))

    def _take_page(
        self, response: Response, said: Said, listed: Said, raw: Callable[[], bytes], *, complete: bool = True
    ) -> Taken | Refused:
        """Take one answer in; `raw` gives the WARC file to be kept of it, and is asked only if it is new."""
        address = str(web_address(response.requested_url))
        if block := block_in(response):
            reason = f"{address}: {block}. Nothing of it is kept; open it in a browser and save it if it is there."
            return Refused(address, reason, size=len(response.body))
        try:
            document, claimed = self._page(response, address, said, listed)
        except UnreadableError as fault:
            return Refused(address, str(fault), size=len(response.body))
        capture = self._keep_page(response, raw)
        document = document if complete else replace(document, complete=False)
        return self._record(capture, [document], len(response.body), claimed=claimed)

    def _page(self, response: Response, address: str, said: Said, listed: Said) -> tuple[Document, bool]:
        """The document of an answer, and whether its publisher is what only the page itself says."""
        content = response.content
        identity = said.url or address
        document = self._known(identity, hashlib.sha256(content).hexdigest(), said) or self.readers.document(
            content,
            name=address,
            encoding=said.encoding or _known_encoding(response.charset),
            media_type=response.media_type,
        )
        claimed = bool(document.publisher and not (said.publisher or listed.publisher))
        said = replace(said, url=identity)
        document = replace(_filled(_completed(document, said), listed), id=identity)
        return (document if document.title else replace(document, title=listed.title)), claimed

    def _keep_page(self, response: Response, raw: Callable[[], bytes]) -> Capture:
        """Keep what a reader reads and, unless the ledger knows these bytes, the answer as it came."""
        known = self.ledger.capture(hashlib.sha256(response.content).hexdigest())
        kind, source, at = response.media_type or "application/octet-stream", response.url, response.started
        record = known.record if known is not None else ""
        if known is None:
            record = self.archive.put(raw(), media_type=MEDIA_TYPE, source=source, captured_at=at).digest
        return replace(
            self.archive.put(response.content, media_type=kind, source=source, captured_at=at), record=record
        )

    def _take_file(self, file: SourceFile, said: Said) -> Iterator[Step]:
        with file.path.open("rb") as stream:
            head = stream.read(HEAD)
        if not head:
            raise UnreadableError(f"{file.path}: it is empty.", advice="Check that the file is whole.")
        media_type = self.readers.media_type(head, name=str(file.path))
        if media_type == CORPUS:
            yield from self._take_corpus(file, said)
        elif media_type in READERS:
            yield from self._take_archive(file, media_type, said)
        else:
            yield self._take_document(file, media_type, said)

    def _take_document(self, file: SourceFile, media_type: str, said: Said) -> Taken:
        if file.size > SINGLE:
            raise UnreadableError(
                f"{file.path}: it has {file.size >> 20} MB; one document may have {SINGLE >> 20} MB.",
                advice="Split it, or make a corpus (.jsonl) of it.",
            )
        content = file.path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        identity = said.url or f"file:{digest[:32]}"
        document = self._known(identity, digest, said) or self._read(file.path, content, said)
        document = replace(_completed(document, said), id=identity)
        capture = self.archive.put(content, media_type=media_type, source=file.path.name, captured_at=self.clock())
        return self._record(capture, [document], file.size, claimed=bool(document.publisher and not said.publisher))

    def _known(self, identity: str, digest: str, said: Said) -> Document | None:
        """The document as the store holds it, if it was read from these very bytes: its layer is frozen."""
        held = None if said.encoding else self.ledger.document(identity)
        return held if held is not None and held.capture_digest == digest else None

    def _read(self, path: Path, content: bytes, said: Said) -> Document:
        document = self.readers.document(content, name=str(path), encoding=said.encoding)
        return document if document.title else replace(document, title=path.name)

    def _take_corpus(self, file: SourceFile, said: Said) -> Iterator[Taken | Refused]:
        source = str(file.path)
        capture = self.archive.put_file(file.path, media_type=CORPUS, source=file.path.name, captured_at=self.clock())
        read = 0
        with self.archive.open(capture.digest) as stream:
            for batch in _batches(self.readers.corpus(stream, name=source)):
                if isinstance(batch, Refused):
                    yield batch
                    continue
                reached = stream.tell()
                yield self._record(capture, [_filled(document, said) for document in batch], reached - read)
                read = reached
        yield Taken(source, 0, 0, 0, 0, 0, max(0, file.size - read))

    def _take_archive(self, file: SourceFile, media_type: str, said: Said) -> Iterator[Step]:
        if said.url or said.title:
            raise UnreadableError(
                f"{file.path}: it is a web archive of many pages, each with its own address and title.",
                advice="Add it without --url and --title.",
            )
        seen = 0
        for found, reached in found_in(file.path, media_type):
            size, seen = reached - seen, reached
            if isinstance(found, Archived):
                yield replace(self._take_archived(found, said), size=size)
            elif isinstance(found, Unusable):
                yield Refused(str(file.path), found.reason, size=size)
            elif found.kinds:
                yield PassedOver(str(file.path), found.kinds, size=size)
        yield Taken(str(file.path), 0, 0, 0, 0, 0, max(0, file.size - seen))

    def _take_archived(self, found: Archived, said: Said) -> Taken | Refused:
        return self._take_page(found.response, said, SAID_NOTHING, lambda: found.raw, complete=found.complete)

    def _record(self, capture: Capture, documents: Sequence[Document], size: int, *, claimed: bool = False) -> Taken:
        new = self.ledger.add(capture, documents)
        return Taken(
            source=capture.source,
            new=new,
            known=len(documents) - new,
            unsourced=sum(not document.publisher and document.side is None for document in documents),
            undated=sum(not document.date for document in documents),
            claimed=new if claimed else 0,
            size=size,
        )


def _known_encoding(charset: str) -> str:
    """The charset that a server declares, if there is such an encoding; empty otherwise."""
    try:
        return codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""


def _completed(document: Document, said: Said) -> Document:
    """What the person says stands above what the file says of itself."""
    return replace(
        document,
        publisher=said.publisher or document.publisher,
        date=said.date or document.date,
        url=said.url or document.url,
        title=said.title or document.title,
        side=said.side or document.side,
    )


def _filled(document: Document, said: Said) -> Document:
    """A line of a corpus speaks for itself; what the person says fills what it leaves open."""
    return replace(
        document,
        publisher=document.publisher or said.publisher,
        date=document.date or said.date,
        side=document.side or said.side,
    )


def _batches(found: Iterable[Document | Refused]) -> Iterator[list[Document] | Refused]:
    batch: list[Document] = []
    characters = 0
    for item in found:
        if isinstance(item, Refused):
            yield item
            continue
        batch.append(item)
        characters += len(item.text)
        if len(batch) == BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
