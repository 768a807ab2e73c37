"""A record of years holds a hundred thousand findings: those of an agenda's asks are found by number, and read at once.

The entries are the truth; `asks_in` is an index of them that can be made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection, select

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim
from onrecord.ledger.schema import entries
from onrecord.model.agenda import Level
from onrecord.model.finding import Answer, Channel, Finding, Force, Reason, Scope, State
from onrecord.model.record import Quote, Side

_ASK = re.compile('"ask":"([0-9a-f]{64})"')
"""The digest of the ask in a finding's body; in a quote the quotation marks would be escaped."""

_HANDFUL = 500


class Details(msgspec.Struct, frozen=True, gc=False):
    """What `finding_entries.found_of` writes into a finding's details."""

    ask: str
    asked: str
    state: State | None
    scope: Scope | None
    force: Force | None
    channel: Channel | None
    answer: Answer
    answer_reported: bool
    other_action: bool
    answer_evidence: tuple[Quote, ...]
    confidence: float
    abstain: bool
    reasons: tuple[Reason, ...]
    side: Side | None = None


class FoundBody(msgspec.Struct, frozen=True, gc=False):
    """The body of a finding's entry, with the types that `model.finding` gives its parts."""

    ask_id: str
    document_id: str
    layer: str
    level: Level
    engine: str
    quotes: tuple[Quote, ...]
    details: Details

    @property
    def finding(self) -> Finding:
        held = self.details
        return Finding(
            self.ask_id, self.document_id, self.level, held.state, held.scope, held.force, held.channel, held.answer,
            held.answer_reported, held.other_action, self.quotes, held.answer_evidence, held.confidence, held.abstain,
            held.reasons,
        )  # fmt: skip

    @property
    def claim(self) -> Claim:
        """What the finding says, as `finding_entries.claim_of` tells it."""
        held = self.details
        words = tuple(None if one is None else one.value for one in (held.state, held.scope, held.answer))
        answers = tuple((quote.start, quote.end) for quote in held.answer_evidence)
        says = (*words, held.answer_reported, held.other_action)
        return Claim(self.ask_id, held.asked, self.document_id, self.layer, int(self.level), says, self.quotes, answers)


_DECODER = msgspec.json.Decoder(FoundBody)


def body_in(entry: Entry) -> FoundBody:
    """The finding of an entry. Raises `StoreError` for one in a form that this program did not write."""
    try:
        return _DECODER.decode(entry.body)
    except msgspec.ValidationError as fault:
        raise StoreError(
            f"The finding of entry {entry.seq} was recorded in a form that this OnRecord does not know ({fault}).",
            advice="Use the newer OnRecord that wrote it, or record the check again.",
        ) from fault


def asks_in(connection: Connection, *, since: int) -> tuple[int, dict[str, list[int]]]:
    """(the last finding's number, by digest of an ask the numbers of its findings) among those after an entry."""
    query = select(entries.c.seq, entries.c.body).where(entries.c.kind == "finding", entries.c.seq > since)
    found: dict[str, list[int]] = {}
    last = since
    for seq, body in connection.execute(query.order_by(entries.c.seq).execution_options(yield_per=_HANDFUL)):
        asked = _ASK.search(body)
        last = seq
        if asked is not None:
            found.setdefault(asked[1], []).append(seq)
    return last, found


def entries_at(connection: Connection, numbers: Sequence[int]) -> Iterator[Entry]:
    """The entries of these numbers, in the order of the ledger.

    The statements are written out: making them in SQLAlchemy takes longer than running them.
    """
    fields = ", ".join(Entry.__slots__)
    for start in range(0, len(numbers), _HANDFUL):
        wanted = ", ".join(map(str, map(int, numbers[start : start + _HANDFUL])))
        query = f"SELECT {fields} FROM entries WHERE seq IN ({wanted}) ORDER BY seq"
        for row in connection.exec_driver_sql(query):
            yield Entry(*row)
