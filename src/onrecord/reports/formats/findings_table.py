"""A row for each quote of each finding, so that a reader can filter, and check any of them alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel, Finding, Force, Judgement, Scope, Source, State
from onrecord.model.record import Quote
from onrecord.reports.formats.cells import Cell, day, number, words, yes
from onrecord.reports.formats.sheets import Row, Wrong, csv_of, table, taken, xlsx_of
from onrecord.reports.formats.told import Told
from onrecord.reports.withholding import MARKER

COLUMNS = (
    "ask", "ask_text", "raiser", "target", "document", "publisher", "date", "title", "url", "language", "side",
    "level", "level_word", "state", "scope", "force", "channel", "answer", "answer_reported", "other_action",
    "confidence", "abstain", "judged", "verdict", "right_level", "use", "start", "end", "quote",
)  # fmt: skip
NEEDED = ("ask", "document", "level", "answer", "use", "start", "end", "quote")

E = TypeVar("E", bound=Enum)


def csv_bytes(told: Told) -> bytes:
    """The findings as CSV."""
    return csv_of(COLUMNS, rows(told))


def xlsx_bytes(told: Told) -> bytes:
    """The findings as XLSX."""
    return xlsx_of(COLUMNS, rows(told), title="findings")


def rows(told: Told) -> list[list[Cell]]:
    """A row for each quote; a finding without one has one row with an empty quote."""
    made: list[list[Cell]] = []
    for ask, finding, source in told.findings():
        about = [*_about(ask, finding, source), *_judged(told.judgement(ask, finding))]
        for use, quote in _quotes(finding):
            made.append([*about, use, *_place(quote)])
    return made


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was read: a finding with one quote, or none."""

    finding: Finding
    date: str
    use: str
    quote: Quote | None


def read_findings(content: bytes, *, name: str) -> tuple[Finding, ...]:
    """The findings of a CSV or XLSX file, their rows put together again; the reasons are not in a table.

    Raises `TableError` with every cell that is wrong. A quote in which a name was withheld has no place any more and
    is left out.
    """
    made: dict[tuple[str, str], Finding] = {}
    for line in taken(
        table(content, name=name, known=dict(zip(COLUMNS, COLUMNS, strict=True)), needed=NEEDED), _line, name=name
    ):
        key = line.finding.ask_id, line.finding.document_id
        found = made.setdefault(key, line.finding)
        if line.quote is not None and line.use == "answer":
            made[key] = replace(found, answer_evidence=(*found.answer_evidence, line.quote))
        elif line.quote is not None:
            made[key] = replace(found, evidence=(*found.evidence, line.quote))
    return tuple(made.values())


def _quotes(finding: Finding) -> list[tuple[str, Quote | None]]:
    quotes: list[tuple[str, Quote | None]] = [("evidence", quote) for quote in finding.evidence]
    quotes += [("answer", quote) for quote in finding.answer_evidence]
    return quotes or [("", None)]


def _about(ask: Ask, found: Finding, source: Source) -> list[Cell]:
    return [
        ask.id, ask.text, ask.raiser, ask.target, source.id, source.publisher, source.date, source.title, source.url,
        source.language, source.side.value, int(found.level), found.level.word, _value(found.state),
        _value(found.scope), _value(found.force), _value(found.channel), found.answer.value, found.answer_reported,
        found.other_action, found.confidence, found.abstain,
    ]  # fmt: skip


def _judged(judgement: Judgement | None) -> list[Cell]:
    if judgement is None:
        return [False, "", None]
    return [True, judgement.verdict.value, None if judgement.level is None else int(judgement.level)]


def _place(quote: Quote | None) -> list[Cell]:
    return [None, None, ""] if quote is None else [quote.start, quote.end, quote.exact]


def _value(member: Enum | None) -> str:
    return "" if member is None else str(member.value)


def _line(row: Row) -> Line:
    finding = Finding(
        ask_id=row.text("ask", needed=True),
        document_id=row.text("document", needed=True),
        level=row.read("level", _level, Level.NOT_ON_RECORD),
        state=row.read("state", _one_of(State), None),
        scope=row.read("scope", _one_of(Scope), None),
        force=row.read("force", _one_of(Force), None),
        channel=row.read("channel", _one_of(Channel), None),
        answer=row.read("answer", _one_of(Answer), None) or Answer.NONE,
        answer_reported=row.read("answer_reported", yes, False),
        other_action=row.read("other_action", yes, False),
        confidence=row.read("confidence", _share, 1.0),
        abstain=row.read("abstain", yes, False),
    )
    return Line(finding, row.read("date", day, ""), row.read("use", _use, ""), _quote(row))


def _level(cell: Cell) -> Level:
    found = number(cell)
    if found > max(Level):
        raise ValueError(f"{found} is no level; they run from 0 to {int(max(Level))}")
    return Level(found)


def _one_of(kind: type[E]) -> Callable[[Cell], E | None]:
    def read(cell: Cell) -> E | None:
        try:
            return kind(words(cell))
        except ValueError as fault:
            known = ", ".join(str(member.value) for member in kind)
            raise ValueError(f"{words(cell)[:40]!r} is none of {known}") from fault

    return read


def _share(cell: Cell) -> float:
    try:
        found = float(words(cell))
    except ValueError as fault:
        raise ValueError(f"{words(cell)[:40]!r} is not a number from 0 to 1") from fault
    if not 0 <= found <= 1:
        raise ValueError(f"{found} does not lie between 0 and 1")
    return found


def _use(cell: Cell) -> str:
    if words(cell) not in {"evidence", "answer"}:
        raise ValueError(f"{words(cell)[:40]!r} is neither evidence nor answer")
    return words(cell)


def _quote(row: Row) -> Quote | None:
    exact = row.text("quote")
    if not exact or MARKER in exact:
        return None
    start, end = row.read("start", number, -1), row.read("end", number, -1)
    if start < 0 or end - start != len(exact):
        row.wrong.append(Wrong(row.number, "quote", f"has {len(exact)} characters, but start and end do not say so"))
        return None
    return Quote(start, end, exact)
