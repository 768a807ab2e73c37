"""Marks of quotation mean somebody's words even where no verb stands by: the speaker is then the one who spoke last."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution_found import Found
from onrecord.reading.attribution_units import Pair, Unit

_LEAST_WORDS = 4
"""A quotation of fewer words without a cue is a title, a term or a doubtful word, not speech."""


@dataclass(slots=True)
class Held:
    """Who spoke last, and whether the text is still in the same exchange."""

    last: Found | None = None
    pending: Found | None = None
    """`X said:` whose words stand in the next paragraph."""


def quoted(text: str, unit: Unit, found: list[Found], subject: Pair | None, held: Held) -> list[Found]:
    """The unit's attributions, and its quotations that no cue has: given to who spoke last, or to the subject.

    A sentence that is all quotation goes on with the speech before it. `X said:` at the end of a paragraph takes
    the paragraph that follows.
    """
    open_ended = [each for each in found if not each.content]
    found = [each for each in found if each.content]
    if held.pending is not None and not _speech(found):
        held.pending.content.append((unit.start, unit.end))
        found.append(held.pending)
    held.pending = open_ended[-1] if open_ended else None
    covered = [span for each in found for span in each.content]
    for quote in unit.quotes:
        if any(start <= quote[0] < end for start, end in covered) or _short(text, quote):
            continue
        alone = _alone(text, unit, quote)
        source = (held.last.source if held.last is not None else None) if alone else subject
        found.append(Found([quote], (quote[0], quote[0] + 1), source, "mark"))
    held.last = _last_speaker(unit, found) or held.last
    return found


def _speech(found: list[Found]) -> list[Found]:
    return [each for each in found if each.source is not None and each.manner in ("say", "ask")]


def _last_speaker(unit: Unit, found: list[Found]) -> Found | None:
    """Whose words a quotation in the next sentence goes on with: the one quoted here, else the outermost speaker."""
    speaking = _speech(found)
    quoting = [
        each
        for each in speaking
        if any(q[0] < end and start < q[1] for start, end in each.content for q in unit.quotes)
    ]
    within = [each for each in speaking if not any(_holds(other, each) for other in speaking if other is not each)]
    return next(iter(quoting or within[::-1]), None)


def _holds(outer: Found, inner: Found) -> bool:
    return any(start <= inner.cue[0] < end for start, end in outer.content)


def _short(text: str, quote: Pair) -> bool:
    return len(text[quote[0] : quote[1]].split()) < _LEAST_WORDS


def _alone(text: str, unit: Unit, quote: Pair) -> bool:
    """True if the unit begins with this quotation and has little else."""
    return quote[0] - unit.start <= 2 and unit.end - quote[1] <= 2
