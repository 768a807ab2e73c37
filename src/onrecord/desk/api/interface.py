"""One interface, described by itself: faults are told in one form, and what a token may not see is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI

from onrecord import __version__
from onrecord.desk.api import record_routes, text_routes
from onrecord.desk.doors import for_members
from onrecord.errors import OnRecordError

api = NinjaAPI(
    title="OnRecord",
    version=__version__,
    description="What the command line reads. A machine's finding is a proposal until a person has judged it.",
    urls_namespace="api",
    docs_url="docs/",
    openapi_url="openapi.json",
    docs_decorator=for_members,
)

api.add_router("/record", record_routes.router)
api.add_router("/texts", text_routes.router)


@api.exception_handler(OnRecordError)
def _fault(request: HttpRequest, fault: OnRecordError) -> HttpResponse:
    return api.create_response(request, {"problem": fault.problem, "advice": fault.advice}, status=400)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, _fault: Http404) -> HttpResponse:
    return api.create_response(
        request,
        {"problem": "There is nothing here.", "advice": "Check the address and the scopes of the token."},
        status=404,
    )
