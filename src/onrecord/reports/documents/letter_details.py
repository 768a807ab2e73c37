"""Who writes to whom, who signs with them and until when others can: a small file beside the agenda."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.drafting.agenda_nodes import Place, root
from onrecord.model.agenda import Agenda
from onrecord.reports.withholding import Names
from onrecord.text.dates import parse_iso

_KEYS = ("to", "from", "cosigners", "deadline")


@dataclass(frozen=True, slots=True)
class LetterDetails:
    """What a letter needs beside its asks."""

    to: str
    sender: str
    cosigners: tuple[str, ...] = ()
    deadline: str = ""
    """The last day on which others can sign, ISO 8601; empty where none can."""

    def cleared(self, names: Names) -> LetterDetails:
        """The details without these names: a letter's head is an output like any other."""
        held = tuple(map(names.withheld, self.cosigners))
        return LetterDetails(names.withheld(self.to), names.withheld(self.sender), held, self.deadline)


def details_of(agenda: Agenda) -> LetterDetails:
    """What follows from the agenda where nobody wrote a file: to its officials, or to the raiser; from its issuer."""
    raisers = dict.fromkeys(ask.raiser for ask in agenda.asks)
    to = ", ".join(agenda.engagement.officials) or ", ".join(f"the Government of {name}" for name in raisers)
    return LetterDetails(to, agenda.issuer or "[the sender]")


def read_details(text: str, *, name: str, agenda: Agenda) -> LetterDetails:
    """The details in a file's text, `to`, `from`, `cosigners` and `deadline` under `letter:`; each may be left out.

    Raises `AgendaError`, which names the line, for an unknown key, another type, or a deadline that is no day.
    """
    keys = root(text, name=name).mapping(("letter",), ("letter",))["letter"].mapping(_KEYS)
    known = details_of(agenda)
    return LetterDetails(
        to=keys["to"].text() if "to" in keys else known.to,
        sender=keys["from"].text() if "from" in keys else known.sender,
        cosigners=keys["cosigners"].texts() if "cosigners" in keys else (),
        deadline=_day(keys["deadline"]) if "deadline" in keys else "",
    )


def _day(place: Place) -> str:
    found = place.text()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found) is None:
        place.wrong(f"{place.what} is {found!r}, no day", "Write it as 2026-06-05.")
    return str(place.made(lambda: parse_iso(found), "Write a day that the calendar has."))
