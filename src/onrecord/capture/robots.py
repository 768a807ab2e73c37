"""A site's robots.txt is the site's word on who may ask for what, read as RFC 9309 says.

Python's `urllib.robotparser` knows no wildcards and takes the first rule that fits in place of the longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from onrecord.capture.wildcards import begins_with

PRODUCT = "onrecord"
"""Our name in robots.txt, in any case."""

LENGTH = 500 << 10
"""Bytes of a robots.txt that are read: what RFC 9309 (2.5) asks for at least."""

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One allow or disallow line."""

    allows: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site says to us."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0
    """Seconds between requests that the site asks for; 0 where it asks for none."""

    def allow(self, target: str) -> bool:
        """True if path and query may be asked for: the longest rule that fits decides, of two equal ones `allow`."""
        if target == "/robots.txt":
            return True
        target = _normal(target)
        fitting = [(len(rule.pattern), rule.allows) for rule in self.rules if begins_with(target, rule.pattern)]
        return max(fitting)[1] if fitting else True


EVERYTHING = Robots()
"""A site without a robots.txt allows everything (RFC 9309, 2.3.1.3)."""

NOTHING = Robots((Rule(False, "/"),))
"""A site whose robots.txt cannot be had for now allows nothing (RFC 9309, 2.3.1.4)."""


def robots_of(content: bytes) -> Robots:
    """What a robots.txt says to us: in the groups that name us, else in those for everybody."""
    ours: list[tuple[str, str]] = []
    everybodys: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(content):
        if PRODUCT in agents:
            named = True
            ours += lines
        elif "*" in agents:
            everybodys += lines
    return _read(ours if named else everybodys)


def _groups(content: bytes) -> Iterator[tuple[frozenset[str], list[tuple[str, str]]]]:
    """The agents of each group with its lines; agents that follow one another share the lines after them."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for key, value in _lines(content):
        if key != "user-agent":
            lines.append((key, value))
            continue
        if lines:
            yield frozenset(agents), lines
            agents, lines = set(), []
        agents.add(value.lower().partition("/")[0].strip())
    yield frozenset(agents), lines


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    text = content[:LENGTH].decode("utf-8-sig", "replace")
    for line in re.split(r"[\r\n]+", text):
        if found := _LINE.match(line):
            yield found[1].lower(), found[2].strip()


def _read(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple(
        Rule(key == "allow", _normal(value)) for key, value in lines if key in {"allow", "disallow"} and value
    )
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Robots(rules, max(delays, default=0.0))


def _normal(path: str) -> str:
    """Path or pattern in one spelling: escapes as upper case, and only where a character needs one (2.2.2)."""
    parts = re.split(r"(%(?:2[35AFaf]|3[Ff]))", path)
    plain = [
        part.upper() if at % 2 else quote(unquote_to_bytes(part), safe="/*$?:@!&'()+,;=~-._|[]")
        for at, part in enumerate(parts)
    ]
    return "".join(plain)
