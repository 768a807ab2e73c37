"""A WACZ is a zip that lists its own contents with their digests: what is not as it is listed is not taken.

Runs behind the sandbox's wall (`Stream`). Read are the WARC files in `archive/` (Web Archive Collection Zipped 1.1.1);
indexes and lists of pages, which say nothing that the records do not, are not read, and signatures are not verified.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from onrecord.capture.parser_stream import Said
from onrecord.capture.unpack import Zip
from onrecord.capture.warc_reading import CAPS, is_packed, read_records, told
from onrecord.errors import UnreadableError

READER = "onrecord.capture.warc_package:read_wacz"
"""What reads a WACZ file."""

LISTING, SEAL = "datapackage.json", "datapackage-digest.json"

_CAPS = replace(CAPS, entries=100_000)
_LISTING_BYTES = 16 << 20
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the listing says of one file."""

    hash: str
    size: int


def read_wacz(source: BinaryIO, *, name: str) -> Iterator[Said]:
    """The documents of every WARC file in a WACZ, in the forms of `read_warc`.

    A WARC file that is damaged, not listed, or not as it is listed is one `refused`; the others are read. Raises
    `UnreadableError` for a zip that is no WACZ or is made to mislead.
    """
    passed: Counter[str] = Counter()
    with Zip(source, name=name, caps=_CAPS) as package:
        listed = _listed(package, name)
        entries = _archives(package, name)
        for entry in entries:
            where = f"{name}: {entry}"
            try:
                _refuse_unlisted(package, entry, listed, where)
                with package.open(entry) as stream:
                    packed = is_packed(stream)
                with package.open(entry) as stream:
                    yield from read_records(stream, name=where, packed=packed, passed=passed)
            except UnreadableError as fault:
                yield {"is": "refused", "reason": str(fault)}, ()
    yield told(passed)


def _archives(package: Zip, name: str) -> list[str]:
    entries = list(package.sizes())
    archives = [entry for entry in entries if entry.startswith("archive/") and entry.endswith((".warc", ".warc.gz"))]
    if any(entry.endswith(".wacz") for entry in entries):
        raise UnreadableError(f"{name}: it holds other WACZ files.", advice="Unpack it and add each of them.")
    if not archives:
        raise UnreadableError(f"{name}: there is no WARC file in its folder archive/.", advice="Make it again.")
    return archives


def _listed(package: Zip, name: str) -> dict[str, _Listed]:
    """What the listing says of each file by its path, once the listing is what its own digest says, if it has one."""
    if LISTING not in package.sizes():
        raise UnreadableError(f"{name}: it has no {LISTING}, so it is no WACZ.", advice="Make it again.")
    listing = _small(package, LISTING, name)
    if SEAL in package.sizes():
        said = _object(_small(package, SEAL, name), f"{name}: {SEAL}").get("hash")
        if said != _labelled(hashlib.sha256(listing).hexdigest()):
            raise UnreadableError(
                f"{name}: its {LISTING} is not the one that its {SEAL} names.",
                advice="It was damaged or changed after it was made; get it again.",
            )
    resources = _object(listing, f"{name}: {LISTING}").get("resources")
    held = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    return {
        str(one.get("path")): _Listed(str(one.get("hash", "")), one["bytes"])
        for one in held
        if isinstance(one.get("bytes"), int)
    }


def _refuse_unlisted(package: Zip, entry: str, listed: dict[str, _Listed], where: str) -> None:
    said = listed.get(entry)
    if said is None:
        raise UnreadableError(f"{where}: {LISTING} does not list it with its size.", advice="Make the WACZ again.")
    algorithm, _, _ = said.hash.partition(":")
    if algorithm not in {"sha256", "md5"}:
        raise UnreadableError(f"{where}: {LISTING} gives no SHA-256 of it.", advice="Make the WACZ again.")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with package.open(entry) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    if (package.sizes()[entry], f"{algorithm}:{digest.hexdigest()}") != (said.size, said.hash):
        raise UnreadableError(
            f"{where}: it is not as {LISTING} lists it (size or digest).",
            advice="It was damaged or changed after it was made; get the WACZ again.",
        )


def _small(package: Zip, entry: str, name: str) -> bytes:
    if package.sizes()[entry] > _LISTING_BYTES:
        raise UnreadableError(f"{name}: its {entry} has more than {_LISTING_BYTES >> 20} MB.", advice="Make it again.")
    with package.open(entry) as stream:
        return stream.read()


def _object(content: bytes, where: str) -> dict[str, object]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise UnreadableError(f"{where}: it is not JSON.", advice="Make the WACZ again.") from fault
    if not isinstance(found, dict):
        raise UnreadableError(f"{where}: it is no JSON object.", advice="Make the WACZ again.")
    return found


def _labelled(digest: str) -> str:
    return f"sha256:{digest}"
