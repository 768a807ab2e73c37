"""The drift of a formula is the same on a terminal, in a page and for a program; only its marks differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from onrecord.model.record import Quote
from onrecord.model.standing import Cited
from onrecord.model.wording import Formula, Rewording, Shifted, Wording
from onrecord.reports.display import direction, language_tag, shown, shown_plain, web_address
from onrecord.reports.drift_view import DriftView, FamilyView, Part, Piece, WordingView, where
from onrecord.reports.withholding import readable
from onrecord.reports.words import SIDE_WORDS

_TERMINAL = {Part.KEPT: ("", ""), Part.DELETED: ("[-", "-]"), Part.ADDED: ("{+", "+}")}
_ELEMENTS = {Part.DELETED: "del", Part.ADDED: "ins"}

STYLE = """\
.drift .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.drift del { text-decoration: line-through; }
.drift ins { text-decoration: underline; }
"""
"""What a page needs so that its marks are seen without colour, and their words by a screen reader alone."""

Json = dict[str, Any]


def drift_lines(view: DriftView, *, once: bool = True) -> Iterator[str]:
    """The lines of one ask on one side, without control characters; `once` False leaves out words of one day."""
    yield " · ".join(filter(None, (shown_plain(view.ask_id), SIDE_WORDS[view.side], shown_plain(view.series))))
    yield f"  {view.summary}"
    single = [family for family in view.families if family.is_once]
    for family in view.families:
        if not family.is_once:
            yield ""
            yield from _family_lines(family)
    if single and once:
        yield ""
        yield f"  Said on one day, in words of its own: {len(single)}"
        for family in single:
            yield from _wording_lines(family.versions[0])


def _family_lines(family: FamilyView) -> Iterator[str]:
    first, last = family.versions[0].wording.first, max(view.wording.last for view in family.versions)
    versions = "1 version" if len(family.versions) == 1 else f"{len(family.versions)} versions"
    yield f"  One wording in {versions}, {first or 'undated'} to {last or 'undated'}"
    for view in family.versions:
        yield from _wording_lines(view)


def _wording_lines(view: WordingView) -> Iterator[str]:
    yield f"    {view.wording.first or 'undated'}  {marked(view.pieces)}"
    if view.wording.before is not None:
        yield f"      {shown_plain(view.news)}"
    yield from (f"      {shown_plain(sentence)}" for sentence in view.notes)
    if view.again:
        yield f"      {shown_plain(view.again)}"
    yield from (f"      {shown_plain(where(use))}" for use in view.wording.uses)


def marked(pieces: Iterable[Piece]) -> str:
    """The pieces in one line: `raised [-serious-] concerns {+again+}`."""
    return shown_plain("".join(f"{_TERMINAL[one.part][0]}{one.words}{_TERMINAL[one.part][1]}" for one in pieces))


def formula_lines(formulas: Iterable[Formula]) -> Iterator[str]:
    """A formula a line, and what filled its gaps in each use."""
    for formula in formulas:
        yield f"  {shown_plain(formula.words)}"
        first, last = (formula.uses[at].source.document.date for at in (0, -1))
        yield f"    the same words on {formula.times} days, {first} to {last}"
        for use in formula.uses:
            filled = " … ".join(quote.exact for quote in use.fillings if quote.exact)
            yield f"    {shown_plain(use.source.document.date)}  {shown_plain(filled) or '(no gap filled)'}"


def drift_html(view: DriftView) -> str:
    """One ask on one side as a `section`; every word from outside is escaped.

    Deleted and added words say so to a screen reader: a word that is hidden from sight stands in each mark. The page
    that holds the section needs `STYLE`, and headings above the third level.
    """
    title = " · ".join(filter(None, (view.ask_id, SIDE_WORDS[view.side], view.series)))
    families = "".join(map(_family_html, view.families))
    return f'<section class="drift"><h3>{_text(title)}</h3><p>{_text(view.summary)}.</p>{families}</section>'


def _family_html(family: FamilyView) -> str:
    return f'<ol class="versions">{"".join(map(_wording_html, family.versions))}</ol>'


def _wording_html(view: WordingView) -> str:
    held = view.wording.uses[0].document
    language = language_tag(held.language)
    lang = f' lang="{language}"' if language else ""
    words = f'<blockquote{lang} dir="{direction(view.wording.quote.exact)}">{_pieces_html(view.pieces)}</blockquote>'
    told = [view.news, *view.notes, *filter(None, [view.again])]
    notes = "".join(f"<li>{_text(sentence)}</li>" for sentence in told)
    uses = "".join(f"<li>{_use_html(use)}</li>" for use in view.wording.uses)
    date = _text(view.wording.first or "undated")
    return f'<li><p class="date">{date}</p>{words}<ul class="told">{notes}</ul><ul class="uses">{uses}</ul></li>'


def _pieces_html(pieces: Iterable[Piece]) -> str:
    return "".join(_piece_html(piece) for piece in pieces)


def _piece_html(piece: Piece) -> str:
    if piece.part is Part.KEPT:
        return _text(piece.words)
    element = _ELEMENTS[piece.part]
    told = f'<span class="unseen">[{piece.part.value}: </span>', '<span class="unseen">]</span>'
    return f"<{element}>{told[0]}{_text(piece.words)}{told[1]}</{element}>"


def _use_html(use: Cited) -> str:
    address = web_address(use.document.url)
    words = _text(where(use))
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _text(words: str) -> str:
    return escape(shown(words))


def drift_to_json(wordings: Iterable[Wording]) -> list[Json]:
    """The wordings as plain values, every edit with its words and its place in both documents."""
    return [_wording(wording) for wording in wordings]


def _wording(wording: Wording) -> Json:
    return {
        "ask": wording.ask_id,
        "side": wording.side.value,
        "series": wording.series,
        "family": wording.family,
        "first": wording.first,
        "last": wording.last,
        "times": wording.times,
        "proposal": wording.proposal,
        "uses": [_cited(use) for use in wording.uses],
        "before": None if wording.before is None else _cited(wording.before),
        "alike": wording.alike,
        "edits": [_edit(edit) for edit in wording.edits],
        "shifts": [_shift(shifted) for shifted in wording.shifts],
    }


def formulas_to_json(formulas: Iterable[Formula]) -> list[Json]:
    """The formulas as plain values, with what fills each gap in each use."""
    return [
        {
            "words": readable(formula.words),
            "pieces": [readable(piece) for piece in formula.pieces],
            "slots": [slot.value for slot in formula.slots],
            "times": formula.times,
            "uses": [
                {**_cited(use.source), "fillings": [_placed(quote) for quote in use.fillings]} for use in formula.uses
            ],
        }
        for formula in formulas
    ]


def _cited(use: Cited) -> Json:
    held = use.document
    facts = {"document": held.id, "date": held.date, "publisher": held.publisher, "title": held.title, "url": held.url}
    return {**facts, "quote": None if use.quote is None else _placed(use.quote)}


def _edit(edit: Rewording) -> Json:
    return {"kind": edit.kind, "marks": list(edit.marks), "old": _placed(edit.old), "new": _placed(edit.new)}


def _shift(shifted: Shifted) -> Json:
    sides = {"before": shifted.before, "after": shifted.after}
    return {"shift": shifted.shift.value} | {key: quote and _placed(quote) for key, quote in sides.items()}


def _placed(quote: Quote) -> Json:
    return {"start": quote.start, "end": quote.end, "quote": readable(quote.exact)}
