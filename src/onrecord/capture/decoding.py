"""Compressed bytes may be a bomb: they are unpacked step by step, and never beyond a limit."""

from __future__ import annotations

import zlib

import brotli

from onrecord.errors import FetchError

CODINGS = "gzip, deflate"
"""What is asked for: a server that sends what nobody asked for is not understood."""

BROTLI = frozenset({"br"})
"""What browsers ask for besides, so that archives made with one hold it."""

GZIP_MAGIC = b"\x1f\x8b"

LAYERS = 2
"""Compressions on top of each other that are taken off; honest servers use one."""

_STEP = 1 << 20


def decoded(payload: bytes, encoding: str, *, limit: int, known: frozenset[str] = frozenset()) -> bytes:
    """The bytes of a body under its Content-Encoding, at most `limit` of them.

    `known` are codings that are unpacked beside `CODINGS`. Raises `FetchError` for any other coding, for damage, for
    a body that is cut off, and for one that grows beyond the limit.
    """
    codings = [coding for coding in (part.strip().lower() for part in encoding.split(",")) if coding]
    codings = [coding for coding in codings if coding != "identity"]
    if len(codings) > LAYERS:
        raise _fault(f"it is compressed {len(codings)} times over")
    for coding in reversed(codings):
        if coding in BROTLI and coding not in known:
            raise _unknown(coding)
        payload = _unpacked(payload, coding, limit) if payload else payload
    if len(payload) > limit:
        raise _fault(f"it has more than {limit >> 20} MB")
    return payload


def _unpacked(packed: bytes, coding: str, limit: int) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(packed, zlib.MAX_WBITS | 16, limit)
    if coding == "deflate":
        wrapped = len(packed) > 1 and packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
        return _inflated(packed, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, limit)
    if coding in BROTLI:
        return _unbrotlied(packed, limit)
    raise _unknown(coding)


def _unbrotlied(packed: bytes, limit: int) -> bytes:
    machine, unpacked = brotli.Decompressor(), bytearray()
    try:
        while not machine.is_finished():
            step = machine.process(packed, output_buffer_limit=_STEP)
            unpacked += step
            if len(unpacked) > limit:
                raise _fault(f"unpacked it has more than {limit >> 20} MB")
            if not step and machine.can_accept_more_data() and not packed:
                raise _fault("it is cut off")
            packed = b""
    except brotli.error as fault:
        raise _fault("it is damaged (brotli)") from fault
    return bytes(unpacked)


def _inflated(packed: bytes, window: int, limit: int) -> bytes:
    unpacked = bytearray()
    while packed:
        machine = zlib.decompressobj(window)
        while not machine.eof:
            try:
                step = machine.decompress(packed, _STEP)
            except zlib.error as fault:
                raise _fault(f"it is damaged ({fault})") from fault
            unpacked += step
            packed = machine.unconsumed_tail
            if len(unpacked) > limit:
                raise _fault(f"unpacked it has more than {limit >> 20} MB")
            if not step and not packed and not machine.eof:
                raise _fault("it is cut off")
        packed = machine.unused_data if machine.unused_data.startswith(GZIP_MAGIC) else b""
    return bytes(unpacked)


def _unknown(coding: str) -> FetchError:
    return _fault(f"it is packed as {coding[:40]!r}, which was not asked for")


def _fault(reason: str) -> FetchError:
    return FetchError(f"the answer cannot be unpacked: {reason}.", advice="Save the page by hand and add that.")
