"""What a reader takes out of one file: the words in reading order, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extraction:
    """A text layer and the file's own claims about it; an empty field means that the file does not say."""

    text: str
    """The layer that every later offset counts in."""
    media_type: str
    title: str = ""
    date: str = ""
    """ISO 8601, to the day."""
    language: str = ""
    """BCP 47, detected from the text where the file does not say."""
    publisher: str = ""
    """Whom the file names as its publisher; anybody can write any name there."""
