"""Where the deciding words were said: in public, in a room that the document reports on, or with others."""

from __future__ import annotations

import re

from onrecord.model.finding import Channel
from onrecord.model.record import Document, Passage, Span, Voice
from onrecord.text.patterns import pattern

_MEETING_TITLE = pattern("meeting_title")
_SPOKEN_TITLE = pattern("spoken_title")
_REPORTED = pattern("reporting_verbs")
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|I)\b")
_ROOM = pattern("in_the_room")


def channel_of(document: Document, passage: Passage, span: Span) -> Channel:
    """The channel of the words at `span`, from the document's title, its speaker and the clause's own form."""
    words = span.of(document.text)
    if _SPOKEN_TITLE.search(document.title) or passage.answers is not None or passage.speaker not in {"", "headline"}:
        return Channel.REPORTED_PRIVATE if _ROOM.search(words) else Channel.PUBLIC
    if _MEETING_TITLE.search(document.title) and _REPORTED.search(words) and not _FIRST_PERSON.search(words):
        return Channel.REPORTED_PRIVATE
    if _MEETING_TITLE.search(document.title) and not _FIRST_PERSON.search(words) and "Readout" in document.title:
        return Channel.REPORTED_PRIVATE
    if passage.voice is Voice.JOINT:
        return Channel.JOINT
    return Channel.PUBLIC
