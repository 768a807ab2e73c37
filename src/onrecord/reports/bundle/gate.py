"""A document that holds a protected name cannot be cut without breaking its digest: it is left out whole.

Names are looked for as `withholding` finds them, in the text layer, in what the ledger says and in the capture's
bytes as text, with HTML entities, percent signs and JSON escapes undone. Bytes that cannot be read as text (PDF,
DOCX) might hold a name where nobody looks, so they are left out wherever there is a name to protect.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterator
from enum import Enum
from urllib.parse import unquote

from onrecord.errors import UnreadableError
from onrecord.reading.encodings import decode
from onrecord.reading.kinds import Kind
from onrecord.reports.withholding import Names

LARGEST = 256 << 20
"""Bytes of a capture that are carried in a bundle, and characters of one that are searched, at most."""

_ROUNDS = 8
"""A text that is escaped more often than this is left out unread."""

_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_SEARCHED = {Kind.TEXT.value, Kind.HTML.value, Kind.CORPUS.value}


class LeftOut(Enum):
    """Why something does not go out; the value is the sentence that the bundle or the web archive says."""

    NAME = "It holds a name that these readers may not see."
    OPAQUE = "It cannot be searched for names that these readers may not see."
    SIZE = "It is larger than a bundle carries."
    SEALED = "It is withheld with the ask that it was found for."
    MANY = "Its source file holds many documents."
    UNADDRESSED = "It was added as a file and has no web address."
    UNREADABLE = "Its stored answer is not made of whole WARC records."
    UNPROVEN = "Its stored answer does not match its own digests, or does not give the capture."


class Gate:
    """Says of texts and captures whether an audience may have them."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __bool__(self) -> bool:
        """True if there is a name to look for."""
        return bool(self._names)

    def admits(self, *texts: str) -> bool:
        """True if no protected name, nor a part of one, stands in any of the texts, also with its escapes undone."""
        return not self._names or not any(map(self._stands_in, texts))

    def refuses(self, content: bytes, media_type: str) -> LeftOut | None:
        """Why a capture may not be in the bundle; None if it may."""
        if len(content) > LARGEST:
            return LeftOut.SIZE
        if not self._names:
            return None
        if media_type not in _SEARCHED:
            return LeftOut.OPAQUE
        try:
            text = decode(_unpacked(content), name="capture")
        except (UnreadableError, zlib.error, EOFError):
            return LeftOut.OPAQUE
        return None if all(self.admits(piece) for piece in _pieces(text, media_type)) else LeftOut.NAME

    def _stands_in(self, text: str) -> bool:
        plain = text
        for _ in range(_ROUNDS):
            before, plain = plain, html.unescape(unquote(_ESCAPE.sub(_unescaped, plain)))
            if plain == before:
                break
        else:
            return True
        return any(
            bool(self._names.spans(spelling))
            for spelling in dict.fromkeys((text, plain))
            if "xn--" in spelling.casefold() or self._names.may_stand_in(spelling)
        )


def _pieces(text: str, media_type: str) -> Iterator[str]:
    """The parts of a capture that are searched one by one: a corpus by its lines."""
    yield from text.splitlines() if media_type == Kind.CORPUS.value else (text,)


def _unescaped(match: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{match[0]}"'))
    except ValueError:
        return match[0]


def _unpacked(content: bytes) -> bytes:
    """The bytes of a gzip file, up to `LARGEST`; others as they are. Raises `EOFError` for more."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    opened = zlib.decompressobj(wbits=31)
    plain = opened.decompress(content, LARGEST)
    if not opened.eof or opened.unused_data:
        raise EOFError("the capture holds more than is searched")
    return plain
