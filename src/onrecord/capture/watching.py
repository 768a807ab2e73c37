"""Watching means to know what is new, what changed, what vanished, and which source no longer tells.

Every source stands alone: whatever happens to one is told, remembered, and no reason to stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from onrecord.capture.blockpages import Obstacle, block_in
from onrecord.capture.fetch import utc_now
from onrecord.capture.listings import Entry, Listed
from onrecord.capture.response import Response
from onrecord.capture.source_health import ALARM, REMEMBERED, count_of, quiet_for, trouble_in
from onrecord.capture.source_memory import MemoryFolder, Page, SourceMemory, Waiting
from onrecord.capture.steps import Refused, Said, Taken
from onrecord.capture.watch_list import Listing, Source
from onrecord.errors import FetchError, NotNowError, UnreadableError
from onrecord.ports import NOTHING_KNOWN, Fetcher, Validators

TRIES = 5
"""Rounds in which a document is tried before it is given up."""

HARDSHIP = 3
"""Documents in a row that cannot be had, after which a source is left for this round."""

LOOKS = (1, 3, 7, 30, 90)
"""Days after a document was taken in on which it is looked at again, for changes and removals."""

MAPS = 50
"""Sitemaps of one index that are read in one round, those that changed last first."""

SAVED_EVERY = 10
"""Documents after which the memory is saved; what is lost by a crash is fetched again and not doubled."""


class News(Enum):
    """What a round has to tell."""

    NEW = "new"
    """A document was taken in."""
    CHANGED = "changed"
    """A document that was taken in before says something else now; both versions are kept."""
    GONE = "gone"
    """A document that was taken in before is no longer there; what was taken in stays."""
    NOTHING = "nothing new"
    """The source works and names nothing new."""
    MISSED = "missed"
    """A document that could not be had this time."""
    GIVEN_UP = "given up"
    """A document that could not be had `TRIES` times; it is not tried again."""
    WAITING = "waiting"
    """More documents are named than are fetched in one round; the rest comes in the next."""
    FAILED = "failed"
    """The source could not be read this time."""
    ALERT = "alert"
    """The source stopped working. Told once, until it works again."""
    RECOVERED = "recovered"
    """A source that had stopped working works again."""
    SILENT = "silent"
    """The source works, and nothing new came for longer than its `quiet_days`. Told once."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a round has to tell."""

    source: str
    news: News
    address: str
    """Of the document, else of the source."""
    words: str = ""
    """What happened, where the kind does not say it all."""


ReadListing = Callable[[Response, Source], Listed]
"""Reads a listing; raises `UnreadableError`."""

TakeAnswer = Callable[[Response, Said, Said], Taken | Refused]
"""Takes an answer in, with what a person says of it and what the listing says."""


class _BlockedError(UnreadableError):
    """A listing in whose place something else stood."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Asks sources what is new and takes it in."""

    fetcher: Fetcher[Response]
    read: ReadListing
    take: TakeAnswer
    memories: MemoryFolder
    now: Callable[[], str] = utc_now

    def round(self, sources: Iterable[Source]) -> Iterator[Event]:
        """Ask each source once, in their order, and tell what comes of it as it comes.

        What was told is remembered, and a round that is interrupted is gone on with by the next. Raises
        `StoreError` if the store fails and `SourcesError` if a memory cannot be read or kept.
        """
        for source in sources:
            memory = self.memories.load(source.address)
            memory.name, memory.tried = source.name, self.now()
            memory.began = memory.began or memory.tried
            try:
                yield from self._ask(source, memory)
            finally:
                self.memories.save(memory)

    def _ask(self, source: Source, memory: SourceMemory) -> Iterator[Event]:
        try:
            listed = self._listing(source, memory)
        except (FetchError, UnreadableError) as fault:
            lasting = isinstance(fault, UnreadableError) and not isinstance(fault, _BlockedError)
            yield from _failed(source, memory, str(fault), lasting=lasting)
            if lasting:
                yield from self._documents(source, memory, quiet=True)
            return
        trouble = "" if listed is None else trouble_in(source, listed, memory.counts)
        found = 0 if listed is None else _note(source, memory, listed)
        if trouble:
            yield from _failed(source, memory, trouble, lasting=True)
        else:
            yield from _worked(source, memory, listed)
        if found:
            memory.found_new, memory.silent = self.now(), False
        yield from self._documents(source, memory, quiet=bool(trouble))

    def _listing(self, source: Source, memory: SourceMemory) -> Listed | None:
        """What the source names; None if it has not changed since the last round."""
        known = Validators(memory.url, memory.etag, memory.modified) if not memory.failures else NOTHING_KNOWN
        response = self.fetcher.fetch(source.address, known=known)
        if response.status == 304:
            return None
        listed = self._read(response, source)
        if listed.further and source.listing is Listing.SITEMAP:
            return self._maps(listed, source)
        memory.url, memory.etag, memory.modified = _validators(response)
        return listed

    def _read(self, response: Response, source: Source) -> Listed:
        block = block_in(response)
        if block is not None and block.obstacle is Obstacle.GONE:
            raise UnreadableError(f"{source.address}: {block}.", advice="Look for its new address.")
        if block is not None and (response.status != 200 or block.obstacle is not Obstacle.EMPTY):
            raise _BlockedError(f"{source.address}: {block}.", advice="Open it in a browser to see what stands there.")
        return self.read(response, source)

    def _maps(self, index: Listed, source: Source) -> Listed:
        """The documents of the sitemaps that an index names."""
        entries: dict[str, Entry] = {}
        links = 0
        for address in index.further[:MAPS]:
            held = self._read(self.fetcher.fetch(address), source)
            entries |= {entry.address: entry for entry in held.entries}
            links += held.links
        return Listed(tuple(entries.values()), (), links)

    def _documents(self, source: Source, memory: SourceMemory, *, quiet: bool) -> Iterator[Event]:
        """Fetch what waits and look again at what is due, at most as many as the source says."""
        left, told, hardship = source.at_most, False, 0
        for fetch, addresses in ((self._fetch_new, list(memory.waiting)), (self._look_again, self._due(memory))):
            for address in addresses:
                if not left or hardship >= HARDSHIP:
                    break
                left -= 1
                event = fetch(source, memory, address)
                hardship = hardship + 1 if event is not None and event.news is News.MISSED else 0
                if left % SAVED_EVERY == 0:
                    self.memories.save(memory)
                if event is not None:
                    told = True
                    yield event
        if memory.waiting:
            yield Event(source.name, News.WAITING, source.address, f"{len(memory.waiting)} documents")
        elif not told and not quiet:
            yield Event(source.name, News.NOTHING, source.address)
        yield from self._silence(source, memory)

    def _silence(self, source: Source, memory: SourceMemory) -> Iterator[Event]:
        days = quiet_for(memory, self.now())
        if days > source.quiet_days and not memory.silent:
            memory.silent = True
            yield Event(source.name, News.SILENT, source.address, f"nothing new for {days} days")

    def _fetch_new(self, source: Source, memory: SourceMemory, address: str) -> Event | None:
        waiting = memory.waiting[address]
        try:
            response = self.fetcher.fetch(address)
        except NotNowError as fault:
            return Event(source.name, News.MISSED, address, str(fault))
        except FetchError as fault:
            return self._missed(source, memory, address, str(fault))
        taken = self._take(response, source, title=waiting.title, date=waiting.listed)
        if isinstance(taken, Refused):
            return self._missed(source, memory, address, taken.reason)
        del memory.waiting[address]
        url, etag, modified = _validators(response)
        now = self.now()
        memory.pages[address] = Page(now, next_look(now, now), url, etag, modified, waiting.listed)
        return Event(source.name, News.NEW, address) if taken.new else None

    def _missed(self, source: Source, memory: SourceMemory, address: str, reason: str) -> Event:
        waiting = memory.waiting[address]
        waiting.tries, waiting.reason = waiting.tries + 1, reason
        if waiting.tries < TRIES:
            return Event(source.name, News.MISSED, address, reason)
        del memory.waiting[address]
        memory.pages[address] = Page(self.now(), listed=waiting.listed, left=reason)
        return Event(source.name, News.GIVEN_UP, address, reason)

    def _take(self, response: Response, source: Source, *, title: str, date: str) -> Taken | Refused:
        said = Said(publisher=source.publisher, side=source.side)
        return self.take(response, said, Said(title=title, date=date))

    def _due(self, memory: SourceMemory) -> list[str]:
        """The documents to be looked at again by now, those that wait longest first."""
        now = self.now()
        due = sorted((page.due, address) for address, page in memory.pages.items() if page.due)
        return [address for moment, address in due if moment <= now]

    def _look_again(self, source: Source, memory: SourceMemory, address: str) -> Event | None:
        page = memory.pages[address]
        try:
            response = self.fetcher.fetch(address, known=Validators(page.url, page.etag, page.modified))
        except FetchError as fault:
            return Event(source.name, News.MISSED, address, str(fault))
        if response.status in {404, 410}:
            page.gone, page.due = True, ""
            return Event(source.name, News.GONE, address, f"status {response.status}")
        if response.status == 304:
            page.due = next_look(page.first, self.now())
            return None
        taken = self._take(response, source, title="", date=page.listed)
        if isinstance(taken, Refused):
            return Event(source.name, News.MISSED, address, taken.reason)
        page.due = next_look(page.first, self.now())
        page.url, page.etag, page.modified = _validators(response)
        return Event(source.name, News.CHANGED, address) if taken.new else None


def _note(source: Source, memory: SourceMemory, listed: Listed) -> int:
    """Put what is new among what waits; how many that are. What a listing dates anew is looked at again."""
    found = 0
    for entry in listed.entries:
        page = memory.pages.get(entry.address)
        if page is not None:
            if entry.date and entry.date != page.listed and not page.left:
                page.due, page.listed, page.gone = memory.tried, entry.date, False
        elif entry.address not in memory.waiting and not _too_old(entry, source):
            memory.waiting[entry.address] = Waiting(entry.title, entry.date)
            found += 1
    return found


def _too_old(entry: Entry, source: Source) -> bool:
    return bool(entry.date and source.since) and entry.date < source.since[: len(entry.date)]


def _failed(source: Source, memory: SourceMemory, reason: str, *, lasting: bool) -> Iterator[Event]:
    """A round failed; `lasting` where that will not pass by itself."""
    memory.failures += 1
    memory.reason = reason
    yield Event(source.name, News.FAILED, source.address, reason)
    if not memory.broken and (lasting or memory.failures >= ALARM):
        memory.broken = True
        yield Event(source.name, News.ALERT, source.address, f"it stopped working: {reason}")


def _worked(source: Source, memory: SourceMemory, listed: Listed | None) -> Iterator[Event]:
    if memory.broken:
        yield Event(source.name, News.RECOVERED, source.address, f"it works again; {memory.reason}")
    memory.broken, memory.failures, memory.reason = False, 0, ""
    memory.succeeded = memory.tried
    if listed is not None:
        memory.counts = [*memory.counts, count_of(source, listed)][-REMEMBERED:]


def _validators(response: Response) -> tuple[str, str, str]:
    return response.url, response.header("etag"), response.header("last-modified")


def next_look(first: str, now: str) -> str:
    """When a document that was taken in at `first` is looked at next; empty if no look is left."""
    begun = datetime.fromisoformat(first)
    moments = (f"{begun + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in LOOKS)
    return next((moment for moment in moments if moment > now), "")
