"""The first page says which engagements come, and what waits for this person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onrecord.desk.doors import for_members


@for_members
def home(request: HttpRequest) -> HttpResponse:
    """Agendas by their engagements."""
    return render(request, "desk/home.html")
