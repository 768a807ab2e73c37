"""The incumbent is a spreadsheet of asks: it comes in and goes out without a word lost."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model.agenda import Ask, Level
from onrecord.model.record import Quote
from onrecord.reports.formats.cells import Cell, joined, number, words, yes
from onrecord.reports.formats.sheets import Row, Wrong, csv_of, table, taken, xlsx_of
from onrecord.reports.formats.told import Told

COLUMNS = (
    "id", "text", "raiser", "target", "object", "parent", "action", "bar", "own",
    "claimant", "aliases", "cases", "quote", "start", "end", "unsure",
)  # fmt: skip
NEEDED = ("text", "raiser", "target")

_BARS = {level.word: level for level in Level} | {str(int(level)): level for level in Level}


def csv_bytes(told: Told) -> bytes:
    """The asks as CSV."""
    return csv_of(COLUMNS, rows(told.check.agenda.asks))


def xlsx_bytes(told: Told) -> bytes:
    """The asks as XLSX."""
    return xlsx_of(COLUMNS, rows(told.check.agenda.asks), title="asks")


def rows(asks: Iterable[Ask]) -> list[list[Cell]]:
    """One row an ask; several values of one cell are separated by ` | `."""
    return [_row(ask) for ask in asks]


def read_asks(content: bytes, *, name: str) -> tuple[Ask, ...]:
    """The asks of a CSV or XLSX file; one without an id is `row-N`, by its row in the sheet.

    Raises `TableError` with every cell that is wrong: an empty text, raiser or target, an unknown bar, an action
    outside 1 to 5, an id given twice, offsets that do not fit their quote.
    """
    seen: dict[str, int] = {}
    return taken(
        table(content, name=name, known=dict(zip(COLUMNS, COLUMNS, strict=True)), needed=NEEDED),
        lambda row: _ask(row, seen),
        name=name,
    )


def _row(ask: Ask) -> list[Cell]:
    quote = ask.quote
    return [
        ask.id, ask.text, ask.raiser, ask.target, ask.object, ask.parent,
        ask.action, "" if ask.bar is None else ask.bar.word, ask.own, ask.claimant,
        joined(ask.aliases), joined(ask.cases),
        quote.exact if quote else "", quote.start if quote else None, quote.end if quote else None,
        joined(ask.unsure),
    ]  # fmt: skip


def _ask(row: Row, seen: dict[str, int]) -> Ask:
    id_ = row.text("id").strip() or f"row-{row.number}"
    if id_ in seen:
        row.wrong.append(Wrong(row.number, "id", f"{id_!r} stands in row {seen[id_]} already"))
    seen[id_] = row.number
    return Ask(
        id=id_,
        text=row.text("text", needed=True),
        raiser=row.text("raiser", needed=True),
        target=row.text("target", needed=True),
        parent=row.text("parent"),
        object=row.text("object"),
        action=row.read("action", _action, None),
        bar=row.read("bar", _bar, None),
        quote=_quote(row),
        own=row.read("own", yes, True),
        claimant=row.text("claimant"),
        aliases=row.parts("aliases"),
        cases=row.parts("cases"),
        unsure=row.parts("unsure"),
    )


def _action(cell: Cell) -> int | None:
    found = number(cell)
    if not 1 <= found <= 5:
        raise ValueError(f"{found} is no action category: 1 (minimal) to 5 (specific action)")
    return found


def _bar(cell: Cell) -> Level | None:
    text = words(cell).strip().casefold()
    if text not in _BARS:
        raise ValueError(f"{text[:40]!r} is no level; write named, concern, specific or asked")
    return _BARS[text]


def _quote(row: Row) -> Quote | None:
    exact = row.text("quote")
    start, end = row.read("start", number, -1), row.read("end", number, -1)
    if not exact and start == end == -1:
        return None
    if start < 0 or end - start != len(exact) or not exact:
        row.wrong.append(Wrong(row.number, "quote", f"has {len(exact)} characters, but start and end do not say so"))
        return None
    return Quote(start, end, exact)
