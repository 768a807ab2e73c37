"""What a finding cites can be seen again as it was received: the raw answers in a web archive that browsers replay.

WACZ 1.1.1: https://specs.webrecorder.net/wacz/1.1.1/. It is not signed: its own kind of signature needs an ECDSA key
or a certificate, and the signed form of the evidence is the bundle.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from onrecord.capture.intake import CORPUS
from onrecord.capture.web_address import web_address
from onrecord.errors import ForbiddenError, StoreError
from onrecord.model.finding import Check, Source
from onrecord.reports.audience import Audience, cleared, unreadable
from onrecord.reports.bundle.contents import MOST_BYTES
from onrecord.reports.bundle.gate import Gate, LeftOut
from onrecord.reports.bundle.held import Bytes, Custody, Finder, Held, sorted_out
from onrecord.reports.bundle.verify_script import container
from onrecord.reports.formats.told import FormatError
from onrecord.reports.formats.wacz_index import laid
from onrecord.reports.formats.warc_clearing import let_out, refused
from onrecord.reports.formats.warc_records import INDEXED, Record, resource, warcinfo
from onrecord.reports.withholding import readable

VERSION = "1.1.1"
ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
WARC_FORMAT = "WARC File Format 1.1"

_ABOUT = (
    "Web pages that the findings on an agenda cite, as they were received. Not signed: the signed form of the evidence "
    "is the bundle that `onrecord export` writes."
)
_ACTIVE = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Package:
    """A web archive, and what is not in it."""

    content: bytes
    pages: int
    left_out: tuple[tuple[str, LeftOut], ...]
    """The cited documents that are not in it, by the ids that the audience sees, each with the reason."""


def wacz(check: Check, audience: Audience, custody: Custody, archive: Bytes) -> Package:
    """The captured pages of all documents that the check cites and the audience may have; same check, same bytes.

    A document is left out, and named with the reason, where the bundle leaves it or its capture out, where its source
    file holds many documents, and where it was added as a file without a web address. Raises `FormatError` if no page
    is left, and `StoreError` if the archive does not hold a capture or there is more than a ZIP file carries.
    """
    safe = cleared(check, audience)
    gate = Gate(unreadable(check.agenda, audience))
    ledger = list(custody.entries())
    held, missing = sorted_out(check, safe, gate, Finder(custody, ledger))
    found: dict[str, Sequence[Record]] = {}
    for identity, one in held.items():
        taken = _records(one, gate, archive)
        if isinstance(taken, LeftOut):
            missing[identity] = taken
        else:
            found[identity] = taken
    if not found:
        raise FormatError(_nothing(missing), advice="Add the pages with `onrecord add URL`, then export again.")
    left_out = tuple(sorted(missing.items()))
    pages = [_page(safe.check.sources[identity], held[identity], taken) for identity, taken in found.items()]
    at, title = ledger[-1].at, readable(safe.check.agenda.title) or "Agenda without a title"
    parts = _parts(_distinct(found.values()), pages, at)
    package = _package(parts, title=title, about=_description(safe.notices, left_out), at=at, left_out=left_out)
    return Package(_packed({**parts, PACKAGE: package, DIGEST: _digest(package)}), len(pages), left_out)


def _records(one: Held, gate: Gate, archive: Bytes) -> Sequence[Record] | LeftOut:
    """The records of a document's capture, or why they do not go out."""
    capture = one.capture
    if capture.media_type == CORPUS:
        return LeftOut.MANY
    if not capture.record:
        return _resource(one, gate, archive)
    taken = let_out(archive.get(capture.record), gate)
    if isinstance(taken, LeftOut) or any(record.kind in INDEXED and record.address for record in taken):
        return taken
    return LeftOut.UNREADABLE


def _resource(one: Held, gate: Gate, archive: Bytes) -> Sequence[Record] | LeftOut:
    try:
        address = str(web_address(one.document.url))
    except ForbiddenError:
        return LeftOut.UNADDRESSED
    capture = one.capture
    content = archive.get(capture.digest)
    made = resource(address, content, media_type=capture.media_type, at=capture.captured_at)
    return gate.refuses(content, capture.media_type) or refused([made], gate) or (made,)


def _page(source: Source, one: Held, taken: Sequence[Record]) -> dict[str, Any]:
    """The document's line in the list of pages: the address that it is known by, if the archive answers for that."""
    answers = [record for record in taken if record.kind in INDEXED and record.address]
    known = [record for record in answers if record.address in {one.document.url, _normal(one.document.url)}]
    shown = (known or answers[-1:])[0]
    title = source.title or shown.address
    return {"id": source.id, "url": shown.address, "ts": shown.field("WARC-Date"), "title": title}


def _normal(address: str) -> str:
    try:
        return str(web_address(address))
    except ForbiddenError:
        return ""


def _distinct(found: Iterable[Sequence[Record]]) -> list[Record]:
    """Every record once, in their order: several documents may share an answer."""
    return list({record.raw: record for taken in found for record in taken}.values())


def _parts(found: list[Record], pages: list[dict[str, Any]], at: str) -> dict[str, bytes]:
    file = ARCHIVE.rpartition("/")[2]
    first = warcinfo((("software", _software()), ("format", WARC_FORMAT)), file=file, at=at)
    archive = laid([first, *found], file=file)
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Cited documents", "hasText": False}
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [header, *pages])
    return {ARCHIVE: archive.content, INDEX: archive.index, PAGES: lines.encode()}


def _package(
    parts: Mapping[str, bytes], *, title: str, about: str, at: str, left_out: Sequence[tuple[str, LeftOut]]
) -> bytes:
    return _json(
        {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": title,
            "description": about,
            "created": at,
            "software": _software(),
            "left_out": [{"document": identity, "why": why.value} for identity, why in left_out],
            "resources": [_listed(path, parts[path]) for path in sorted(parts)],
        }
    )


def _listed(path: str, content: bytes) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    return {"name": name, "path": path, "hash": _sha256(content), "bytes": len(content)}


def _digest(package: bytes) -> bytes:
    return _json({"path": PACKAGE, "hash": _sha256(package)})


def _packed(files: Mapping[str, bytes]) -> bytes:
    if sum(map(len, files.values())) > MOST_BYTES:
        raise StoreError(
            f"The cited pages are larger than the {MOST_BYTES >> 20:,} MB that a web archive here carries.",
            advice="Choose fewer documents with --since, --until or --publisher.",
        )
    return container(files)


def _description(notices: Sequence[str], left_out: Sequence[tuple[str, LeftOut]]) -> str:
    """Markdown, as the format has it: programs render it, so no word from outside is left active in it."""
    lines = [_ABOUT, *(_plain(notice) for notice in notices)]
    if left_out:
        lines.append("Cited documents that are left out:")
        lines.append("\n".join(f"- {_plain(identity)}: {_plain(why.value)}" for identity, why in left_out))
    return "\n\n".join(lines)


def _plain(words: str) -> str:
    """Words as Markdown shows them as they are (CommonMark 0.31, 2.4): every punctuation mark escaped, on one line."""
    return _ACTIVE.sub(r"\\\1", " ".join(words.split()))


def _nothing(missing: Mapping[str, LeftOut]) -> str:
    if not missing:
        return "The check cites no document, so there is no page for a web archive."
    counts = {why: sum(held is why for held in missing.values()) for why in dict.fromkeys(missing.values())}
    reasons = "; ".join(f"{count:,}: {why.value}" for why, count in counts.items())
    return f"None of the {len(missing):,} cited documents has a page for a web archive ({reasons})"


def _software() -> str:
    return f"onrecord {version('onrecord')}"


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
