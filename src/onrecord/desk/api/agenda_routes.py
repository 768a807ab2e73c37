"""A team's agendas for programs: what is asked, what was found, how it stands. Sealed cases are not in them."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router

from onrecord.access.rights import Deed
from onrecord.desk.agendas.files import agenda_for, agenda_of, newest, seen_by
from onrecord.desk.agendas.models import AgendaFile
from onrecord.desk.api.tokens import Bearer, Scope
from onrecord.desk.doors import person_of
from onrecord.desk.jobs.snapshots import body_of, is_stale, snapshot
from onrecord.drafting import to_json

Json = dict[str, Any]

router = Router(auth=Bearer(Scope.AGENDAS), tags=["agendas"])


@router.get("/", response=list[Json], summary="The team's agendas")
def listing(request: HttpRequest) -> list[Json]:
    """Newest first."""
    files = AgendaFile.objects.filter(team__in=list(person_of(request).roles)).order_by("-made_at")
    return [_head(request, file) for file in files]


@router.get("/{key}", response=Json, summary="One agenda")
def one(request: HttpRequest, key: str) -> Json:
    """Its asks, grounds and cases, each with its quote and offsets."""
    file = agenda_for(request, key, Deed.SEE)
    return {
        **_head(request, file),
        "agenda": to_json(seen_by(agenda_of(file, person_of(request)), file, person_of(request))),
    }


@router.get("/{key}/{kind}", response=Json, summary="What was found, and how it stands")
def found(request: HttpRequest, key: str, kind: Literal["check", "standing"]) -> Json:
    """As it was last worked out: `check` holds the asks against the record, `standing` tells their whole course."""
    file = agenda_for(request, key, Deed.SEE)
    held = snapshot(file, kind, "team")
    if held is None:
        raise Http404
    return {"key": file.key, "stale": is_stale(held), "made_at": held.made_at.isoformat(), kind: body_of(held)}


def _head(request: HttpRequest, file: AgendaFile) -> Json:
    agenda = seen_by(agenda_of(file, person_of(request)), file, person_of(request))
    return {
        "key": file.key,
        "title": agenda.title,
        "issuer": agenda.issuer,
        "version": newest(file).number,
        "frozen_at": file.frozen_at.isoformat() if file.frozen_at else None,
        "engagement": {
            "kind": agenda.engagement.kind,
            "parties": list(agenda.engagement.parties),
            "start": agenda.engagement.start,
            "end": agenda.engagement.end,
        },
    }
