"""A spreadsheet runs what begins like a formula; a cell of words must stay words, and come back as it was.

The signs are those of OWASP's page on CSV injection, with their full-width forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from onrecord.text.dates import parse_iso

_SIGNS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_GUARD = "'"
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")

Cell = str | int | float | bool | date | datetime | None
"""What a spreadsheet may hold in a cell."""


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula."""
    return _GUARD + text if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The text of a cell that `guarded` wrote; a cell that people wrote stays as it is."""
    return text[1:] if text.startswith(_GUARD) and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    begins = text.lstrip(" \u00a0\ufeff")[:1]
    return begins in _SIGNS if begins and begins != _GUARD else text.startswith(_GUARD)


def words(cell: Cell) -> str:
    """A cell as text: dates as ISO 8601, whole numbers without a point, nothing as an empty text."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
        case date():
            return cell.isoformat()
        case _:
            return unguarded(str(cell))


def day(cell: Cell) -> str:
    """A date cell as ISO 8601, as precise as it is; empty for an empty one. Raises `ValueError`, saying why.

    Nothing is guessed: `03/04/2023` is a day in March to some and in April to others.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isinstance(cell, float) or not 1000 <= cell <= 2999:
            raise ValueError(f"{cell} is a number, not a date; write 2023-06-19, 2023-06 or 2023 as text")
        return str(cell)
    text = words(cell).strip()
    if not text:
        return ""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"{text[:40]!r} is not an ISO 8601 date; write 2023-06-19, 2023-06 or 2023")
    return str(parse_iso(text))


def yes(cell: Cell) -> bool:
    """A cell that says yes or no. Raises `ValueError` for any other word."""
    text = words(cell).strip().casefold()
    if text not in {"yes", "no", "true", "false"}:
        raise ValueError(f"{text[:40]!r} is neither yes nor no")
    return text in {"yes", "true"}


def number(cell: Cell) -> int:
    """A whole number. Raises `ValueError` for anything else."""
    text = words(cell).strip()
    if re.fullmatch(r"\d{1,12}", text) is None:
        raise ValueError(f"{text[:40]!r} is not a whole number")
    return int(text)


def joined(values: Iterable[str]) -> str:
    """Several values in one cell, separated by `|`; `split` gives them back."""
    return " | ".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def split(text: str) -> tuple[str, ...]:
    """The values of a cell, without white space at their ends; empty ones are left out."""
    pieces = (piece.strip() for piece in re.findall(r"(?:\\[\\|]|[^|])+", text))
    return tuple(re.sub(r"\\([\\|])", r"\1", piece) for piece in pieces if piece)
