"""What a person decided on a claim stands for that claim, whichever engine makes it next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import Connection, Select, select

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim, claim_of
from onrecord.ledger.schema import entries
from onrecord.ledger.statements import RECORD, Found, Judged, stated, statement_of
from onrecord.model.agenda import Level
from onrecord.model.finding import Judgement

SHORTEST = 8
"""Characters of a digest by which an entry may be named, at least."""

_HANDFUL = 500


def statements(connection: Connection, kinds: Sequence[str] = ()) -> Iterable[Entry]:
    """The entries that are statements, of these kinds (none named: of every kind), in their order."""
    wanted = entries.c.kind.in_(kinds) if kinds else entries.c.kind.notin_(RECORD)
    return _entries(connection, select(entries).where(wanted).order_by(entries.c.seq))


def judged_claims(connection: Connection) -> dict[Claim, Judgement]:
    """The last judgement of each claim that was not retracted, by the claim of the finding that it was made on."""
    said = list(statements(connection, ("judgement", "retraction")))
    judged = list({held.finding for entry in said if isinstance(held := statement_of(entry), Judged)})
    if not judged:
        return {}
    return by_claim([*_of_digests(connection, judged), *said])


def by_claim(held: Iterable[Entry]) -> dict[Claim, Judgement]:
    """The same fold over entries in hand: judgements, retractions, and the findings that were judged."""
    ordered = sorted(held, key=lambda entry: entry.seq)
    gone = stated(ordered).retracted
    claims: dict[str, Claim | None] = {}
    found: dict[Claim, Judgement] = {}
    for entry in ordered:
        statement = statement_of(entry)
        if isinstance(statement, Found) and entry.digest not in gone:
            claims[entry.digest] = claim_of(statement)
        if isinstance(statement, Judged) and entry.digest not in gone:
            claim = claims.get(statement.finding)
            if claim is not None:
                found[claim] = judgement_of(statement, entry.at)
    return found


def judgement_of(judged: Judged, at: str) -> Judgement:
    level = None if judged.level is None else Level(judged.level)
    return Judgement(judged.verdict, judged.by, at, level, judged.note)


def entry_named(connection: Connection, name: str) -> Entry:
    """The entry of which the digest begins so. Raises `StoreError` where there is none or more than one."""
    prefix = name.strip().lower()
    if not re.fullmatch(f"[0-9a-f]{{{SHORTEST},64}}", prefix):
        raise StoreError(
            f"{name!r} names no entry: a digest is {SHORTEST} to 64 of the characters 0-9 and a-f.",
            advice="`onrecord findings AGENDA.yaml` lists the findings with theirs.",
        )
    found = list(_entries(connection, select(entries).where(entries.c.digest.startswith(prefix)).limit(4)))
    if not found:
        raise StoreError(
            f"The store has no entry {prefix}….",
            advice="`onrecord findings AGENDA.yaml` lists the findings with theirs.",
        )
    if len(found) > 1:
        some = ", ".join(entry.digest[: len(prefix) + 6] for entry in found[:3])
        raise StoreError(f"More than one entry begins with {prefix}: {some} ….", advice="Give more characters.")
    return found[0]


def short_names(connection: Connection) -> dict[str, str]:
    """For each statement's digest the shortest beginning, of `SHORTEST` characters or more, that no other entry has."""
    digests = sorted(connection.scalars(select(entries.c.digest)))
    shared = [_shared(one, other) for one, other in pairwise(digests)]
    around = zip(digests, [0, *shared], [*shared, 0], strict=True)
    return {digest: digest[: max(SHORTEST, before + 1, after + 1)] for digest, before, after in around}


def _shared(one: str, other: str) -> int:
    """How many characters two digests begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))


def _of_digests(connection: Connection, digests: Sequence[str]) -> Iterable[Entry]:
    for start in range(0, len(digests), _HANDFUL):
        wanted = entries.c.digest.in_(digests[start : start + _HANDFUL])
        yield from _entries(connection, select(entries).where(wanted))


def _entries(connection: Connection, query: Select[tuple[object, ...]]) -> Iterable[Entry]:
    with connection.execute(query.execution_options(yield_per=_HANDFUL)) as found:
        for row in found.mappings():
            yield Entry(**row)
