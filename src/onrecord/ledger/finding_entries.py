"""A finding in the ledger is the engine's whole finding, and says which words of which ask it was made for.

Everything that `Found` has no field for stands in its `details`, as plain values that JSON keeps. An ask is its id
and its words: an agenda may give an old id to a new ask, and a finding of the one is none of the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.errors import StoreError
from onrecord.ledger.chain import canonical
from onrecord.ledger.statements import Found
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel, Finding, Force, Reason, Scope, State
from onrecord.model.record import Quote, Side

_STATES: dict[str | None, State | None] = {None: None, **{held.value: held for held in State}}
_SCOPES: dict[str | None, Scope | None] = {None: None, **{held.value: held for held in Scope}}
_FORCES: dict[str | None, Force | None] = {None: None, **{held.value: held for held in Force}}
_CHANNELS: dict[str | None, Channel | None] = {None: None, **{held.value: held for held in Channel}}
_ANSWERS = {held.value: held for held in Answer}
_LEVELS = {int(held): held for held in Level}


class Claim(NamedTuple):
    """What a finding says, without how it was found: what a person who judges it judges.

    Two engines that find the same words of the same text at the same level make one claim.
    """

    ask_id: str
    asked: str
    """`asked_digest` of the ask."""
    document_id: str
    layer: str
    level: int
    says: tuple[object, ...]
    """State, scope, answer, who reports it, and whether another action is asked for."""
    quotes: tuple[Quote, ...]
    answers: tuple[tuple[int, int], ...]


def found_of(finding: Finding, layer: str, engine: str, ask: Ask, side: Side) -> Found:
    """The finding as the ledger records it; `layer` is the SHA-256 of the text that its quotes are cut from, `side`
    whose record that is for the ask."""
    return Found(
        ask_id=finding.ask_id,
        document_id=finding.document_id,
        layer=layer,
        level=int(finding.level),
        engine=engine,
        quotes=finding.evidence,
        details={
            "ask": ask_digest(ask),
            "asked": asked_digest(ask),
            "side": side.value,
            "state": finding.state.value if finding.state else None,
            "scope": finding.scope.value if finding.scope else None,
            "force": finding.force.value if finding.force else None,
            "channel": finding.channel.value if finding.channel else None,
            "answer": finding.answer.value,
            "answer_reported": finding.answer_reported,
            "other_action": finding.other_action,
            "answer_evidence": [
                {"start": quote.start, "end": quote.end, "exact": quote.exact} for quote in finding.answer_evidence
            ],
            "confidence": finding.confidence,
            "abstain": finding.abstain,
            "reasons": [{"rule": why.rule, "sentence": why.sentence, "words": why.words} for why in finding.reasons],
        },
    )


def finding_of(found: Found) -> Finding:
    """The finding of an entry. Raises `StoreError` for one that `found_of` did not make, such as another program's."""
    held: Mapping[str, Any] = found.details
    try:
        return Finding(
            found.ask_id,
            found.document_id,
            _LEVELS[found.level],
            _STATES[held["state"]],
            _SCOPES[held["scope"]],
            _FORCES[held["force"]],
            _CHANNELS[held["channel"]],
            _ANSWERS[held["answer"]],
            held["answer_reported"],
            held["other_action"],
            found.quotes,
            answer_quotes(found),
            held["confidence"],
            held["abstain"],
            tuple(Reason(why["rule"], why["sentence"], why["words"]) for why in held["reasons"]),
        )
    except (KeyError, TypeError) as fault:
        raise StoreError(
            f"A finding on {found.document_id!r} was recorded by {found.engine} in a form that this OnRecord does not "
            f"know ({fault}).",
            advice="Use the newer OnRecord that wrote it, or record the check again.",
        ) from fault


def side_in(found: Found) -> Side | None:
    """Whose record the document is for the ask; None where the finding does not say."""
    held = found.details.get("side")
    return Side(held) if isinstance(held, str) else None


def answer_quotes(found: Found) -> tuple[Quote, ...]:
    """The quotes that the answer rests on; none where the details name none."""
    held: Any = found.details.get("answer_evidence", ())
    return tuple(Quote(quote["start"], quote["end"], quote["exact"]) for quote in held)


def claim_of(found: Found) -> Claim | None:
    """What the finding says; None for one that does not say which words of an ask it was made for."""
    held: Mapping[str, Any] = found.details
    if "asked" not in held:
        return None
    says = tuple(held.get(name) for name in ("state", "scope", "answer", "answer_reported", "other_action"))
    answers = tuple((quote.start, quote.end) for quote in answer_quotes(found))
    return Claim(found.ask_id, held["asked"], found.document_id, found.layer, found.level, says, found.quotes, answers)


def is_of(found: Found, ask: Ask) -> bool:
    """True if the finding was made for this ask as it is worded and looked for now."""
    return found.ask_id == ask.id and found.details.get("ask") == ask_digest(ask)


@lru_cache(maxsize=4096)
def ask_digest(ask: Ask) -> str:
    """What tells an ask from another with its id: its words, and the names that it is looked for under.

    White space and the order of names do not count; neither does what the ask is not found by (its bar, its
    action, its quote).
    """
    return _digest([*_words(ask), sorted(set(map(_plain, ask.aliases))), sorted(set(map(_plain, ask.cases)))])


@lru_cache(maxsize=4096)
def asked_digest(ask: Ask) -> str:
    """The same of its words alone: who judged a quote against them need not judge again for one more spelling."""
    return _digest(_words(ask))


def _words(ask: Ask) -> list[object]:
    return [_plain(words) for words in (ask.text, ask.raiser, ask.target, ask.parent, ask.object)]


def _plain(words: str) -> str:
    return " ".join(words.split())


def _digest(value: list[object]) -> str:
    return hashlib.sha256(canonical({"ask": value}).encode()).hexdigest()
