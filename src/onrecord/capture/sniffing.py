"""What a server calls its answer is a claim; the first bytes are evidence."""

from __future__ import annotations

import re

HEAD = 1024
"""Bytes by which content is told."""

_MAGIC = (
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.I)
_XML_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex")


def media_type_of(content: bytes, declared: str) -> str:
    """The media type, lower case and without parameters; empty where nothing tells."""
    claim = declared.partition(";")[0].strip().lower()
    head = content[:HEAD]
    if b"%PDF-" in head:
        return "application/pdf"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return claim if "officedocument" in claim or "wacz" in claim else "application/zip"
    return _markup(head, claim)


def _markup(head: bytes, claim: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "application/xhtml+xml" if claim == "application/xhtml+xml" else "text/html"
    if start.startswith(_XML_ROOTS) or (start.startswith(b"<?xml") and b"<html" not in start):
        return claim if claim.endswith("xml") else "application/xml"
    return claim


def charset_of(declared: str) -> str:
    """The charset parameter of a Content-Type header; empty where it has none."""
    found = _CHARSET.search(declared)
    return found[1] if found else ""
