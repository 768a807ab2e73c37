"""What is said of the record is recorded like the record: each finding, judgement, retraction and alert is an entry.

Nothing of it is ever changed. How matters stand is a fold over the entries (`stated`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.model.finding import Verdict
from onrecord.model.record import Quote
from onrecord.model.standing import Attached

__all__ = [
    "KINDS", "RECORD", "Alerted", "Attached", "Found", "Frozen", "Judged", "Published", "Replied", "Retracted",
    "Screened", "SecondRead", "Stated", "Statement", "Verdict", "body_of", "kind_of", "stated", "statement_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An engine's finding, with the words it rests on."""

    ask_id: str
    document_id: str
    layer: str
    """SHA-256 of the text layer that the quotes are cut from."""
    level: int
    engine: str
    """Name and version."""
    quotes: tuple[Quote, ...] = ()
    """`layer[start:end] == exact`, which the store checks before it records the finding."""
    details: Mapping[str, object] = field(default_factory=dict)
    """Everything else that the engine says of it, as JSON can hold it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's decision on a finding; a later one on the same finding takes its place."""

    finding: str
    """Digest of the finding's entry."""
    verdict: Verdict
    by: str
    level: int | None = None
    """The right level, where it was corrected."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Retracted:
    """An entry that no longer stands. A retraction can be retracted too: then the entry stands again."""

    entry: str
    """Digest of the entry."""
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Alerted:
    """Something that a person should look at, said once."""

    about: str
    """What it is about: a source's address, a document's id, or `clock`, after which the clock's time counts anew."""
    said: str


@dataclass(frozen=True, slots=True)
class Screened:
    """An engine has held asks against every document that was recorded up to an entry."""

    asks: tuple[str, ...]
    """Digests of the asks, their words and the names that they are looked for under included (`ask_digest`)."""
    engine: str
    through: int
    """Number of the last entry that was there when it began."""


@dataclass(frozen=True, slots=True)
class SecondRead:
    """What another person coded on a finding's passage, shown neither its level nor anybody's judgement of it."""

    finding: str
    """Digest of the finding's entry."""
    level: int
    """0 to 4."""
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What would count as raised was settled; whoever shows the agenda later shows that it is the same."""

    agenda: str
    """SHA-256 of the agenda's file."""
    asks: tuple[str, ...]
    """For each ask SHA-256 of its words, its bar and the names that it is looked for under."""
    by: str
    start: str = ""
    """First day of the engagement, ISO 8601; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Published:
    """A page or a document left the house."""

    address: str
    """Where it stands on the site, without a protected name."""
    digest: str
    """SHA-256 of its bytes."""
    by: str
    approved_by: str = ""
    """The second person, where one was needed."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What somebody answered to something that was published about them; it is shown beside it."""

    about: str
    """Digest of the entry that is answered."""
    by: str
    """Who replies."""
    words: str
    received: str
    """The day, ISO 8601."""
    url: str = ""
    """Where the reply can be read in full; empty where it was sent."""


Statement = Found | Judged | Retracted | Alerted | Screened | Attached | SecondRead | Frozen | Published | Replied

KINDS: dict[str, type[Statement]] = {
    "finding": Found,
    "judgement": Judged,
    "retraction": Retracted,
    "alert": Alerted,
    "screening": Screened,
    "evidence": Attached,
    "second_reading": SecondRead,
    "freeze": Frozen,
    "publication": Published,
    "reply": Replied,
}
"""The kind of entry of each statement; `capture` and `document` are the record's own."""

RECORD = frozenset({"capture", "document"})


def kind_of(statement: Statement) -> str:
    return next(kind for kind, made in KINDS.items() if made is type(statement))


def body_of(statement: Statement) -> dict[str, object]:
    """What the entry says, in the form of its JSON."""
    match statement:
        case Found():
            quotes = [{"start": held.start, "end": held.end, "exact": held.exact} for held in statement.quotes]
            return {**_fields(statement), "quotes": quotes, "details": dict(statement.details)}
        case Judged():
            return {**_fields(statement), "verdict": statement.verdict.value}
        case Screened() | Frozen():
            return {**_fields(statement), "asks": list(statement.asks)}
        case Attached():
            held = statement.quote
            quote = None if held is None else {"start": held.start, "end": held.end, "exact": held.exact}
            return {**_fields(statement), "quote": quote}
        case Retracted() | Alerted() | SecondRead() | Published() | Replied():
            return _fields(statement)


def _fields(statement: Statement) -> dict[str, object]:
    return {name: getattr(statement, name) for name in statement.__slots__}


def statement_of(entry: Entry) -> Statement | None:
    """The statement of an entry; None for a capture or a document. Raises `StoreError` for an unknown kind."""
    if entry.kind in RECORD:
        return None
    body = json.loads(entry.body)
    match entry.kind:
        case "finding":
            quotes = tuple(Quote(held["start"], held["end"], held["exact"]) for held in body.pop("quotes"))
            return Found(**body, quotes=quotes)
        case "judgement":
            return Judged(**{**body, "verdict": Verdict(body["verdict"])})
        case "retraction":
            return Retracted(**body)
        case "alert":
            return Alerted(**body)
        case "screening":
            return Screened(**{**body, "asks": tuple(body["asks"])})
        case "evidence":
            held = body["quote"]
            quote = None if held is None else Quote(held["start"], held["end"], held["exact"])
            return Attached(**{**body, "quote": quote})
        case "second_reading":
            return SecondRead(**body)
        case "freeze":
            return Frozen(**{**body, "asks": tuple(body["asks"])})
        case "publication":
            return Published(**body)
        case "reply":
            return Replied(**body)
    raise StoreError(
        f"Entry {entry.seq} of the store is of a kind that this OnRecord does not know ({entry.kind}).",
        advice="Use the newer OnRecord that wrote it.",
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """How matters stand after all entries; each mapping is by the digest of the entry, in the entries' order."""

    findings: dict[str, Found]
    """Those that were not retracted."""
    judgements: dict[str, Judged]
    """By the finding's digest: the last judgement of it that was not retracted."""
    alerts: dict[str, Alerted]
    retracted: dict[str, Retracted]
    """By the digest of the entry that no longer stands."""


def stated(entries: Iterable[Entry]) -> Stated:
    """Fold all entries, given from the first to the last. A judgement of a retracted finding falls with it."""
    said = [(entry.digest, statement) for entry in entries if (statement := statement_of(entry)) is not None]
    retracted = _retracted(said)
    stand = [(digest, statement) for digest, statement in said if digest not in retracted]
    return Stated(
        findings={digest: held for digest, held in stand if isinstance(held, Found)},
        judgements={
            held.finding: held for _, held in stand if isinstance(held, Judged) and held.finding not in retracted
        },
        alerts={digest: held for digest, held in stand if isinstance(held, Alerted)},
        retracted=retracted,
    )


def _retracted(said: list[tuple[str, Statement]]) -> dict[str, Retracted]:
    """From the last to the first: a retraction counts unless one that counts took it back."""
    gone: dict[str, Retracted] = {}
    for digest, statement in reversed(said):
        if isinstance(statement, Retracted) and digest not in gone:
            gone[statement.entry] = statement
    return gone
