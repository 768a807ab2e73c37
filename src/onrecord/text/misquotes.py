"""Quotation marks promise somebody's own words: where the official text has others, the promise is broken.

The case that matters: a republished readout had “East Turkestan” inside quotation marks where the official text
said Xinjiang.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.record import Quote
from onrecord.text.change_kinds import Kind
from onrecord.text.differences import Edit, difference, words_of
from onrecord.text.folding import fold

_QUOTED = re.compile(
    r"“([^“”]{1,2000})”|«([^«»]{1,2000})»|「([^「」]{1,2000})」|『([^『』]{1,2000})』|\"([^\"\n]{1,2000})\""
)


@dataclass(frozen=True, slots=True)
class Misquote:
    """Words that a copy puts inside quotation marks and that the official text does not have."""

    quote: Quote
    """In the copy, without its quotation marks."""
    official: Quote | None
    """What stands there in the official text; None where the copy added the passage."""
    edits: tuple[Edit, ...]
    """From the copy to the official text, inside the quotation."""

    @property
    def in_other_words(self) -> bool:
        """True if the official text says something at that place, False if it has nothing there."""
        return self.official is not None


def misquotes(official: str, copy: str) -> Iterator[Misquote]:
    """Every quotation of a copy that does not stand in the official text word for word.

    Case, white space and marks do not count. Whether the official text itself had quotation marks does not count
    either, so that a copy which quotes the official prose rightly is not named.
    """
    back = difference(copy, official)
    known = _plain(official)
    for quoted in quotations(copy):
        if _plain(quoted.exact) in known:
            continue
        edits = tuple(edit for edit in back.touching(quoted.span) if edit.kind is Kind.SUBSTANCE)
        if edits:
            there = back.now(quoted.span)
            stands = Quote.cut(official, there.start, there.end)
            yield Misquote(quoted, stands if words_of(stands.exact) else None, edits)


def quotations(text: str) -> Iterator[Quote]:
    """What stands inside double quotation marks, of one paragraph with straight marks, of any length to 2,000."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        quote = Quote.cut(text, *match.span(group))
        if words_of(quote.exact):
            yield quote


def _plain(text: str) -> str:
    """Words alone, folded, each between spaces."""
    return f" {' '.join(word for word in words_of(fold(text).text) if any(map(str.isalnum, word)))} "
