"""What the United Nations recommended is somebody's ask already: it is taken over with its words, not re-told.

UPR Info's table (one row a recommendation) and the export of OHCHR's Universal Human Rights Index, as a table or as
its JSON list. Which heading means what: `data/recommendation_columns.tsv`. A voluntary pledge, a concern or an
observation asks nobody for anything: it is passed over and counted.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.model.agenda import Ask
from onrecord.reports.formats.cells import Cell, number
from onrecord.reports.formats.sheets import Row, table, taken
from onrecord.reports.formats.told import FormatError
from onrecord.text.places import resolve
from onrecord.text.tables import rows as data_rows

_BLOCK = 1 << 20
"""Characters of a JSON list that are looked at together; one record has a few thousand."""

_BULLET = re.compile(r"^\s*-\s+")
_ASKER = re.compile(r"\(([^()]+)\)\s*[;.]?\s*$")
_RECOMMENDATION = re.compile(r"recommendation", re.I)
_PLEDGE = re.compile(r"voluntary", re.I)


@dataclass(slots=True)
class Taken:
    """The asks of a file, and what was passed over in it."""

    asks: tuple[Ask, ...] = ()
    passed_over: Counter[str] = field(default_factory=Counter)
    """Rows by the reason why they are no asks."""
    columns: list[str] = field(default_factory=list)
    """Headings that no list knows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which recommendations to take; an empty field does not narrow."""

    target: str = ""
    asked_by: str = ""
    raiser: str = ""
    """Whose officials are to raise them; without it, whoever made them."""

    def admits(self, ask: Ask) -> bool:
        """True if the ask is addressed to the target and made by who is wanted; other names of a country count."""
        return _same(self.target, ask.target) and _same(self.asked_by, ask.claimant)


def read_upr(content: bytes, *, name: str, wanted: Wanted = Wanted()) -> Taken:
    """The recommendations of UPR Info's table. Raises `TableError` with every cell that is wrong."""
    return _read(content, name, "upr", ("text", "target", "asked_by"), _upr, wanted)


def read_uhri(content: bytes, *, name: str, wanted: Wanted = Wanted()) -> Taken:
    """The recommendations of UHRI's export, a table or its JSON; one for several countries becomes one ask for each.

    Raises `TableError` with every cell or key that is wrong, `FormatError` for a JSON that is no list of records.
    """
    return _read(content, name, "uhri", ("text", "target", "body", "type"), _uhri, wanted)


def _read(
    content: bytes,
    name: str,
    source: str,
    needed: tuple[str, ...],
    make: Callable[[Row, Counter[str]], list[Ask]],
    wanted: Wanted,
) -> Taken:
    made = Taken()
    known = {row["heading"]: row["column"] for row in data_rows("recommendation_columns.tsv", key="key")
             if row["source"] == source}  # fmt: skip
    if content.lstrip()[:1] == b"[":
        rows = _records(content, name, known, made.columns)
    else:
        rows = table(content, name=name, known=known, needed=needed, passed_over=made.columns)
    chosen: list[Ask] = []
    for asks in taken(rows, lambda row: make(row, made.passed_over), name=name):
        kept = [ask for ask in asks if wanted.admits(ask)]
        made.passed_over["of others than those wanted"] += len(asks) - len(kept)
        chosen += kept
    made.asks = tuple(_unique(chosen, wanted.raiser))
    made.passed_over += Counter()
    return made


def _upr(row: Row, passed_over: Counter[str]) -> list[Ask]:
    if _PLEDGE.search(row.text("kind")) or _PLEDGE.search(row.text("response")):
        passed_over["voluntary pledges"] += 1
        return []
    asker = row.text("asked_by", needed=True).strip()
    ask = Ask(
        id=row.text("id").strip() or f"row-{row.number}",
        text=_plain(row.text("text", needed=True)),
        raiser=asker,
        target=row.text("target", needed=True).strip(),
        parent=_first(row.text("themes")),
        action=row.read("action", _action, None),
        claimant=asker,
    )
    return [ask]


def _uhri(row: Row, passed_over: Counter[str]) -> list[Ask]:
    kind = _bare(row.text("type", needed=True))
    if not _RECOMMENDATION.search(kind):
        passed_over[kind or "without a type"] += 1
        return []
    text = _plain(row.text("text", needed=True))
    body = _bare(row.text("body", needed=True))
    asker = _asker(text) if body.upper() == "UPR" else ""
    symbol = row.text("symbol").strip()
    targets = [_bare(part) for part in re.split(r"[\n|]", row.text("target", needed=True)) if _bare(part)]
    id_ = row.text("id").strip() or f"row-{row.number}"
    claimant = asker or (f"{body} ({symbol})" if symbol else body)
    return [
        Ask(
            id=id_ if len(targets) == 1 else f"{id_}-{number}",
            text=text,
            raiser=asker or body,
            target=target,
            parent=_bare(_first(row.text("themes"))),
            claimant=claimant,
        )
        for number, target in enumerate(targets, 1)
    ]


def _records(content: bytes, name: str, known: dict[str, str], passed_over: list[str]) -> Iterator[Row]:
    """The objects of a JSON list, one at a time: the full export has 360 MB."""
    for place, record in enumerate(_objects(content, name), 2):
        if not isinstance(record, dict):
            raise FormatError(f"{name}: record {place - 1} is no object.", advice="Export the list anew.")
        passed_over += [key for key in record if key not in known and key not in passed_over]
        yield Row(place, {known[key]: _joined(value) for key, value in record.items() if key in known})


def _objects(content: bytes, name: str) -> Iterator[object]:
    decoder, stream = json.JSONDecoder(), io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig")
    held, at, number = stream.read(_BLOCK).lstrip()[1:], 0, 0
    while True:
        at = _past(held, at)
        if held[at : at + 1] == "]":
            return
        try:
            made, end = decoder.raw_decode(held, at)
        except ValueError as fault:
            more = stream.read(_BLOCK)
            if not more:
                raise FormatError(
                    f"{name}: it breaks after record {number} ({fault}).", advice="It may be cut off; get it again."
                ) from fault
            held, at = held[at:] + more, 0
            continue
        yield made
        at, number = end, number + 1


def _past(held: str, at: int) -> int:
    """The place after white space and commas."""
    match = re.compile(r"[\s,]*").match(held, at)
    return match.end() if match else at


def _joined(value: object) -> Cell:
    match value:
        case None:
            return None
        case list():
            return "\n".join(str(item) for item in value)
        case str() | int() | float() | bool():
            return value
    return json.dumps(value, ensure_ascii=False)


def _unique(asks: Iterable[Ask], raiser: str) -> Iterator[Ask]:
    seen: Counter[str] = Counter()
    for ask in asks:
        seen[ask.id] += 1
        id_ = ask.id if seen[ask.id] == 1 else f"{ask.id}-again-{seen[ask.id]}"
        yield Ask(id_, ask.text, raiser or ask.raiser, ask.target, ask.parent, action=ask.action, claimant=ask.claimant)


def _action(cell: Cell) -> int | None:
    found = number(cell)
    if not 1 <= found <= 5:
        raise ValueError(f"{found} is no action category: 1 to 5")
    return found


def _plain(text: str) -> str:
    """The words without the HTML that the index keeps in them."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def _asker(text: str) -> str:
    """The one State that a recommendation of the Universal Periodic Review names at its end; empty for several."""
    match = _ASKER.search(text)
    return match[1].strip() if match and resolve(match[1]) and not re.search(r"[;,]| and ", match[1]) else ""


def _first(text: str) -> str:
    return re.split(r"[\n|,;]", text, maxsplit=1)[0].strip()


def _bare(text: str) -> str:
    return _BULLET.sub("", text).strip()


def _same(wanted: str, name: str) -> bool:
    if not wanted or wanted.casefold() == name.casefold():
        return True
    one, other = resolve(wanted), resolve(name)
    return one is not None and one == other
