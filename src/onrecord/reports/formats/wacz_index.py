"""Whoever replays a web archive finds a record by its address and its time, without reading all of it.

CDXJ: https://specs.webrecorder.net/cdxj/0.1.0/.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from onrecord.reports.formats.warc_records import INDEXED, Record

_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LEVEL = 6
"""zlib's level for records: pages come small already, and 9 takes twice as long for a hundredth of the room."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Records laid end to end, each compressed alone, and the index of where they are."""

    content: bytes
    index: bytes


def laid(found: Iterable[Record], *, file: str) -> Laid:
    """A compressed WARC file of that name, and its sorted CDXJ."""
    members: list[bytes] = []
    lines: list[bytes] = []
    at = 0
    for record in found:
        member = _member(record.raw)
        if record.kind in INDEXED and record.address:
            lines.append(_line(record, member, at, file).encode())
        members.append(member)
        at += len(member)
    return Laid(b"".join(members), b"".join(sorted(lines)))


def surt(address: str) -> str:
    """The sort-friendly spelling of an address.

    >>> surt("https://www.Example.org/News?b=2&a=1")
    'org,example)/news?a=1&b=2'

    As the CDXJ specification has it, and beyond it as programs that replay archives do: `www.` is left out, and the
    parts of a query are sorted. An address of another scheme than http and https stays as it is.
    """
    try:
        parts = urlsplit(address.lower())
        port = parts.port
    except ValueError:
        return _without_spaces(address)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return _without_spaces(address)
    shown = "" if port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{port}"
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return _without_spaces(f"{_reversed(parts.hostname)}{shown}){parts.path or '/'}{query}")


def _reversed(host: str) -> str:
    return f"[{host}]" if ":" in host else ",".join(reversed(_WWW.sub("", host, count=1).split(".")))


def _without_spaces(key: str) -> str:
    return re.sub(r"\s", "%20", key)


def _line(record: Record, member: bytes, at: int, file: str) -> str:
    about = {
        "url": record.address,
        "mime": "warc/revisit" if record.kind == "revisit" else record.media_type,
        "status": record.status,
        "digest": record.field("WARC-Payload-Digest") or f"sha256:{hashlib.sha256(record.payload).hexdigest()}",
        "length": len(member),
        "offset": at,
        "filename": file,
        "recordDigest": f"sha256:{hashlib.sha256(member).hexdigest()}",
    }
    time = "".join(char for char in record.field("WARC-Date") if char.isdigit())[:14]
    return f"{surt(record.address)} {time} {json.dumps(about)}\n"


def _member(raw: bytes) -> bytes:
    """One gzip member without a name or a time in it."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(raw) + packer.flush()
