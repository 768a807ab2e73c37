"""Three formats show one document the same way because each is made from the same plain values, cleaned once."""

from __future__ import annotations

from typing import Any

from onrecord.reports.display import direction, language_tag, shown_plain, web_address
from onrecord.reports.documents.blocks import (
    Block,
    Cite,
    Heading,
    Items,
    Note,
    Paper,
    Prose,
    Said,
    Searched,
    Table,
    Text,
)
from onrecord.reports.documents.phrases import frame

Values = dict[str, Any]


def flat(paper: Paper) -> Values:
    """The document as plain values: blocks, and the sources under their numbers.

    Control characters, and those that reorder a line, are left out of every string; an address is a link only where it
    leads to a web page.
    """
    numbers = paper.notes()
    return {
        "kind": paper.kind.value,
        "kind_word": frame(f"kind-{paper.kind.value}").text,
        "title": shown_plain(paper.title) or frame(f"kind-{paper.kind.value}").text,
        "made": shown_plain(paper.made),
        "engine": shown_plain(paper.engine),
        "notices": [shown_plain(notice) for notice in paper.notices],
        "blocks": [_block(block, numbers) for block in paper.blocks],
        "sources_heading": frame("heading-sources").text,
        "sources": [_note(note, number) for note, number in numbers.items()],
    }


def _block(block: Block, numbers: dict[Note, int]) -> Values:
    match block:
        case Heading():
            words = shown_plain(block.text.text)
            number = shown_plain(block.number)
            return {"kind": "heading", "level": block.level, "number": number, "text": words, "dir": direction(words)}
        case Prose():
            return {"kind": "prose", "draft": block.draft, "texts": _texts(block, numbers)}
        case Items():
            return {"kind": "items", "members": [_texts(member, numbers) for member in block.members]}
        case Table():
            return _table(block, numbers)
    return {"kind": "break"}


def _texts(prose: Prose, numbers: dict[Note, int]) -> list[Values]:
    return [_text(text, numbers) for text in prose.texts]


def _text(text: Text, numbers: dict[Note, int]) -> Values:
    words = shown_plain(text.text)
    quoted = text.quoted if isinstance(text, Said) else ()
    return {
        "text": words,
        "pieces": _pieces(words, tuple(map(shown_plain, quoted))),
        "frame": not isinstance(text, Said),
        "notes": [numbers[note] for note in text.notes] if isinstance(text, Said) else [],
        "dir": direction(words),
    }


def _pieces(words: str, quoted: tuple[str, ...]) -> list[Values]:
    """The sentence cut where words are verbatim, each piece with its direction: a quote may run the other way."""
    pieces: list[Values] = []
    done = 0
    for quote in quoted:
        at = words.find(quote, done)
        if at < 0:
            continue
        pieces += [_piece(words[done:at], quote=False), _piece(quote, quote=True)]
        done = at + len(quote)
    return [piece for piece in (*pieces, _piece(words[done:], quote=False)) if piece["text"]]


def _piece(words: str, *, quote: bool) -> Values:
    return {"text": words, "quote": quote, "dir": direction(words)}


def _table(table: Table, numbers: dict[Note, int]) -> Values:
    return {
        "kind": "table",
        "caption": shown_plain(table.caption.text),
        "head": [shown_plain(cell.text) for cell in table.head],
        "rows": [
            {
                "cells": [shown_plain(cell) for cell in row.cells],
                "notes": list(dict.fromkeys(numbers[note] for note in row.notes)),
            }
            for row in table.rows
        ],
    }


def _note(note: Note, number: int) -> Values:
    if isinstance(note, Searched):
        listing = "; ".join(map(shown_plain, note.listing)) or "nothing is in hand"
        facts = [f"{note.words} searched: {listing}"]
        return {
            "number": number,
            "words": "",
            "dir": "ltr",
            "language": "",
            "facts": facts,
            "digests": [],
            "link": "",
            "address": "",
        }
    held = note.citation
    link = web_address(held.url)
    words = shown_plain(held.quote.exact) if held.quote else ""
    return {
        "number": number,
        "words": words,
        "dir": direction(words),
        "language": language_tag(held.language),
        "facts": [shown_plain(fact) for fact in _facts(note) if fact.strip()],
        "digests": [shown_plain(fact) for fact in _digests(note) if fact],
        "link": link,
        "address": "" if link else shown_plain(held.url),
    }


def _facts(note: Cite) -> tuple[str, ...]:
    """What leads to the words: publisher, date, title and place."""
    held = note.citation
    return (
        held.publisher or "publisher not known",
        held.date or "no date",
        held.title,
        f"characters {held.quote.start}–{held.quote.end}" if held.quote else "the whole document",
    )


def _digests(note: Cite) -> tuple[str, ...]:
    """By what a copy of the document can be told from another."""
    return (
        f"document {note.citation.document}",
        f"capture sha256:{note.capture}" if note.capture else "",
        f"text sha256:{note.layer}" if note.layer else "",
    )
