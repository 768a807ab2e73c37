"""The same ask stands in a headline, a lead, a quotation and a letter; an agenda holds it once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.drafting.clauses import alternatives
from onrecord.drafting.demands import wants_answers
from onrecord.drafting.layout import Zone
from onrecord.drafting.vocabulary import party_pattern, pattern, phrases
from onrecord.drafting.walk import Draft


@dataclass(frozen=True, slots=True)
class Voiced:
    """A found ask and whose it is."""

    draft: Draft
    own: bool
    claimant: str
    """Empty for the issuer; else the words of the text that name whose ask it is."""
    direct: bool
    """True where the issuer asks in its own words, not in a report about them."""


_FIRST = re.compile(r"(?i)\b(?:we|i|my|our)\b|\[w\]e\b")
_FIRST_OPENS = re.compile(
    r"(?i)\W*(?:we|i) (?:also |therefore |now )?(?:(?:write|are writing|am writing)\b|[^,;:.]{0,160}\band$)"
)
"""`We write to express our thanks and to ask …`, `We thank you and ask …`: whoever opens asks."""
_CHAMBER = re.compile(
    r"(?:\band|[,;])\s*(?:further |also |again |\w+ly )?$|"
    r"\b(?:Senate|House|House of Representatives|Congress|Parliament|Assembly)\W*(?:\w+ly )?$"
)
"""`Reaffirms the norms of the Council and | calls on …`, `the Senate | requests`: the chamber goes on speaking."""
_PAST = re.compile(
    r"(?i)\b(?:urged|asked|requested|demanded|encouraged|pressed|pushed|implored|called|recommended|appealed|insisted|advised|invited|directed)\b"
)
_LETTERISH = re.compile(r"(?i)\bletter\b")
_JOINED = re.compile(
    r"(?i)\bjoin(?:s|ed|ing)?\b[^.]{0,80}\b(?:others?|groups?|ngos?|organi[sz]ations?|colleagues|senators|members)\b"
)


def voiced(draft: Draft, words: str, *, issuer: str, lead: int) -> Voiced | None:
    """Whose ask it is; None where nobody asks it now (an account of the past, a recital's own norm).

    `lead` is the offset at which the first two paragraphs of prose end.
    """
    found, zone = draft.found, draft.block.zone
    subject = found.subject
    cue = words[found.start : found.deed] if not found.open else words[found.start : found.end]
    if zone is Zone.PREAMBLE:
        return _recited(draft, words)
    if zone is Zone.HISTORY:
        return None
    if found.cue in ("must", "norm", "please", "direct", "require"):
        return Voiced(draft, True, "", True)
    if zone is Zone.OPERATIVE and not draft.listed and _other(subject) and not _CHAMBER.search(subject):
        return Voiced(draft, False, _other(subject), False)
    first = _FIRST.search(subject[-60:]) or _FIRST.match(cue) or _FIRST_OPENS.match(subject)
    if zone is Zone.OPERATIVE or first:
        return Voiced(draft, True, "", True)
    return _reported(draft, words, subject, cue, issuer=issuer, lead=lead)


def _recited(draft: Draft, words: str) -> Voiced | None:
    found = draft.found
    if (
        found.cue in ("must", "norm", "please", "encourage", "need", "want", "direct", "require")
        or not found.subject
        or _FIRST.search(found.subject)
    ):
        return None
    if re.search(r"\b(?:who|which)(?: ha(?:s|ve|d))?$", found.subject):
        return None
    if found.frame != "thing" and party_pattern().search(found.who) is None and _NAMED.search(found.who) is None:
        return None
    return Voiced(draft, False, _name_in(found.subject), False)


_NAMED = re.compile(r"\b[A-Z][\w'-]+")


def _reported(draft: Draft, words: str, subject: str, cue: str, *, issuer: str, lead: int) -> Voiced | None:
    early = draft.start < lead
    tail = _last_clause(subject)
    if not _of_issuer(tail, issuer) and _other(subject) and draft.found.who:
        return Voiced(draft, False, _other(subject), False)
    if (
        not early
        and _PAST.search(cue)
        and not draft.listed
        and not (_of_issuer(subject, issuer) and not pattern("past").search(subject))
    ):
        other = _other(subject)
        return Voiced(draft, False, other, False) if other and draft.found.who else None
    if _of_issuer(subject, issuer):
        if re.search(r"(?i)\bletter\b", subject[-40:]) and not early and _joint_letter(words, draft.start, lead):
            return Voiced(draft, False, _name_in(subject), False)
        return Voiced(draft, True, "", draft.listed or _issuer_asks(subject, cue, issuer))
    other = _other(subject)
    if other:
        return Voiced(draft, False, other, False)
    return Voiced(draft, True, "", draft.listed) if early or draft.listed else None


def _issuer_asks(subject: str, cue: str, issuer: str) -> bool:
    """True for `the Campaign for X calls on …`: the issuer, a body, asks here and now."""
    acronym = "".join(word[0] for word in issuer.split() if word[:1].isupper())
    named = issuer and re.search(
        rf"(?:{re.escape(issuer)}|\b{re.escape(acronym)})\s*(?:today|also|strongly|\w+ly|again)?$", subject
    )
    return (
        bool(named)
        and re.match(r"(?i)(?:calls|urges|asks|requests|demands|encourages|recommends|presses|appeals|implores)\b", cue)
        is not None
    )


def _joint_letter(words: str, at: int, lead: int) -> bool:
    """True where the text comes to a joint letter only late and in passing: it is a statement of its own."""
    first = _LETTERISH.search(words)
    return first is not None and first.start() > lead and _JOINED.search(words[max(0, at - 400) : at]) is not None


def _of_issuer(subject: str, issuer: str) -> bool:
    last = subject.lower()
    if any(len(part) > 3 and part.lower() in last for part in re.findall(r"[A-Z]\w+", issuer)):
        return True
    initials = "".join(word[0] for word in issuer.split() if word[:1].isupper())
    if len(initials) > 1 and re.search(rf"\b{initials}\b", subject):
        return True
    return re.search(rf"(?i)\b(?:{alternatives('issuers')})(?!\w)", last) is not None


def _other(subject: str) -> str:
    """The words of the last clause that name another body that asks, or an empty string."""
    subject = _last_clause(subject)
    if not subject or _FIRST.search(subject):
        return ""
    if re.search(rf"(?i)\b(?:{alternatives('third_parties')})(?!\w)", subject):
        return _name_in(subject)
    found = re.search(r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)\s+(?:\w+ly |also |has |have |had )*$", subject + " ")
    return found.group(1) if found else ""


def _last_clause(subject: str) -> str:
    return re.split(r"[,;:\"]|\b(?:that|as|because|while|where)\b", subject)[-1]


def _name_in(subject: str) -> str:
    clause = re.split(r"[,;:]|\bthat\b", subject.strip())
    named = [part.strip() for part in clause if re.search(r"[A-Z]|\bletter\b", part)]
    return " ".join(named[-1].split()[-12:]) if named else subject[-80:].strip()


def lead_end(words: str, layout_ends: list[int]) -> int:
    """The offset at which the first two paragraphs of prose end."""
    return layout_ends[min(1, len(layout_ends) - 1)] if layout_ends else 0


def once(asks: list[Voiced], words: str) -> list[Voiced]:
    """The asks with repetitions left out and a press release's paraphrase of its letter dropped.

    A report is a paraphrase where the text holds the letter, or where its words come back in the direct asks.
    Of two asks that share most of their words the direct one stays, then the longer, then the earlier.
    """
    direct = [ask for ask in asks if ask.direct and ask.own and ask.draft.found.cue != "norm"]
    direct = [ask for ask in direct if not _asks_for_answers(words, ask.draft)]
    letter = any(ask.draft.block.zone is Zone.LETTER for ask in direct)
    told = frozenset().union(*(content(words[ask.draft.deed : ask.draft.end]) for ask in direct))
    kept: list[tuple[Voiced, frozenset[str]]] = []
    for ask in sorted(asks, key=lambda ask: (not ask.direct, -_length(ask.draft), ask.draft.start)):
        said = content(words[ask.draft.deed : ask.draft.end])
        retold = letter or len(said & told) >= RETOLD * len(said)
        if retold and len(direct) >= 2 and ask.own and not ask.direct and not _main_clause(words, ask.draft):
            continue
        if not any(_same(ask, said, other, words_of) for other, words_of in kept[:_COMPARED]):
            kept.append((ask, said))
    return sorted((ask for ask, _ in kept), key=lambda ask: ask.draft.start)


RETOLD = 0.2
"""A report shares so much of its words with the direct asks where it only retells them."""
_COMPARED = 500
"""An ask is compared with so many others; no statement has more, and a hostile file must not take for ever."""


def _main_clause(words: str, draft: Draft) -> bool:
    """True for a report in the present continuous (`The senators are asking …`), which restates no letter."""
    return (
        re.search(r"\b(?:is|are)\s+(?:also |now |specifically )?$", words[max(0, draft.start - 24) : draft.start])
        is not None
    )


def _asks_for_answers(words: str, draft: Draft) -> bool:
    return wants_answers(words[draft.deed : draft.end])


def _length(draft: Draft) -> int:
    return min(draft.end - draft.deed, 400) // 8


@cache
def _empty() -> frozenset[str]:
    return frozenset(phrases("empty_words"))


def content(words: str) -> frozenset[str]:
    """The stems of the words that carry meaning, six letters at most."""
    return frozenset(word[:6] for word in re.findall(r"[a-z0-9]{3,}", words.lower()) if word not in _empty())


def _same(one: Voiced, a: frozenset[str], other: Voiced, b: frozenset[str]) -> bool:
    zone = one.draft.block.zone
    if one.own != other.own or (zone is other.draft.block.zone and zone in (Zone.OPERATIVE, Zone.PREAMBLE)):
        return False
    return a == b or (min(len(a), len(b)) >= 4 and len(a & b) >= 0.65 * min(len(a), len(b)))
