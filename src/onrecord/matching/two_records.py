"""Two texts about one meeting are held side by side by topic, and neither is called silent where too little is in hand.

What is compared are the words of officials, sentence by sentence; a topic is known by the term lists, so that a
paraphrase without any of their words is not seen. A sentence that says what will be discussed is left out. Nothing is
said of which account is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.matching.enough_in_hand import guard_of, notes_on
from onrecord.matching.lexicon import PLACE
from onrecord.matching.meeting_passages import is_ahead
from onrecord.matching.record_topics import WORDS, Way, has_words, label_of, topics_in, ways, ways_in
from onrecord.model.record import Document, Passage, Quote, Span, Voice
from onrecord.model.two_records import Comparison, Row, RowKind, Said, TextInHand
from onrecord.text.dates import find_date_ranges
from onrecord.text.sentences import sentences

_NUMBER = re.compile(
    r"(?P<value>\d+(?:[.,]\d+)*)\s*(?P<unit>hours?|小时|percent|%|％|billion|亿|million|万|tons?|吨|countries|国)"
)
_IN = re.compile(r"(?:\bin|, |在)\s*$")
_MET = re.compile(r"\b(?:met|meeting)\b.{0,200}\bin [A-Z]|在[^，。]{2,12}(?:举行|会见|会晤)", re.DOTALL)
_UNITS = {"hours": "hour", "小时": "hour", "%": "percent", "％": "percent", "tons": "ton", "吨": "ton",
          "国": "country", "countries": "country"}  # fmt: skip
_COMPARED = frozenset({"hour", "percent", "ton", "country"})
"""Units that both languages count alike; 亿 and 万 are counted otherwise than billion and million."""


@dataclass(frozen=True, slots=True)
class Account:
    """One document with those of its passages that tell of the meeting."""

    document: Document
    heard: tuple[Passage, ...]
    whole: bool
    """True if the document is about the meeting, not a session on many matters."""
    language: str
    together: bool = False
    """True if both sides that are compared issued its joint passages."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with what it speaks of."""

    account: Account
    passage: Passage
    span: Span
    topics: dict[str, tuple[Quote, ...]]
    ways: dict[str, tuple[Quote, ...]]

    @property
    def together(self) -> bool:
        """True if both sides say it in one text."""
        return self.account.together and self.passage.voice is Voice.JOINT


def compare(
    engagement: str, accounts: Sequence[Account], *, ours: str, theirs: str, home_of: dict[str, str]
) -> Comparison:
    """What each side's officials say of the meeting, by topic.

    `ours` and `theirs` are codes of two of its parties; `home_of` gives for each document's id the code that its
    publisher speaks for. A sentence belongs to the side of its speaker: words of one side that the other side's page
    prints are the speaker's, and are marked as printed there. What both sides issued together is neither side's alone.
    Rows: first what is characterised differently, then what both speak of, then what they say together, then what one
    side's texts alone hold.
    """
    lines = [line for account in accounts for line in _lines(account, (ours, theirs))]
    joint = [line for line in lines if line.together]
    alone = [line for line in lines if not line.together]
    sides = {
        side: [line for line in alone if (line.passage.country or home_of[line.account.document.id]) == side]
        for side in (ours, theirs)
    }
    texts = {side: _texts([*sides[side], *joint], side, home_of) for side in (ours, theirs)}
    topics = dict.fromkeys(topic for line in lines for topic in (*line.topics, *_issues(line)))
    guards = {side: guard_of(texts[side]) for side in (ours, theirs)}
    made = [
        _row(topic, sides[ours], sides[theirs], joint, guards[ours], guards[theirs], texts[ours], texts[theirs])
        for topic in topics
    ]
    rows = _without_doubles([row for row in made if row is not None])
    notes = notes_on(texts[ours], texts[theirs])
    return Comparison(engagement, ours, theirs, texts[ours], texts[theirs], _ordered(rows), notes)


def _lines(account: Account, parties: tuple[str, str]) -> list[_Line]:
    text = account.document.text
    found = topics_in(text, parties)
    made = []
    for passage in account.heard:
        for span in _sentences(text, passage.span):
            words = span.of(text)
            if is_ahead(words):
                continue
            topics: dict[str, tuple[Quote, ...]] = {}
            for hit in found:
                if span.start <= hit.start and hit.end <= span.end and not _is_venue(text, hit.start, hit.key, words):
                    topics[hit.key] = (*topics.get(hit.key, ()), Quote.cut(text, hit.start, hit.end))
            held: dict[str, tuple[Quote, ...]] = {}
            for hit in ways_in(words):
                cut = Quote.cut(text, span.start + hit.start, span.start + hit.end)
                held[hit.key] = (*held.get(hit.key, ()), cut)
            made.append(_Line(account, passage, span, topics, held))
    return made


def _is_venue(text: str, start: int, topic: str, words: str) -> bool:
    """True for a place that only says where the sides met."""
    before = text[max(0, start - 12) : start]
    return topic.startswith(PLACE) and _IN.search(before) is not None and _MET.search(words) is not None


def _sentences(text: str, within: Span) -> list[Span]:
    return [Span(within.start + span.start, within.start + span.end) for span in sentences(within.of(text))]


def _issues(line: _Line) -> list[str]:
    """Issues that are topics by their words alone."""
    return [ways()[key].topic for key in line.ways if ways()[key].topic.startswith(WORDS)]


def _texts(lines: Sequence[_Line], side: str, home_of: dict[str, str]) -> tuple[TextInHand, ...]:
    """The documents in which a side speaks, with how much of it in each."""
    size: dict[str, int] = {}
    held: dict[str, Account] = {}
    for line in lines:
        document = line.account.document
        held[document.id] = line.account
        size[document.id] = size.get(document.id, 0) + line.span.end - line.span.start
    return tuple(
        TextInHand(one.document.id, one.document.publisher, one.document.date, one.document.title, one.language,
                   one.document.complete, size[ident], one.whole, home_of[ident] == side, one.together)
        for ident, one in held.items()
    )  # fmt: skip


def _row(
    topic: str,
    ours: Sequence[_Line],
    theirs: Sequence[_Line],
    joint: Sequence[_Line],
    our_guard: tuple[RowKind, str] | None,
    their_guard: tuple[RowKind, str] | None,
    our_texts: Sequence[TextInHand],
    their_texts: Sequence[TextInHand],
) -> Row | None:
    mine, other = _on(topic, ours), _on(topic, theirs)
    said = tuple(_said(line, topic) for line in mine), tuple(_said(line, topic) for line in other)
    together = tuple(_said(line, topic) for line in _on(topic, joint))
    if mine and other:
        why = _differences(topic, mine, other)
        if topic.startswith(WORDS) and not why:
            return None
        return Row(topic, label_of(topic), RowKind.DIFFERENT if why else RowKind.BOTH, *said, why, together)
    if topic.startswith(WORDS) or not (mine or other or together):
        return None
    if together:
        return Row(topic, label_of(topic), RowKind.TOGETHER, *said, (), together)
    guard, texts = (their_guard, their_texts) if mine else (our_guard, our_texts)
    label = label_of(topic)
    if guard is not None:
        return Row(topic, label, guard[0], *said, (guard[1],))
    if not any(has_words(topic, text.language) for text in texts):
        return Row(topic, label, RowKind.UNSEEN, *said)
    cut = [text.document for text in texts if not text.complete]
    why = (f"Cut off on the other side: {', '.join(cut)}; it may stand beyond.",) if cut else ()
    return Row(topic, label, RowKind.ONLY_OURS if mine else RowKind.ONLY_THEIRS, *said, why)


def _on(topic: str, lines: Sequence[_Line]) -> list[_Line]:
    if topic.startswith(WORDS):
        return [line for line in lines if any(ways()[key].topic == topic for key in line.ways)]
    return [line for line in lines if topic in line.topics]


def _said(line: _Line, topic: str) -> Said:
    marks = line.topics.get(topic, ()) or tuple(
        mark for key, found in line.ways.items() if ways()[key].topic == topic for mark in found
    )
    document = line.account.document
    quote = Quote.cut(document.text, line.span.start, line.span.end)
    speaker = "" if line.passage.voice is Voice.REPORTER else line.passage.speaker
    return Said(document.id, line.account.language, speaker, document.publisher, quote, marks)


def _differences(topic: str, ours: Sequence[_Line], theirs: Sequence[_Line]) -> tuple[str, ...]:
    """What the two sides' sentences on a topic say differently: ways of characterising it, numbers, dates."""
    told = []
    issues = dict.fromkeys(way.issue for way in ways().values() if way.topic == topic)
    for issue in issues:
        mine, other = _ways_of(issue, ours), _ways_of(issue, theirs)
        if mine and other and not {way.key for way, _ in mine} & {way.key for way, _ in other}:
            told.append(f"Ours: {_told(mine)}. Theirs: {_told(other)}.")
    if topic.startswith(WORDS):
        return tuple(told)
    return (*told, *_numbers(ours, theirs))


def _ways_of(issue: str, lines: Sequence[_Line]) -> list[tuple[Way, str]]:
    found: dict[str, str] = {}
    for line in lines:
        for key, marks in line.ways.items():
            if ways()[key].issue == issue:
                found.setdefault(key, marks[0].exact)
    return [(ways()[key], words) for key, words in found.items()]


def _told(found: Iterable[tuple[Way, str]]) -> str:
    return "; ".join(f"{way.label} (“{words}”)" for way, words in found)


def _numbers(ours: Sequence[_Line], theirs: Sequence[_Line]) -> list[str]:
    told = []
    mine, other = _counted(ours), _counted(theirs)
    for unit in sorted(mine.keys() & other.keys()):
        if not mine[unit] & other[unit]:
            own, others = ", ".join(sorted(mine[unit])), ", ".join(sorted(other[unit]))
            told.append(f"Numbers differ ({unit}): ours {own}; theirs {others}.")
    return told


def _counted(lines: Sequence[_Line]) -> dict[str, set[str]]:
    """The numbers that sentences give, by unit; a full date counts as the unit `date`."""
    found: dict[str, set[str]] = {}
    for line in lines:
        words = line.span.of(line.account.document.text)
        for match in _NUMBER.finditer(words):
            unit = _UNITS.get(match["unit"], match["unit"])
            if unit in _COMPARED:
                found.setdefault(unit, set()).add(match["value"].replace(",", ""))
        date = line.account.document.date
        year = int(date[:4]) if date else None
        for dated in find_date_ranges(words, year=year):
            if dated.start.day is not None:
                found.setdefault("date", set()).add(str(dated.start))
    return found


def _without_doubles(rows: Sequence[Row]) -> list[Row]:
    """Of rows with the same sentences on both sides and together only the first stays, with the labels of all."""
    kept: dict[tuple[tuple[Quote, ...], ...], Row] = {}
    for row in rows:
        said = (tuple(said.quote for said in side) for side in (row.ours, row.theirs, row.together))
        key = (*said, (Quote(0, 0, row.topic) if row.topic.startswith(WORDS) else Quote(0, 0, ""),))
        first = kept.get(key)
        if first is None:
            kept[key] = row
        elif row.label not in first.label.split(" · "):
            why = tuple(dict.fromkeys((*first.why, *row.why)))
            kind = min((first.kind, row.kind), key=_ORDER.index)
            label = f"{first.label} · {row.label}"
            kept[key] = replace(first, label=label, kind=kind, why=why)
    return list(kept.values())


_ORDER = (
    RowKind.DIFFERENT,
    RowKind.BOTH,
    RowKind.TOGETHER,
    RowKind.ONLY_OURS,
    RowKind.ONLY_THEIRS,
    RowKind.UNSEEN,
    RowKind.TOO_SHORT,
    RowKind.NOT_CAPTURED,
)


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.kind), -_sentences_of(row), row.label)))


def _sentences_of(row: Row) -> int:
    return len(row.ours) + len(row.theirs) + len(row.together)
