"""From a store's documents to the two sides' records of one engagement."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.matching.meeting_passages import MeetingEar, is_session
from onrecord.matching.two_records import Account, compare
from onrecord.model.engagements import EngagementRecord, Followed, Telling
from onrecord.model.record import Document, Passage, Voice
from onrecord.model.two_records import Comparison
from onrecord.reading.language import language_of
from onrecord.reading.occasions import occasion_of
from onrecord.reading.passages import passages
from onrecord.reading.speakers import publisher_country
from onrecord.text.places import mentions


def records_wanted(followed: Followed) -> tuple[str, ...]:
    """Ids of the documents in hand that are records of the engagement: those found, and those that prove it."""
    found = [ident for expected in followed.expected for ident in expected.documents]
    proving = [s.document for s in followed.engagement.sources if s.telling is Telling.RECORDED]
    return tuple(dict.fromkeys((*proving, *found)))


def two_records(one: EngagementRecord, documents: Iterable[Document], *, ours: str, theirs: str) -> Comparison:
    """The records of the engagement among these documents, side by side; `ours` and `theirs` are two of its parties.

    Documents of other publishers are left out. A joint text is both sides' if its title names both among those
    who issued it, else its publisher's. Words that a document's own heading or a session's other replies hold
    are left out too (see `MeetingEar`).
    """
    ear, accounts, homes = MeetingEar.of(one), [], {}
    for document in sorted(documents, key=lambda document: (document.date, document.id)):
        home = publisher_country(document.publisher)
        if home not in (ours, theirs):
            continue
        heard, whole = _heard(ear, document, home)
        if heard:
            homes[document.id] = home
            language = (document.language or language_of(document.text)).partition("-")[0]
            together = _is_joint(document, heard, home, theirs if home == ours else ours)
            accounts.append(Account(document, heard, whole, language, together))
    return compare(one.id, accounts, ours=ours, theirs=theirs, home_of=homes)


def _heard(ear: MeetingEar, document: Document, home: str) -> tuple[tuple[Passage, ...], bool]:
    speakers = passages(document)
    heard = ear.hears(document, speakers, home=home)
    return heard, not is_session(document, speakers) or ear.titled(document, home=home)


def _is_joint(document: Document, heard: Iterable[Passage], home: str, other: str) -> bool:
    """True if the document holds words that the publisher's side issued together with the other side.

    Its title must name both: a joint statement on a country is not that country's.
    """
    if all(passage.voice is not Voice.JOINT for passage in heard):
        return False
    named = {name.place for mention in mentions(document.title) for name in mention.names}
    return home in named and other in occasion_of(document).parties
