"""What changed, as JSON: every edit with its words and its place in both texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.ledger.versions import Change, History, Version
from onrecord.model.finding import Finding
from onrecord.model.record import Quote
from onrecord.reports.touched import TouchedFinding, TouchedQuote
from onrecord.text.copies import Cluster, Copy, Sketched
from onrecord.text.differences import Difference, Edit
from onrecord.text.misquotes import Misquote


def history_to_json(history: History, changes: Iterable[tuple[Change, Iterable[TouchedFinding]]]) -> dict[str, Any]:
    """A document's versions, the changes between them, and the findings that each change touches."""
    return {
        "id": history.newest.id,
        "versions": [_version(version) for version in history.versions],
        "changes": [_change(change, findings) for change, findings in changes],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "id": version.id,
        "number": version.number,
        "entry": version.entry,
        "seen": version.seen,
        "sha256": version.layer,
        "characters": version.characters,
        **dict(version.facts),
    }


def _change(change: Change, findings: Iterable[TouchedFinding]) -> dict[str, Any]:
    return {
        "from": change.earlier.entry,
        "to": change.later.entry,
        "kind": None if change.kind is None else change.kind.label,
        "marks": sorted(mark.value for mark in change.text.marks),
        "edits": difference_to_json(change.text),
        "facts": {name: {"old": found.old, "new": found.new} for name, found in change.facts},
        "findings": [_finding(finding) for finding in findings],
    }


def difference_to_json(found: Difference) -> list[dict[str, Any]]:
    """The edits, in order."""
    return [_edit(edit) for edit in found.edits]


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "kind": edit.kind.label,
        "marks": sorted(mark.value for mark in edit.marks),
        "old": {"start": edit.old.start, "end": edit.old.end, "words": edit.before},
        "new": {"start": edit.new.start, "end": edit.new.end, "words": edit.after},
    }


def _finding(touched: TouchedFinding) -> dict[str, Any]:
    return {
        "ask": touched.ask,
        "before": _said(touched.before),
        "after": None if touched.after is None else _said(touched.after),
        "quotes": [_quote(quote) for quote in touched.quotes],
    }


def _said(finding: Finding) -> dict[str, Any]:
    state = None if finding.state is None else finding.state.value
    return {"level": int(finding.level), "state": state, "answer": finding.answer.value}


def _quote(touched: TouchedQuote) -> dict[str, Any]:
    return {
        "fate": touched.fate.value,
        "old": _placed(touched.quote),
        "new": None if touched.now is None else _placed(touched.now),
        "stands": None if touched.stands is None else _placed(touched.stands),
        "edits": [_edit(edit) for edit in touched.edits],
    }


def _placed(quote: Quote) -> dict[str, Any]:
    return {"start": quote.start, "end": quote.end, "quote": quote.exact}


def cluster_to_json(cluster: Cluster, misquoted: Iterable[tuple[Copy, Iterable[Misquote]]]) -> dict[str, Any]:
    """A cluster: its head, and each copy with what it changed; edits go from the head to the copy."""
    return {
        "head": _document(cluster.head),
        "official": cluster.official,
        "copies": [
            {
                **_document(copy.document),
                "resemblance": round(copy.resemblance, 4),
                "kind": None if copy.difference.kind is None else copy.difference.kind.label,
                "edits": difference_to_json(copy.difference),
                "misquotes": [_misquote(found) for found in held],
            }
            for copy, held in misquoted
        ],
    }


def _document(held: Sketched) -> dict[str, Any]:
    return {"id": held.id, "publisher": held.publisher, "date": held.date, "title": held.title}


def _misquote(found: Misquote) -> dict[str, Any]:
    official = None if found.official is None else _placed(found.official)
    return {"quote": _placed(found.quote), "official": official, "in_other_words": found.in_other_words}
