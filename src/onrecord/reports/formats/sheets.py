"""A table is read whole or not at all, and what is wrong with it is said by row and column, all at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any, TypeVar

from onrecord.capture.sandbox import Sandbox
from onrecord.errors import UnreadableError
from onrecord.reports.formats.cells import Cell, guarded, split, words
from onrecord.reports.formats.told import FormatError

READER = "onrecord.reports.formats.sheet_reading:read_fields"
"""What the sandbox runs on the bytes of a spreadsheet."""

_LONGEST = 32_767
"""Characters that a spreadsheet's cell holds (Excel's specifications and limits)."""

_ZIP = b"PK\x03\x04"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell."""

    row: int
    """As a spreadsheet counts: the heading is row 1."""
    column: str
    words: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column!r}: {self.words}"


class TableError(FormatError):
    """A table that cannot be taken in; `wrong` has every cell that must be mended."""

    def __init__(self, name: str, wrong: Sequence[Wrong]) -> None:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        super().__init__(f"{name}: {wrong[0]}{more}.", advice="Mend the cells and read the file again.")
        self.wrong = tuple(wrong)


@dataclass(slots=True)
class Row:
    """One row of a table; what is wrong with its cells is collected."""

    number: int
    cells: dict[str, Cell]
    wrong: list[Wrong] = field(default_factory=list)

    def read(self, column: str, how: Callable[[Cell], T], default: T) -> T:
        """A cell by its column, or the default for an empty or missing one."""
        cell = self.cells.get(column)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return default
        try:
            return how(cell)
        except ValueError as fault:
            self.wrong.append(Wrong(self.number, column, str(fault)))
            return default

    def text(self, column: str, *, needed: bool = False) -> str:
        """The words of a cell; an empty one that is needed is wrong."""
        found = words(self.cells.get(column))
        if needed and not found.strip():
            self.wrong.append(Wrong(self.number, column, "is empty"))
        return found

    def parts(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds several values, separated by `|`."""
        return split(self.text(column))


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file (RFC 4180, UTF-8 with a byte order mark, which Excel needs), its cells guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """An XLSX file of one sheet in which every cell is text or a number, none a formula or a link.

    Raises `FormatError` where `xlsxwriter` is not installed, and for a cell that no spreadsheet can hold.
    """
    try:
        library = import_module("xlsxwriter")
    except ImportError as fault:
        raise FormatError(
            "XLSX needs the package xlsxwriter.", advice="`pip install onrecord[tables]`, or choose CSV."
        ) from fault
    out = io.BytesIO()
    book = library.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(1980, 1, 1)})  # fixed, for the same bytes each time
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate((columns, *rows)):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, columns[place])
    book.close()
    return out.getvalue()


def table(
    content: bytes, *, name: str, known: Mapping[str, str], needed: Sequence[str], passed_over: list[str] | None = None
) -> Iterator[Row]:
    """The rows of a CSV or XLSX file by the names of its columns.

    `known` gives for each heading the column's own name. An unknown heading is wrong, unless it can be put on the
    list of what is `passed_over`. Raises `TableError` for a column that is missing, unknown or there twice, and for a
    row longer than the heading; `UnreadableError` for bytes that are no table.
    """
    rows = _sheet(content, name) if content.startswith(_ZIP) else _csv(content, name)
    written = [words(cell).strip() for cell in next(rows, [])]
    heading = [known.get(name, name) for name in written]
    wrong = [Wrong(1, column, "is missing") for column in needed if column not in heading]
    strangers = [column for column in written if column not in known]
    if passed_over is None:
        wrong += [Wrong(1, column, "is not a column that is known") for column in strangers]
    else:
        passed_over += strangers
    wrong += [Wrong(1, column, "stands twice") for column in set(heading) if heading.count(column) > 1]
    if wrong:
        raise TableError(name, wrong)
    for number, cells in enumerate(rows, 2):
        if not any(words(cell).strip() for cell in cells):
            continue
        if any(words(cell).strip() for cell in cells[len(heading) :]):
            raise TableError(name, [Wrong(number, "", f"has {len(cells)} cells under {len(heading)} headings")])
        yield Row(number, dict(zip(heading, cells, strict=False)))


def taken(rows: Iterable[Row], read: Callable[[Row], T], *, name: str) -> tuple[T, ...]:
    """What `read` makes of each row; raises `TableError` with everything that is wrong in any of them."""
    made, wrong = [], []
    for row in rows:
        made.append(read(row))
        wrong += row.wrong
    if wrong:
        raise TableError(name, wrong)
    return tuple(made)


def _cell(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else words(cell)


def _write(sheet: Any, row: int, place: int, cell: Cell, column: str) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(row, place, cell)
        return
    text = _cell(cell)
    if len(text) > _LONGEST:
        where = Wrong(row + 1, column, f"has {len(text):,} characters; a spreadsheet's cell holds {_LONGEST:,}")
        raise FormatError(f"XLSX: {where}.", advice="Export CSV, which has no such limit.")
    sheet.write_string(row, place, text)


def _csv(content: bytes, name: str) -> Iterator[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise UnreadableError(
            f"{name}: line {line} is not UTF-8.", advice="Save it as CSV UTF-8, or as XLSX, and read that."
        ) from fault
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            yield [*row]
    except csv.Error as fault:
        raise UnreadableError(f"{name}: it is no CSV table ({fault}).", advice="Save it anew as CSV UTF-8.") from fault


def _sheet(content: bytes, name: str) -> Iterator[list[Cell]]:
    with Sandbox(READER) as sandbox:
        held = json.loads(sandbox.run(content, name=name)["rows"])
    for row in held:
        yield [date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell for cell in row]
