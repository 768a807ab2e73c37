"""Two records of one meeting side by side: lines for a terminal, JSON, and a table for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from onrecord.model.two_records import Comparison, Row, RowKind, Said, TextInHand
from onrecord.reports.display import direction, language_tag, shown, shown_plain
from onrecord.reports.following import name_of

SHOWN = 3
"""Sentences of a side that a row shows in a terminal; JSON and the table hold all."""

Masked = Callable[[str], str]
"""Withholds names that may not be read; words without any stay as they are."""

_CAUTION = "Rows are found by lists of terms. “Only” means: in the texts in hand. No row says that a side was silent."


def comparison_lines(comparison: Comparison, masked: Masked = lambda words: words) -> Iterator[str]:
    """The texts in hand, the limits, then the rows, each with the sentences that it rests on."""
    ours, theirs = name_of(comparison.ours), name_of(comparison.theirs)
    yield f"{shown_plain(comparison.engagement)}: {ours} (ours) beside {theirs} (theirs)"
    for name, texts in ((ours, comparison.our_texts), (theirs, comparison.their_texts)):
        yield f"  in hand, {name}: " + ("nothing" if not texts else f"{len(texts)} texts")
        for text in texts:
            yield f"    {text.date}  {shown_plain(text.document)}  {_facts(text)}"
    for note in (*comparison.notes, _CAUTION):
        yield f"  note: {shown_plain(masked(note))}"
    for row in comparison.rows:
        yield ""
        yield f"{row.kind.value.upper()}: {shown_plain(row.label)}"
        for why in row.why:
            yield f"  {shown_plain(masked(why))}"
        for name, said in ((ours, row.ours), (theirs, row.theirs), ("Together", row.together)):
            yield from _quotes(name, said, masked)


def _facts(text: TextInHand) -> str:
    facts = [f"{text.characters:,} characters"]
    facts += [] if text.whole else ["replies in a session"]
    facts += ["issued together"] if text.together else []
    facts += [] if text.own else ["printed by the other side"]
    facts += [] if text.complete else ["cut off"]
    return f"({', '.join(facts)})"


def _quotes(name: str, said: tuple[Said, ...], masked: Masked) -> Iterator[str]:
    for one in said[:SHOWN]:
        who = f" ({shown_plain(one.speaker)})" if one.speaker else ""
        place = f"{shown_plain(one.document)} {one.quote.start}–{one.quote.end}"
        yield f"  {name}{who}: “{shown_plain(masked(one.quote.exact))}”  [{place}]"
    if len(said) > SHOWN:
        yield f"  {name}: and {len(said) - SHOWN} more sentences"


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison, with every sentence and its place."""
    return {
        "engagement": comparison.engagement,
        "ours": comparison.ours,
        "theirs": comparison.theirs,
        "comparable": comparison.comparable,
        "our_texts": [_text(text) for text in comparison.our_texts],
        "their_texts": [_text(text) for text in comparison.their_texts],
        "notes": list(comparison.notes),
        "rows": [_row(row) for row in comparison.rows],
    }


def _text(text: TextInHand) -> dict[str, Any]:
    return {
        "document": text.document,
        "publisher": text.publisher,
        "date": text.date,
        "title": text.title,
        "language": text.language,
        "complete": text.complete,
        "characters": text.characters,
        "whole": text.whole,
        "own": text.own,
        "together": text.together,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "label": row.label,
        "kind": row.kind.value,
        "why": list(row.why),
        "ours": [_said(said) for said in row.ours],
        "theirs": [_said(said) for said in row.theirs],
        "together": [_said(said) for said in row.together],
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "document": said.document,
        "language": said.language,
        "speaker": said.speaker,
        "printed_by": said.printed_by,
        "start": said.quote.start,
        "end": said.quote.end,
        "quote": said.quote.exact,
        "marks": [{"start": mark.start, "end": mark.end, "words": mark.exact} for mark in said.marks],
    }


def comparison_html(comparison: Comparison, masked: Masked = lambda words: words) -> str:
    """A fragment of a page: the notes, and a table, one row a topic; every quote with its language and direction."""
    ours, theirs = (_words(name_of(code)) for code in (comparison.ours, comparison.theirs))
    notes = "".join(f"<li>{_words(masked(note))}</li>" for note in (*comparison.notes, _CAUTION))
    rows = "".join(_table_row(row, masked) for row in comparison.rows)
    return (
        f'<section class="two-records" lang="en" dir="ltr"><ul>{notes}</ul>'
        f"<table><caption>{_words(comparison.engagement)}</caption><thead><tr>"
        f'<th scope="col">Topic</th><th scope="col">{ours} (ours)</th><th scope="col">{theirs} (theirs)</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></section>\n"
    )


def _table_row(row: Row, masked: Masked) -> str:
    why = "".join(f"<p>{_words(masked(one))}</p>" for one in row.why)
    head = f'<th scope="row">{_words(row.label)}<p class="kind">{_words(row.kind.value)}</p>{why}</th>'
    together = "".join(_quote(one, masked) for one in row.together)
    if together and not (row.ours or row.theirs):
        return f'<tr>{head}<td colspan="2">{together}</td></tr>'
    ours, theirs = (_cell(said, row.kind, masked) for said in (row.ours, row.theirs))
    own = f"<tr>{head}{ours}{theirs}</tr>"
    said = f"{_words(row.label)}: {_words(RowKind.TOGETHER.value)}"
    return own + (f'<tr><th scope="row">{said}</th><td colspan="2">{together}</td></tr>' if together else "")


_EMPTY = {
    RowKind.NOT_CAPTURED: "not captured",
    RowKind.TOO_SHORT: "too little in hand",
    RowKind.UNSEEN: "no words for it in the lists",
    RowKind.TOGETHER: "only in the words said together",
}


def _cell(said: tuple[Said, ...], kind: RowKind, masked: Masked) -> str:
    if not said:
        return f"<td><p>{_EMPTY.get(kind, 'not found in the texts in hand')}</p></td>"
    return f"<td>{''.join(_quote(one, masked) for one in said)}</td>"


def _quote(one: Said, masked: Masked) -> str:
    words = masked(one.quote.exact)
    tag = language_tag(one.language)
    lang = f' lang="{escape(tag)}"' if tag else ""
    who = f"{_words(one.speaker)}, " if one.speaker else ""
    cite = f"{who}{_words(one.document)} {one.quote.start}–{one.quote.end}"
    return f'<blockquote{lang} dir="{direction(words)}">{_words(words)}</blockquote><p><cite>{cite}</cite></p>'


def _words(words: str) -> str:
    return escape(shown(words))
