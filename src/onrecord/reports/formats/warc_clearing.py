"""An answer as it came over the wire hides names in its head, its chunks and its compression: all are looked into.

Bundles and web archives let out the same records. The rule is the bundle's (`reports.bundle.gate`), applied to every
part of every record: what cannot be read as text is not let out where there is a name to protect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.capture.sniffing import media_type_of
from onrecord.capture.warc_http import answer_in, content_of
from onrecord.errors import FetchError, UnreadableError
from onrecord.reports.bundle.gate import LARGEST, Gate, LeftOut
from onrecord.reports.formats.warc_records import Record, records

_FIELDS = "application/warc-fields"
_NO_TEXT = re.compile("[\ufffd\x00-\x1f\x7f]+")
_RUN = 8
"""Bytes from which a run of text between packed bytes is searched: shorter ones come up by chance, and so would
names in them."""


def let_out(answer: bytes, gate: Gate) -> tuple[Record, ...] | LeftOut:
    """The records of a stored answer, or why they may not go out."""
    try:
        found = tuple(records(answer))
    except UnreadableError:
        return LeftOut.UNREADABLE
    return refused(found, gate) or found


def refused(found: Iterable[Record], gate: Gate) -> LeftOut | None:
    """Why records may not go out; None if they may."""
    return next((why for record in found if (why := _refused(record, gate)) is not None), None)


def _refused(record: Record, gate: Gate) -> LeftOut | None:
    if len(record.raw) > LARGEST:
        return LeftOut.SIZE
    if not gate:
        return None
    if not gate.admits(*_readings(record.raw.removesuffix(b"\r\n\r\n").removesuffix(record.payload))):
        return LeftOut.NAME
    if record.kind == "request":
        return LeftOut.OPAQUE if record.payload else None
    return _body_refused(record, gate)


def _body_refused(record: Record, gate: Gate) -> LeftOut | None:
    if record.media_type == _FIELDS and not record.is_http:
        return None if gate.admits(*_readings(record.block)) else LeftOut.NAME
    content = _content(record) if record.is_http else record.block
    if content is None:
        return LeftOut.OPAQUE
    if content != record.payload and not gate.admits(*_runs(record.payload)):
        return LeftOut.NAME
    return gate.refuses(content, media_type_of(content, record.media_type)) if content else None


def _readings(head: bytes) -> tuple[str, str]:
    return head.decode("utf-8", "replace"), head.decode("latin-1")


def _runs(packed: bytes) -> list[str]:
    """Words that stand bare between packed bytes or behind them, where no reader would look."""
    found = _NO_TEXT.split(packed.decode("utf-8", "replace"))
    return [run for run in found if len(run.encode()) >= _RUN]


def _content(record: Record) -> bytes | None:
    """What a reader reads of an answer, without chunk lengths and compression; None if that cannot be told."""
    try:
        return content_of(answer_in(record.block, name=record.address), name=record.address, limit=LARGEST)
    except (UnreadableError, FetchError):
        return None
