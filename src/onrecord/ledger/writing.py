"""What is written is compared first: a version is new only if the record does not hold it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, select

from onrecord.ledger.reading import HANDFUL
from onrecord.ledger.rows import Incoming, as_row, completed, facts_of, is_known
from onrecord.ledger.schema import captures, documents, layers
from onrecord.ledger.sealing import ChainEnd
from onrecord.model.record import Capture


class Addition:
    """One transaction's worth of writing: rows gathered first, then written together."""

    def __init__(self, connection: Connection, now: str) -> None:
        self._connection = connection
        self._end = ChainEnd(connection, now)

    def add(self, capture: Capture, arriving: Sequence[Incoming]) -> int:
        self._capture(capture)
        new = self._new_versions(arriving)
        self._write(new)
        return len(new)

    def _capture(self, capture: Capture) -> None:
        known = select(captures.c.entry).where(captures.c.digest == capture.digest)
        if self._connection.execute(known).first() is None:
            entry = self._end.seal("capture", _body(capture))
            self._end.flush()
            self._connection.execute(captures.insert(), {"entry": entry.seq, **asdict(capture)})

    def _new_versions(self, arriving: Sequence[Incoming]) -> list[tuple[Incoming, int]]:
        known = self._versions([document.id for document in arriving])
        new = []
        for document in arriving:
            versions = known.setdefault(document.id, [])
            full = completed(document, versions)
            if not is_known(full, versions):
                versions.append(full)
                new.append((full, len(versions)))
        return new

    def _versions(self, identities: Sequence[str]) -> dict[str, list[Incoming]]:
        """What the store holds of these ids, oldest version first, without the texts themselves."""
        found: dict[str, list[Incoming]] = {}
        for start in range(0, len(identities), HANDFUL):
            query = select(documents).where(documents.c.id.in_(identities[start : start + HANDFUL]))
            for row in self._connection.execute(query.order_by(documents.c.id, documents.c.version)).mappings():
                stored = Incoming(row["id"], "", row["layer"], row["capture"], facts_of(row))
                found.setdefault(row["id"], []).append(stored)
        return found

    def _write(self, new: Sequence[tuple[Incoming, int]]) -> None:
        if not new:
            return
        rows = [
            as_row(document, entry=self._end.seal("document", document.body(number)).seq, version=number)
            for document, number in new
        ]
        self._end.flush()
        self._write_layers([document for document, _ in new])
        self._connection.execute(documents.insert(), rows)

    def _write_layers(self, new: Sequence[Incoming]) -> None:
        wanted = {document.layer: document for document in new}
        digests = list(wanted)
        for start in range(0, len(digests), HANDFUL):
            query = select(layers.c.digest).where(layers.c.digest.in_(digests[start : start + HANDFUL]))
            for digest in self._connection.scalars(query):
                del wanted[digest]
        if wanted:
            rows = [{"digest": digest, "content": held.compressed()} for digest, held in wanted.items()]
            self._connection.execute(layers.insert(), rows)


def _body(capture: Capture) -> dict[str, object]:
    """What the ledger's entry says of it: without `record` where there is none, as entries were before version 4."""
    return {field: value for field, value in asdict(capture).items() if value or field != "record"}
