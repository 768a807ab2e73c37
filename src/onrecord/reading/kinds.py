"""A file is what its first bytes say; its name decides only where they are silent."""

from __future__ import annotations

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
}

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
    (b"WARC/", "a web archive (WARC)", "A later version reads those; extract the pages and add them."),
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
        return Kind.DOCX
    if is_gzip(head):
        return _gzipped(name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    return None


def _gzipped(name: str) -> Kind:
    if name.lower().endswith((".jsonl.gz", ".ndjson.gz")):
        return Kind.CORPUS
    raise UnreadableError(
        f"{name}: it is compressed with gzip and not named .jsonl.gz.",
        advice="Unpack it and add what is in it.",
    )


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
        advice="It reads .txt, .md, .html, .pdf, .docx, .jsonl and .jsonl.gz; convert it and add that.",
    )
