"""A file is what its first bytes say; its name decides only where they are silent."""

from __future__ import annotations

import zlib
from enum import Enum
from pathlib import PurePath

from onrecord.errors import UnreadableError


class Kind(Enum):
    """The kinds of file that have a reader; the value is the media type."""

    TEXT = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    CORPUS = "application/x-ndjson"
    WARC = "application/warc"
    WACZ = "application/wacz"

    @property
    def is_many(self) -> bool:
        """True for a file that holds many documents."""
        return self in (Kind.CORPUS, Kind.WARC, Kind.WACZ)


HEAD = 1024
"""How many first bytes are enough to tell; the PDF header may stand anywhere in them."""

_BY_SUFFIX = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
    ".markdown": Kind.TEXT,
    "": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".shtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".jsonl": Kind.CORPUS,
    ".ndjson": Kind.CORPUS,
    ".warc": Kind.WARC,
    ".wacz": Kind.WACZ,
}

_LOCAL_HEADER = 30
"""Bytes of a zip entry's header before its name (PKWARE APPNOTE 6.3.10, 4.3.7)."""

_OF_WACZ = (b"datapackage", b"archive/", b"indexes/", b"pages/", b"logs/")
"""How the name of a WACZ's first entry begins (Web Archive Collection Zipped 1.1.1); a Word file has none of them."""

_WARC = b"WARC/"

_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or encrypted Office file",
        "Save it as DOCX or PDF and add that.",
    ),
    (b"{\\rtf", "an RTF file", "Save it as DOCX or plain text and add that."),
    (b"\x89PNG", "a picture", "Read its words with an OCR program and add the text."),
    (b"\xff\xd8\xff", "a picture", "Read its words with an OCR program and add the text."),
    (b"GIF8", "a picture", "Read its words with an OCR program and add the text."),
)


def kind_of(head: bytes, *, name: str, media_type: str | None = None) -> Kind:
    """The kind of a file by its first `HEAD` bytes, then a declared media type, then its name.

    Raises `UnreadableError` for a kind that has no reader.
    """
    _refuse_foreign(head, name)
    return _by_content(head, name) or _by_claim(media_type) or _by_name(name)


def is_gzip(head: bytes) -> bool:
    """True for bytes that gzip wrote."""
    return head.startswith(b"\x1f\x8b")


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableError(f"{name}: it is {what}, which OnRecord does not read.", advice=advice)


def _by_content(head: bytes, name: str) -> Kind | None:
    if b"%PDF-" in head[:HEAD]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.WACZ if head[_LOCAL_HEADER:].startswith(_OF_WACZ) or _ends(name, ".wacz") else Kind.DOCX
    if is_gzip(head):
        return _gzipped(head, name)
    if head.startswith(_WARC):
        return Kind.WARC
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    return None


def _gzipped(head: bytes, name: str) -> Kind:
    if _ends(name, ".jsonl.gz", ".ndjson.gz"):
        return Kind.CORPUS
    if _ends(name, ".warc.gz") or _first_bytes(head).startswith(_WARC):
        return Kind.WARC
    raise UnreadableError(
        f"{name}: it is compressed with gzip and neither a corpus (.jsonl.gz) nor a web archive (.warc.gz).",
        advice="Unpack it and add what is in it.",
    )


def _first_bytes(packed: bytes) -> bytes:
    """The first bytes inside gzip; none where they cannot be unpacked."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, len(_WARC))
    except zlib.error:
        return b""


def _ends(name: str, *endings: str) -> bool:
    return name.lower().endswith(endings)


def _by_claim(media_type: str | None) -> Kind | None:
    claimed = (media_type or "").partition(";")[0].strip().lower()
    if claimed == "application/xhtml+xml":
        return Kind.HTML
    return next((kind for kind in Kind if kind.value == claimed), None)


def _by_name(name: str) -> Kind:
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    raise UnreadableError(
        f"{name}: OnRecord has no reader for {suffix} files.",
        advice="It reads .txt, .md, .html, .pdf, .docx, .jsonl(.gz), .warc(.gz) and .wacz; convert it and add that.",
    )
