"""In a session that speaks of twenty matters, only the replies about one meeting are its record."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.matching.telling import Sign, kind_of
from onrecord.model.engagements import EngagementRecord
from onrecord.model.occasion import Contact
from onrecord.model.record import Document, Passage, Span, Voice
from onrecord.text.officials import titled_forms
from onrecord.text.persons import leader_of
from onrecord.text.places import NameKind, mentions
from onrecord.text.sentences import sentences
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Term, TermMatcher

_OWN = frozenset({Voice.PUBLISHER, Voice.JOINT, Voice.COUNTERPART})
"""Voices that are a side's record; a reporter's question is not, and a third party's words are not."""

HEAD = 2500
"""Characters at the head of a session in which its moderator says what it is about."""

_OFFICIAL = "official:"
_WORD = "word:"
_UNKNOWN = "?"
"""The side of an official whom the list of leaders does not know: the name counts beside the other party's alone."""


@dataclass(frozen=True, slots=True)
class MeetingEar:
    """Hears which passages of a document speak of one engagement."""

    engagement: EngagementRecord
    officials: frozenset[tuple[str, str]]
    """Every form of an official's name, with the party that the official speaks for, `?` where no list tells it."""
    names: TermMatcher
    matcher: TermMatcher
    """Of the names and of the words for a meeting."""

    @classmethod
    def of(cls, engagement: EngagementRecord) -> MeetingEar:
        parties = frozenset(engagement.parties)
        officials = frozenset(form for name in engagement.officials for form in _forms(name, parties))
        terms = [Term(form, _OFFICIAL + party, cased=True) for form, party in sorted(officials)]
        return cls(engagement, officials, TermMatcher(terms), TermMatcher([*terms, *_words(engagement.kind)]))

    def strangers(self, home: str) -> frozenset[str]:
        """The names of which a session of this country's must hold one for any passage to be heard."""
        return frozenset(form for form, party in self.officials if party != home)

    def hears(self, document: Document, speakers: Sequence[Passage], *, home: str) -> tuple[Passage, ...]:
        """The passages of a document that are one side's record of the engagement, in order.

        `home` is the country that the document's publisher speaks for. Of a readout, statement or remarks it is all
        that officials say in it. Of a session with questions, and of a briefing, it is the opening paragraphs and the
        replies in which, or in whose question, one sentence names an official of the other side together with a word
        for the meeting and with the publisher's own side; a reply that follows up without naming them is not heard.
        A session whose title names the meeting is heard as a whole, unless its head previews the meeting: at a joint
        press conference they have met, whatever else its opening says of tomorrow.
        """
        own = tuple(passage for passage in speakers if passage.voice in _OWN)
        if not is_session(document, speakers):
            return own
        if self.titled(document, home=home):
            return () if previews(document, speakers) else own
        named = [hit.start for hit in self.names.hits(document.text) if hit.key != _OFFICIAL + home]
        return tuple(piece for passage in own for piece in self._heard(document, passage, named, home))

    def _heard(self, document: Document, passage: Passage, named: Sequence[int], home: str) -> list[Passage]:
        """What of one passage speaks of the meeting; `named` are the places of the other side's officials."""
        asked = passage.answers
        text = document.text
        if asked is not None and _any_in(asked, named) and self._answers(asked.of(text), passage.span.of(text), home):
            return [passage]
        return self._parts(document, passage, home) if _any_in(passage.span, named) else []

    def titled(self, document: Document, *, home: str) -> bool:
        """True if the title says that the whole document is about the engagement."""
        return self._speaks(document.title, home, lone=True)

    def _answers(self, asked: str, reply: str, home: str) -> bool:
        """True if a question speaks of the meeting and the reply takes that up, since it may ask about another matter.

        The reply takes it up by a word for it or by naming an official of the other side; and where the question's
        last sentence asks about the meeting, any reply does.
        """
        if not self._any(asked, home):
            return False
        last = sentences(asked)[-1].of(asked)
        own = {_OFFICIAL + home, _OFFICIAL + _UNKNOWN}
        return self._speaks(last, home, lone=False) or any(hit.key not in own for hit in self.matcher.hits(reply))

    def _parts(self, document: Document, passage: Passage, home: str) -> list[Passage]:
        """Of words that answer nobody the paragraphs that speak of it, and those that go on with its matter."""
        kept, before = [], False
        for span in _paragraphs(document.text, passage.span):
            words = span.of(document.text)
            before = self._any(words, home) or (before and words.casefold().startswith(_continuing()))
            if before:
                kept.append(Passage(span, passage.voice, passage.speaker, passage.country))
        return kept

    def _any(self, words: str, home: str) -> bool:
        return any(self._speaks(span.of(words), home, lone=False) for span in sentences(words))

    def _speaks(self, words: str, home: str, *, lone: bool) -> bool:
        """True if the words name an official of another party and the meeting; unless `lone`, the own side as well."""
        found = self.matcher.hits(words)
        if not any(hit.key.startswith(_WORD) for hit in found):
            return False
        stranger = any(hit.key == _OFFICIAL + _UNKNOWN for hit in found)
        sides = {hit.key.removeprefix(_OFFICIAL) for hit in found if hit.key.startswith(_OFFICIAL)}
        implied = {hit.key.removeprefix(_WORD) for hit in found if hit.key.startswith(_WORD)} - {""}
        named = _places(words)
        if not sides - {home, _UNKNOWN} and not (stranger and {*self.engagement.parties} - {home} & named):
            return False
        return lone or home in sides | implied | named


def previews(document: Document, speakers: Sequence[Passage]) -> bool:
    """True if a session's title, or its head, speaks of a meeting as still to come.

    Where a guest of the other side speaks, or the title calls it a joint press conference, the head does not tell.
    """
    if _ahead("held").search(document.title):
        return False
    if _ahead("head").search(document.title):
        return True
    guest = any(passage.voice is Voice.COUNTERPART for passage in speakers)
    return not guest and _ahead("head").search(document.text[:HEAD]) is not None


def _any_in(span: Span, places: Sequence[int]) -> bool:
    """True if one of the places, in order, lies in the span."""
    at = bisect_left(places, span.start)
    return at < len(places) and places[at] < span.end


def is_ahead(words: str) -> bool:
    """True if a sentence says what will be raised or discussed: an intention is no record of the meeting."""
    return _ahead("sentence").search(words) is not None


@cache
def _ahead(where: str) -> re.Pattern[str]:
    table = rows("meeting_ahead.tsv", key="name")
    return re.compile("|".join(row["pattern"] for row in table if row["where"] == where), re.IGNORECASE)


def is_session(document: Document, speakers: Sequence[Passage]) -> bool:
    """True for a text in which several matters come up by turns: a briefing, or one with reporters' questions."""
    return kind_of(document) is Sign.BRIEFING or any(passage.voice is Voice.REPORTER for passage in speakers)


def _places(words: str) -> set[str]:
    return {
        name.place
        for mention in mentions(words)
        for name in mention.names
        if not name.shared and name.kind is not NameKind.OPPONENT
    }


def _paragraphs(text: str, within: Span) -> list[Span]:
    spans, start = [], within.start
    while start < within.end:
        stop = text.find("\n", start, within.end)
        stop = within.end if stop < 0 else stop
        if text[start:stop].strip():
            spans.append(Span(start, stop))
        start = stop + 1
    return spans


def _forms(name: str, parties: frozenset[str]) -> list[tuple[str, str]]:
    """Every form of an official, in any script, with the party of the engagement that the official speaks for."""
    leader = leader_of(name)
    side = "" if leader is None else next((place for place in leader.places if place in parties), "")
    if leader is None or not side:
        last = name.rsplit(maxsplit=1)[-1]
        return [(last, _UNKNOWN)] if leader is None and len(last) > (1 if last[0] > "\u2e80" else 2) else []
    forms = {form.text for form in leader.forms} | {words for words, _ in titled_forms(leader)}
    return [(form, side) for form in sorted(forms)]


@cache
def _continuing() -> tuple[str, ...]:
    return tuple(row["cue"] for row in rows("meeting_words.tsv", key="cue") if row["kinds"] == "continues")


@cache
def _words(kind: Contact) -> tuple[Term, ...]:
    return tuple(
        Term(row["cue"], _WORD + row["home"])
        for row in rows("meeting_words.tsv", key="cue")
        if kind.value in listed(row["kinds"])
    )
