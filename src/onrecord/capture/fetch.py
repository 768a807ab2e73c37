"""One fetcher goes to the web: it says who it is, asks what it may, and never goes where only insiders can.

`h11` reads the protocol, since it leaves the socket to us: the bytes are kept as they came, and the connection
goes to the address that was checked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord.capture.connecting import Connector
from onrecord.capture.decoding import CODINGS, decoded
from onrecord.capture.exchange import Exchange, exchange
from onrecord.capture.manners import DEFAULT, Manners
from onrecord.capture.politeness import Politeness
from onrecord.capture.response import Redirect, Response
from onrecord.capture.robots import EVERYTHING, NOTHING, Robots, robots_of
from onrecord.capture.sniffing import charset_of, media_type_of
from onrecord.capture.web_address import WebAddress, web_address
from onrecord.errors import FetchError, ForbiddenError, NotNowError
from onrecord.ports import NOTHING_KNOWN, Validators

REDIRECTS = frozenset({301, 302, 303, 307, 308})

ROBOTS_SECONDS = 24 * 3600.0
"""How long a robots.txt is believed (RFC 9309, 2.4)."""

ROBOTS_RETRY = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""

ACCEPTED = "text/html, application/xhtml+xml, application/pdf, application/xml;q=0.9, */*;q=0.8"


def utc_now() -> str:
    """The moment in UTC, ISO 8601 to the second, with a final Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One exchange and the line that it went over."""

    exchange: Exchange
    address: str

    def header(self, name: str) -> str:
        return next((value for held, value in self.exchange.headers if held.lower() == name), "")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site says to programs, and until when that is believed."""

    until: float
    robots: Robots
    missing: str = ""
    """Why its robots.txt could not be had; empty if it was, or if there is none."""


class WebFetcher:
    """Fetches public pages over http and https, one at a time.

    Each name is resolved once for each request; every address of it is checked against the closed ranges, and
    the connection goes to a checked one. No cookie is kept, no password sent, no proxy taken from the
    environment. The rules of a site (robots.txt, Retry-After) are kept.
    """

    def __init__(
        self,
        manners: Manners = DEFAULT,
        *,
        connector: Connector | None = None,
        politeness: Politeness | None = None,
        now: Callable[[], str] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manners = manners
        self._connector = connector or Connector(manners)
        self._politeness = politeness or Politeness(manners)
        self._now = now
        self._clock = clock
        self._robots: dict[str, _Rules] = {}

    def fetch(self, url: str, *, known: Validators = NOTHING_KNOWN) -> Response:
        """The server's answer whatever its status, redirects followed; 304 only where `known` is still in force.

        Raises `ForbiddenError` for what is never fetched: a closed address, another scheme, what the site's
        robots.txt keeps from programs. Raises `NotNowError` where the site asks to be left alone for longer
        than a request waits, and `FetchError` where no whole answer comes.
        """
        started, moment = self._now(), self._clock()
        waits: list[str] = []
        wanted = web_address(url)
        redirects: list[Redirect] = []
        while True:
            self._ask_robots(wanted, waits)
            answer = self._once(wanted, waits, known)
            if not _sends_elsewhere(answer):
                return self._response(url, wanted, redirects, answer, started, self._clock() - moment, waits)
            redirects.append(_redirect(wanted, answer))
            wanted = self._next(redirects)

    def _next(self, redirects: list[Redirect]) -> WebAddress:
        last = redirects[-1]
        if len(redirects) > self._manners.redirects:
            raise FetchError(
                f"{redirects[0].url}: it is sent elsewhere more than {self._manners.redirects} times.",
                advice="Open it in a browser and fetch the address that it ends at.",
            )
        if last.location in {redirect.url for redirect in redirects}:
            raise FetchError(
                f"{redirects[0].url}: it is sent in a circle.",
                advice="The site may want a cookie; open the page in a browser and save it.",
            )
        return web_address(last.location)

    def _once(self, wanted: WebAddress, waits: list[str], known: Validators = NOTHING_KNOWN) -> _Answer:
        """One request to a checked address, after the wait that the host is owed."""
        host = str(wanted.host)
        waited = self._politeness.wait(host)
        if waited:
            waits.append(waited)
        line = self._connector.open(wanted)
        try:
            held = exchange(line.socket, wanted.target, self._headers(wanted, known), self._manners)
        except FetchError as fault:
            raise FetchError(f"{wanted}: {fault.problem}", advice=fault.advice) from fault
        finally:
            line.socket.close()
            self._politeness.asked(host, wanted=self._delay(wanted))
        answer = _Answer(held, str(line.address))
        if held.status in {429, 503}:
            self._politeness.refused(host, held.status, answer.header("retry-after"))
        return answer

    def _headers(self, wanted: WebAddress, known: Validators) -> list[tuple[str, str]]:
        headers = [
            ("Host", wanted.authority),
            ("User-Agent", self._manners.user_agent),
            ("Accept", ACCEPTED),
            ("Accept-Encoding", CODINGS),
            ("Connection", "close"),
        ]
        if known.url == str(wanted):
            headers += [("If-None-Match", known.etag)] * bool(known.etag)
            headers += [("If-Modified-Since", known.modified)] * bool(known.modified)
        return headers

    def _delay(self, wanted: WebAddress) -> float:
        """Seconds between requests that the site asks for, as far as its rules are known and can be kept."""
        rules = self._robots.get(wanted.origin)
        return 0.0 if rules is None else min(rules.robots.delay, self._manners.longest_wait)

    def _ask_robots(self, wanted: WebAddress, waits: list[str]) -> None:
        """Raises `ForbiddenError` if the site keeps the address from programs."""
        rules = self._robots.get(wanted.origin)
        if rules is None or rules.until <= self._clock():
            rules = self._robots[wanted.origin] = self._fetch_robots(wanted, waits)
        if rules.missing:
            raise NotNowError(
                f"{wanted}: nothing is fetched without the site's robots.txt, which cannot be had ({rules.missing}).",
                advice="Try again later, or save the page by hand.",
            )
        if not rules.robots.allow(wanted.target):
            raise ForbiddenError(
                f"{wanted}: the site's robots.txt keeps it from programs.", advice="Open it in a browser and save it."
            )

    def _fetch_robots(self, wanted: WebAddress, waits: list[str]) -> _Rules:
        """What the site's robots.txt says (RFC 9309, 2.3.1): 4xx is no rules, what cannot be had allows nothing."""
        asked = web_address(f"{wanted.origin}/robots.txt")
        left = self._manners.redirects
        first = True
        try:
            while _sends_elsewhere(answer := self._once(asked, waits)) and left:
                asked, left, first = web_address(_redirect(asked, answer).location), left - 1, False
            return self._rules(answer)
        except NotNowError:
            raise
        except FetchError as fault:
            if first and isinstance(fault, ForbiddenError):
                raise
            return _Rules(self._clock() + ROBOTS_RETRY, NOTHING, fault.problem)

    def _rules(self, answer: _Answer) -> _Rules:
        status = answer.exchange.status
        if 200 <= status < 300:
            content = decoded(answer.exchange.payload, answer.header("content-encoding"), limit=self._manners.content)
            return _Rules(self._clock() + ROBOTS_SECONDS, robots_of(content))
        if status >= 500 or status == 429:
            return _Rules(self._clock() + ROBOTS_RETRY, NOTHING, f"the site answered {status}")
        return _Rules(self._clock() + ROBOTS_SECONDS, EVERYTHING)

    def _response(
        self,
        url: str,
        wanted: WebAddress,
        redirects: list[Redirect],
        answer: _Answer,
        started: str,
        seconds: float,
        waits: list[str],
    ) -> Response:
        held = answer.exchange
        try:
            content = decoded(held.payload, answer.header("content-encoding"), limit=self._manners.content)
        except FetchError as fault:
            raise FetchError(f"{wanted}: {fault.problem}", advice=fault.advice) from fault
        declared = answer.header("content-type")
        return Response(
            url=str(wanted),
            requested_url=url,
            redirects=tuple(redirects),
            status=held.status,
            headers=held.headers,
            request=held.request,
            head=held.head,
            body=held.body,
            content=content,
            media_type=media_type_of(content, declared),
            charset=charset_of(declared),
            started=started,
            seconds=seconds,
            address=answer.address,
            waits=tuple(waits),
        )


def _sends_elsewhere(answer: _Answer) -> bool:
    return answer.exchange.status in REDIRECTS and bool(answer.header("location"))


def _redirect(wanted: WebAddress, answer: _Answer) -> Redirect:
    """Where an answer sends us; raises `ForbiddenError` if it names several places or none that is fetched."""
    named = {value for name, value in answer.exchange.headers if name.lower() == "location"}
    if len(named) > 1:
        raise ForbiddenError(f"{wanted}: it sends to {len(named)} places at once.", advice="Open it in a browser.")
    try:
        location = str(web_address(_as_utf8(named.pop()), base=wanted))
    except ForbiddenError as fault:
        raise ForbiddenError(
            f"{wanted}: it sends elsewhere. {fault.problem}", advice="Open it in a browser."
        ) from fault
    held = answer.exchange
    return Redirect(str(wanted), held.status, location, answer.address, held.head)


def _as_utf8(header: str) -> str:
    """A header's bytes as UTF-8 where they are, as browsers read a Location; else as they stand."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return header
