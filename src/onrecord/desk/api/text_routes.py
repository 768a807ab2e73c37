"""Texts that a program sends are drafted from and graded; nothing of them is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from onrecord import grade
from onrecord.desk.api.shapes import Fault, Graded, Statement
from onrecord.desk.api.tokens import Bearer, Scope
from onrecord.drafting import draft, to_json
from onrecord.model.agenda import Ask
from onrecord.model.record import Document, Side
from onrecord.reports.as_json import finding_to_json

Json = dict[str, Any]

router = Router(auth=Bearer(Scope.DRAFT), tags=["texts"])


@router.post("/draft", response={200: Json, 400: Fault}, summary="A statement, letter or resolution → an agenda")
def drafted(request: HttpRequest, sent: Statement) -> Json:
    """The agenda, each ask, ground and case with its verbatim quote and offsets in the text that was sent."""
    return to_json(draft(sent.text, issuer=sent.issuer, date=sent.date.isoformat() if sent.date else ""))


@router.post("/grade", response={200: Json, 400: Fault}, summary="One ask × one text → one finding")
def graded(request: HttpRequest, sent: Graded) -> Json:
    """A proposal. Without a publisher the text is read as the raiser's own."""
    ask = Ask(
        id="ask", text=sent.ask, raiser=sent.raiser, target=sent.target, parent=sent.parent, object=sent.object,
        aliases=tuple(filter(None, sent.aliases)),
    )  # fmt: skip
    document = Document(
        id="text", text=sent.text, publisher=sent.publisher, date=sent.date.isoformat() if sent.date else "",
        language=sent.language, side=None if sent.publisher else Side.OURS,
    )  # fmt: skip
    return finding_to_json(grade(ask, document))
