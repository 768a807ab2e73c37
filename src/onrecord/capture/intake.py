"""Taking in loses nothing and doubles nothing: bytes are kept, read as kept, and recorded in batches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.capture.archive import FolderArchive
from onrecord.capture.pages import Batch, Page, PageIntake
from onrecord.capture.response import Response
from onrecord.capture.sources import SourceFile
from onrecord.capture.steps import SAID_NOTHING, PassedOver, Refused, Said, Step, Taken
from onrecord.capture.taking import Memory, Readers, completed, filled, known_document, taken
from onrecord.capture.warc_import import READERS, Archived, Unusable, found_in
from onrecord.capture.warc_writing import warc_of
from onrecord.errors import UnreadableError
from onrecord.model.record import Capture, Document

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
        page = self._pages.prepared(response, said, listed, lambda: warc_of(response))
        return page if isinstance(page, Refused) else self._pages.take(page)

    @property
    def _pages(self) -> PageIntake:
        return PageIntake(self.ledger, self.archive, self.readers)

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
        document = known_document(self.ledger, identity, digest, said) or self._read(file.path, content, said)
        document = replace(completed(document, said), id=identity)
        capture = self.archive.put(content, media_type=media_type, source=file.path.name, captured_at=self.clock())
        return self._record(capture, [document], file.size, claimed=bool(document.publisher and not said.publisher))

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
                yield self._record(capture, [filled(document, said) for document in batch], reached - read)
                read = reached
        yield Taken(source, 0, 0, 0, 0, 0, max(0, file.size - read))

    def _take_archive(self, file: SourceFile, media_type: str, said: Said) -> Iterator[Step]:
        if said.url or said.title:
            raise UnreadableError(
                f"{file.path}: it is a web archive of many pages, each with its own address and title.",
                advice="Add it without --url and --title.",
            )
        seen, batch = 0, Batch()
        for found, reached in found_in(file.path, media_type):
            size, seen = reached - seen, reached
            if isinstance(found, Archived):
                batch.add(replace(self._archived(found, said), size=size), len(found.raw))
            elif isinstance(found, Unusable):
                batch.add(Refused(str(file.path), found.reason, size=size), 0)
            elif found.kinds:
                batch.add(PassedOver(str(file.path), found.kinds, size=size), 0)
            if batch.full:
                yield from self._pages.keep(batch.steps)
                batch = Batch()
        yield from self._pages.keep(batch.steps)
        yield Taken(str(file.path), 0, 0, 0, 0, 0, max(0, file.size - seen))

    def _archived(self, found: Archived, said: Said) -> Page | Refused:
        return self._pages.prepared(found.response, said, SAID_NOTHING, lambda: found.raw, complete=found.complete)

    def _record(self, capture: Capture, documents: Sequence[Document], size: int, *, claimed: bool = False) -> Taken:
        return taken(capture, documents, size, new=self.ledger.add(capture, documents), claimed=claimed)


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
