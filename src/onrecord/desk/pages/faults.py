"""A fault is told in plain words; what one may not see and what is not there are one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onrecord.desk.doors import open_to_all


def absent(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """There is nothing here, or nothing for this person: the same page for both."""
    return render(request, "desk/absent.html", status=404)


def bad_request(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "desk/bad_request.html", status=400)


def stale_form(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The form came from another session or too late."""
    return render(request, "desk/stale_form.html", status=403)


@open_to_all
def broken(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """What went wrong is in the log; the page says nothing of it."""
    return HttpResponse(_BROKEN, status=500)


_BROKEN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Fault · OnRecord</title>
<h1>Something went wrong here</h1>
<p>What was recorded before is recorded. Go back and try again; if it happens again, give the administrator the time
and the page.</p></html>
"""
"""Stands alone: it is shown where templates or the database may be what is broken."""
