"""An asking is found at a place, said to somebody, and wants a deed."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a sentence where something is asked: offsets are of the document."""

    start: int
    """Where the words of asking begin (or the subject of a norm)."""
    deed: int
    """Where what is asked begins; equal to `end` where a list must follow."""
    end: int
    who: str
    """The words for whoever is asked."""
    subject: str
    """The words before the verb of asking in its clause."""
    cue: str
    """The form of asking: a key of `drafting_asking.tsv`, `norm`, `must`, or `please`."""
    frame: str
    """`to`, `that`, `thing`, `modal` or `please`."""

    @property
    def open(self) -> bool:
        """True where the deed is in the list that follows."""
        return self.deed >= self.end


def speech_end(words: str, deed: int, end: int) -> int:
    """Where the quotation that holds the deed closes, if it opened before the deed; else `end`."""
    closing = re.compile(r"[,.!]\"(?=\s)").search(words, deed, end)
    if closing is None or '"' in words[deed : closing.start()]:
        return end
    return closing.start()
