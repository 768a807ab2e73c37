"""What a job worked out is kept until the agenda or the ledger moves on; then it is shown as what it is: older.

Kinds: `check` is `onrecord check --json`, `standing` is `onrecord standing --json`, each for its audience.
"""

from __future__ import annotations

import json
from typing import Any

from onrecord.desk.agendas.files import newest
from onrecord.desk.agendas.models import AgendaFile, Snapshot
from onrecord.desk.record.holdings import the_store

KINDS = ("check", "standing")
AUDIENCES = ("team", "public")


def snapshot(file: AgendaFile, kind: str, audience: str) -> Snapshot | None:
    """What was last worked out; None where nothing was."""
    return Snapshot.objects.filter(agenda=file, kind=kind, audience=audience).first()


def body_of(held: Snapshot) -> dict[str, Any]:
    """What it says."""
    made: dict[str, Any] = json.loads(held.body)
    return made


def is_stale(held: Snapshot) -> bool:
    """True if the agenda or the record changed since."""
    return held.version != newest(held.agenda).number or held.ledger_end != the_store().ledger.end()


def keep(file: AgendaFile, kind: str, audience: str, body: dict[str, Any], *, version: int, ledger_end: int) -> None:
    """Put what was worked out in the place of what was there."""
    Snapshot.objects.update_or_create(
        agenda=file,
        kind=kind,
        audience=audience,
        defaults={"version": version, "ledger_end": ledger_end, "body": json.dumps(body, ensure_ascii=False)},
    )
