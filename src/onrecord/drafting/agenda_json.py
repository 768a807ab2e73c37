"""One drafted agenda as a line of JSON, for scripts that score or search many."""

from __future__ import annotations

from typing import Any

from onrecord.drafting.agenda_plain import to_plain
from onrecord.model.agenda import Agenda


def to_json(agenda: Agenda, *, item: str = "") -> dict[str, Any]:
    """The agenda as plain values; `item` comes first if given.

    A `quote` of an ask, ground or case is its words, with `start` and `end` beside it; an engagement's stays
    a group of keys, for its own `start` and `end` are dates.

    Keys with empty values are left out, as in the YAML file, but `cases` of an ask is always a list.
    """
    made = to_plain(agenda)
    made["asks"] = [{"cases": [], **_flat(ask)} for ask in made["asks"]]
    made["grounds"] = [_flat(ground) for ground in made["grounds"]]
    made["cases"] = [_flat(case) for case in made["cases"]]
    return {"item": item, **made} if item else made


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    quote = values.get("quote")
    rest = {key: value for key, value in values.items() if key != "quote"}
    if quote is None:
        return rest
    return {**rest, "quote": quote["exact"], "start": quote["start"], "end": quote["end"]}
