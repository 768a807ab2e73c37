"""Pages are kept in batches: one whose bytes are known adds nothing, and none is recorded before it is on the disk."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.capture.archive import Arrival, FolderArchive
from onrecord.capture.blockpages import block_in
from onrecord.capture.response import Response
from onrecord.capture.steps import PassedOver, Refused, Said, Step, Taken
from onrecord.capture.taking import Memory, Readers, completed, filled, known_document, taken
from onrecord.capture.warc_writing import MEDIA_TYPE
from onrecord.capture.web_address import web_address
from onrecord.errors import UnreadableError
from onrecord.model.record import Capture, Document

BATCH = 100
"""Pages of a web archive that are kept and recorded together, and lost together if the program is stopped."""

BATCH_BYTES = 32 << 20
"""Bytes of pages and their raw answers from which a batch is full before it has `BATCH` pages."""

BATCH_SECONDS = 5.0
"""Seconds after which a batch is full, so that slow pages are not all lost at an interruption."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, read and not yet kept."""

    document: Document
    arrival: Arrival
    """What a reader read."""
    raw: Callable[[], bytes]
    """Gives the WARC file to be kept of it; asked only if the page is new."""
    known: Capture | None
    """What the ledger says of these bytes; None if it does not know them."""
    claimed: bool
    """True if only the page itself names its publisher."""
    size: int
    """Bytes of the source that it is about."""


@dataclass(slots=True)
class Batch:
    """Pages that are kept together once it is full, and what was said between them."""

    steps: list[Page | Refused | PassedOver] = field(default_factory=list)
    _bytes: int = 0
    _since: float = field(default_factory=time.monotonic)

    def add(self, step: Page | Refused | PassedOver, raw: int) -> None:
        """Take one step more, with so many bytes of its raw answer."""
        self.steps.append(step)
        self._bytes += raw + (len(step.arrival.content) if isinstance(step, Page) else 0)

    @property
    def full(self) -> bool:
        """True once it is to be kept."""
        late = time.monotonic() - self._since > BATCH_SECONDS
        return len(self.steps) >= BATCH or self._bytes >= BATCH_BYTES or late


@dataclass(frozen=True, slots=True)
class PageIntake:
    """Takes pages into a store."""

    ledger: Memory
    archive: FolderArchive
    readers: Readers

    def prepared(
        self, response: Response, said: Said, listed: Said, raw: Callable[[], bytes], *, complete: bool = True
    ) -> Page | Refused:
        """One answer, read; a block page is refused. `listed` is what a listing says of it."""
        address = str(web_address(response.requested_url))
        size = len(response.body)
        if block := block_in(response):
            reason = f"{address}: {block}. Nothing of it is kept; open it in a browser and save it if it is there."
            return Refused(address, reason, size=size)
        kind = response.media_type or "application/octet-stream"
        arrival = Arrival(response.content, kind, response.url, response.started)
        known = self.ledger.capture(arrival.capture().digest)
        try:
            document, claimed = self._page(response, address, said, listed, known)
        except UnreadableError as fault:
            return Refused(address, str(fault), size=size)
        return Page(document if complete else replace(document, complete=False), arrival, raw, known, claimed, size)

    def keep(self, steps: Sequence[Page | Refused | PassedOver]) -> Iterator[Step]:
        """Keep pages and the raw answers of new ones, record them all in one transaction, and say how each step went.

        Raises `StoreError` if the store fails: then nothing of them is recorded.
        """
        pages = [step for step in steps if isinstance(step, Page)]
        recorded = iter(self._recorded(pages) if pages else ())
        for step in steps:
            yield next(recorded) if isinstance(step, Page) else step

    def _recorded(self, pages: Sequence[Page]) -> list[Taken]:
        known = {page.known.digest: page.known.record for page in pages if page.known is not None}
        raws = _raw_answers(pages)
        kept = self.archive.put_all([*(page.arrival for page in pages), *raws.values()])
        records = known | {digest: raw.digest for digest, raw in zip(raws, kept[len(pages) :], strict=True)}
        captures = [replace(capture, record=records[capture.digest]) for capture in kept[: len(pages)]]
        new = self.ledger.add_all([(capture, [page.document]) for capture, page in zip(captures, pages, strict=True)])
        return [
            taken(capture, [page.document], page.size, new=count, claimed=page.claimed)
            for capture, page, count in zip(captures, pages, new, strict=True)
        ]

    def take(self, page: Page) -> Taken:
        """Keep and record one page."""
        return self._recorded([page])[0]

    def _page(
        self, response: Response, address: str, said: Said, listed: Said, known: Capture | None
    ) -> tuple[Document, bool]:
        """The document of an answer, and whether its publisher is what only the page itself says."""
        content = response.content
        identity = said.url or address
        held = known_document(self.ledger, identity, known.digest, said) if known is not None else None
        document = held or self.readers.document(
            content,
            name=address,
            encoding=said.encoding or _known_encoding(response.charset),
            media_type=response.media_type,
        )
        claimed = bool(document.publisher and not (said.publisher or listed.publisher))
        said = replace(said, url=identity)
        document = replace(filled(completed(document, said), listed), id=identity)
        return (document if document.title else replace(document, title=listed.title)), claimed


def _raw_answers(pages: Iterable[Page]) -> dict[str, Arrival]:
    """The raw answers of new pages by the pages' digests; of two pages with the same bytes, the first one's."""
    arriving: dict[str, Arrival] = {}
    for page in pages:
        digest = page.arrival.capture().digest
        if page.known is None and digest not in arriving:
            arriving[digest] = replace(page.arrival, content=page.raw(), media_type=MEDIA_TYPE)
    return arriving


def _known_encoding(charset: str) -> str:
    """The charset that a server declares, if there is such an encoding; empty otherwise."""
    try:
        return codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""
