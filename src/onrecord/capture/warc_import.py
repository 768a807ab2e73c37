"""What a web archive gives is a claim of whoever made it: each page comes with the records that it was read from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from onrecord.capture import warc_package, warc_reading
from onrecord.capture.response import Response
from onrecord.capture.streaming import Piece, Stream
from onrecord.capture.web_address import web_address
from onrecord.errors import FetchError, UnreadableError

WARC, WACZ = "application/warc", "application/wacz"
"""Media types of web archives."""

READERS = {WARC: warc_reading.READER, WACZ: warc_package.READER}


@dataclass(frozen=True, slots=True)
class Archived:
    """One page of a web archive."""

    response: Response
    """The answer as it can be told from its record; the request, the address of the server and the times are not."""
    raw: bytes
    """Its record as it lies in the archive, behind those of the redirects that led to it and of its request."""
    complete: bool
    """False where the archive says that it holds only the beginning (WARC-Truncated)."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record, or the rest of a file, from which no page was taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many records of a file are no documents, by their kinds."""

    kinds: Mapping[str, int]


Found = Archived | Unusable | Skipped


def found_in(path: Path, media_type: str) -> Iterator[tuple[Found, int]]:
    """The pages in a web archive of a kind in `READERS`, with how many bytes of the file were seen by then.

    The last word on a damaged file is an `Unusable` that says from where on nothing was read. Raises `OSError` if the
    file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as source, Stream(READERS[media_type], source, size=size) as stream:
        try:
            for piece in stream.answers(name=str(path)):
                yield _found(piece, str(path)), stream.reached
        except UnreadableError as fault:
            yield Unusable(str(fault)), stream.reached


def _found(piece: Piece, name: str) -> Found:
    """What the confined reader says, checked: it may have been taken over."""
    fields = piece.fields
    try:
        if fields["is"] == "refused":
            return Unusable(fields["reason"])
        if fields["is"] == "passed":
            return Skipped({str(kind): int(count) for kind, count in json.loads(fields["kinds"]).items()})
        return _archived(fields, *piece.parts)
    except FetchError as fault:
        return Unusable(f"{name}: {fault}")
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise UnreadableError(f"{name}: its reader answered nonsense.", advice="It may be made to do that.") from fault


def _archived(fields: Mapping[str, str], content: bytes, raw: bytes) -> Archived:
    address = str(web_address(fields["address"]))
    asked = str(web_address(fields["asked"])) if "asked" in fields else address
    datetime.fromisoformat(fields["date"])
    return Archived(
        Response(
            url=address,
            requested_url=asked,
            redirects=(),
            status=200,
            headers=tuple((str(name), str(value)) for name, value in json.loads(fields["headers"])),
            request=b"",
            head=b"",
            body=b"",
            content=content,
            media_type=fields["media_type"],
            charset=fields["charset"],
            started=fields["date"],
            seconds=0.0,
            address="",
        ),
        raw,
        complete=not fields["truncated"],
    )
