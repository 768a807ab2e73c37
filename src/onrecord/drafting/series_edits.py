"""What a person changes in the series stands in a plain table beside the agenda, one change a line, with its reason."""

from __future__ import annotations

from onrecord.errors import AgendaError
from onrecord.model.occasion import Change, Contact, SeriesEdit

COLUMNS = ("key", "change", "what", "why")
"""The table's columns, in this order; `why` may be left out."""


def read_edits(text: str, *, name: str = "series.tsv") -> tuple[SeriesEdit, ...]:
    """The changes in the table, in their order; `#` begins a comment line.

    `change` is `add` or `remove` (then `what` is a document's id) or `apart` (then it is a kind of contact: `call`).
    Raises `AgendaError` with the line on anything that cannot be read.
    """
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    if tuple(lines[0][1].split("\t")) not in {COLUMNS, COLUMNS[:3]}:
        raise AgendaError(
            f"{name}, line {lines[0][0]}: the columns are not {', '.join(COLUMNS)}.",
            advice="Begin the table with that line, separated by tabs.",
        )
    return tuple(_edit(line.split("\t"), f"{name}, line {at}") for at, line in lines[1:])


def _edit(cells: list[str], where: str) -> SeriesEdit:
    if len(cells) not in {3, 4}:
        raise AgendaError(f"{where}: {len(cells)} columns, not 3 or 4.", advice="Separate columns by one tab each.")
    key, change, what, why = (cell.strip() for cell in (*cells, "")[:4])
    if change not in {known.value for known in Change}:
        raise AgendaError(
            f"{where}: {change!r} is no change of a series.", advice=f"Use {', '.join(one.value for one in Change)}."
        )
    if not key or not what:
        raise AgendaError(f"{where}: the series or what is changed is missing.", advice="Fill both columns.")
    if Change(change) is Change.APART and what not in {contact.value for contact in Contact}:
        raise AgendaError(
            f"{where}: {what!r} is no kind of contact.", advice=f"Use {', '.join(one.value for one in Contact)}."
        )
    return SeriesEdit(key, Change(change), what, why)
