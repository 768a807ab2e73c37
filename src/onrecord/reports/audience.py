"""A person's name leaves the store only if the protection level of the case allows that output.

`cleared` is the one gate: it takes names out of the value itself, before any renderer sees it, so that no
template, table or JSON key can forget to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from onrecord.model.agenda import Agenda, Case, Protection
from onrecord.model.finding import Check
from onrecord.reports.redaction import redacted
from onrecord.reports.sealing import sealed
from onrecord.reports.withholding import MARKER, Names

TEAM_NOTICE = "For the team: contains names not cleared for publication."
WITHHELD_NOTICE = f"Names that are not cleared for these readers are withheld: {MARKER} stands in their place."


class Audience(Enum):
    """Who may read an output."""

    TEAM = "team"
    """The organisation's own people: internal names are shown, sealed ones are not."""
    PUBLIC = "public"
    """Anybody: only names whose protection is `public` are shown."""


_MAY_READ = {
    Audience.TEAM: frozenset({Protection.PUBLIC, Protection.INTERNAL}),
    Audience.PUBLIC: frozenset({Protection.PUBLIC}),
}


@dataclass(frozen=True, slots=True)
class Cleared:
    """A check that holds no name its audience may not read.

    In its quotes and contexts a withheld character is `withholding.MASK`, so that places still count; every
    other string holds `withholding.MARKER`. `withholding.readable` makes the first into the second.
    """

    check: Check
    audience: Audience
    notices: tuple[str, ...]
    """Lines that every output for people shows: what is withheld, what must not be published."""


def cleared(check: Check, audience: Audience) -> Cleared:
    """The check without the names that may not reach this audience.

    An ask about a sealed case loses its text, quotes and documents for every audience. A spelling that
    the case's `names` do not give is not found.
    """
    if audience is Audience.PUBLIC:
        check = _without_judges(check)
    agenda = check.agenda
    readable_cases = tuple(case for case in agenda.cases if case.protection in _MAY_READ[audience])
    unsealed = _with_cases(sealed(check, _names(agenda, {Protection.SEALED})), readable_cases)
    safe = redacted(unsealed, unreadable(agenda, audience))
    notices = []
    if _with_cases(safe, agenda.cases) != check:
        notices.append(WITHHELD_NOTICE)
    if audience is Audience.TEAM and _differ_for_the_public(_with_cases(unsealed, ()), agenda):
        notices.append(TEAM_NOTICE)
    return Cleared(safe, audience, tuple(notices))


def _without_judges(check: Check) -> Check:
    """The public is told that a person judged a finding, not who, and not what was noted for the team."""
    return replace(
        check,
        results=tuple(
            replace(result, judgements={id_: replace(said, by="", note="") for id_, said in result.judgements.items()})
            for result in check.results
        ),
    )


def _differ_for_the_public(check: Check, agenda: Agenda) -> bool:
    """True if the public would see less of it than the team does."""
    return redacted(check, unreadable(agenda, Audience.PUBLIC)) != redacted(check, unreadable(agenda, Audience.TEAM))


def _with_cases(check: Check, cases: tuple[Case, ...]) -> Check:
    return replace(check, agenda=replace(check.agenda, cases=cases))


def unreadable(agenda: Agenda, audience: Audience) -> Names:
    """The names that may not reach this audience: for what `cleared` does not see, such as whole captures."""
    return _names(agenda, set(Protection) - _MAY_READ[audience])


def _names(agenda: Agenda, levels: Iterable[Protection]) -> Names:
    """The names of the cases on these levels; all other cases' names are spared where they share a part."""
    withheld = [name for case in agenda.cases if case.protection in levels for name in case.names]
    others = [name for case in agenda.cases if case.protection not in levels for name in case.names]
    return Names(withheld, spare=others)
