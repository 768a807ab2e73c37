"""The record is searched and read here; nothing on these pages can change it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onrecord.access.rights import Deed
from onrecord.access.things import Desk
from onrecord.desk.cases.register import withheld_from
from onrecord.desk.doors import for_members, must, person_of
from onrecord.desk.record.document_page import parts
from onrecord.desk.record.finding_words import names_somebody, search
from onrecord.desk.record.forms import SearchForm
from onrecord.desk.record.holdings import the_store
from onrecord.errors import StoreError
from onrecord.model.record import Document, Span

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
MARKS_AT_MOST = 50


@require_GET
@for_members
def searching(request: HttpRequest) -> HttpResponse:
    """Words, and the documents that hold them."""
    must(request, Deed.SEARCH, Desk())
    form = SearchForm(request.GET or None)
    shown: dict[str, object] = {"form": form, "documents": the_store().ledger.count()}
    if form.is_valid() and form.cleaned_data["words"]:
        given = form.cleaned_data
        try:
            shown["found"] = search(
                the_store(), given["words"], form.wanted(), withheld_from(person_of(request)), page=given["page"] or 1
            )
        except StoreError as fault:
            form.add_error("words", str(fault))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "record/search.html", {**shown, "query": query.urlencode()})


@require_GET
@for_members
def document(request: HttpRequest) -> HttpResponse:
    """One document, its facts and its whole text."""
    must(request, Deed.SEARCH, Desk())
    held = _document(request)
    marks = [
        Span(int(start), int(end))
        for start, end in _SPAN.findall(request.GET.get("mark", ""))[:MARKS_AT_MOST]
        if int(start) < int(end)
    ]
    capture = the_store().ledger.capture(held.capture_digest) if held.capture_digest else None
    return render(request, "record/document.html", {"document": held, "parts": parts(held, marks), "capture": capture})


def _document(request: HttpRequest) -> Document:
    """The document that was asked for. Raises `Http404`, as for one that is not there, where it holds a sealed name."""
    held = the_store().ledger.document(request.GET.get("id", ""))
    if held is None or names_somebody(held, withheld_from(person_of(request))):
        raise Http404
    return held
