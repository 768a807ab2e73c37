"""What a place was told stands in the ledger, so that what is still to be told is a fold and no file can be lost.

Neither a mail address nor a web address stands there: a place is named by a digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.ledger.chain import Entry
from onrecord.ledger.statements import Alerted
from onrecord.model.alerts import Notice, Occurrence, Told
from onrecord.ports import Item, Message, Words

_ABOUT = "alerts/"


@dataclass(frozen=True, slots=True)
class Telling:
    """What one place was told of one alert so far."""

    through: int
    """Number of the ledger's last entry when the last message was made: what came later was not looked at."""
    begun: Mapping[str, int]
    """By ask id: the number of the entry at which the alert began for it."""
    told: tuple[Told, ...]
    """Every notice that was given, also by messages that were retracted: nothing is said twice."""
    messages: tuple[Message, ...]
    """Those that were not retracted, oldest first."""
    last: Message
    """The last one, retracted or not."""
    broken: frozenset[str]
    """Sources that were known to be broken then."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.told)


def name_of(wish: str, place: str) -> str:
    """What the ledger calls an alert at a place: it tells neither."""
    return _ABOUT + hashlib.sha256(f"{wish}\n{place}".encode()).hexdigest()[:32]


def alerted(
    name: str,
    message: Message,
    notices: Iterable[Notice] = (),
    *,
    through: int,
    asks: Iterable[str],
    broken: Iterable[str] = (),
) -> Alerted:
    """The entry for a message that arrived at the place of this name; `asks` are all that the alert covers now."""
    told = [[one.key, one.occurrence.name, one.ask_id, one.document.id] for one in notices]
    held = {"through": through, "asks": sorted(asks), "told": told, "broken": sorted(broken)}
    return Alerted(name, json.dumps({**held, "message": asdict(message)}, ensure_ascii=False, sort_keys=True))


def tellings(entries: Iterable[Entry], *, retracted: Collection[str] = ()) -> dict[str, Telling]:
    """What each place was told, by its name in the ledger; the entries from the first to the last.

    A retracted message leaves `messages`, so that a feed no longer shows it; it was told nonetheless.
    """
    held: dict[str, Telling] = {}
    for entry in entries:
        if entry.kind == "alert":
            said = Alerted(**json.loads(entry.body))
            if said.about.startswith(_ABOUT):
                held[said.about] = _after(held.get(said.about), said, stands=entry.digest not in retracted)
    return held


def _after(before: Telling | None, said: Alerted, *, stands: bool) -> Telling:
    held = json.loads(said.said)
    message = _message(held["message"])
    told = tuple(Told(key, Occurrence[kind], ask, document, message.at) for key, kind, ask, document in held["told"])
    through = int(held["through"])
    begun = dict.fromkeys(held["asks"], through)
    shown = (message,) if stands else ()
    if before is None:
        return Telling(through, begun, told, shown, message, frozenset(held["broken"]))
    kept = {ask: before.begun.get(ask, start) for ask, start in begun.items()}
    messages = (*before.messages, *shown)
    return Telling(through, kept, (*before.told, *told), messages, message, frozenset(held["broken"]))


def _message(held: dict[str, Any]) -> Message:
    items = [{**item, "words": tuple(Words(**one) for one in item["words"])} for item in held["items"]]
    return Message(**{**held, "items": tuple(Item(**item) for item in items), "notes": tuple(held["notes"])})
