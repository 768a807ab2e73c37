"""What the proofs of the store do to it: captures, documents of several versions, batches of pages with their raw
answers, findings, judgements, retractions.

Each entry is acknowledged once the store has returned it, as the commands tell a person. Also a program of its own,
for recording: `python proofs/store_work.py FOLDER SEED [WRONG]` writes acknowledged digests to standard output.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from onrecord.capture import archive as archive_module
from onrecord.capture import flushing
from onrecord.capture.archive import Arrival
from onrecord.ledger import engine
from onrecord.ledger import store as store_module
from onrecord.ledger.saying import say
from onrecord.ledger.statements import Alerted, Found, Judged, Retracted, Verdict
from onrecord.ledger.store import utc_now
from onrecord.model.record import Capture, Document, Quote
from onrecord.settings import Store, open_store

Ack = Callable[[str], None]

BATCHES = 4
PAGES = 3
"""Pages in a batch, each with its raw answer."""
AT = "2026-11-24T00:00:00Z"
WORDS = ("The", "Minister", "raised", "the", "case", "of", "a", "teacher", "中方表示关切。", "བོད་ཀྱི་སྐད་ཡིག")

EARLY = "acknowledged before the commit"
LEDGER_FIRST = "ledger before archive"
NO_SYNC = "synchronous off"
NO_FSYNC = "archive renamed without a flush"
NO_FOLDERS = "names of new folders not flushed"
NO_SYNCFS = "a batch not flushed"
PAGES_LATE = "pages kept behind the ledger"
WRONG = (EARLY, LEDGER_FIRST, NO_SYNC, NO_FSYNC, NO_FOLDERS, NO_SYNCFS, PAGES_LATE)
"""Variants of the program that are wrong on purpose: a proof that does not catch them proves nothing."""


def work(folder: Path, ack: Ack, *, seed: int, wrong: str = "") -> None:
    """Fill a store, or go on filling it; the same seed brings the same captures and documents."""
    drawn = random.Random(seed)
    # Both ways to flush a batch are proven, whatever the file system is.
    flushing.MANY, flushing.flushes_whole = 2, lambda _folder: bool(seed % 2)
    _break(wrong)
    with open_store(str(folder), create=True) as store:
        seen = 0
        for number in range(BATCHES):
            batch = _documents(drawn, number)
            seen = _add(store, _content(batch), batch, ack, seen, wrong)
        seen = _add_pages(store, _pages(drawn), ack, seen, wrong)
        _speak(store, batch, ack)


def expected(seed: int) -> set[str]:
    """The ids that a store has after all of the work."""
    drawn = random.Random(seed)
    ids = {document.id for number in range(BATCHES) for document in _documents(drawn, number)}
    return ids | {page.id for page in _pages(drawn)}


def _pages(drawn: random.Random) -> list[Document]:
    texts = [" ".join(drawn.choices(WORDS, k=drawn.choice([5, 50, 800]))) for _ in range(PAGES)]
    return [
        Document(id=f"https://mfa.example/{place}", text=text, publisher="Ministry") for place, text in enumerate(texts)
    ]


def _add_pages(store: Store, pages: list[Document], ack: Ack, seen: int, wrong: str) -> int:
    """A batch of pages, each with a raw answer, as a web archive is taken in."""
    kept = [Arrival(page.text.encode(), "text/plain", page.id, AT) for page in pages]
    raws = [Arrival(b"WARC/1.1 " + held.content, "application/warc", held.source, AT) for held in kept]
    if wrong != PAGES_LATE:
        store.archive.put_all([*kept, *raws])
    captures = [replace(held.capture(), record=raw.capture().digest) for held, raw in zip(kept, raws, strict=True)]
    store.ledger.add_all([(capture, [page]) for capture, page in zip(captures, pages, strict=True)])
    store.archive.put_all([*kept, *raws])
    return _acknowledge(store, ack, seen)


def _documents(drawn: random.Random, number: int) -> list[Document]:
    made = []
    for place in range(drawn.randint(1, 4)):
        text = " ".join(drawn.choices(WORDS, k=drawn.choice([5, 50, 800])))
        # Every other batch brings new versions of the ids of the one before.
        made.append(Document(id=f"mfa:{number // 2}:{place}", text=text, publisher="Ministry", date="2023-06-19"))
    return made


def _content(batch: list[Document]) -> bytes:
    return "\n".join(document.text for document in batch).encode()


def _add(store: Store, content: bytes, batch: list[Document], ack: Ack, seen: int, wrong: str) -> int:
    if wrong == LEDGER_FIRST:
        digest = hashlib.sha256(content).hexdigest()
        store.ledger.add(Capture(digest, len(content), "text/plain", "proof", "2026-11-24T00:00:00Z"), batch)
    capture = store.archive.put(content, media_type="text/plain", source="proof", captured_at="2026-11-24T00:00:00Z")
    if wrong == EARLY:
        _acknowledge_early(store, ack)
    store.ledger.add(capture, batch)
    return _acknowledge(store, ack, seen)


def _acknowledge(store: Store, ack: Ack, seen: int) -> int:
    for entry in store.ledger.entries(since=seen):
        ack(entry.digest)
        seen = entry.seq
    return seen


def _acknowledge_early(store: Store, ack: Ack) -> None:
    """Say that the last entry is safe while the transaction that writes it is open."""
    alert = Alerted("https://mfa.example", "early")
    with engine.writing(store.ledger._engine) as connection:
        ack(say(connection, utc_now(), [alert])[0].digest)


def _speak(store: Store, batch: list[Document], ack: Ack) -> None:
    document = batch[-1]
    layer = hashlib.sha256(document.text.encode()).hexdigest()
    quote = Quote.cut(document.text, 0, 20)
    ledger = store.ledger
    found = ledger.append(Found("ask-1", document.id, layer, 4, "proof 1", (quote,)))
    ack(found.digest)
    judged = ledger.append(Judged(found.digest, Verdict.CONFIRMED, "ana"))
    ack(judged.digest)
    ack(ledger.append(Retracted(judged.digest, "ana", "misread")).digest)
    ack(ledger.append(Alerted("https://mfa.example", "nothing for 40 days")).digest)


def _break(wrong: str) -> None:
    """Make this process one of the wrong variants."""
    if wrong == NO_SYNC:
        real = engine.binding.connect

        def careless(*values: object, **options: object) -> engine.binding.Connection:
            connection = real(*values, **options)  # type: ignore[arg-type] # passed on as they came
            return _Careless(connection._held)

        engine.binding.connect = careless
    if wrong == NO_FOLDERS:
        store_module.flush_folders = lambda _folder: None
    if wrong == NO_SYNCFS:
        flushing.syncfs = lambda _handle: None
    if wrong == NO_FSYNC:
        archive_module.os.fsync = lambda _handle: None


class _Careless(engine.binding.Connection):
    def execute(self, statement: str, values: object = ()) -> engine.binding.Cursor:
        return super().execute(statement.replace("synchronous = FULL", "synchronous = OFF"), values)  # type: ignore[arg-type]


if __name__ == "__main__":
    work(
        Path(sys.argv[1]),
        lambda digest: os.write(1, f"{digest}\n".encode()) and None,
        seed=int(sys.argv[2]),
        wrong=sys.argv[3] if len(sys.argv) > 3 else "",
    )
