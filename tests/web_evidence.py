"""A small store of fictional web pages with their answers as received, as WARC records made here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archives import chunked
from evidence_values import INTERNAL, OPEN, agenda
from onrecord.capture.intake import Intake
from onrecord.capture.response import Redirect, Response
from onrecord.capture.steps import Taken
from onrecord.ledger.store import utc_now
from onrecord.model.finding import Check
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter
from onrecord.settings import ReadingRoom, Said, Store, files_of, hold, open_store, take_in

AT = "2026-11-24T09:30:00Z"


def record(kind: str, address: str, block: bytes, *, at: str = AT) -> bytes:
    """One record, written here so that it shares no code with what reads it."""
    form = "application/http; msgtype=" + ("request" if kind == "request" else "response")
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(block):032x}>\r\nWARC-Date: {at}\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: {form}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, *, status: str = "200 OK", headers: Sequence[str] = (), kind: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def asked(address: str) -> bytes:
    host, _, path = address.removeprefix("https://").partition("/")
    return f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: onrecord\r\n\r\n".encode()


def exchange(address: str, body: bytes, *, headers: Sequence[str] = (), kind: str = "text/html") -> bytes:
    """What is kept of one fetch: the request and its answer."""
    return record("request", address, asked(address)) + record(
        "response", address, answer(body, headers=headers, kind=kind)
    )


def page(words: str) -> bytes:
    return f"<html><head><title>A page</title></head><body><p>{words}</p></body></html>".encode()


@dataclass(frozen=True, slots=True)
class Web:
    """A store of web pages."""

    store: Store

    def keep(self, address: str, words: str, *, warc: bytes = b"", content: bytes = b"", url: str = "") -> str:
        """A document with its capture; the digest of the record."""
        content = content or page(words)
        raw = self.store.archive.put(
            warc or exchange(address, content), media_type="application/warc", source=address, captured_at=AT
        )
        capture = self.store.archive.put(content, media_type="text/html", source=address, captured_at=AT)
        document = Document(
            id=address,
            text=words,
            publisher="Department of State",
            date="2023-06-21",
            title=f"Statement at {address}",
            url=url or address,
        )
        self.store.ledger.add(replace(capture, record=raw.digest), [document])
        return raw.digest

    def check(self) -> Check:
        return hold(agenda(), self.store, DocumentFilter())


PLAIN = f"The Secretary urged China to release {OPEN} at once."
NAMED = f"The Secretary urged China to release {INTERNAL} and {OPEN}."
SITE = "https://www.state.example/news"


def filled_web(folder: Path) -> Web:
    """Pages of every kind: plain, redirected, compressed, with a name in the page, in its head, and files."""
    folder.mkdir(parents=True, exist_ok=True)
    web = Web(open_store(str(folder / "store"), create=True))
    web.keep(f"{SITE}/1", PLAIN)
    moved = f"{SITE}/2"
    there = answer(b"", status="301 Moved", headers=[f"Location: {moved}/final"])
    web.keep(
        moved,
        f"{PLAIN} They met again.",
        warc=record("request", moved, asked(moved))
        + record("response", moved, there)
        + exchange(f"{moved}/final", page(f"{PLAIN} They met again.")),
    )
    zipped = f"{PLAIN} The talks were long."
    packed = gzip.compress(page(zipped), mtime=0)
    web.keep(
        f"{SITE}/3?b=2&a=1",
        zipped,
        content=page(zipped),
        warc=exchange(f"{SITE}/3?b=2&a=1", packed, headers=["Content-Encoding: gzip"]),
    )
    web.keep(f"{SITE}/named", NAMED)
    hidden = f"{PLAIN} A hidden word."
    secret = gzip.compress(page(f"{hidden}<!-- {INTERNAL} -->"), mtime=0)
    web.keep(
        f"{SITE}/hidden",
        hidden,
        content=page(hidden),
        warc=exchange(f"{SITE}/hidden", secret, headers=["Content-Encoding: gzip"]),
    )
    head = f"{PLAIN} A cookie."
    web.keep(
        f"{SITE}/cookie",
        head,
        warc=exchange(f"{SITE}/cookie", page(head), headers=["Set-Cookie: about=teodor%20orsolo"]),
    )
    (folder / "many.jsonl").write_text(
        json.dumps({"id": "line-1", "publisher": "The White House", "date": "2023-06-19", "text": PLAIN}) + "\n"
    )
    (folder / "plain.txt").write_text(f"{PLAIN} From a file.\n")
    (folder / "saved.html").write_bytes(page(f"{PLAIN} Saved by hand."))
    said = Said(publisher="Department of State", date="2023-06-21")
    for name, about in (
        ("many.jsonl", Said()),
        ("plain.txt", said),
        ("saved.html", replace(said, url=f"{SITE}/saved by hand")),
    ):
        for _ in take_in(web.store, files_of([folder / name]), about):
            pass
    return web


def answered(address: str, words: str, *, asked_for: str = "") -> Response:
    """An answer as the fetcher gives it: packed with gzip, in chunks, and through a redirect where another was asked."""
    content = page(words)
    first = asked_for or address
    moved = f"HTTP/1.1 301 Moved\r\nLocation: {address}\r\nContent-Length: 5\r\n\r\n".encode()
    headers = ("Content-Type: text/html", "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    return Response(
        url=address,
        requested_url=first,
        redirects=(Redirect(first, 301, address, "192.0.2.1", moved),) if asked_for else (),
        status=200,
        headers=tuple((name, value) for name, _, value in (line.partition(": ") for line in headers)),
        request=asked(address),
        head="\r\n".join(("HTTP/1.1 200 OK", *headers, "", "")).encode(),
        body=chunked(gzip.compress(content, mtime=0)),
        content=content,
        media_type="text/html",
        charset="",
        started=AT,
        seconds=0.1,
        address="192.0.2.1",
    )


def take(store: Store, *responses: Response) -> None:
    """Answers into a store, as `onrecord add URL` takes them."""
    with ReadingRoom() as room:
        intake = Intake(store.ledger, store.archive, room, utc_now)
        for response in responses:
            said = intake.take_answer(response, Said(publisher="Department of State", date="2023-06-21"))
            assert isinstance(said, Taken), said
