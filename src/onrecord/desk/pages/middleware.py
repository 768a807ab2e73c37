"""A request leaves one line in the log, which names nobody, and no page of it in a browser's cache."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_log = logging.getLogger("onrecord.desk")


class RequestLog:
    """Says after each request which route was asked for, how it ended and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id, begun = secrets.token_hex(6), time.perf_counter()
        response = self._get_response(request)
        response["X-Request-Id"] = request_id
        route = request.resolver_match.view_name if request.resolver_match else ""
        facts = {
            "request": request_id,
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - begun) * 1000),
            "person": getattr(getattr(request, "person", None), "number", 0),
        }
        _log.info("request", extra={"facts": facts})
        return response


class NothingKept:
    """Pages are for the person who asked: no cache keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
        )
        return response
