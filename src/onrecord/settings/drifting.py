"""Comparing every wording with every other is slow, and says the same as long as no finding of the ask changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.ledger.drift import drift
from onrecord.ledger.finding_entries import ask_digest
from onrecord.model.agenda import Ask
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited, Observation
from onrecord.model.wording import Rewording, Shifted, Wording
from onrecord.settings.library import Library

VERSION = "1"
"""Raised when `ledger.drift` says something else of the same words."""

FEWEST = 12
"""Observations from which remembering is quicker than comparing."""

Use = tuple[int, int, int]
"""A quote: the place of its observation, of the evidence there, and the characters left out at its beginning."""


class Kept(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A wording, with places in the observations instead of their documents and words."""

    side: Side
    series: str
    family: int
    uses: tuple[Use, ...]
    times: int
    before: Use | None
    alike: bool
    edits: tuple[Rewording, ...]
    shifts: tuple[Shifted, ...]
    proposal: bool


def remembered(asked: Sequence[tuple[Ask, Sequence[Observation]]], library: Library) -> list[tuple[Wording, ...]]:
    """The drift of each ask, as `ledger.drift` tells it: what is kept, where its findings are the same as then."""
    names = [_name(ask, seen) if _is_kept(seen) else "" for ask, seen in asked]
    kept = dict(library.kept_under([name for name in names if name]))
    made: list[tuple[Wording, ...]] = []
    for done, ((ask, seen), name) in enumerate(zip(asked, names, strict=True), 1):
        if name in kept:
            made.append(tuple(_wording(ask.id, one, seen) for one in _DECODER.decode(kept[name])))
            continue
        made.append(drift(seen))
        if name:
            places = {one.document.id: at for at, one in enumerate(seen)}
            library.keep(name, {1: msgspec.json.encode([_kept(one, seen, places) for one in made[-1]]).decode()})
            library.said("Comparing wordings", done, len(asked))
    return made


def _is_kept(seen: Sequence[Observation]) -> bool:
    """True if it is worth it, and the findings have entries that seal them, one a document."""
    several = len({one.document.id for one in seen}) < len(seen)
    return len(seen) >= FEWEST and not several and all(one.entry for one in seen)


def _name(ask: Ask, seen: Sequence[Observation]) -> str:
    """The name of the reading: what comes before the stroke is the ask, so that a new one takes the old one's place."""
    asked = hashlib.sha256(f"{ask.id}\n{ask_digest(ask)}".encode()).hexdigest()[:40]
    told = "\n".join([VERSION, *map(_told_from, seen)])
    return f"drift {asked}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _told_from(one: Observation) -> str:
    """All that drift is told from: the entry seals the words."""
    judged = "" if one.judgement is None else one.judgement.verdict.value
    return f"{one.entry} {int(one.finding.level)} {judged} {one.document.side.value} {one.document.date}"


def _kept(wording: Wording, seen: Sequence[Observation], places: Mapping[str, int]) -> Kept:
    uses = tuple(_use(cited, seen, places) for cited in wording.uses)
    before = None if wording.before is None else _use(wording.before, seen, places)
    return Kept(
        wording.side, wording.series, wording.family, uses, wording.times, before, wording.alike, wording.edits,
        wording.shifts, wording.proposal,
    )  # fmt: skip


def _use(cited: Cited, seen: Sequence[Observation], places: Mapping[str, int]) -> Use:
    at, quote = places[cited.document.id], cited.quote
    assert quote is not None, "a wording has words"
    number = next(
        number
        for number, held in enumerate(seen[at].finding.evidence)
        if held.end == quote.end and held.exact.endswith(quote.exact)
    )
    return at, number, quote.start - seen[at].finding.evidence[number].start


def _wording(ask_id: str, kept: Kept, seen: Sequence[Observation]) -> Wording:
    uses = tuple(_cited(use, seen) for use in kept.uses)
    before = None if kept.before is None else _cited(kept.before, seen)
    return Wording(
        ask_id, kept.side, kept.series, kept.family, uses, kept.times, before, kept.alike, kept.edits, kept.shifts,
        kept.proposal,
    )  # fmt: skip


def _cited(use: Use, seen: Sequence[Observation]) -> Cited:
    at, number, cut = use
    held = seen[at].finding.evidence[number]
    return Cited(seen[at].document, Quote(held.start + cut, held.end, held.exact[cut:]) if cut else held)


_DECODER = msgspec.json.Decoder(list[Kept])
