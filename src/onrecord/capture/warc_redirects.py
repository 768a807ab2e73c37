"""A page in a web archive stands under its last address; the answers that led there say which one was asked for."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from onrecord.capture.web_address import web_address
from onrecord.errors import ForbiddenError

SENDS_ELSEWHERE = re.compile(rb"HTTP/[0-9](?:\.[0-9])? 30[12378][ \r\n]")
"""How an answer begins that sends elsewhere (RFC 9110, 15.4)."""

MOST = 5
"""Redirects on one way: as many as a fetch follows."""

HELD = 500
"""Redirects that wait for their page; beyond them the oldest is let go."""

LARGEST = 64 << 10
"""Bytes that a redirect's record may have."""

TOGETHER = timedelta(minutes=2)
"""Between a redirect and the page that it leads to, at most: one fetch takes no longer, and pages move."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One answer that sends elsewhere."""

    address: str
    """That was asked."""
    leads: str
    """The address that it names, in one spelling."""
    status: int
    date: str
    """UTC, ISO 8601 to the second, with a final Z."""
    raw: bytes
    """Its record as it lies in the archive."""


def target(location: str, address: str) -> str:
    """Where a redirect leads, in one spelling; empty if it names no web address."""
    try:
        return str(web_address(location, base=web_address(address))) if location else ""
    except ForbiddenError:
        return ""


@dataclass(slots=True)
class Redirects:
    """The redirects of one file that led to no page so far, the newest for each address that they name."""

    _held: OrderedDict[str, Redirect] = field(default_factory=OrderedDict)

    def hold(self, redirect: Redirect) -> Iterator[int]:
        """Keep one until its page comes; the statuses of those that are let go for it."""
        before = self._held.pop(redirect.leads, None)
        self._held[redirect.leads] = redirect
        if before is not None:
            yield before.status
        if len(self._held) > HELD:
            yield self._held.popitem(last=False)[1].status

    def leading_to(self, address: str, date: str) -> tuple[Redirect, ...]:
        """The way to a page of that moment, from the address that was asked for; empty if it was asked for itself."""
        way: list[Redirect] = []
        while len(way) < MOST:
            found = self._held.get(_spelt(way[0].address if way else address))
            if found is None or not _belongs(found, date):
                break
            way.insert(0, self._held.pop(found.leads))
        return tuple(way)

    def unused(self) -> Iterator[int]:
        """The statuses of those that led to no page."""
        while self._held:
            yield self._held.popitem(last=False)[1].status


def _spelt(address: str) -> str:
    try:
        return str(web_address(address))
    except ForbiddenError:
        return ""


def _belongs(redirect: Redirect, date: str) -> bool:
    passed = datetime.fromisoformat(date) - datetime.fromisoformat(redirect.date)
    return timedelta() <= passed <= TOGETHER
