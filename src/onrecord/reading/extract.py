"""One door to every reader: bytes go in with a name, a text layer comes out or a reason why not.

HTML, PDF and DOCX are read by large parsers: import this module only where those may break (the sandbox).
"""

from __future__ import annotations

from onrecord.reading.docx import read_docx
from onrecord.reading.extraction import Extraction
from onrecord.reading.html import read_html
from onrecord.reading.kinds import HEAD, Kind, kind_of
from onrecord.reading.pdf import read_pdf
from onrecord.reading.plain import read_plain


def read_bytes(content: bytes, *, name: str, media_type: str | None = None, encoding: str = "") -> Extraction:
    """The text layer of one file and what it says of itself.

    `encoding` overrides what a text or HTML file declares. Raises `UnreadableError`, naming the file, the
    reason and the next step, for a kind without a reader (a corpus of many documents among them), for damage,
    and for a file without text.
    """
    kind = kind_of(content[:HEAD], name=name, media_type=media_type)
    if kind is Kind.HTML:
        return read_html(content, name=name, encoding=encoding)
    if kind is Kind.PDF:
        return read_pdf(content, name=name)
    if kind is Kind.DOCX:
        return read_docx(content, name=name)
    return read_plain(content, name=name, encoding=encoding)


def read_fields(content: bytes, *, name: str, media_type: str = "", encoding: str = "") -> dict[str, str]:
    """`read_bytes` as a flat mapping of strings, the form in which an answer leaves the sandbox."""
    found = read_bytes(content, name=name, media_type=media_type or None, encoding=encoding)
    return {
        "text": found.text,
        "media_type": found.media_type,
        "publisher": found.publisher,
        "title": found.title,
        "date": found.date,
        "language": found.language,
    }
