"""One entry of a list may hold several asks: `sign (Chile); ratify (Peru)`, or `sign (Chile)/ratify (Peru) it`.

>>> [(ask.askers, ask.text) for ask in entry_asks("1. Sign (Chile)/ratify (Peru, Mali) the Convention;")]
[(('CL',), 'Sign the Convention'), (('PE', 'ML'), 'ratify the Convention')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from onrecord.reading.upr_askers import asker_groups
from onrecord.text.tables import rows


@dataclass(frozen=True, slots=True)
class EntryAsk:
    """One ask of an entry; `entry[start:end]` holds its own words and, where it has one, its bracket."""

    askers: tuple[str, ...]
    text: str
    start: int
    end: int


def entry_asks(entry: str) -> tuple[EntryAsk, ...]:
    """The asks of an entry, each with the states in the bracket that closes it."""
    done: list[EntryAsk] = []
    chain: list[EntryAsk] = []
    at = 0
    for group in asker_groups(entry):
        raw = entry[at : group.start]
        words, join = _tidy(raw), _join(raw, follows=bool(chain))
        if join == "new":
            done, chain = [*done, *chain], []
        if join == "shares":
            chain = _with_tail(chain, words.split(" and ")[0])
        text = _text(chain, words, join)
        chain.append(EntryAsk(group.places, text, at, group.end))
        at = group.end
    rest = entry[at:]
    if chain and _join(rest, follows=True) == "shares":
        chain = _with_tail(chain, _tidy(rest.split(";")[0]))
    return tuple(ask for ask in (*done, *chain) if ask.text)


def _text(chain: list[EntryAsk], words: str, join: str) -> str:
    if chain and (join == "adds" or not words):
        return f"{chain[-1].text} {words}".strip()
    if chain and join == "shares":
        _shared, _and, own = words.partition(" and ")
        return own or chain[-1].text
    return words


def _with_tail(chain: list[EntryAsk], tail: str) -> list[EntryAsk]:
    return [replace(ask, text=f"{ask.text} {tail}") for ask in chain]


@cache
def _joins() -> dict[str, str]:
    return {row["word"]: row["join"] for row in rows("upr_joins.tsv", key="word")}


_FIRST = re.compile(r"[\s*\d]*([;.:]|[/,]|\w+)?")


def _join(raw: str, *, follows: bool) -> str:
    """How words stand to the ask before: `new`, `beside` it (after `/`), `adds` to it, or `shares` with it."""
    first = _FIRST.match(raw)
    mark = (first and first[1]) or ""
    if not follows or mark in (";", ".", ":"):
        return "new"
    return "beside" if mark in ("/", ",", "") else _joins().get(mark.lower(), "beside")


_LEAD = re.compile(r"^(?:[\s;,.:*/]|\b(?:and|that)\b(?=\s)|\d{1,3}\.\s*\d{0,3}\.?\s|\([a-z]{1,3}\)\s)+")


_REPORTED = re.compile(r"^Recommended (?:that|to) (?:the )?(?:[A-Z][\w’'-]*\s+)+(?:should |to )?")


def _tidy(words: str) -> str:
    """An ask without its number, the joints around it and a `Recommended that Chad`; white space made single."""
    bare = _LEAD.sub("", " ".join(words.split())).rstrip(" ;,:*/")
    return _REPORTED.sub("", bare) or bare
