"""Plain text is its own layer: what stands in the file stands in the record."""

from __future__ import annotations

from onrecord.errors import UnreadableError
from onrecord.reading.encodings import decode
from onrecord.reading.extraction import Extraction
from onrecord.reading.kinds import Kind
from onrecord.reading.language import language_of


def read_plain(content: bytes, *, name: str, encoding: str = "") -> Extraction:
    """The text of a file, with line ends as LF; no title and no date, since plain text does not mark them.

    Raises `UnreadableError` if it is empty, binary or in an unknown encoding.
    """
    text = decode(content, name=name, declared=encoding)
    refuse_empty(text, name)
    return Extraction(text, Kind.TEXT.value, language=language_of(text))


def refuse_empty(text: str, name: str) -> None:
    """Raises `UnreadableError` if there is nothing but white space."""
    if not text.strip():
        raise UnreadableError(f"{name}: there is no text in it.", advice="Check that the file is whole.")
