"""A document is the record of an engagement if it tells of it: by its kind, and by what stands at its head.

A page that merely names the other country in the days of a visit (a fact sheet, a campaign speech) is no such record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.errors import DataError
from onrecord.model.agenda import Engagement
from onrecord.model.record import Document, Party, Side
from onrecord.text.officials import offices
from onrecord.text.places import NameKind, mentions, resolve
from onrecord.text.tables import rows
from onrecord.text.terms import Hit, Term, TermMatcher

HEAD = 600
"""Characters at the head of a text that say what it is about."""

LABEL = 200
"""Characters that stand for a title where the title says nothing of the kind of text."""

NEAR = 150
"""Characters around a name in which a briefing must speak of the engagement."""


class Sign(Enum):
    """What a word in a title or at the head of a text says of it."""

    OTHER = "other"
    """Never the record of an engagement."""
    BRIEFING = "briefing"
    """A press briefing, conference or call."""
    JOINT = "joint"
    READOUT = "readout"
    STATEMENT = "statement"
    REMARKS = "remarks"
    MEETING = "meeting"
    """A word for the engagement itself; alone in a title it makes the text a readout."""


@cache
def _signs() -> TermMatcher:
    known = {sign.value for sign in Sign}
    table = rows("record_signs.tsv", key="cue")
    for row in table:
        if row["sign"] not in known:
            raise DataError(
                f"data/record_signs.tsv: {row['cue']!r} has the unknown sign {row['sign']!r}.",
                advice=f"Use one of {', '.join(known)}.",
            )
    return TermMatcher(Term(row["cue"], row["sign"]) for row in table)


def kind_of(document: Document) -> Sign | None:
    """What kind of record the title calls the document, else its first `LABEL` characters; None where neither does."""
    for words in (document.title, document.text[:LABEL]):
        found = {hit.key for hit in _signs().hits(words)}
        if found:
            first = next(sign for sign in Sign if sign.value in found)
            return Sign.READOUT if first is Sign.MEETING else first
    return None


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells whether a document is about one engagement, as its own party would record it."""

    parties: tuple[Party, ...]
    unlisted: TermMatcher
    """Parties and officials that no list knows, by their names."""

    @classmethod
    def of(cls, engagement: Engagement, parties: tuple[Party, ...]) -> Telling:
        names = [Term(party.name, party.name, cased=True) for party in parties if not party.country]
        officials = [official for official in engagement.officials if resolve(official) is None]
        terms = [Term(form, _OFFICIAL, cased=True) for official in officials for form in _forms(official)]
        return cls(parties, TermMatcher([*names, *terms]))

    def tells(self, document: Document, party: Party) -> bool:
        """True if the document, one of this party's, is about the engagement with another of its parties.

        A readout, statement or remarks must at its head (the title and the first `HEAD` characters) name another
        party or its officials, and speak of a meeting, a call or a visit; for a joint text its title may be enough.
        A press briefing must name another party at least twice, at least once in its title or beside such a word.
        Where the title names some other country, it must name the party too. Where the title of a statement names its
        matter, that must be the party or the engagement: it may say in passing whom the speaker met.
        """
        kind = kind_of(document)
        if kind is None or kind is Sign.OTHER or len(self.parties) < 2:
            return False
        titled = bool(self._named(document.title, party))
        if not titled and _names_a_stranger(document.title, party):
            return False
        if kind is Sign.BRIEFING:
            words = f"{document.title}\n\n{document.text}"
            places = self._named(words, party)
            return len(places) >= 2 and (titled or any(_speaks_of_it(words, at) for at in places))
        if kind is Sign.STATEMENT and not titled and _is_on_another_matter(document.title):
            return False
        head = f"{document.title}\n\n{document.text[:HEAD]}"
        of_it = (kind is Sign.JOINT and titled) or _has_a_word_for_it(head)
        return of_it and (titled or bool(self._named(head, party)))

    def _named(self, words: str, party: Party) -> list[int]:
        """Where another party is named.

        An unlisted official is taken to be of the side that raises; where none does, of no side: the official may be
        the publisher's own.
        """
        countries = {other.country for other in self.parties if other.country and other != party}
        names = {other.name for other in self.parties if not other.country and other != party}
        if party.side is not Side.OURS and any(other.side is Side.OURS for other in self.parties):
            names |= {_OFFICIAL}
        listed = [
            mention.start
            for mention in (mentions(words) if countries else ())
            if any(
                name.place in countries and not name.shared and name.kind is not NameKind.OPPONENT
                for name in mention.names
            )
        ]
        return [*listed, *(hit.start for hit in _in(self.unlisted.hits(words), names))]


_OFFICIAL = "an official"

_ON = re.compile(r"\b(?:on|regarding|about)\b", re.IGNORECASE)

_OF_IT = frozenset({Sign.MEETING.value, Sign.READOUT.value})


def _in(hits: Iterable[Hit], keys: set[str]) -> Iterable[Hit]:
    return (hit for hit in hits if hit.key in keys)


def _names_a_stranger(title: str, party: Party) -> bool:
    """True if a title names a place other than the publisher's own: then the text is about that one."""
    return bool(party.country) and any(
        all(name.place != party.country and not name.shared for name in mention.names) for mention in mentions(title)
    )


def _speaks_of_it(words: str, at: int) -> bool:
    return _has_a_word_for_it(words[max(0, at - NEAR) : at + NEAR])


def _has_a_word_for_it(words: str) -> bool:
    return any(hit.key in _OF_IT for hit in _signs().hits(words))


def _is_on_another_matter(title: str) -> bool:
    """True for `Statement on …` without a word for a meeting, a call or a visit."""
    return _ON.search(title) is not None and not _has_a_word_for_it(title)


def _forms(official: str) -> list[str]:
    """The name as the agenda writes it, and its last word unless that is an office's."""
    last = official.rpartition(" ")[2]
    titles = {word.casefold() for office in offices() for word in office.title.split()}
    return [official, *([last] if last and last.casefold() not in titles else [])]
