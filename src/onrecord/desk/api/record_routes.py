"""The record for programs: searches, documents, versions, engagements."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from onrecord.access.rights import Deed
from onrecord.access.things import Desk
from onrecord.desk.api.shapes import Fault, Searched
from onrecord.desk.api.tokens import Bearer, Scope
from onrecord.desk.cases.register import withheld_from
from onrecord.desk.doors import must, person_of
from onrecord.desk.record.finding_words import Hit, names_somebody, search
from onrecord.desk.record.holdings import the_store
from onrecord.ledger.versions import history_of
from onrecord.model.engagements import EngagementRecord
from onrecord.model.record import Document, Quote
from onrecord.ports import DocumentFilter
from onrecord.reports.engagements_view import engagement_to_json
from onrecord.reports.following import chosen
from onrecord.settings.meetings import known_engagements

Json = dict[str, Any]

router = Router(auth=Bearer(Scope.RECORD), tags=["record"])


@router.get("/", response=Json, summary="How much is held")
def holdings(request: HttpRequest) -> Json:
    """Number of documents, and of the ledger's last entry."""
    must(request, Deed.SEARCH, Desk())
    ledger = the_store().ledger
    return {"documents": ledger.count(), "last_entry": ledger.end()}


@router.get("/search", response={200: Json, 400: Fault}, summary="Documents that hold all words")
def searching(request: HttpRequest, asked: Query[Searched]) -> Json:
    """Latest date first, twenty a page, each with its passages and their offsets."""
    must(request, Deed.SEARCH, Desk())
    wanted = DocumentFilter(
        since=asked.since.isoformat() if asked.since else "",
        until=asked.until.isoformat() if asked.until else "",
        publishers=(asked.publisher,) if asked.publisher else (),
    )
    found = search(the_store(), asked.words, wanted, withheld_from(person_of(request)), page=asked.page)
    return {
        "searched": found.searched,
        "page": found.page,
        "more": found.has_more,
        "hits": [_hit(hit) for hit in found.hits],
    }


@router.get("/document", response=Json, summary="One document with its text")
def document(request: HttpRequest, id: str) -> Json:  # noqa: A002  # the parameter's name in the address
    """The newest version of a document, whole."""
    held = _document(request, id)
    return {**_facts(held), "text": held.text, "complete": held.complete}


@router.get("/versions", response=Json, summary="The versions of one document")
def versions(request: HttpRequest, id: str) -> Json:  # noqa: A002  # the parameter's name in the address
    """When each version of the text was recorded, by its digest."""
    _document(request, id)
    history = history_of(the_store().ledger, id)
    if history is None:
        raise Http404
    return {
        "id": id,
        "versions": [{"layer": one.layer, "captured_at": one.seen, "capture": one.capture} for one in history.versions],
    }


@router.get("/engagements", response=Json, summary="Who met whom, by the record")
def engagements(request: HttpRequest, since: str = "", until: str = "", party: str = "") -> Json:
    """Past and coming engagements that documents tell of, each with its sources."""
    must(request, Deed.SEARCH, Desk())
    names = withheld_from(person_of(request))
    kept = chosen(_engagements(the_store().ledger.end()), since=since, until=until, parties=(party,) if party else ())
    told = [engagement_to_json(one) for one in kept]
    return {
        "as_of": datetime.now(UTC).date().isoformat(),
        "engagements": [one for one in told if not (names and names.named_in(repr(one)))],
    }


@lru_cache(maxsize=1)
def _engagements(_ledger_end: int) -> tuple[EngagementRecord, ...]:
    """They change only when the ledger grows."""
    return known_engagements(the_store())


def _document(request: HttpRequest, identity: str) -> Document:
    must(request, Deed.SEARCH, Desk())
    held = the_store().ledger.document(identity)
    if held is None or names_somebody(held, withheld_from(person_of(request))):
        raise Http404
    return held


def _hit(hit: Hit) -> Json:
    passages = [{**_quote(one.passage), "words": [_quote(word) for word in one.words]} for one in hit.passages]
    return {**_facts(hit.document), "passages": passages, "more_passages": hit.more}


def _facts(document: Document) -> Json:
    return {
        "id": document.id,
        "publisher": document.publisher,
        "date": document.date,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "capture": document.capture_digest,
    }


def _quote(quote: Quote) -> Json:
    return {"start": quote.start, "end": quote.end, "quote": quote.exact}
