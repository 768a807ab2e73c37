"""A bundle proves itself to whoever holds it, with Python's standard library alone.

This file travels in every bundle as `verify.py` and is what `onrecord verify` runs: there is one check, not two,
and so it imports nothing of OnRecord and stays one file (Python 3.9 or later).
It reads an unpacked folder or the bundle's file. It proves that nothing was changed after signing, that every quote
stands in its text at its place, that texts, captures and raw answers (WARC) are those that the ledger's entries name,
and that each raw answer gives its capture. It proves neither who holds the key (compare the fingerprint) nor when the
bundle was made.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Files = Mapping[str, bytes]
Point = tuple[int, int, int, int]

MANIFEST = "manifest.sha256"
SIGNATURE = "manifest.sha256.sig"
SIGNERS = "allowed_signers"
NAMESPACE = "onrecord-bundle"
FORMAT = "onrecord-bundle/1"
FIRST = "0" * 64
WITHHELD = "[name withheld]"

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_.][A-Za-z0-9_./-]*)\n")
_SIGNER = re.compile(r'([^\s",*?!]+) namespaces="onrecord-bundle" ssh-ed25519 ([A-Za-z0-9+/]+=*)\n')
_WARC = re.compile(rb"WARC/[01]\.[0-9]{1,2}\r?\n")
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]{0,4096})?\r?\n")
_GZIP = b"\x1f\x8b"
_LARGEST = 256 << 20
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_UTF8, _NEW_YEAR_1980 = 0x800, 0x21


class BundleRefused(Exception):  # noqa: N818 - it says what happened to the bundle
    """Why a bundle is not what was signed: one sentence."""


FAULTS = (BundleRefused, OSError, struct.error, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What `read` and `verify` raise of bytes that are no bundle, whatever those hold."""


def container(files: Files) -> bytes:
    """The bundle's bytes: a ZIP file of these members by name, stored, with every field fixed."""
    parts: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for name in sorted(files):
        content, label = files[name], name.encode()
        fields = (zlib.crc32(content), len(content), len(content), len(label))
        local = _LOCAL.pack(b"PK\x03\x04", 20, _UTF8, 0, 0, _NEW_YEAR_1980, *fields, 0) + label
        rest = (0, 0, 0, 0, 0o100644 << 16, at)
        central.append(_CENTRAL.pack(b"PK\x01\x02", 788, 20, _UTF8, 0, 0, _NEW_YEAR_1980, *fields, *rest) + label)
        parts += [local, content]
        at += len(local) + len(content)
    table = b"".join(central)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(table), at, 0)
    return b"".join((*parts, table, end))


def members(blob: bytes) -> dict[str, bytes]:
    """The members of a bundle's file. Raises `BundleRefused` unless its every byte is as `container` writes it."""
    files: dict[str, bytes] = {}
    at = 0
    while blob[at : at + 4] == b"PK\x03\x04" and at + _LOCAL.size <= len(blob):
        fields = _LOCAL.unpack_from(blob, at)
        start = at + _LOCAL.size + fields[9]
        at = start + fields[7]
        name = blob[start - fields[9] : start].decode("utf-8", "replace")
        if name in files:
            raise BundleRefused(f"The file holds {name!r} twice.")
        files[name] = blob[start:at]
    if not files or container(files) != blob:
        raise BundleRefused("The file is not a bundle as it was written: bytes between its members were changed.")
    return files


def folder(path: Path) -> dict[str, bytes]:
    """The files of an unpacked bundle by their names in it."""
    files: dict[str, bytes] = {}
    for place in sorted(path.rglob("*")):
        if place.is_symlink():
            raise BundleRefused(f"{place.name} is a link; a bundle has none.")
        if place.is_file():
            files[place.relative_to(path).as_posix()] = place.read_bytes()
    return files


def read(path: Path) -> dict[str, bytes]:
    """The files of a bundle: a folder or one file."""
    return folder(path) if path.is_dir() else members(path.read_bytes())


def verify(files: Files) -> dict[str, Any]:
    """What was proven of a bundle's files, as counts. Raises `BundleRefused` at the first thing that is not right."""
    signed = _manifest(files)
    signer, fingerprint = _signature(files, signed)
    return {"files": len(files), **proven(files), "signer": signer, "key": fingerprint}


def proven(files: Files) -> dict[str, Any]:
    """What holds of the files whoever signed them: quotes, texts, captures and raw answers are what the entries say."""
    about = _json(files, "bundle.json")
    if about["format"] != FORMAT:
        raise BundleRefused(f"Its format is {about['format']!r}; this check knows {FORMAT!r}.")
    entries = _chain(files, about["ledger"])
    layers = {held["id"]: _document(files, held, entries) for held in about["documents"]}
    raw, packed = _raw_answers(files, about["documents"], entries)
    return {
        "documents": len(layers),
        "left_out": len(about["left_out"]),
        "captures": len({held["capture"]["file"] for held in about["documents"]} - {None}),
        "raw_answers": raw,
        "raw_answers_not_unpacked": packed,
        "entries": len(entries),
        "quotes": _quotes(_json(files, "quotes.json"), layers) + _cited(_json(files, "findings.json"), layers, about),
        "time_stamped": about["time_stamp"],
    }


def _json(files: Files, name: str) -> Any:
    if name not in files:
        raise BundleRefused(f"{name} is missing.")
    return json.loads(files[name].decode())


def manifest(digests: Mapping[str, str]) -> str:
    """The list of the files' SHA-256 digests by their names, as `sha256sum` writes and reads it."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def _manifest(files: Files) -> bytes:
    """The manifest's bytes, once each file was held against it."""
    if MANIFEST not in files:
        raise BundleRefused(f"{MANIFEST} is missing.")
    text = files[MANIFEST].decode("ascii", "replace")
    listed = {name: digest for digest, name in _LINE.findall(text)}
    if manifest(listed) != text:
        raise BundleRefused(f"{MANIFEST} is not a list as it was written.")
    strangers = set(files) - set(listed) - {MANIFEST, SIGNATURE}
    for name in sorted(strangers | set(listed) - set(files)):
        raise BundleRefused(f"{name} is {'not in the manifest' if name in strangers else 'missing'}.")
    for name, digest in listed.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise BundleRefused(f"{name} was changed.")
    return files[MANIFEST]


def _document(files: Files, held: Any, entries: dict[int, Any]) -> str:
    """The text of one document, once it was held against the entries that name it and its capture."""
    layer = files[held["layer"]["file"]].decode()
    entry, captured = entries.get(held["entry"]), entries.get(held["capture"]["entry"])
    body = entry and json.loads(entry["body"])
    if not body or not captured or json.loads(captured["body"])["digest"] != held["capture"]["sha256"]:
        raise BundleRefused(f"The entries of {held['id']!r} are not in the bundle.")
    said = (body["id"], body["layer"], body["characters"], body["capture"])
    if said != (held["id"], hashlib.sha256(layer.encode()).hexdigest(), len(layer), held["capture"]["sha256"]):
        raise BundleRefused(f"The text of {held['id']!r} is not the one that its entry names.")
    capture = held["capture"]["file"]
    if capture and hashlib.sha256(files[capture]).hexdigest() != held["capture"]["sha256"]:
        raise BundleRefused(f"The capture of {held['id']!r} is not the one that its entry names.")
    return layer


def _raw_answers(files: Files, documents: Any, entries: dict[int, Any]) -> tuple[int, int]:
    """How many raw answers there are, each held against its entry, its own digests and the capture that it must give;
    and how many of them are packed with brotli, so that the last is left out. Bundles from before have none."""
    unpacked: dict[tuple[str, str], bool] = {}
    for held in documents:
        record, captured = held["capture"].get("record") or {"file": None}, held["capture"]["sha256"]
        if record["file"] is None or (record["file"], captured) in unpacked:
            continue
        answer = files[record["file"]]
        named = json.loads(entries[held["capture"]["entry"]]["body"]).get("record")
        if not named == record["sha256"] == hashlib.sha256(answer).hexdigest():
            raise BundleRefused(f"The raw answer of {held['id']!r} is not the one that its entry names.")
        content = given(answer)
        if content is not None and hashlib.sha256(content).hexdigest() != captured:
            raise BundleRefused(f"The raw answer of {held['id']!r} does not give its capture.")
        unpacked[record["file"], captured] = content is not None
    return len(unpacked), list(unpacked.values()).count(False)


def given(warc: bytes) -> bytes | None:
    """What the last answer in an uncompressed WARC file (ISO 28500:2017) holds, without chunks and compression.

    None if it is packed with brotli, which the standard library cannot undo. Raises `BundleRefused` where a record is
    not whole or does not match its own digests, or where an answer breaks off.
    """
    answers: list[bytes | None] = []
    for fields, block in _records(warc):
        is_http = fields.get("content-type", "").lower().startswith("application/http")
        body, opened = _bodies(block) if is_http else ([block], block)
        for field, contents in (("warc-block-digest", [block]), ("warc-payload-digest", body)):
            if not _matches(fields.get(field, ""), contents):
                raise BundleRefused(f"A record of a raw answer does not match its own digest ({field}).")
        if fields.get("warc-type", "").lower() in ("response", "resource"):
            answers.append(opened)
    if not answers:
        raise BundleRefused("A raw answer holds no answer.")
    return answers[-1]


def _records(warc: bytes) -> Iterator[tuple[dict[str, str], bytes]]:
    """The records' fields, by names in lower case the first value of each, and their blocks."""
    at = 0
    while at < len(warc):
        head = _EMPTY_LINE.search(warc, at)
        if head is None or not _WARC.match(warc, at):
            raise BundleRefused("A raw answer is not made of whole WARC records.")
        fields: dict[str, str] = {}
        for line in re.split(rb"\r?\n(?![ \t])", warc[at : head.start()])[1:]:
            name, _, value = line.decode("utf-8", "replace").partition(":")
            fields.setdefault(name.strip().lower(), " ".join(value.split()))
        if not re.fullmatch("[0-9]{1,15}", fields.get("content-length", "")):
            raise BundleRefused("A record of a raw answer does not say its length.")
        at = head.end() + int(fields["content-length"])
        end = _EMPTY_LINE.match(warc, at)
        if end is None:
            raise BundleRefused("A record of a raw answer does not end where it says.")
        yield fields, warc[head.end() : at]
        at = end.end()


def _matches(said: str, contents: list[bytes]) -> bool:
    """True if a labelled digest (SHA-1, SHA-2 or MD5, in base 16, 32 or 64) is that of one of the contents."""
    algorithm, _, value = said.partition(":")
    if algorithm.lower() not in ("sha1", "sha256", "sha512", "md5"):
        return True
    digests = [hashlib.new(algorithm.lower(), content, usedforsecurity=False).digest() for content in contents]
    in_32 = [base64.b32encode(digest).decode().rstrip("=") for digest in digests]
    in_64 = [base64.b64encode(digest).decode() for digest in digests]
    return value in in_64 or value.lower() in map(bytes.hex, digests) or value.upper().rstrip("=") in in_32


def _bodies(message: bytes) -> tuple[list[bytes], bytes | None]:
    """The body of an HTTP message as it was sent and with less and less around it (programs differ on which of them a
    payload is), and what a reader reads. What archiving programs took off already, as its beginning shows, is off."""
    head = _EMPTY_LINE.search(message)
    if head is None:
        return [b""], b""
    lines = [line.decode("latin-1").partition(":") for line in message[: head.start()].split(b"\n")[1:]]
    headers = {name.strip().lower(): value.strip().lower() for name, _, value in reversed(lines)}
    bodies = [message[head.end() :]]
    if "chunked" in headers.get("transfer-encoding", ""):
        bodies.append(_unchunked(bodies[-1]))
    packed = [coding.strip() for coding in headers.get("content-encoding", "").split(",")]
    if packed in (["gzip"], ["x-gzip"]) and not bodies[-1].startswith(_GZIP):
        packed = []
    for coding in reversed([coding for coding in packed if coding not in ("", "identity")]):
        if coding == "br":
            return bodies, None
        bodies.append(_inflated(bodies[-1], coding))
    return bodies, bodies[-1]


def _unchunked(body: bytes) -> bytes:
    """The body without its chunk lengths (RFC 9112, 7.1); the body itself if it does not begin with one."""
    found, at, size = bytearray(), 0, _CHUNK.match(body)
    if size is None:
        return body
    while size is not None and int(size[1], 16):
        at = size.end() + int(size[1], 16)
        found += body[size.end() : at]
        at += 2 if body.startswith(b"\r\n", at) else 1
        size = _CHUNK.match(body, at)
    if size is None:
        raise BundleRefused("The chunks of a raw answer break off.")
    return bytes(found)


def _inflated(packed: bytes, coding: str) -> bytes:
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise BundleRefused(f"A raw answer is packed as {coding[:40]!r}.")
    wrapped = len(packed) > 1 and packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    window = 31 if coding != "deflate" else 15 if wrapped else -15
    opened = bytearray()
    while packed:
        machine = zlib.decompressobj(window)
        try:
            opened += machine.decompress(packed, _LARGEST - len(opened) + 1)
        except zlib.error as fault:
            raise BundleRefused(f"A raw answer cannot be unpacked ({fault}).") from fault
        if len(opened) > _LARGEST or not machine.eof:
            raise BundleRefused("A raw answer unpacks to more than 256 MB, or is cut off.")
        packed = machine.unused_data if machine.unused_data.startswith(_GZIP) else b""
    return bytes(opened)


def _quotes(quotes: Any, layers: dict[str, str]) -> int:
    for quote in quotes:
        layer = layers.get(quote["document"])
        if layer is None or layer[quote["start"] : quote["end"]] != quote["exact"] or not quote["exact"]:
            raise BundleRefused(f"A quote does not stand at {quote['start']} in {quote['document']!r}.")
    return len(quotes)


def _cited(findings: Any, layers: dict[str, str], about: Any) -> int:
    """How many quotes of the findings stand in their texts; those of documents that were left out cannot be held."""
    absent = {held["document"] for held in about["left_out"]}
    checked = 0
    for ask in findings["asks"]:
        for finding in [*ask["findings"], *ask["best"].values()]:
            layer = layers.get(finding["document"])
            if layer is None and finding["document"] not in absent:
                raise BundleRefused(f"The document {finding['document']!r} is neither here nor said to be left out.")
            for quote in [*finding["evidence"], *finding["answer_evidence"]]:
                if layer is None or WITHHELD in quote["quote"]:
                    continue
                if layer[quote["start"] : quote["end"]] != quote["quote"]:
                    raise BundleRefused(f"A quote of the findings does not stand at {quote['start']}.")
                checked += 1
    return checked


def _chain(files: Files, ledger: Any) -> dict[int, Any]:
    """The ledger's entries by number, each held against its own digest and its neighbour's."""
    entries: dict[int, Any] = {}
    previous: Any = None
    for line in files["ledger.jsonl"].decode().splitlines():
        entry = json.loads(line)
        words = (entry["previous"], str(entry["seq"]), entry["kind"], entry["at"], entry["body"])
        if hashlib.sha256("\n".join(words).encode()).hexdigest() != entry["digest"]:
            raise BundleRefused(f"Entry {entry['seq']} of the ledger was changed.")
        follows = previous is not None and entry["seq"] == previous["seq"] + 1
        before = previous["digest"] if follows else FIRST if entry["seq"] == 1 else entry["previous"]
        if entry["previous"] != before or (previous is not None and entry["seq"] <= previous["seq"]):
            raise BundleRefused(f"Entry {entry['seq']} does not follow the entry before it.")
        entries[entry["seq"]] = previous = entry
    last = entries.get(ledger["entries"])
    if last is not None and last["digest"] != ledger["head"]:
        raise BundleRefused("The ledger's last entry is not the one that the bundle names.")
    if ledger["in_bundle"] == "whole" and len(entries) != ledger["entries"]:
        raise BundleRefused("The bundle says that it holds the whole ledger, and does not.")
    return entries


def _signature(files: Files, message: bytes) -> tuple[str, str]:
    """The name and the fingerprint of the key that signed the manifest."""
    match = _SIGNER.fullmatch(files[SIGNERS].decode("ascii", "replace"))
    if match is None:
        raise BundleRefused(f"{SIGNERS} does not name one Ed25519 key.")
    key = _plain(match.group(2))
    public = key[-32:]
    if key != _string(b"ssh-ed25519") + _string(public) or len(public) != 32:
        raise BundleRefused(f"{SIGNERS} holds a key of another kind.")
    if SIGNATURE not in files:
        raise BundleRefused(f"{SIGNATURE} is missing: the bundle is not signed.")
    blob = _plain(_armoured(files[SIGNATURE]))
    signature = blob[-64:]
    if blob != signature_blob(public, signature):
        raise BundleRefused(f"The signature is not one by the key in {SIGNERS}.")
    if not _verifies(public, signature, signed_words(message)):
        raise BundleRefused("The signature does not fit the manifest.")
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return match.group(1), "SHA256:" + digest


def signed_words(message: bytes) -> bytes:
    """What an SSH signature signs of a message (PROTOCOL.sshsig of OpenSSH)."""
    return b"SSHSIG" + b"".join(map(_string, (NAMESPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())))


def signature_blob(public: bytes, signature: bytes) -> bytes:
    """An SSH signature of this project's one kind, before it is put into Base64."""
    key = _string(b"ssh-ed25519") + _string(public)
    sealed = _string(b"ssh-ed25519") + _string(signature)
    parts = (key, NAMESPACE.encode(), b"", b"sha512", sealed)
    return b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(_string, parts))


def armour(blob: bytes) -> bytes:
    """The signature's file, as `ssh-keygen -Y sign` writes it."""
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join(("-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", "")).encode()


def _armoured(written: bytes) -> str:
    text = b"".join(written.split(b"\n")[1:-2]).decode("ascii", "replace")
    if armour(_plain(text)) != written:
        raise BundleRefused(f"{SIGNATURE} is not written as a signature is.")
    return text


def _plain(text: str) -> bytes:
    """The bytes of strict Base64: one spelling for one value."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not value or base64.b64encode(value).decode() != text:
        raise BundleRefused("A Base64 text is not strict.")
    return value


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


# Ed25519 after RFC 8032: points of the curve in extended coordinates (X, Y, Z, T).
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % _P
    b = (one[1] + one[0]) * (two[1] + two[0]) % _P
    c = 2 * one[3] * two[3] * _D % _P
    d = 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    made: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            made = _add(made, point)
        point, number = _add(point, point), number >> 1
    return made


def _point(written: bytes) -> Point | None:
    """The point that 32 bytes name, or None."""
    value = int.from_bytes(written, "little")
    y, odd = value & (2**255 - 1), value >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or x * x % _P != square or (x == 0 and odd):
        return None
    x = x if x & 1 == odd else _P - x
    return x, y, 1, x * y % _P


def _written(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    key, number = _point(public), int.from_bytes(signature[32:], "little")
    base = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    if key is None or base is None or number >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    scale = int.from_bytes(digest, "little") % _ORDER
    minus = (_P - key[0], key[1], 1, _P - key[3])
    return _written(_add(_times(number, base), _times(scale, minus))) == signature[:32]


def main(arguments: list[str]) -> int:
    """Check a bundle's folder or file; 0 if all is right, 1 if not."""
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        shown = verify(read(path))
    except FAULTS as fault:
        print("REFUSED:", fault if isinstance(fault, BundleRefused) else f"it is not as a bundle is ({fault!r}).")
        return 1
    print("OK: {files} files, {documents} documents, {captures} captures, {quotes} quotes,".format(**shown))
    print(
        "    {raw_answers} raw answers, {raw_answers_not_unpacked} of them packed with brotli and not unpacked;".format(
            **shown
        )
    )
    print("    {entries} entries of the ledger; {left_out} documents left out.".format(**shown))
    print("    Signed by {signer} with the key {key}.".format(**shown))
    print("    Time-stamped: see ledger.tsr." if shown["time_stamped"] else "    Not time-stamped.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
