"""An agenda is edited by people and kept in version control: plain YAML, nothing lost either way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from onrecord.drafting.agenda_nodes import Place, root
from onrecord.drafting.agenda_plain import dump
from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground, GroundKind, Level, Protection
from onrecord.model.record import Quote
from onrecord.text.dates import parse_iso

_KINDS = {kind: kind for kind in ("visit", "meeting", "call", "summit", "dialogue", "none")}
_LEVELS = {level.word: level for level in Level} | {str(int(level)): level for level in Level}
_GROUND_KINDS = {kind.value: kind for kind in GroundKind}
_PROTECTIONS = {protection.value: protection for protection in Protection}
_ACTIONS = {str(action): action for action in range(1, 6)}

__all__ = ["dump", "load"]

_TOP = ("title", "issuer", "source", "source_digest", "engagement", "asks", "grounds", "cases")
_ENGAGEMENT = ("kind", "parties", "officials", "start", "end", "quote", "unsure")
_ASK = (
    "id",
    "text",
    "raiser",
    "target",
    "object",
    "parent",
    "action",
    "bar",
    "own",
    "claimant",
    "aliases",
    "cases",
    "quote",
    "unsure",
)
_GROUND = ("id", "kind", "claimant", "asks", "quote", "unsure")
_CASE = ("id", "names", "consent", "protection", "quote", "unsure")
_QUOTE = ("start", "end", "exact")


def load(text: str, *, name: str) -> Agenda:
    """The agenda in a file's text; `name` is the file's, for messages.

    An ask needs only `id`, `text`, `raiser` and `target`. Raises `AgendaError`, which names the line, for an
    unknown or missing key, a value of another type, a bad date, an id given twice, a reference to nothing, or
    a quote whose offsets do not fit its words.
    """
    top = root(text, name=name)
    keys = top.mapping(_TOP, ("asks",))
    cases = _members(keys.get("cases"), _case)
    known = {case.id for case in cases} | {spelling for case in cases for spelling in case.names}
    asks = _members(keys.get("asks"), lambda place: _ask(place, known))
    ids = {ask.id for ask in asks}
    return Agenda(
        title=_text(keys, "title"),
        issuer=_text(keys, "issuer"),
        source=_text(keys, "source"),
        source_digest=_digest(keys),
        engagement=_engagement(keys["engagement"]) if "engagement" in keys else Engagement("none"),
        asks=asks,
        grounds=_members(keys.get("grounds"), lambda place: _ground(place, ids)),
        cases=cases,
    )


_Member = TypeVar("_Member", Ask, Ground, Case)


def _members(place: Place | None, read: Callable[[Place], _Member]) -> tuple[_Member, ...]:
    """The members of a list, no two with one id."""
    made: dict[str, _Member] = {}
    for item in place.items() if place else ():
        one = read(item)
        if one.id in made:
            item.wrong(
                f"the id {one.id!r} stands twice in {place.what if place else ''}",
                "Give one of the two another id.",
            )
        made[one.id] = one
    return tuple(made.values())


def _text(keys: dict[str, Place], key: str) -> str:
    return keys[key].text() if key in keys else ""


def _texts(keys: dict[str, Place], key: str) -> tuple[str, ...]:
    return keys[key].texts() if key in keys else ()


def _said(keys: dict[str, Place], key: str, advice: str) -> str:
    found = keys[key].text()
    if not found.strip():
        keys[key].wrong(f"the ask's {key} is empty", advice)
    return found


def _id(keys: dict[str, Place]) -> str:
    found = keys["id"].text()
    if not found.strip():
        keys["id"].wrong("the id is empty", "Give it a short name, e.g. `a1`.")
    return found


def _digest(keys: dict[str, Place]) -> str:
    found = _text(keys, "source_digest")
    if found and re.fullmatch(r"[0-9a-f]{64}", found) is None:
        keys["source_digest"].wrong(
            "'source_digest' is no SHA-256", "Write 64 hexadecimal digits, or leave the line out."
        )
    return found


def _quote(keys: dict[str, Place]) -> Quote | None:
    if "quote" not in keys:
        return None
    place = keys["quote"]
    parts = place.mapping(_QUOTE, _QUOTE)
    quote = Quote(parts["start"].number(), parts["end"].number(), parts["exact"].text())
    if not 0 <= quote.start < quote.end or quote.end - quote.start != len(quote.exact):
        place.wrong(
            f"the quote has {len(quote.exact)} characters, but its offsets run from {quote.start} to {quote.end}",
            "Copy the words exactly, and set `end` to `start` plus their number.",
        )
    return quote


def _date(keys: dict[str, Place], key: str) -> str:
    if not (found := _text(keys, key)):
        return ""
    place = keys[key]
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", found) is None:
        place.wrong(f"{place.what} is {found!r}, no date", "Write 2023-06-16, 2023-06 or 2023 between quotes.")
    return str(place.made(lambda: parse_iso(found), "Write a date that the calendar has."))


def _engagement(place: Place) -> Engagement:
    keys = place.mapping(_ENGAGEMENT, ("kind",))
    start, end = _date(keys, "start"), _date(keys, "end")
    if start and end and end < start[: len(end)]:
        keys["end"].wrong(
            f"the engagement ends ({end}) before it starts ({start})", "Put the earlier date under `start`."
        )
    return Engagement(
        keys["kind"].one_of(_KINDS),
        _texts(keys, "parties"),
        _texts(keys, "officials"),
        start,
        end,
        _quote(keys),
        _texts(keys, "unsure"),
    )


def _ask(place: Place, cases: set[str]) -> Ask:
    keys = place.mapping(_ASK, ("id", "text", "raiser", "target"))
    named = _texts(keys, "cases")
    _refer(keys, "cases", cases, "case")
    return Ask(
        id=_id(keys),
        text=_said(keys, "text", "Write what is asked in one sentence."),
        raiser=_said(keys, "raiser", "Write the country or body whose officials are to raise it."),
        target=_said(keys, "target", "Write the country, body or group that must act in the end."),
        parent=_text(keys, "parent"),
        object=_text(keys, "object"),
        action=_number_of(keys),
        bar=keys["bar"].one_of(_LEVELS) if "bar" in keys else None,
        quote=_quote(keys),
        own=keys["own"].yes() if "own" in keys else True,
        claimant=_text(keys, "claimant"),
        aliases=_texts(keys, "aliases"),
        cases=named,
        unsure=_texts(keys, "unsure"),
    )


def _number_of(keys: dict[str, Place]) -> int | None:
    if "action" not in keys:
        return None
    keys["action"].number()
    return keys["action"].one_of(_ACTIONS)


def _refer(keys: dict[str, Place], key: str, known: set[str], what: str) -> None:
    for item in keys[key].items() if key in keys else ():
        if item.text() not in known:
            item.wrong(
                f"there is no {what} {item.text()!r}",
                f"Name one of the agenda's own, or add it to the list of {what}s.",
            )


def _ground(place: Place, asks: set[str]) -> Ground:
    keys = place.mapping(_GROUND, ("id", "kind", "quote"))
    _refer(keys, "asks", asks, "ask")
    quote = _quote(keys)
    assert quote is not None
    return Ground(
        _id(keys),
        keys["kind"].one_of(_GROUND_KINDS),
        quote,
        _text(keys, "claimant"),
        _texts(keys, "asks"),
        _texts(keys, "unsure"),
    )


def _case(place: Place) -> Case:
    keys = place.mapping(_CASE, ("id", "names"))
    names = keys["names"].texts()
    if not names:
        keys["names"].wrong("the case has no name", "Write at least one name, or delete the case.")
    return Case(
        id=_id(keys),
        names=names,
        quote=_quote(keys),
        consent=_text(keys, "consent"),
        protection=keys["protection"].one_of(_PROTECTIONS) if "protection" in keys else Protection.INTERNAL,
        unsure=_texts(keys, "unsure"),
    )
