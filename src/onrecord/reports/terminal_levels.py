"""Levels side by side are read fastest in a table; where a table would cut words, each ask gets lines of its own."""

from __future__ import annotations

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.model.record import Side
from onrecord.reports.display import shown_plain
from onrecord.reports.finding_view import FindingView
from onrecord.reports.view import AskView, ScorecardView
from onrecord.reports.words import SIDE_WORDS

WIDE = 100
"""Columns from which on the table shows third parties' records; below, the quotes under it do."""

NARROW = 70
"""Columns below which there is no table."""

LONGEST = 90
"""Characters of an ask that the table shows; its words in full stand above its quotes."""

_GAP = 1
"""Columns between two cells."""

_NO_SPACES = 8
"""Columns that a word of a script without spaces needs at least; it may break anywhere."""


def print_levels(view: ScorecardView, console: Console) -> None:
    """Print the level of each side, the bar and the answer of every ask, with every word whole."""
    sides = [side for side, _ in view.sides if side is not Side.THIRD or console.width >= WIDE]
    cells = [_row(ask, sides) for ask in view.asks]
    heads = ["", "Ask", *(SIDE_WORDS[side].capitalize() for side in sides), "Bar", "Answer"]
    widths = _widths([list(map(Text, heads)), *cells], console.width)
    if console.width < NARROW or not widths:
        _print_blocks(view, console)
    else:
        console.print(_table(heads, cells, widths, plain=not console.is_terminal))


def _row(ask: AskView, sides: list[Side]) -> list[Text]:
    return [Text(str(ask.number)), _short(ask.text), *(_level(ask.best.get(side)) for side in sides), *_met(ask)]


def _met(ask: AskView) -> tuple[Text, Text]:
    bar, answer = Text("none set", style="dim"), Text("none found", style="dim")
    if ask.bar is not None:
        bar = Text(f"{ask.bar.level} {ask.bar.word}: {ask.bar.reach_word}")
    if ask.answer is not None:
        answer = Text(shown_plain(f"{ask.answer.word}, {ask.answer.whose}"))
    return bar, answer


def _short(text: str) -> Text:
    plain = shown_plain(text)
    return Text(plain if len(plain) <= LONGEST else plain[:LONGEST].rpartition(" ")[0].rstrip() + " …")


def _level(found: FindingView | None) -> Text:
    if found is None:
        return Text("0 no record found", style="dim")
    judged = f"{found.judged.shape} {found.judged.words}" if found.judged else ""
    words = [f"{found.level.value} {found.word}", judged, found.telling, found.limits, found.source.date]
    return Text("\n".join(filter(None, words)))


def _widths(rows: list[list[Text]], width: int) -> list[int]:
    """A width for each column in which its longest word is whole; nothing where they do not fit side by side.

    What is left over goes to the columns whose cells would have the most lines.
    """
    columns = [[cell.plain for cell in column] for column in zip(*rows, strict=True)]
    widths = [max(map(_longest_word, column)) for column in columns]
    left = width - sum(widths) - _GAP * (len(widths) - 1)
    if left < 0:
        return []
    for _ in range(left):
        lines = [max(cell_len(cell) for cell in column) / width for column, width in zip(columns, widths, strict=True)]
        widths[lines.index(max(lines))] += 1
    return widths


def _longest_word(words: str) -> int:
    """The width that a cell needs; a level's number stays with its word."""
    parts = words.split()
    if len(parts) > 1 and parts[0].isdecimal():
        parts = [f"{parts[0]} {parts[1]}", *parts[2:]]
    return max(map(_unspaced, parts), default=1)


def _unspaced(word: str) -> int:
    """The width of a word, or `_NO_SPACES` where each of its letters is two columns wide."""
    wide = sum(cell_len(char) == 2 for char in word)
    return min(cell_len(word), _NO_SPACES) if wide * 2 > len(word) else cell_len(word)


def _table(heads: list[str], cells: list[list[Text]], widths: list[int], *, plain: bool) -> Table:
    table = Table(
        box=None if plain else box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP, 1, 0) if plain else 0,  # the box has a gap of its own
    )
    for number, (head, width) in enumerate(zip(heads, widths, strict=True)):
        table.add_column(head, justify="left" if number else "right", width=width)
    for row in cells:
        table.add_row(*row)
    return table


def _print_blocks(view: ScorecardView, console: Console) -> None:
    for ask in view.asks:
        bar, answer = _met(ask)
        lines = [(SIDE_WORDS[side], _level(ask.best.get(side))) for side, _ in view.sides]
        console.print(Text(shown_plain(f"{ask.number} {ask.text}"), style="bold"))
        for name, words in (*lines, ("bar", bar), ("answer", answer)):
            said = Text(f"{name}: {words.plain.replace(chr(10), ', ')}", style=words.style)
            console.print(Padding(said, (0, 0, 0, 2), expand=False))
