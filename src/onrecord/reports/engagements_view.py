"""An engagement as lines for a terminal and as JSON: who, where, when, who says so, and what is not captured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.model.engagements import EngagementRecord, EngagementSource, Expectation, Followed, RecordStatus
from onrecord.reports.display import shown_plain as one_line
from onrecord.reports.following import name_of

_SAID = {
    RecordStatus.APPEARED: "appeared",
    RecordStatus.DUE: "due",
    RecordStatus.LATE: "late, not captured",
    RecordStatus.NOT_CAPTURED: "not captured",
}


def engagement_lines(followed: Followed) -> Iterator[str]:
    """The engagement on one line, then its sources and its records, indented."""
    one = followed.engagement
    days = one.start if one.end in ("", one.start) else f"{one.start} to {one.end}"
    where = f", {one_line(one.place)}" if one.place else ""
    doubt = "" if one.certain else " (announced; no source in hand says that it took place)"
    yield f"{days}  {one.kind.value}: {' – '.join(map(name_of, one.parties))}{where}{doubt}"
    if one.officials:
        yield f"  who:    {one_line('; '.join(one.officials))}"
    yield f"  id:     {one.id}"
    for source in one.sources:
        yield f"  source: {source.telling.word}, {source.known or 'no date'}, {one_line(source.document)}"
    for expected in followed.expected:
        yield f"  record: {_SAID[expected.status]}: {one_line(expected.description)}{_held(expected)}"
    for note in one.notes:
        yield f"  note:   {one_line(note)}"


def _held(expected: Expectation) -> str:
    if expected.documents:
        cut = f", {len(expected.cut_off)} of them cut off" if expected.cut_off else ""
        named = ", ".join(expected.documents[:4]) + (" …" if len(expected.documents) > 4 else "")
        return f" ({len(expected.documents)}{cut}: {one_line(named)})"
    if expected.status is RecordStatus.DUE:
        return ""
    if not expected.searched:
        return " (nothing of this publisher from these days is in hand)"
    return (
        f" ({expected.searched:,} of this publisher's texts from these days in hand, none recognised as telling of it)"
    )


def followed_to_json(followed: Followed) -> dict[str, Any]:
    """The same as JSON."""
    one = followed.engagement
    return {
        **engagement_to_json(one),
        "expected": [_expected(expected) for expected in followed.expected],
    }


def engagement_to_json(one: EngagementRecord) -> dict[str, Any]:
    """An engagement without its records."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "parties": list(one.parties),
        "names": [name_of(code) for code in one.parties],
        "officials": list(one.officials),
        "place": one.place,
        "start": one.start,
        "end": one.end,
        "certain": one.certain,
        "sources": [_source(source) for source in one.sources],
        "notes": list(one.notes),
    }


def _source(source: EngagementSource) -> dict[str, Any]:
    quote = source.quote
    return {
        "telling": source.telling.word,
        "document": source.document,
        "publisher": source.publisher,
        "known": source.known,
        "start": source.start,
        "end": source.end,
        "quote": None if quote is None else {"start": quote.start, "end": quote.end, "quote": quote.exact},
    }


def _expected(expected: Expectation) -> dict[str, Any]:
    return {
        "party": expected.party,
        "description": expected.description,
        "start": expected.start,
        "due": expected.due,
        "late": expected.late,
        "status": expected.status.value,
        "documents": list(expected.documents),
        "cut_off": list(expected.cut_off),
        "searched": expected.searched,
    }
