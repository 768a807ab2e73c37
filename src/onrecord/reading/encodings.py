"""Bytes become text by what is certain or declared; a guess is offered to the reader, never taken."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from onrecord.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
"""What browsers read under a declared name (WHATWG Encoding Standard, 4.2: names and labels)."""

STRAY = 1000
"""At most one broken place in so many characters is shown as U+FFFD; above that the declaration is wrong."""

_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\x1b")


def decode(content: bytes, *, name: str, declared: str = "") -> str:
    """The characters of a text file: by byte order mark, then as declared, then as UTF-8 or UTF-16.

    Under a declaration, a few broken bytes (see `STRAY`) become U+FFFD, each visible in its place. Line ends
    become LF; nothing else is changed. Raises `UnreadableError` for binary data, for an encoding that is not
    certain, and for an encoding without a name.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lines(_strictly(content[len(mark) :], encoding, name))
    if declared:
        return _lines(_as_declared(content, declared, name))
    return _lines(_undeclared(content, name))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UnreadableError(
            f"{name}: it begins as {encoding.upper()} but breaks at byte {fault.start}.",
            advice="It may be cut off; get it again, or save it anew as UTF-8.",
        ) from fault


def _as_declared(content: bytes, declared: str, name: str) -> str:
    try:
        found = codecs.lookup(declared).name
    except LookupError as fault:
        raise UnreadableError(
            f"{name}: it declares the encoding {declared[:40]!r}, which does not exist.",
            advice="Say the right one with --encoding, or save it as UTF-8.",
        ) from fault
    for encoding in (_SUPERSETS.get(found, found), "utf-8"):
        text = content.decode(encoding, "replace")
        if text.count("\ufffd") * STRAY <= len(text):
            return text
    raise UnreadableError(
        f"{name}: it is not in the encoding that it declares ({declared[:40]}).",
        advice="Say the right one with --encoding, or save it as UTF-8.",
    )


def _undeclared(content: bytes, name: str) -> str:
    sample = content[:65536]
    if b"\0" in sample:
        return _wide(content, name)
    if sum(byte in _CONTROLS for byte in sample) * 100 > len(sample):
        raise _binary(name)
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        raise _uncertain(content, fault, name) from fault


def _wide(content: bytes, name: str) -> str:
    """UTF-16 without its mark: Latin text leaves every second byte zero, binary data does not."""
    for encoding, zeros in (("utf-16-le", content[1:2000:2]), ("utf-16-be", content[0:2000:2])):
        if zeros.count(0) * 2 > len(zeros) and content[:2000].count(0) < 1100:
            text = _strictly(content, encoding, name)
            if "\0" not in text:
                return text
    raise _binary(name)


def _binary(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name}: it holds binary data, not text.", advice="Add a text, HTML, PDF or DOCX version of it."
    )


def _uncertain(content: bytes, fault: UnicodeDecodeError, name: str) -> UnreadableError:
    best = from_bytes(content[:65536]).best()
    guess = "" if best is None or best.encoding.startswith("utf") else f" (perhaps {best.encoding})"
    return UnreadableError(
        f"{name}: it is not UTF-8: byte {fault.start} is 0x{content[fault.start]:02X}{guess}.",
        advice="Say its encoding with --encoding, or save it as UTF-8.",
    )
