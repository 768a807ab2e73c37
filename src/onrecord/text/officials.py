"""An official speaks for a place while holding its office, and goes by that office as often as by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.errors import DataError
from onrecord.text.marks import Form, forms
from onrecord.text.tables import listed, rows

_TERM = re.compile(
    r"(?P<office>[^@]+?)(?:@(?P<place>\S+))?"
    r"(?: (?P<start>\d{4}(?:-\d\d)?)(?P<dots>\.\.)?(?P<until>\d{4}(?:-\d\d)?)?)?"
)


class OfficeKind(Enum):
    """What the holder of an office does for a place."""

    HEAD = "head"
    """Of state, of government, of a ruling party or house, and their deputies."""
    FOREIGN = "foreign"
    """The foreign ministry's head and its deputies."""
    SECURITY = "security"
    """Defence, security and intelligence, and the advisers of a head."""
    ENVOY = "envoy"
    """Ambassadors, special envoys and coordinators."""
    SPOKESPERSON = "spokesperson"
    LEGISLATURE = "legislature"
    """A parliament, its officers and members."""
    CABINET = "cabinet"
    """Other ministers, and the executive as such."""
    OPPOSITION = "opposition"
    """Speaks for people of the place, not for its government."""
    BODY = "body"
    """An officer of an international body."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the words for it."""

    title: str
    kind: OfficeKind
    state: str
    """Id of the one place that has the office; empty where many do."""
    aliases: tuple[str, ...]
    address: tuple[str, ...]
    """What stands before the holder's surname: `Secretary` for a Secretary of State."""
    aliases_zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office."""

    office: str
    place: str
    start: str
    """ISO 8601, a month or a year; empty where the list is not sure."""
    until: str
    """Likewise; empty also while the term runs."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who speaks, or spoke, for a place."""

    name: str
    surname: str
    place: str
    """Id of the place that the person is known for; a term may name another."""
    forms: tuple[Form, ...]
    """All that the name is written as, the list's own first; `titled_forms` adds titles with the surname."""
    terms: tuple[Term, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of all places that the person held an office of, the one in the list's column first."""
        return tuple(dict.fromkeys((self.place, *(term.place for term in self.terms))))

    @property
    def in_opposition(self) -> bool:
        """True if the person speaks against the government today, whatever office was held before."""
        return any(_by_title()[term.office].kind is OfficeKind.OPPOSITION for term in self.terms)


@cache
def offices() -> tuple[Office, ...]:
    """Every office of `data/offices.tsv`. Raises `DataError` on a kind that is not one."""
    return tuple(_office(row) for row in rows("offices.tsv", key="title"))


def _office(row: dict[str, str]) -> Office:
    if row["kind"] not in {kind.value for kind in OfficeKind}:
        raise DataError(
            f"data/offices.tsv: {row['title']!r} has the unknown kind {row['kind']!r}.",
            advice=f"Use one of {', '.join(kind.value for kind in OfficeKind)}.",
        )
    return Office(
        title=row["title"],
        kind=OfficeKind(row["kind"]),
        state=row["state"],
        aliases=listed(row["aliases"]),
        address=listed(row["address"]),
        aliases_zh=listed(row["aliases_zh"]),
    )


@cache
def _by_title() -> dict[str, Office]:
    return {office.title: office for office in offices()}


@cache
def leaders() -> tuple[Leader, ...]:
    """Every person of `data/leaders.tsv`. Raises `DataError` on a term or an office that cannot be read."""
    return tuple(_leader(row) for row in rows("leaders.tsv", key="name"))


def _leader(row: dict[str, str]) -> Leader:
    name, surname = Form.read(row["name"]), row["surname"].lstrip("!")
    alone = (Form(surname, cased=True, shared=False),) if row["surname"].startswith("!") else ()
    further = forms("|".join(part.lstrip("!") for part in listed(row["forms"])))
    terms = tuple(_term(row, written) for written in listed(row["terms"]))
    return Leader(name.text, surname, row["state"], (name, *further, *alone), terms)


def _term(row: dict[str, str], written: str) -> Term:
    match = _TERM.fullmatch(written)
    if match is None or match["office"] not in _by_title():
        raise DataError(
            f"data/leaders.tsv: the term {written!r} of {row['name']!r} cannot be read.",
            advice="Write `Office 2013-03..2023`, with an office of data/offices.tsv.",
        )
    start = match["start"] or ""
    until = match["until"] or ("" if match["dots"] else start)
    return Term(match["office"], match["place"] or row["state"], start, until)


def titled_forms(leader: Leader) -> tuple[tuple[str, str], ...]:
    """(words, place) for each way to call the person by office and surname: `Prime Minister Modi`, `IN`."""
    if not leader.surname:
        return ()
    pairs = (
        (f"{address} {leader.surname}", term.place)
        for term in leader.terms
        for address in _by_title()[term.office].address
    )
    return tuple(dict.fromkeys(pairs))
