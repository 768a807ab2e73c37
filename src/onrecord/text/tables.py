"""Word lists are data with a source; a list that contradicts itself is refused when it is read."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from onrecord.errors import DataError


def data_text(name: str) -> str:
    """The words of a data file that ships with the program, e.g. `countries.tsv`."""
    return files("onrecord").joinpath("data", name).read_text(encoding="utf-8")


@cache
def rows(name: str, *, key: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated data file, in its order, every column a string.

    Lines that start with `#` are the file's header of sources; the first other line names the columns.
    Raises `DataError` if a row has another number of columns, or if two rows share their `key`.
    """
    lines = [line for line in data_text(name).splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = next(reader)
    if key not in columns:
        raise DataError(f"data/{name} has no column {key!r}.", advice=f"Its columns are {', '.join(columns)}.")
    table, seen = [], set()
    for cells in reader:
        row = _row(name, columns, cells)
        if row[key] in seen:
            raise DataError(f"data/{name} names {row[key]!r} twice.", advice="Keep one of the two rows.")
        seen.add(row[key])
        table.append(row)
    return tuple(table)


def _row(name: str, columns: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise DataError(
            f"data/{name}: the row of {cells[0]!r} has {len(cells)} columns, not {len(columns)}.",
            advice="Separate columns by one tab each.",
        )
    return dict(zip(columns, (cell.strip() for cell in cells), strict=True))


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, separated by `|`."""
    return tuple(part for part in (piece.strip() for piece in cell.split("|")) if part)
