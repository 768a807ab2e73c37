"""A site is asked one thing at a time, not too often, and whoever asks to be left alone is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from onrecord.capture.manners import Manners
from onrecord.errors import NotNowError

UNTIL_SAID = 120.0
"""Seconds that a host is left alone after it said "too many" or "not now" without saying for how long."""


class Politeness:
    """When each host may be asked next, and why not before."""

    def __init__(
        self,
        manners: Manners,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._manners = manners
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, tuple[float, str]] = {}

    def wait(self, host: str) -> str:
        """Wait until the host may be asked; says how long and why, empty if there was nothing to wait for.

        Raises `NotNowError`, without waiting, if that would take longer than a request may be held back.
        """
        moment, why = self._next.get(host, (0.0, ""))
        seconds = moment - self._clock()
        if seconds <= 0:
            return ""
        if seconds > self._manners.longest_wait:
            raise NotNowError(f"{host}: {why}.", advice=f"It may be asked again in {seconds:.0f} seconds.")
        self._sleep(seconds)
        return f"{host}: held back for {seconds:.1f} s: {why}"

    def asked(self, host: str, *, wanted: float = 0.0) -> None:
        """The host was asked now; `wanted` are the seconds between requests that it asks for, 0 for none."""
        delay = max(self._manners.delay, wanted)
        why = f"its robots.txt asks for {wanted:g} s between requests" if wanted > self._manners.delay else (
            f"{delay:g} s between requests to one host"
        )  # fmt: skip
        self._hold(host, delay, why)

    def refused(self, host: str, status: int, retry_after: str) -> None:
        """The host answered 429 or 503, perhaps with a Retry-After."""
        seconds = seconds_of(retry_after, now=datetime.now(UTC))
        if seconds is None:
            self._hold(host, UNTIL_SAID, f"it answered {status}")
        else:
            self._hold(host, seconds, f"it answered {status} and asked for {seconds:.0f} s")

    def _hold(self, host: str, seconds: float, why: str) -> None:
        moment = self._clock() + seconds
        if moment > self._next.get(host, (0.0, ""))[0]:
            self._next[host] = (moment, why)


def seconds_of(retry_after: str, *, now: datetime) -> float | None:
    """A Retry-After header in seconds, at least 0; None if it says nothing that can be read."""
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
