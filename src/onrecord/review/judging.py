"""What a person says of a finding becomes one entry, and only the person who said it last takes it back."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from onrecord.errors import OnRecordError
from onrecord.ledger.statements import Judged, Retracted, SecondRead
from onrecord.model.agenda import Level
from onrecord.model.finding import Verdict
from onrecord.review.readings import Pair, is_one_of, pair_of
from onrecord.review.units import Given, SecondReading, Unit, same_person

TAKEN_BACK = "taken back by the one who gave it"
"""The reason of a retraction for which no other is given."""


class ReviewError(OnRecordError):
    """A judgement or a reading that may not be made: not by this person, not now, or not in these words."""


class Choice(Enum):
    """What a reviewer may say beside a level."""

    CONFIRM = "confirm"
    """Right as the engine put it."""
    REJECT = "reject"
    """The document does not say it."""
    UNDECIDED = "undecided"
    """Looked at, and left open."""


_VERDICTS = {
    Choice.CONFIRM: Verdict.CONFIRMED,
    Choice.REJECT: Verdict.REJECTED,
    Choice.UNDECIDED: Verdict.UNDECIDED,
}


def judged(unit: Unit, said: Choice | int, *, by: str, note: str = "", leads: Collection[str] = ()) -> Judged:
    """The statement of a person's word on a finding; `said` is a choice, or the level 0 to 4 that is right.

    The engine's own level confirms, and another 0 rejects. `leads` are names of those who may settle a disagreement
    that they are part of. Raises `ReviewError` for an empty name, a level outside the codebook, a second reader who is
    no lead, a first reader who would reopen what was settled, and a word that would settle a disagreement without a
    note.
    """
    name, note = _named(by), note.strip()
    _refuse_reader(unit, name, note, leads)
    if isinstance(said, Choice):
        return Judged(unit.entry, _VERDICTS[said], name, note=note)
    level = _level(said)
    if level is unit.finding.level:
        return Judged(unit.entry, Verdict.CONFIRMED, name, note=note)
    if level is Level.NOT_ON_RECORD:
        return Judged(unit.entry, Verdict.REJECTED, name, note=note)
    return Judged(unit.entry, Verdict.CORRECTED, name, level=int(level), note=note)


def second_read(unit: Unit, level: int, *, by: str, note: str = "") -> SecondRead:
    """The statement of a blind second reading; a later one by the same person takes the place of the earlier.

    Raises `ReviewError` as `refuse_second` does, and for an empty name or a level outside the codebook.
    """
    name = _named(by)
    refuse_second(unit, name)
    return SecondRead(unit.entry, int(_level(level)), name, note.strip())


def refuse_second(unit: Unit, by: str) -> None:
    """Raises `ReviewError` where nobody has judged the finding, where this person has, or where another has read it."""
    if not unit.judgements:
        raise ReviewError(
            f"Finding {unit.entry[:12]} has no first reading yet.", advice="Judge it; another person reads it second."
        )
    if any(same_person(given.judgement.by, by) for given in unit.judgements):
        raise ReviewError(
            f"{by} has judged finding {unit.entry[:12]}, and whoever coded first does not code second.",
            advice="Another person reads it.",
        )
    others = [held.by for held in unit.readings if not same_person(held.by, by)]
    if others:
        raise ReviewError(
            f"Finding {unit.entry[:12]} has its second reading, by {others[0]}.", advice="Read another finding."
        )


def undone(unit: Unit, *, by: str, reason: str = "") -> Retracted:
    """Taking back one's own last word (a judgement or a second reading) on a finding.

    Raises `ReviewError` where nothing was said of it, or where another person spoke last.
    """
    name = _named(by)
    last = last_word(unit)
    if last is None:
        raise ReviewError(f"Nobody has judged finding {unit.entry[:12]}.", advice="There is nothing to take back.")
    said_by = last.judgement.by if isinstance(last, Given) else last.by
    if not same_person(said_by, name):
        raise ReviewError(
            f"The last word on finding {unit.entry[:12]} is another person's ({said_by}).",
            advice="One takes back one's own; judge it again to say otherwise.",
        )
    return Retracted(last.entry, name, reason.strip() or TAKEN_BACK)


def last_word(unit: Unit) -> Given | SecondReading | None:
    """What was said last of a finding; None where nothing was."""
    said: list[Given | SecondReading] = [*unit.judgements, *unit.readings]
    return max(said, key=lambda one: one.number, default=None)


def _refuse_reader(unit: Unit, by: str, note: str, leads: Collection[str]) -> None:
    is_lead = is_one_of(by, leads)
    if not is_lead and any(same_person(held.by, by) for held in unit.readings):
        raise ReviewError(
            f"{by} read finding {unit.entry[:12]} as second, and does not judge it too.",
            advice="A third person or the lead settles what two readers see differently.",
        )
    pair = pair_of(unit, leads=leads)
    if pair is None or not pair.differs:
        return
    is_first = same_person(pair.first.judgement.by, by) and not is_lead
    _refuse_settling(unit, pair, note, is_first=is_first)


def _refuse_settling(unit: Unit, pair: Pair, note: str, *, is_first: bool) -> None:
    """A disagreement is settled by somebody else, who says why, and its readers do not reopen it."""
    if is_first and pair.settled is not None:
        raise ReviewError(
            f"{pair.settled.judgement.by} has settled how finding {unit.entry[:12]} is to be read.",
            advice="Ask for another decision; a reader does not reopen it.",
        )
    if not is_first and not note:
        raise ReviewError(
            f"Two persons read finding {unit.entry[:12]} differently, and this would settle it without a reason.",
            advice="Write a note that says why.",
        )


def _named(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise ReviewError("Nobody is named.", advice="Say who decides.")
    return name


def _level(value: int) -> Level:
    if value not in list(Level):
        raise ReviewError(f"{value} is no level of the codebook.", advice="Its levels are 0 to 4.")
    return Level(value)
