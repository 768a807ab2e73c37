"""Web archives made by hand, so that each byte in them is a test's own."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile

WORDS = "The Minister met her counterpart on Monday and raised the case of the teacher, who is held without a trial. "
DATE = "2023-06-19T10:00:00Z"
HTML = "Content-Type: text/html; charset=utf-8"


def page(words: str = WORDS * 5, title: str = "Readout") -> bytes:
    """A web page with words enough to be one."""
    return f"<!doctype html><html><head><title>{title}</title></head><body><p>{words}</p></body></html>".encode()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An answer as it goes over the wire; its length is not said unless a header says it."""
    return "\r\n".join([f"HTTP/1.1 {status}", *(headers or (HTML,)), "", ""]).encode() + body


def record(
    block: bytes,
    *extra: str,
    kind: str = "response",
    url: str = "https://mfa.example/1",
    length: int | str | None = None,
) -> bytes:
    """One record; `length` overrides what it says of its length, empty for not saying it."""
    said = len(block) if length is None else length
    inside = "application/http; msgtype=response" if kind in ("response", "revisit") else "text/plain"
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>",
        *([] if any(line.startswith("WARC-Date") for line in extra) else [f"WARC-Date: {DATE}"]),
        f"WARC-Target-URI: {url}",
        *([] if any(line.startswith("Content-Type") for line in extra) else [f"Content-Type: {inside}"]),
        *extra,
        *([] if said == "" else [f"Content-Length: {said}"]),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def chunked(body: bytes, size: int = 50) -> bytes:
    """A body in chunks."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Records, each in a gzip member of its own."""
    return b"".join(gzip.compress(held, mtime=0) for held in records)


def wacz(*entries: tuple[str, bytes], listed: dict[str, bytes] | None = None, seal: str | None = "") -> bytes:
    """A WACZ; `listed` overrides what its listing speaks of, `seal` the digest of the listing (None for no seal)."""
    told = dict(entries) if listed is None else listed
    resources = [
        {"name": path, "path": path, "hash": f"sha256:{hashlib.sha256(held).hexdigest()}", "bytes": len(held)}
        for path, held in told.items()
    ]
    listing = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    digest = seal or f"sha256:{hashlib.sha256(listing).hexdigest()}"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for path, held in entries:
            package.writestr(path, held)
        package.writestr("datapackage.json", listing)
        if seal is not None:
            package.writestr("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest}))
    return made.getvalue()
