"""What comes in goes through one intake, whether it lies in a folder, on the web or in a watched source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from onrecord.capture.fetch import WebFetcher
from onrecord.capture.intake import Intake
from onrecord.capture.listing_reader import ListingReader
from onrecord.capture.manners import DEFAULT, Manners
from onrecord.capture.source_health import Health, health_of
from onrecord.capture.source_memory import MemoryFolder
from onrecord.capture.sources import SourceFile
from onrecord.capture.steps import Refused, Said, Step, Taken
from onrecord.capture.watch_list import Source
from onrecord.capture.watching import Watcher
from onrecord.errors import FetchError
from onrecord.ledger.store import utc_now
from onrecord.settings.reading_room import ReadingRoom
from onrecord.settings.stores import Store, folder_of

WATCHED = "watching"
"""The folder, in a store's folder, of what is remembered of watched sources."""


def take_in(store: Store, files: Iterable[SourceFile], said: Said) -> Iterator[Step]:
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
