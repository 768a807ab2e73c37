"""A trip is announced in the first sentences of a text that is published before it: who, where, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from onrecord.model.occasion import Contact
from onrecord.model.record import Document, Quote, Span
from onrecord.reading.engagement_parties import Named, destinations, met
from onrecord.reading.speakers import publisher_country
from onrecord.text.dates import DateRange, find_date_ranges
from onrecord.text.sentences import sentences
from onrecord.text.tables import rows

HEAD = 2500
"""Characters at the head of a text in which an announcement stands; a ministry begins a session with several."""

AHEAD = timedelta(days=200)
"""How long before its first day an engagement is announced at most; a later date is another matter's."""

BEHIND = timedelta(days=2)
"""A trip may be announced while it begins: the publisher's day and the traveller's differ, and texts come late."""

_LABELLED = re.compile(r"^\s*(?:[^\n:：]{1,40}[:：]|Q\b)")
_TITLED = re.compile(
    r"(?P<name>(?:(?:U\.S\.|[A-Z][\w’'-]*\.?|of|for|and|the|to|&)\s+)*[A-Z][\w’'.-]+(?:,? Jr\.?)?)"
    r"\s*(?:,[^,]{0,60},\s*)?$"
)
_TWO = re.compile(r"\s+and\s+(?=(?:First|Second|Vice|President|Secretary|Department|Deputy|Special|National|Senior)\b)")
_PURPOSE = re.compile(
    r",?\s(?:to (?!the\b)[a-z]|where\b|in order\b|as (?:part|well|a)\b|for (?!the Republic)|with (?:an?|the) "
    r"|following\b|ahead of\b)"
)
_VENUE = re.compile(r",?\s(?:in|at|on the (?:margins|sidelines)|to (?!the\b)[a-z]|where|following|ahead of)\s")
_NAME_BEHIND = re.compile(
    r"\s+(?P<name>(?:(?:Crown )?Prince|President|Prime Minister|Premier|Chancellor|King|(?:Foreign )?Minister)"
    r"(?:\s+(?:bin|al|de|van|von|[A-Z][\w’'.-]*))+)"
)
_HAN_OFFICE = r"(?:部长|外长|主席|总理|主任|书记|委员|大使|代表|总统|首相|大臣|特使|国务卿|院长|议长)"
_HAN_BEFORE = re.compile(rf".*{_HAN_OFFICE}(?P<name>[\u4e00-\u9fff·•]{{2,12}}?)(?:一行|率团|应邀)?$", re.DOTALL)
_HAN_AFTER = re.compile(rf"[^、，。]{{0,30}}{_HAN_OFFICE}(?P<name>[\u4e00-\u9fff·•]{{2,12}}?)(?=[、，将拟]|分别|$)")
_HAN_INVITED = re.compile(r"邀请，?")


@dataclass(frozen=True, slots=True)
class Announced:
    """What one sentence announces."""

    kind: Contact
    parties: tuple[str, ...]
    officials: tuple[str, ...]
    place: str
    days: tuple[str, str]
    quote: Quote


@dataclass(frozen=True, slots=True)
class _Turn:
    kind: Contact
    guest: bool
    pattern: re.Pattern[str]


def announced(document: Document) -> tuple[Announced, ...]:
    """What the head of a document announces for the days after it, one for each country; a reporter's words do not.

    Only a government's own text announces, and only a date that stands in the announcing sentence counts.
    """
    home = publisher_country(document.publisher)
    if not home or len(document.date) != 10 or not _may_announce(document.text[:HEAD]):
        return ()
    found: dict[tuple[Contact, tuple[str, ...], tuple[str, str]], Announced] = {}
    for span in _sentences(document):
        for one in _read(document, span, home):
            found.setdefault((one.kind, one.parties, one.days), one)
    return tuple(found.values())


def _may_announce(head: str) -> bool:
    return re.search(r"\b(?:will|to)\s|将|拟", head) is not None


def _sentences(document: Document) -> list[Span]:
    head = document.text[:HEAD]
    spans = [span for span in sentences(head) if span.end < len(head) or len(document.text) <= HEAD]
    asked = document.question_spans
    own = [span for span in spans if not any(span.overlaps(question) for question in asked)]
    first = min((question.start for question in asked), default=len(head))
    return [span for span in own if span.start < first][: 24 if asked else 8]


def _read(document: Document, span: Span, home: str) -> list[Announced]:
    words = span.of(document.text)
    turn, at = next(((turn, match) for turn in _turns() if (match := turn.pattern.search(words))), (None, None))
    if turn is None or at is None or _reported(words[: at.start()]):
        return []
    dated = [(found, *held) for found in find_date_ranges(words, year=int(document.date[:4]))
             if (held := _ahead(found, document.date)) is not None]  # fmt: skip
    if not dated:
        return []
    quote = Quote.cut(document.text, span.start, span.end)
    own = _officials(words[: at.start()], words)
    made = []
    others = _others(words, at, turn, home, document.date)
    for named, days in _with_days(others, dated, words):
        guest = _guest(words, at, named) if turn.guest or turn.kind is not Contact.VISIT else ()
        place = "" if turn.guest or turn.kind is not Contact.VISIT else named.words
        made.append(
            Announced(
                turn.kind,
                tuple(sorted((home, named.party))),
                _who(own, guest, turn, words),
                place,
                days,
                quote,
            )
        )
    return made


def _who(own: tuple[str, ...], guest: tuple[str, ...], turn: _Turn, words: str) -> tuple[str, ...]:
    """Those who travel first; in Chinese the name before the verb is that of the last guest, not of the host."""
    if not turn.guest:
        return (*own, *guest)
    return guest or own if _is_han(words) else (*guest, *own)


def _others(words: str, at: re.Match[str], turn: _Turn, home: str, day: str) -> list[Named]:
    """The other sides: places to go to, or those whose officials come or are met; each once, where first named."""
    begin, until = _stretch(words, at, turn)
    officials = turn.guest or turn.kind in (Contact.MEETING, Contact.CALL)
    held = met(words[begin:until], day=day) if officials and not _is_han(words) else destinations(words[begin:until])
    kept: dict[str, Named] = {}
    for named in held:
        if named.party != home:
            placed = Named(named.start + begin, named.end + begin, named.party, named.words)
            kept.setdefault(named.party, placed)
    return list(kept.values())


def _stretch(words: str, at: re.Match[str], turn: _Turn) -> tuple[int, int]:
    """Where the other sides stand: behind the verb, before the purpose; in Chinese a guest stands before the verb."""
    if _is_han(words):
        invited = _HAN_INVITED.search(words)
        begin = invited.end() if invited and (turn.guest or "上述" not in at.group()) else 0
        return begin if turn.guest else (0 if "上述" in at.group() else at.start()), len(words)
    ends = _VENUE if turn.guest or turn.kind in (Contact.MEETING, Contact.CALL) else _PURPOSE
    cut = ends.search(words, at.end())
    return at.end(), len(words) if cut is None else cut.start()


def _guest(words: str, at: re.Match[str], named: Named) -> tuple[str, ...]:
    """The name of the guest who comes from a place: the leader's own, or the words beside the place."""
    if _is_han(words):
        found = _HAN_AFTER.match(words, named.end)
        return (found["name"],) if found else ()
    behind = _NAME_BEHIND.match(words, named.end)
    if behind:
        return (" ".join(behind["name"].split()),)
    if " " in named.words and named.words[0].isupper() and not destinations(named.words):
        return (named.words,)
    before = re.sub(r"[,\s]+(?:of|from)?(?: the)?\s*$", "", words[at.end() : named.start]).strip()
    found = _TITLED.search(before)
    return (" ".join(found["name"].split()),) if found and " " in found["name"] else ()


def _with_days(
    others: list[Named], dated: list[tuple[DateRange, str, str]], words: str
) -> Iterator[tuple[Named, tuple[str, str]]]:
    """Each side with its days; where a list of days answers a list of guests, only as far as both can be told apart."""
    if "分别于" not in words or len(others) < 2:
        yield from ((named, _days_of(named, dated)) for named in others)
    elif len(dated) == len(others):
        yield from ((named, (start, end)) for named, (_, start, end) in zip(others, dated, strict=True))
    else:
        yield others[0], (dated[0][1], dated[0][2])


def _days_of(named: Named, dated: list[tuple[DateRange, str, str]]) -> tuple[str, str]:
    """The first days that follow the place, else the last before it."""
    after = [(start, end) for found, start, end in dated if found.span.start >= named.start]
    before = [(start, end) for found, start, end in dated if found.span.start < named.start]
    return after[0] if after else before[-1]


def _ahead(found: DateRange, published: str) -> tuple[str, str] | None:
    """First and last day if they lie ahead of the document, in the next year where New Year lies between."""
    if found.start.day is None or found.end.day is None:
        return None
    start, end, told = found.start.earliest(), found.end.latest(), date.fromisoformat(published)
    if start < told - timedelta(days=250):
        start, end = _next_year(start), _next_year(end)
    if not told - BEHIND <= start <= told + AHEAD or end - start > timedelta(days=31):
        return None
    return start.isoformat(), end.isoformat()


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _officials(before: str, words: str) -> tuple[str, ...]:
    """Who will travel or meet, as the sentence prints the name before its verb; an office without a name is nobody."""
    if _is_han(words):
        found = _HAN_BEFORE.search(before)
        return (found["name"],) if found else ()
    match = _TITLED.search(before.strip())
    if match is None:
        return ()
    names = (" ".join(part.split()) for part in _TWO.split(match["name"]))
    return tuple(name for name in names if " " in name and not _bare_office(name))


def _bare_office(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1] in _OFFICE_WORDS


_OFFICE_WORDS = frozenset(
    {"Secretary", "President", "Lady", "Minister", "Advisor", "Representative", "Envoy", "Gentleman"}
)


def _reported(before: str) -> bool:
    """True where the sentence only says that somebody else says so."""
    return (
        _LABELLED.match(before) is not None
        or re.search(r"\b(?:reported|reportedly|said|says)\b|据报道", before) is not None
    )


def _is_han(words: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in words[:40])


@cache
def _turns() -> tuple[_Turn, ...]:
    return tuple(
        _Turn(Contact(row["kind"]), row["guest"] == "yes", re.compile(row["pattern"]))
        for row in rows("engagement_turns.tsv", key="name")
    )
