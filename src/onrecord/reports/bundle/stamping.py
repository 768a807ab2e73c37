"""When something existed, only somebody else can vouch for: a time-stamp authority that the user names (RFC 3161).

The stamp is over `ledger.jsonl`, which names every text and capture of the bundle by its digest. It is asked for with
a digest alone: the authority learns nothing of what is stamped.
"""

from __future__ import annotations

import hashlib
import secrets
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from onrecord.errors import OnRecordError

STAMP = "ledger.tsr"
"""The authority's answer in a bundle."""

SECONDS = 30
"""How long an authority may take."""

_LARGEST = 1 << 20
"""Bytes of an answer, at most; a token with its certificates has a few thousand."""

_SHA256 = bytes.fromhex("0609608648016503040201")
"""The object identifier of SHA-256, 2.16.840.1.101.3.4.2.1, as DER."""

_GRANTED = (0, 1)
"""PKIStatus `granted` and `grantedWithMods` (RFC 3161, 2.4.2)."""


class StampError(OnRecordError):
    """An authority that could not be reached or did not stamp."""


def stamped(authority: str, content: bytes) -> bytes:
    """The authority's answer for this content, checked to be a grant for its digest and for this very question.

    The authority's signature is not checked: that takes its certificate and `openssl ts -verify`. Raises `StampError`
    for an address that is not http or https, where nobody answers in time, and for an answer that is no grant.
    """
    digest, nonce = hashlib.sha256(content).digest(), secrets.token_bytes(8)
    answer = _post(authority, question(digest, nonce))
    status = _status(answer)
    if status not in _GRANTED or digest not in answer or _integer(nonce) not in answer:
        why = f"status {status}" if status not in _GRANTED else "another question's answer"
        raise StampError(f"{authority} gave no time stamp ({why}).", advice="Try again, or name another authority.")
    return answer


def question(digest: bytes, nonce: bytes) -> bytes:
    """A TimeStampReq of version 1 for a SHA-256 digest, which asks for the certificates too, as DER."""
    imprint = _tagged(0x30, _tagged(0x30, _SHA256 + b"\x05\x00") + _tagged(0x04, digest))
    return _tagged(0x30, b"\x02\x01\x01" + imprint + _integer(nonce) + b"\x01\x01\xff")


def _integer(value: bytes) -> bytes:
    """A number that is not negative, in as few bytes as DER allows."""
    plain = value.lstrip(b"\0") or b"\0"
    return _tagged(0x02, (b"\0" if plain[0] & 0x80 else b"") + plain)


def _tagged(tag: int, value: bytes) -> bytes:
    size = len(value)
    length = bytes([size]) if size < 0x80 else bytes([0x81, size])
    return bytes([tag]) + length + value


def _status(answer: bytes) -> int | None:
    """The PKIStatus of a TimeStampResp: a SEQUENCE that begins with a SEQUENCE that begins with an INTEGER."""
    at = 0
    for tag in (0x30, 0x30):
        if answer[at : at + 1] != bytes([tag]) or len(answer) < at + 2:
            return None
        at += 2 + (answer[at + 1] & 0x7F if answer[at + 1] & 0x80 else 0)
    return answer[at + 2] if answer[at : at + 2] == b"\x02\x01" and len(answer) > at + 2 else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An authority that is elsewhere now is not the one that was named."""

    def redirect_request(self, *_: object) -> None:
        return None


def _post(authority: str, content: bytes) -> bytes:
    if urlsplit(authority).scheme not in {"http", "https"}:
        raise StampError(f"{authority} is no address of a time-stamp authority.", advice="Name an https address.")
    wanted = urllib.request.Request(
        authority, data=content, headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(wanted, timeout=SECONDS) as answer:
            held: bytes = answer.read(_LARGEST + 1)
    except (urllib.error.URLError, OSError, ValueError) as fault:
        raise StampError(
            f"{authority} cannot be reached ({fault}).", advice="Try again, or export without --time-stamp."
        ) from fault
    if len(held) > _LARGEST:
        raise StampError(f"{authority} answered with more than a time stamp.", advice="Name another authority.")
    return held
