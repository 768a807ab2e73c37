"""A statute binds by one verb, and whoever cites it often names another: the verb is quoted from the statute itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model.record import Document, Quote
from onrecord.text.sentences import sentences

_BINDS = re.compile(
    r"\b(?:shall|must|should|may)(?: not)?\b|\b(?:is|are) (?:required|directed|authorized|authorised|encouraged) to\b"
    r"|\bit is the (?:policy|sense) of\b",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?m)^\W{0,3}(?:SEC(?:TION|\.)|Section|Sec\.|Article|§)\W{0,2}\d")
_SECTIONS = 2
"""Numbered sections that a text must have to be taken for a statute."""
_OPENING = 1500
"""Characters at the head of a text in which a statute names itself."""


@dataclass(frozen=True, slots=True)
class Operative:
    """A sentence of a statute that binds somebody."""

    quote: Quote
    binds: str
    """The words that bind, verbatim: `shall`, `should`, `may not`, `is authorized to`."""
    section: str
    """The heading under which it stands, as far as its first line tells; empty where there is none."""


def is_statute(document: Document, name: str) -> bool:
    """True for the text of the statute of that name: it names itself at its head and is cut into sections."""
    head = f"{document.title}\n{document.text[:_OPENING]}".casefold()
    return name.casefold() in head and len(_SECTION.findall(document.text)) >= _SECTIONS


def operative_sentences(document: Document) -> tuple[Operative, ...]:
    """The sentences of a statute that say what somebody shall, should, must or may do, in its order. English only."""
    heads = [(match.start(), _line(document.text, match.start())) for match in _SECTION.finditer(document.text)]
    found = []
    for span in sentences(document.text):
        binds = _BINDS.search(span.of(document.text))
        if binds and "may be cited as" not in span.of(document.text):
            section = next((line for start, line in reversed(heads) if start <= span.start), "")
            found.append(Operative(Quote.cut(document.text, span.start, span.end), binds[0], section))
    return tuple(found)


def _line(text: str, start: int) -> str:
    return text[start : start + 120].lstrip("\n").partition("\n")[0].strip(" .")
