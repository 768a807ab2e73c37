"""A web archive holds whatever a browser loaded: the documents among it are told apart, and the rest is counted.

Runs behind the sandbox's wall (`Stream`), since every byte of it comes from outside.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from onrecord.capture.parser_stream import Said
from onrecord.capture.sniffing import charset_of, media_type_of
from onrecord.capture.unpack import GZIP_MAGIC, Caps, gunzip
from onrecord.capture.warc_frames import TAKEN, Record, records
from onrecord.capture.warc_http import Answer, answer_in, content_of
from onrecord.capture.warc_redirects import LARGEST, SENDS_ELSEWHERE, Redirect, Redirects, target
from onrecord.errors import FetchError, OnRecordError, UnreadableError

READER = "onrecord.capture.warc_reading:read_warc"
"""What reads a WARC file."""

SINGLE = 64 << 20
"""Bytes that one document may have, packed and unpacked."""

CAPS = Caps(total=1 << 40)
"""A web archive may unpack to any size that its own size bears out, since no more than one record of it is held."""

DOCUMENTS = frozenset({
    "text/html", "application/xhtml+xml", "application/pdf", "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip
"""Media types of answers that are taken for documents."""

UNCLEAR = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown"})
"""What servers say that do not know: then the first bytes decide."""

ABOUT = frozenset({"warcinfo", "request", "metadata"})
"""Records about other records; they are no documents and are not counted."""

KINDS = 60
"""Kinds that are counted one by one."""

_KIND = re.compile(r"[a-z0-9][a-z0-9.+/_ -]{0,79}")
_ROBOTS = re.compile(r"https?://[^/?#]*/robots\.txt(?:[?#].*)?", re.I | re.S)
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?Z")


def read_warc(source: BinaryIO, *, name: str) -> Iterator[Said]:
    """The documents in a WARC file, packed with gzip or not, and what was passed over.

    Three kinds of answers, by their field `is`: a `document` with its content and its raw records, a `refused` record
    with the reason, and at the end, damaged or not, what was `passed` over. Raises `UnreadableError` for damage, after
    everything before it.
    """
    passed: Counter[str] = Counter()
    try:
        packed = is_packed(source)
        source.seek(0)
        yield from read_records(source, name=name, packed=packed, passed=passed)
    except UnreadableError:
        yield told(passed)
        raise
    yield told(passed)


def told(passed: Counter[str]) -> Said:
    """The answer that says what was passed over."""
    return {"is": "passed", "kinds": json.dumps(dict(passed.most_common()))}, ()


def is_packed(source: BinaryIO) -> bool:
    """True if the stream, which must stand at its start, is gzip; its first bytes are read."""
    return source.read(len(GZIP_MAGIC)) == GZIP_MAGIC


def read_records(source: BinaryIO, *, name: str, packed: bool, passed: Counter[str]) -> Iterator[Said]:
    """The documents in a WARC file, `packed` with gzip or not; what is passed over is counted in `passed`."""
    plain = gunzip(source, name=name, caps=CAPS) if packed else source
    reader = _Reader(name, passed)
    try:
        for record in records(plain, name=name, most=_most):
            yield from reader.take(record)
    except UnreadableError as fault:
        yield from reader.end()
        raise UnreadableError(fault.problem, advice=TAKEN) from fault
    yield from reader.end()


def _most(kind: str) -> int:
    """Bytes that are kept of a block: enough for a document, for a request, and for nothing else."""
    return {"response": SINGLE, "resource": SINGLE, "request": 1 << 20}.get(kind, 0)


@dataclass(slots=True)
class _Reader:
    """Keeps each answer until it is known whether the request behind it belongs to it."""

    name: str
    passed: Counter[str]
    _waiting: Record | None = field(default=None)
    _request: Record | None = field(default=None)
    _redirects: Redirects = field(default_factory=Redirects)

    def take(self, record: Record) -> Iterator[Said]:
        if record.kind == "request":
            if self._waiting is not None and _belong(self._waiting, record):
                yield from self._said(self._waiting, record)
                self._waiting = None
            else:
                self._request = None if record.cut else record
        elif record.kind in ("response", "resource"):
            yield from self.close()
            if self._request is not None and _belong(record, self._request):
                yield from self._said(record, self._request)
            else:
                self._waiting = record
            self._request = None
        elif record.kind not in ABOUT:
            self._pass(f"{record.kind} record")

    def close(self) -> Iterator[Said]:
        """What still waits for its request."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            yield from self._said(waiting, None)

    def end(self) -> Iterator[Said]:
        """What still waits at the end of the file; redirects that led to no document are passed over."""
        yield from self.close()
        for status in self._redirects.unused():
            self._pass(f"status {status}")

    def _said(self, record: Record, request: Record | None) -> Iterator[Said]:
        where = f"{self.name}: {record.field('warc-target-uri')[:300].strip('<>')}"
        try:
            found = _redirect(record, where) or _document(record, request, where)
        except OnRecordError as fault:
            problem = fault.problem if isinstance(fault, UnreadableError) else f"{where}: {fault.problem}"
            yield {"is": "refused", "reason": f"{problem} {fault.advice}"}, ()
            return
        if isinstance(found, str):
            self._pass(found)
        elif isinstance(found, Redirect):
            for status in self._redirects.hold(found):
                self._pass(f"status {status}")
        else:
            yield self._reached(*found)

    def _reached(self, fields: dict[str, str], parts: tuple[bytes, ...]) -> Said:
        """A document with the redirects that lead to it: it is known by the address that was asked for."""
        way = self._redirects.leading_to(fields["address"], fields["date"])
        if not way:
            return fields, parts
        content, raw = parts
        return {**fields, "asked": way[0].address}, (content, b"".join(one.raw for one in way) + raw)

    def _pass(self, kind: str) -> None:
        known = kind if _KIND.fullmatch(kind) else "of no known kind"
        self.passed[known if known in self.passed or len(self.passed) < KINDS else "of other kinds"] += 1


def _belong(record: Record, request: Record) -> bool:
    """True if either names the other as made together with it (WARC-Concurrent-To)."""
    return any(
        field == "warc-concurrent-to" and value == other.field("warc-record-id") != ""
        for one, other in ((record, request), (request, record))
        for field, value in one.fields
    )


def _document(record: Record, request: Record | None, where: str) -> Said | str:
    """The document in a record; the kind of what is none."""
    scheme = record.field("warc-target-uri").strip("<>").partition(":")[0].lower()
    if scheme not in {"http", "https"}:
        return f"{scheme} record"
    answer = _answer(record, where)
    if answer.status != 200:
        return f"status {answer.status}"
    declared = answer.header("content-type")
    claim = declared.partition(";")[0].strip().lower()
    if claim not in DOCUMENTS | UNCLEAR:
        return claim
    if _ROBOTS.fullmatch(record.field("warc-target-uri").strip("<>")):
        return "robots.txt"
    if record.cut:
        raise UnreadableError(f"{where}: it has more than {SINGLE >> 20} MB.", advice="Save the part you need.")
    _refuse_altered(record, where)
    try:
        content = content_of(answer, name=where, limit=SINGLE)
    except FetchError as fault:
        raise UnreadableError(f"{where}: {fault.problem}", advice="Fetch the page again.") from fault
    kind = media_type_of(content, declared)
    if kind not in DOCUMENTS:
        return kind or "of no known kind"
    fields = {
        "is": "document",
        "address": record.field("warc-target-uri").strip("<>"),
        "date": _moment(record, where),
        "media_type": kind,
        "charset": charset_of(declared),
        "headers": json.dumps(answer.headers),
        "truncated": record.field("warc-truncated"),
    }
    raw = record.raw if request is None else request.raw + record.raw
    return fields, (content, raw)


def _redirect(record: Record, where: str) -> Redirect | None:
    """The redirect in a record; None for anything else, and for one that is not whole."""
    address = record.field("warc-target-uri").strip("<>")
    if record.kind != "response" or record.length > LARGEST or not SENDS_ELSEWHERE.match(record.block):
        return None
    try:
        _refuse_altered(record, where)
        answer = _answer(record, where)
        leads = target(answer.header("location"), address)
        return Redirect(address, leads, answer.status, _moment(record, where), record.raw) if leads else None
    except UnreadableError:
        return None


def _answer(record: Record, where: str) -> Answer:
    """The answer in a record; a resource's block is the content itself (ISO 28500, 6.4)."""
    if record.kind == "response" and record.field("content-type").lower().startswith("application/http"):
        return answer_in(record.block, name=where)
    return Answer(200, (("content-type", record.field("content-type")),), record.block)


def _moment(record: Record, where: str) -> str:
    """The record's date, to the second."""
    found = _DATE.fullmatch(record.field("warc-date"))
    try:
        moment = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        moment = None
    if moment is None:
        raise UnreadableError(f"{where}: its WARC-Date is no moment to the second.", advice="Fetch the page again.")
    return f"{moment.isoformat()}Z"


def _refuse_altered(record: Record, where: str) -> None:
    """Raises `UnreadableError` if the block is not the one that the record's own digest names."""
    algorithm, _, said = record.field("warc-block-digest").partition(":")
    if algorithm.lower() not in {"sha1", "sha256", "sha512", "md5"}:
        return
    digest = hashlib.new(algorithm.lower(), record.block, usedforsecurity=False)
    forms = (digest.hexdigest(), base64.b32encode(digest.digest()).decode(), base64.b64encode(digest.digest()).decode())
    if said not in forms and said.lower() != forms[0] and said.upper().rstrip("=") != forms[1].rstrip("="):
        raise UnreadableError(
            f"{where}: it no longer matches its own digest (WARC-Block-Digest).",
            advice="It was damaged or changed after it was archived; get the file again.",
        )
